//! For those who write rules: running their cases, and listing what they say on a date.

pub mod catalogue;
pub mod ledger;
pub mod lock;
pub mod signature;
pub mod lint;
mod own;
pub mod scaffold;
pub mod testing;
