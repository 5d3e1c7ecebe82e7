//! The calendar: one all-day event for each date and cause, as iCalendar (RFC 5545). The same forecast gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dates::Day;
use crate::model::forecast::{Cause, CauseKind, Change, Forecast};
use crate::report::code::plain;
use crate::report::sanitize::sanitize;

use super::words;

/// How many octets a line may have, its break left out.
const OCTETS: usize = 75;
/// How many duties an event names.
const MOST_DUTIES: usize = 20;

/// The calendar.
pub(super) fn of(forecast: &Forecast) -> String {
    let mut calendar = Calendar(String::new());
    calendar.line("BEGIN", "VCALENDAR");
    calendar.line("VERSION", "2.0");
    calendar.line("PRODID", "-//sprcheck//forecast//EN");
    calendar.line("CALSCALE", "GREGORIAN");
    calendar.line("METHOD", "PUBLISH");
    for (date, causes) in events(forecast) {
        for (cause, changes) in causes {
            event(&mut calendar, forecast, date, cause, &changes);
        }
    }
    calendar.line("END", "VCALENDAR");
    calendar.0
}

type Events<'f> = BTreeMap<Day, BTreeMap<&'f Cause, Vec<&'f Change>>>;

/// What is to be seen to: the causes of lapses, and evidence that lapses without one.
fn events(forecast: &Forecast) -> Events<'_> {
    let mut events: Events<'_> = BTreeMap::new();
    for (date, change) in forecast.changes().filter(|(_, change)| change.course.is_lapse()) {
        for cause in &change.causes {
            events.entry(date).or_default().entry(cause).or_default().push(change);
        }
    }
    for turn in &forecast.dates {
        for moved in turn.evidence.iter().filter(|moved| moved.was_current) {
            events.entry(turn.date).or_default().entry(&moved.cause).or_default();
        }
    }
    events
}

fn event(calendar: &mut Calendar, forecast: &Forecast, date: Day, cause: &Cause, changes: &[&Change]) {
    calendar.line("BEGIN", "VEVENT");
    calendar.line("UID", &format!("{}@sprcheck.invalid", cause.uid));
    calendar.line("DTSTAMP", &format!("{}T000000Z", digits(forecast.as_of)));
    calendar.line("DTSTART;VALUE=DATE", &digits(date));
    if let Some(tomorrow) = date.tomorrow() {
        calendar.line("DTEND;VALUE=DATE", &digits(tomorrow));
    }
    let owner = words::owner(cause);
    let summary = format!("{}: {}", to_do(cause.kind), words::bare_cause(cause, date));
    calendar.text("SUMMARY", &format!("{summary} – {owner}"));
    calendar.text("DESCRIPTION", &description(forecast, cause, changes));
    calendar.text("CATEGORIES", "sprcheck forecast");
    calendar.line("TRANSP", "TRANSPARENT");
    calendar.line("BEGIN", "VALARM");
    calendar.line("ACTION", "DISPLAY");
    calendar.text("DESCRIPTION", &format!("In 30 days: {summary} – {owner}"));
    calendar.line("TRIGGER", "-P30D");
    calendar.line("END", "VALARM");
    calendar.line("END", "VEVENT");
}

/// What an event asks for, in a word or two.
fn to_do(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::EvidenceExpired | CauseKind::EvidenceWithdrawn | CauseKind::EvidenceSuperseded => "Renew before",
        CauseKind::EvidenceReviewDue => "Review before",
        CauseKind::StatementAged | CauseKind::LatestAged => "State anew before",
        CauseKind::Deadline => "Do before",
        CauseKind::PlanCome => "Say whether it happened",
        CauseKind::DepartureEnds => "Decide anew before",
        _ => "Act before",
    }
}

fn description(forecast: &Forecast, cause: &Cause, changes: &[&Change]) -> String {
    let duties: BTreeSet<String> = changes
        .iter()
        .filter_map(|change| Some(format!("{}: {}", words::course(change), words::duty(forecast.duty(&change.duty)?))))
        .collect();
    let all = duties.len();
    let mut lines = vec![format!("To act: {}", words::owner(cause)), format!("Stands at: {}", cause.at)];
    lines.push(if all == 0 { "No duty changes with it.".into() } else { "If nobody acts:".into() });
    lines.extend(duties.into_iter().take(MOST_DUTIES));
    if all > MOST_DUTIES {
        lines.push(format!("and {} more", all - MOST_DUTIES));
    }
    lines.push(format!("{}, as of {}; {}", forecast.force_name, forecast.as_of, forecast.marking));
    lines.iter().map(|line| sanitize(&plain(line))).collect::<Vec<_>>().join("\n")
}

/// `20210131`.
fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}

struct Calendar(String);

impl Calendar {
    /// A property whose value is text.
    fn text(&mut self, name: &str, text: &str) {
        let mut value = String::with_capacity(text.len());
        for line in text.split('\n') {
            if !value.is_empty() {
                value.push_str("\\n");
            }
            for character in sanitize(&plain(line)).chars() {
                if matches!(character, '\\' | ';' | ',') {
                    value.push('\\');
                }
                value.push(character);
            }
        }
        self.line(name, &value);
    }

    /// A property, folded: a line goes on after a break and a space. No fold makes the line begin as a command of a build server does.
    fn line(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        let mut characters = format!("{name}:{value}").chars().collect::<Vec<_>>().into_iter().peekable();
        while let Some(character) = characters.next() {
            if octets + character.len_utf8() > OCTETS {
                self.0.push_str("\r\n ");
                octets = 1;
                if character == ':' && characters.peek() == Some(&':') {
                    self.0.push_str("\\\\u{3a}");
                    octets += 8;
                    continue;
                }
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::Calendar;

    #[test]
    fn what_a_profile_says_stays_text() {
        let mut calendar = Calendar(String::new());
        calendar.text("SUMMARY", "a;b,c\\d\r\nEND:VEVENT\u{1b}");
        assert_eq!(
            calendar.0,
            "SUMMARY:a\\;b\\,c\\\\d\\u{d}\\nEND:VEVENT\\u{1b}\r\n"
                .replace("\\u{d}", "\\\\u{d}")
                .replace("\\u{1b}", "\\\\u{1b}")
        );
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_cut() {
        let mut calendar = Calendar(String::new());
        let text = "naïve – “quoted” ✓ ".repeat(20);
        calendar.text("SUMMARY", &text);
        assert!(calendar.0.trim_end().split("\r\n").all(|line| line.len() <= 75), "{}", calendar.0);
        let unfolded = calendar.0.replace("\r\n ", "");
        assert_eq!(unfolded.trim_end_matches("\r\n"), format!("SUMMARY:{text}"));
    }

    #[test]
    fn no_fold_makes_a_command_of_a_build_server() {
        for before in 50..90 {
            let mut calendar = Calendar(String::new());
            calendar.text("SUMMARY", &format!("{}::error::b", "a".repeat(before)));
            let lines: Vec<&str> = calendar.0.trim_end().split("\r\n").collect();
            assert!(lines.iter().all(|line| !line.trim_start().starts_with("::") && line.len() <= 75), "{lines:?}");
        }
    }
}
