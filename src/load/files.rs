//! Reads rule sets and profiles from disk into bytes: only the files that belong there, never through a link that leaves the
//! folder, sorted by path. What the bytes say is left to the rest of `load`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::model::document::Reading;
use crate::model::ids::RuleSetName;
use crate::model::place::Origin;
use crate::model::problem::{Code, Problem};

use super::document;
use super::extension::beside;
use super::manifest::paths_of;
use super::nearest::quote;
use super::shelf::{Disk, Lies, Shelf, Unread};
use super::sources::digest;
use super::yaml::MAX_BYTES;
use super::{FileFault, InputFile, InputTree, RuleSetTrees, archive};

/// How a case file's name ends.
pub(crate) const CASES: &str = ".cases.yaml";
/// How a script's name ends.
pub(crate) const SCRIPT: &str = ".rhai";
/// The file that vouches for a rule set; it is no part of its digest.
pub const SIGNATURE: &str = "ruleset.minisig";
/// The most bytes that a signature may have.
const MAX_SIGNATURE: usize = 4 * 1024;
/// The most bytes that a script may have.
pub const MAX_SCRIPT_BYTES: usize = 64 * 1024;
/// The most bytes that a policy or a case file may have; a profile may have more.
const MAX_POLICY_BYTES: usize = 1024 * 1024;
/// The most files that a rule set may have.
const MAX_FILES: usize = 2048;
/// The most bytes that all files of a rule set together may have.
const MAX_TOTAL: usize = 8 * 1024 * 1024;
/// The most rule sets that are read because others extend them.
const MAX_BASES: usize = 32;
/// The most folders within each other.
const MAX_FOLDERS: usize = 16;
/// When the documents beside a profile have so many bytes together, no more are read.
const MAX_DOCUMENTS: usize = 64 * 1024 * 1024;
const TOO_MUCH: &str = "the documents at hand have more than 64 MiB together: the rest are not read";
/// The file of a profile that is a folder.
const PROFILE: &str = "profile.yaml";

/// Reads the rule sets in folders and archives, and all that they extend.
///
/// A base may lie within the folder that holds the rule set which extends it, or be one of those that are asked for; a rule set that is
/// not trusted reaches nothing else.
///
/// # Errors
/// A folder or archive is not there, or is no rule set.
pub fn rule_sets(paths: &[PathBuf]) -> Result<RuleSetTrees, Box<Problem>> {
    rule_sets_from(&Disk, paths)
}

/// The same from somewhere else.
///
/// # Errors
/// As there.
pub fn rule_sets_from(shelf: &dyn Shelf, paths: &[PathBuf]) -> Result<RuleSetTrees, Box<Problem>> {
    let mut trees = RuleSetTrees::default();
    let mut known: BTreeMap<PathBuf, String> = BTreeMap::new();
    for path in paths {
        let tree = rule_set_from(shelf, path)?;
        let name = beside(".", &path.display().to_string());
        if let Ok(real) = shelf.real(path) {
            let first = known.entry(real).or_insert_with(|| name.clone()).clone();
            trees.links.aliases.insert(name, first);
        }
        trees.given.push(tree);
    }
    let mut open: Vec<InputTree> = trees.given.clone();
    while let Some(tree) = open.pop() {
        let Origin::RuleSet(folder) = &tree.origin else { continue };
        let folder = beside(".", folder.as_str());
        for path in paths_of(&tree) {
            let name = beside(&folder, &path);
            if trees.links.aliases.contains_key(&name) || trees.links.unread.contains_key(&name) {
                continue;
            }
            if trees.bases.len() >= MAX_BASES {
                trees.links.unread.insert(name, format!("was not read: at most {MAX_BASES} are"));
                continue;
            }
            match base(shelf, &folder, &path, &name, &known) {
                Ok(Base::Known(first)) => _ = trees.links.aliases.insert(name, first),
                Ok(Base::New(real, base)) => {
                    known.insert(real, name.clone());
                    trees.links.aliases.insert(name.clone(), name);
                    open.push((*base).clone());
                    trees.bases.push(*base);
                }
                Err(why) => _ = trees.links.unread.insert(name, why),
            }
        }
    }
    Ok(trees)
}

enum Base {
    /// It was read before, under that name.
    Known(String),
    New(PathBuf, Box<InputTree>),
}

/// What a rule set extends, or why it was not read.
fn base(
    shelf: &dyn Shelf,
    folder: &str,
    path: &str,
    name: &str,
    known: &BTreeMap<PathBuf, String>,
) -> Result<Base, String> {
    if path.is_empty() || path.contains('\\') || path.contains(':') || Path::new(path).is_absolute() {
        return Err("is not written as a relative path with `/`".into());
    }
    let real = shelf.real(Path::new(name)).map_err(|_| "is not there")?;
    if let Some(first) = known.get(&real) {
        return Ok(Base::Known(first.clone()));
    }
    let holder = beside(folder, "..");
    let within = shelf.real(Path::new(&holder)).is_ok_and(|holder| real.starts_with(&holder) && real != holder);
    if !within {
        return Err("lies outside the folder that holds the rule set; to allow it, name it with `--rules` too".into());
    }
    match rule_set_from(shelf, Path::new(name)) {
        Ok(tree) => Ok(Base::New(real, Box::new(tree))),
        Err(problem) => Err(format!("was not read: {}", problem.message)),
    }
}

/// Reads the rule set in a folder or an archive: `policies/**/*.yaml`, `rules/**/*.{rhai,cases.yaml}`, and its signature.
///
/// # Errors
/// It is not there, or holds no `policies` folder.
pub fn rule_set(path: &Path) -> Result<InputTree, Box<Problem>> {
    rule_set_from(&Disk, path)
}

/// The same from somewhere else.
fn rule_set_from(shelf: &dyn Shelf, path: &Path) -> Result<InputTree, Box<Problem>> {
    let shown = path.display().to_string();
    if archive::is_archive(path) && shelf.is_file(path) {
        return match shelf.read(path, archive::MAX_PACKED) {
            Ok(bytes) => Ok(archive::unpack(path, &bytes)),
            Err(Unread::Io(error)) => Err(unreadable("the rule set", path, &error)),
            Err(other) => {
                Err(Box::new(Problem::of_a_file(other.code(), format!("{}: {}", quote(&shown), other.message()))))
            }
        };
    }
    let folder = path;
    let root = shelf.real(folder).map_err(|error| unreadable("the rule set", folder, &error))?;
    if !shelf.is_folder(&root.join("policies")) {
        let problem = Problem::of_a_file(
            Code::FileUnreadable,
            format!("the folder {} holds no `policies` folder", quote(&shown)),
        );
        return Err(Box::new(
            problem.help("a rule set is a folder with `policies/` and `rules/`, or a `.tar.gz` or `.zip` of one"),
        ));
    }
    let mut walk =
        Walk { shelf, root: &root, folder, seen: BTreeSet::new(), total: 0, files: Vec::new(), faults: Vec::new() };
    walk.visit("policies", &|name| name.ends_with(".yaml"), 0);
    if shelf.real(&root.join("rules")).is_ok() {
        walk.visit("rules", &|name| name.ends_with(SCRIPT) || name.ends_with(CASES), 0);
    }
    walk.signature();
    let Walk { mut files, mut faults, .. } = walk;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    faults.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(InputTree { origin: Origin::RuleSet(RuleSetName::from(shown.as_str())), files, faults })
}

/// Reads a profile: the file, or `profile.yaml` in the folder.
///
/// # Errors
/// The file is not there, cannot be read, or is too large.
pub fn profile(path: &Path) -> Result<InputTree, Box<Problem>> {
    profile_from(&Disk, path)
}

/// The same from somewhere else.
///
/// # Errors
/// As there.
pub fn profile_from(shelf: &dyn Shelf, path: &Path) -> Result<InputTree, Box<Problem>> {
    let file = if shelf.is_folder(path) { path.join(PROFILE) } else { path.to_path_buf() };
    let shown = file.display().to_string();
    let name = file.file_name().map_or_else(|| PROFILE.to_owned(), |name| name.to_string_lossy().into_owned());
    let mut tree = InputTree { origin: Origin::Profile, files: Vec::new(), faults: Vec::new() };
    match shelf.read(&file, MAX_BYTES) {
        Ok(bytes) => tree.files.push(InputFile { path: name, shown, bytes }),
        Err(Unread::Io(error)) => return Err(unreadable("the profile", &file, &error)),
        Err(other) => {
            return Err(Box::new(Problem::of_a_file(other.code(), format!("{}: {}", quote(&shown), other.message()))));
        }
    }
    Ok(tree)
}

/// The files beside a profile at which its evidence is held, by the path that the profile gives.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Their digests.
    pub digests: BTreeMap<String, String>,
    /// What they are as documents.
    pub documents: Arc<BTreeMap<String, Reading>>,
}

/// Reads the files beside a profile, each once; only those that lie inside its folder.
#[must_use]
pub fn held(profile: &Path, paths: &[String]) -> Held {
    held_from(&Disk, profile, paths)
}

/// The same from somewhere else.
#[must_use]
pub fn held_from(shelf: &dyn Shelf, profile: &Path, paths: &[String]) -> Held {
    let mut taken = Taken::default();
    visit_held(shelf, profile, paths, |path, bytes| taken.add(path, bytes));
    taken.held()
}

/// The same of files that were read already, by the path that the profile gives.
#[must_use]
pub fn held_as(files: &BTreeMap<String, Vec<u8>>) -> Held {
    let mut taken = Taken::default();
    files.iter().for_each(|(path, bytes)| taken.add(path, bytes));
    taken.held()
}

/// What is held, in the making.
#[derive(Default)]
struct Taken {
    digests: BTreeMap<String, String>,
    documents: BTreeMap<String, Reading>,
    total: usize,
}

impl Taken {
    fn add(&mut self, path: &str, bytes: &[u8]) {
        self.digests.insert(path.to_owned(), digest(bytes));
        let reading = if self.total < MAX_DOCUMENTS { document::read(path, bytes) } else { Reading::NotRead(TOO_MUCH) };
        if let Reading::Document(_) = reading {
            self.total += bytes.len();
        }
        self.documents.insert(path.to_owned(), reading);
    }

    fn held(self) -> Held {
        Held { digests: self.digests, documents: Arc::new(self.documents) }
    }
}

/// The digests alone.
#[must_use]
pub fn digests(profile: &Path, paths: &[String]) -> BTreeMap<String, String> {
    let mut digests = BTreeMap::new();
    visit_held(&Disk, profile, paths, |path, bytes| _ = digests.insert(path.to_owned(), digest(bytes)));
    digests
}

/// Reads each of the files that are there and lie inside the profile's folder.
fn visit_held(shelf: &dyn Shelf, profile: &Path, paths: &[String], mut visit: impl FnMut(&str, &[u8])) {
    let folder = if shelf.is_folder(profile) { profile } else { profile.parent().unwrap_or(Path::new(".")) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(root) = shelf.real(folder) else { return };
    for path in paths.iter().filter(|path| stays_inside(path)) {
        let file = shelf.real(&root.join(path)).ok().filter(|file| file.starts_with(&root));
        if let Some(bytes) = file.and_then(|file| shelf.read(&file, usize::MAX).ok()) {
            visit(path, &bytes);
        }
    }
}

/// Whether a path is relative and never steps up.
pub(crate) fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && Path::new(path).components().all(|step| matches!(step, Component::Normal(_) | Component::CurDir))
}

struct Walk<'w> {
    shelf: &'w dyn Shelf,
    /// The folder with all links resolved.
    root: &'w Path,
    /// The folder as it was given.
    folder: &'w Path,
    /// The folders that were visited, links resolved: links among them make no circle.
    seen: BTreeSet<PathBuf>,
    total: usize,
    files: Vec<InputFile>,
    faults: Vec<FileFault>,
}

impl Walk<'_> {
    /// Reads the files below a folder whose names are wanted.
    fn visit(&mut self, inner: &str, wanted: &dyn Fn(&str) -> bool, depth: usize) {
        let folder = self.root.join(inner);
        if !self.shelf.real(&folder).is_ok_and(|folder| self.seen.insert(folder)) {
            return;
        }
        if depth > MAX_FOLDERS {
            self.fault(inner, Code::FileUnreadable, format!("the folders are nested deeper than {MAX_FOLDERS} levels"));
            return;
        }
        let names = match self.shelf.names(&folder) {
            Ok(names) => names,
            Err(error) => {
                return self.fault(inner, Code::FileUnreadable, format!("the folder cannot be read: {error}"));
            }
        };
        for name in names {
            let path = format!("{inner}/{name}");
            let full = self.root.join(&path);
            let Ok(target) = self.shelf.real(&full) else {
                if wanted(&name) {
                    self.fault(&path, Code::FileUnreadable, "the link leads nowhere".into());
                }
                continue;
            };
            let inside = target.starts_with(self.root);
            if self.shelf.is_folder(&target) {
                if inside {
                    self.visit(&path, wanted, depth + 1);
                } else {
                    self.fault(
                        &path,
                        Code::FileUnreadable,
                        "the link leaves the folder of the rule set and is not followed".into(),
                    );
                }
            } else if wanted(&name) {
                if self.files.len() >= MAX_FILES {
                    self.fault(&path, Code::FileTooLarge, format!("the rule set holds more than {MAX_FILES} files"));
                    return;
                }
                if inside {
                    self.read(&path, &target);
                } else {
                    self.fault(
                        &path,
                        Code::FileUnreadable,
                        "the link leaves the folder of the rule set and is not followed".into(),
                    );
                }
            } else if let Some(ending) = meant(&path) {
                let message = format!("the file is not read: the ending is `{ending}`");
                self.fault(&path, Code::FileUnreadable, message);
            }
        }
    }

    fn read(&mut self, path: &str, file: &Path) {
        let limit = if path.ends_with(SCRIPT) { MAX_SCRIPT_BYTES } else { MAX_POLICY_BYTES };
        match self.shelf.read(file, limit) {
            Ok(bytes) if self.total + bytes.len() > MAX_TOTAL => {
                self.fault(path, Code::FileTooLarge, format!("the rule set has more than {MAX_TOTAL} bytes"));
            }
            Ok(bytes) => {
                self.total += bytes.len();
                self.files.push(InputFile { path: path.into(), shown: self.shown(path), bytes });
            }
            Err(error) => self.fault(path, error.code(), error.message()),
        }
    }

    /// Reads the signature, if there is one in the folder itself.
    fn signature(&mut self) {
        let file = self.root.join(SIGNATURE);
        match self.shelf.lies(&file) {
            None => {}
            Some(Lies::File(size)) if size <= MAX_SIGNATURE as u64 => self.read(SIGNATURE, &file),
            Some(_) => {
                let message = format!("the signature is no ordinary file of at most {MAX_SIGNATURE} bytes");
                self.fault(SIGNATURE, Code::FileUnreadable, message);
            }
        }
    }

    fn fault(&mut self, path: &str, code: Code, message: String) {
        self.faults.push(FileFault { path: path.into(), shown: self.shown(path), code, message });
    }

    fn shown(&self, path: &str) -> String {
        let full: PathBuf = self.folder.join(path);
        full.display().to_string()
    }
}

/// The ending that a file of a rule set was to have, where a slip gave it another.
fn meant(path: &str) -> Option<&'static str> {
    let path = path.to_lowercase();
    let is_rule = path.starts_with("rules/");
    match path.trim_end_matches(".txt").rsplit_once('.')?.1 {
        "yml" | "yaml" => Some(if is_rule { CASES } else { ".yaml" }),
        "rhai" if is_rule => Some(SCRIPT),
        _ => None,
    }
}

fn unreadable(what: &str, path: &Path, error: &io::Error) -> Box<Problem> {
    let shown = quote(&path.display().to_string());
    let message = match error.kind() {
        io::ErrorKind::NotFound => format!("{what} {shown} is not there"),
        io::ErrorKind::PermissionDenied => format!("{what} {shown} may not be read"),
        _ => format!("{what} {shown} cannot be read: {error}"),
    };
    Box::new(Problem::of_a_file(Code::FileUnreadable, message))
}
