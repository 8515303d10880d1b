//! Checking a workspace: the file, the chain, and each invariant that its data can show. The invariants' numbers are those of
//! `ARCHITECTURE.md`. One of them can't be read from data and is held by tests alone: that what may not be seen answers as
//! what does not exist.

use std::path::Path;

use chaperone_domain::checkpoint::Break;
use chaperone_domain::offender::{Offender, in_a_row};
use chaperone_domain::said::Said;
use chaperone_store::Store;
use chaperone_store::invariant::{self, Checked};
use chaperone_store::table::{consents, grants, resources, workspace};

use crate::audit;
use crate::checkpoint;
use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::{Actor, Session};
use crate::view::audit::{Check, VerifyWorkspace, WorkspaceVerification};
use crate::work::Progress;

/// How much of what is wrong is told.
const SHOWN: usize = 5;

fn check(name: &'static str, meaning: &str, offenders: Vec<String>) -> Check {
    if offenders.is_empty() {
        return sound(name, meaning.to_owned(), Said::new(name));
    }
    let first = shown(&offenders);
    let said = Said::new("isBroken").with("count", offenders.len()).with("first", first.as_str());
    broken(name, offenders.len(), &first, said)
}

fn check_invariant(checked: Checked) -> Check {
    let Checked { name, meaning, offenders } = checked;
    let first = &offenders[..offenders.len().min(SHOWN)];
    let Some(told) = in_a_row(first) else {
        return sound(name, meaning.to_owned(), Said::new(name));
    };
    let words: Vec<_> = first.iter().map(ToString::to_string).collect();
    let said = Said::new("isBroken").with("count", offenders.len()).with("first", told);
    broken(name, offenders.len(), &shown(&words), said)
}

/// The first few of what is wrong.
fn shown(offenders: &[String]) -> String {
    let shown: Vec<_> = offenders.iter().take(SHOWN).map(String::as_str).collect();
    shown.join("; ")
}

fn sound(name: &str, sentence: String, said: Said) -> Check {
    Check { name: name.to_owned(), holds: true, sentence, saying: said.into() }
}

fn broken(name: &str, count: usize, first: &str, said: Said) -> Check {
    let sentence = format!("{count} of this is broken, first: {first}");
    Check { name: name.to_owned(), holds: false, sentence, saying: said.into() }
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
        checks.extend(invariant::all(db, cx.now())?.into_iter().map(check_invariant));
        let meaning = "Nothing from the block list is granted to an agent, by a package, directly or by consent.";
        let offenders = blocked(&cx)?;
        checks.push(check_invariant(Checked { name: "I9", meaning, offenders }));
        Ok(())
    })?;
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
    const CHAIN: &str = "audit chain";
    const CHECKPOINTS: &str = "checkpoints";
    let walked = audit::walk(cx, |_| {})?;
    let chain = match walked.broken {
        None => {
            let (count, head) = (walked.records, audit::hex(&walked.head));
            let sentence = format!("All {count} records are linked and unchanged; head {head}.");
            let said = Said::new(CHAIN).with("count", count).with("head", head);
            sound(CHAIN, sentence, said)
        }
        Some((seq, how)) => {
            let said = Said::new(CHAIN).with("record", seq);
            match how {
                Break::Edited => {
                    let before = seq - 1;
                    let first =
                        format!("record {seq} was changed or doesn't follow record {before}");
                    broken(CHAIN, 1, &first, said.of("edited").with("before", before))
                }
                Break::Deleted => {
                    broken(CHAIN, 1, &format!("record {seq} is missing"), said.of("deleted"))
                }
            }
        }
    };
    let (count, wrong) = checkpoint::remembered(cx.db(), folder, &walked)?;
    let checkpoints = match wrong.first() {
        Some(first) => {
            let said = first.said.clone().with("count", wrong.len());
            let sentences: Vec<_> = wrong.iter().map(|wrong| wrong.sentence.clone()).collect();
            broken(CHECKPOINTS, wrong.len(), &shown(&sentences), said)
        }
        None if count == 0 => sound(
            CHECKPOINTS,
            "No checkpoint has been made yet.".to_owned(),
            Said::new(CHECKPOINTS).of("none"),
        ),
        None => {
            let sentence = match count {
                1 => "The history is as it was at its checkpoint.".to_owned(),
                count => format!("The history is as it was at each of {count} checkpoints."),
            };
            sound(CHECKPOINTS, sentence, Said::new(CHECKPOINTS).with("count", count))
        }
    };
    Ok([chain, checkpoints])
}

/// Rights that agents hold now, by whatever way, and consents that stand, although the block list forbids them.
fn blocked(cx: &Reading<'_>) -> Reply<Vec<Offender>> {
    let mut rights = grants::rights_at(cx.db(), cx.now())?;
    rights.extend(consents::rights_at(cx.db(), cx.now())?);
    rights.sort_unstable();
    rights.dedup();
    let mut offenders = Vec::new();
    for right in rights {
        let offered = resources::offered(cx.db(), right)?;
        let offender = offered.as_offender();
        // A role that is held and can be taken up is one role.
        if offered.is_blocked() && !offenders.contains(&offender) {
            offenders.push(offender);
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
                .flat_map(|Checked { name, offenders, .. }| {
                    offenders.into_iter().map(move |offender| format!("{name}: {offender}"))
                })
                .collect())
        })
    }
}
