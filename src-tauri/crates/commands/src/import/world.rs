//! The directory as it will be after the import: what the workspace holds with the files laid over it. References are looked
//! up here, so that a file may name what another file brings.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use chaperone_domain::agent::Blueprint;
use chaperone_domain::group::Group;
use chaperone_domain::id::{AgentId, BlueprintId, GroupId, Id, PersonId};
use chaperone_domain::person::Person;
use chaperone_domain::sponsorship::Sponsor;
use chaperone_domain::time::Timestamp;
use chaperone_store::Db;
use chaperone_store::table::{agents, blueprints, groups, people};
use uuid::Uuid;

use super::draft::{Place, Problems, Reference, ReferenceKind};
use super::wrong::Wrong;
use crate::failure::Reply;

/// The directory as it will be.
pub(super) struct World {
    /// The present instant.
    pub(super) now: Timestamp,
    /// Everybody.
    pub(super) people: HashMap<PersonId, Person>,
    /// Everybody by address, in small letters.
    pub(super) by_email: HashMap<String, PersonId>,
    /// Everybody by the HR system's number.
    pub(super) by_employee_id: HashMap<String, PersonId>,
    /// People under an id that a file gives them, where the workspace knows them under another.
    pub(super) aliases: HashMap<Uuid, PersonId>,
    /// All groups.
    pub(super) groups: HashMap<GroupId, Group>,
    /// The people in the groups that were asked for.
    pub(super) members: HashMap<GroupId, Vec<PersonId>>,
    /// All blueprints by client id.
    pub(super) blueprints: HashMap<BlueprintId, Blueprint>,
    /// The names of the agents that the files bring or that were asked for.
    pub(super) agents: HashMap<AgentId, String>,
}

/// An address as it is compared: people are told apart without regard to letter case.
pub(super) fn key(text: &str) -> String {
    text.trim().to_lowercase()
}

impl World {
    /// The workspace as it is.
    pub(super) fn load(db: &Db, now: Timestamp) -> Reply<Self> {
        let people: HashMap<_, _> =
            people::all(db)?.into_iter().map(|person| (person.id, person)).collect();
        let by_employee_id =
            people.values().filter_map(|person| Some((person.employee_id.clone()?, person.id)));
        Ok(Self {
            now,
            by_email: people.values().map(|person| (key(&person.email), person.id)).collect(),
            by_employee_id: by_employee_id.collect(),
            people,
            aliases: HashMap::new(),
            groups: groups::all(db)?.into_iter().map(|group| (group.id, group)).collect(),
            members: HashMap::new(),
            blueprints: blueprints::all(db)?
                .into_iter()
                .map(|blueprint| (blueprint.app_id, blueprint))
                .collect(),
            agents: HashMap::new(),
        })
    }

    /// The person whom a reference names.
    pub(super) fn person(&self, reference: &Reference) -> Option<PersonId> {
        let by_id = reference.id.and_then(|id| {
            let known =
                self.people.contains_key(&PersonId::from_uuid(id)).then(|| PersonId::from_uuid(id));
            known.or_else(|| self.aliases.get(&id).copied())
        });
        let by_email = || self.by_email.get(&key(reference.email.as_deref()?)).copied();
        let by_number = || self.by_employee_id.get(reference.employee_id.as_deref()?).copied();
        by_id.or_else(by_email).or_else(by_number)
    }

    /// The group that a reference names.
    pub(super) fn group(&self, reference: &Reference) -> Option<GroupId> {
        reference.id.map(GroupId::from_uuid).filter(|id| self.groups.contains_key(id))
    }

    /// The agent that a reference names.
    pub(super) fn agent(&mut self, db: &Db, reference: &Reference) -> Reply<Option<AgentId>> {
        let Some(id) = reference.id.map(AgentId::from_uuid) else { return Ok(None) };
        if let Entry::Vacant(unasked) = self.agents.entry(id) {
            let Some(agent) = agents::get(db, id)? else { return Ok(None) };
            unasked.insert(agent.display_name);
        }
        Ok(Some(id))
    }

    /// The people in a group.
    pub(super) fn members(&mut self, db: &Db, group: GroupId) -> Reply<&[PersonId]> {
        Ok(match self.members.entry(group) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unasked) => unasked.insert(groups::people(db, group)?),
        })
    }

    /// The active people behind some sponsors, groups expanded.
    pub(super) fn active_people(
        &mut self,
        db: &Db,
        sponsors: &[Sponsor],
    ) -> Reply<BTreeSet<PersonId>> {
        let mut active = BTreeSet::new();
        for &sponsor in sponsors {
            let behind = match sponsor {
                Sponsor::Person(person) => vec![person],
                Sponsor::Group(group) => self.members(db, group)?.to_vec(),
            };
            let is_active = |id: &PersonId| {
                self.people.get(id).is_some_and(|person| person.is_active_at(self.now))
            };
            active.extend(behind.into_iter().filter(is_active));
        }
        Ok(active)
    }

    /// Looks up who sponsors something; whoever can't is named.
    pub(super) fn sponsors(
        &self,
        named: &[Reference],
        at: &Place,
        problems: &mut Problems,
    ) -> Vec<Sponsor> {
        let mut sponsors = Vec::new();
        for reference in named {
            let person = || self.person(reference).map(Sponsor::Person);
            let group = || self.group(reference).map(Sponsor::Group);
            let found = match reference.kind {
                ReferenceKind::Person => person(),
                ReferenceKind::Group => group(),
                ReferenceKind::Unsaid => person().or_else(group),
                ReferenceKind::Agent | ReferenceKind::Other => {
                    problems.add(at, Wrong::NotASponsor(reference.shown.clone()));
                    continue;
                }
            };
            match found {
                None => problems.add(at, unknown("sponsor", reference)),
                Some(Sponsor::Group(group))
                    if !self.groups.get(&group).is_some_and(Group::may_sponsor) =>
                {
                    problems.add(at, Wrong::UnfitGroup(self.group_name(group)));
                }
                Some(sponsor) if !sponsors.contains(&sponsor) => sponsors.push(sponsor),
                Some(_) => {}
            }
        }
        sponsors
    }

    /// Looks up who owns something. Owners here are people; an application that owns an agent in the cloud is left out.
    pub(super) fn owners(
        &self,
        named: &[Reference],
        at: &Place,
        problems: &mut Problems,
    ) -> Vec<PersonId> {
        let mut owners = Vec::new();
        for reference in named {
            if matches!(reference.kind, ReferenceKind::Agent | ReferenceKind::Other) {
                continue;
            }
            match self.person(reference) {
                None => problems.add(at, unknown("owner", reference)),
                Some(owner) if !owners.contains(&owner) => owners.push(owner),
                Some(_) => {}
            }
        }
        owners
    }

    /// A person's name.
    pub(super) fn person_name(&self, id: PersonId) -> String {
        self.people.get(&id).map_or_else(|| id.to_string(), |person| person.display_name.clone())
    }

    /// A group's name.
    pub(super) fn group_name(&self, id: GroupId) -> String {
        self.groups.get(&id).map_or_else(|| id.to_string(), |group| group.display_name.clone())
    }

    /// People in words, in a fixed order, so that two sets compare as texts.
    pub(super) fn names(&self, people: &[PersonId]) -> String {
        let mut names: Vec<_> = people.iter().map(|&id| (self.person_name(id), id)).collect();
        names.sort_unstable();
        in_words(names.into_iter().map(|(name, _)| name))
    }

    /// Sponsors in words, in a fixed order.
    pub(super) fn sponsor_names(&self, sponsors: &[Sponsor]) -> String {
        let mut names: Vec<_> = sponsors
            .iter()
            .map(|&sponsor| match sponsor {
                Sponsor::Person(person) => (self.person_name(person), person.uuid()),
                Sponsor::Group(group) => (self.group_name(group), group.uuid()),
            })
            .collect();
        names.sort_unstable();
        in_words(names.into_iter().map(|(name, _)| name))
    }
}

fn in_words(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// That somebody is nowhere.
pub(super) fn unknown(role: &'static str, reference: &Reference) -> Wrong {
    Wrong::Unknown { role, name: reference.shown.clone() }
}
