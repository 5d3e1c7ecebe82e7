//! What moved: `trend`, and what an audit says of the last one.

use sprcheck::ask::brief::brief;
use sprcheck::ask::history::{recorded, since, told_beside, trend};
use sprcheck::ask::inquiry::Inquiry;
use sprcheck::audit::Rules;
use sprcheck::load::{builtin, files, held_paths, history::report};
use sprcheck::model::brief::{Recorded, Since, Stood, Way};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::words::{Marking, Standing, Verdict};
use sprcheck::report::{Filter, json};

use crate::desk::{Desk, PROFILE};

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

/// Calls with the inquiry of a seed.
fn asked<T>(profile: &str, as_of: &str, ask: impl FnOnce(&Inquiry<'_>) -> T) -> T {
    let path = std::path::Path::new(profile);
    let tree = files::profile(path).unwrap();
    let rules = Rules::load(&[builtin()], true);
    let case = rules.hold_with(&tree, &files::held(path, &held_paths(&tree))).unwrap();
    ask(&Inquiry::open(&case, day(as_of)))
}

#[test]
fn what_is_read_back_from_a_report_is_what_was_found() {
    for (profile, as_of) in [
        ("seeds/west-midlands-2021", "2021-01-31"),
        ("seeds/west-midlands-2021", "2011-06-30"),
        ("seeds/example-force", "2021-06-30"),
        ("seeds/example-force/variants/new-edition", "2023-06-30"),
    ] {
        asked(profile, as_of, |inquiry| {
            let read = report(&json(inquiry.assessment(), &Filter::default())).unwrap();
            assert_eq!(read.recorded, recorded(inquiry.assessment()), "{profile} as of {as_of}");
            assert!(read.recorded.duties.len() > 100);
        });
    }
}

#[test]
fn the_last_audit_is_the_latest_of_an_earlier_date() {
    asked("seeds/west-midlands-2021", "2021-01-31", |inquiry| {
        let now = recorded(inquiry.assessment());
        let at = |as_of: &str, digest: &str| Recorded { as_of: day(as_of), digest: digest.into(), ..now.clone() };
        let after = |earlier: &str, one: Recorded| Recorded { predecessors: vec![earlier.into()], ..one };
        let history = [
            at("2020-01-31", "a"),
            after("a", at("2020-06-30", "b")),
            after("b", at("2020-06-30", "c")),
            after("c", at("2021-01-31", "d")),
        ];
        let Since::Last(moves) = since(&history, inquiry.assessment()) else { panic!("there is a last one") };
        assert_eq!((moves.last.digest.as_str(), moves.moved.len()), ("c", 0));
        assert!(matches!(since(&history[3..], inquiry.assessment()), Since::NoEarlier));
        assert!(matches!(since(&[], inquiry.assessment()), Since::NoHistory));
        let brief = brief(inquiry, history.to_vec(), false);
        assert_eq!(brief.history.len(), 4);
        assert!(matches!(brief.since, Since::Last(_)));
    });
}

#[test]
fn a_partial_assessment_tells_neither_moves_nor_history() {
    asked("seeds/west-midlands-2021", "2021-01-31", |inquiry| {
        let mut partial = inquiry.assessment().clone();
        let history = [recorded(&partial)];
        partial.partial = Some(sprcheck::model::assessment::Partial { withheld: 1 });
        assert!(matches!(since(&history, &partial), Since::Withheld));
        assert!(told_beside(history.to_vec(), &partial).is_empty());
    });
}

#[test]
fn a_record_that_is_marked_higher_is_not_told_in_a_report_that_is_not() {
    asked("seeds/west-midlands-2021", "2021-01-31", |inquiry| {
        let now = recorded(inquiry.assessment());
        let earlier = |as_of, marking| Recorded { as_of: day(as_of), marking, ..now.clone() };
        let open = earlier("2020-01-31", Marking::Official);
        let closed = earlier("2020-06-30", Marking::OfficialSensitive);
        let brief = brief(inquiry, vec![open.clone(), closed], false);
        assert!(matches!(brief.since, Since::Withheld));
        assert_eq!(brief.history, [open]);
    });
}

/// Two records of one duty each.
/// Which way a duty moved, from where, to where.
type Course = (Way, Option<Standing>, Option<Standing>);

fn moved(from: Option<Stood>, to: Option<Stood>) -> (Option<Course>, usize) {
    asked("seeds/west-midlands-2021", "2021-01-31", |inquiry| {
        let base = recorded(inquiry.assessment());
        let with = |duty: Option<Stood>| Recorded { duties: duty.into_iter().collect(), ..base.clone() };
        let from = Recorded { digest: "a".into(), ..with(from) };
        let trend = trend(&[from, Recorded { predecessors: vec!["a".into()], ..with(to) }]);
        let moves = &trend.steps[0].moves;
        (moves.moved.first().map(|moved| (moved.way, moved.from, moved.to)), moves.unchanged)
    })
}

fn stood(standing: Standing) -> Stood {
    Stood {
        id: "a.duty".into(),
        title: "A duty".into(),
        binding: sprcheck::model::words::Binding::Must,
        weight: 3,
        context: false,
        in_scope: true,
        verdict: Verdict::Met,
        standing,
    }
}

#[test]
fn a_move_goes_the_way_that_a_comparison_gives_it() {
    use Standing::{Gap, NotYetDue, Satisfied, Unassessed, Unproven};
    let way = |from, to| moved(Some(stood(from)), Some(stood(to))).0.map(|(way, ..)| way);
    assert_eq!(way(Satisfied, Gap), Some(Way::Worse));
    assert_eq!(way(Gap, Unassessed), Some(Way::Worse), "what can no longer be told has not got better");
    assert_eq!(way(Unassessed, Gap), Some(Way::Revealed));
    assert_eq!(way(Gap, Unproven), Some(Way::Better));
    assert_eq!(way(Gap, NotYetDue), Some(Way::Other));
    assert_eq!(moved(Some(stood(Gap)), Some(stood(Gap))), (None, 1));
    assert_eq!(moved(Some(stood(Satisfied)), None).0.unwrap(), (Way::Worse, Some(Satisfied), None));
}

#[test]
fn what_others_owe_and_what_could_not_be_read_does_not_move() {
    use Standing::{Gap, Satisfied, Unassessed, Withheld};
    let context = |standing| Some(Stood { context: true, ..stood(standing) });
    assert_eq!(moved(context(Satisfied), context(Gap)), (None, 0));
    let unread = |standing| Some(Stood { verdict: Verdict::Unread, ..stood(standing) });
    assert_eq!(moved(unread(Unassessed), unread(Unassessed)), (None, 0));
    assert_eq!(moved(Some(stood(Gap)), Some(stood(Withheld))), (None, 0));
}

#[test]
fn a_trend_tells_each_audit_and_what_moved_between_them() {
    let desk = Desk::new();
    desk.record("2021-01-31");
    desk.write("plan/profile.yaml", &PROFILE.replace("      appointed: 2020-03-02\n", ""));
    desk.record("2021-02-28");
    let text = desk.run(&["trend", "plan"]);
    assert_eq!(text.code, 0, "{}", text.error);
    for part in
        ["2 on record", "FROM 2021-01-31 TO 2021-02-28", "prevent.strategic_lead", "1 duty fell", "no percentage"]
    {
        assert!(text.out.contains(part), "{part} in {}", text.out);
    }
    assert!(!text.out.contains('%'));
    let markdown = desk.run(&["trend", "--history", "plan/history", "--format", "markdown"]);
    assert!(markdown.out.contains("## From 2021-01-31 to 2021-02-28"), "{}", markdown.out);
    let sheet = desk.run(&["trend", "plan", "--format", "csv"]);
    let lead: Vec<&str> = sheet.out.lines().filter(|line| line.contains("prevent.strategic_lead")).collect();
    assert_eq!(lead.len(), 2);
    assert!(lead[1].ends_with(",worse"), "{lead:?}");
    let json: serde_json::Value = serde_json::from_str(&desk.run(&["trend", "plan", "--format", "json"]).out).unwrap();
    assert_eq!(json["steps"][0]["moved"][0]["way"], "worse");
    assert_eq!(
        (json["steps"][0]["from"].as_str(), json["steps"][0]["other_rules"].as_bool()),
        (Some("2021-01-31"), Some(false))
    );
    assert_eq!(json["records"][1]["predecessors"][0], json["records"][0]["digest"]);
}

#[test]
fn a_trend_says_where_the_rules_changed() {
    let desk = Desk::new();
    desk.record("2021-01-31");
    desk.write("own/policies/ruleset.yaml", "name: own-rules\nversion: 0.1.0\nowner: tests\nlicence: CC0-1.0\n");
    desk.write("own/policies/own.yaml", "duties: {}\n");
    let said = desk.run(&["record", "plan", "--as-of", "2021-02-28", "--rules", "own"]);
    assert_eq!(said.code, 0, "{}", said.error);
    let trend = desk.run(&["trend", "plan"]);
    let told = trend.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("The rules were others then."), "{told}");
    assert!(told.contains("Rule sets that changed between the two: own-rules"), "{told}");
}

#[test]
fn an_audit_says_what_moved_since_the_last_one_on_record() {
    let desk = Desk::new();
    let none = desk.run(&["audit", "plan", "--as-of", "2021-02-28"]).out;
    assert!(none.contains("No earlier audit is on record"), "{none}");
    desk.record("2021-01-31");
    desk.write("plan/profile.yaml", &PROFILE.replace("      appointed: 2020-03-02\n", ""));
    let now = desk.run(&["audit", "plan", "--as-of", "2021-02-28"]).out;
    assert!(now.contains("SINCE THE LAST AUDIT, AS OF 2021-01-31") && now.contains("1 duty fell"), "{now}");
    let earlier = desk.run(&["audit", "plan", "--as-of", "2020-12-31"]).out;
    assert!(earlier.contains("No audit of an earlier date is on record"), "{earlier}");
    let elsewhere = desk.run(&["audit", "plan", "--as-of", "2021-02-28", "--history", "nowhere"]);
    assert!(elsewhere.code == 2 && elsewhere.error.contains("`nowhere`"), "{}", elsewhere.error);
}

#[test]
fn records_that_do_not_follow_each_other_are_not_compared() {
    asked("seeds/west-midlands-2021", "2021-01-31", |inquiry| {
        let now = recorded(inquiry.assessment());
        let one = |as_of: &str, digest: &str, follows: &[&str]| Recorded {
            as_of: day(as_of),
            digest: digest.into(),
            predecessors: follows.iter().map(ToString::to_string).collect(),
            ..now.clone()
        };
        let apart = [one("2020-01-31", "a", &[]), one("2020-06-30", "b", &["a"]), one("2020-06-30", "c", &["a"])];
        let pairs = |records: &[Recorded]| -> Vec<String> {
            trend(records).steps.iter().map(|step| format!("{}{}", step.from_record, step.to_record)).collect()
        };
        assert_eq!(pairs(&apart), ["ab", "ac"]);
        assert_eq!(trend(&apart).apart, ["b", "c"]);
        let Since::OneOf(moves, others) = since(&apart, inquiry.assessment()) else {
            panic!("two were recorded apart")
        };
        assert_eq!((moves.last.digest.as_str(), others), ("c", vec!["b".to_owned()]));
        let merged = [&apart[..], &[one("2020-07-31", "d", &["b", "c"])]].concat();
        assert_eq!(pairs(&merged), ["ab", "ac", "bd", "cd"]);
        assert!(trend(&merged).apart.is_empty());
        assert!(matches!(since(&merged, inquiry.assessment()), Since::Last(_)));
    });
}

#[test]
fn what_was_recorded_apart_is_told_as_apart() {
    let (desk, elsewhere) = (Desk::new(), Desk::new());
    desk.record("2021-01-31");
    elsewhere.write("plan/profile.yaml", &PROFILE.replace("      appointed: 2020-03-02\n", ""));
    let other = format!("plan/history/{}", elsewhere.record("2021-01-31"));
    desk.write(&other, &elsewhere.read(&other));
    let trend = desk.run(&["trend", "plan"]).out;
    assert!(trend.contains("Recorded apart; neither follows the other: "), "{trend}");
    assert!(!trend.contains("FROM ONE RECORD") && !trend.contains(" fell") && !trend.contains(" rose"), "{trend}");
    let audit = desk.run(&["audit", "plan", "--as-of", "2021-02-28"]).out;
    assert!(audit.contains("Compared with the record ") && audit.contains("Recorded apart"), "{audit}");
}

#[test]
fn an_empty_history_is_told_as_one() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("plan/history")).unwrap();
    let said = desk.run(&["trend", "plan"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.error.contains("nothing is recorded in the history `plan/history`"), "{}", said.error);
}
