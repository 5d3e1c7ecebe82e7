//! What a file was in earlier revisions, and which revisions changed a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::load::digest;

use super::commit::Commit;
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

/// Looks for the bytes of a file by their digest, in the revisions that changed it: those of every branch and tag, the latest first. Gives
/// the commit and the bytes; `None` where the file lies in no repository, or was never so. What is larger than a limit is passed over.
///
/// # Errors
/// `git` is not at hand, or refuses.
pub fn recall(file: &Path, wanted: &str, limit: usize) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let Some(repository) = Repository::of(file)? else { return Ok(None) };
    let Some(path) = repository.within(file) else { return Ok(None) };
    let arguments = ["log", "--all", REVISIONS, "--full-history", "-m", "--raw", "--no-abbrev", "--no-renames"];
    let plain =
        ["--no-ext-diff", "--no-textconv", "--no-show-signature", "--format=%H", "--end-of-options", "--", &path];
    let listed = repository.ask(&[&arguments[..], &plain].concat())?.unwrap_or_default();
    let mut objects = repository.objects()?;
    let mut seen = BTreeSet::new();
    for (commit, object) in changes(&String::from_utf8_lossy(&listed)) {
        if !seen.insert(object) {
            continue;
        }
        // What a partial clone lacks, or what is no file, is not what is looked for.
        if let Ok(bytes) = objects.read(object, limit)
            && digest(&bytes) == wanted
        {
            return Ok(Some((commit.to_owned(), bytes)));
        }
    }
    Ok(None)
}

/// Each commit with the object that it made of the file.
fn changes(listed: &str) -> Vec<(&str, &str)> {
    let mut commit = "";
    let mut found = Vec::new();
    for line in listed.lines() {
        match line.strip_prefix(':') {
            // `:100644 100644 OLD NEW M<tab>path`
            Some(change) => found.extend(change.split(' ').nth(3).map(|new| (commit, new))),
            None if !line.is_empty() => commit = line,
            None => {}
        }
    }
    found
}

/// The commits, the latest first, that changed anything in some folders of one repository, each as a shelf; at most 300.
///
/// # Errors
/// `git` is not at hand, or refuses.
pub fn revisions(folders: &[PathBuf]) -> Result<impl Iterator<Item = Result<Commit, Fault>> + use<>, Fault> {
    let mut repository: Option<Repository> = None;
    let mut paths: Vec<String> = Vec::new();
    for folder in folders {
        let Some(own) = Repository::of(folder)? else { continue };
        if repository.as_ref().is_none_or(|first| *first == own) {
            paths.extend(own.within(folder).map(|path| if path.is_empty() { ".".to_owned() } else { path }));
            repository = Some(own);
        }
    }
    let mut commits: Vec<String> = Vec::new();
    if let Some(repository) = repository.as_ref().filter(|_| !paths.is_empty()) {
        let mut arguments = vec!["rev-list", "--all", "--full-history", REVISIONS, "--end-of-options", "--"];
        arguments.extend(paths.iter().map(String::as_str));
        let listed = repository.ask(&arguments)?.unwrap_or_default();
        commits.extend(String::from_utf8_lossy(&listed).lines().map(str::to_owned));
    }
    let opened = repository.into_iter().flat_map(move |repository| {
        std::mem::take(&mut commits).into_iter().map(move |commit| Commit::open(&repository, commit))
    });
    Ok(opened)
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
