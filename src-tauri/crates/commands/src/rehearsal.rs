//! A rehearsal: what would become of everything if several people left on one day, found out without doing any of it. Each
//! departure alone is carried out, and rehearsed to the letter, by `departure`; nothing is written here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chaperone_domain::agent::AgentState;
use chaperone_domain::authority::Action;
use chaperone_domain::departure::{self as rule, MAX_REHEARSED};
use chaperone_domain::id::{AgentId, BlueprintId, PersonId};
use chaperone_domain::person::find_manager_circle;
use chaperone_domain::sponsorship::{ChainLink, Heir};
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{agents, blueprints, groups, people, sponsors, workspace};

use crate::context::{Context, Reading};
use crate::departure;
use crate::failure::{Failure, Reply};
use crate::list::count;
use crate::view::person::{DeparturesRehearsal, HeirLoad, RehearseDepartures, RehearsedDeparture};
use crate::view::reference::PersonRef;
use crate::wire::Wire;
use crate::{agent, person};

/// Everybody whom the rehearsal knows of, as they stand on its day.
struct Day {
    at: Timestamp,
    leavers: BTreeSet<PersonId>,
    heirs: BTreeMap<PersonId, Option<Heir>>,
    links: HashMap<PersonId, ChainLink>,
}

/// Rehearses several departures on one day.
pub(crate) fn rehearse_departures(
    cx: &Reading<'_>,
    ask: RehearseDepartures,
) -> Reply<DeparturesRehearsal> {
    cx.authorise(Action::RehearseDepartures, &[], "person")?;
    let day = day(cx, &ask)?;
    let db = cx.db();
    let mut people = Vec::new();
    for &leaver in &day.leavers {
        people.push(rehearsed(cx, &day, leaver)?);
    }
    people.sort_by_cached_key(|it| (it.person.display_name.to_lowercase(), it.person.id));
    let (held, switched_off) = left_behind(db, &day)?;
    Ok(DeparturesRehearsal {
        at: Wire(day.at),
        people,
        heirs: loads(db, &day)?,
        held: held.into_iter().map(|id| agent::reference(db, id)).collect::<Reply<_>>()?,
        switched_off: switched_off
            .into_iter()
            .map(|id| agent::blueprint_reference(db, id))
            .collect::<Reply<_>>()?,
    })
}

fn day(cx: &Reading<'_>, ask: &RehearseDepartures) -> Reply<Day> {
    let at = ask.at.map_or(cx.now(), |at| at.0);
    if at < cx.now() {
        return Err(Failure::usage("A rehearsal is about a day to come; give a later one."));
    }
    let leavers: BTreeSet<_> = ask.person_ids.iter().map(|id| id.0).collect();
    if leavers.is_empty() || leavers.len() > MAX_REHEARSED {
        let many = format!("Name 1 to {MAX_REHEARSED} people who would leave.");
        return Err(Failure::usage(many));
    }
    let db = cx.db();
    let custodian = workspace::get(db)?.map(|workspace| workspace.custodian_id);
    let mut links = HashMap::new();
    for &start in leavers.iter().chain(&custodian) {
        let mut next = Some(start);
        while let Some(id) = next.filter(|id| !links.contains_key(id)) {
            let person = person::get(db, id)?;
            let is_active = departure::is_there(&person, at);
            links.insert(id, ChainLink { manager_id: person.manager_id, is_active });
            next = person.manager_id;
        }
    }
    let heirs = rule::heirs(&leavers, custodian, |id| links.get(&id).copied());
    Ok(Day { at, leavers, heirs: heirs.into_iter().collect(), links })
}

fn references(db: &Db, ids: &[PersonId]) -> Reply<Vec<PersonRef>> {
    ids.iter().map(|&id| person::reference(db, id)).collect()
}

fn rehearsed(cx: &Reading<'_>, day: &Day, leaver: PersonId) -> Reply<RehearsedDeparture> {
    let db = cx.db();
    let heir = day.heirs.get(&leaver).and_then(Option::as_ref);
    let manager_of = |id: PersonId| day.links.get(&id).and_then(|link| link.manager_id);
    let circle = find_manager_circle(leaver, manager_of).unwrap_or_default();
    let refused = departure::check_now(cx, leaver).err().map(Failure::told);
    let (refusal, refusal_saying) = refused.unzip();
    Ok(RehearsedDeparture {
        person: person::reference(db, leaver)?,
        heir: heir.map(|heir| person::reference(db, heir.person_id)).transpose()?,
        by: heir.map(|heir| Wire(heir.by)),
        passed_over: references(
            db,
            heir.map(|heir| heir.passed_over.as_slice()).unwrap_or_default(),
        )?,
        circle: references(db, &circle)?,
        agents: sponsors::agents_sponsored_in_person(db, leaver)?
            .into_iter()
            .map(|id| agent::reference(db, id))
            .collect::<Reply<_>>()?,
        blueprints: sponsors::blueprints_sponsored_in_person(db, leaver)?
            .into_iter()
            .map(|id| agent::blueprint_reference(db, id))
            .collect::<Reply<_>>()?,
        refusal,
        refusal_saying,
    })
}

/// What each leaver answers for in person or by a group.
fn touched(db: &Db, day: &Day) -> Reply<(BTreeSet<AgentId>, BTreeSet<BlueprintId>)> {
    let (mut of_agents, mut of_blueprints) = (BTreeSet::new(), BTreeSet::new());
    for &leaver in &day.leavers {
        of_agents.extend(sponsors::agents_sponsored_in_person(db, leaver)?);
        of_blueprints.extend(sponsors::blueprints_sponsored_in_person(db, leaver)?);
        for group in groups::of_person(db, leaver)? {
            of_agents.extend(sponsors::agents_of_group(db, group.id)?);
            of_blueprints.extend(sponsors::blueprints_of_group(db, group.id)?);
        }
    }
    Ok((of_agents, of_blueprints))
}

/// What nobody active would answer for on the day: no sponsor stays, and no leaver who sponsors it in person has an heir.
fn left_behind(db: &Db, day: &Day) -> Reply<(Vec<AgentId>, Vec<BlueprintId>)> {
    let (of_agents, of_blueprints) = touched(db, day)?;
    let stays = |active: BTreeSet<PersonId>| -> Reply<bool> {
        for id in active.difference(&day.leavers) {
            if people::get(db, *id)?.is_some_and(|person| departure::is_there(&person, day.at)) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let has_heir = |leaver: &PersonId| day.heirs.get(leaver).is_some_and(Option::is_some);
    let (mut inherited_agents, mut inherited_blueprints) = (BTreeSet::new(), BTreeSet::new());
    for leaver in day.leavers.iter().filter(|leaver| has_heir(leaver)) {
        inherited_agents.extend(sponsors::agents_sponsored_in_person(db, *leaver)?);
        inherited_blueprints.extend(sponsors::blueprints_sponsored_in_person(db, *leaver)?);
    }
    let (mut held, mut switched_off) = (Vec::new(), Vec::new());
    for &id in of_agents.difference(&inherited_agents) {
        let is_on = agents::get(db, id)?.is_some_and(|agent| agent.state == AgentState::Active);
        if is_on && !stays(sponsors::active_people(db, id, day.at)?)? {
            held.push(id);
        }
    }
    for &id in of_blueprints.difference(&inherited_blueprints) {
        let is_on =
            blueprints::get(db, id)?.is_some_and(|blueprint| blueprint.state == AgentState::Active);
        if is_on && !stays(sponsors::active_people_of_blueprint(db, id, day.at)?)? {
            switched_off.push(id);
        }
    }
    Ok((held, switched_off))
}

fn loads(db: &Db, day: &Day) -> Reply<Vec<HeirLoad>> {
    let mut inherited: BTreeMap<PersonId, (BTreeSet<AgentId>, BTreeSet<BlueprintId>)> =
        BTreeMap::new();
    for (&leaver, heir) in &day.heirs {
        let Some(heir) = heir else { continue };
        let (of_agents, of_blueprints) = inherited.entry(heir.person_id).or_default();
        of_agents.extend(sponsors::agents_sponsored_in_person(db, leaver)?);
        of_blueprints.extend(sponsors::blueprints_sponsored_in_person(db, leaver)?);
    }
    let mut loads = Vec::new();
    for (heir, (of_agents, of_blueprints)) in inherited {
        let now: BTreeSet<_> =
            sponsors::agents_sponsored_in_person(db, heir)?.into_iter().collect();
        let kinds: BTreeSet<_> =
            sponsors::blueprints_sponsored_in_person(db, heir)?.into_iter().collect();
        loads.push(HeirLoad {
            person: person::reference(db, heir)?,
            agents_now: count(now.len()),
            agents_inherited: count(of_agents.difference(&now).count()),
            blueprints_inherited: count(of_blueprints.difference(&kinds).count()),
        });
    }
    loads.sort_by_cached_key(|load| {
        (std::cmp::Reverse(load.agents_inherited), load.person.display_name.to_lowercase())
    });
    Ok(loads)
}
