//! Any bytes as a profile, against a small rule set: no panic, no slow unit, nothing hidden in what is printed.

#![no_main]

mod small;

use libfuzzer_sys::fuzz_target;
use sprcheck::audit::Rules;

thread_local! {
    static RULES: Rules = Rules::load(&[small::base()], true);
}

fuzz_target!(|bytes: &[u8]| {
    RULES.with(|rules| {
        if let Some(assessment) = small::audit(rules, &small::profile(bytes)) {
            small::render(&assessment);
        }
    });
});
