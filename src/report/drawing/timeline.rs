//! What lapses when, if nobody acts: a line of time for each thing that ceases to hold, those of an owner together, with the same as a table.

use std::collections::BTreeMap;

use crate::model::brief::{Ahead, Falls, Lapse};
use crate::model::dates::Day;
use crate::model::words::Standing;
use crate::report::forecast::words::bare_cause;
use crate::report::phrases::{count, list, standing, written};

use super::frame::{self, LETTERS, Picture, letters};
use super::lettering::{fit, width};
use super::link;
use super::svg::{Attribute, Length, Writer};

/// The rules of the timeline.
pub const CSS: &str = include_str!("timeline.css");

const WIDTH: Length = Length::units(1100);
const OWNERS: Length = Length::units(4);
const OWNERS_WIDTH: Length = Length::units(236);
const LEFT: Length = Length::units(250);
const RIGHT: Length = Length::units(1086);
const HEAD: Length = Length::units(44);
const ROW: Length = Length::units(30);
const AFTER_OWNER: Length = Length::units(10);
/// How many rows the picture has; the table has all.
const MOST: usize = 60;
const ANCHOR: &str = "timeline";
const NAME: &str = "What lapses when";

/// The timeline as a figure in HTML, from the as-of date to the last day that was looked at; a sentence where nothing lapses.
#[must_use]
pub fn section(ahead: &Ahead, as_of: Day) -> String {
    let mut to = Writer::default();
    if ahead.lapses.is_empty() {
        to.words("p", &[], &format!("Nothing lapses by the passing of time alone until {}.", ahead.until));
        return to.done();
    }
    let timeline = Timeline { as_of, until: ahead.until, owners: by_owner(&ahead.lapses) };
    let mut caption = vec![format!(
        "{} by the passing of time alone from {as_of} until {}. ◆ marks what takes a duty with it, ◇ what takes none.",
        count(ahead.lapses.len(), "thing lapses", "things lapse"),
        ahead.until
    )];
    if ahead.lapses.len() > MOST {
        caption.push(format!("The picture shows the {MOST} that lapse first; the table has all."));
    }
    let height = timeline.height();
    let tells = caption.first().cloned().unwrap_or_default();
    let picture = Picture { anchor: ANCHOR, name: NAME, tells: &tells, width: WIDTH, height };
    let draw = |svg: &mut Writer| timeline.draw(svg);
    frame::figure(&mut to, ANCHOR, &caption, Some((&picture, &draw)), |table| rows(table, &ahead.lapses));
    to.done()
}

/// The lapses that are drawn, by owner: whoever has the first of them first.
fn by_owner(lapses: &[Lapse]) -> Vec<(&str, Vec<&Lapse>)> {
    let mut owners: Vec<(&str, Vec<&Lapse>)> = Vec::new();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for lapse in lapses.iter().take(MOST) {
        let owner = owner(lapse);
        let at = *place.entry(owner).or_insert(owners.len());
        match owners.get_mut(at) {
            Some((_, of_owner)) => of_owner.push(lapse),
            None => owners.push((owner, vec![lapse])),
        }
    }
    owners
}

fn owner(lapse: &Lapse) -> &str {
    if lapse.cause.owner.trim().is_empty() { "nobody is named" } else { &lapse.cause.owner }
}

struct Timeline<'l> {
    as_of: Day,
    until: Day,
    owners: Vec<(&'l str, Vec<&'l Lapse>)>,
}

impl Timeline<'_> {
    fn height(&self) -> Length {
        let rows: usize = self.owners.iter().map(|(_, lapses)| lapses.len()).sum();
        let times = |length: Length, number: usize| Length(length.0 * i64::try_from(number).unwrap_or(0));
        HEAD + times(ROW, rows) + times(AFTER_OWNER, self.owners.len())
    }

    /// Where a day stands.
    fn x(&self, day: Day) -> Length {
        let all = self.as_of.days_until(self.until).max(1);
        let passed = self.as_of.days_until(day).clamp(0, all);
        Length(LEFT.0 + (RIGHT.0 - LEFT.0) * passed / all)
    }

    fn draw(&self, svg: &mut Writer) {
        letters(svg, "d-strong", OWNERS, Length::units(32), "Who is to see to it");
        svg.element("g", &[("aria-hidden", &"true")], |axis| self.axis(axis));
        svg.line();
        let mut top = HEAD;
        for (owner, lapses) in &self.owners {
            rule(svg, "d-rule", (OWNERS, top), (RIGHT, top));
            svg.element("g", &[], |group| {
                group.words("title", &[], owner);
                let name = fit(owner, OWNERS_WIDTH, LETTERS);
                letters(group, "d-strong", OWNERS, top + Length::units(19), &name);
            });
            for lapse in lapses {
                self.lapse(svg, lapse, top);
                top = top + ROW;
            }
            top = top + AFTER_OWNER;
        }
    }

    /// The as-of date, the last day, and the first day of each month between them.
    fn axis(&self, svg: &mut Writer) {
        let bottom = self.height();
        letters(svg, "d-strong", LEFT, Length::units(14), &format!("as of {}", self.as_of));
        svg.words(
            "text",
            &[("x", &RIGHT), ("y", &Length::units(14)), ("text-anchor", &"end")],
            &format!("until {}", self.until),
        );
        for (x, class) in [(LEFT, "d-now"), (RIGHT, "d-faint")] {
            rule(svg, class, (x, Length::units(18)), (x, bottom));
        }
        let days =
            std::iter::successors(self.as_of.tomorrow(), |day| day.tomorrow()).take_while(|day| *day < self.until);
        for first in days.filter(|day| day.to_string().ends_with("-01")) {
            let x = self.x(first);
            rule(svg, "d-faint", (x, Length::units(22)), (x, bottom));
            let name = month(first);
            if x + width(&name, LETTERS) < RIGHT {
                letters(svg, "", x + Length::units(4), Length::units(32), &name);
            }
        }
    }

    /// A line up to the day, a mark on it, and the words beside that where there is more room.
    fn lapse(&self, svg: &mut Writer, lapse: &Lapse, top: Length) {
        let x = self.x(lapse.date);
        let words = words(lapse);
        let class = if lapse.duties.is_empty() { "d-lapse d-alone" } else { "d-lapse" };
        let (foot, line) = (top + Length::units(16), top + Length::units(23));
        svg.element("g", &[("class", &class)], |group| {
            group.words("title", &[], &whole(lapse));
            rule(group, "d-until", (LEFT, line), (x, line));
            let (half, down) = (Length::units(5), Length::units(5));
            let mark = format!("M{} {line}L{x} {}L{} {line}L{x} {}Z", x - half, line - down, x + half, line + down);
            group.shape("path", &[("class", &"d-mark"), ("d", &mark)]);
            let (before, after) = (x - LEFT, RIGHT - x);
            let beside = Length::units(8);
            if after >= before {
                letters(group, "d-words", x + beside, foot, &fit(&words, after - beside, LETTERS));
            } else {
                let text = fit(&words, before - beside, LETTERS);
                let x = x - beside;
                let at: [Attribute<'_>; 4] = [("class", &"d-words"), ("x", &x), ("y", &foot), ("text-anchor", &"end")];
                group.words("text", &at, &text);
            }
        });
        svg.line();
    }
}

fn rule(to: &mut Writer, class: &str, (x1, y1): (Length, Length), (x2, y2): (Length, Length)) {
    to.shape("path", &[("class", &class), ("d", &format!("M{x1} {y1}L{x2} {y2}"))]);
}

/// A month by its name and year.
fn month(day: Day) -> String {
    let text = day.to_string();
    written(text.rsplit_once('-').map_or(text.as_str(), |(month, _)| month))
}

/// What stands beside a mark: what lapses, and what falls with it.
fn words(lapse: &Lapse) -> String {
    let cause = &lapse.cause;
    let what = if cause.title.is_empty() { &cause.name } else { &cause.title };
    let (mark, falls) = match lapse.duties.as_slice() {
        [] => ('◇', "no duty falls".to_owned()),
        [only] => ('◆', format!("falls: {}", only.title)),
        [first, rest @ ..] => ('◆', format!("falls: {}, and {} more", first.title, rest.len())),
    };
    format!("{mark} {}: {what}; {falls}", lapse.date)
}

/// All that can be told of a mark.
fn whole(lapse: &Lapse) -> String {
    let falls: Vec<String> = lapse.duties.iter().map(|falls| falls.title.clone()).collect();
    let falls = if falls.is_empty() { "no duty falls".into() } else { format!("falls: {}", list(&falls, "and")) };
    format!("{}, {}: {}; {falls}", lapse.date, owner(lapse), bare_cause(&lapse.cause, lapse.date))
}

fn rows(to: &mut Writer, lapses: &[Lapse]) {
    frame::table(to, NAME, &["From", "What lapses", "Who is to see to it", "Which duties fall"], |rows| {
        for lapse in lapses {
            rows.element("tr", &[], |row| {
                row.words("th", &[("scope", &"row")], &lapse.date.to_string());
                row.words("td", &[], &bare_cause(&lapse.cause, lapse.date));
                row.words("td", &[], owner(lapse));
                row.element("td", &[], |cell| duties(cell, &lapse.duties));
            });
            rows.line();
        }
    });
}

fn duties(cell: &mut Writer, duties: &[Falls]) {
    if duties.is_empty() {
        return cell.text("none");
    }
    cell.element("ul", &[], |list| {
        for falls in duties {
            list.element("li", &[], |item| {
                item.words("a", &[("href", &link("duty", falls.id.as_str()))], &falls.title);
                item.text(&match falls.from {
                    Standing::NotApplicable | Standing::NotYetDue => {
                        format!(": arises then, and is {}", standing(falls.to))
                    }
                    from => format!(": from {} to {}", standing(from), standing(falls.to)),
                });
            });
        }
    });
}
