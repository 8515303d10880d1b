//! Passing sponsorships on: from one person to an heir, agent by agent, each with its record. Used when somebody leaves and
//! when a workflow transfers earlier; doing it twice does nothing the second time. Who inherits is decided elsewhere.

use std::collections::{BTreeSet, HashMap};

use chaperone_domain::id::{AgentId, BlueprintId, Id, PersonId};
use chaperone_domain::person::Person;
use chaperone_domain::sponsorship::{ChainLink, Heir, heir};
use chaperone_domain::time::{Span, Timestamp};
use chaperone_store::Db;
use chaperone_store::table::audit_records::{self, Filter};
use chaperone_store::table::{people, sponsors};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::Writing;
use crate::departure::is_there;
use crate::failure::Reply;

/// What the succession needs to know of everybody above some people. Ends at a circle.
pub(crate) fn chain_above(
    db: &Db,
    starts: impl IntoIterator<Item = PersonId>,
    at: Timestamp,
) -> Reply<HashMap<PersonId, ChainLink>> {
    let mut chain = HashMap::new();
    for start in starts {
        let mut next = Some(start);
        while let Some(id) = next.filter(|id| !chain.contains_key(id)) {
            let Some(person) = people::get(db, id)? else { break };
            let link =
                ChainLink { manager_id: person.manager_id, is_active: is_there(&person, at) };
            chain.insert(id, link);
            next = link.manager_id;
        }
    }
    Ok(chain)
}

/// The nearest manager of a person who can take responsibility; nobody when no manager can.
pub(crate) fn active_manager(db: &Db, person: PersonId, at: Timestamp) -> Reply<Option<Heir>> {
    let chain = chain_above(db, [person], at)?;
    Ok(heir(person, None, |id| chain.get(&id).copied()))
}

/// Passes one agent on, or takes the person from its sponsors when nobody inherits. A co-sponsor is kept, and the heir is
/// added beside them.
pub(crate) fn pass_agent_on(
    cx: &mut Writing<'_>,
    (agent, name): (AgentId, &str),
    leaver: &Person,
    heir: Option<&Person>,
) -> Reply<()> {
    if let Some(heir) = heir {
        sponsors::add_person(cx.db_mut(), agent, heir.id)?;
    }
    sponsors::remove_person(cx.db_mut(), agent, leaver.id)?;
    let sentence = passed_on(name, leaver, heir);
    record(cx, Record::new("transfer_sponsorship", "agent", agent, sentence), leaver, heir)
}

/// Passes one blueprint on in the same way.
pub(crate) fn pass_blueprint_on(
    cx: &mut Writing<'_>,
    (blueprint, name): (BlueprintId, &str),
    leaver: &Person,
    heir: Option<&Person>,
) -> Reply<()> {
    if let Some(heir) = heir {
        sponsors::add_person_to_blueprint(cx.db_mut(), blueprint, heir.id)?;
    }
    sponsors::remove_person_from_blueprint(cx.db_mut(), blueprint, leaver.id)?;
    let sentence = passed_on(&format!("the blueprint {name}"), leaver, heir);
    record(cx, Record::new("transfer_sponsorship", "blueprint", blueprint, sentence), leaver, heir)
}

fn record(
    cx: &mut Writing<'_>,
    record: Record,
    leaver: &Person,
    heir: Option<&Person>,
) -> Reply<()> {
    cx.touch(Tag::Agents);
    cx.touch(Tag::Desk);
    let after = heir.map(|heir| heir.display_name.clone());
    let record =
        record.about(leaver.id).change("sponsor", Some(leaver.display_name.clone()), after);
    cx.record(match heir {
        Some(heir) => record.about(heir.id),
        None => record,
    })
}

fn passed_on(what: &str, leaver: &Person, heir: Option<&Person>) -> String {
    let leaver = &leaver.display_name;
    match heir {
        Some(heir) => {
            format!("The sponsorship of {what} passed from {leaver} to {}.", heir.display_name)
        }
        None => format!("{leaver} no longer sponsors {what}; nobody could take over."),
    }
}

/// One thing or many: `1 agent`, `2 agents`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The records of an activity about somebody or something at one instant.
fn at_instant(about: impl Id, activity: &str, at: Timestamp) -> Filter {
    Filter {
        subject_id: Some(about.uuid()),
        activity: Some(activity.to_owned()),
        from: Some(at),
        to: Some(at.plus(Span::from_millis(1))),
        ..Filter::default()
    }
}

/// What passed on at one instant, as the history has it.
#[derive(Debug, Default)]
pub(crate) struct PassedOn {
    /// The people at the other end: those it came from, or those it went to.
    pub(crate) others: BTreeSet<PersonId>,
    /// How many agents.
    pub(crate) agents: i64,
    /// How many blueprints.
    pub(crate) blueprints: i64,
}

/// What passed to or from a person at an instant. It is counted where it lies, because it may be thousands.
pub(crate) fn passed_on_at(db: &Db, person: PersonId, at: Timestamp) -> Reply<PassedOn> {
    let transfers = at_instant(person, "transfer_sponsorship", at);
    let mut passed = PassedOn::default();
    for (of, count) in audit_records::counts_by_type(db, &transfers)? {
        match of.as_str() {
            "agent" => passed.agents += count,
            _ => passed.blueprints += count,
        }
    }
    let others = audit_records::others_about(db, &transfers)?.into_iter();
    passed.others = others.filter(|&id| id != person.uuid()).map(PersonId::from_uuid).collect();
    Ok(passed)
}

/// How many agents were held at an instant because a person left.
pub(crate) fn held_at(db: &Db, leaver: PersonId, at: Timestamp) -> Reply<i64> {
    let counts = audit_records::counts_by_type(db, &at_instant(leaver, "hold_agent", at))?;
    Ok(counts.into_iter().map(|(_, count)| count).sum())
}
