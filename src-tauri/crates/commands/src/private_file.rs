//! Small files for their owner's eyes only, outside the workspace: the keys of this device. What is in them stays out of here.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::failure::{Failure, Reply};

/// The text of a file; nothing when there is none.
pub fn read(file: &Path) -> Reply<Option<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(broken(file, error)),
    }
}

/// Writes a file anew, whole or not at all; its folder is made when it is missing.
pub fn write(file: &Path, text: &str) -> Reply<()> {
    let folder = make_folder_of(file)?;
    // A file of its own for each writer, which nobody else may read: two at once don't get in each other's way.
    tempfile::NamedTempFile::new_in(folder)
        .and_then(|mut made| {
            made.write_all(text.as_bytes())?;
            made.as_file().sync_all()?;
            made.persist(file).map(|_| ()).map_err(|error| error.error)
        })
        .map_err(|error| broken(file, error))
}

/// Opens a file to be locked, made when it is missing and never replaced: who locks it has to meet everybody else's lock.
pub fn open(file: &Path) -> Reply<fs::File> {
    make_folder_of(file)?;
    let mut options = fs::File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map_err(|error| broken(file, error))
}

fn make_folder_of(file: &Path) -> Reply<&Path> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| broken(folder, error))?;
    Ok(folder)
}

fn broken(path: &Path, error: std::io::Error) -> Failure {
    Failure::from(chaperone_store::Error::io(path, error))
}
