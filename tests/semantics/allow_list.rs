//! Section 4: what a script may call is one allow-list, each entry tested with missing in every argument position and in arrays and lists.

use super::harness::*;

/// What of `m`, `e`, `u`, `no`, `y`, `l`, `r` and all lists is stated: nothing.
const STATED: &str = "cites: [doc]\nn: 3\nyes: true\nt: text\nd: 2020-06-01\ndue: 2020-07-01";

/// Each entry with missing in each argument, in an array, in a list, and from a list that is not stated; all of them conditions.
const WITH_MISSING: &[(&str, &[&str])] = &[
    (
        "any",
        &[
            "facts.words.any(|w| w == \"a\")",
            "any(facts.words, |w| w == \"a\")",
            "[facts.u].any(|w| w == \"a\")",
            "[1, 2].any(|w| w == facts.m)",
            "[facts.m, 1].any(|w| w == 2)",
            "facts.things.any(|x| x.yes)",
            "[facts.words].any(|w| w.contains(\"a\"))",
            "facts.things[\"one\"].t == \"a\"",
            "[facts.no].any(|w| w)",
            "facts.r.inner.n == 1 || [facts.m].any(|v| v > 0)",
        ],
    ),
    (
        "all",
        &[
            "facts.words.all(|w| w == \"a\")",
            "all(facts.words, |w| w == \"a\")",
            "[facts.u].all(|w| w == \"a\")",
            "[1, 2].all(|w| w != facts.m)",
            "[facts.m, 1].all(|w| w == 1)",
            "facts.things.all(|x| x.yes)",
            "facts.events.all(|e| e <= as_of)",
            "[facts.no, true].all(|w| w)",
        ],
    ),
    (
        "filter",
        &[
            "[facts.m].filter(|x| x == 7).len() == 0",
            "[facts.m].filter(|x| x == 7).len == 0",
            "[facts.m].filter(|x| x == 7).len() != 1",
            "filter(facts.words, |w| w == \"a\").len() == 0",
            "facts.things.filter(|x| x.yes).len() == 0",
            "[1].filter(|x| x == facts.m).len() == 0",
            "[1].filter(|x| facts.no).len() == 1",
            "facts.words.filter(|w| w == \"a\").all(|w| w == \"z\")",
            "facts.counts.filter(|c| c > 1).sum() == 0",
            "facts.words.filter(|w| w == \"a\").len() >= 0",
            "facts.words.filter(|w| w == \"a\").len() != none",
            "facts.counts.filter(|c| c > 1).sum() >= 0",
            "facts.counts.filter(|c| c > 1).sum() != none",
            "facts.words.filter(|w| true).filter(|w| true).len() >= 0",
        ],
    ),
    (
        "map",
        &[
            "[1].map(|v| facts.m).len == 1",
            "[1].map(|v| facts.m).len() == 1",
            "[1].map(|v| facts.m).len() != 0",
            "[1].map(|v| facts.m).contains(1)",
            "![1].map(|v| facts.m).contains(1)",
            "map([1], |v| facts.m).sum() == 0",
            "facts.counts.map(|c| c + 1).sum() == 0",
            "[facts.m].map(|v| v + 1).sum() != 0",
            "facts.things.map(|x| x.n).len() == 0",
            "[1].map(|v| facts.no).all(|b| b)",
            "[1].map(|v| facts.no).any(|b| b)",
            "facts.words.map(|w| 1).len() >= 0",
            "facts.words.map(|w| 1).sum() != none",
            "facts.words.map(|w| 1).sum() >= 0",
            "facts.words.map(|w| w == \"a\").all(|b| b)",
        ],
    ),
    (
        "len",
        &[
            "facts.words.len() == 0",
            "len(facts.words) == 0",
            "facts.words.len == 0",
            "facts.words.len() >= 0",
            "facts.words.len() != 1",
            "[facts.m].len() == 1",
            "[facts.m].len == 1",
            "[facts.m].len() != 0",
            "facts.things.len() == 0",
            "[facts.m, facts.m].len() == 2",
            "departures.len() == 0",
        ],
    ),
    (
        "sum",
        &[
            "facts.counts.sum() == 0",
            "sum(facts.counts) == 0",
            "facts.counts.sum() >= 0",
            "[facts.m].sum() == 0",
            "[facts.m, 1].sum() != 1",
            "[facts.m, 1].sum() >= 2",
            "[facts.y].sum() >= 0",
            "[1, facts.y].sum() <= 1",
            "!([facts.m].sum() > 0)",
        ],
    ),
    (
        "contains",
        &[
            "[1, 2].contains(facts.m)",
            "![1, 2].contains(facts.m)",
            "contains([1, 2], facts.m)",
            "[facts.m].contains(1)",
            "![facts.m].contains(1)",
            "facts.words.contains(\"a\")",
            "!facts.words.contains(\"a\")",
            "facts.words.contains(facts.u)",
            "facts.m in [1, 2]",
            "!(facts.m in [1, 2])",
            "facts.m !in [1, 2]",
            "facts.m in []",
            "!(facts.m in [])",
            "facts.m !in []",
            "1 in [facts.m]",
            "1 !in [facts.m]",
            "\"a\" in facts.words",
            "\"a\" !in facts.words",
            "facts.u in facts.words",
            "![].contains(facts.m)",
        ],
    ),
    (
        "min",
        &[
            "min(facts.m, 3) == 3",
            "min(3, facts.m) == 3",
            "min(facts.m, facts.m) != 3",
            "min(facts.d, facts.e) <= as_of",
            "min(facts.e, facts.d) <= as_of",
            "facts.m.min(3) <= 3",
            "!(min(facts.m, 3) > 3)",
        ],
    ),
    (
        "max",
        &[
            "max(facts.m, 3) == 3",
            "max(3, facts.m) >= 3",
            "max(facts.m, facts.m) != 3",
            "max(facts.d, facts.e) >= facts.d",
            "max(facts.e, facts.d) >= facts.d",
            "facts.m.max(3) >= 3",
            "!(max(facts.m, 3) < 3)",
        ],
    ),
    (
        "date",
        &["date(\"2020-01-01\") <= facts.e", "facts.e != date(\"2020-01-01\")", "!(date(\"2020-01-01\") == facts.e)"],
    ),
    (
        "last_day_of",
        &[
            "last_day_of(56 * days, facts.e) <= as_of",
            "last_day_of(56 * days, facts.e) != as_of",
            "last_day_of(facts.m * days, facts.d) <= as_of",
            "last_day_of(facts.m * days, facts.e) <= as_of",
            "!(last_day_of(56 * days, facts.e) > as_of)",
            "facts.d <= last_day_of(facts.m * days, facts.d)",
        ],
    ),
    (
        "operators",
        &[
            "facts.m != 3",
            "3 != facts.m",
            "facts.m == 3",
            "!(facts.m == 3)",
            "facts.m < 3",
            "facts.m >= 0",
            "facts.u != \"\"",
            "facts.no != true",
            "!facts.no",
            "facts.no == false",
            "-facts.m <= 0",
            "facts.m + 0 >= 0",
            "facts.m - facts.m == 0",
            "facts.m * 0 == 0",
            "0 * facts.m == 0",
            "facts.m / 1 != 3",
            "facts.m % 1 == 0",
            "facts.m == facts.m",
            "facts.e <= facts.e",
            "facts.no || facts.no",
            "facts.no || !facts.no",
            "!(facts.no && !facts.no)",
            "facts.yes && facts.no",
            "facts.r.n != none",
            "facts.m != none",
            "facts.words == none",
            "facts.words != none",
        ],
    ),
];

#[test]
fn each_entry_with_missing_anywhere_is_never_decided() {
    for (entry, expressions) in WITH_MISSING {
        let mut each: Vec<String> = Vec::new();
        for expression in *expressions {
            each.push((*expression).into());
            each.push(format!("!({expression})"));
            each.push(format!("facts.yes && {expression}"));
            each.push(format!("{expression} || !facts.yes"));
        }
        // `.len` without a call is no property.
        let called: Vec<String> =
            each.iter().filter(|text| !text.contains(".len ") && !text.ends_with(".len")).cloned().collect();
        for (expression, came) in called.iter().zip(came_each(&called, STATED)) {
            assert_eq!(came, "unknown", "{entry}: {expression}");
        }
        for expression in each.iter().filter(|text| !called.contains(text)) {
            let came = rule(&format!("require a: {expression};")).bare(STATED).came();
            assert!(["unknown", "error", "refused"].contains(&came.as_str()), "{entry}: {expression}: {came}");
        }
    }
}

#[test]
fn each_entry_of_the_allow_list_has_its_table() {
    let text = std::fs::read_to_string("src/evaluate/sandbox.rs").unwrap();
    let list = text.split("const FUNCTIONS: &[&str] =").nth(1).unwrap().split("];").next().unwrap();
    for name in list.split('"').skip(1).step_by(2) {
        assert!(WITH_MISSING.iter().any(|(entry, _)| *entry == name), "{name}");
    }
}

#[test]
fn a_when_on_what_is_missing_never_makes_it_not_applicable() {
    for (entry, expressions) in WITH_MISSING {
        for expression in expressions.iter().take(4).filter(|text| !text.contains(".len ")) {
            for expression in [(*expression).to_owned(), format!("!({expression})")] {
                let outcome = rule(&format!("require a when {expression}: facts.yes;")).bare(STATED).outcome();
                assert_eq!(outcome, "unknown", "{entry}: when {expression}");
            }
        }
    }
}

#[test]
fn none_in_each_entry_never_fails_and_never_passes_for_a_value() {
    let facts = "yes: { value: true, cites: [doc] }\nn: { none: true, cites: [doc] }\nd: { none: true, cites: [doc] }\nt: { none: true, cites: [doc] }\nwords: { none: true, cites: [doc] }\ncounts: { none: true, cites: [doc] }";
    for (expression, outcome) in [
        ("facts.words.any(|w| w == \"a\")", "not-met"),
        ("facts.words.all(|w| w == \"a\")", "not-met"),
        ("facts.words.filter(|w| w == \"a\").len() == none", "met"),
        ("facts.words.map(|w| w).len() == none", "met"),
        ("facts.words.len() == none", "met"),
        ("facts.words.len() > 0", "not-met"),
        ("facts.counts.sum() == none", "met"),
        ("facts.counts.sum() >= 0", "not-met"),
        ("facts.words.contains(\"a\")", "not-met"),
        ("\"a\" in facts.words", "not-met"),
        ("[facts.n].contains(1)", "not-met"),
        ("[1].contains(facts.n)", "not-met"),
        ("min(facts.n, 1) >= 0", "not-met"),
        ("max(1, facts.n) >= 0", "not-met"),
        ("last_day_of(56 * days, facts.d) >= as_of", "not-met"),
        ("last_day_of(facts.n * days, as_of) >= as_of", "not-met"),
        ("facts.d <= as_of", "not-met"),
        ("facts.d + 1 * days <= as_of", "not-met"),
    ] {
        assert_eq!(rule(&format!("require a: {expression};")).bare(facts).outcome(), outcome, "{expression}");
    }
}

/// Spellings of the scripting language that once turned an absent fact into something met. Each is refused where it stands.
#[test]
fn what_is_not_on_the_list_is_refused_where_it_stands() {
    for script in [
        "require a: type_of(facts.m) == \"Missing\";",
        "require a: facts.m.type_of() == \"Missing\";",
        "require a: is_shared(facts.m) == false;",
        "require a: facts.m.is_shared() == false;",
        "require a: is_def_var(\"x\") == false;",
        "require a: is_def_fn(\"x\", 1) == false;",
        "require a: switch facts.m { 1 => false, _ => true };",
        "let x = switch facts.m { 1 => false, _ => true };\nrequire a: facts.yes && x;",
        "for x in [] { require a: false; }",
        "for x in facts.things { let y = x; }\nrequire a: facts.yes;",
        "while facts.m == 1 { }\nrequire a: facts.yes;",
        "loop { break; }\nrequire a: facts.yes;",
        "do { } while facts.m == 1;\nrequire a: facts.yes;",
        "do { } until facts.yes;\nrequire a: facts.yes;",
        "return;\nrequire a: facts.yes;",
        "if facts.yes { return; }\nrequire a: facts.yes;",
        "return facts.yes;",
        "exit(1);\nrequire a: facts.yes;",
        "try { let x = 1 == \"x\"; } catch { }\nrequire a: facts.yes;",
        "throw \"x\";\nrequire a: facts.yes;",
        "require a: `${facts.m}` != \"text\";",
        "require a: `text ${facts.m}` == \"text \";",
        "require a: eval(\"true\");",
        "eval(\"let as_of = 1\");\nrequire a: facts.yes;",
        "import \"other\" as other;\nrequire a: facts.yes;",
        "export let x = 1;\nrequire a: facts.yes;",
        "print(facts.m);\nrequire a: facts.yes;",
        "debug(facts.m);\nrequire a: facts.yes;",
        "sleep(1);\nrequire a: facts.yes;",
        "require a: timestamp() > 1;",
        "require a: (facts.m ?? true);",
        "require a: facts?.m == 1;",
        "require a: facts.r?.n != 1;",
        "require a: facts.things?[\"one\"].n != 1;",
        "require a: [2, 1].sort()[0] == 1;",
        "require a: [facts.m].sort(|a, b| 1).len() == 1;",
        "require a: [facts.m].is_empty() == false;",
        "require a: [facts.m].index_of(1) == -1;",
        "require a: [facts.m].find(|x| x == 1) == none;",
        "require a: [facts.m].some(|x| x == 1);",
        "require a: [facts.m].reduce(|s, x| s, 0) == 0;",
        "require a: [facts.m].dedup() == 1;",
        "require a: [facts.m].to_string() == \"\";",
        "require a: facts.m.to_string() != \"\";",
        "require a: \"a\".len() == 1 && facts.m.parse_int() == 1;",
        "require a: parse_int(\"1\") == 1;",
        "require a: range(0, 3).contains(facts.n);",
        "require a: facts.n in 0..3;",
        "require a: facts.n in 0..=3;",
        "require a: #{ a: 1 }.a == facts.n;",
        "require a: () == facts.m;",
        "require a: facts.m == ();",
        "require a: [()].contains(facts.m);",
        "require a: 'c' == facts.t;",
        "require a: facts.n ** 2 == 9;",
        "require a: facts.n << 1 == 6;",
        "require a: facts.n & 1 == 1;",
        "require a: facts.n | 1 == 3;",
        "require a: facts.n ^ 1 == 2;",
        "require a: Fn(\"any\").call([1]);",
        "let f = Fn(\"len\");\nrequire a: f.call([facts.m]) == 1;",
        "let f = |x| true;\nrequire a: f.call(facts.m);",
        "let f = |x| true;\nrequire a: call(f, facts.m);",
        "let f = |x, y| y;\nrequire a: f.curry(facts.m).call(true);",
        "let x = 1;\nx = 2;\nrequire a: facts.n == x;",
        "let x = 1;\nx += 2;\nrequire a: facts.n == x;",
        "let count = 0;\nfacts.things.all(|x| { count = count + 1; true });\nrequire a: count == 0 && facts.yes;",
        "let count = 0;\nfacts.things.all(|x| { count += 1; true });\nrequire a: count == 0 && facts.yes;",
        "let counts = [];\nfacts.things.all(|x| { counts.push(1); true });\nrequire a: counts.len() == 0 && facts.yes;",
        "let counts = [];\nfacts.things.map(|x| { counts[0] = 1; true });\nrequire a: facts.yes;",
        "facts.n = 3;\nrequire a: facts.n == 3;",
        "facts.things[\"one\"].n = 3;\nrequire a: facts.n == 3;",
        "this.x = 1;\nrequire a: facts.yes;",
        "fn f() { this }\nrequire a: facts.yes;",
        "private fn f() { 1 }\nrequire a: facts.yes;",
        "const X = 1;\nrequire a: facts.n == X;",
        "require a: global::X == 1;",
        "require a: 1.5 == facts.n;",
        "require a: undefined_name == facts.n;",
        "require a: undefined_function(facts.n);",
        "require a: lenn(facts.words) == 1;",
        "require a: facts.words.lenn() == 1;",
        "require a: facts.unknown_fact == 1;",
        "require a: facts.r.unknown == 1;",
        "require a: facts.things[\"one\"].unknown == 1;",
        "require a: date(facts.t) <= as_of;",
        "require a: date(\"soon\") <= as_of;",
        "require a: date(\"2020-13\") <= as_of;",
        "require a: date(\"2020\" + \"-01\") <= as_of;",
        "require a facts.yes;",
        "require a when facts.yes when facts.yes: facts.yes;",
        "require a: ;",
        "require: facts.yes;",
    ] {
        let codes = rule(script).bare(STATED).codes();
        assert!(!codes.is_empty(), "{script}");
    }
}

#[test]
fn what_cannot_be_refused_before_it_runs_never_decides_on_an_absent_fact() {
    for script in [
        "let f = facts;\nrequire a: f.unknown_fact == 1;",
        "let f = facts.r;\nrequire a: f.unknown != 1;",
        "fn own(r) { r.n }\nrequire a: own(facts.r) != 1;",
        "fn own(x) { x == 1 }\nrequire a: !own(facts.m);",
        "fn own(x) { if x { false } else { true } }\nrequire a: own(facts.no);",
        "require a: if facts.no { false } else { true };",
        "require a: if facts.m == 1 { false } else { true };",
        "let x = if facts.no { false } else { true };\nrequire a: x;",
        "let x = true;\nif facts.no { let x = false; }\nrequire a: x && facts.m == 1;",
        "let m = facts.m;\nrequire a: [m].all(|v| v != 3);",
        "let m = facts.m;\nrequire a: [1].all(|v| m != 3);",
        "require a: [[facts.m]].all(|l| l.len() == 1);",
        "require a: [[facts.m]].map(|l| l.len()).contains(1);",
        "require a: [facts.m].map(|v| [v].len()).all(|n| n == 1);",
        "require a: [facts.m][0] != 3;",
        "require a: [1, 2][facts.m] != 3;",
        "require a: facts.words[0] != \"a\";",
        "require a: facts.t[facts.m] != \"a\";",
        "require a: any(facts.words, facts.m);",
        "require a: facts.words.all(facts.m);",
        "require a: facts.m.n != 1;",
        "require a: facts.words.any(|a, b| true);",
        "require a: facts.words.all(|| true);",
        "require a: len(facts.m) == 0;",
        "require a: len(facts.r) == 0;",
        "require a: sum(facts.words) == 0;",
        "require a: facts.things.all(|x| x) || facts.m == 1;",
        "require a: facts.things == facts.things;",
        "require a: facts.r == facts.r;",
        "require a: facts == facts;",
        "require a: facts.m;",
        "require a: facts.r;",
        "require a: departures == none;",
        "require a: departures.all(|d| d.until >= as_of);",
        "require a: departures[\"x\"].until != as_of;",
        "require a: { let x = facts.no; !x };",
        "require a: sets.councils[facts.u] == none;",
        "require a: params == none;",
    ] {
        let came = rule(script).bare(STATED).came();
        assert!(["unknown", "error", "refused"].contains(&came.as_str()), "{script}: {came}");
    }
}

#[test]
fn the_facts_themselves_can_be_indexed_by_nothing_but_an_entry() {
    for script in
        ["require a: facts[\"n\"] == 3;", "require a: facts[\"no-such\"] != 3;", "require a: facts.r[\"n\"] != 3;"]
    {
        let came = rule(script).bare(STATED).came();
        assert!(["unknown", "error", "refused"].contains(&came.as_str()), "{script}: {came}");
    }
}

#[test]
fn methods_and_functions_are_two_spellings_of_one_thing() {
    let facts = "cites: [doc]\nn: 3\nwords: { complete: { members: [a, b], cites: [doc] } }\ncounts: { complete: { members: [1, 2], cites: [doc] } }\nd: 2020-06-01";
    for expression in [
        "any(facts.words, |w| w == \"a\")",
        "all(facts.words, |w| w != \"z\")",
        "filter(facts.words, |w| w == \"a\").len() == 1",
        "map(facts.counts, |c| c * 2).sum() == 6",
        "len(facts.words) == 2",
        "sum(facts.counts) == 3",
        "contains(facts.words, \"a\")",
        "min(facts.n, 2) == 2",
        "max(facts.n, 2) == 3",
        "facts.n.min(2) == 2",
        "facts.n.max(2) == 3",
        "last_day_of(1 * days, facts.d) == facts.d",
        "(1 * days).last_day_of(facts.d) == facts.d",
    ] {
        assert_eq!(rule(&format!("require a: {expression};")).bare(facts).outcome(), "met", "{expression}");
    }
}
