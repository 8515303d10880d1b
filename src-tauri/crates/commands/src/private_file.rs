//! Small files for their owner's eyes only, outside the workspace: the keys of this device. What is in them stays out of here.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| broken(folder, error))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside: PathBuf = folder.join(format!("{name}.being-made"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(&beside)
        .and_then(|mut opened| {
            opened.write_all(text.as_bytes())?;
            opened.sync_all()
        })
        .and_then(|()| fs::rename(&beside, file))
        .map_err(|error| broken(&beside, error))
}

fn broken(path: &Path, error: std::io::Error) -> Failure {
    Failure::from(chaperone_store::Error::io(path, error))
}
