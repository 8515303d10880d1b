//! Microsoft Graph collections: tells what a file holds and reads each object into a draft. Only the shape is checked here;
//! whether what is named exists is found out when it is compared with the workspace.

use chaperone_domain::agent::Creator;
use chaperone_domain::group::GroupKind;
use chaperone_domain::id::{ApplicationId, Id};
use chaperone_domain::person::{check_email, check_employment};
use serde_json::{Map, Value};

use super::draft::{
    AgentDraft, AgentUserDraft, AppRoleDraft, ApplicationDraft, BlueprintDraft, DirectoryRoleDraft,
    Drafts, GroupDraft, LabelDraft, PersonDraft, Place, PrincipalDraft, Problems, ScopeDraft,
};
use super::object::Object;
use super::wrong::Wrong;
use crate::view::import::ImportFile;

/// What a collection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Group,
    Application,
    DirectoryRole,
    Blueprint,
    Principal,
    Agent,
    ServicePrincipal,
    AgentUser,
}

impl Kind {
    /// The word for it in messages.
    fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Application => "application",
            Self::DirectoryRole => "directory role",
            Self::Blueprint => "blueprint",
            Self::Principal => "blueprint principal",
            Self::Agent => "agent identity",
            Self::ServicePrincipal => "service principal",
            Self::AgentUser => "agent user",
        }
    }

    /// By an object's own type.
    fn of_type(name: &str) -> Option<Self> {
        Some(match name.rsplit('.').next().unwrap_or_default() {
            "user" => Self::Person,
            "group" => Self::Group,
            "application" => Self::Application,
            "directoryRoleTemplate" | "directoryRole" | "unifiedRoleDefinition" => {
                Self::DirectoryRole
            }
            "agentIdentityBlueprint" => Self::Blueprint,
            "agentIdentityBlueprintPrincipal" => Self::Principal,
            "agentIdentity" => Self::Agent,
            "servicePrincipal" => Self::ServicePrincipal,
            "agentUser" => Self::AgentUser,
            _ => return None,
        })
    }

    /// By a collection's context, such as `…$metadata#applications/microsoft.graph.agentIdentityBlueprint`. Fields chosen
    /// by `$select` stand in parentheses behind it.
    fn of_context(context: &str) -> Option<Self> {
        let path = context.split("$metadata#").nth(1)?;
        let path = path.split('(').next()?.trim_end_matches("/$entity").trim_end_matches('/');
        let last = path.rsplit('/').next()?;
        match last {
            "users" => Some(Self::Person),
            "groups" => Some(Self::Group),
            "applications" => Some(Self::Application),
            "servicePrincipals" => Some(Self::ServicePrincipal),
            "directoryRoleTemplates" | "directoryRoles" | "roleDefinitions" => {
                Some(Self::DirectoryRole)
            }
            cast => Self::of_type(cast),
        }
    }
}

/// Reads a file of one collection, of several, or of one object.
pub(super) fn read(file: &ImportFile, drafts: &mut Drafts, problems: &mut Problems) {
    let at = Place { file: file.name.clone(), ..Place::default() };
    match serde_json::from_str::<Value>(file.text.trim_start_matches('\u{feff}')) {
        Err(wrong) => {
            let (line, column) = (wrong.line(), wrong.column());
            let at = Place { line: u32::try_from(line).ok(), ..at };
            problems.add(&at, Wrong::NotJson { line, column });
        }
        Ok(Value::Array(collections)) => {
            for collection in &collections {
                read_collection(collection, &at, drafts, problems);
            }
        }
        Ok(collection) => read_collection(&collection, &at, drafts, problems),
    }
}

fn read_collection(collection: &Value, at: &Place, drafts: &mut Drafts, problems: &mut Problems) {
    let Some(map) = collection.as_object() else {
        return problems.add(at, Wrong::NotACollection);
    };
    let kind = map.get("@odata.context").and_then(Value::as_str).and_then(Kind::of_context);
    if map.contains_key("@odata.nextLink") {
        problems.add(at, Wrong::GoesOn);
    }
    match map.get("value") {
        Some(Value::Array(objects)) => {
            for (object, number) in objects.iter().zip(1..) {
                read_object(object, kind, number, at, drafts, problems);
            }
        }
        Some(_) => problems.add(at, Wrong::ValueIsNoList),
        None => read_object(collection, kind, 1, at, drafts, problems),
    }
}

fn read_object(
    object: &Value,
    of_collection: Option<Kind>,
    number: u32,
    at: &Place,
    drafts: &mut Drafts,
    problems: &mut Problems,
) {
    let at = Place { line: Some(number), ..at.clone() };
    let Some(map) = object.as_object() else {
        return problems.add(&at, Wrong::NotAnObject);
    };
    let own = map.get("@odata.type").and_then(Value::as_str);
    let Some(kind) = own.map_or(of_collection, Kind::of_type) else {
        let wrong = own.map_or(Wrong::Untold, |own| Wrong::OtherType(own.to_owned()));
        return problems.add(&at, wrong);
    };
    // Among plain service principals, agents are told by their type.
    let of_agent =
        map.get("servicePrincipalType").and_then(Value::as_str) == Some("ServiceIdentity");
    let kind = if kind == Kind::ServicePrincipal && of_agent { Kind::Agent } else { kind };
    read_as(kind, map, number, &at.file, drafts, problems);
}

fn read_as(
    kind: Kind,
    map: &Map<String, Value>,
    number: u32,
    file: &str,
    drafts: &mut Drafts,
    problems: &mut Problems,
) {
    let object = Object::new(map, file, number, kind.word());
    match kind {
        Kind::Person => drafts.people.extend(person(object, problems)),
        Kind::Group => drafts.groups.extend(group(object, problems)),
        Kind::Application => drafts.applications.extend(application(object, problems)),
        Kind::DirectoryRole => drafts.directory_roles.extend(directory_role(object, problems)),
        Kind::Blueprint => drafts.blueprints.extend(blueprint(object, problems)),
        Kind::Principal => drafts.principals.extend(principal(object, problems)),
        Kind::Agent | Kind::ServicePrincipal => {
            drafts.agents.extend(agent(object, kind == Kind::Agent, problems));
        }
        Kind::AgentUser => drafts.agent_users.extend(agent_user(object, problems)),
    }
}

fn person(object: Object<'_>, problems: &mut Problems) -> Option<PersonDraft> {
    let id = object.needed_id("id", problems);
    let display_name = object.needed_name("displayName", problems);
    // The sign-in name is the address by which people are known here; the mailbox only where there is no other.
    let address = object.name("userPrincipalName", problems).flatten();
    let address = address.or_else(|| object.name("mail", problems).flatten()).unwrap_or_default();
    let email = match check_email(&address) {
        Ok(email) => Some(email.to_owned()),
        Err(wrong) => {
            problems.add(&object.at, wrong);
            None
        }
    };
    let hired_at = object.instant("employeeHireDate", problems);
    let leaves_at = object.instant("employeeLeaveDateTime", problems);
    if let Err(wrong) = check_employment(hired_at.flatten(), leaves_at.flatten()) {
        problems.add(&object.at, wrong);
    }
    Some(PersonDraft {
        id: Some(id?),
        display_name: display_name?,
        email: email?,
        employee_id: object.name("employeeId", problems),
        job_title: object.name("jobTitle", problems),
        department: object.name("department", problems),
        manager: object.reference("manager", problems),
        hired_at,
        leaves_at,
        at: object.at,
    })
}

fn group(object: Object<'_>, problems: &mut Problems) -> Option<GroupDraft> {
    let id = object.needed_id("id", problems);
    let display_name = object.needed_name("displayName", problems);
    let types = object.texts("groupTypes", problems).unwrap_or_default();
    let has_type = |wanted: &str| types.iter().any(|found| found == wanted);
    let is_security = object.flag("securityEnabled", problems);
    let kind = if has_type("DynamicMembership") {
        GroupKind::Dynamic
    } else if has_type("Unified") {
        GroupKind::Unified
    } else {
        if is_security == Some(false) {
            problems.add(&object.at, Wrong::DistributionList);
        }
        GroupKind::Security
    };
    Some(GroupDraft {
        id: id?,
        display_name: display_name?,
        description: object.text("description", problems),
        kind,
        is_role_assignable: object.flag("isAssignableToRole", problems).unwrap_or(false),
        members: object.references("members", problems),
        at: object.at,
    })
}

fn application(object: Object<'_>, problems: &mut Problems) -> Option<ApplicationDraft> {
    let id = object.needed_id("id", problems);
    let app_id = object.needed_id("appId", problems);
    let display_name = object.needed_name("displayName", problems);
    let mut app_roles = Vec::new();
    for role in object.objects("appRoles", problems) {
        app_roles.extend(app_role(&role, problems));
    }
    let mut scopes = Vec::new();
    if let Some(api) = object.object("api", problems) {
        for scope in api.objects("oauth2PermissionScopes", problems) {
            scopes.extend(self::scope(&scope, problems));
        }
    }
    Some(ApplicationDraft {
        id: id?,
        app_id: app_id?,
        display_name: display_name?,
        app_roles,
        scopes,
        at: object.at,
    })
}

fn app_role(role: &Object<'_>, problems: &mut Problems) -> Option<AppRoleDraft> {
    let id = role.needed_id("id", problems)?;
    let name = role.needed_name("displayName", problems)?;
    let members = role.texts("allowedMemberTypes", problems).unwrap_or_default();
    Some(AppRoleDraft {
        id,
        // A role may have no value in tokens; its name then stands for it.
        value: role.name("value", problems).flatten().unwrap_or_else(|| name.clone()),
        display_name: name,
        allows_applications: members.iter().any(|kind| kind.eq_ignore_ascii_case("Application")),
        is_enabled: role.flag("isEnabled", problems).unwrap_or(true),
    })
}

fn scope(scope: &Object<'_>, problems: &mut Problems) -> Option<ScopeDraft> {
    let id = scope.needed_id("id", problems)?;
    let value = scope.needed_name("value", problems)?;
    let name = scope.name("adminConsentDisplayName", problems).flatten();
    Some(ScopeDraft {
        id,
        display_name: name.unwrap_or_else(|| value.clone()),
        value,
        is_enabled: scope.flag("isEnabled", problems).unwrap_or(true),
    })
}

fn directory_role(object: Object<'_>, problems: &mut Problems) -> Option<DirectoryRoleDraft> {
    let display_name = object.needed_name("displayName", problems);
    // A role is known by its template, which is the same in every directory; a template is its own.
    let template =
        object.id("templateId", problems).or_else(|| object.id("roleTemplateId", problems));
    let id = template.or_else(|| object.needed_id("id", problems));
    Some(DirectoryRoleDraft {
        id: id?,
        display_name: display_name?,
        description: object.text("description", problems),
        is_privileged: object.flag("isPrivileged", problems),
        at: object.at,
    })
}

fn blueprint(object: Object<'_>, problems: &mut Problems) -> Option<BlueprintDraft> {
    let id = object.needed_id("id", problems);
    let app_id = object.needed_id("appId", problems);
    let display_name = object.needed_name("displayName", problems);
    Some(BlueprintDraft {
        id: id?,
        app_id: app_id?,
        display_name: display_name?,
        description: object.text("description", problems),
        is_enabled: object.flag("isDisabled", problems).map(|is_disabled| !is_disabled),
        deleted_at: object.instant("deletedDateTime", problems).flatten(),
        labels: labels(&object, problems),
        created_at: object.instant("createdDateTime", problems).flatten(),
        created_by: object.id("createdByAppId", problems).map(created_by),
        sponsors: object.references("sponsors", problems),
        owners: object.references("owners", problems),
        at: object.at,
    })
}

fn principal(object: Object<'_>, problems: &mut Problems) -> Option<PrincipalDraft> {
    let id = object.needed_id("id", problems);
    let blueprint = object.needed_id("appId", problems);
    let display_name = object.needed_name("displayName", problems);
    Some(PrincipalDraft {
        id: id?,
        blueprint: blueprint?,
        display_name: display_name?,
        is_enabled: object.flag("accountEnabled", problems),
        deleted_at: object.instant("deletedDateTime", problems).flatten(),
        at: object.at,
    })
}

fn agent(object: Object<'_>, is_agent: bool, problems: &mut Problems) -> Option<AgentDraft> {
    let id = object.needed_id("id", problems);
    let display_name = object.needed_name("displayName", problems);
    let blueprint =
        if is_agent { Some(object.needed_id("agentIdentityBlueprintId", problems)?) } else { None };
    Some(AgentDraft {
        id: id?,
        display_name: display_name?,
        description: object.text("description", problems),
        blueprint,
        is_enabled: object.flag("accountEnabled", problems),
        deleted_at: object.instant("deletedDateTime", problems).flatten(),
        labels: labels(&object, problems),
        created_at: object.instant("createdDateTime", problems).flatten(),
        created_by: object.id("createdByAppId", problems).map(created_by),
        sponsors: object.references("sponsors", problems),
        owners: object.references("owners", problems),
        at: object.at,
    })
}

fn created_by(application: ApplicationId) -> Creator {
    Creator::Application(application.uuid())
}

/// Graph has no field for the platform; blueprints and agents are open types, so that a file may say it in `platform`.
fn labels(object: &Object<'_>, problems: &mut Problems) -> LabelDraft {
    LabelDraft {
        platform: object.term("platform", problems),
        tags: object.texts("tags", problems),
        attributes: object.attributes("customSecurityAttributes", problems),
    }
}

fn agent_user(object: Object<'_>, problems: &mut Problems) -> Option<AgentUserDraft> {
    let id = object.needed_id("id", problems);
    let agent = object.needed_id("identityParentId", problems);
    let display_name = object.needed_name("displayName", problems);
    Some(AgentUserDraft {
        id: id?,
        agent: agent?,
        display_name: display_name?,
        mail_nickname: object.name("mailNickname", problems).flatten(),
        is_enabled: object.flag("accountEnabled", problems),
        manager: object.reference("manager", problems),
        at: object.at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_is_told_by_its_context() {
        let kind = |path: &str| {
            Kind::of_context(&format!("https://graph.microsoft.com/v1.0/$metadata#{path}"))
        };
        assert_eq!(kind("users(id,displayName,manager())"), Some(Kind::Person));
        assert_eq!(kind("users/microsoft.graph.agentUser"), Some(Kind::AgentUser));
        assert_eq!(
            kind("applications/microsoft.graph.agentIdentityBlueprint"),
            Some(Kind::Blueprint)
        );
        assert_eq!(
            kind("servicePrincipals/microsoft.graph.agentIdentity/$entity"),
            Some(Kind::Agent)
        );
        assert_eq!(kind("roleManagement/directory/roleDefinitions"), Some(Kind::DirectoryRole));
        assert_eq!(kind("groups"), Some(Kind::Group));
        assert_eq!(kind("servicePrincipals"), Some(Kind::ServicePrincipal));
        assert_eq!(kind("devices"), None);
    }
}
