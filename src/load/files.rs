//! Reads rule sets and profiles from disk into bytes: only the files that belong there, never through a link that leaves the
//! folder, sorted by path. What the bytes say is left to the rest of `load`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::model::ids::RuleSetName;
use crate::model::place::Origin;
use crate::model::problem::{Code, Problem};

use super::nearest::quote;
use super::sources::digest;
use super::yaml::MAX_BYTES;
use super::{FileFault, InputFile, InputTree};

/// How a case file's name ends.
pub(crate) const CASES: &str = ".cases.yaml";
/// How a script's name ends.
pub(crate) const SCRIPT: &str = ".rhai";
/// The most bytes that a script may have.
pub const MAX_SCRIPT_BYTES: usize = 64 * 1024;
/// The most files that a rule set may have.
const MAX_FILES: usize = 4096;
/// The most bytes that all files of a rule set together may have.
const MAX_TOTAL: usize = 64 * 1024 * 1024;
/// The most folders within each other.
const MAX_FOLDERS: usize = 16;
/// The file of a profile that is a folder.
const PROFILE: &str = "profile.yaml";

/// Reads the rule set in a folder: `policies/**/*.yaml` and `rules/**/*.{rhai,cases.yaml}`.
///
/// # Errors
/// The folder is not there, or holds no `policies` folder.
pub fn rule_set(folder: &Path) -> Result<InputTree, Box<Problem>> {
    let shown = folder.display().to_string();
    let root = folder.canonicalize().map_err(|error| unreadable("the rule set", folder, &error))?;
    if !root.join("policies").is_dir() {
        let problem = Problem::of_a_file(
            Code::FileUnreadable,
            format!("the folder {} holds no `policies` folder", quote(&shown)),
        );
        return Err(Box::new(problem.help("a rule set is a folder with `policies/` and `rules/`")));
    }
    let mut walk = Walk { root: &root, folder, seen: BTreeSet::new(), total: 0, files: Vec::new(), faults: Vec::new() };
    walk.visit("policies", &|name| name.ends_with(".yaml"), 0);
    if root.join("rules").exists() {
        walk.visit("rules", &|name| name.ends_with(SCRIPT) || name.ends_with(CASES), 0);
    }
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
    let file = if path.is_dir() { path.join(PROFILE) } else { path.to_path_buf() };
    let shown = file.display().to_string();
    let name = file.file_name().map_or_else(|| PROFILE.to_owned(), |name| name.to_string_lossy().into_owned());
    let mut tree = InputTree { origin: Origin::Profile, files: Vec::new(), faults: Vec::new() };
    match read(&file, MAX_BYTES) {
        Ok(bytes) => tree.files.push(InputFile { path: name, shown, bytes }),
        Err(Unread::Io(error)) => return Err(unreadable("the profile", &file, &error)),
        Err(other) => {
            return Err(Box::new(Problem::of_a_file(other.code(), format!("{}: {}", quote(&shown), other.message()))));
        }
    }
    Ok(tree)
}

/// The digests of files beside a profile, by the path that the profile gives; only those that lie inside its folder.
#[must_use]
pub fn digests(profile: &Path, paths: &[String]) -> BTreeMap<String, String> {
    let folder = if profile.is_dir() { profile } else { profile.parent().unwrap_or(Path::new(".")) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(root) = folder.canonicalize() else { return BTreeMap::new() };
    paths
        .iter()
        .filter(|path| stays_inside(path))
        .filter_map(|path| {
            let file = root.join(path).canonicalize().ok().filter(|file| file.starts_with(&root))?;
            let bytes = read(&file, usize::MAX).ok()?;
            Some((path.clone(), digest(&bytes)))
        })
        .collect()
}

/// Whether a path is relative and never steps up.
pub(crate) fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && Path::new(path).components().all(|step| matches!(step, Component::Normal(_) | Component::CurDir))
}

struct Walk<'w> {
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
        if !folder.canonicalize().is_ok_and(|folder| self.seen.insert(folder)) {
            return;
        }
        if depth > MAX_FOLDERS {
            self.fault(inner, Code::FileUnreadable, format!("the folders are nested deeper than {MAX_FOLDERS} levels"));
            return;
        }
        let names = match names(&folder) {
            Ok(names) => names,
            Err(error) => {
                return self.fault(inner, Code::FileUnreadable, format!("the folder cannot be read: {error}"));
            }
        };
        for name in names {
            let path = format!("{inner}/{name}");
            let full = self.root.join(&path);
            let Ok(target) = full.canonicalize() else {
                if wanted(&name) {
                    self.fault(&path, Code::FileUnreadable, "the link leads nowhere".into());
                }
                continue;
            };
            let inside = target.starts_with(self.root);
            if target.is_dir() {
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
            }
        }
    }

    fn read(&mut self, path: &str, file: &Path) {
        let limit = if path.ends_with(SCRIPT) { MAX_SCRIPT_BYTES } else { MAX_BYTES };
        match read(file, limit) {
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

    fn fault(&mut self, path: &str, code: Code, message: String) {
        self.faults.push(FileFault { path: path.into(), shown: self.shown(path), code, message });
    }

    fn shown(&self, path: &str) -> String {
        let full: PathBuf = self.folder.join(path);
        full.display().to_string()
    }
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("the file cannot be read: {0}")]
    Io(io::Error),
    #[error("the file is no ordinary file")]
    Special,
    #[error("the file has {size} bytes; the limit is {limit}")]
    TooLarge { size: u64, limit: usize },
}

impl Unread {
    fn code(&self) -> Code {
        match self {
            Self::Io(_) | Self::Special => Code::FileUnreadable,
            Self::TooLarge { .. } => Code::FileTooLarge,
        }
    }

    fn message(&self) -> String {
        self.to_string()
    }
}

/// The bytes of an ordinary file, if its length is within a limit; the length is asked for before anything is read.
fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Unread> {
    let metadata = fs::metadata(path).map_err(Unread::Io)?;
    if !metadata.is_file() {
        return Err(Unread::Special);
    }
    let size = metadata.len();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    if size > most {
        return Err(Unread::TooLarge { size, limit });
    }
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    File::open(path).map_err(Unread::Io)?.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Unread::Io)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(Unread::TooLarge { size: most.saturating_add(1), limit });
    }
    Ok(bytes)
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
