//! Printing, and writing files whole or not at all.

use std::io::{self, Write as _};
use std::path::Path;

use super::exit::Stop;

/// Writes a report to a file, or to standard output where none is named.
///
/// A file is written under another name beside its place and then renamed, so that nobody ever sees half of it.
pub(super) fn deliver(text: &str, file: Option<&Path>) -> Result<(), Stop> {
    match file {
        Some(file) => write(text, file)
            .map_err(|error| Stop::Message(format!("`{}` cannot be written: {}", file.display(), reason(&error)))),
        None => print(text),
    }
}

fn write(text: &str, file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new().prefix(".sprcheck-").tempfile_in(folder)?;
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    share(draft.as_file())?;
    draft.persist(file).map_err(|error| error.error)?;
    Ok(())
}

/// A draft is private to its writer; a report is as readable as any new file.
#[cfg(unix)]
fn share(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &std::fs::File) -> io::Result<()> {
    Ok(())
}

fn print(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Stop::Message(format!("standard output cannot be written: {}", reason(&error)))),
        Ok(()) => Ok(()),
    }
}

/// Says something on standard error; if nobody listens, so be it.
pub(super) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string(),
    }
}
