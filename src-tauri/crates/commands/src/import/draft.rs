//! What the files say, before anything is compared with the workspace: one draft for each object, with the place where it
//! stands. Nothing here knows what the workspace holds.

use chaperone_domain::agent::{AgentPlatform, Creator};
use chaperone_domain::group::GroupKind;
use chaperone_domain::id::{
    AgentId, AgentUserId, AppRoleId, ApplicationId, BlueprintId, BlueprintPrincipalId,
    DirectoryRoleId, GroupId, PersonId, ScopeId,
};
use chaperone_domain::label::Attributes;
use chaperone_domain::refusal::Refuse;
use chaperone_domain::said::{Said, Value};
use chaperone_domain::time::Timestamp;
use uuid::Uuid;

use super::wrong::Earlier;
use crate::view::import::ImportProblem;

/// What a file says of a field that may be empty: nothing at all, that it is empty, or a value. What no file speaks of
/// stays as it is.
pub(super) type Told<T> = Option<Option<T>>;

/// Where something stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// The file's name.
    pub(super) file: String,
    /// The line of a CSV file, or the number of the object in its JSON collection.
    pub(super) line: Option<u32>,
    /// What stands there, when the line alone doesn't say.
    pub(super) subject: Option<Subject>,
}

impl Place {
    /// The place, as the one where something stands already.
    pub(super) fn earlier(&self) -> Earlier {
        Earlier { file: self.file.clone(), number: self.line, is_object: self.subject.is_some() }
    }
}

/// An object of a collection.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// The word for things of its kind.
    pub(super) what: &'static str,
    /// Its name, or nothing where it has none.
    pub(super) name: String,
}

impl Subject {
    /// What is wrong with the object, in words and as code and values.
    fn with(&self, wrong: &impl Refuse) -> (String, Said) {
        let Self { what, name } = self;
        let said = Said::new("import_about")
            .with("what", Value::Words(what))
            .with("problem", wrong.said());
        if name.is_empty() {
            return (format!("{what}: {wrong}"), said);
        }
        (format!("{what} '{name}': {wrong}"), said.of("named").with("name", name))
    }
}

/// What is wrong, in the order in which it was found.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<ImportProblem>);

impl Problems {
    /// Notes what is wrong at a place and what to do.
    pub(super) fn add(&mut self, at: &Place, wrong: impl Refuse) {
        let (reason, said) = match &at.subject {
            None => (wrong.to_string(), wrong.said()),
            Some(subject) => subject.with(&wrong),
        };
        let reason = crate::failure::sentence(&reason);
        let saying = said.into();
        self.0.push(ImportProblem { file: at.file.clone(), line: at.line, reason, saying });
    }

    /// All problems, by file and line, so that somebody can mend them from top to bottom.
    pub(super) fn into_sorted(self, files: &[String]) -> Vec<ImportProblem> {
        let mut all = self.0;
        let position = |name: &String| files.iter().position(|file| file == name);
        all.sort_by_key(|problem| (position(&problem.file), problem.line));
        all.dedup();
        all
    }
}

/// How a file names another object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// What it says that it is.
    pub(super) kind: ReferenceKind,
    /// By id.
    pub(super) id: Option<Uuid>,
    /// By address.
    pub(super) email: Option<String>,
    /// By the HR system's number.
    pub(super) employee_id: Option<String>,
    /// As people read it.
    pub(super) shown: String,
}

/// What a reference says that it points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferenceKind {
    /// It doesn't say.
    Unsaid,
    /// A person.
    Person,
    /// A group.
    Group,
    /// An agent, or another service principal.
    Agent,
    /// Something that is neither.
    Other,
}

/// A person.
#[derive(Debug)]
pub(super) struct PersonDraft {
    pub(super) at: Place,
    pub(super) id: Option<PersonId>,
    pub(super) display_name: String,
    pub(super) email: String,
    pub(super) employee_id: Told<String>,
    pub(super) job_title: Told<String>,
    pub(super) department: Told<String>,
    pub(super) manager: Told<Reference>,
    pub(super) hired_at: Told<Timestamp>,
    pub(super) leaves_at: Told<Timestamp>,
}

/// A group.
#[derive(Debug)]
pub(super) struct GroupDraft {
    pub(super) at: Place,
    pub(super) id: GroupId,
    pub(super) display_name: String,
    pub(super) description: Told<String>,
    pub(super) kind: GroupKind,
    pub(super) is_role_assignable: bool,
    pub(super) members: Option<Vec<Reference>>,
}

/// An application.
#[derive(Debug)]
pub(super) struct ApplicationDraft {
    pub(super) at: Place,
    pub(super) id: ApplicationId,
    pub(super) app_id: ApplicationId,
    pub(super) display_name: String,
    pub(super) app_roles: Vec<AppRoleDraft>,
    pub(super) scopes: Vec<ScopeDraft>,
}

/// A role that an application offers.
#[derive(Debug)]
pub(super) struct AppRoleDraft {
    pub(super) id: AppRoleId,
    pub(super) value: String,
    pub(super) display_name: String,
    pub(super) allows_applications: bool,
    pub(super) is_enabled: bool,
}

/// A delegated permission that an application offers.
#[derive(Debug)]
pub(super) struct ScopeDraft {
    pub(super) id: ScopeId,
    pub(super) value: String,
    pub(super) display_name: String,
    pub(super) is_enabled: bool,
}

/// A directory role.
#[derive(Debug)]
pub(super) struct DirectoryRoleDraft {
    pub(super) at: Place,
    pub(super) id: DirectoryRoleId,
    pub(super) display_name: String,
    pub(super) description: Told<String>,
    pub(super) is_privileged: Option<bool>,
}

/// What is written on a blueprint or an agent, to find and sort it.
#[derive(Debug, Default)]
pub(super) struct LabelDraft {
    pub(super) platform: Option<AgentPlatform>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) attributes: Option<Attributes>,
}

/// A blueprint.
#[derive(Debug)]
pub(super) struct BlueprintDraft {
    pub(super) at: Place,
    pub(super) id: BlueprintId,
    pub(super) app_id: BlueprintId,
    pub(super) display_name: String,
    pub(super) description: Told<String>,
    pub(super) is_enabled: Option<bool>,
    pub(super) deleted_at: Option<Timestamp>,
    pub(super) labels: LabelDraft,
    pub(super) created_at: Option<Timestamp>,
    pub(super) created_by: Option<Creator>,
    pub(super) sponsors: Option<Vec<Reference>>,
    pub(super) owners: Option<Vec<Reference>>,
}

/// A blueprint's presence in this directory.
#[derive(Debug)]
pub(super) struct PrincipalDraft {
    pub(super) at: Place,
    pub(super) id: BlueprintPrincipalId,
    /// The client id of the blueprint that it stands for.
    pub(super) blueprint: BlueprintId,
    pub(super) display_name: String,
    pub(super) is_enabled: Option<bool>,
    pub(super) deleted_at: Option<Timestamp>,
}

/// An agent, or a plain service principal.
#[derive(Debug)]
pub(super) struct AgentDraft {
    pub(super) at: Place,
    pub(super) id: AgentId,
    pub(super) display_name: String,
    pub(super) description: Told<String>,
    /// The client id of its blueprint; none for a plain service principal.
    pub(super) blueprint: Option<BlueprintId>,
    pub(super) is_enabled: Option<bool>,
    pub(super) deleted_at: Option<Timestamp>,
    pub(super) labels: LabelDraft,
    pub(super) created_at: Option<Timestamp>,
    pub(super) created_by: Option<Creator>,
    pub(super) sponsors: Option<Vec<Reference>>,
    pub(super) owners: Option<Vec<Reference>>,
}

/// An agent's user account.
#[derive(Debug)]
pub(super) struct AgentUserDraft {
    pub(super) at: Place,
    pub(super) id: AgentUserId,
    pub(super) agent: AgentId,
    pub(super) display_name: String,
    pub(super) mail_nickname: Option<String>,
    pub(super) is_enabled: Option<bool>,
    pub(super) manager: Told<Reference>,
}

/// All that the files say.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) people: Vec<PersonDraft>,
    pub(super) groups: Vec<GroupDraft>,
    pub(super) applications: Vec<ApplicationDraft>,
    pub(super) directory_roles: Vec<DirectoryRoleDraft>,
    pub(super) blueprints: Vec<BlueprintDraft>,
    pub(super) principals: Vec<PrincipalDraft>,
    pub(super) agents: Vec<AgentDraft>,
    pub(super) agent_users: Vec<AgentUserDraft>,
}

impl Drafts {
    /// How many objects the files hold.
    pub(super) fn count(&self) -> usize {
        self.people.len()
            + self.groups.len()
            + self.applications.len()
            + self.directory_roles.len()
            + self.blueprints.len()
            + self.principals.len()
            + self.agents.len()
            + self.agent_users.len()
    }
}
