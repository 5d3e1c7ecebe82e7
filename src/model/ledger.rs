//! Ledgers: where each paragraph of a paper, or each provision of the law, went.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Where one paragraph or provision went: exactly one of the three.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The facts, or the duties, that encode it.
    #[serde(default)]
    pub encoded: Vec<String>,
    /// What it tells, where it holds nothing that could be encoded.
    pub narrative: Option<String>,
    /// Why it is left out.
    pub out_of_scope: Option<String>,
}

/// The ledger of a paper, by paragraph.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Every numbered paragraph.
    pub paragraphs: BTreeMap<u32, Entry>,
}

/// The ledger of provisions, by id.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisions {
    /// Every provision.
    pub ledger: BTreeMap<String, Entry>,
}
