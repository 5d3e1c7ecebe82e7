//! Where files are read from: the disk, or whatever looks like it, such as a commit. What belongs to a rule set or a profile is left to `files`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::model::problem::Code;

/// Something that holds files by path, as a disk does.
pub trait Shelf {
    /// The path with every link resolved.
    ///
    /// # Errors
    /// Nothing is there.
    fn real(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether a folder is there, links followed.
    fn is_folder(&self, path: &Path) -> bool;

    /// Whether an ordinary file is there, links followed.
    fn is_file(&self, path: &Path) -> bool;

    /// What is there, a link at the end not followed; `None` if nothing is.
    fn lies(&self, path: &Path) -> Option<Lies>;

    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// It is not there, or may not be read.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// The bytes of an ordinary file, if they are within a limit.
    ///
    /// # Errors
    /// It is not there, is no ordinary file, or is larger.
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unread>;
}

impl<S: Shelf> Shelf for Rc<S> {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        (**self).real(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        (**self).is_folder(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        (**self).is_file(path)
    }

    fn lies(&self, path: &Path) -> Option<Lies> {
        (**self).lies(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        (**self).names(folder)
    }

    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unread> {
        (**self).read(path, limit)
    }
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// An ordinary file of so many bytes.
    File(u64),
    /// A folder, a link, a device.
    Other,
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The disk refuses.
    #[error("the file cannot be read: {0}")]
    Io(io::Error),
    /// It is a device, a pipe, a folder.
    #[error("the file is no ordinary file")]
    Special,
    /// It is larger than the limit.
    #[error("the file has {size} bytes; the limit is {limit}")]
    TooLarge {
        /// How many bytes it has, at least.
        size: u64,
        /// How many it may have.
        limit: usize,
    },
}

impl Unread {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Io(_) | Self::Special => Code::FileUnreadable,
            Self::TooLarge { .. } => Code::FileTooLarge,
        }
    }

    pub(super) fn message(&self) -> String {
        self.to_string()
    }
}

/// The disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Shelf for Disk {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn lies(&self, path: &Path) -> Option<Lies> {
        let metadata = fs::symlink_metadata(path).ok()?;
        Some(if metadata.is_file() { Lies::File(metadata.len()) } else { Lies::Other })
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    /// The length is asked for before anything is read.
    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unread> {
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
        let file = File::open(path).map_err(Unread::Io)?;
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(Unread::Io)?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
            return Err(Unread::TooLarge { size: most.saturating_add(1), limit });
        }
        Ok(bytes)
    }
}
