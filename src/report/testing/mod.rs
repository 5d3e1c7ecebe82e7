//! What testing rule sets came to, as text, JSON or JUnit. What a rule set says in it stays text.

mod json;
mod junit;
mod text;
mod values;

use crate::author::testing::{Covered, Tested, What};
use crate::model::place::{Place, Sources};

pub use json::json;
pub use junit::junit;
pub use text::text;

/// How many there are to be tried of a kind, and how many were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    tried: usize,
    of: usize,
}

/// The ways of requirements, branches and facts: how many there are, and how many were tried.
fn shares(tested: &Tested) -> [(&'static str, Share); 3] {
    let mut shares = [("outcomes", Share::default()), ("branches", Share::default()), ("facts", Share::default())];
    let covered = tested.duties.iter().filter_map(|duty| duty.coverage.as_ref()).flat_map(|found| &found.covered);
    for one in covered {
        let [outcomes, branches, facts] = &mut shares;
        let (_, share) = match one.what {
            What::Requirement(_) => outcomes,
            What::Branch(_) => branches,
            What::Fact(_) => facts,
        };
        share.of += one.ways.len();
        share.tried += one.ways.len() - one.untried().count();
    }
    shares
}

/// What can be tried, for a reader.
fn named(covered: &Covered) -> String {
    match &covered.what {
        What::Requirement(id) => format!("requirement `{id}`"),
        What::Branch(text) => format!("`{text}`"),
        What::Fact(path) => format!("fact `{path}`"),
    }
}

/// `path:line:column`, as the user can open it.
fn at(sources: &Sources, place: Place) -> String {
    let file = sources.get(place.file).map_or("", |file| file.shown.as_str());
    format!("{file}:{}:{}", place.line, place.column)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
