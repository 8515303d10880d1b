//! Which folders are fit for a workspace, and how its folder and file are made: for the owner's eyes only.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

/// Folders that clients of cloud storage keep in step; a database in one gets damaged when they copy it half-written.
const SYNCED: &[&str] = &[
    "Dropbox",
    "OneDrive",
    "iCloud Drive",
    "iCloudDrive",
    "Mobile Documents",
    "Google Drive",
    "GoogleDrive",
    "Nextcloud",
    "ownCloud",
    "Syncthing",
];

/// File systems that reach over a network, as the kernel names them.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
];

/// Refuses folders in which SQLite files are known to get damaged.
pub(crate) fn check(folder: &Path) -> Result<()> {
    let refuse = |why: String| Err(Error::UnsafeFolder { folder: folder.to_owned(), why });
    let is_synced = |name: &str| {
        SYNCED.iter().find(|synced| name == **synced || name.starts_with(&format!("{synced} - ")))
    };
    for part in folder.components() {
        if let Some(synced) = part.as_os_str().to_str().and_then(is_synced) {
            return refuse(format!("kept in step by {synced}"));
        }
    }
    match file_system(folder) {
        Some(kind) if NETWORK.contains(&kind.as_str()) => {
            refuse(format!("on a network drive ({kind})"))
        }
        _ => Ok(()),
    }
}

/// The file system under a folder, where the kernel tells.
fn file_system(folder: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let existing = folder.ancestors().find_map(|ancestor| ancestor.canonicalize().ok())?;
    file_system_in(&mounts, &existing)
}

fn file_system_in(mounts: &str, folder: &Path) -> Option<String> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?.replace("\\040", " "), words.next()?))
        })
        .filter(|(mount, _)| folder.starts_with(mount))
        .max_by_key(|(mount, _)| mount.len())
        .map(|(_, kind)| kind.to_owned())
}

/// Makes a folder that only its owner may enter.
pub(crate) fn make(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| Error::io(folder, error))
}

/// Makes an empty file that only its owner may read, and fails when there is one.
pub(crate) fn make_file(file: &Path) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Error::AlreadyThere(file.to_owned())
        } else {
            Error::io(file, error)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_kept_in_step_by_a_cloud_client_is_refused() {
        for folder in ["/home/ines/Dropbox/chaperone", "/home/ines/OneDrive - Larkfield/x"] {
            assert!(
                matches!(check(Path::new(folder)), Err(Error::UnsafeFolder { .. })),
                "{folder}"
            );
        }
        assert!(check(Path::new("/home/ines/Dropboxes")).is_ok());
    }

    #[test]
    fn the_nearest_mount_tells_the_file_system() {
        let mounts = "/dev/vda / ext4 rw 0 0\nserver:/x /home/ines/my\\040share nfs4 rw 0 0\n";
        let kind = |folder: &str| file_system_in(mounts, Path::new(folder));
        assert_eq!(kind("/home/ines/my share/w").as_deref(), Some("nfs4"));
        assert_eq!(kind("/home/ines/w").as_deref(), Some("ext4"));
    }
}
