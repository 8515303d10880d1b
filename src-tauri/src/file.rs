//! What this device says of a file that it doesn't let be read or written.

use std::io::{Error, ErrorKind};
use std::path::Path;

use chaperone_domain::file::{FileTrouble, Unwritable};

/// A file that could not be written.
pub(crate) fn unwritable(file: &Path, error: &Error) -> Unwritable {
    Unwritable { file: file.display().to_string(), why: why(error) }
}

/// What the device said.
pub(crate) fn why(error: &Error) -> FileTrouble {
    match error.kind() {
        ErrorKind::PermissionDenied => FileTrouble::Denied,
        ErrorKind::ReadOnlyFilesystem => FileTrouble::ReadOnly,
        ErrorKind::StorageFull => FileTrouble::Full,
        other => FileTrouble::Other(other.to_string()),
    }
}
