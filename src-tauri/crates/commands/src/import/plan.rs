//! The difference between the files and the workspace: what would be added, what would be changed, how many objects are the
//! same. A plan is made without writing anything, so a dry run and an import find the same.

use std::cell::Cell;
use std::rc::Rc;

use chaperone_domain::agent::{AgentIdentity, AgentKind, AgentUser, Blueprint, BlueprintPrincipal};
use chaperone_domain::application::{AppRole, Application, Scope};
use chaperone_domain::directory_role::DirectoryRole;
use chaperone_domain::group::Group;
use chaperone_domain::id::{AgentId, Id, PersonId};
use chaperone_domain::person::Person;
use chaperone_domain::sponsorship::Sponsor;
use uuid::Uuid;

use crate::failure::Reply;
use crate::view::audit::AuditChange;
use crate::view::import::{ImportChange, ImportedField};
use crate::work::Progress;

/// How much of a changed text a report shows.
const SHOWN_CHARS: usize = 60;

/// One object to add or to change.
#[derive(Debug)]
pub(super) struct Change {
    /// What kind of object, as the wire calls it.
    pub(super) kind: &'static str,
    /// Its id.
    pub(super) subject: Uuid,
    /// Its name.
    pub(super) display_name: String,
    /// Whether it is new.
    pub(super) is_new: bool,
    /// What differs.
    pub(super) fields: Fields,
    /// Whatever else it concerns.
    pub(super) about: Vec<Uuid>,
    /// What is written.
    pub(super) write: Write,
}

impl Change {
    /// A change of one object; the kind is told by what is written.
    pub(super) fn new(
        subject: impl Id,
        display_name: &str,
        is_new: bool,
        fields: Fields,
        write: Write,
    ) -> Self {
        Self {
            kind: write.kind(),
            subject: subject.uuid(),
            display_name: display_name.to_owned(),
            is_new,
            fields,
            about: Vec::new(),
            write,
        }
    }

    /// The change as a report shows it.
    pub(super) fn view(&self) -> ImportChange {
        ImportChange {
            kind: self.kind.to_owned(),
            id: self.subject.hyphenated().to_string(),
            display_name: self.display_name.clone(),
            change: self.word().to_owned(),
            // Everything about a new object is new; only its name tells something.
            fields: if self.is_new { Vec::new() } else { self.fields.views() },
        }
    }

    fn word(&self) -> &'static str {
        match (self.is_new, self.fields.is_empty()) {
            (true, _) => "added",
            (false, false) => "changed",
            (false, true) => "unchanged",
        }
    }

    /// The change as a sentence for the history.
    pub(super) fn sentence(&self) -> String {
        let (what, name) = (self.write.word(), &self.display_name);
        if self.is_new {
            return format!("The {what} {name} was added by an import.");
        }
        let fields =
            self.fields.0.iter().map(|change| change.field.as_str()).collect::<Vec<_>>().join(", ");
        format!("The {what} {name} was changed by an import: {fields}.")
    }
}

/// What an import writes of one object.
#[derive(Debug)]
pub(super) enum Write {
    /// A person; `leaves` when their last day has passed and their departure has to be carried out.
    Person { after: Person, leaves: bool },
    /// A group, the people in it, and the agents that join and leave it.
    Group {
        after: Group,
        people: Option<Vec<PersonId>>,
        joining: Vec<AgentId>,
        leaving: Vec<AgentId>,
    },
    /// An application with what is new or different in its offer.
    Application { after: Application, app_roles: Vec<AppRole>, scopes: Vec<Scope> },
    /// A directory role.
    DirectoryRole(DirectoryRole),
    /// A blueprint and who answers for it.
    Blueprint { after: Blueprint, sponsors: Option<Vec<Sponsor>>, owners: Option<Vec<PersonId>> },
    /// A blueprint's presence.
    Principal(BlueprintPrincipal),
    /// An agent and who answers for it.
    Agent {
        after: AgentIdentity,
        sponsors: Option<Vec<Sponsor>>,
        owners: Option<Vec<PersonId>>,
        owner_principals: Option<Vec<AgentId>>,
    },
    /// An agent's user account.
    AgentUser(AgentUser),
}

impl Write {
    /// The kind of object, as the wire and the history call it.
    fn kind(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Group { .. } => "group",
            Self::Application { .. } => "application",
            Self::DirectoryRole(_) => "directoryRole",
            Self::Blueprint { .. } => "blueprint",
            Self::Principal(_) => "blueprintPrincipal",
            Self::Agent { after, .. } if after.kind == AgentKind::ServicePrincipal => {
                "servicePrincipal"
            }
            Self::Agent { .. } => "agent",
            Self::AgentUser(_) => "agentUser",
        }
    }

    /// The kind of object in words.
    fn word(&self) -> &'static str {
        match self {
            Self::DirectoryRole(_) => "directory role",
            Self::Principal(_) => "blueprint principal",
            Self::AgentUser(_) => "agent user",
            Self::Agent { after, .. } if after.kind == AgentKind::ServicePrincipal => {
                "service principal"
            }
            _ => self.kind(),
        }
    }
}

/// The fields in which an object differs.
#[derive(Debug, Default)]
pub(super) struct Fields(pub(super) Vec<AuditChange>);

impl Fields {
    /// Compares a field; an equal one is left out.
    pub(super) fn compare<T: ToString>(
        &mut self,
        field: &str,
        before: Option<T>,
        after: Option<T>,
    ) {
        let (before, after) = (before.map(|it| it.to_string()), after.map(|it| it.to_string()));
        if before != after {
            self.0.push(AuditChange { field: field.to_owned(), before, after });
        }
    }

    /// Notes that a field differs, also where both sides read the same, such as two people of one name.
    pub(super) fn note(&mut self, field: &str, before: String, after: String) {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        self.0.push(AuditChange {
            field: field.to_owned(),
            before: some(before),
            after: some(after),
        });
    }

    /// Whether nothing differs.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn views(&self) -> Vec<ImportedField> {
        let shown = |text: &Option<String>| match text.as_deref() {
            None | Some("") => None,
            Some(text) if text.chars().count() > SHOWN_CHARS => {
                Some(text.chars().take(SHOWN_CHARS).chain(['…']).collect())
            }
            Some(text) => Some(text.to_owned()),
        };
        let view = |change: &AuditChange| ImportedField {
            field: change.field.clone(),
            before: shown(&change.before),
            after: shown(&change.after),
        };
        self.0.iter().map(view).collect()
    }
}

/// How far a comparison is. All its plans count their objects together.
#[derive(Debug, Clone, Default)]
pub(super) struct Pace {
    progress: Progress,
    total: u64,
    done: Rc<Cell<u64>>,
}

impl Pace {
    /// A comparison of so many objects.
    pub(super) fn new(progress: &Progress, total: usize) -> Self {
        Self { progress: progress.clone(), total: total as u64, done: Rc::default() }
    }

    fn step(&self) -> Reply<()> {
        self.done.set(self.done.get() + 1);
        self.progress.step(self.done.get(), Some(self.total))
    }
}

/// What an import would do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// What is new or different, in the order in which it can be written.
    pub(super) changes: Vec<Change>,
    /// What is there already, the same.
    pub(super) same: Vec<ImportChange>,
    pace: Pace,
}

impl Plan {
    /// A plan that says how far its comparison is.
    pub(super) fn at(pace: Pace) -> Self {
        Self { pace, ..Self::default() }
    }

    /// Takes a change, or an object that is the same.
    pub(super) fn add(&mut self, change: Change) -> Reply<()> {
        self.pace.step()?;
        if change.is_new || !change.fields.is_empty() {
            self.changes.push(change);
        } else {
            self.same.push(change.view());
        }
        Ok(())
    }

    /// Takes all of another plan behind this one.
    pub(super) fn append(&mut self, mut other: Self) {
        self.changes.append(&mut other.changes);
        self.same.append(&mut other.same);
    }
}
