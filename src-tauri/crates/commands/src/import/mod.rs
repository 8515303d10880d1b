//! Imports: people, groups, applications, directory roles, blueprints and agents from files, all or nothing. A file is read
//! into drafts (`csv`, `graph`), the drafts are compared with the workspace (`people`, `groups`, `offers`, `agents`) into a
//! plan, and only a plan without problems is written (`apply`). Importing the same files again changes nothing.

mod agents;
mod apply;
mod csv;
mod draft;
mod graph;
mod groups;
mod object;
mod offers;
mod people;
mod plan;
mod world;
mod wrong;

use chaperone_domain::authority::Action;
use serde_json::json;

use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::view::import::{ImportDirectory, ImportFile, ImportProblem, ImportReport};
use draft::{Drafts, Place, Problems};
use plan::{Pace, Plan};
use world::World;
use wrong::Wrong;

/// The largest file that is taken, in bytes: read whole, so that nothing is written before all of it is understood.
const MAX_FILE_BYTES: usize = 100_000_000;

/// Brings in files, or says what they would change.
pub(crate) fn import_directory(cx: &mut Writing<'_>, ask: ImportDirectory) -> Reply<ImportReport> {
    cx.authorise(Action::ImportDirectory, &[], "directory")?;
    if ask.files.is_empty() {
        return Err(Failure::usage("There is nothing to import; name at least one file."));
    }
    for file in &ask.files {
        if file.text.len() > MAX_FILE_BYTES {
            return Err(Failure::usage(format!(
                "{} has {} MB; a file has at most {} MB, so split it.",
                file.name,
                file.text.len().div_ceil(1_000_000),
                MAX_FILE_BYTES / 1_000_000
            )));
        }
    }
    let mut problems = Problems::default();
    let drafts = read(&ask.files, &mut problems);
    let plan = compare(cx, &drafts, &mut problems)?;
    let names: Vec<String> = ask.files.iter().map(|file| file.name.clone()).collect();
    let problems = problems.into_sorted(&names);
    if !ask.dry_run {
        if !problems.is_empty() {
            return Err(refused(&problems));
        }
        apply::apply(cx, &plan)?;
    }
    Ok(report(plan, problems, ask.dry_run))
}

fn read(files: &[ImportFile], problems: &mut Problems) -> Drafts {
    let mut drafts = Drafts::default();
    for file in files {
        let name = file.name.to_lowercase();
        if name.ends_with(".csv") || name.ends_with(".tsv") {
            csv::read(file, &mut drafts, problems);
        } else if name.ends_with(".json") {
            graph::read(file, &mut drafts, problems);
        } else {
            let at = Place { file: file.name.clone(), ..Place::default() };
            problems.add(&at, Wrong::FileName);
        }
    }
    drafts
}

/// Compares everything with the workspace, in the order in which one thing may name another.
fn compare(cx: &mut Writing<'_>, drafts: &Drafts, problems: &mut Problems) -> Reply<Plan> {
    let mut world = World::load(cx.db(), cx.now())?;
    let pace = Pace::new(&cx.progress, drafts.count());
    let mut plan = Plan::at(pace.clone());
    people::compare(cx, &drafts.people, &mut world, &mut plan, problems)?;
    let db = cx.db();
    groups::lay_over(&drafts.groups, &mut world, problems);
    offers::compare_applications(db, &drafts.applications, &mut plan, problems)?;
    offers::compare_directory_roles(db, &drafts.directory_roles, &mut plan, problems)?;
    let mut agentic = Plan::at(pace);
    agents::compare_blueprints(db, &drafts.blueprints, &mut world, &mut agentic, problems)?;
    agents::compare_principals(db, &drafts.principals, &world, &mut agentic, problems)?;
    agents::compare_agents(db, &drafts.agents, &mut world, &mut agentic, problems)?;
    agents::compare_agent_users(db, &drafts.agent_users, &mut world, &mut agentic, problems)?;
    groups::compare(db, &drafts.groups, &drafts.agents, &mut world, &mut plan, problems)?;
    // Groups are compared after agents, who may be members, and written before them, whom they may sponsor.
    plan.append(agentic);
    Ok(plan)
}

fn report(plan: Plan, problems: Vec<ImportProblem>, is_dry_run: bool) -> ImportReport {
    let added = plan.changes.iter().filter(|change| change.is_new).count();
    ImportReport {
        is_dry_run,
        added: crate::list::count(added),
        changed: crate::list::count(plan.changes.len() - added),
        unchanged: crate::list::count(plan.same.len()),
        changes: plan.changes.iter().map(plan::Change::view).collect(),
        same: plan.same,
        problems,
    }
}

/// Nothing was written; the first problem is told in the sentence, all of them in the details.
fn refused(problems: &[ImportProblem]) -> Failure {
    let first = problems.first().map(in_words).unwrap_or_default();
    let count = match problems.len() {
        1 => "1 problem".to_owned(),
        more => format!("{more} problems"),
    };
    let message = format!("Nothing was imported: the files have {count}. {first}.");
    Failure::refused_because("import_refused", message)
        .with("count", problems.len())
        .with_details(json!({ "problems": problems }))
}

fn in_words(problem: &ImportProblem) -> String {
    let unit = if problem.file.to_lowercase().ends_with(".json") { "object" } else { "line" };
    match problem.line {
        Some(line) => format!("{}, {unit} {line}: {}", problem.file, problem.reason),
        None => format!("{}: {}", problem.file, problem.reason),
    }
}
