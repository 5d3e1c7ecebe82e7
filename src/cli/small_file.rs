//! Reads a small file that somebody names: a lock, a key, a setting. A device that never ends is not read to its end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The most bytes of a lock: a rule set has at most some two thousand files.
pub(super) const LOCK: u64 = 8 * 1024 * 1024;
/// The most bytes of a key, a password or a file of settings.
pub(super) const SMALL: u64 = 64 * 1024;

/// The text of a file that has at most so many bytes.
///
/// # Errors
/// It cannot be read, is no UTF-8, or is larger.
pub(super) fn read(file: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(bytes(file, most)?).map_err(|_| io::Error::other("it is not UTF-8"))
}

/// The bytes of a file that has at most so many.
///
/// # Errors
/// It cannot be read, or is larger.
pub(super) fn bytes(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("it has more than {most} bytes")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit_and_not_beyond() {
        let file = Path::new("Cargo.toml");
        let text = std::fs::read_to_string(file).unwrap();
        let length = text.len() as u64;
        assert_eq!(read(file, length).unwrap(), text);
        assert!(read(file, length - 1).unwrap_err().to_string().starts_with("it has more than "));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_that_never_ends_is_refused() {
        assert_eq!(read(Path::new("/dev/zero"), 10).unwrap_err().to_string(), "it has more than 10 bytes");
    }
}
