//! For those who write rules: running their cases, and listing what they say on a date.

pub mod cases;
pub mod catalogue;
pub mod ledger;
