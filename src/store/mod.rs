//! Where revisions are kept: the repository around a profile, its commits as shelves of files, another folder in its place.
//!
//! Everything here reads; `git` is run as a program and asked for nothing but names and bytes (docs/decisions/0015).

pub mod commit;
pub mod edit;
pub mod git;
pub mod history;
pub mod mirror;

use std::path::{Component, Path};

/// The path within a folder, with `/`, of a path that leads into it; `None` of any other. Empty for the folder itself.
///
/// `root` has its links resolved. Links in the way to it are followed, those below it are not: whoever reads there has to.
#[must_use]
pub fn within(root: &Path, path: &Path) -> Option<String> {
    let full = std::path::absolute(path).ok()?;
    if let Some(holder) = full.ancestors().find(|holder| holder.canonicalize().is_ok_and(|real| real == root)) {
        return slashes(full.strip_prefix(holder).ok()?);
    }
    // A link from outside leads into it.
    let (holder, real) = full.ancestors().find_map(|holder| Some((holder, holder.canonicalize().ok()?)))?;
    let (start, rest) = (slashes(real.strip_prefix(root).ok()?)?, slashes(full.strip_prefix(holder).ok()?)?);
    Some(if rest.is_empty() { start } else { format!("{start}/{rest}") })
}

/// A relative path with `/`.
fn slashes(path: &Path) -> Option<String> {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.components() {
        match step {
            Component::Normal(step) => steps.push(step.to_str()?),
            Component::ParentDir => steps.push(".."),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(steps.join("/"))
}
