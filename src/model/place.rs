//! Where something stands: a file of this run, a line, a column.

use std::sync::Arc;

use super::ids::RuleSetName;

/// A file that was read in this run; an index into [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A place in a file. Lines and columns start at 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// Whose file it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The profile under audit.
    Profile,
    /// A rule set; its name, or the folder it was given as until the name is known.
    RuleSet(RuleSetName),
}

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Whose file it is.
    pub origin: Origin,
    /// The path relative to its root, with `/`. Reports show this one.
    pub path: String,
    /// The path as the user can open it. Problems show this one.
    pub shown: String,
    /// The text; empty where the file is not UTF-8.
    pub text: Arc<str>,
    /// `sha256:` and the hexadecimal digest of its bytes.
    pub digest: String,
}

/// Every file of a run, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file with that number; `None` if it belongs to another run.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The path of a place's file relative to its root, or an empty text.
    #[must_use]
    pub fn path(&self, place: Place) -> &str {
        self.get(place.file).map_or("", |file| file.path.as_str())
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), file))
    }
}
