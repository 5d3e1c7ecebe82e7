//! How the answer is told: reasons, notes, thresholds, ages, what no rule read.

use super::harness::*;

#[test]
fn a_limit_that_lies_ahead_is_no_plan_and_an_event_is() {
    let found = rule("require a: facts.l >= as_of && facts.d >= facts.e;")
        .bare("l: { value: 2030-01-01, cites: [doc] }\nd: { value: 2030-01-01, cites: [doc] }\ne: { value: 2019-01-01, cites: [doc] }")
        .found();
    let value = |path: &str| found.pair("a").facts.iter().find(|fact| fact.path == path).unwrap().value.clone();
    assert_eq!(value("l"), "2030-01-01");
    assert_eq!(value("d"), "2030-01-01 (planned when stated)");
}

#[test]
fn a_fact_brings_its_note_or_that_of_its_record() {
    let found = rule("require a: facts.r.n == 1 && facts.n == 1;")
        .bare("r: { n: 1, cites: [doc], note: of the record }\nn: { value: 1, cites: [doc], note: its own }")
        .found();
    let notes: Vec<_> = found.pair("a").facts.iter().map(|fact| fact.note.as_deref()).collect();
    assert_eq!(notes, [Some("of the record"), Some("its own")]);
}

#[test]
fn a_requirement_names_the_thresholds_that_its_statement_reads_itself_or_by_a_name() {
    let requirements = ["a", "b", "c"].map(|id| requirement(id, "")).concat();
    let script = "fn enough(n, least) { n >= least }\n\
        let least = params.least; // params.most\n\
        let most = params.most;\n\
        require a: facts.n >= least;\n\
        require b: enough(facts.n, 1) && facts.n <= most;\n\
        require c: facts.n >= 1;";
    let parameters =
        "parameters: { least: { value: 2, set_by: x, because: y }, most: { value: 9, set_by: x, because: y } }";
    let found = rules(&requirements, script).facts("n: 1").duty(|duty| duty.more = parameters).found();
    assert_eq!(found.pair("a").thresholds, ["least"]);
    assert_eq!(found.pair("b").thresholds, ["most"]);
    assert_eq!(found.pair("c").thresholds, [""; 0]);
}

#[test]
fn a_rule_that_waits_for_another_duty_names_it_and_where_it_stands() {
    let on = |facts: &str| {
        let other = Duty::plain("t.z", "require a: facts.n == 1;");
        audit(vec![Duty::plain("t.d", "require a: duties[\"t.z\"].met;"), other]).bare(facts).found()
    };
    assert_eq!(on("n: { value: 1, cites: [paper] }").reason("a"), "it rests on the duty `t.z` (unproven)");
    assert_eq!(on("").reason("a"), "it rests on the duty `t.z` (unassessed)");
    assert_eq!(on("n: { value: 1, cites: [doc] }").reason("a"), "the duty `t.z` (satisfied)");
}

#[test]
fn others_that_nobody_has_named_have_a_sentence_of_their_own() {
    let asked = "a: { states: \"the answer to the report {subject} was given\", remedy: \"answer {subject}\", shown_by: [minutes], for_each: inspections }\n";
    let found = rules(asked, "require a: facts.inspections[subject].answered <= as_of;").bare("").found();
    let pair = found.pair("a/others");
    assert_eq!(pair.states, "any other inspection report: the answer to the report was given");
    assert_eq!(pair.remedy, "answer it");
    assert_eq!(pair.reason, "the list is not said to be complete, so there may be others");
}

#[test]
fn a_preposition_does_not_name_others() {
    let asked = "a: { states: \"the end of {subject} is known\", remedy: \"end {subject}\", shown_by: [minutes], for_each: inspections }\n";
    let found = rules(asked, "require a: facts.inspections[subject].answered <= as_of;").bare("").found();
    assert_eq!(found.pair("a/others").states, "any other inspection report: the end of it is known");
}

#[test]
fn an_entry_that_is_read_is_said_to_be_there() {
    let script = "require a: facts.things.any(|thing| thing.n >= 1);";
    let found = rule(script).bare("things: { one: { n: 1, cites: [doc] } }").found();
    let told = |fact: &&sprcheck::model::assessment::FactRead| fact.path == "things.one";
    if let Some(entry) = found.pair("a").facts.iter().find(told) {
        assert_eq!(entry.value, "an entry that is there");
    }
    assert!(!found.reason("a").contains("(things"), "{}", found.reason("a"));
}

#[test]
fn the_age_of_evidence_is_what_it_may_be_at_most() {
    let ages = |dated: &str| {
        let evidence = format!(
            "new: {{ title: New, kind: minutes, dated: {dated}, owner: o, held_at: {{ custodian: c, reference: r }} }}"
        );
        let found = rule("require a: facts.n == 1;").facts("n: 1").evidence(&evidence).found();
        let evidence = found.0.assessment.evidence.into_iter().find(|one| one.id.as_str() == "new").unwrap();
        (found.0.assessment.as_of.to_string(), evidence.age_days)
    };
    assert_eq!(ages("2020-01-01").1.zip(ages("2020-01").1), ages("2020-01-31").1.map(|days| (days + 30, days + 30)));
}

#[test]
fn facts_that_no_rule_read_are_named() {
    let found = rule("require a: facts.n == 1;").facts("n: 1\nm: 2\nwords: [x, y]").found();
    let summary = &found.0.assessment.summary;
    assert_eq!(summary.unread_facts, ["m", "words[0]", "words[1]"]);
    assert_eq!(summary.facts_unread, 3);
    // What a rule asked for was read, though it does not count yet.
    let early = rule("require a: facts.n == 1;").facts("n: 1\nm: 2").on("2020-06-30").found();
    assert_eq!(early.0.assessment.summary.unread_facts, ["m"]);
}

#[test]
fn what_could_not_be_read_of_an_edition_is_counted_for_each_of_its_threats() {
    let instrument = "instruments:\n  edition: { title: The Edition, kind: spr-edition, source: { at: all, verified: secondary } }\n";
    let source = "{ instrument: edition, at: part 1, verified: secondary }";
    let unread = |id, more| Duty { more, source, ..Duty::new(id, "", "") };
    let found = audit(vec![
        Duty::plain("t.a", "require a: facts.n == 1;"),
        unread("t.b", "status: unread\nbecause: nobody has seen it"),
        unread("t.c", "status: unread\nbecause: nobody has seen it\nthreats: [terrorism]"),
    ])
    .facts("n: 1")
    .file("policies/edition.yaml", instrument)
    .found();
    let counted = |threat: &str| found.row("threat", threat).unwrap().could_not_be_read;
    assert_eq!((counted("terrorism"), counted("flooding")), (2, 1));
}
