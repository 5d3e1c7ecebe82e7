//! What would make a duty of the sample met: every kind of change, and some text that is hostile.

use sprcheck::model::assessment::At;
use sprcheck::model::counterfactual::{Asked, Counterfactual, Found, Kind, Least, Part, ToBe, Way, What, Work};
use sprcheck::model::words::{Standing, Support, Verdict};

use super::sample::day;

/// The least that would make a duty met: two facts in either of two ways; and satisfied: all that can be otherwise.
pub(crate) fn least() -> Counterfactual {
    let sent = to_be("inspections.prevent-2020.response.sent", sent_by(), None);
    let ways = vec![
        way(vec![sent.clone(), to_be("inspections.prevent-2020.response.published", So::Yes.what(), None)], false),
        way(
            vec![sent.clone(), to_be("inspections.prevent-2020.kind", So::Words.what(), Some("bad \u{1b}[31mword"))],
            false,
        ),
    ];
    let all = [
        (What::AsItIs, Some("2020-11")),
        (What::AsItIs, Some("2020-12")),
        (What::Confirmed, Some("12")),
        (What::Absent, None),
        (What::Complete { members: vec!["one".into(), "two".into()], new: 0 }, None),
        (What::List { values: vec!["a".into()] }, None),
        (entry(), None),
        (number(), Some("3")),
        (What::Date { earliest: None, latest: None, bounded: false, example: "2021-01-10".into() }, None),
    ];
    let others =
        all.into_iter().enumerate().map(|(number, (what, now))| to_be(&format!("plan.part_{number}"), what, now));
    let facts: Vec<ToBe> = ways[0].facts.iter().cloned().chain(others).collect();
    Counterfactual {
        met: Least { further: 3, ..least_of(Found::Least, 2, ways) },
        satisfied: Least { cut: true, ..least_of(Found::Together, 5, vec![way(facts, true)]) },
        rests_on: vec!["spr.capacity".into()],
        work: Work { ones: 12, twos: 1, others: 5, judgings: 21, pairs: 63, duties: 174 },
    }
}

fn least_of(found: Found, at_least: usize, ways: Vec<Way>) -> Least {
    Least { found, at_least, ways, further: 0, blocked: Vec::new(), cut: false }
}

fn way(facts: Vec<ToBe>, satisfied: bool) -> Way {
    Way {
        number: facts.len(),
        facts,
        none_left_out: satisfied,
        verdict: Verdict::Met,
        support: Some(if satisfied { Support::Evidenced } else { Support::Asserted }),
        standing: if satisfied { Standing::Satisfied } else { Standing::Unproven },
        judged_again: 4,
        also: vec!["prevent.spocs".into()],
    }
}

enum So {
    Yes,
    Words,
}

impl So {
    fn what(&self) -> What {
        match self {
            Self::Yes => What::OneOf { values: vec!["true".into()], all: true },
            Self::Words => What::OneOf { values: vec!["full".into(), "short".into()], all: true },
        }
    }
}

fn sent_by() -> What {
    What::Date {
        earliest: Some(day("2020-11-05")),
        latest: Some(day("2020-12-31")),
        bounded: true,
        example: "2020-12-01".into(),
    }
}

fn number() -> What {
    What::Number {
        no_less_than: None,
        no_more_than: None,
        least: Some("18".into()),
        most: None,
        bounded: true,
        example: "18".into(),
        unit: Some("plans".into()),
    }
}

fn entry() -> What {
    let part = Part {
        path: "exercises.*.held".into(),
        means: "the day on which it was held".into(),
        example: "2020-10-02".into(),
    };
    What::Entry { parts: vec![part] }
}

fn to_be(path: &str, what: What, now: Option<&str>) -> ToBe {
    let kind = |id: &str, title: &str| Kind { id: id.into(), title: title.into() };
    ToBe {
        path: path.into(),
        means: "what is meant by it".into(),
        held_by: if path.starts_with("plan") { "head of planning".into() } else { String::new() },
        now: now.map(Into::into),
        what,
        shown_by: vec![vec![kind("minutes", "minutes of a meeting"), kind("letter", "letter between bodies")]],
        asked: vec![
            Asked {
                requirement: "sent".into(),
                passes: Some("facts.inspections[subject].response.sent <= as_of".into()),
                at: at("rules/statute/inspection_response.rhai", 4),
            },
            Asked {
                requirement: "published".into(),
                passes: None,
                at: at("rules/statute/inspection_response.rhai", 9),
            },
        ],
        at: at("profile.yaml", 31),
    }
}

fn at(file: &str, line: u32) -> At {
    At { file: file.into(), line, column: 9 }
}
