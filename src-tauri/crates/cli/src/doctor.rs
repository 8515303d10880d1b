//! The doctor: what is wrong around a workspace, and how to mend it. A workspace that can't be opened is the first thing
//! that is wrong, and no reason to say nothing else.

use chaperone_commands::Reply;
use chaperone_commands::view::doctor::{DoctorView, Finding, RepairPermissions, ShowDoctor};
use chaperone_domain::doctor::{DoctorCheck, Health};
use clap::Args;
use serde_json::json;

use crate::args::Flags;
use crate::exit::Exit;
use crate::host::Host;
use crate::output::{self, Output};
use crate::table::Table;

/// What the doctor is asked.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// Take the workspace away from the eyes of other users of this machine
    #[arg(long)]
    repair_permissions: bool,
}

/// Looks, and says what it found. Nobody has to say who they are.
pub(crate) fn run(ask: &Ask, flags: &Flags, output: &Output) -> Reply<Exit> {
    let (host, closed) = match Host::open_unseated(flags) {
        Ok(host) => (host, None),
        Err(failure) if !ask.repair_permissions => (Host::idle(), Some(failure)),
        Err(failure) => return Err(failure),
    };
    let view = if ask.repair_permissions {
        host.call("repair_permissions", RepairPermissions {})?
    } else {
        host.call("show_doctor", ShowDoctor {})?
    };
    let mut found: DoctorView = output::read(view)?;
    if let Some(failure) = closed {
        found.findings.retain(|finding| finding.check.0 != DoctorCheck::Workspace);
        found
            .findings
            .insert(0, Finding::new(DoctorCheck::Workspace, Health::Bad, failure.message));
    }
    let is_well = found.findings.iter().all(|finding| finding.health.0 != Health::Bad);
    output.answer(json!(found), |found: DoctorView| text(found, output.width()))?;
    Ok(Exit::when(is_well))
}

fn text(found: DoctorView, width: Option<u16>) -> String {
    let mut table = Table::of("findings", ["What", "How it is", "Found", "What to do"]);
    for Finding { check, health, sentence, advice, .. } in found.findings {
        let health = if health.0 == Health::Bad { "BAD".to_owned() } else { health.to_string() };
        table.row([check.to_string(), health, sentence, advice.unwrap_or_default()]);
    }
    table.text(width)
}
