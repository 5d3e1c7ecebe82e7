//! Hostile scripts: each is an error or a problem of its duty alone, and soon.

use std::time::{Duration, Instant};

use super::harness::*;

/// The stranger's duty `other.d`, judged by a hostile script beside a sound one; how long it took.
fn beside(script: &str) -> (Found, Duration) {
    let audit = rule("require a: facts.n == 1;").bare("n: { value: 1, cites: [doc] }").stranger(
        "other",
        vec![Duty::plain("other.d", script), Duty::plain("other.e", "require a: facts.n == 1;")],
        "",
    );
    let start = Instant::now();
    let found = audit.found();
    (found, start.elapsed())
}

#[track_caller]
fn stopped(what: &str, script: &str) {
    let (found, took) = beside(script);
    // Not a measurement: what is counted stops in a fraction of a second, what is not goes on for minutes.
    assert!(took < Duration::from_secs(60), "{what} took {took:?}");
    assert_eq!(found.standing(), "satisfied", "{what}");
    assert_eq!(found.duty("other.d").verdict.as_str(), "error", "{what}");
}

#[test]
fn a_script_longer_than_its_bound_is_not_read() {
    let script = |length: usize| {
        let start = "require a: facts.n == 1;";
        format!("{start}//{}", "x".repeat(length - start.len() - 2))
    };
    assert_eq!(rule(&script(64 * 1024)).facts("n: 1").outcome(), "met");
    assert_eq!(rule(&script(64 * 1024 + 1)).codes(), ["P003"]);
}

#[test]
fn what_takes_too_many_steps_is_an_error_of_its_duty_alone() {
    let ten = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";
    let nested =
        (0..8).rev().fold("true".to_owned(), |inner, depth| format!("{ten}.map(|v{depth}| {inner}).len() > 0"));
    let wide = format!("[{}]", vec!["1"; 2000].join(", "));
    for (what, script) in [
        ("closures in closures", format!("require a: {nested};")),
        ("closures in closures in a let", format!("let x = {nested};\nrequire a: x && facts.n == 1;")),
        ("two long lists", format!("let w = {wide};\nrequire a: all(w, |x| any(w, |y| x > y));")),
        ("calls that call twice", "fn f(n) { if n == 0 { 1 } else { f(n - 1) + f(n - 1) } }\nrequire a: f(14) == facts.n && f(15) == 1 && f(14) == 2 && f(15) == 3;".into()),
    ] {
        stopped(what, &script);
        let (found, _) = beside(&script);
        let reason = &found.pair_of("other.d", "a").reason;
        assert!(reason.contains("steps") || reason.contains("deep"), "{what}: {reason}");
        assert_eq!(found.standing_of("other.e"), "satisfied", "{what}");
    }
}

#[test]
fn what_the_host_does_for_each_element_counts_as_steps() {
    let wide = format!("[{}]", vec!["1"; 4000].join(", "));
    for (what, asked) in [
        ("contains", "all(w, |x| !contains(w, 2))"),
        ("sum", "all(w, |x| sum(w) == 4000)"),
        ("len", "all(w, |x| len(w) == 4000)"),
        ("copies", "all(map(w, |x| w), |y| len(y) == facts.n)"),
        ("copies of what is nested", "all(map(w, |x| [w]), |y| len(y) == facts.n)"),
    ] {
        stopped(what, &format!("let w = {wide};\nrequire a: {asked} && facts.n == 1;"));
    }
}

#[test]
fn endless_recursion_is_an_error_of_its_duty_alone() {
    for script in [
        "fn f() { f() }\nrequire a: f();",
        "fn f(x) { g(x) }\nfn g(x) { f(x) }\nrequire a: f(facts.n) == 1;",
        "fn f(x) { [x].all(|y| f(y)) }\nrequire a: f(facts.n);",
        "fn f(x) { [1].map(|y| f(y)) }\nlet z = f(1);\nrequire a: facts.n == 1;",
    ] {
        stopped(script, script);
        assert_eq!(beside(script).0.standing_of("other.e"), "satisfied");
    }
}

#[test]
fn what_is_made_too_large_is_an_error_of_its_duty_alone() {
    let doubling = (0..30).fold("let x0 = [1, 1];\n".to_owned(), |script, index| {
        format!("{script}let x{} = [x{index}, x{index}];\n", index + 1)
    });
    stopped("lists of lists", &format!("{doubling}require a: x30.len() == 3;"));
    let flat = format!("[{}]", vec!["1"; 5000].join(", "));
    stopped("a long list", &format!("require a: {flat}.len() == facts.n;"));
    let text = format!("\"{}\"", "x".repeat(20_000));
    stopped("a long text", &format!("require a: {text} == facts.t;"));
    let lets: String = (0..300).map(|index| format!("let v{index} = 1;\n")).collect();
    stopped("many names", &format!("{lets}require a: facts.n == 1;"));
    let functions: String = (0..100).map(|index| format!("fn f{index}() {{ 1 }}\n")).collect();
    stopped("many functions", &format!("{functions}require a: facts.n == 1;"));
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let deep = |open: &str, inner: &str, close: &str, times: usize| {
        format!("require a: {}{inner}{};", open.repeat(times), close.repeat(times))
    };
    for (what, script) in [
        ("brackets", deep("(", "facts.n == 1", ")", 20_000)),
        ("lists", deep("[", "1", "]", 20_000)),
        ("negations", deep("!", "facts.yes", "", 50_000)),
        ("minus", deep("- ", "facts.n", "", 20_000)),
        ("blocks", deep("{", "facts.yes", "}", 20_000)),
        ("conditions", deep("if facts.yes { ", "true", " } else { false }", 2_000)),
        ("closures", deep("|x| ", "x", "", 10_000)),
        ("closures in lists", deep("[1].map(|x| ", "x", ")", 4_000)),
        ("else if", format!("let x = {}{{ 1 }};\nrequire a: x == facts.n;", "if facts.yes { 1 } else ".repeat(2_500))),
        ("properties", format!("require a: facts{}.n == 1;", ".r".repeat(30_000))),
        ("indices", format!("require a: facts{}.n == 1;", "[0]".repeat(20_000))),
        ("methods", format!("require a: facts.words{} == 1;", ".len()".repeat(10_000))),
        ("sums", format!("require a: 1{} == facts.n;", " + 1".repeat(15_000))),
        ("ors", format!("require a: facts.yes{};", " || facts.yes".repeat(4_500))),
        ("powers", format!("require a: facts.n == {}1;", "1 - (".repeat(5_000))),
        ("comments", format!("{}\nrequire a: ;", "/*".repeat(30_000))),
        ("templates", format!("require a: {}1{} == facts.t;", "`${".repeat(10_000), "}`".repeat(10_000))),
        ("arguments", format!("require a: max({});", vec!["1"; 10_000].join(", "))),
    ] {
        stopped(what, &script);
    }
}

#[test]
fn a_script_of_nonsense_is_refused() {
    for script in [
        "\u{0}",
        "require",
        "require a",
        "@",
        "require a: \"",
        "require a: `",
        "/*",
        "}",
        "😀",
        "require a: facts.n == 99999999999999999999;",
        "require 😀: true;",
        "require \"a\": facts.n == 1;",
    ] {
        assert!(!rule(script).codes().is_empty(), "{script}");
    }
}

#[test]
fn one_duty_of_many_that_hits_a_bound_leaves_its_own_requirements_that_were_judged() {
    let both = format!("{}{}", requirement("a", ""), requirement("b", ""));
    let found = rules(&both, "fn f() { f() }\nrequire a: facts.n == 1;\nrequire b: f();").facts("n: 1").found();
    assert_eq!(found.outcomes(), ["a=met", "b=error"]);
}
