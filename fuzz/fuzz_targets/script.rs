//! Any text as a script: no panic, no slow unit; nothing is met where nothing is stated, nor does an outcome rest on what is not there.

#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use sprcheck::audit::Rules;

const REQUIREMENTS: &str = "      a: { states: it is so, remedy: do it, shown_by: [report] }\n      b: { states: it is so, remedy: do it, shown_by: [report], look_back: { period: 3 years, set_by: me, because: so } }\n      t: { for_each: threats, states: it is so, remedy: do it, shown_by: [report] }\n";

fuzz_target!(|bytes: &[u8]| {
    let policy = small::duty("other.d", REQUIREMENTS);
    // Whatever the script does not judge is added, so that it is judged at all.
    let given = String::from_utf8_lossy(bytes);
    let mut script = given.clone().into_owned();
    for (id, rest) in [
        ("a", "require a: facts.n == 1;"),
        ("b", "require b by facts.due: facts.n == 1;"),
        ("t", "require t: facts.n == 1;"),
    ] {
        if !given.contains(&format!("require {id}")) {
            script.push('\n');
            script.push_str(rest);
        }
    }
    let files: [(&str, &[u8]); 2] = [("policies/d.yaml", policy.as_bytes()), ("rules/other/d.rhai", script.as_bytes())];
    let rules = Rules::load(&[small::base(), small::set("other", &files)], true);
    let blank = small::audit(&rules, &small::nothing()).expect("a stranger's mistake is no mistake of the profile");
    for duty in &blank.duties {
        assert_ne!(duty.verdict.as_str(), "met", "met with nothing stated:\n{script}");
        assert_eq!(duty.outcomes.met, 0, "met with nothing stated:\n{script}");
    }
    let stated = small::audit(&rules, &small::something()).expect("a stranger's mistake is no mistake of the profile");
    let sound = stated.duties.iter().find(|duty| duty.id.as_str() == "base.sound").expect("the sound duty is judged");
    assert_eq!(sound.standing.as_str(), "satisfied");
    small::render(&stated);
});
