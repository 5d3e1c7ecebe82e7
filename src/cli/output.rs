//! Printing, and writing files whole or not at all.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use crate::model::inert::inert;

use super::exit::Stop;

/// Writes a report to a file, or to standard output where none is named.
///
/// A file is written under another name beside its place and then renamed, so that nobody ever sees half of it.
pub(in crate::cli) fn deliver(text: &str, file: Option<&Path>) -> Result<(), Stop> {
    deliver_bytes(text.as_bytes(), file, false)
}

/// The same for a report that may be no text: that is not written to a terminal.
pub(in crate::cli) fn deliver_bytes(report: &[u8], file: Option<&Path>, is_binary: bool) -> Result<(), Stop> {
    match file {
        Some(file) => write(report, file)
            .map_err(|error| Stop::Message(format!("`{}` cannot be written: {}", file.display(), reason(&error)))),
        None if is_binary && io::stdout().is_terminal() => {
            Err(Stop::Message("a terminal cannot show this format; name a file with `--output FILE`".into()))
        }
        None => print(report),
    }
}

/// Refuses to write a report over something that was read for it.
pub(in crate::cli) fn spare(output: Option<&Path>, inputs: impl IntoIterator<Item = PathBuf>) -> Result<(), Stop> {
    let Some((output, real)) = output.and_then(|output| Some((output, fs::canonicalize(output).ok()?))) else {
        return Ok(());
    };
    if inputs.into_iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == real)) {
        let message = format!("`{}` was read for this; a report is not written over it", output.display());
        return Err(Stop::Message(message));
    }
    Ok(())
}

/// Refuses to write a report into a history that was read for it: there only `record` writes.
pub(in crate::cli) fn keep_out(output: Option<&Path>, history: &Path) -> Result<(), Stop> {
    let (Some(output), Ok(history)) = (output, fs::canonicalize(history)) else { return Ok(()) };
    let folder = |file: &Path| {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(folder).ok()
    };
    // A link lies in one folder and leads to another.
    let places = [folder(output), fs::canonicalize(output).ok().and_then(|real| folder(&real))];
    if places.into_iter().flatten().any(|place| place.starts_with(&history)) {
        return Err(Stop::Message(format!(
            "`{}` lies in the history; only `sprcheck record` writes there",
            output.display()
        )));
    }
    Ok(())
}

/// Writes a secret to a new file that only its owner can read.
pub(in crate::cli) fn deliver_secret(text: &str, file: &Path) -> Result<(), Stop> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::Builder::new().prefix(".sprcheck-").tempfile_in(folder).and_then(|mut draft| {
        draft.write_all(text.as_bytes())?;
        draft.as_file().sync_all()?;
        draft.persist_noclobber(file).map_err(|error| error.error)
    });
    written
        .map(|_| ())
        .map_err(|error| Stop::Message(format!("`{}` cannot be written: {}", file.display(), reason(&error))))
}

/// Writes new files, with the folders that they need: all of them, or none and no folder either. None of them may be there.
pub(in crate::cli) fn create(files: &[(PathBuf, &str)]) -> Result<(), Stop> {
    if let Some((there, _)) = files.iter().find(|(path, _)| fs::symlink_metadata(path).is_ok()) {
        return Err(Stop::Message(format!("`{}` is there already; nothing was written", there.display())));
    }
    let mut made = Made::default();
    for (path, text) in files {
        if let Err(error) = made.add(path, text) {
            let reason = reason(&error);
            made.undo();
            return Err(Stop::Message(format!(
                "`{}` cannot be written: {reason}; nothing was written",
                path.display()
            )));
        }
    }
    Ok(())
}

/// What has been made so far, so that it can be taken back.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn add(&mut self, path: &Path, text: &str) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut missing: Vec<&Path> =
            folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
        while let Some(folder) = missing.pop() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_path_buf()),
                // Another run made it in between.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        let mut draft = tempfile::Builder::new().prefix(".sprcheck-").tempfile_in(folder)?;
        draft.write_all(text.as_bytes())?;
        draft.as_file().sync_all()?;
        share(draft.as_file())?;
        draft.persist_noclobber(path).map_err(|error| error.error)?;
        self.files.push(path.to_path_buf());
        Ok(())
    }

    fn undo(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// What is no file of its own kind, such as a device or a pipe, is written through; a link is followed; a file that is there keeps its
/// permissions.
fn write(report: &[u8], file: &Path) -> io::Result<()> {
    if fs::symlink_metadata(file).is_ok_and(|link| link.is_symlink()) && fs::metadata(file).is_err() {
        return Err(io::Error::other("it is a link that leads nowhere"));
    }
    let file = &fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let old = fs::metadata(file).ok();
    if old.as_ref().is_some_and(|old| !old.is_file() && !old.is_dir()) {
        return fs::OpenOptions::new().write(true).open(file)?.write_all(report);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new().prefix(".sprcheck-").tempfile_in(folder)?;
    draft.write_all(report)?;
    draft.as_file().sync_all()?;
    match old {
        Some(old) => draft.as_file().set_permissions(old.permissions())?,
        None => share(draft.as_file())?,
    }
    draft.persist(file).map_err(|error| error.error)?;
    Ok(())
}

/// The beginning of the name of what is to replace a file.
const REPLACING: &str = ".sprcheck-replacing-";

/// Replaces a file that is there, if it is still the one that `vet` wants: of several who do so at once, each sees what the one before
/// wrote. What a run left behind that was ended half-way is swept up.
pub(in crate::cli) fn replace(text: &str, file: &Path, vet: impl FnOnce() -> Result<(), Stop>) -> Result<(), Stop> {
    let fault = |error: &io::Error| {
        Stop::Message(format!("`{}` cannot be written: {}; nothing was written", file.display(), reason(error)))
    };
    let file = fs::canonicalize(file).map_err(|error| fault(&error))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    // A lock on the folder outlives the file that is replaced. Where folders take none, what `vet` sees has to do.
    let lock = fs::File::open(folder).ok().filter(|folder| folder.lock().is_ok());
    if lock.is_some() {
        sweep(folder);
    }
    vet()?;
    let written = tempfile::Builder::new().prefix(REPLACING).tempfile_in(folder).and_then(|mut draft| {
        draft.write_all(text.as_bytes())?;
        draft.as_file().set_permissions(fs::metadata(&file)?.permissions())?;
        draft.as_file().sync_all()?;
        draft.persist(&file).map_err(|error| error.error)
    });
    written.map(|_| ()).map_err(|error| fault(&error))
}

/// Takes away drafts that nobody writes any more; whoever writes one holds the lock.
fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(REPLACING)) {
        let _ = fs::remove_file(entry.path());
    }
}

/// A draft is private to its writer; a new report is as readable as any new file.
#[cfg(unix)]
fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

fn print(report: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(report).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Stop::Message(format!("standard output cannot be written: {}", reason(&error)))),
        Ok(()) => Ok(()),
    }
}

/// Says something on standard error, where a build server looks for commands too; if nobody listens, so be it.
pub(super) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(inert(text).as_bytes());
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::AlreadyExists => "another run has just written it".into(),
        _ => error.to_string(),
    }
}
