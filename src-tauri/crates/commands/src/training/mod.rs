//! The training company: a workspace with invented people and agents, made on first use and thrown away at will. It is built
//! in a folder beside its place and put there in one step, so that a machine that stops halfway leaves nothing half-made.

mod company;
mod exercise;
mod planting;
mod presentation;
mod tour;
mod try_out;

use std::fs;
use std::path::{Path, PathBuf};

use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::exercise::Exercise;
use chaperone_domain::id::PersonId;
use chaperone_store::table::{people, workspace};
use chaperone_store::{DATABASE_FILE, Store};

use crate::desk::{Desk, show_desk};
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::desk::{DeskView, OpenTrainingCompany, ResetTrainingCompany, ShowDesk};
use crate::work::Progress;
use company::Company;
pub(crate) use company::tour;
pub(crate) use exercise::{check_exercise, list_exercises, start_exercise};
pub(crate) use presentation::show_presentation;
pub(crate) use tour::show_tour;
pub(crate) use try_out::{begin_try_out, end_try_out, origin_of};

/// The invented company, file by file.
pub const SAMPLE_FILES: &[(&str, &str)] = &[
    ("people.csv", include_str!("../../sample/people.csv")),
    ("groups.json", include_str!("../../sample/groups.json")),
    ("applications.json", include_str!("../../sample/applications.json")),
    ("directory-roles.json", include_str!("../../sample/directory-roles.json")),
    ("agents.json", include_str!("../../sample/agents.json")),
    ("packages.json", include_str!("../../sample/packages.json")),
    ("company.json", include_str!("../../sample/company.json")),
    ("exercises.json", include_str!("../../sample/exercises.json")),
];

/// Opens the training company; it is made on first use. Whoever sits at the desk and is known there stays; else the tour's
/// administrator sits down.
pub(crate) fn open_training_company(
    desk: &Desk,
    session: &Session,
    ask: OpenTrainingCompany,
) -> Reply<DeskView> {
    let folder = ask.folder.map_or_else(|| desk.environment.training_folder(), PathBuf::from);
    let company = Company::sample()?;
    if !folder.join(DATABASE_FILE).exists() {
        refuse_remains(&folder)?;
        let progress = desk.begin_work(session, "open_training_company");
        let built = build(desk, &folder, &company, None, &progress)?;
        put_in_place(&built, &folder)?;
    }
    open(desk, session, &folder, &company)
}

/// Throws the training company away and makes it anew: the one that is open, else the one in its usual place.
pub(crate) fn reset_training_company(
    desk: &Desk,
    session: &Session,
    _: ResetTrainingCompany,
) -> Reply<DeskView> {
    make_anew(desk, session, None, &desk.begin_work(session, "reset_training_company"))
}

/// Makes the company anew, with the fault of an exercise in it if one is wanted.
fn make_anew(
    desk: &Desk,
    session: &Session,
    exercise: Option<Exercise>,
    progress: &Progress,
) -> Reply<DeskView> {
    let open_one = desk.workspace().ok().filter(|open| open.kind == WorkspaceKind::Training);
    let folder =
        open_one.map_or_else(|| desk.environment.training_folder(), |open| open.folder.clone());
    if !folder.join(DATABASE_FILE).exists() {
        return Err(Failure::not_found("training company"));
    }
    try_out::refuse_in_try_out(&folder)?;
    let company = Company::sample()?;
    check_is_company(&Store::open(&folder)?, &folder, &company)?;
    // The new one is ready before the old one is touched.
    let built = build(desk, &folder, &company, exercise, progress)?;
    desk.close();
    put_in_place(&built, &folder)?;
    remove_folder(&folder.join("backups"))?;
    remove_folder(&folder.join(crate::checkpoint::FOLDER))?;
    open(desk, session, &folder, &company)
}

fn open(desk: &Desk, session: &Session, folder: &Path, company: &Company) -> Reply<DeskView> {
    let store = Store::open(folder)?;
    check_is_training(&store, folder)?;
    let administrator = company.administrator();
    let (at_desk, tour) = store.read(|db| -> Reply<(Option<PersonId>, Option<PersonId>)> {
        let now = desk.now_in(db)?;
        let active = |found: Option<chaperone_domain::person::Person>| {
            found.filter(|person| person.is_active_at(now)).map(|person| person.id)
        };
        let at_desk = match session.person() {
            Some(person) => active(people::get(db, person)?),
            None => None,
        };
        Ok((at_desk, active(people::by_email(db, administrator)?)))
    })?;
    desk.adopt(store, folder)?;
    session.set_person(at_desk.or(tour));
    show_desk(desk, session, ShowDesk {})
}

fn check_is_training(store: &Store, folder: &Path) -> Reply<()> {
    let found = store.read(workspace::get)?;
    if found.is_some_and(|found| found.kind == WorkspaceKind::Training) {
        return Ok(());
    }
    Err(Failure::refused_because(
        "live_workspace",
        format!(
            "{} holds a live workspace; open it as one, or name another folder.",
            folder.display()
        ),
    )
    .of("folder")
    .with("folder", folder.display().to_string()))
}

/// A training workspace that somebody made themselves is theirs and isn't thrown away.
fn check_is_company(store: &Store, folder: &Path, company: &Company) -> Reply<()> {
    check_is_training(store, folder)?;
    for email in company.personas() {
        if store.read(|db| people::by_email(db, email))?.is_none() {
            return Err(Failure::refused_because(
                "not_the_training_company",
                format!(
                    "{} holds a training workspace of your own, which is kept; open the training company first.",
                    folder.display()
                ),
            )
            .with("folder", folder.display().to_string()));
        }
    }
    Ok(())
}

/// The log of a database that is gone may hold work that somebody still wants back.
fn refuse_remains(folder: &Path) -> Reply<()> {
    let has_remains =
        ["-wal", "-shm"].iter().any(|part| folder.join(format!("{DATABASE_FILE}{part}")).exists());
    if has_remains {
        Err(chaperone_store::Error::AlreadyThere(folder.to_owned()).into())
    } else {
        Ok(())
    }
}

/// Builds the company beside its place. What an earlier try left behind is removed first.
fn build(
    desk: &Desk,
    folder: &Path,
    company: &Company,
    exercise: Option<Exercise>,
    progress: &Progress,
) -> Reply<PathBuf> {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".being-made");
    let built = folder.with_file_name(name);
    remove_folder(&built)?;
    match company::make(&desk.environment, &built, company, exercise, progress) {
        Ok(()) => Ok(built),
        Err(failure) => {
            remove_folder(&built)?;
            Err(failure)
        }
    }
}

/// Moves the finished file into its place in one step. A log beside it would belong to another file and damage this one.
fn put_in_place(built: &Path, folder: &Path) -> Reply<()> {
    fs::create_dir_all(folder).map_err(|error| chaperone_store::Error::io(folder, error))?;
    own_only(folder)?;
    for part in ["-shm", "-wal"] {
        let file = folder.join(format!("{DATABASE_FILE}{part}"));
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(chaperone_store::Error::io(file, error).into());
            }
            _ => {}
        }
    }
    let file = folder.join(DATABASE_FILE);
    fs::rename(built.join(DATABASE_FILE), &file)
        .map_err(|error| chaperone_store::Error::io(file, error))?;
    remove_folder(built)
}

/// Only its owner may look into a workspace, also into one for training.
#[cfg(unix)]
fn own_only(folder: &Path) -> Reply<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .map_err(|error| chaperone_store::Error::io(folder, error).into())
}

#[cfg(not(unix))]
fn own_only(_: &Path) -> Reply<()> {
    Ok(())
}

fn remove_folder(folder: &Path) -> Reply<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(chaperone_store::Error::io(folder, error).into())
        }
        _ => Ok(()),
    }
}
