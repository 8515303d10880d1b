//! Backups of the workspace.

use chaperone_domain::backup::BackupKind;

use super::audit::WorkspaceVerification;
use crate::wire::{When, Wire};

asks! {
    /// List the backups of the workspace.
    ListBackups {}

    /// Make a backup now.
    BackUpWorkspace {}

    /// Put a backup in the place of the workspace; what was there is kept among the backups.
    RestoreWorkspace {
        /// The backup: its path, or the name under which it is listed.
        backup: String,
        /// The workspace's folder; the open one when left out.
        folder: Option<String>,
    }

    /// Open a backup elsewhere and check it like a workspace.
    DrillBackup {
        /// Which, by path or name; the latest when left out.
        backup: Option<String>,
    }
}

views! {
    /// A backup.
    BackupRow {
        /// Its file.
        file: String,
        /// Its name.
        name: String,
        /// Why it was made.
        kind: Wire<BackupKind>,
        /// When.
        made_at: When,
        /// How large, in bytes.
        #[ts(type = "number")]
        bytes: i64,
    }

    /// The backups.
    Backups {
        /// Where they are.
        folder: String,
        /// The latest first.
        rows: Vec<BackupRow>,
    }

    /// A backup that was tried out.
    DrillDone {
        /// Which.
        backup: BackupRow,
        /// What was found.
        verification: WorkspaceVerification,
    }
}
