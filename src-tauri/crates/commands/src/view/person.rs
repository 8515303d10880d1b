//! People who are added, change and leave, as commands take them and as people see them.

use chaperone_domain::id::PersonId;
use chaperone_domain::sponsorship::Inheritance;

use super::patch::given;
use super::reference::{AgentRef, BlueprintRef, PersonRef};
use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// Add a person.
    CreatePerson {
        /// Name.
        display_name: String,
        /// Address, unique.
        email: String,
        /// The HR system's number, unique.
        employee_id: Option<String>,
        /// Job title.
        job_title: Option<String>,
        /// Department.
        department: Option<String>,
        /// Their manager.
        manager_id: Option<Wire<PersonId>>,
        /// When employment begins.
        hired_at: Option<When>,
        /// When it ends; lies ahead.
        leaves_at: Option<When>,
    }

    /// Change what is known of a person. What is left out stays; `null` empties.
    UpdatePerson {
        /// Whom.
        person_id: Wire<PersonId>,
        /// Name.
        display_name: Option<String>,
        /// Address, unique.
        email: Option<String>,
        /// The HR system's number, unique.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        employee_id: Option<Option<String>>,
        /// Job title.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        job_title: Option<Option<String>>,
        /// Department.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        department: Option<Option<String>>,
        /// Their manager.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        manager_id: Option<Option<Wire<PersonId>>>,
        /// When employment begins.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        hired_at: Option<Option<When>>,
        /// When it ends; lies ahead. `null` takes a leaving back that hasn't come yet.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        leaves_at: Option<Option<When>>,
    }

    /// See what would become of everything if several people left on one day. Changes nothing.
    RehearseDepartures {
        /// Who would leave: 1 to 200 people.
        person_ids: Vec<Wire<PersonId>>,
        /// When; now when left out. Whoever is known to leave before that day is gone by then.
        at: Option<When>,
    }
}

views! {
    /// What would become of everything if some people left on one day.
    DeparturesRehearsal {
        /// The day.
        at: When,
        /// Each of them, by name.
        people: Vec<RehearsedDeparture>,
        /// Who inherits how much.
        heirs: Vec<HeirLoad>,
        /// The agents that nobody active would answer for; they would be held.
        held: Vec<AgentRef>,
        /// The blueprints that nobody active would answer for; they would be switched off.
        switched_off: Vec<BlueprintRef>,
    }

    /// What would become of what one of them answers for.
    RehearsedDeparture {
        /// Who leaves.
        person: PersonRef,
        /// Who takes over.
        heir: Option<PersonRef>,
        /// How the heir was found.
        by: Option<Wire<Inheritance>>,
        /// Managers who were passed over because they are not there any more.
        passed_over: Vec<PersonRef>,
        /// The managers who go round in a circle above this person, if they do.
        circle: Vec<PersonRef>,
        /// The agents that would pass on.
        agents: Vec<AgentRef>,
        /// The blueprints that would pass on.
        blueprints: Vec<BlueprintRef>,
        /// Why the departure would be refused, if somebody recorded it alone.
        refusal: Option<String>,
        /// The same as code and values.
        refusal_saying: Option<Saying>,
    }

    /// How much an heir would answer for.
    HeirLoad {
        /// The heir.
        person: PersonRef,
        /// How many agents they sponsor in person today.
        agents_now: u32,
        /// How many would be added, those left out that they sponsor already.
        agents_inherited: u32,
        /// How many blueprints would be added.
        blueprints_inherited: u32,
    }
}
