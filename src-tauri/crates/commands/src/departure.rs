//! Departures: a person leaves, and in the same transaction every agent and blueprint that they sponsored in person passes
//! to somebody accountable. What nobody answers for any more is switched off. Who inherits and whether one may leave is
//! decided by `domain::sponsorship` and `domain::departure`.

use std::collections::BTreeSet;

use chaperone_domain::agent::{AgentState, Blueprint};
use chaperone_domain::appointment::Holder;
use chaperone_domain::authority::{Action, Role};
use chaperone_domain::departure::{self, DepartureRefusal, Leaver};
use chaperone_domain::id::{AgentId, PersonId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::person::Person;
use chaperone_domain::sponsorship::{Heir, heir};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{
    agents, blueprints, groups, people, role_appointments, sponsors, workspace,
};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::notice_said::{self, Inherited};
use crate::succession::{self, counted};
use crate::view::agent::InheritedAgent;
use crate::view::directory::{DepartureView, RecordDeparture, RehearseDeparture};
use crate::view::reference::{AgentRef, BlueprintRef};
use crate::wire::Wire;
use crate::{appointment, person, workflow_run};

/// What a departure would do, found out without doing any of it.
struct Plan {
    person: Person,
    heir: Option<Heir>,
    is_custodian: bool,
    /// The agents that the leaver sponsors in person, and those that are held because a sponsoring group has no active
    /// member left.
    agents: Vec<Touched>,
    /// The blueprints that pass on or lose their last active sponsor.
    blueprints: Vec<TouchedBlueprint>,
}

struct Touched {
    id: AgentId,
    display_name: String,
    state: AgentState,
    is_sponsored_in_person: bool,
    keeps_co_sponsor: bool,
    is_held: bool,
}

struct TouchedBlueprint {
    blueprint: Blueprint,
    is_sponsored_in_person: bool,
    is_switched_off: bool,
}

/// Shows who would inherit what if a person left now. Refuses what the departure itself would be refused for.
pub(crate) fn rehearse_departure(cx: &Reading<'_>, ask: RehearseDeparture) -> Reply<DepartureView> {
    cx.authorise(Action::RehearseDeparture, &[], "person")?;
    let plan = plan(cx, ask.person_id.0, cx.now())?;
    check(cx, &plan)?;
    view(cx.db(), &plan)
}

/// Carries out that a person leaves now.
pub(crate) fn record_departure(cx: &mut Writing<'_>, ask: RecordDeparture) -> Reply<DepartureView> {
    cx.authorise(Action::RecordDeparture, &[], "person")?;
    let now = cx.now();
    let rehearsed = plan(cx, ask.person_id.0, now)?;
    check(cx, &rehearsed)?;
    workflow_run::before_departure(cx, ask.person_id.0, now)?;
    let left = plan(cx, ask.person_id.0, now)?;
    apply(cx, &left, now)?;
    // What a workflow has passed on already is part of what the departure did.
    view(cx.db(), &rehearsed)
}

/// Carries out that a person has left, because their last day has come. The date decided already, so the only refusal is
/// that they have left before; a role or a custody that nobody inherits stays with them until somebody takes it up.
pub(crate) fn leave_when_due(cx: &mut Writing<'_>, person: PersonId) -> Reply<String> {
    let at = cx.occurred_at();
    if person::get(cx.db(), person)?.left_at.is_none() {
        workflow_run::before_departure(cx, person, at)?;
    }
    let plan = plan(cx, person, at)?;
    if plan.person.left_at.is_some() {
        return Err(Failure::refused(&DepartureRefusal::AlreadyLeft));
    }
    apply(cx, &plan, at)
}

/// Whether a departure would be refused if somebody asked for it now. An import asks this before it makes people leave.
pub(crate) fn check_now(cx: &impl Context, person: PersonId) -> Reply<()> {
    check(cx, &plan(cx, person, cx.now())?)
}

fn check(cx: &impl Context, plan: &Plan) -> Reply<()> {
    let is_administrator = role_appointments::of_holder(cx.db(), Holder::Person(plan.person.id))?
        .contains(&Role::Administrator);
    let others = appointment::other_active_holders(cx, Role::Administrator, plan.person.id)?;
    departure::check(Leaver {
        has_left: plan.person.left_at.is_some(),
        is_last_administrator: is_administrator && others == 0,
        is_custodian: plan.is_custodian,
        has_heir: plan.heir.is_some(),
    })
    .map_err(|no| Failure::refused(&no))
}

fn plan(cx: &impl Context, id: PersonId, now: Timestamp) -> Reply<Plan> {
    let db = cx.db();
    let person = person::get(db, id)?;
    let custodian = workspace::get(db)?.map(|workspace| workspace.custodian_id);
    let chain = succession::chain_above(db, [id].into_iter().chain(custodian), now)?;
    let heir = heir(id, custodian, |person| chain.get(&person).copied());
    let agents = touched_agents(db, id, heir.as_ref(), now)?;
    let blueprints = touched_blueprints(db, id, heir.as_ref(), now)?;
    Ok(Plan { person, heir, is_custodian: custodian == Some(id), agents, blueprints })
}

/// Whether a person can take responsibility: active at the instant, and not gone since. Departures that are caught up with
/// are carried out as of their own day, when somebody who has left meanwhile was still there.
pub(crate) fn is_there(person: &Person, at: Timestamp) -> bool {
    person.left_at.is_none() && person.is_active_at(at)
}

/// Those of some people who stay responsible when the leaver has gone.
fn who_stays(
    db: &Db,
    mut active: BTreeSet<PersonId>,
    leaver: PersonId,
) -> Reply<BTreeSet<PersonId>> {
    active.remove(&leaver);
    let mut stay = BTreeSet::new();
    for id in active {
        if person::get(db, id)?.left_at.is_none() {
            stay.insert(id);
        }
    }
    Ok(stay)
}

fn touched_agents(
    db: &Db,
    leaver: PersonId,
    heir: Option<&Heir>,
    now: Timestamp,
) -> Reply<Vec<Touched>> {
    let in_person: BTreeSet<AgentId> =
        sponsors::agents_sponsored_in_person(db, leaver)?.into_iter().collect();
    let mut all = in_person.clone();
    for group in groups::of_person(db, leaver)? {
        all.extend(sponsors::agents_of_group(db, group.id)?);
    }
    let mut touched = Vec::new();
    for id in all {
        let agent = agents::get(db, id)?.ok_or_else(|| Failure::not_found("agent"))?;
        let mut stay = who_stays(db, sponsors::active_people(db, id, now)?, leaver)?;
        let is_sponsored_in_person = in_person.contains(&id);
        let keeps_co_sponsor = !stay.is_empty();
        stay.extend(heir.filter(|_| is_sponsored_in_person).map(|heir| heir.person_id));
        let is_held = departure::is_held(agent.state, stay.len());
        if is_sponsored_in_person || is_held {
            let (display_name, state) = (agent.display_name, agent.state);
            touched.push(Touched {
                id,
                display_name,
                state,
                is_sponsored_in_person,
                keeps_co_sponsor,
                is_held,
            });
        }
    }
    touched.sort_by_cached_key(|agent| (agent.display_name.to_lowercase(), agent.id));
    Ok(touched)
}

fn touched_blueprints(
    db: &Db,
    leaver: PersonId,
    heir: Option<&Heir>,
    now: Timestamp,
) -> Reply<Vec<TouchedBlueprint>> {
    let in_person: BTreeSet<_> =
        sponsors::blueprints_sponsored_in_person(db, leaver)?.into_iter().collect();
    let mut all = in_person.clone();
    for group in groups::of_person(db, leaver)? {
        all.extend(sponsors::blueprints_of_group(db, group.id)?);
    }
    let mut touched = Vec::new();
    for id in all {
        let blueprint = blueprints::get(db, id)?.ok_or_else(|| Failure::not_found("blueprint"))?;
        let mut stay = who_stays(db, sponsors::active_people_of_blueprint(db, id, now)?, leaver)?;
        let is_sponsored_in_person = in_person.contains(&id);
        stay.extend(heir.filter(|_| is_sponsored_in_person).map(|heir| heir.person_id));
        let is_switched_off = departure::is_held(blueprint.state, stay.len());
        if is_sponsored_in_person || is_switched_off {
            touched.push(TouchedBlueprint { blueprint, is_sponsored_in_person, is_switched_off });
        }
    }
    touched.sort_by_cached_key(|touched| {
        (touched.blueprint.display_name.to_lowercase(), touched.blueprint.id)
    });
    Ok(touched)
}

/// Does what was planned, records it, and tells the heir and the administrators. Answers the sentence that says it all.
fn apply(cx: &mut Writing<'_>, plan: &Plan, now: Timestamp) -> Reply<String> {
    let leaver = &plan.person;
    let heir = match &plan.heir {
        Some(heir) => Some(person::get(cx.db(), heir.person_id)?),
        None => None,
    };
    for agent in plan.agents.iter().filter(|agent| agent.is_sponsored_in_person) {
        succession::pass_agent_on(cx, (agent.id, &agent.display_name), leaver, heir.as_ref())?;
    }
    for touched in &plan.blueprints {
        transfer_blueprint(cx, touched, leaver, heir.as_ref())?;
    }
    people::set_left(cx.db_mut(), leaver.id, now)?;
    for agent in plan.agents.iter().filter(|agent| agent.is_held) {
        hold(cx, agent, leaver)?;
    }
    let sentence = in_words(plan, heir.as_ref());
    let mut record = Record::new("record_departure", "person", leaver.id, sentence.clone()).change(
        "leftAt",
        None,
        Some(now.to_string()),
    );
    if let Some(heir) = &heir {
        record = record.about(heir.id);
        if plan.is_custodian {
            let mut settings = workspace::get(cx.db())?.ok_or_else(Failure::no_workspace)?;
            settings.custodian_id = heir.id;
            workspace::update_settings(cx.db_mut(), &settings)?;
            cx.touch(Tag::Settings);
            let (before, after) = (leaver.display_name.clone(), heir.display_name.clone());
            record = record.change("custodian", Some(before), Some(after));
        }
    }
    cx.record(record)?;
    for tag in [Tag::People, Tag::Agents, Tag::Desk] {
        cx.touch(tag);
    }
    if let Some(heir) = heir {
        tell_heir(cx, plan, &heir)?;
    }
    Ok(sentence)
}

/// Passes one blueprint on; without anybody responsible it is switched off, and its agents with it.
fn transfer_blueprint(
    cx: &mut Writing<'_>,
    touched: &TouchedBlueprint,
    leaver: &Person,
    heir: Option<&Person>,
) -> Reply<()> {
    let blueprint = &touched.blueprint;
    if touched.is_sponsored_in_person {
        let named = (blueprint.id, blueprint.display_name.as_str());
        succession::pass_blueprint_on(cx, named, leaver, heir)?;
    }
    if touched.is_switched_off {
        blueprints::set_life(cx.db_mut(), blueprint.id, AgentState::Held, None, None)?;
        let sentence = format!(
            "The blueprint {} was switched off with all its agents: nobody active sponsors it since {} left.",
            blueprint.display_name, leaver.display_name
        );
        let record =
            Record::new("hold_blueprint", "blueprint", blueprint.id, sentence).about(leaver.id);
        let (before, after) =
            (blueprint.state.term().to_owned(), AgentState::Held.term().to_owned());
        cx.record(record.change("state", Some(before), Some(after)))?;
    }
    Ok(())
}

/// Holds an agent that nobody active answers for any more, and tells the administrators.
fn hold(cx: &mut Writing<'_>, agent: &Touched, leaver: &Person) -> Reply<()> {
    agents::set_state(cx.db_mut(), agent.id, AgentState::Held)?;
    let sentence = format!(
        "{} is held: nobody active sponsors it since {} left.",
        agent.display_name, leaver.display_name
    );
    let record = Record::new("hold_agent", "agent", agent.id, sentence.clone()).about(leaver.id);
    let (before, after) = (agent.state.term().to_owned(), AgentState::Held.term().to_owned());
    cx.record(record.change("state", Some(before), Some(after)))?;
    let now = cx.now();
    for administrator in role_appointments::active_holders(cx.db(), Role::Administrator, now)? {
        let told = format!("{sentence} Name a sponsor, then enable it.");
        let said = notice_said::held(&leaver.display_name);
        let mut notice = NewNotice::new(NoticeKind::AgentHeld, administrator, told, said);
        notice.agent = Some(agent.id);
        send(cx, notice)?;
    }
    Ok(())
}

/// One notice for the whole departure, so that an heir of thirty agents reads one line.
fn tell_heir(cx: &mut Writing<'_>, plan: &Plan, heir: &Person) -> Reply<()> {
    let inherited: Vec<_> =
        plan.agents.iter().filter(|agent| agent.is_sponsored_in_person).collect();
    let blueprints =
        plan.blueprints.iter().filter(|touched| touched.is_sponsored_in_person).count();
    if inherited.is_empty() && blueprints == 0 && !plan.is_custodian {
        return Ok(());
    }
    let passed = Inherited { from: &plan.person.display_name, agents: inherited.len(), blueprints };
    let held = plan.agents.iter().filter(|agent| agent.is_held).count();
    let mut notice = NewNotice::new(
        NoticeKind::SponsorshipInherited,
        heir.id,
        in_words(plan, Some(heir)),
        passed.left(plan.is_custodian, held),
    );
    if let [only] = inherited.as_slice() {
        notice.agent = Some(only.id);
    }
    send(cx, notice)
}

fn in_words(plan: &Plan, heir: Option<&Person>) -> String {
    let leaver = &plan.person.display_name;
    let agents = plan.agents.iter().filter(|agent| agent.is_sponsored_in_person).count();
    let blueprints =
        plan.blueprints.iter().filter(|touched| touched.is_sponsored_in_person).count();
    let mut parts = Vec::new();
    if agents > 0 {
        parts.push(counted(agents, "agent"));
    }
    if blueprints > 0 {
        parts.push(counted(blueprints, "blueprint"));
    }
    if plan.is_custodian && heir.is_some() {
        parts.push("the custody of the workspace".to_owned());
    }
    let held = plan.agents.iter().filter(|agent| agent.is_held).count();
    let mut sentence = match (heir, parts.is_empty()) {
        (_, true) => format!("{leaver} left and sponsored nothing in person."),
        (Some(heir), false) => {
            format!("{leaver} left; {} passed to {}.", parts.join(", "), heir.display_name)
        }
        (None, false) => format!("{leaver} left; nobody could take over {}.", parts.join(", ")),
    };
    if held > 0 {
        let verb = if held == 1 { "is" } else { "are" };
        sentence.push_str(&format!(
            " {} {verb} held, because nobody active sponsors them.",
            counted(held, "agent")
        ));
    }
    sentence
}

fn view(db: &Db, plan: &Plan) -> Reply<DepartureView> {
    let passed_over =
        plan.heir.as_ref().map(|heir| heir.passed_over.as_slice()).unwrap_or_default();
    Ok(DepartureView {
        person: person::reference(db, plan.person.id)?,
        heir: plan.heir.as_ref().map(|heir| person::reference(db, heir.person_id)).transpose()?,
        by: plan.heir.as_ref().map(|heir| Wire(heir.by)),
        passed_over: passed_over
            .iter()
            .map(|&manager| person::reference(db, manager))
            .collect::<Reply<_>>()?,
        agents: plan
            .agents
            .iter()
            .map(|agent| InheritedAgent {
                agent: AgentRef { id: Wire(agent.id), display_name: agent.display_name.clone() },
                keeps_co_sponsor: agent.keeps_co_sponsor,
                is_held: agent.is_held,
            })
            .collect(),
        blueprints: plan
            .blueprints
            .iter()
            .map(|touched| BlueprintRef {
                id: Wire(touched.blueprint.id),
                display_name: touched.blueprint.display_name.clone(),
            })
            .collect(),
    })
}
