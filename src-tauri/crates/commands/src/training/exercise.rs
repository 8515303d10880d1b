//! The trainer's exercises: listing them, starting one, and marking the one that is running. What must be true stands in
//! `domain::exercise`, how a fault is planted in `planting`, and in which words it is told in the sample's files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chaperone_domain::assignment::Assignment;
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::exercise::{
    Asker, Exercise, Facts, LeaversAgent, OfferedPolicy, Requirement, mark,
};
use chaperone_domain::id::{AccessPackageId, AgentId, PersonId};
use chaperone_domain::incompatibility::Excluder;
use chaperone_domain::policy::{Policy, PolicyScope};
use chaperone_domain::request::{RequestState, RequestType, Requestor};
use chaperone_domain::sponsorship::{ChainLink, heir};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{
    access_packages, agents, assignments, audit_records, incompatibilities, people, policies,
    requests, sponsors, workspace,
};
use serde::{Deserialize, Serialize};

use super::planting::{self, agent_named};
use super::{company, try_out};
use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::{Actor, Session};
use crate::view::audit::AuditChange;
use crate::view::desk::DeskView;
use crate::view::training::{
    CheckExercise, ExerciseMarking, ExerciseRow, Exercises, ListExercises, RequirementRow,
    StartExercise,
};
use crate::wire::{When, Wire};
use crate::{approver, private_file, succession};

/// The file beside the workspace in which it stands what was solved: it outlives the company, which is made anew each time.
const SOLVED_FILE: &str = "exercises.json";

/// How the exercises are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    exercises: BTreeMap<String, Told>,
    requirements: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    title: String,
    task: String,
    hints: Vec<String>,
    explanation: String,
}

impl Words {
    fn read() -> Reply<Self> {
        company::read("exercises.json")
    }

    fn of(&self, exercise: Exercise) -> Reply<Told> {
        let told = self.exercises.get(exercise.term()).cloned();
        told.ok_or_else(|| company::broken("an exercise has no words"))
    }

    fn requirement(&self, requirement: Requirement) -> Reply<String> {
        let told = self.requirements.get(requirement.term()).cloned();
        told.ok_or_else(|| company::broken("a requirement has no words"))
    }
}

/// What was solved, and when by the machine's clock.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Solved(BTreeMap<String, When>);

impl Solved {
    /// A file that can't be read counts as empty: nothing but a tick is lost with it.
    fn read(folder: &Path) -> Reply<Self> {
        let text = private_file::read(&folder.join(SOLVED_FILE))?.unwrap_or_default();
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    fn write(&self, folder: &Path) -> Reply<()> {
        let text = serde_json::to_string(self).unwrap_or_default();
        private_file::write(&folder.join(SOLVED_FILE), &text)
    }
}

/// The folder of the open training company.
pub(super) fn training_folder(desk: &Desk) -> Reply<PathBuf> {
    let open = desk.workspace()?;
    if open.kind == WorkspaceKind::Live {
        return Err(not_for_live());
    }
    Ok(open.folder.clone())
}

pub(super) fn not_for_live() -> Failure {
    Failure::refused_because(
        "live_workspace_no_training",
        "This is a live workspace, in which nothing is practised; open the training company.",
    )
}

/// Lists the exercises with what was solved.
pub(crate) fn list_exercises(desk: &Desk, _: &Session, _: ListExercises) -> Reply<Exercises> {
    let folder = training_folder(desk)?;
    let solved = Solved::read(&try_out::origin_of(&folder).unwrap_or(folder))?;
    let running = desk.workspace()?.store.read(running)?.map(|(exercise, _)| exercise);
    let words = Words::read()?;
    let row = |&exercise: &Exercise| -> Reply<ExerciseRow> {
        let Told { title, task, hints, .. } = words.of(exercise)?;
        Ok(ExerciseRow {
            id: Wire(exercise),
            title,
            task,
            hints,
            is_running: running == Some(exercise),
            solved_at: solved.0.get(exercise.term()).copied(),
        })
    };
    Ok(Exercises { rows: Exercise::ALL.iter().map(row).collect::<Reply<_>>()? })
}

/// Makes the company anew with the fault of an exercise in it.
pub(crate) fn start_exercise(
    desk: &Desk,
    session: &Session,
    ask: StartExercise,
) -> Reply<DeskView> {
    super::make_anew(
        desk,
        session,
        Some(ask.exercise.0),
        &desk.begin_work(session, "start_exercise"),
    )
}

/// The exercise that was started in this company, and when.
fn running(db: &Db) -> Reply<Option<(Exercise, Timestamp)>> {
    let filter = audit_records::Filter {
        activity: Some(planting::ACTIVITY.to_owned()),
        ..Default::default()
    };
    let Some(begun) = audit_records::page(db, &filter, None, 1)?.pop() else { return Ok(None) };
    let changes: Vec<AuditChange> = serde_json::from_str(&begun.changes).unwrap_or_default();
    let named = changes.into_iter().find(|change| change.field == planting::FIELD);
    let exercise = named.and_then(|change| change.after).and_then(|term| {
        // A record of a version that had other exercises names one that isn't there any more.
        Exercise::parse_term(&term).ok()
    });
    Ok(exercise.map(|exercise| (exercise, begun.recorded_at)))
}

/// Marks the running exercise. What is solved is noted, unless it was solved in a try-out.
pub(crate) fn check_exercise(desk: &Desk, _: &Session, _: CheckExercise) -> Reply<ExerciseMarking> {
    let folder = training_folder(desk)?;
    let words = Words::read()?;
    let open = desk.workspace()?;
    // Marking looks at what is true, whoever asks, so it looks as a rule does.
    let (exercise, marks) = open.store.read(|db| {
        let (exercise, begun) = running(db)?.ok_or_else(|| {
            Failure::refused_because("no_exercise", "No exercise is running; start one first.")
        })?;
        let cx = Reading {
            db,
            now: desk.now_in(db)?,
            actor: Actor::Rule,
            kind: open.kind,
            progress: Default::default(),
        };
        Ok::<_, Failure>((exercise, mark(&facts(&cx, exercise, begun)?)))
    })?;
    let is_solved = marks.iter().all(|&(_, is_met)| is_met);
    if is_solved && try_out::origin_of(&folder).is_none() {
        let mut solved = Solved::read(&folder)?;
        let now = Wire(desk.environment.clock.now());
        solved.0.entry(exercise.term().to_owned()).or_insert(now);
        solved.write(&folder)?;
    }
    let Told { title, explanation, .. } = words.of(exercise)?;
    let row = |&(requirement, is_met): &(Requirement, bool)| -> Reply<RequirementRow> {
        Ok(RequirementRow {
            id: Wire(requirement),
            sentence: words.requirement(requirement)?,
            is_met,
        })
    };
    Ok(ExerciseMarking {
        exercise: Wire(exercise),
        title,
        requirements: marks.iter().map(row).collect::<Reply<_>>()?,
        is_solved,
        explanation: is_solved.then_some(explanation),
    })
}

/// What is the case, as far as the exercise asks for it.
fn facts(cx: &Reading<'_>, exercise: Exercise, begun: Timestamp) -> Reply<Facts> {
    match exercise {
        Exercise::OrphanInWaiting => orphan_in_waiting(cx, begun),
        Exercise::OpenDoor => {
            let package = package_named(cx.db(), planting::PAYMENT_PREPARATION)?;
            Ok(Facts::OpenDoor(offered(&policies_of(cx.db(), package)?)))
        }
        Exercise::UpsideDownLine => Ok(Facts::UpsideDownLine {
            links: people::all(cx.db())?
                .into_iter()
                .map(|person| {
                    let is_active = person.is_active_at(cx.now());
                    (person.id, ChainLink { manager_id: person.manager_id, is_active })
                })
                .collect(),
            head: person_named(cx.db(), planting::HEAD)?,
            report: person_named(cx.db(), planting::REPORT)?,
            top: person_named(cx.db(), planting::TOP)?,
        }),
        Exercise::PairHeld => pair_held(cx),
        Exercise::SoleApprover => sole_approver(cx),
        Exercise::LateExtension => late_extension(cx),
    }
}

fn orphan_in_waiting(cx: &Reading<'_>, begun: Timestamp) -> Reply<Facts> {
    let db = cx.db();
    let leaver = person_named(db, planting::LEAVER)?;
    let planted_leave = begun.plus(planting::UNTIL_LEAVING);
    let person = people::get(db, leaver)?;
    let leaves_at = person.and_then(|person| person.left_at.or(person.leaves_at));
    let day = leaves_at.unwrap_or(planted_leave);
    let custodian = workspace::get(db)?.map(|found| found.custodian_id);
    let chain = succession::chain_above(db, [leaver], day)?;
    let mut agents = Vec::new();
    for name in planting::LEAVERS_AGENTS {
        let found = agent_named(db, name)?;
        agents.push(LeaversAgent {
            is_active: is_in_force(db, found)?,
            sponsors: match found {
                Some(agent) => sponsors::active_people(db, agent, cx.now())?,
                None => Default::default(),
            },
        });
    }
    Ok(Facts::OrphanInWaiting {
        leaver,
        leaves_at,
        planted_leave,
        heir: heir(leaver, custodian, |id| chain.get(&id).copied()).map(|heir| heir.by),
        custodian: custodian.unwrap_or(leaver),
        gone_by_then: people::all(db)?
            .into_iter()
            .filter(|person| !person.is_active_at(day))
            .map(|person| person.id)
            .collect(),
        agents,
    })
}

fn pair_held(cx: &Reading<'_>) -> Reply<Facts> {
    let db = cx.db();
    let work = package_named(db, planting::INVOICE_MATCHING)?;
    let other = package_named(db, planting::MARKET_RESEARCH)?;
    let agent = agent_named(db, planting::PAIR_HOLDER)?;
    let held = match agent {
        Some(agent) => assignments::in_force_of_agent(db, agent, cx.now())?,
        None => Vec::new(),
    };
    let holds = |package: Option<AccessPackageId>| {
        package.is_some_and(|id| held.iter().any(|one| one.access_package_id == id))
    };
    let rule_stands = match (work, other) {
        (Some(work), Some(other)) => lists(db, work, other)? || lists(db, other, work)?,
        _ => false,
    };
    Ok(Facts::PairHeld {
        rule_stands,
        holds_its_work: holds(work) && is_in_force(db, agent)?,
        holds_the_other: holds(other),
    })
}

fn lists(db: &Db, package: AccessPackageId, other: AccessPackageId) -> Reply<bool> {
    let rules = incompatibilities::of_package(db, package)?;
    Ok(rules.iter().any(|rule| rule.excluder == Excluder::Package(other)))
}

fn sole_approver(cx: &Reading<'_>) -> Reply<Facts> {
    let db = cx.db();
    let found = policies_of(db, package_named(db, planting::INVOICE_MATCHING)?)?;
    let mut askers = Vec::new();
    if let Some(agent) = agent_named(db, planting::JUDGED)? {
        let open_to_it = |policy: &&Policy| {
            policy.is_enabled
                && match policy.scope {
                    PolicyScope::NotSpecified => false,
                    PolicyScope::SpecificDirectoryServicePrincipals => {
                        policy.specific_targets.contains(&agent)
                    }
                    PolicyScope::AllDirectoryAgentIdentities
                    | PolicyScope::AllDirectoryServicePrincipals => true,
                }
        };
        for person in sponsors::active_people(db, agent, cx.now())? {
            for policy in found.iter().filter(open_to_it) {
                askers.push(asker(cx, person, policy, agent)?);
            }
        }
    }
    Ok(Facts::SoleApprover { policies: offered(&found), askers })
}

fn asker(cx: &Reading<'_>, person: PersonId, policy: &Policy, agent: AgentId) -> Reply<Asker> {
    let requestor = Requestor::Person(person);
    let mut deciders = Vec::new();
    for stage in &policy.stages {
        let mut named = approver::resolve(cx, &stage.primary_approvers, requestor, agent)?;
        named.extend(approver::resolve(cx, &stage.fallback_approvers, requestor, agent)?);
        deciders.push(named);
    }
    Ok(Asker { person, deciders })
}

fn late_extension(cx: &Reading<'_>) -> Reply<Facts> {
    let db = cx.db();
    let package = package_named(db, planting::INVOICE_MATCHING)?;
    let held = match agent_named(db, planting::LATE)? {
        Some(agent) => assignments::of_agent(db, agent)?,
        None => Vec::new(),
    };
    let planted = held
        .into_iter()
        .filter(|one| Some(one.access_package_id) == package)
        .min_by_key(|one: &Assignment| one.starts_at)
        .ok_or_else(|| Failure::not_found("assignment"))?;
    let was_extended = requests::of_assignment(db, planted.id)?.iter().any(|request| {
        request.request_type == RequestType::UserExtend && request.state == RequestState::Delivered
    });
    Ok(Facts::LateExtension {
        is_in_force: planted.ended_at.is_none_or(|ended| cx.now() < ended)
            && planted.ends_at.is_none_or(|end| cx.now() < end),
        ends_at: planted.ends_at,
        planted_end: planted.starts_at.plus(planting::LATE_ACCESS),
        was_extended,
    })
}

fn offered(policies: &[Policy]) -> Vec<OfferedPolicy> {
    let facts = |policy: &Policy| OfferedPolicy {
        scope: policy.scope,
        is_enabled: policy.is_enabled,
        stages: policy.stages.len(),
    };
    policies.iter().map(facts).collect()
}

fn policies_of(db: &Db, package: Option<AccessPackageId>) -> Reply<Vec<Policy>> {
    match package {
        Some(package) => Ok(policies::of_package(db, package)?),
        None => Ok(Vec::new()),
    }
}

fn package_named(db: &Db, name: &str) -> Reply<Option<AccessPackageId>> {
    let found = access_packages::all(db)?.into_iter().find(|package| package.display_name == name);
    Ok(found.map(|package| package.id))
}

fn person_named(db: &Db, email: &str) -> Reply<PersonId> {
    let found = people::by_email(db, email)?;
    found.map(|person| person.id).ok_or_else(|| Failure::not_found("person"))
}

fn is_in_force(db: &Db, agent: Option<AgentId>) -> Reply<bool> {
    let Some(agent) = agent else { return Ok(false) };
    Ok(agents::standing(db, agent)?.is_some_and(|standing| standing.check().is_ok()))
}
