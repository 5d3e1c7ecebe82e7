//! Are the duties under the Strategic Policing Requirement and the PREVENT minimum standards met, on what evidence, and what is missing?
//!
//! The modules stand in the order of the pipeline; each uses only those above it.
//!
//! ```text
//!  files ──load──▶ model ──evaluate──▶ outcomes ──graph──▶ links ──assess──▶ assessment ──report──▶ text, files
//! ```

pub mod model;
pub mod load;
pub mod store;
pub mod evaluate;
pub mod graph;
pub mod assess;
pub mod audit;
pub mod ask;
pub mod author;
pub mod report;
pub mod cli;
