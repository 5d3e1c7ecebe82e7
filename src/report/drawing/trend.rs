//! How many duties stood where at each recorded audit and at this one: a bar of boxes for each, with the counts in words, and the same as a
//! table. It needs two audits; of one there is no trend.

use crate::model::assessment::{Assessment, StandingCounts};
use crate::model::brief::Recorded;
use crate::model::dates::Day;
use crate::model::words::Standing;
use crate::report::phrases::{count, standing};

use super::frame::{self, LETTERS, Picture, letters};
use super::lettering::{fit, width};
use super::svg::{Attribute, Length, Writer};

/// The rules of the trend.
pub const CSS: &str = include_str!("trend.css");

const WIDTH: Length = Length::units(1100);
const DATES: Length = Length::units(4);
const LEFT: Length = Length::units(120);
const RIGHT: Length = Length::units(1090);
const HEAD: Length = Length::units(34);
const BAR: Length = Length::units(22);
const ROW: Length = Length::units(60);
/// How many audits the picture shows; the table has all.
const MOST: usize = 24;
const ANCHOR: &str = "trend";
const NAME: &str = "How many duties stood where, audit by audit";

/// An audit: its date, how many duties stood where, how many had an apparent breach, and whether other rules judged than at the one before.
struct Point {
    as_of: Day,
    standings: StandingCounts,
    breaches: usize,
    other_rules: bool,
}

/// The trend as a figure in HTML; a sentence where there is no earlier audit. Of several audits of a date the last counts; recorded audits of later
/// dates are left aside.
#[must_use]
pub fn section(history: &[Recorded], now: &Assessment) -> String {
    let points = points(history, now);
    let mut to = Writer::default();
    if points.len() < 2 {
        to.words("p", &[], "There is no trend yet: no audit of an earlier date is on record.");
        return to.done();
    }
    let mut caption = vec![format!("{}, the last of them this one.", count(points.len(), "audit", "audits"))];
    if points.len() > MOST {
        caption.push(format!("The picture shows the last {MOST}; the table has all."));
    }
    if points.iter().any(|point| point.other_rules) {
        caption.push(
            "Where the rules were others than at the audit before, a move may be theirs; the dates say so.".into(),
        );
    }
    let shown = points.get(points.len().saturating_sub(MOST)..).unwrap_or_default();
    let rows = i64::try_from(shown.len()).unwrap_or(0);
    let tells = caption.join(" ");
    let height = HEAD + Length(ROW.0 * rows);
    let picture = Picture { anchor: ANCHOR, name: NAME, tells: &tells, width: WIDTH, height };
    let draw = |svg: &mut Writer| draw(svg, shown);
    frame::figure(&mut to, ANCHOR, &caption, Some((&picture, &draw)), |table| rows_of(table, &points));
    to.done()
}

fn points(history: &[Recorded], now: &Assessment) -> Vec<Point> {
    let mut points: Vec<(Point, Vec<(String, String)>)> = Vec::new();
    let mut add = |point: Point, rules: Vec<(String, String)>| {
        points.pop_if(|(before, _)| before.as_of == point.as_of);
        points.push((point, rules));
    };
    for audit in history.iter().filter(|audit| audit.as_of < now.as_of) {
        let (standings, breaches) = (audit.standings, audit.apparent_breaches);
        let mut rules = audit.rule_sets.clone();
        rules.sort();
        add(Point { as_of: audit.as_of, standings, breaches, other_rules: false }, rules);
    }
    let mut rules: Vec<_> = now.rule_sets.iter().map(|set| (set.name.to_string(), set.digest.clone())).collect();
    rules.sort();
    let (standings, breaches) = (now.summary.standings, now.summary.apparent_breaches);
    add(Point { as_of: now.as_of, standings, breaches, other_rules: false }, rules);
    let mut before: Option<Vec<(String, String)>> = None;
    let points = points.into_iter().map(|(point, rules)| {
        // Where digests are withheld nothing can be said of the rules.
        let are_told = rules.iter().all(|(_, digest)| !digest.is_empty());
        let other_rules = are_told && before.as_ref().is_some_and(|before| *before != rules);
        before = are_told.then_some(rules);
        Point { other_rules, ..point }
    });
    points.collect()
}

fn draw(svg: &mut Writer, points: &[Point]) {
    legend(svg, points);
    let most = points.iter().map(|point| all(point.standings)).max().unwrap_or(0).max(1);
    let mut top = HEAD;
    for point in points {
        let words = format!("{}: {}", date(point), words(point).join(", "));
        svg.element("g", &[("role", &"img"), ("aria-label", &words)], |row| {
            row.words("title", &[], &words);
            letters(row, "d-strong", DATES, top + Length::units(15), &point.as_of.to_string());
            if point.other_rules {
                letters(row, "d-small", DATES, top + Length::units(30), "other rules");
            }
            let mut left = LEFT;
            for (standing, number) in counts(point.standings) {
                let wide = Length((RIGHT.0 - LEFT.0) * number / most);
                segment(row, standing, left, top, wide);
                left = left + wide;
            }
            letters(
                row,
                "",
                LEFT,
                top + BAR + Length::units(15),
                &fit(&self::words(point).join(", "), RIGHT - LEFT, LETTERS),
            );
        });
        svg.line();
        top = top + ROW;
    }
}

fn segment(to: &mut Writer, standing: Standing, left: Length, top: Length, wide: Length) {
    let class = format!("d-bar d-bar-{}", standing.as_str());
    let pattern = format!("url(#{ANCHOR}-{})", standing.as_str());
    let area: [Attribute<'_>; 6] =
        [("class", &class), ("x", &left), ("y", &top), ("width", &wide), ("height", &BAR), ("fill", &pattern)];
    to.shape("rect", &area);
}

/// The patterns, and what each means, of those that are seen.
fn legend(svg: &mut Writer, points: &[Point]) {
    let seen = Standing::ALL.iter().filter(|standing| points.iter().any(|point| point.standings.of(**standing) > 0));
    let mut left = LEFT;
    for standing in seen {
        let id = format!("{ANCHOR}-{}", standing.as_str());
        let attributes: [Attribute<'_>; 4] =
            [("id", &id), ("width", &"8"), ("height", &"8"), ("patternUnits", &"userSpaceOnUse")];
        svg.element("pattern", &attributes, |pattern| {
            let class = if *standing == Standing::Satisfied { "d-hatch d-solid" } else { "d-hatch" };
            pattern.shape("path", &[("class", &class), ("d", &hatch(*standing))]);
        });
        segment(svg, *standing, left, Length(0), Length::units(26));
        let word = self::standing(*standing);
        letters(svg, "", left + Length::units(32), Length::units(15), &word);
        left = left + Length::units(50) + width(&word, LETTERS);
    }
    svg.line();
}

/// How a standing is hatched.
fn hatch(standing: Standing) -> &'static str {
    match standing {
        Standing::Satisfied => "M0 0H8V8H0Z",
        Standing::Departed => "M0 2H8M0 6H8",
        Standing::Unproven => "M0 8L8 0",
        Standing::Gap => "M0 8L8 0M0 0L8 8",
        Standing::Unassessed => "M3 4H5",
        Standing::NotApplicable => "",
        Standing::NotYetDue => "M2 0V8",
        Standing::Withheld => "M0 4H8M4 0V8",
    }
}

/// How many stood where, where any did.
fn counts(standings: StandingCounts) -> impl Iterator<Item = (Standing, i64)> {
    let counts = Standing::ALL.iter().map(move |standing| (*standing, standings.of(*standing)));
    counts.filter(|(_, number)| *number > 0).map(|(standing, number)| (standing, i64::try_from(number).unwrap_or(0)))
}

fn all(standings: StandingCounts) -> i64 {
    counts(standings).map(|(_, number)| number).sum()
}

fn words(point: &Point) -> Vec<String> {
    let mut words: Vec<String> = counts(point.standings)
        .map(|(one, number)| {
            let told = standing(one);
            let (shape, word) = told.split_once(' ').unwrap_or(("", &told));
            format!("{shape} {number} {word}")
        })
        .collect();
    if point.breaches > 0 {
        words.push(count(point.breaches, "apparent breach", "apparent breaches"));
    }
    words
}

fn date(point: &Point) -> String {
    if point.other_rules { format!("{} (other rules)", point.as_of) } else { point.as_of.to_string() }
}

fn rows_of(to: &mut Writer, points: &[Point]) {
    let seen: Vec<Standing> =
        Standing::ALL.iter().copied().filter(|one| points.iter().any(|point| point.standings.of(*one) > 0)).collect();
    let heads: Vec<String> = seen.iter().map(|one| standing(*one)).collect();
    let columns: Vec<&str> =
        std::iter::once("As of").chain(heads.iter().map(String::as_str)).chain(["Apparent breaches"]).collect();
    frame::table(to, NAME, &columns, |rows| {
        for point in points {
            rows.element("tr", &[], |row| {
                row.words("th", &[("scope", &"row")], &date(point));
                for one in &seen {
                    row.words("td", &[], &point.standings.of(*one).to_string());
                }
                row.words("td", &[], &point.breaches.to_string());
            });
            rows.line();
        }
    });
}
