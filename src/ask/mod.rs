//! Questions that run the pipeline more than once: what two rule sets make of one profile.

pub mod contrast;
mod parting;
