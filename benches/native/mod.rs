//! The audit of three policies of the built-in rule set, written by hand in Rust: the measure for what it costs that rules are scripts.
//!
//! It reads the same files, checks facts against the same dictionary, judges every requirement in three values with every read
//! recorded, weighs evidence, and reports the same in text. It gives no line or column, since typed structs do not know them; it does
//! not tell where a mistake in a file stands beyond its path; and it takes the rules for right, so it judges nothing with no fact
//! stated. All of that is work that the tool does beside what is compared here.

mod assurance;
mod case;
mod dates;
mod facts;
mod judge;
mod page;
mod policy;
mod profile;
mod report;
mod rules;
mod verdict;
mod weigh;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use judge::Judge;
pub(crate) use policy::slice;
use report::Report;

type Fault = Box<dyn std::error::Error>;

/// Audits a profile and returns the report.
pub(crate) fn audit(profile: &Path, as_of: &str) -> Result<String, Fault> {
    let (rule_set, law, digests) = policy::load()?;
    let profile = facts::load(profile, &law)?;
    let judge = Judge::new(&law, &profile, as_of.parse()?);
    let duties = judge.duties();
    Ok(Report { judge: &judge, rule_set: &rule_set, digests: &digests, duties: &duties }.text())
}

/// What every duty came to, to compare with the tool's: verdict, support and standing.
pub(crate) fn standings(profile: &Path, as_of: &str) -> Result<BTreeMap<String, Value>, Fault> {
    let (_, law, _) = policy::load()?;
    let profile = facts::load(profile, &law)?;
    let duties = Judge::new(&law, &profile, as_of.parse()?).duties();
    Ok(duties.iter().map(|duty| (duty.id.to_owned(), json!([duty.verdict, duty.support, duty.standing]))).collect())
}

fn digest(bytes: &[u8]) -> String {
    let mut hex = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
