//! Which folders are fit for a workspace, and how its folder and file are made: for the owner's eyes only.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, Unfit};

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
pub fn check(folder: &Path) -> Result<()> {
    let refuse = |why: Unfit| Err(Error::UnsafeFolder { folder: folder.to_owned(), why });
    let is_synced = |name: &str| {
        SYNCED.iter().find(|synced| name == **synced || name.starts_with(&format!("{synced} - ")))
    };
    for part in folder.components() {
        if let Some(synced) = part.as_os_str().to_str().and_then(is_synced) {
            return refuse(Unfit::Synced((*synced).to_owned()));
        }
    }
    match file_system(folder) {
        Some(kind) if NETWORK.contains(&kind.as_str()) => refuse(Unfit::Network(kind)),
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

/// The files and folders of a workspace that others than its owner can get at, the folder itself first. What a link points
/// at isn't looked at: it isn't the workspace's. Where a system knows no such rights, there are none.
pub fn seen_by_others(workspace: &Path) -> Result<Vec<PathBuf>> {
    let mut seen = Vec::new();
    for path in with_all_inside(workspace)? {
        if is_open_to_others(&path)? {
            seen.push(path);
        }
    }
    Ok(seen)
}

/// Takes a workspace's files and folders away from everybody but their owner.
pub fn hide_from_others(workspace: &Path) -> Result<()> {
    for path in seen_by_others(workspace)? {
        hide(&path)?;
    }
    Ok(())
}

/// A folder and what lies in it, links left out.
fn with_all_inside(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = vec![folder.to_owned()];
    let mut at = 0;
    while let Some(path) = found.get(at).cloned() {
        at += 1;
        if !path.is_dir() {
            continue;
        }
        let could_not = |error| Error::io(&path, error);
        for entry in fs::read_dir(&path).map_err(could_not)? {
            let entry = entry.map_err(could_not)?;
            if !entry.file_type().map_err(could_not)?.is_symlink() {
                found.push(entry.path());
            }
        }
    }
    Ok(found)
}

#[cfg(unix)]
const OTHERS: u32 = 0o077;

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    match fs::metadata(path) {
        Ok(about) => Ok(about.permissions().mode() & OTHERS != 0),
        // SQLite's own files come and go.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::io(path, error)),
    }
}

#[cfg(unix)]
fn hide(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let about = fs::metadata(path).map_err(|error| Error::io(path, error))?;
    let rights = fs::Permissions::from_mode(about.permissions().mode() & !OTHERS);
    fs::set_permissions(path, rights).map_err(|error| Error::io(path, error))
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> Result<bool> {
    Ok(false)
}

#[cfg(not(unix))]
fn hide(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_others_can_get_at_is_found_and_hidden_and_nothing_outside_is_touched() {
        use std::os::unix::fs::PermissionsExt;
        let place = std::env::temp_dir().join(format!("chaperone-rights-{}", std::process::id()));
        let (workspace, outside) = (place.join("w"), place.join("outside"));
        fs::create_dir_all(workspace.join("backups")).unwrap();
        let open = [workspace.clone(), workspace.join("backups"), workspace.join("backups/a.db")];
        fs::write(&open[2], "").unwrap();
        fs::write(&outside, "").unwrap();
        std::os::unix::fs::symlink(&outside, workspace.join("link")).unwrap();
        for (path, mode) in open.iter().zip([0o755, 0o711, 0o640]) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        fs::set_permissions(&outside, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(seen_by_others(&workspace).unwrap(), open);
        hide_from_others(&workspace).unwrap();
        assert!(seen_by_others(&workspace).unwrap().is_empty());
        let mode = fs::metadata(&outside).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o644, "what a link points at isn't the workspace's");
        fs::remove_dir_all(place).unwrap();
    }

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
