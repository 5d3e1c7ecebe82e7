//! Any bytes as a file of a stranger's rule set; the first byte says which. The sound duty of the other rule set stays as it is.

#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use sprcheck::audit::Rules;

const PLACES: &[&str] = &[
    "policies/d.yaml",
    "policies/facts/facts.yaml",
    "policies/subjects/sets.yaml",
    "policies/evidence-kinds.yaml",
    "policies/ruleset.yaml",
    "policies/overlay.yaml",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let Some(place) = PLACES.get(usize::from(*first) % PLACES.len()) else { return };
    let policy = small::duty("other.d", "      a: { states: it is so, remedy: do it, shown_by: [report] }\n");
    let mut files: Vec<(&str, &[u8])> =
        vec![("policies/d.yaml", policy.as_bytes()), ("rules/other/d.rhai", b"require a: facts.n == 1;")];
    files.retain(|(path, _)| path != place);
    files.push((place, bytes));
    let rules = Rules::load(&[small::base(), small::set("other", &files)], true);
    // What a stranger says may have the profile refused only if it is the stranger's to say, and it never is of this profile.
    let assessment =
        small::audit(&rules, &small::something()).expect("a stranger's mistake is no mistake of the profile");
    let sound =
        assessment.duties.iter().find(|duty| duty.id.as_str() == "base.sound").expect("the sound duty is judged");
    assert_eq!(sound.standing.as_str(), "satisfied", "{}", sound.reason);
    small::render(&assessment);
});
