//! What may be an entry of a rule set's archive: ordinary files at the paths of a rule set and the folders that hold them, each once.

use std::collections::BTreeMap;

use super::super::files::{CASES, MAX_SCRIPT_BYTES, SCRIPT, SIGNATURE};
use super::super::nearest::quote;
use super::super::yaml::MAX_BYTES;
use super::{MAX_ENTRIES, MAX_FOLDERS, MAX_PATH, MAX_STEP};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    File,
    Folder,
    /// Anything else, named as in "a link".
    Other(&'static str),
}

/// A file: its path and its bytes.
pub(super) type File = (String, Vec<u8>);
/// A mistake: the entry that it is in, and what is wrong.
pub(super) type Fault = (String, String);

/// The entries of one archive as far as they were read, and what is wrong with them.
pub(super) struct Entries {
    /// How many bytes may still be unpacked.
    left: usize,
    seen: usize,
    files: BTreeMap<String, Vec<u8>>,
    /// Every path that was seen, by its lower-case spelling.
    spelt: BTreeMap<String, (String, Is)>,
    faults: Vec<Fault>,
}

impl Entries {
    pub(super) fn new(left: usize) -> Self {
        Self { left, seen: 0, files: BTreeMap::new(), spelt: BTreeMap::new(), faults: Vec::new() }
    }

    /// How many bytes may still be unpacked.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Something is wrong with an entry.
    pub(super) fn fault(&mut self, name: &[u8], why: impl Into<String>) {
        self.faults.push((shown(name), why.into()));
    }

    /// Looks at an entry before its bytes are read; the path, if it is a file whose bytes are wanted.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn admit(&mut self, name: &[u8], is: Is) -> Result<Option<String>, String> {
        self.seen += 1;
        if self.seen > MAX_ENTRIES {
            return Err(format!("the archive holds more than {MAX_ENTRIES} entries"));
        }
        let path = match path(name) {
            Ok(path) => path,
            Err(why) => {
                self.fault(name, why);
                return Ok(None);
            }
        };
        if let Is::Other(what) = is {
            self.fault(name, format!("the entry is {what}; a rule set holds ordinary files and folders only"));
            return Ok(None);
        }
        // `./` is the folder that all is in.
        if path.is_empty() {
            if is == Is::File {
                self.fault(name, "the entry has no name");
            }
            return Ok(None);
        }
        let known = self.spelt.insert(path.to_lowercase(), (path.clone(), is));
        match known {
            Some((_, Is::Folder)) if is == Is::Folder => {}
            Some((other, _)) if other == path => self.fault(name, "the entry stands twice in the archive"),
            Some((other, _)) => self.fault(name, format!("the entry differs from {} in case only", quote(&other))),
            None => {}
        }
        Ok((is == Is::File).then_some(path))
    }

    /// Takes the bytes of a file that was admitted.
    ///
    /// # Errors
    /// All files together are too large.
    pub(super) fn take(&mut self, path: String, bytes: Vec<u8>) -> Result<(), String> {
        self.left = self.left.checked_sub(bytes.len()).ok_or_else(Self::too_large)?;
        let most = if path.ends_with(SCRIPT) { MAX_SCRIPT_BYTES } else { MAX_BYTES };
        if bytes.len() > most {
            self.fault(path.as_bytes(), format!("the file has {} bytes; the limit is {most}", bytes.len()));
        } else {
            self.files.insert(path, bytes);
        }
        Ok(())
    }

    pub(super) fn too_large() -> String {
        "the archive unfolds to more than it may: 64 MiB, or a hundred times its size".into()
    }

    /// The files by their paths in the rule set, and every mistake, each with the entry that it is in.
    pub(super) fn finish(mut self) -> (Vec<File>, Vec<Fault>) {
        let outer = self.outer_folder();
        let mut files = Vec::new();
        for (path, bytes) in std::mem::take(&mut self.files) {
            let inner = outer.as_deref().and_then(|outer| path.strip_prefix(outer)).unwrap_or(&path).to_owned();
            let parents = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
            let within_a_file =
                parents.into_iter().any(|parent| matches!(self.spelt.get(&parent.to_lowercase()), Some((_, Is::File))));
            if within_a_file {
                self.fault(path.as_bytes(), "the entry lies within a file");
            } else if belongs(&inner) {
                files.push((inner, bytes));
            } else {
                self.fault(
                    path.as_bytes(),
                    format!(
                        "the entry does not belong into a rule set; that is `policies/**.yaml`, `rules/**{SCRIPT}`, `rules/**{CASES}` and `{SIGNATURE}`"
                    ),
                );
            }
        }
        (files, self.faults)
    }

    /// The one folder that holds everything, if there is one, with `/`.
    fn outer_folder(&self) -> Option<String> {
        let first = self.files.keys().next()?.split_once('/')?.0;
        let all = !matches!(first, "policies" | "rules")
            && self.files.keys().all(|path| path.split_once('/').is_some_and(|(own, _)| own == first));
        all.then(|| format!("{first}/"))
    }
}

/// Whether a file belongs into a rule set, by its path.
fn belongs(path: &str) -> bool {
    let is_policy = path.starts_with("policies/") && path.ends_with(".yaml");
    let is_rule = path.starts_with("rules/") && (path.ends_with(SCRIPT) || path.ends_with(CASES));
    is_policy || is_rule || path == SIGNATURE
}

/// The path that a name gives, without `./` before it and `/` after it.
fn path(name: &[u8]) -> Result<String, String> {
    let name = std::str::from_utf8(name).map_err(|_| "the name of the entry is not UTF-8")?;
    if name.starts_with(['/', '\\']) || name.get(1..2) == Some(":") {
        return Err("the path of the entry does not begin within the archive".into());
    }
    let name = name.strip_prefix("./").unwrap_or(name);
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.is_empty() || name == "." {
        return Ok(String::new());
    }
    if name.len() > MAX_PATH {
        return Err(format!("the path of the entry has more than {MAX_PATH} characters"));
    }
    let steps: Vec<&str> = name.split('/').collect();
    if steps.len() > MAX_FOLDERS {
        return Err(format!("the entry lies deeper than {MAX_FOLDERS} folders"));
    }
    if steps.contains(&"..") {
        return Err("the path of the entry steps up with `..`".into());
    }
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '+');
    for step in steps {
        if step.is_empty() || step.len() > MAX_STEP || step.starts_with('.') || !step.chars().all(plain) {
            return Err("a name in the path of the entry is not made of at most a hundred letters, digits and `-_+.`, no `.` first".into());
        }
    }
    Ok(name.to_owned())
}

/// A name for a message: cut, and nothing in it that a terminal would act on.
fn shown(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name.get(..name.len().min(MAX_PATH)).unwrap_or(name));
    text.chars()
        .flat_map(|letter| {
            if letter.is_ascii_graphic() || letter.is_alphanumeric() {
                vec![letter]
            } else {
                letter.escape_unicode().collect()
            }
        })
        .collect()
}
