//! Questions that run the pipeline more than once: what two rule sets make of one profile.

pub mod actions;
pub mod bearing;
pub mod brief;
pub mod citations;
pub mod contrast;
pub mod counterfactual;
pub mod diff;
pub mod forecast;
pub mod gate;
pub mod history;
pub mod impact;
pub mod inquiry;
pub mod partial;
mod parting;
pub mod plan;
pub mod promise;
pub mod review;
pub mod verify;
mod witness;
