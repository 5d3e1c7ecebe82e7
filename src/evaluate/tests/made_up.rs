//! Made-up rules, one for each kind of test on the date: the day and the cause of the turn, and nothing otherwise before it.

use std::collections::BTreeMap;

use super::touched::spoil_the_rest;
use super::turns::follow;
use super::*;
use crate::load::{InputFile, InputTree, snippet};
use crate::model::place::Origin;

const POLICIES: &[(&str, &str)] = &[
    ("policies/ruleset.yaml", "name: sprcheck\nversion: 1.0.0\nowner: us\nlicence: MIT\n"),
    ("policies/evidence-kinds.yaml", "kinds:\n  minutes: { title: minutes of a meeting }\n"),
    (
        "policies/instruments.yaml",
        "instruments:
  act: { title: The Act, kind: act, source: { at: section 1, verified: primary } }
  old-act: { title: Old, kind: act, in_force: { until: 2018-12-31 }, source: { at: section 1, verified: primary } }
  new-act: { title: New, kind: act, in_force: { from: 2022-03, until: 2024 }, source: { at: section 1, verified: primary } }
",
    ),
    (
        "policies/subjects/sets.yaml",
        "sets:
  threats:
    title: threat
    members: { terror: { title: terror }, flood: { title: flood }, cyber: { title: cyber } }
    closed:
      - { from: 2012-01-01, until: 2019, members: [terror, cyber] }
      - { from: 2020-01-01, until: 2021-06-30, members: [terror, flood] }
      - { from: 2021-09, members: [terror, flood] }
  teams:
    title: team
    members: { red: { title: Red }, blue: { title: Blue } }
  areas:
    title: area
    members: { north: { title: North } }
    closed: [{ force: ours, until: 2020-05-05, members: [north] }, { force: theirs, until: 2021-03-03, members: [north] }]
",
    ),
    (
        "policies/facts/all.yaml",
        "collections:
  reports: { each: a report, event: published, means: m, held_by: h }
  plans: { each: a plan, keyed_by: threats, means: m, held_by: h }
  teams: { each: a team, keyed_by: teams, means: m, held_by: h }
  rosters: { each: a roster, keyed_by: teams, means: m, held_by: h }
facts:
  d: { type: event, means: m, held_by: h }
  e: { type: event, means: m, held_by: h }
  l: { type: limit, means: m, held_by: h }
  n: { type: count, unit: people, means: m, held_by: h }
  r.d: { type: event, means: m, held_by: h }
  events: { type: list, of: event, means: m, held_by: h }
  counts: { type: list, of: count, means: m, held_by: h }
  reports.*.published: { type: event, means: m, held_by: h }
  reports.*.answered: { type: event, means: m, held_by: h }
  plans.*.agreed: { type: event, means: m, held_by: h }
  teams.*.n: { type: count, unit: people, means: m, held_by: h }
  rosters.*.n: { type: count, unit: people, means: m, held_by: h }
",
    ),
];

const LOOK_BACK: &str = ", look_back: { period: 3 years, set_by: us, because: so }";

/// What is tried: keys of the duty, keys of the requirement, the script, the facts, the as-of date.
struct Try<'t> {
    duty: &'t str,
    requirement: &'t str,
    script: &'t str,
    facts: &'t str,
    as_of: &'t str,
}

const PLAIN: Try<'static> =
    Try { duty: "", requirement: "", script: "require a: facts.n > 1", facts: "{}", as_of: "2021-01-31" };

fn tree(origin: Origin, files: BTreeMap<String, String>) -> InputTree {
    let file = |(path, text): (String, String)| InputFile { shown: path.clone(), path, bytes: text.into_bytes() };
    InputTree { origin, files: files.into_iter().map(file).collect(), faults: Vec::new() }
}

impl Try<'_> {
    fn held(&self) -> (Rules, Profile) {
        let unless = |key: &str, line: &'static str| if self.duty.contains(key) { "" } else { line };
        let instrument = unless("instrument:", "    source: { instrument: act, at: section 2, verified: primary }\n");
        let owed = unless("owed_by:", "    owed_by: [chief-officer]\n");
        let head = "    title: t\n    says: s\n    binding: standard\n    weight: { value: 3, because: so }\n";
        let asks =
            |more: &str| format!("    requirements:\n      a: {{ states: s, remedy: r, shown_by: [minutes]{more} }}\n");
        let own = format!("{instrument}{owed}{}{}", self.duty, asks(self.requirement));
        let other = format!(
            "    source: {{ instrument: act, at: section 3, verified: primary }}\n    owed_by: [chief-officer]\n{}",
            asks("")
        );
        let policy = format!("duties:\n  t.d:\n{head}{own}  t.e:\n{head}{other}");
        let mut files: BTreeMap<String, String> =
            POLICIES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        files.insert("policies/duties/t.yaml".into(), policy);
        files.insert("rules/t/d.rhai".into(), format!("{};\n", self.script));
        files.insert("rules/t/e.rhai".into(), "require a: facts.r.d <= as_of;\n".into());
        let rules = Rules::load(&[tree(Origin::RuleSet("sprcheck".into()), files)], true);
        assert_eq!(snippet::render(&rules.loaded().problems, &rules.loaded().sources), "");
        let text = format!(
            "uses: [sprcheck]\nforce: {{ id: ours, name: Ours, policing_bodies: [{{ kind: pcc, from: 2012-11-22, until: 2021-05 }}, {{ kind: mayor, from: 2021-06-01 }}] }}\nstated_on: 2021-01-31\nevidence:\n  doc: {{ title: M, kind: minutes, owner: o }}\ndepartures: {{ one: {{ duty: t.e, requirements: [a], decided_by: [chief-officer], decided_on: 2020-01-01, reason: r, until: 2022-02-02, cites: [doc] }} }}\nfacts: {}\n",
            self.facts
        );
        let mut loaded = rules.loaded().clone();
        let files = BTreeMap::from([("profile.yaml".to_owned(), text)]);
        let tree = tree(Origin::Profile, files);
        let profile = load::profile(&tree, rules.law(), &Default::default(), &Default::default(), &mut loaded);
        assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
        (rules, profile.unwrap())
    }

    /// The turn, in words: the day, and each cause. Before, it is checked that nothing comes out otherwise without a turn, nor by a fact
    /// that was not asked for.
    fn turn(&self) -> String {
        let (rules, profile) = self.held();
        let scene = Scene { law: rules.law(), engine: rules.engine(), profile: &profile, settled: Vec::new() };
        let duty = rules.law().duty("t.d").unwrap();
        let mut chance = Chance::of(5);
        for from in [self.as_of, "2009-12-31", "2019-12-01", "2020-12-31"] {
            follow(&scene, duty, (day(from), day("2027-01-01")), &mut chance);
            for _ in 0..4 {
                spoil_the_rest(&scene, duty, day(from), &mut chance);
            }
        }
        self.next_turn(&scene, duty, View::Everything)
    }

    /// The turn of what is judged in one view alone.
    fn next_turn(&self, scene: &Scene<'_>, duty: &Duty, view: View) -> String {
        let profile = scene.profile;
        let judge = scene.engine.judge(scene.law, profile, Clock::on(day(self.as_of)));
        judge.attend();
        let pairs = judge.judge(duty);
        if !matches!(view, View::Everything) {
            judge.attend();
            let again: Vec<_> = pairs.iter().map(|pair| judge.rejudge(duty, pair, view.clone())).collect();
            assert!(!again.is_empty());
        }
        let Some(turn) = judge.attended().turn else { return "never".into() };
        let path = |id: &FactId| profile.facts.get(*id).map(|fact| fact.path.clone()).unwrap_or_default();
        let cause = |cause: &Turned| match cause {
            Turned::Stated(id) => format!("stated {}", path(id)),
            Turned::Closure(id) => format!("closure {}", path(id)),
            Turned::Planned { fact, .. } => format!("planned {}", fact.as_ref().map(path).unwrap_or_default()),
            Turned::Compared { facts } => format!("compared {}", facts.iter().map(path).collect::<Vec<_>>().join(", ")),
            Turned::Deadline { last, .. } => format!("deadline {last}"),
            Turned::LookBack { subject, .. } => format!("look-back {subject:?}"),
            Turned::Set(set) => format!("set {set}"),
            Turned::InstrumentInForce(id) => format!("instrument {id}"),
            other => format!("{other:?}"),
        };
        format!("{}: {}", turn.day, turn.causes.iter().map(cause).collect::<Vec<_>>().join("; "))
    }
}

fn turn_of(script: &str, facts: &str) -> String {
    Try { script, facts, ..PLAIN }.turn()
}

#[test]
fn a_comparison_with_the_as_of_date_turns_where_it_first_comes_out_otherwise() {
    let cases = [
        ("require a: as_of - 12 * months <= facts.d", "{ d: 2020-06-15 }", "2021-06-16: compared d"),
        ("require a: as_of <= facts.l", "{ l: 2022-02-28 }", "2022-03-01: compared l"),
        ("require a: as_of < facts.l", "{ l: 2022-02-28 }", "2022-02-28: compared l"),
        ("require a: facts.l < as_of + 1 * months", "{ l: 2021-05-31 }", "2021-05-01: compared l"),
        // Of a partial date the first and the last day count: before it, in it, after it.
        ("require a: as_of <= facts.l", "{ l: 2022-02 }", "2022-02-02: compared l"),
        ("require a: as_of > facts.l", "{ l: 2021-01 }", "2021-02-01: compared l"),
        ("require a: as_of == facts.l", "{ l: 2021-03-03 }", "2021-03-03: compared l"),
        ("require a: as_of != facts.l", "{ l: 2021-01-31 }", "2021-02-01: compared l"),
        ("require a: last_day_of(56 * days, as_of) <= facts.l", "{ l: 2021-12-31 }", "2021-11-07: compared l"),
        (
            "require a: min(as_of - 1 * years, facts.d) <= facts.e",
            "{ d: 2020-10-01, e: 2020-06-01 }",
            "2021-06-02: compared d, e",
        ),
        ("require a: max(as_of, facts.d) <= facts.l", "{ d: 2020-10-01, l: 2021-06-01 }", "2021-06-02: compared d, l"),
        ("require a: as_of > date(\"2021-04-01\") && facts.n > 1", "{ n: 2 }", "2021-04-02: compared "),
        (
            "let since = as_of - 1 * years; require a: [1, 2].any(|n| since > facts.d)",
            "{ d: 2020-06-01 }",
            "2021-06-02: compared d",
        ),
        ("require a: [as_of].contains(facts.l)", "{ l: 2021-03-03 }", "2021-03-03: compared l"),
        (
            "require a: facts.events.any(|event| event > as_of - 2 * years)",
            "{ events: [2020-06-01, 2019-05-05] }",
            "2021-05-05: compared events[1]",
        ),
        ("require a when as_of >= facts.l: facts.n > 1", "{ l: 2021-08-08, n: 2 }", "2021-08-08: compared l"),
    ];
    for (script, facts, expected) in cases {
        assert_eq!(turn_of(script, facts), expected, "{script} {facts}");
    }
}

#[test]
fn what_cannot_be_followed_turns_tomorrow() {
    let far = format!("require a: as_of{} <= facts.l", " + 1 * days".repeat(9));
    for script in [
        "require a: as_of - 1 * months < max(as_of - 2 * months, facts.d)",
        "require a: as_of - 2020 * years < facts.d",
        "require a by as_of: facts.n > 1",
        &far,
    ] {
        let facts = "{ d: 2020-10-01, l: 2025-01-01, n: 1 }";
        let scripts = if script.contains("2020 * years") { script.replace("2020", "2021") } else { script.to_owned() };
        let requirement = if script.contains(" by ") { LOOK_BACK } else { "" };
        let turn = Try { requirement, script: &scripts, facts, ..PLAIN }.turn();
        assert!(turn.starts_with("2021-02-01: ") && turn.contains("Unclear"), "{scripts}: {turn}");
    }
}

#[test]
fn a_deadline_turns_on_the_day_after_it_and_when_it_becomes_history() {
    let by = |facts: &str| {
        Try { requirement: LOOK_BACK, script: "require a by facts.l: facts.d <= facts.l", facts, ..PLAIN }.turn()
    };
    assert_eq!(by("{ l: 2021-03, d: 2021-04-01 }"), "2021-04-01: deadline 2021-03-31; planned d");
    assert_eq!(by("{ l: 2020-03-10, d: 2020-04-01 }"), "2023-03-11: look-back None");
    assert_eq!(by("{ l: 2020-02-29, d: 2020-01-01 }"), "2023-03-01: look-back None");
    assert_eq!(by("{ l: 2010-02-28, d: 2020-01-01 }"), "never");
}

#[test]
fn a_planned_date_turns_on_the_day_that_was_planned() {
    let script = "require a: facts.d <= as_of - 1 * years";
    assert_eq!(turn_of(script, "{ d: 2021-05-05 }"), "2021-05-05: planned d");
    assert_eq!(turn_of("require a: facts.e < facts.d", "{ d: 2021-05, e: 2020-01-01 }"), "2021-05-01: planned d");
    let by = Try {
        requirement: LOOK_BACK,
        script: "require a by facts.d + 1 * months: facts.n > 1",
        facts: "{ n: 1, d: 2021-05-05 }",
        ..PLAIN
    };
    assert_eq!(by.turn(), "2021-05-05: planned d");
}

#[test]
fn a_fact_turns_on_the_day_from_which_it_counts() {
    let facts = "{ n: { value: 2, stated_on: 2021-04 } }";
    assert_eq!(turn_of("require a: facts.n > 1", facts), "2021-04-30: stated n");
    let facts = "{ n: { value: 2, stated_on: 2021-04, since: 2021-03-01 } }";
    assert_eq!(turn_of("require a: facts.n > 1", facts), "2021-03-01: stated n");
    let script = "require a: facts.counts.len() >= 1";
    let facts = "{ counts: { complete: { members: [1, 2], cites: [doc], stated_on: 2021-05-05 } } }";
    assert_eq!(turn_of(script, facts), "2021-05-05: stated counts.complete");
}

#[test]
fn a_closure_turns_on_the_day_from_which_it_is_complete() {
    let each = |requirement: &str, script: &str, facts: &str| Try { requirement, script, facts, ..PLAIN }.turn();
    let reports = |from: &str| {
        format!(
            "{{ reports: {{ r1: {{ published: 2020-06-01 }}, complete: {{ members: [r1], from: {from}, cites: [doc] }} }} }}"
        )
    };
    let script = "require a: facts.reports[subject].answered <= facts.reports[subject].published";
    assert_eq!(each(", for_each: reports", script, &reports("2021-07")), "2021-07-31: closure reports.complete");
    let look_back = format!("{LOOK_BACK}, for_each: reports");
    let script = "require a by facts.reports[subject].published + 2 * months: facts.reports[subject].answered <= as_of";
    assert_eq!(each(&look_back, script, &reports("2020-06-01")), "2023-06-01: closure reports.complete");
    assert_eq!(
        each("", "require a: facts.reports.all(|report| report.published < date(\"2021-01-01\"))", &reports("2021-07")),
        "2021-07-31: closure reports.complete"
    );
}

#[test]
fn a_set_of_the_law_turns_when_it_has_other_members() {
    let each = |requirement: &str, as_of: &str| Try { requirement, as_of, ..PLAIN }.turn();
    assert_eq!(each(", for_each: threats", "2016-01-01"), "2019-01-02: set threats");
    assert_eq!(each(", for_each: threats", "2021-01-31"), "2021-07-01: set threats");
    assert_eq!(each(", for_each: threats", "2021-07-01"), "2021-09-30: set threats");
    assert_eq!(each(", for_each: areas", "2020-01-01"), "2020-05-06: set areas");
    assert_eq!(each(", for_each: areas", "2020-05-06"), "never");
    assert_eq!(each("", "2016-01-01"), "never");
    let listed = Try { script: "require a: facts.plans.all(|plan| plan.agreed < date(\"2020-01-01\"))", ..PLAIN };
    assert_eq!(listed.turn(), "2021-07-01: set threats");
}

#[test]
fn a_duty_turns_when_it_begins_or_ceases_to_reach_the_force() {
    let duty = |duty: &str, as_of: &str| Try { duty, as_of, ..PLAIN }.turn();
    assert_eq!(duty("    in_force: { from: 2021-05-05 }\n", "2021-01-31"), "2021-05-05: DutyInForce");
    assert_eq!(duty("    in_force: { until: 2021-05-05 }\n", "2021-01-31"), "2021-05-06: DutyInForce");
    assert_eq!(duty("    in_force: { until: 2021-05 }\n", "2021-01-31"), "2021-05-02: DutyInForce");
    let new_act = "    source: { instrument: new-act, at: section 2, verified: primary }\n";
    assert_eq!(duty(new_act, "2021-01-31"), "2022-03-01: instrument new-act");
    assert_eq!(duty(new_act, "2022-03-01"), "2022-03-31: instrument new-act");
    assert_eq!(duty(new_act, "2022-03-31"), "2024-01-02: instrument new-act");
    assert_eq!(duty("    owed_by: [mayor]\n", "2021-01-31"), "2021-05-02: Holders");
    assert_eq!(duty("    owed_by: [mayor]\n", "2021-05-02"), "2021-06-01: Holders");
    assert_eq!(duty("    owed_by: [chief-officer, mayor]\n", "2021-01-31"), "never");
}

#[test]
fn a_duty_of_events_turns_when_it_begins() {
    let facts = "{ reports: { r1: { published: 2020-06-01 }, complete: { members: [r1], cites: [doc] } } }";
    let script = "require a: facts.reports[subject].answered <= facts.reports[subject].published";
    let of_events =
        |duty: &str, facts: &str| Try { duty, requirement: ", for_each: reports", script, facts, ..PLAIN }.turn();
    assert_eq!(of_events("    in_force: { from: 2021-05-05 }\n", facts), "2021-05-05: DutyInForce");
    // Its instrument is past, and so stays out of force; but from the day on which the duty begins each event is looked at apart.
    let old_act =
        "    source: { instrument: old-act, at: section 2, verified: primary }\n    in_force: { from: 2021-05-05 }\n";
    assert_eq!(of_events(old_act, facts), "2021-05-05: DutyInForce");
    let facts = facts.replace("2020-06-01", "2021-08-08");
    assert_eq!(of_events("", &facts), "2021-08-08: planned reports.r1.published");
}

#[test]
fn an_event_that_ends_after_the_as_of_date_turns_what_would_have_been_met_in_time() {
    let facts = "{ l: 2020-03-03, d: { value: 2021-06, stated_on: 2021-12-31, since: 2020-01-01 } }";
    let script = "require a by facts.l: facts.d <= facts.l";
    let late = Try { requirement: LOOK_BACK, script, facts, ..PLAIN };
    let (rules, profile) = late.held();
    let scene = Scene { law: rules.law(), engine: rules.engine(), profile: &profile, settled: Vec::new() };
    let duty = rules.law().duty("t.d").unwrap();
    assert_eq!(late.next_turn(&scene, duty, View::AsIfBy(day("2020-03-03"))), "2021-06-30: compared d");
    assert_eq!(late.turn(), "2023-03-04: look-back None");
}

#[test]
fn a_duty_that_was_asked_about_is_among_what_was_asked_for() {
    let (rules, profile) = Try { script: "require a: duties[\"t.e\"].met || facts.n > 1", ..PLAIN }.held();
    let judge = rules.engine().judge(rules.law(), &profile, Clock::on(day("2021-01-31"))).untraced();
    judge.attend();
    let pairs = judge.judge(rules.law().duty("t.d").unwrap());
    assert_eq!(judge.attended().duties, [DutyId::from("t.e")]);
    judge.attend();
    assert_eq!(judge.attended(), Dependence::default());
    let _seen = judge.rejudge(rules.law().duty("t.d").unwrap(), &pairs[0], View::Nothing);
    assert_eq!(judge.attended().duties, [DutyId::from("t.e")]);
}

#[test]
fn whatever_makes_a_subject_or_an_element_was_asked_for() {
    let complete =
        "{ teams: { red: { n: 1 } }, rosters: { blue: { n: 1 }, complete: { members: [blue], cites: [doc] } } }";
    let open = "{ n: 2, rosters: { red: { n: 1 } }, teams: { blue: { n: 1 } } }";
    let reports = "{ n: 2, reports: { r1: { published: 2020-06-01 }, complete: { members: [r1], cites: [doc] } } }";
    let tried = [
        ("", "require a: facts.rosters.all(|roster| roster.n > 0)", complete, "never"),
        ("rosters", "require a: facts.teams[subject].n > 0", complete, "never"),
        ("teams", "require a: facts.n > 1", open, "never"),
        ("reports", "require a: facts.n > 1", reports, "never"),
        (
            "",
            "require a: departures.any(|departure| departure.until >= as_of)",
            "{}",
            "2022-02-03: compared departures.one.until",
        ),
        ("", "require a: departures[\"one\"].until >= as_of", "{}", "2022-02-03: compared departures.one.until"),
        ("", "require a: departures[\"none\"].until >= as_of", "{}", "never"),
    ];
    for (set, script, facts, expected) in tried {
        let requirement = if set.is_empty() { String::new() } else { format!(", for_each: {set}") };
        let turn = Try { requirement: &requirement, script, facts, ..PLAIN }.turn();
        assert_eq!(turn, expected, "{script} {facts}");
    }
}

#[test]
fn each_part_of_the_clock_moves_what_goes_by_it_and_nothing_else() {
    let said = |tried: &Try<'_>, clock: Clock| {
        let (rules, profile) = tried.held();
        let judge = rules.engine().judge(rules.law(), &profile, clock);
        judge.judge(rules.law().duty("t.d").unwrap()).first().unwrap().outcome
    };
    let early = Clock::on(day("2021-01-31"));
    let late = Clock::on(day("2022-01-31"));
    let tried = [
        Try { script: "require a: as_of <= facts.l", facts: "{ l: 2021-06-01 }", ..PLAIN },
        Try { facts: "{ n: { value: 2, stated_on: 2021-06-01 } }", ..PLAIN },
        Try { duty: "    in_force: { from: 2021-06-01 }\n", facts: "{ n: 2 }", ..PLAIN },
    ];
    let clocks = [
        Clock { scripts: late.scripts, ..early },
        Clock { statements: late.statements, ..early },
        Clock { law: late.law, ..early },
    ];
    for (of, tried) in tried.iter().enumerate() {
        let (before, after) = (said(tried, early), said(tried, late));
        assert_ne!(before, after, "{}", tried.script);
        for (moved, clock) in clocks.iter().enumerate() {
            assert_eq!(said(tried, *clock), if moved == of { after } else { before }, "{} {clock:?}", tried.script);
        }
    }
}
