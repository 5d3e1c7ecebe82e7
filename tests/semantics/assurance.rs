//! Section 11.

use super::harness::*;

/// Duties `t.a0`, `t.a1`, … of these standings; a capital letter makes it a `must`.
fn of(standings: &str) -> Found {
    let ids = ["t.a0", "t.a1", "t.a2", "t.a3"];
    let mut departures = String::new();
    let duties = standings.chars().zip(ids).map(|(standing, id)| {
        let script = match standing.to_ascii_lowercase() {
            's' => "require a: facts.n == 1;",
            'p' => "require a: facts.state == 1;",
            'g' | 'd' => "require a: facts.n == 2;",
            'u' => "require a: facts.m == 1;",
            'e' => "require a: facts.n == \"x\";",
            'n' => "require a when facts.n == 2: facts.n == 1;",
            other => panic!("{other}"),
        };
        if standing == 'd' {
            departures.push_str(&format!("d{}: {{ duty: {id}, requirements: [a], decided_by: [chief-officer], decided_on: 2020-05-01, reason: so, until: 2021-12-31, cites: [doc] }}\n", &id[3..]));
        }
        Duty { binding: if standing.is_uppercase() { "must" } else { "standard" }, ..Duty::plain(id, script) }
    });
    audit(duties.collect())
        .bare("n: { value: 1, cites: [doc] }\nstate: { value: 1, cites: [paper] }")
        .departures(&departures)
        .found()
}

#[test]
fn the_first_rule_that_matches_decides() {
    for (standings, assurance) in [
        ("n", "none-given"),
        ("nN", "none-given"),
        ("sG", "not-assured"),
        ("sUG", "not-assured"),
        ("sGss", "not-assured"),
        ("sU", "cannot-say"),
        ("sgU", "cannot-say"),
        ("sE", "cannot-say"),
        ("g", "not-assured"),
        ("gu", "not-assured"),
        ("gp", "not-assured"),
        ("gd", "not-assured"),
        ("u", "cannot-say"),
        ("p", "cannot-say"),
        ("P", "cannot-say"),
        ("d", "cannot-say"),
        ("pu", "cannot-say"),
        ("s", "assured"),
        ("Ss", "assured"),
        ("sn", "assured"),
        ("sd", "assured"),
        ("sp", "partly-assured"),
        ("SP", "partly-assured"),
        ("sg", "partly-assured"),
        ("su", "partly-assured"),
        ("se", "partly-assured"),
    ] {
        let found = of(standings);
        assert_eq!(found.assurance("holder", "chief-officer"), assurance, "{standings}");
        assert_eq!(found.assurance("instrument", "act"), assurance, "{standings}");
    }
}

#[test]
fn assured_says_how_many_departures() {
    let found = of("sdd");
    assert!(found.row("holder", "chief-officer").unwrap().reason.contains("with 2 departures"));
    assert!(!of("s").row("holder", "chief-officer").unwrap().reason.contains("departure"));
}

#[test]
fn a_duty_that_could_not_be_read_does_not_enter_and_is_counted() {
    let unread =
        Duty { more: "status: unread\nbecause: nobody has seen it", binding: "must", ..Duty::new("t.b", "", "") };
    let unpublished =
        Duty { more: "status: unpublished\nbecause: nobody may see it", binding: "must", ..Duty::new("t.c", "", "") };
    let found =
        audit(vec![Duty::plain("t.a", "require a: facts.n == 1;"), unread.clone(), unpublished]).facts("n: 1").found();
    for (by, id) in [("holder", "chief-officer"), ("instrument", "act")] {
        let row = found.row(by, id).unwrap();
        assert_eq!((row.assurance.as_str(), row.could_not_be_read), ("assured", 2), "{by}");
    }
    let found = audit(vec![unread]).found();
    let row = found.row("holder", "chief-officer").unwrap();
    assert_eq!((row.assurance.as_str(), row.could_not_be_read), ("none-given", 1));
}

const PLANS: &str = "plans: { terrorism: { agreed: 2020-05, cites: [doc] }, flooding: { agreed: none, cites: [doc] } }";

#[test]
fn a_duty_judged_for_each_threat_enters_with_the_standing_of_its_pairs_for_that_threat() {
    let audit =
        rules(&requirement("a", "for_each: threats"), "require a: facts.plans[subject].agreed <= as_of;").bare(PLANS);
    let found = audit.found();
    assert_eq!(found.outcomes(), ["a/terrorism=met", "a/flooding=not-met"]);
    assert_eq!(
        (found.assurance("threat", "terrorism"), found.assurance("threat", "flooding")),
        ("assured".into(), "not-assured".into())
    );
    assert_eq!(found.assurance("holder", "chief-officer"), "not-assured");
    // Only the threats of the edition on the as-of date.
    assert!(found.row("threat", "cyber").is_none());
}

#[test]
fn a_duty_judged_for_each_entry_that_a_threat_names_enters_likewise() {
    let audit =
        rules(&requirement("a", "for_each: plans"), "require a: facts.plans[subject].agreed <= as_of;").bare(PLANS);
    let found = audit.found();
    assert_eq!(found.outcomes(), ["a/terrorism=met", "a/flooding=not-met"]);
    assert_eq!(
        (found.assurance("threat", "terrorism"), found.assurance("threat", "flooding")),
        ("assured".into(), "not-assured".into())
    );
}

#[test]
fn a_departure_for_one_threat_departs_for_that_threat_alone() {
    let audit = rules(&requirement("a", "for_each: threats"), "require a: facts.n == 2;").facts("n: 1");
    let found = audit.departures("d1: { duty: t.d, requirements: [a], subjects: [terrorism], decided_by: [chief-officer], decided_on: 2020-05-01, reason: so, until: 2021-12-31, cites: [doc] }").found();
    assert_eq!(found.row("threat", "terrorism").map(|row| (row.standings.departed, row.standings.gap)), Some((1, 0)));
    assert_eq!(found.row("threat", "flooding").map(|row| (row.standings.departed, row.standings.gap)), Some((0, 1)));
}

#[test]
fn a_duty_about_a_threat_enters_with_its_own_standing() {
    let found = rule("require a: facts.n == 1;").facts("n: 1").duty(|duty| duty.more = "threats: [flooding]").found();
    assert_eq!(
        (found.assurance("threat", "flooding"), found.assurance("threat", "terrorism")),
        ("assured".into(), "none-given".into())
    );
}

#[test]
fn each_rule_set_is_rolled_up_apart() {
    let stranger = Duty { binding: "must", ..Duty::plain("other.d", "require a: facts.n == 2;") };
    let found = rule("require a: facts.n == 1;").facts("n: 1").stranger("other", vec![stranger], "").found();
    assert_eq!(found.assurance("holder", "chief-officer"), "assured");
    assert_eq!(found.rows("other", "holder")[0].assurance.as_str(), "not-assured");
}

#[test]
fn a_roll_up_never_copies_down_to_its_rows() {
    let found = of("sG");
    assert_eq!((found.standing_of("t.a0"), found.standing_of("t.a1")), ("satisfied".into(), "gap".into()));
}
