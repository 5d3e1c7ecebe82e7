//! What a file was in earlier revisions, under whatever name, and which revisions changed a folder.

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
    revisions: Vec<Revision>,
}

/// A commit, and what the file was called in it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Revision {
    commit: String,
    path: String,
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
    /// The history of a file, back from what is checked out; `None` where the file lies in no repository. Where the file was renamed, its
    /// history goes on under the name that it had, as far as git finds it; so it does where the renaming is staged.
    ///
    /// # Errors
    /// `git` is not at hand, or refuses.
    pub fn of(file: &Path) -> Result<Option<Self>, Fault> {
        let Some(repository) = Repository::of(file)? else { return Ok(None) };
        let Some(path) = repository.within(file) else { return Ok(None) };
        let mut revisions = listed(&repository, &path)?;
        if revisions.is_empty() && repository.ask(&["rev-parse", "--verify", "--quiet", "HEAD"])?.is_some() {
            let former = repository.former_name("HEAD", None, &path)?;
            revisions = former.map_or_else(|| Ok(Vec::new()), |former| listed(&repository, &former))?;
        }
        Ok(Some(Self { repository, revisions }))
    }

    /// The first revision, from the latest back, of which something can be made, with what that is. What is made gets the path there.
    ///
    /// # Errors
    /// `git` is not at hand.
    pub fn find<T>(&self, make: impl Fn(&str, &[u8]) -> Option<T>) -> Result<Option<(String, T)>, Fault> {
        for Revision { commit, path } in &self.revisions {
            let bytes = self.repository.ask(&["cat-file", "blob", &format!("{commit}:{path}")])?;
            if let Some(found) = bytes.and_then(|bytes| make(path, &bytes)) {
                return Ok(Some((commit.clone(), found)));
            }
        }
        Ok(None)
    }
}

/// The revisions of a path; none without a first commit.
fn listed(repository: &Repository, path: &str) -> Result<Vec<Revision>, Fault> {
    // No signature is looked at, for that runs a program that the settings name.
    let options = ["-M", REVISIONS, "--format=%H", "--name-status", "-z", "--no-show-signature", "--no-ext-diff"];
    let asked: Vec<&str> = ["log", "--follow"].into_iter().chain(options).collect();
    let output = repository.ask(&[&asked[..], &["--no-textconv", "--end-of-options", "HEAD", "--", path]].concat())?;
    let output = output.unwrap_or_default();
    Ok(named(&String::from_utf8_lossy(&output)))
}

/// `commit`, `status`, a path, and another one where it was renamed, with a NUL after each; a line break stands before a status.
fn named(output: &str) -> Vec<Revision> {
    let mut revisions = Vec::new();
    let mut commit = "";
    let mut fields = output.split('\0');
    while let Some(field) = fields.next() {
        if field.len() >= 40 && field.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            commit = field;
            continue;
        }
        let first = fields.next();
        let path = if field.trim_start().starts_with(['R', 'C']) { fields.next() } else { first };
        // Of a file that was deleted there is nothing to be read.
        if let Some(path) = path.filter(|path| !path.is_empty()) {
            revisions.push(Revision { commit: commit.to_owned(), path: path.to_owned() });
        }
    }
    revisions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_revision_has_the_name_that_the_file_had_in_it() {
        let (one, two, three) = ("a".repeat(40), "b".repeat(40), "c".repeat(40));
        let output = format!("{one}\0\nM\0b \n.md\0{two}\0\nR100\0a.md\0b \n.md\0{three}\0\nA\0a.md\0");
        let found = named(&output);
        let found: Vec<(&str, &str)> = found.iter().map(|one| (one.commit.as_str(), one.path.as_str())).collect();
        assert_eq!(found, [(&*one, "b \n.md"), (&*two, "b \n.md"), (&*three, "a.md")]);
        assert_eq!(named(""), []);
    }
}
