//! What a file was in earlier revisions.

use std::path::Path;

use super::git::{Fault, Repository};

/// How many revisions of a file are looked at.
const REVISIONS: &str = "--max-count=300";

/// A file in the revisions that changed it, the latest first.
#[derive(Debug)]
pub struct History {
    repository: Repository,
    path: String,
    commits: Vec<String>,
}

impl History {
    /// The history of a file, back from what is checked out; `None` where the file lies in no repository. Renames are not followed.
    ///
    /// # Errors
    /// `git` is not at hand, or refuses.
    pub fn of(file: &Path) -> Result<Option<Self>, Fault> {
        let Some(repository) = Repository::of(file)? else { return Ok(None) };
        let Some(path) = repository.within(file) else { return Ok(None) };
        let output = repository.ask(&["rev-list", REVISIONS, "--end-of-options", "HEAD", "--", &path])?;
        // Without a first commit there is no HEAD, and no history.
        let listed = output.unwrap_or_default();
        let commits = String::from_utf8_lossy(&listed).lines().map(str::to_owned).collect();
        Ok(Some(Self { repository, path, commits }))
    }

    /// The first revision, from the latest back, of which something can be made, with what that is.
    ///
    /// # Errors
    /// `git` is not at hand.
    pub fn find<T>(&self, make: impl Fn(&[u8]) -> Option<T>) -> Result<Option<(String, T)>, Fault> {
        for commit in &self.commits {
            let bytes = self.repository.ask(&["cat-file", "blob", &format!("{commit}:{}", self.path)])?;
            if let Some(found) = bytes.and_then(|bytes| make(&bytes)) {
                return Ok(Some((commit.clone(), found)));
            }
        }
        Ok(None)
    }
}
