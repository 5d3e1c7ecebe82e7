//! Another folder in the place of one: what is asked for below the one is read below the other.

use std::io;
use std::path::{Path, PathBuf};

use crate::load::shelf::{Disk, Lies, Shelf, Unread};

use super::within;

/// A folder in the place of another.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// The folder whose place it takes, links resolved.
    pub of: PathBuf,
    /// The folder in which is read, links resolved.
    pub in_its_place: PathBuf,
}

impl Mirror {
    /// Where a path leads. One that leads into the folder in which is read was found there and stays; where each of the two folders could
    /// be meant because one lies in the other, the inner one is.
    fn path(&self, path: &Path) -> PathBuf {
        let of_is_inner = self.of != self.in_its_place && self.of.starts_with(&self.in_its_place);
        let elsewhere = !of_is_inner && within(&self.in_its_place, path).is_some();
        match within(&self.of, path).filter(|_| !elsewhere) {
            Some(inner) if inner.is_empty() => self.in_its_place.clone(),
            Some(inner) => self.in_its_place.join(inner),
            None => path.to_path_buf(),
        }
    }
}

impl Shelf for Mirror {
    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        Disk.real(&self.path(path))
    }

    fn is_folder(&self, path: &Path) -> bool {
        Disk.is_folder(&self.path(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        Disk.is_file(&self.path(path))
    }

    fn lies(&self, path: &Path) -> Option<Lies> {
        Disk.lies(&self.path(path))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        Disk.names(&self.path(folder))
    }

    fn read(&self, path: &Path, limit: usize) -> Result<Vec<u8>, Unread> {
        Disk.read(&self.path(path), limit)
    }
}
