//! Checking a workspace: the file, the chain, and each invariant that its data can show. The invariants' numbers are those of
//! `ARCHITECTURE.md`. Two of them can't be read from data and are held by tests alone: that incompatible packages aren't
//! held together (there is no such rule yet) and that what may not be seen answers as what does not exist.

use chaperone_store::invariant;
use chaperone_store::table::{consents, grants, resources};

use crate::audit;
use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::Reply;
use crate::session::{Actor, Session};
use crate::view::audit::{Check, VerifyWorkspace, WorkspaceVerification};

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
    _: &Session,
    _: VerifyWorkspace,
) -> Reply<WorkspaceVerification> {
    let open = desk.workspace()?;
    let mut checks = vec![
        check("integrity", "SQLite finds the file sound.", open.store.check_integrity()?),
        check(
            "foreign keys",
            "Every row points at rows that exist.",
            open.store.check_foreign_keys()?,
        ),
    ];
    open.store.read(|db| -> Reply<()> {
        let cx = Reading { db, now: desk.now_in(db)?, actor: Actor::Rule, kind: open.kind };
        let chain = audit::verify(&cx)?;
        let broken =
            chain.first_broken.map(|seq| format!("record {seq} doesn't follow record {}", seq - 1));
        let meaning =
            format!("All {} records are linked and unchanged; head {}.", chain.records, chain.head);
        checks.push(check("audit chain", &meaning, broken.into_iter().collect()));
        for (name, meaning, offenders) in invariant::all(db, cx.now())? {
            checks.push(check(name, meaning, offenders));
        }
        checks.push(check(
            "I9",
            "Nothing from the block list is granted to an agent, by a package, directly or by consent.",
            blocked(&cx)?,
        ));
        Ok(())
    })?;
    Ok(WorkspaceVerification { is_sound: checks.iter().all(|check| check.holds), checks })
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
