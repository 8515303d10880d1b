//! The file's own life: made, described, checked. What a check means stands in the command layer.

use std::path::PathBuf;

use chaperone_commands::view::audit::{VerifyWorkspace, WorkspaceVerification};
use chaperone_commands::view::desk::{CreateWorkspace, DeskView, OpenTrainingCompany, ShowDesk};
use chaperone_commands::view::sign_in::{RecoveryCode, RedeemRecoveryCode, RenewRecoveryCode};
use chaperone_commands::wire::Wire;
use chaperone_commands::{Failure, Reply};
use chaperone_domain::clock::WorkspaceKind;
use clap::{Args, Subcommand};

use crate::args::Flags;
use crate::backup;
use crate::exit::Exit;
use crate::host::Host;
use crate::output::{self, Output};
use crate::passphrase;
use crate::table::Table;
use crate::words::{facts, or_none};

/// What can be done with a workspace.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a workspace, live unless training is wanted
    Create(Create),
    /// Say which workspace this is and who acts in it
    Info,
    /// Choose a new passphrase by the recovery code, which is read from `CHAPERONE_RECOVERY_CODE` or asked for at the terminal
    Recover {
        /// Address of the administrator who lost theirs
        email: String,
    },
    /// Make a new recovery code; the one before is worth nothing then
    RenewRecoveryCode,
    /// Check the file, the history's chain and every invariant, one line each
    Verify,
    /// Make a backup now; one is made by itself on each day on which due work is done
    BackUp,
    /// List the backups
    Backups,
    /// Put a backup in the place of the workspace; what was there is kept among the backups
    Restore {
        /// The backup: a file, or a name of the list
        #[arg(value_name = "FILE")]
        backup: String,
    },
    /// Open a backup elsewhere and check it; exit code 1 when it isn't sound
    Drill {
        /// The backup; the latest when left out
        #[arg(value_name = "FILE")]
        backup: Option<String>,
    },
}

/// A workspace to make.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Where; the folder of --workspace or the platform's data folder when left out
    folder: Option<PathBuf>,
    /// A place to learn, for ever: its clock can be moved and one can act as anyone. Without an administrator it
    /// holds the sample company
    #[arg(long)]
    training: bool,
    /// What the workspace is called
    #[arg(long)]
    name: Option<String>,
    /// Name of the first administrator
    #[arg(long, value_name = "NAME")]
    administrator_name: Option<String>,
    /// Address of the first administrator
    #[arg(long, value_name = "EMAIL")]
    administrator_email: Option<String>,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, flags: &Flags, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::Create(ask) => create(ask, flags, output),
        Verb::Info => {
            output.answer(Host::open(flags)?.call("show_desk", ShowDesk {})?, describe)?;
            Ok(Exit::Done)
        }
        Verb::Recover { email } => recover(email, flags, output),
        Verb::RenewRecoveryCode => {
            let view = Host::open(flags)?.call("renew_recovery_code", RenewRecoveryCode {})?;
            output.answer_once("renew_recovery_code", view, |made: RecoveryCode| {
                format!("Recovery code: {}\nIt is told once; write it down now.\n", made.code)
            })?;
            Ok(Exit::Done)
        }
        Verb::Verify => verify(&Host::open(flags)?, output),
        Verb::BackUp => backup::back_up(&Host::open(flags)?, output),
        Verb::Backups => backup::list(&Host::open(flags)?, output),
        Verb::Restore { backup } => backup::restore(backup, flags, output),
        Verb::Drill { backup } => backup::drill(backup, &Host::open(flags)?, output),
    }
}

fn create(ask: Create, flags: &Flags, output: &Output) -> Reply<Exit> {
    let folder = ask.folder.clone().or_else(|| flags.folder()).map(absolute).transpose()?;
    let host = Host::idle();
    let is_named = ask.administrator_name.is_some() || ask.administrator_email.is_some();
    if ask.training && !is_named && ask.name.is_none() {
        output.answer(
            host.call("open_training_company", OpenTrainingCompany { folder })?,
            describe,
        )?;
    } else {
        let view = host.call("create_workspace", request(ask, folder)?)?;
        output.answer_once("create_workspace", view, describe)?;
    }
    Ok(Exit::Done)
}

fn request(ask: Create, folder: Option<String>) -> Reply<CreateWorkspace> {
    let kind = if ask.training { WorkspaceKind::Training } else { WorkspaceKind::Live };
    let (Some(name), Some(administrator_name), Some(administrator_email)) =
        (ask.name, ask.administrator_name, ask.administrator_email)
    else {
        return Err(Failure::usage(
            "A workspace wants --name, --administrator-name and --administrator-email; \
             --training alone makes the sample company.",
        ));
    };
    let passphrase = if ask.training { None } else { Some(passphrase::new()?) };
    let kind = Wire(kind);
    Ok(CreateWorkspace { folder, name, kind, administrator_name, administrator_email, passphrase })
}

fn recover(email: String, flags: &Flags, output: &Output) -> Reply<Exit> {
    let host = Host::open_unseated(flags)?;
    let code = passphrase::recovery_code()?;
    let ask = RedeemRecoveryCode { email, code, passphrase: passphrase::new()? };
    output.answer_once(
        "redeem_recovery_code",
        host.call("redeem_recovery_code", ask)?,
        describe,
    )?;
    Ok(Exit::Done)
}

fn absolute(folder: PathBuf) -> Reply<String> {
    let absolute = std::path::absolute(&folder).map_err(|error| {
        Failure::usage(format!("'{}' names no folder ({error}).", folder.display()))
    })?;
    Ok(absolute.display().to_string())
}

/// Which workspace is open and who acts.
pub(crate) fn describe(desk: DeskView) -> String {
    let open = desk.workspace;
    let roles = |me: &chaperone_commands::view::desk::Me| {
        let roles: Vec<_> = me.roles.iter().map(ToString::to_string).collect();
        if roles.is_empty() { String::new() } else { format!(", {}", roles.join(" and ")) }
    };
    let code = desk.recovery_code.as_deref().map(|code| {
        format!("\nRecovery code: {code}\nWith it an administrator who lost their passphrase gets in again. It is told once; write it down now.\n")
    });
    let me = desk.me.map(|me| format!("{} <{}>{}", me.person.display_name, me.email, roles(&me)));
    let facts = facts([
        ("Workspace", or_none(open.as_ref().map(|open| open.name.as_str()))),
        ("Kind", or_none(open.as_ref().map(|open| open.kind.to_string()).as_deref())),
        ("Folder", or_none(open.as_ref().map(|open| open.folder.as_str()))),
        ("Now", or_none(desk.now.map(|now| now.to_string()).as_deref())),
        ("You", me.unwrap_or_else(|| "nobody; say who acts with --as".to_owned())),
        ("Chaperone", format!("{}, SQLite {}", desk.version, desk.sqlite_version)),
    ]);
    facts + &code.unwrap_or_default()
}

fn verify(host: &Host, output: &Output) -> Reply<Exit> {
    let view = host.call("verify_workspace", VerifyWorkspace {})?;
    let verification: WorkspaceVerification = output::read(view.clone())?;
    output.answer(view, |verification| checks(verification, output.width()))?;
    Ok(Exit::when(verification.is_sound))
}

/// What was checked, one line each.
pub(crate) fn checks(verification: WorkspaceVerification, width: Option<u16>) -> String {
    let mut table = Table::of("checks", ["Check", "Holds", "Meaning"]);
    for check in verification.checks {
        let holds = if check.holds { "yes" } else { "NO" };
        table.row([check.name, holds.to_owned(), check.sentence]);
    }
    table.text(width)
}
