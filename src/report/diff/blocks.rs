//! The report as blocks: how many go which way, what is not explained, then each way with its duties and their causes.

use std::collections::BTreeMap;

use crate::model::dates::Day;
use crate::model::diff::{Aspect, Cause, Diff, Direction, DutyChange, EditKind, Side, Turn};
use crate::model::forecast::CauseKind;
use crate::report::block::{Block, Fields};
use crate::report::phrases::{self, CLOSING, code, codes, count};

use super::words;

/// How many causes are told of one change.
const MOST_CAUSES: usize = 8;
/// How many duties are named under one cause.
const MOST_DUTIES: usize = 12;
/// How many requirements of one duty are told.
const MOST_PAIRS: usize = 6;
/// How many items a section has.
const MOST_ITEMS: usize = 40;
/// How many changes that moved no duty are listed.
const MOST_EDITS: usize = 15;
/// From how many facts on that changed in the same way they are told together.
const TOGETHER: usize = 3;

const IN_JSON: &str = "all told in the JSON";

/// The whole report.
pub(super) fn of(diff: &Diff) -> Vec<Block> {
    let mut blocks = vec![Block::Title(title(diff))];
    blocks.extend(not_explained(diff));
    blocks.push(Block::Text(answer(diff)));
    let section = |title: &str, body: Vec<Block>| (!body.is_empty()).then(|| Block::Section(title.into(), body));
    blocks.push(head(diff));
    for (title, direction) in [
        ("Worse", Direction::Worse),
        ("Gaps that could not be told before", Direction::Revealed),
        ("Better", Direction::Better),
        ("Otherwise, neither better nor worse", Direction::Other),
    ] {
        blocks.extend(section(title, items(diff, direction)));
    }
    blocks.extend(section("Changed, without moving a duty", idle(diff)));
    blocks.push(Block::Section("Note".into(), vec![Block::Text(CLOSING.into())]));
    blocks
}

fn title(diff: &Diff) -> String {
    let (from, to) = (&diff.sides.from, &diff.sides.to);
    if from.force == to.force {
        format!("{}: what changed", to.force_name)
    } else {
        format!("{} beside {}: what is otherwise", to.force_name, from.force_name)
    }
}

fn answer(diff: &Diff) -> String {
    let counts = diff.counts;
    let (from, to) = (diff.sides.from.as_of, diff.sides.to.as_of);
    let when = if from == to { format!("As of {to}") } else { format!("Between {from} and {to}") };
    let of = count(diff.duties, "duty", "duties");
    if counts.changed() == 0 {
        return format!("{when}, none of {of} is judged otherwise.");
    }
    let are = if counts.changed() == 1 { "is" } else { "are" };
    let ways = [
        (counts.worse, "worse"),
        (
            counts.revealed,
            if counts.revealed == 1 {
                "a gap that could not be told before"
            } else {
                "gaps that could not be told before"
            },
        ),
        (counts.better, "better"),
        (counts.other, "neither better nor worse"),
    ];
    let told: Vec<String> =
        ways.iter().filter(|(number, _)| *number > 0).map(|(number, way)| format!("{number} {way}")).collect();
    format!("{when}, {} of {of} {are} judged otherwise: {}.", counts.changed(), phrases::list(&told, "and"))
}

fn head(diff: &Diff) -> Block {
    let digests = |side: &Side| side.rule_sets.iter().map(|set| set.digest.clone()).collect::<Vec<_>>();
    let other_rules = digests(&diff.sides.from) != digests(&diff.sides.to);
    let side = |side: &Side| {
        let sets = side.rule_sets.iter().map(|set| {
            let digest = if other_rules { format!(" ({})", phrases::digest(&set.digest)) } else { String::new() };
            format!("{} {}{digest}", set.name, set.version)
        });
        let sets = sets.collect::<Vec<_>>();
        format!(
            "as of {}; {} ({}), stated on {}; by {}",
            side.as_of,
            code(&side.profile),
            phrases::digest(&side.digest),
            side.stated_on,
            sets.join(", ")
        )
    };
    let back = match diff.there_and_back.as_slice() {
        [] => String::new(),
        some => format!("{}: the other rules changed what the rest changed back", codes(some)),
    };
    let marking = diff.sides.from.marking.max(diff.sides.to.marking);
    Fields::new()
        .with("A", side(&diff.sides.from))
        .with("B", side(&diff.sides.to))
        .with("Judged again", judged_again(diff))
        .with("There and back", back)
        .with("Marking", marking.to_string())
        .block()
}

fn judged_again(diff: &Diff) -> String {
    let work = diff.work;
    if work.duties == 0 {
        return if diff.changes.is_empty() {
            "both sides in full".into()
        } else {
            "both sides in full, and A by the rules of B".into()
        };
    }
    let proof = if diff.changes.iter().all(|change| change.replayed) {
        "; each comes out as in B when its causes alone are taken over into A"
    } else {
        ""
    };
    let times = count(work.judgings, "time", "times");
    format!("both sides in full; {} of {} duties {times} more to find the causes{proof}", work.duties, diff.duties)
}

/// Loud, and first: what is told of these duties is no explanation.
fn not_explained(diff: &Diff) -> Vec<Block> {
    let changes: Vec<&DutyChange> = diff.changes.iter().filter(|change| !change.replayed).collect();
    if changes.is_empty() {
        return Vec::new();
    }
    let text = format!(
        "NOT EXPLAINED: {}. The causes that were found do not make these duties come out as they do in B. Take what is told of them for \
         no explanation, and report it as a fault of the program.",
        count(changes.len(), "duty", "duties")
    );
    vec![Block::Text(text), Block::List(changes.iter().map(|change| words::duty(change)).collect())]
}

fn items(diff: &Diff, direction: Direction) -> Vec<Block> {
    let mut groups: Vec<(&[Cause], Vec<&DutyChange>)> = Vec::new();
    for change in diff.changes.iter().filter(|change| change.direction == direction) {
        match groups.iter_mut().find(|(causes, _)| *causes == change.causes.as_slice()) {
            Some((_, group)) => group.push(change),
            None => groups.push((&change.causes, vec![change])),
        }
    }
    let (shown, more) = first(&groups, MOST_ITEMS);
    let mut items: Vec<Block> = shown.iter().map(|(causes, changes)| item(causes, changes)).collect();
    if more > 0 {
        items.push(Block::Text(format!("And {more} more, {IN_JSON}.")));
    }
    items
}

fn item(causes: &[Cause], changes: &[&DutyChange]) -> Block {
    if let [change] = changes {
        let pairs = listed(&change.pairs, MOST_PAIRS, words::pair);
        let moved = if pairs.len() > 1 { pairs } else { Vec::new() };
        let why = change.to.as_ref().map(|to| to.reason.clone()).unwrap_or_default();
        let fields = Fields::new()
            .with("Goes", format!("{} ({})", words::course(change), words::binds(change)))
            .with("Now", why)
            .with_all("Because", because(causes, change.smallest))
            .with_all("Within", moved)
            .with("Law", code(&change.at));
        return Block::Item(format!("{} ({})", change.title, code(&change.id)), vec![fields.block()]);
    }
    let smallest = changes.iter().all(|change| change.smallest);
    let duties = listed(changes, MOST_DUTIES, |change| format!("{}: {}", words::course(change), words::duty(change)));
    let fields = Fields::new().with_all("Because", because(causes, smallest)).with_all("Duties", duties);
    Block::Item(count(changes.len(), "duty", "duties"), vec![fields.block()])
}

fn because(causes: &[Cause], smallest: bool) -> Vec<String> {
    let told = told(causes);
    let (shown, more) = first(&told, MOST_CAUSES);
    let mut lines = shown.to_vec();
    if more > 0 {
        lines.push(format!("and {more} more, {IN_JSON}"));
    }
    if !smallest {
        lines.push("there may be fewer: the search was cut short".into());
    }
    lines
}

/// Causes in words, those together that are alike.
fn told(causes: &[Cause]) -> Vec<String> {
    let mut groups: BTreeMap<Likeness<'_>, Vec<&Cause>> = BTreeMap::new();
    for cause in causes {
        if let Some(likeness) = likeness(cause) {
            groups.entry(likeness).or_default().push(cause);
        }
    }
    let mut told: Vec<String> = Vec::new();
    for cause in causes {
        let group = likeness(cause).and_then(|likeness| groups.get(&likeness));
        match group.filter(|group| group.len() >= TOGETHER) {
            _ if matches!(cause, Cause::Date(turn) if is_told_later(turn, causes)) => {}
            // Told with the first of its like.
            Some(group) if group.first().is_none_or(|first| !std::ptr::eq(*first, cause)) => {}
            Some(group) => told.push(together(cause, group)),
            None => told.extend(words::cause(cause)),
        }
    }
    told
}

/// What a reader would take for the same, but for the name: facts that turn on one day because they carry the same date, or that changed
/// in the same respect.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Likeness<'c> {
    Turned(Day, CauseKind, Option<String>),
    Edited(EditKind, &'c [Aspect]),
}

fn likeness(cause: &Cause) -> Option<Likeness<'_>> {
    match cause {
        Cause::Date(turn) => {
            let carries = turn.turned.carries.map(|dates| dates.to_string());
            Some(Likeness::Turned(turn.on, turn.turned.kind, carries))
        }
        Cause::Profile(edit) if matches!(edit.kind, EditKind::FactRestated | EditKind::CitationChanged) => {
            Some(Likeness::Edited(edit.kind, &edit.says))
        }
        _ => None,
    }
}

fn together(cause: &Cause, group: &[&Cause]) -> String {
    let edits = group.iter().filter_map(|one| match one {
        Cause::Profile(edit) => Some(edit),
        _ => None,
    });
    match cause {
        Cause::Date(turn) => words::turn(turn, group.len() - 1),
        _ => words::alike(&edits.collect::<Vec<_>>()),
    }
}

/// Whether the same thing turns once more on a later day: where a partial date ceases to tell, and where it tells.
fn is_told_later(turn: &Turn, causes: &[Cause]) -> bool {
    let same = |other: &Turn| other.turned.kind == turn.turned.kind && other.turned.name == turn.turned.name;
    causes.iter().any(|cause| matches!(cause, Cause::Date(other) if same(other) && other.on > turn.on))
}

/// What was written otherwise and is the cause of no change.
fn idle(diff: &Diff) -> Vec<Block> {
    let idle = diff.edits.iter().filter(|edited| edited.duties.is_empty());
    let idle: Vec<Cause> = idle.map(|edited| Cause::Profile(edited.edit.clone())).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    let all = count(diff.edits.len(), "difference", "differences");
    let answer = if idle.len() == diff.edits.len() {
        format!("The profiles have {all}, and no duty changed by that.")
    } else {
        format!("Of {all} between the profiles {} made no duty change.", idle.len())
    };
    vec![Block::Text(answer), Block::List(listed(&told(&idle), MOST_EDITS, Clone::clone))]
}

/// The first few of a list in words, and how many more there are.
fn listed<T>(items: &[T], most: usize, tell: impl Fn(&T) -> String) -> Vec<String> {
    let (shown, more) = first(items, most);
    let more = (more > 0).then(|| format!("and {more} more, {IN_JSON}"));
    shown.iter().map(tell).chain(more).collect()
}

/// The first few of a list, and how many more there are; one more takes no more room than to say that there is one.
fn first<T>(items: &[T], most: usize) -> (&[T], usize) {
    let shown = if items.len() == most + 1 { items.len() } else { most };
    (items.get(..shown).unwrap_or(items), items.len().saturating_sub(shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::assessment::At;
    use crate::model::dates::Dates;
    use crate::model::diff::{Counts, DIFF_SCHEMA_VERSION, Edit, Edited, Work};
    use crate::model::impact::FromTo;
    use crate::model::words::{Binding, Marking};

    fn day() -> Day {
        Dates::parse("2021-01-31").unwrap().first()
    }

    fn side() -> Side {
        Side {
            force: "f".into(),
            force_name: "A force".into(),
            profile: "profile.yaml".into(),
            digest: "sha256:0".into(),
            marking: Marking::Official,
            stated_on: Dates::on(day()),
            as_of: day(),
            rule_sets: Vec::new(),
        }
    }

    fn at() -> At {
        At { file: "profile.yaml".into(), line: 1, column: 1 }
    }

    fn restated(name: &str) -> Edit {
        let says = vec![Aspect { what: "stated on", from: Some("2020".into()), to: Some("2021".into()) }];
        Edit {
            kind: EditKind::FactRestated,
            name: name.into(),
            title: String::new(),
            owner: String::new(),
            says,
            was_at: Some(at()),
            at: at(),
        }
    }

    fn diff(replayed: bool, edits: &[&str]) -> Diff {
        let change = DutyChange {
            id: "a.duty".into(),
            title: "A duty".into(),
            binding: Binding::Must,
            weight: 3,
            context: false,
            direction: Direction::Worse,
            from: None,
            by_new_rules: None,
            to: None,
            pairs: Vec::new(),
            causes: edits.iter().map(|name| Cause::Profile(restated(name))).collect(),
            replayed,
            smallest: true,
            at: at(),
        };
        let edited = |name: &&str| Edited { edit: restated(name), duties: vec!["a.duty".into()] };
        Diff {
            schema_version: DIFF_SCHEMA_VERSION,
            sides: FromTo { from: side(), to: side() },
            duties: 2,
            counts: Counts { worse: 1, unchanged: 1, ..Counts::default() },
            changes: vec![change],
            there_and_back: Vec::new(),
            edits: edits.iter().map(edited).collect(),
            work: Work { duties: 1, judgings: 5 },
        }
    }

    fn text(diff: &Diff) -> String {
        crate::report::diff::text(diff, 1_000)
    }

    #[test]
    fn what_is_not_explained_is_said_before_anything_else() {
        let told = text(&diff(false, &["a"]));
        let place = |what: &str| told.find(what).unwrap();
        assert!(place("NOT EXPLAINED") < place("WORSE") && place("NOT EXPLAINED") < place("As of"), "{told}");
        assert!(told.contains("Take what is told of them for no explanation"), "{told}");
        assert!(!told.contains("its causes alone"), "{told}");
        assert!(!text(&diff(true, &["a"])).contains("NOT EXPLAINED"));
        assert!(
            text(&diff(true, &["a"])).contains("each comes out as in B when its causes alone are taken over into A")
        );
    }

    #[test]
    fn facts_that_changed_alike_are_told_together() {
        let told = text(&diff(true, &["a", "b", "c", "d", "e", "f"]));
        assert!(told.contains("6 facts are restated: stated on 2021, was 2020: a, b, c, d and 2 more"), "{told}");
        assert_eq!(told.matches("restated").count(), 1, "{told}");
        assert_eq!(text(&diff(true, &["a", "b"])).matches("is restated").count(), 2);
    }
}
