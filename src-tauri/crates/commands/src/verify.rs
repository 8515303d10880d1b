//! Checking a workspace: the file, the chain, and each invariant that its data can show. The invariants' numbers are those of
//! `ARCHITECTURE.md`. One of them can't be read from data and is held by tests alone: that what may not be seen answers as
//! what does not exist.

use std::path::Path;

use chaperone_domain::checkpoint::Break;
use chaperone_store::table::{consents, grants, resources, workspace};
use chaperone_store::{Store, invariant};

use crate::audit;
use crate::checkpoint;
use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::{Actor, Session};
use crate::view::audit::{Check, VerifyWorkspace, WorkspaceVerification};
use crate::work::Progress;

fn check(name: &str, meaning: &str, offenders: Vec<String>) -> Check {
    let holds = offenders.is_empty();
    let sentence = if holds {
        meaning.to_owned()
    } else {
        let shown: Vec<_> = offenders.iter().take(5).map(String::as_str).collect();
        format!("{} of this is broken, first: {}", offenders.len(), shown.join("; "))
    };
    Check { name: name.to_owned(), holds, sentence }
}

/// Checks the file, the chain and every invariant. Whoever can open the workspace may: the answer holds no names beyond those
/// that are wrong.
pub(crate) fn verify_workspace(
    desk: &Desk,
    session: &Session,
    _: VerifyWorkspace,
) -> Reply<WorkspaceVerification> {
    let open = desk.workspace()?;
    check_store(desk, &open.store, &open.folder, desk.begin_work(session, "verify_workspace"))
}

/// Checks a workspace file, whether it is the open one or a copy; `folder` is where its checkpoints are remembered.
pub(crate) fn check_store(
    desk: &Desk,
    store: &Store,
    folder: &Path,
    progress: Progress,
) -> Reply<WorkspaceVerification> {
    let mut checks = vec![
        check("integrity", "SQLite finds the file sound.", store.check_integrity()?),
        check("foreign keys", "Every row points at rows that exist.", store.check_foreign_keys()?),
    ];
    store.read(|db| -> Reply<()> {
        let kind = workspace::get(db)?.ok_or_else(Failure::no_workspace)?.kind;
        let cx = Reading { db, now: desk.now_in(db)?, actor: Actor::Rule, kind, progress };
        checks.extend(history(&cx, folder)?);
        for (name, meaning, offenders) in invariant::all(db, cx.now())? {
            checks.push(check(name, meaning, offenders));
        }
        let meaning = "Nothing from the block list is granted to an agent, by a package, directly or by consent.";
        checks.push(check("I9", meaning, blocked(&cx)?));
        Ok(())
    })?;
    if !checks.iter().any(|check| check.name == "I8") {
        checks.push(check(
            "I8",
            "No rule says which packages don't go together, so none is broken.",
            vec![],
        ));
    }
    checks.push(check(
        "I10",
        "What may not be seen answers as what does not exist: no data shows it; the program's own tests hold it.",
        vec![],
    ));
    let number = |check: &Check| check.name.strip_prefix('I').and_then(|n| n.parse::<u8>().ok());
    checks.sort_by_key(|check| number(check).unwrap_or(0));
    Ok(WorkspaceVerification { is_sound: checks.iter().all(|check| check.holds), checks })
}

/// The chain, and every checkpoint that is remembered.
fn history(cx: &Reading<'_>, folder: &Path) -> Reply<[Check; 2]> {
    let walked = audit::walk(cx, |_| {})?;
    let broken = walked.broken.map(|(seq, how)| match how {
        Break::Edited => format!("record {seq} was changed or doesn't follow record {}", seq - 1),
        Break::Deleted => format!("record {seq} is missing"),
    });
    let head = audit::hex(&walked.head);
    let meaning = format!("All {} records are linked and unchanged; head {head}.", walked.records);
    let chain = check("audit chain", &meaning, broken.into_iter().collect());
    let (count, broken) = checkpoint::remembered(cx.db(), folder, &walked)?;
    let meaning = match count {
        0 => "No checkpoint has been made yet.".to_owned(),
        1 => "The history is as it was at its checkpoint.".to_owned(),
        count => format!("The history is as it was at each of {count} checkpoints."),
    };
    Ok([chain, check("checkpoints", &meaning, broken)])
}

/// Rights that agents hold now, by whatever way, and consents that stand, although the block list forbids them.
fn blocked(cx: &Reading<'_>) -> Reply<Vec<String>> {
    let mut rights = grants::rights_at(cx.db(), cx.now())?;
    rights.extend(consents::rights_at(cx.db(), cx.now())?);
    rights.sort_unstable();
    rights.dedup();
    let mut offenders = Vec::new();
    for right in rights {
        let offered = resources::offered(cx.db(), right)?;
        if offered.is_blocked() {
            offenders.push(offered.full_name());
        }
    }
    Ok(offenders)
}

impl Desk {
    /// What is broken of the invariants that the record shows, one line each, without reading the file and the chain whole:
    /// cheap enough to ask after each step of a simulation.
    pub fn broken_invariants(&self) -> Reply<Vec<String>> {
        let open = self.workspace()?;
        open.store.read(|db| {
            let now = self.now_in(db)?;
            let broken = invariant::all(db, now)?.into_iter();
            Ok(broken
                .flat_map(|(name, _, offenders)| {
                    offenders.into_iter().map(move |offender| format!("{name}: {offender}"))
                })
                .collect())
        })
    }
}
