//! Backups on the command line: made, listed, restored, tried out. When they are made by themselves is the command layer's
//! business.

use std::path::PathBuf;

use chaperone_commands::view::backup::{
    BackUpWorkspace, BackupRow, Backups, DrillBackup, DrillDone, ListBackups, RestoreWorkspace,
};
use chaperone_commands::{Environment, Reply};

use crate::args::Flags;
use crate::exit::Exit;
use crate::host::Host;
use crate::output::{self, Output};
use crate::table::Table;
use crate::words::{facts, second};
use crate::workspace;

/// Makes a backup now.
pub(crate) fn back_up(host: &Host, output: &Output) -> Reply<Exit> {
    output.answer(host.call("back_up_workspace", BackUpWorkspace {})?, |made: BackupRow| {
        facts([("Backup", made.file), ("Bytes", made.bytes.to_string())])
    })?;
    Ok(Exit::Done)
}

/// Lists the backups.
pub(crate) fn list(host: &Host, output: &Output) -> Reply<Exit> {
    output.answer(host.call("list_backups", ListBackups {})?, |all: Backups| {
        let mut table = Table::of("backups", ["Made", "Why", "Bytes", "Name"]);
        for row in all.rows {
            let why = row.kind.to_string();
            table.row([second(row.made_at), why, row.bytes.to_string(), row.name]);
        }
        table.text(output.width())
    })?;
    Ok(Exit::Done)
}

/// Puts a backup in the place of the workspace. One that can't be opened any more is restored without signing in.
pub(crate) fn restore(backup: String, flags: &Flags, output: &Output) -> Reply<Exit> {
    let (host, folder) = match Host::open(flags) {
        Ok(host) => (host, None),
        Err(failed) if is_broken(&failed.code) => {
            let folder =
                flags.folder().unwrap_or_else(|| Environment::system(None).default_folder());
            (Host::idle(), Some(folder.display().to_string()))
        }
        Err(failed) => return Err(failed),
    };
    // A path that was typed is meant from here; a name alone may also be one of the list.
    let typed = PathBuf::from(&backup);
    let backup = match std::path::absolute(&typed) {
        Ok(path) if typed.exists() => path.display().to_string(),
        _ => backup,
    };
    let view = host.call("restore_workspace", RestoreWorkspace { backup, folder })?;
    output.answer(view, workspace::describe)?;
    Ok(Exit::Done)
}

fn is_broken(code: &str) -> bool {
    matches!(code, "no_workspace" | "not_a_workspace" | "workspace_damaged" | "store_failed")
}

/// Opens a backup elsewhere and checks it.
pub(crate) fn drill(backup: Option<String>, host: &Host, output: &Output) -> Reply<Exit> {
    let view = host.call("drill_backup", DrillBackup { backup })?;
    let done: DrillDone = output::read(view.clone())?;
    output.answer(view, |done: DrillDone| {
        format!("{}\n\n{}", done.backup.file, workspace::checks(done.verification, output.width()))
    })?;
    Ok(Exit::when(done.verification.is_sound))
}
