//! The try-out: a copy of a training workspace in which one goes on, to be thrown away afterwards. The workspace from which
//! it was made isn't touched meanwhile. The copy lies beside it under a name of its own, so that every process knows it.

use std::path::{Path, PathBuf};

use chaperone_domain::clock::WorkspaceKind;
use chaperone_store::{DATABASE_FILE, Store, backup};

use super::exercise::not_for_live;
use super::{own_only, remove_folder};
use crate::desk::{Desk, show_desk};
use crate::failure::{Failure, Reply};
use crate::private_file;
use crate::session::Session;
use crate::view::desk::{DeskView, ShowDesk};
use crate::view::training::{BeginTryOut, EndTryOut};

/// What the folder of a copy is called after the folder of the workspace.
const ENDING: &str = ".try-out";
/// The file by which a folder is known as a copy. Nothing without it is ever thrown away, whatever it is called.
const MARK: &str = "this-is-a-try-out";

/// The folder of the workspace from which a copy was made; nothing when the folder holds no copy.
pub(crate) fn origin_of(folder: &Path) -> Option<PathBuf> {
    let name = folder.file_name()?.to_str()?.strip_suffix(ENDING)?;
    let origin = folder.with_file_name(name);
    (folder.join(MARK).is_file() && origin.join(DATABASE_FILE).is_file()).then_some(origin)
}

/// Says what to do first, where something can't be done in a copy.
pub(super) fn refuse_in_try_out(folder: &Path) -> Reply<()> {
    if origin_of(folder).is_none() {
        return Ok(());
    }
    Err(Failure::refused_because(
        "in_try_out",
        "This is a try-out, a copy that will be thrown away; end the try-out first.",
    ))
}

/// Copies the open training workspace and goes on in the copy. A copy that an earlier try-out left behind is thrown away.
pub(crate) fn begin_try_out(desk: &Desk, session: &Session, _: BeginTryOut) -> Reply<DeskView> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Live {
        return Err(not_for_live());
    }
    refuse_in_try_out(&open.folder)?;
    let mut name = open.folder.file_name().unwrap_or_default().to_owned();
    name.push(ENDING);
    let copy = open.folder.with_file_name(name);
    if copy.exists() && !copy.join(MARK).is_file() {
        return Err(in_the_way(&copy));
    }
    remove_folder(&copy)?;
    // Marked before anything else, so that what a crash leaves behind is known as a copy too.
    let copied = private_file::write(&copy.join(MARK), "")
        .and_then(|()| own_only(&copy))
        .and_then(|()| Ok(backup::copy_open_into(open.store.file(), &copy)?))
        .and_then(|()| Ok(Store::open(&copy)?));
    match copied {
        Ok(store) => desk.adopt(store, &copy)?,
        Err(failure) => {
            remove_folder(&copy)?;
            return Err(failure);
        }
    }
    show_desk(desk, session, ShowDesk {})
}

fn in_the_way(folder: &Path) -> Failure {
    let message = format!(
        "{} is in the way and isn't a try-out; move it elsewhere, then begin the try-out.",
        folder.display()
    );
    Failure::refused_because("try_out_in_the_way", message)
        .with("folder", folder.display().to_string())
}

/// Goes back to the workspace from which the copy was made, and throws the copy away.
pub(crate) fn end_try_out(desk: &Desk, session: &Session, _: EndTryOut) -> Reply<DeskView> {
    let copy = desk.workspace()?.folder.clone();
    let origin = origin_of(&copy).ok_or_else(|| {
        Failure::refused_because("no_try_out", "There is no try-out to end; begin one first.")
    })?;
    let store = Store::open(&origin)?;
    desk.adopt(store, &origin)?;
    // Whoever acts may have come into being in the copy only.
    if desk.read(session, |_| Ok(())).is_err() {
        session.set_person(None);
    }
    remove_folder(&copy)?;
    show_desk(desk, session, ShowDesk {})
}
