//! Tests of the loading as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::facts::{Content, Scalar};
use crate::model::ids::RuleSetName;
use crate::model::law::Law;
use crate::model::problem::Code;
use crate::model::profile::Profile;

fn tree(origin: Origin, files: &[(&str, &str)]) -> InputTree {
    let files = files.iter().map(|(path, text)| InputFile { path: (*path).into(), shown: (*path).into(), bytes: text.as_bytes().to_vec() });
    let mut files: Vec<_> = files.collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    InputTree { origin, files, faults: Vec::new() }
}

#[test]
fn the_built_in_rule_set_has_no_problems() {
    let mut loaded = Loaded::default();
    let tree = builtin();
    let law = rule_sets(std::slice::from_ref(&tree), &mut loaded);
    let origin = Origin::RuleSet(RuleSetName::from("sprcheck"));
    let cases: usize = tree.case_files().map(|file| cases(file, &origin, &law, &mut loaded).len()).sum();
    assert_eq!(snippet::render(&loaded.problems, &loaded.sources), "");
    assert!(law.duties().count() > 20 && cases > 20, "{cases}");
}
