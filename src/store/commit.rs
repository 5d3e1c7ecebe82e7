//! A commit as a shelf: below the root of the repository lie the files of the commit, everywhere else those of the disk.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};

use crate::load::shelf::{Disk, Lies, Shelf, Unread};

use super::git::{Entry, EntryKind, Fault, Objects, Repository};

/// How many links may lead to each other.
const MAX_LINKS: usize = 32;
/// The most bytes that the target of a link may have.
const MAX_TARGET: usize = 4096;

/// The files of a commit.
#[derive(Debug)]
pub struct Commit {
    repository: Repository,
    hash: String,
    entries: BTreeMap<String, Entry>,
    objects: RefCell<Objects>,
    lacks: Cell<bool>,
    module: RefCell<Option<(String, String)>>,
}

/// Where a path leads.
enum Leads {
    /// To this path within the commit.
    Within(String),
    /// Out of the repository.
    Outside(PathBuf),
}

impl Commit {
    /// Opens a commit by its full hash.
    ///
    /// # Errors
    /// `git` refuses.
    pub fn open(repository: &Repository, hash: String) -> Result<Self, Fault> {
        let entries = repository.entries(&hash)?.into_iter().collect();
        let objects = RefCell::new(repository.objects()?);
        let (lacks, module) = (Cell::new(false), RefCell::new(None));
        Ok(Self { repository: repository.clone(), hash, entries, objects, lacks, module })
    }

    /// Its hash, in full.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Whether the clone lacked the bytes of something that was asked for: a partial clone. What was read is then not whole.
    #[must_use]
    pub fn lacks(&self) -> bool {
        self.lacks.get()
    }

    /// A path that was asked for and lies in a submodule, with the path of that: a commit names what a submodule is at and holds nothing
    /// of it. What was read is then not whole.
    #[must_use]
    pub fn module(&self) -> Option<(String, String)> {
        self.module.borrow().clone()
    }

    /// Where a path leads, links followed, the last too if it is to be.
    fn leads(&self, path: &Path, last: bool) -> io::Result<Leads> {
        let Some(inner) = self.repository.within(path) else {
            let real = Disk.real(path)?;
            return match self.repository.within(&real) {
                // A link outside may lead into the repository.
                Some(inner) if real.starts_with(self.repository.root()) => self.walk(&inner, last),
                _ => Ok(Leads::Outside(real)),
            };
        };
        self.walk(&inner, last)
    }

    fn walk(&self, inner: &str, last: bool) -> io::Result<Leads> {
        let mut open = steps(inner);
        let mut reached: Vec<String> = Vec::new();
        let mut links = 0;
        while let Some(step) = open.pop() {
            if step == "." {
                continue;
            }
            if step == ".." {
                if reached.pop().is_none()
                    && let Some(outside) = self.beyond(&self.repository.root().join(".."), &mut open)?
                {
                    return Ok(Leads::Outside(outside));
                }
                continue;
            }
            reached.push(step);
            let here = reached.join("/");
            match self.entries.get(&here).map(|entry| entry.kind) {
                Some(EntryKind::Link) if last || !open.is_empty() => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(io::Error::other("links lead to each other in a circle"));
                    }
                    let target = self.bytes(&here, MAX_TARGET).map_err(into_io)?;
                    let target = String::from_utf8_lossy(&target).into_owned();
                    open.append(&mut steps(&target));
                    if target.starts_with('/') {
                        reached.clear();
                        if let Some(outside) = self.beyond(Path::new("/"), &mut open)? {
                            return Ok(Leads::Outside(outside));
                        }
                    } else {
                        reached.pop();
                    }
                }
                Some(_) if open.is_empty() => {}
                None if self.holds_below(&here) => {}
                Some(EntryKind::Module) => {
                    let rest: Vec<&str> = open.iter().rev().map(String::as_str).collect();
                    *self.module.borrow_mut() = Some((format!("{here}/{}", rest.join("/")), here));
                    return Err(io::Error::other("it lies in a submodule"));
                }
                _ => return Err(io::Error::from(io::ErrorKind::NotFound)),
            }
        }
        Ok(Leads::Within(reached.join("/")))
    }

    /// Where the steps lead from a folder outside of the repository; `None` once they lead back into it, where those that are left begin
    /// at its root.
    fn beyond(&self, start: &Path, open: &mut Vec<String>) -> io::Result<Option<PathBuf>> {
        let mut here = Disk.real(start)?;
        loop {
            if let Ok(inner) = here.strip_prefix(self.repository.root()) {
                let inner = inner.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
                open.append(&mut steps(inner));
                return Ok(None);
            }
            let Some(step) = open.pop() else { return Ok(Some(here)) };
            here = Disk.real(&here.join(step))?;
        }
    }

    /// Why a path is not answered from the commit although it lies in the repository, or is meant to; `None` where it is, or where nothing
    /// is there. What lies outside of the repository is no part of a commit; `is_own` says that it has to be one.
    #[must_use]
    pub fn strays(&self, path: &Path, is_own: bool) -> Option<String> {
        let root = self.repository.root();
        let lies = self.repository.within(path).is_some();
        match self.leads(path, true) {
            Ok(Leads::Outside(real)) if lies => {
                Some(format!("is a link that leaves the repository, to `{}`, which no commit holds", real.display()))
            }
            Ok(Leads::Outside(real)) if real.starts_with(root) => {
                Some("has a name that is not UTF-8, so it cannot be looked for in a commit".into())
            }
            Ok(Leads::Outside(_)) if is_own => {
                Some(format!("lies outside of the working tree `{}`, so no commit holds it", root.display()))
            }
            Err(_) if is_own && !lies => Some("cannot be looked for in a commit".into()),
            _ => None,
        }
    }

    /// Whether something lies below a folder.
    fn holds_below(&self, folder: &str) -> bool {
        folder.is_empty() || self.below(folder).next().is_some()
    }

    /// Everything below a folder, by its path from there.
    fn below(&self, folder: &str) -> impl Iterator<Item = &str> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let range = (Bound::Included(start.clone()), Bound::Unbounded);
        self.entries.range::<String, _>(range).map_while(move |(path, _)| path.strip_prefix(&start))
    }

    fn bytes(&self, inner: &str, limit: usize) -> Result<Vec<u8>, Unread> {
        let entry = self.entries.get(inner).filter(|entry| entry.kind != EntryKind::Module).ok_or(Unread::Special)?;
        let read = self.objects.borrow_mut().read(&entry.object, limit);
        if let Err(Unread::Io(_)) = read {
            self.lacks.set(true);
        }
        read
    }
}

/// The steps of a path with `/`, the first one last.
fn steps(path: &str) -> Vec<String> {
    path.rsplit('/').filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

fn into_io(unread: Unread) -> io::Error {
    match unread {
        Unread::Io(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

impl Shelf for Commit {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(match self.leads(path, true)? {
            Leads::Within(inner) if inner.is_empty() => self.repository.root().to_path_buf(),
            Leads::Within(inner) => self.repository.root().join(inner),
            Leads::Outside(real) => real,
        })
    }

    fn is_folder(&self, path: &Path) -> bool {
        match self.leads(path, true) {
            Ok(Leads::Within(inner)) => !self.entries.contains_key(&inner),
            Ok(Leads::Outside(real)) => Disk.is_folder(&real),
            Err(_) => false,
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        match self.leads(path, true) {
            Ok(Leads::Within(inner)) => self.entries.get(&inner).is_some_and(|entry| entry.kind == EntryKind::File),
            Ok(Leads::Outside(real)) => Disk.is_file(&real),
            Err(_) => false,
        }
    }

    fn lies(&self, path: &Path) -> Option<Lies> {
        match self.leads(path, false).ok()? {
            Leads::Within(inner) => Some(match self.entries.get(&inner) {
                Some(entry) if entry.kind == EntryKind::File => {
                    let size = self.bytes(&inner, usize::MAX).ok()?.len();
                    Lies::File(size as u64)
                }
                _ => Lies::Other,
            }),
            Leads::Outside(_) => Disk.lies(path),
        }
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        match self.leads(folder, true)? {
            Leads::Within(inner) => {
                let first = self.below(&inner).filter_map(|path| path.split('/').next());
                let mut names: Vec<String> = first.map(str::to_owned).collect();
                names.sort();
                names.dedup();
                Ok(names)
            }
            Leads::Outside(real) => Disk.names(&real),
        }
    }

    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unread> {
        match self.leads(path, true).map_err(Unread::Io)? {
            Leads::Within(inner) => self.bytes(&inner, limit),
            Leads::Outside(real) => Disk.read(&real, limit),
        }
    }
}
