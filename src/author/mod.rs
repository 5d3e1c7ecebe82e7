//! For those who write rules: running their cases.

pub mod cases;
