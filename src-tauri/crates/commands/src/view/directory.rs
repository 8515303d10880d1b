//! People, groups, applications and directory roles as people see them.

use chaperone_domain::authority::Role;
use chaperone_domain::group::GroupKind;
use chaperone_domain::id::{AppRoleId, ApplicationId, DirectoryRoleId, GroupId, PersonId, ScopeId};
use chaperone_domain::sponsorship::Inheritance;

use super::agent::InheritedAgent;
use super::reference::{AgentRef, PersonRef};
use crate::wire::{When, Wire};

asks! {
    /// Which people.
    #[derive(Default)]
    PersonFilter {
        /// A part of the name, address, title or department.
        search: Option<String>,
        /// Only those who are active now, or only those who are not.
        is_active: Option<bool>,
    }

    /// List people by name, a page at a time.
    ListPeople {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<PersonFilter>")]
        filter: PersonFilter,
        /// The last person of the page before.
        after: Option<Wire<PersonId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// See one person.
    ShowPerson {
        /// Whom.
        person_id: Wire<PersonId>,
    }

    /// See who would inherit what if a person left now. Changes nothing.
    RehearseDeparture {
        /// Who would leave.
        person_id: Wire<PersonId>,
    }

    /// Carry out that a person leaves now: their sponsorships pass on in the same step.
    RecordDeparture {
        /// Who leaves.
        person_id: Wire<PersonId>,
    }

    /// Set a passphrase, in a live workspace.
    SetPassphrase {
        /// For whom; oneself when left out. Administrators set a first one for others.
        person_id: Option<Wire<PersonId>>,
        /// The present one, when changing one's own.
        current: Option<String>,
        /// The new one, at least 10 characters.
        passphrase: String,
    }

    /// List groups.
    ListGroups {}

    /// List applications with their roles and scopes.
    ListApplications {}

    /// List directory roles.
    ListDirectoryRoles {}
}

views! {
    /// A person in a list.
    PersonRow {
        /// Key.
        id: Wire<PersonId>,
        /// Name.
        display_name: String,
        /// Address.
        email: String,
        /// Job title.
        job_title: Option<String>,
        /// Department.
        department: Option<String>,
        /// Their manager.
        manager: Option<PersonRef>,
        /// Whether they are active now.
        is_active: bool,
        /// Roles in the workspace.
        roles: Vec<Wire<Role>>,
        /// How many agents they sponsor in person.
        sponsored_agents: u32,
    }

    /// A page of people.
    PersonPage {
        /// The people.
        rows: Vec<PersonRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<PersonId>>,
    }

    /// A person with their surroundings.
    PersonView {
        /// As in the list.
        person: PersonRow,
        /// The HR system's number.
        employee_id: Option<String>,
        /// When employment began.
        hired_at: Option<When>,
        /// When it ends or ended.
        leaves_at: Option<When>,
        /// Who reports to them.
        reports: Vec<PersonRef>,
        /// The agents that they sponsor in person.
        sponsors: Vec<AgentRef>,
        /// The agents that they own.
        owns: Vec<AgentRef>,
        /// The groups of which they are a member.
        groups: Vec<super::reference::GroupRef>,
        /// Whether they have a passphrase, for those who may set one.
        has_passphrase: Option<bool>,
    }

    /// What a departure does, or would do.
    DepartureView {
        /// Who leaves.
        person: PersonRef,
        /// Who takes over.
        heir: Option<PersonRef>,
        /// How the heir was found.
        by: Option<Wire<Inheritance>>,
        /// Managers who were passed over because they are not active.
        passed_over: Vec<PersonRef>,
        /// The agents that pass on.
        agents: Vec<InheritedAgent>,
        /// The blueprints that pass on.
        blueprints: Vec<super::reference::BlueprintRef>,
    }

    /// A group.
    GroupRow {
        /// Key.
        id: Wire<GroupId>,
        /// Name.
        display_name: String,
        /// Purpose.
        description: String,
        /// What it is for.
        kind: Wire<GroupKind>,
        /// People in it.
        people: Vec<PersonRef>,
        /// Whether packages may grant membership to agents.
        may_be_granted_to_agents: bool,
        /// Whether it may sponsor agents.
        may_sponsor: bool,
    }

    /// The groups.
    Groups {
        /// By name.
        rows: Vec<GroupRow>,
    }

    /// An application.
    ApplicationRow {
        /// Key.
        id: Wire<ApplicationId>,
        /// Name.
        display_name: String,
        /// Its roles.
        app_roles: Vec<AppRoleRow>,
        /// Its delegated permissions.
        scopes: Vec<ScopeRow>,
    }

    /// A role of an application.
    AppRoleRow {
        /// Key.
        id: Wire<AppRoleId>,
        /// Value in tokens.
        value: String,
        /// Name.
        display_name: String,
        /// Whether agents may hold it.
        may_be_granted_to_agents: bool,
    }

    /// A delegated permission.
    ScopeRow {
        /// Key.
        id: Wire<ScopeId>,
        /// Value in tokens.
        value: String,
        /// Name.
        display_name: String,
        /// Whether agents may hold it.
        may_be_granted_to_agents: bool,
    }

    /// The applications.
    Applications {
        /// By name.
        rows: Vec<ApplicationRow>,
    }

    /// A directory role.
    DirectoryRoleRow {
        /// Key.
        id: Wire<DirectoryRoleId>,
        /// Name.
        display_name: String,
        /// What its holders may do.
        description: String,
        /// Whether it is privileged: agents may only be eligible.
        is_privileged: bool,
        /// Whether it is on the block list: agents never hold it.
        is_blocked: bool,
        /// Whether it is on the list of those that agents may hold; one on neither list is refused too.
        is_allowed: bool,
    }

    /// The directory roles.
    DirectoryRoles {
        /// By name.
        rows: Vec<DirectoryRoleRow>,
    }

    /// A passphrase that was set.
    PassphraseSet {
        /// Whose.
        person: PersonRef,
    }
}
