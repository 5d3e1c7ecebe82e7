//! Ledgers as text: small typed files without facts, so that their places are not kept.

use crate::model::ledger::{Paper, Provisions};

/// Why a ledger cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the ledger cannot be read: {0}")]
pub struct Unreadable(#[from] serde_yaml::Error);

/// Reads the ledger of a paper.
///
/// # Errors
/// The text is no ledger.
pub fn paper(text: &str) -> Result<Paper, Unreadable> {
    Ok(serde_yaml::from_str(text)?)
}

/// Reads a ledger of provisions.
///
/// # Errors
/// The text is no ledger.
pub fn provisions(text: &str) -> Result<Provisions, Unreadable> {
    Ok(serde_yaml::from_str(text)?)
}
