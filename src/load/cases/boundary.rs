//! Boundaries: for a limit, the day before, the day and the day after are made into cases; and, if asked, the same again with the whole case
//! moved in time so that the day from which the limit is reckoned is the last of a month, or the 29th of February.

use crate::model::dates::{Dates, Day, Period, Unit};
use crate::model::ids::RequirementId;
use crate::model::law::Duty;
use crate::model::place::Place;
use crate::model::problem::Code;

use super::super::decode::{Decoder, Fields};
use super::super::nearest::quote;
use super::super::yaml::{Kind, Node, Spot};
use super::one::expected_around;
use super::{Expected, Generated};

const KEYS: &[&str] = &["fact", "as_of", "on", "from", "plus", "minus", "day_one", "also", "expect"];
/// The word for the as-of date.
const AS_OF: &str = "as_of";

/// One day at a limit.
pub(super) struct Point {
    pub(super) as_of: Day,
    /// By how many days the whole case is moved.
    pub(super) days: i64,
    /// The fact that is set, if it is one, and the date that it is set to.
    pub(super) moved: Option<(String, String)>,
    pub(super) expect: Vec<(RequirementId, Expected, Place)>,
    pub(super) generated: Generated,
}

/// How a limit follows from a day.
struct Reckoning {
    period: Period,
    /// Whether the day itself is the first of the period.
    day_one: bool,
}

impl Reckoning {
    fn limit(&self, from: Day) -> Option<Day> {
        let limit = from.plus(self.period)?;
        match (self.day_one, self.period.count < 0) {
            (false, _) => Some(limit),
            (true, false) => limit.yesterday(),
            (true, true) => limit.tomorrow(),
        }
    }
}

/// A day moved by so many days; `None` out of range.
pub(super) fn moved(day: Day, days: i64) -> Option<Day> {
    day.plus(Period { count: days, unit: Unit::Days })
}

/// What a reader calls a generated case.
pub(super) fn name(name: &str, generated: &Generated) -> String {
    let Generated { moved, to, limit, from, .. } = generated;
    let which = match to.cmp(limit) {
        std::cmp::Ordering::Less => "the day before the limit",
        std::cmp::Ordering::Equal => "the limit",
        std::cmp::Ordering::Greater => "the day after the limit",
    };
    let from = from.map(|from| format!(", reckoned from {from}")).unwrap_or_default();
    format!("{name}: {moved} on {to}, {which}{from}")
}

/// The days at the limits of a `boundary`, which is one or a list of several.
pub(super) fn points<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    facts: (Option<&'t Node>, &[(&'t str, &'t Node)]),
    as_of: Day,
    duty: &Duty,
) -> Vec<Point> {
    let nodes = match node.kind {
        Kind::Sequence(_) => decoder.items(node),
        _ => vec![node],
    };
    nodes.into_iter().flat_map(|node| of_one(decoder, node, facts, as_of, duty).unwrap_or_default()).collect()
}

fn of_one<'t>(
    decoder: &mut Decoder<'t>,
    node: &'t Node,
    facts: (Option<&'t Node>, &[(&'t str, &'t Node)]),
    as_of: Day,
    duty: &Duty,
) -> Option<Vec<Point>> {
    let fields = decoder.fields(node, KEYS)?;
    let fact = fields.get("fact").and_then(|node| decoder.text(node));
    let moves_as_of = decoder.flag(&fields, AS_OF);
    if fact.is_some() == moves_as_of {
        decoder.fault(
            Code::BadCase,
            node.spot,
            "a boundary moves either a `fact` or, by `as_of: true`, the as-of date",
        );
        return None;
    }
    let reckoned = reckoning(decoder, &fields, facts, as_of);
    let on = fields.get("on").and_then(|node| Some((decoder.day(node)?, node.spot)));
    let limit = match (on, &reckoned) {
        (Some((on, spot)), Some((from, reckoning))) => {
            let limit = reckoning.limit(*from)?;
            if limit != on {
                let message = format!("`on` is {on}, and the limit that is reckoned from {from} is {limit}");
                decoder.fault(Code::BadCase, spot, message);
            }
            on
        }
        (Some((on, _)), None) => on,
        (None, Some((from, reckoning))) => reckoning.limit(*from)?,
        (None, None) => {
            let message = "the limit is not told; give its day by `on`, or `from` with `plus` or `minus`";
            decoder.fault(Code::MissingKey, node.spot, message);
            return None;
        }
    };
    let expect = decoder.required(&fields, "expect")?;
    let expect = expected_around(decoder, expect, duty);
    let from = reckoned.as_ref().map(|(from, _)| *from);
    let mut limits = vec![(0, from, limit)];
    for (base, spot) in also(decoder, &fields, from) {
        let Some((from, reckoning)) = &reckoned else {
            let message =
                "`also` moves the day from which the limit is reckoned; give it by `from`, with `plus` or `minus`";
            decoder.fault(Code::BadCase, spot, message);
            break;
        };
        if base != *from
            && let Some(limit) = reckoning.limit(base)
        {
            limits.push((from.days_until(base), Some(base), limit));
        }
    }
    let place = decoder.place(node.spot);
    let mut points = Vec::new();
    for (days, from, limit) in limits {
        for (index, to) in [limit.yesterday(), Some(limit), limit.tomorrow()].into_iter().enumerate() {
            let Some(to) = to else { continue };
            let expect =
                expect.iter().filter_map(|(id, words, place)| Some((id.clone(), *words.get(index)?, *place))).collect();
            points.push(Point {
                as_of: if moves_as_of { to } else { moved(as_of, days)? },
                days,
                moved: fact.map(|fact| (fact.to_owned(), to.to_string())),
                expect,
                generated: Generated { moved: fact.unwrap_or(AS_OF).to_owned(), to, limit, from, place },
            });
        }
    }
    Some(points)
}

/// The day from which a limit is reckoned, and how.
fn reckoning<'t>(
    decoder: &mut Decoder<'t>,
    fields: &Fields<'t>,
    (facts, changes): (Option<&'t Node>, &[(&'t str, &'t Node)]),
    as_of: Day,
) -> Option<(Day, Reckoning)> {
    let (plus, minus) = (decoder.optional_period(fields, "plus"), decoder.optional_period(fields, "minus"));
    let day_one = decoder.flag(fields, "day_one");
    let node = fields.get("from")?;
    let path = decoder.text(node)?;
    let period = match (plus, minus) {
        (Some(plus), None) => plus,
        (None, Some(minus)) => minus.back(),
        _ => {
            decoder.fault(Code::BadCase, node.spot, "`from` goes with a period: either `plus` or `minus`");
            return None;
        }
    };
    let from = if path == AS_OF {
        Some(as_of)
    } else {
        let stated = changes.iter().rev().find(|(changed, _)| *changed == path).map(|(_, node)| *node);
        let stated = stated.or_else(|| follow(decoder, facts?, path));
        let value = stated.map(|node| decoder.tree.get(node, "value").unwrap_or(node));
        value.and_then(Node::text).and_then(|text| Dates::parse(text).ok()).and_then(Dates::day)
    };
    if from.is_none() {
        decoder.fault(Code::BadCase, node.spot, format!("the case states no day at {}", quote(path)));
    }
    Some((from?, Reckoning { period, day_one }))
}

fn follow<'t>(decoder: &Decoder<'t>, facts: &'t Node, path: &str) -> Option<&'t Node> {
    path.split('.').try_fold(facts, |node, step| decoder.tree.get(node, step))
}

/// The further days from which a limit is to be reckoned: `month-ends`, or those that are listed.
fn also<'t>(decoder: &mut Decoder<'t>, fields: &Fields<'t>, from: Option<Day>) -> Vec<(Day, Spot)> {
    let Some(node) = fields.get("also") else { return Vec::new() };
    if let Kind::Sequence(_) = node.kind {
        let items = decoder.items(node);
        return items.into_iter().filter_map(|item| Some((decoder.day(item)?, item.spot))).collect();
    }
    if node.text() != Some("month-ends") {
        decoder.wrong_type(node, "`month-ends` or a list of days");
        return Vec::new();
    }
    match from {
        Some(from) => month_ends(from).into_iter().map(|day| (day, node.spot)).collect(),
        None => {
            vec![(Day::new(2020, 2, 29), node.spot)].into_iter().filter_map(|(day, spot)| Some((day?, spot))).collect()
        }
    }
}

/// The last days of months of 31, 30 and 28 days in the year of a day, and the last two days of February in the nearest leap year.
fn month_ends(near: Day) -> Vec<Day> {
    let year: i16 = near.to_string().get(..4).and_then(|year| year.parse().ok()).unwrap_or_default();
    let leap = (0..8).flat_map(|away| [year - away, year + away]).find(|year| Day::new(*year, 2, 29).is_some());
    let common = (0..3).map(|away| year - away).find(|year| Day::new(*year, 2, 29).is_none());
    let mut days: Vec<Day> =
        [(Some(year), 1, 31), (common, 2, 28), (Some(year), 4, 30), (Some(year), 8, 31), (Some(year), 12, 31)]
            .into_iter()
            .chain([(leap, 2, 28), (leap, 2, 29)])
            .filter_map(|(year, month, day)| Day::new(year?, month, day))
            .collect();
    days.sort();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Dates::parse(text).unwrap().day().unwrap()
    }

    #[test]
    fn month_ends_have_months_of_every_length_and_both_februaries() {
        let ends: Vec<String> = month_ends(day("2021-05-10")).iter().map(ToString::to_string).collect();
        assert_eq!(
            ends,
            ["2020-02-28", "2020-02-29", "2021-01-31", "2021-02-28", "2021-04-30", "2021-08-31", "2021-12-31"]
        );
        assert!(month_ends(day("1900-05-10")).contains(&day("1896-02-29")));
    }

    #[test]
    fn a_period_may_count_its_first_day() {
        let reckoning = |text: &str, back: bool, day_one: bool| {
            let period = Period::parse(text).unwrap();
            Reckoning { period: if back { period.back() } else { period }, day_one }
        };
        assert_eq!(reckoning("56 days", false, false).limit(day("2020-03-09")), Some(day("2020-05-04")));
        assert_eq!(reckoning("56 days", false, true).limit(day("2020-03-09")), Some(day("2020-05-03")));
        assert_eq!(reckoning("1 month", true, true).limit(day("2020-03-31")), Some(day("2020-03-01")));
    }
}
