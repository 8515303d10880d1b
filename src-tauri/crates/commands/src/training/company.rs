//! Making the training company: the sample files go in through the same commands that an administrator uses, so what they
//! refuse for people they refuse here too.

use std::collections::BTreeMap;
use std::path::Path;

use chaperone_domain::access_package::ResourceKind;
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::exercise::Exercise;
use chaperone_domain::right::RightKind;
use chaperone_store::table::{people, sponsors};
use chaperone_store::{DATABASE_FILE, Db};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{SAMPLE_FILES, planting};
use crate::desk::Desk;
use crate::environment::Environment;
use crate::failure::{Failure, Reply};
use crate::session::{Origin, Session};
use crate::view::access_package::{CatalogRow, ResourceRoleRow, ResourceRoles};
use crate::view::agent::AgentPage;
use crate::view::desk::TourView;
use crate::view::directory::{Applications, DirectoryRoles, Groups, PersonPage};
use crate::view::reference::PersonRef;
use crate::wire::Wire;
use crate::work::Progress;
use crate::workspace::{self, NewWorkspace};

/// Which of the sample files are imports; the others say what is made of them.
const IMPORTED: &[&str] =
    &["people.csv", "groups.json", "applications.json", "directory-roles.json", "agents.json"];

/// Who is who in the sample company.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Company {
    name: String,
    administrators: Vec<String>,
    auditors: Vec<String>,
    custodian: String,
    tour: Tour,
}

/// The personas of the tour.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tour {
    administrator: String,
    sponsor: String,
    approver: String,
    agent: String,
}

/// A package of the sample company, in names instead of ids.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SamplePackage {
    catalog: String,
    display_name: String,
    description: String,
    roles: Vec<SampleRole>,
    policies: Vec<SamplePolicy>,
}

/// What a package grants: a group, a role or permission of an application, or a directory role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SampleRole {
    group: Option<String>,
    application: Option<String>,
    app_role: Option<String>,
    scope: Option<String>,
    directory_role: Option<String>,
    membership: Option<String>,
}

/// Who may get a package, who approves, for how long.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SamplePolicy {
    display_name: String,
    scope: String,
    #[serde(default)]
    targets: Vec<String>,
    stages: Vec<SampleStage>,
    duration_days: Option<i64>,
    extension: String,
    justification_required: bool,
}

/// An approval stage: people by address, groups as `group:…`, or a kind of approver.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleStage {
    approvers: Vec<String>,
    fallback: Vec<String>,
    days: u32,
    escalation: Option<SampleEscalation>,
}

/// Who is asked too when nobody has decided for so many days.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleEscalation {
    after: u32,
    alternates: Vec<String>,
    fallback: Vec<String>,
}

impl Company {
    /// Reads who is who.
    pub(super) fn sample() -> Reply<Self> {
        read("company.json")
    }

    /// The tour's administrator, by address.
    pub(super) fn administrator(&self) -> &str {
        &self.tour.administrator
    }

    /// The agent that the tour is about, by name.
    pub(super) fn agent(&self) -> &str {
        &self.tour.agent
    }

    /// The people by whom the company is known, by address.
    pub(super) fn personas(&self) -> [&str; 3] {
        [&self.tour.administrator, &self.tour.sponsor, &self.tour.approver]
    }
}

/// Who is who in the tour; nothing in a workspace that isn't the sample company.
pub(crate) fn tour(db: &Db) -> Reply<Option<TourView>> {
    let tour = Company::sample()?.tour;
    let person = |email: &str| -> Reply<Option<PersonRef>> {
        let found = people::by_email(db, email)?;
        Ok(found.map(|person| PersonRef { id: Wire(person.id), display_name: person.display_name }))
    };
    let cast = (person(&tour.administrator)?, person(&tour.sponsor)?, person(&tour.approver)?);
    let (Some(administrator), Some(sponsor), Some(approver)) = cast else { return Ok(None) };
    let agent = sponsors::agents_sponsored_in_person(db, sponsor.id.0)?
        .into_iter()
        .map(|agent| crate::agent::reference(db, agent))
        .collect::<Reply<Vec<_>>>()?
        .into_iter()
        .find(|agent| agent.display_name == tour.agent);
    Ok(Some(TourView { administrator, sponsor, approver, agent }))
}

fn text(name: &str) -> &'static str {
    SAMPLE_FILES.iter().find(|(found, _)| *found == name).map_or("", |&(_, text)| text)
}

pub(super) fn read<T: DeserializeOwned>(name: &str) -> Reply<T> {
    serde_json::from_str(text(name))
        .map_err(|wrong| broken(&format!("{name} can't be read: {wrong}")))
}

/// The sample files are part of this program: what is wrong with them is a defect of it.
pub(super) fn broken(what: &str) -> Failure {
    tracing::error!(what, "the sample company is broken");
    Failure::usage(format!(
        "The training company can't be made, because {what}. Please report this."
    ))
}

/// Makes the company in a folder, with the fault of an exercise in it if one is wanted, and closes it.
pub(super) fn make(
    environment: &Environment,
    folder: &Path,
    company: &Company,
    exercise: Option<Exercise>,
    progress: &Progress,
) -> Reply<()> {
    // Nothing but a folder of its own is written, so all of it may be stopped.
    const STEPS: u64 = 5;
    let desk = Desk::new(environment.clone());
    let new = NewWorkspace {
        name: company.name.clone(),
        kind: WorkspaceKind::Training,
        administrator_name: name_of(&company.tour.administrator)?,
        administrator_email: company.tour.administrator.clone(),
        passphrase: None,
    };
    let workspace::Made { store, administrator, .. } =
        workspace::make(&desk, folder, &new, Origin::Story)?;
    desk.adopt(store, folder)?;
    let maker = Maker { desk: &desk, session: Session::of(Origin::Story, administrator.id) };
    progress.step(0, Some(STEPS))?;
    maker.import()?;
    progress.step(1, Some(STEPS))?;
    maker.appoint(company)?;
    progress.step(2, Some(STEPS))?;
    maker.make_packages()?;
    progress.step(3, Some(STEPS))?;
    maker.make_workflow()?;
    progress.step(4, Some(STEPS))?;
    if let Some(exercise) = exercise {
        planting::plant(&desk, &maker.session, exercise)?;
    }
    desk.close();
    // The last connection has closed; what it wrote is in the file itself.
    let log = folder.join(format!("{DATABASE_FILE}-wal"));
    if log.exists() {
        return Err(broken("its file could not be closed"));
    }
    Ok(())
}

/// The name that goes with an address in the table of people.
fn name_of(email: &str) -> Reply<String> {
    let mut table = csv::Reader::from_reader(text("people.csv").as_bytes());
    table
        .deserialize::<BTreeMap<String, String>>()
        .filter_map(Result::ok)
        .find(|row| row.get("Email").is_some_and(|found| found == email))
        .and_then(|row| row.get("Display Name").cloned())
        .ok_or_else(|| broken(&format!("{email} is nobody")))
}

/// The tour's administrator at work.
struct Maker<'d> {
    desk: &'d Desk,
    session: Session,
}

/// What packages name, by name.
struct Directory {
    people: BTreeMap<String, String>,
    agents: BTreeMap<String, String>,
    groups: Groups,
    applications: Applications,
    directory_roles: DirectoryRoles,
}

/// One right that a package shall grant: the resource, and which of its roles.
struct Sought {
    kind: ResourceKind,
    origin_id: String,
    right: RightKind,
    role_id: Option<String>,
}

impl Maker<'_> {
    fn call<T: DeserializeOwned>(&self, name: &str, ask: Value) -> Reply<T> {
        let view = crate::dispatch(self.desk, &self.session, name, ask)?;
        serde_json::from_value(view)
            .map_err(|wrong| broken(&format!("{name} answers something else: {wrong}")))
    }

    fn import(&self) -> Reply<()> {
        let files: Vec<_> =
            IMPORTED.iter().map(|&name| json!({ "name": name, "text": text(name) })).collect();
        self.call::<Value>("import_directory", json!({ "files": files })).map(drop)
    }

    fn people(&self) -> Reply<BTreeMap<String, String>> {
        let page: PersonPage = self.call("list_people", json!({ "limit": 500 }))?;
        Ok(page.rows.into_iter().map(|person| (person.email, person.id.to_string())).collect())
    }

    fn appoint(&self, company: &Company) -> Reply<()> {
        let people = self.people()?;
        for (role, emails) in
            [("administrator", &company.administrators), ("auditor", &company.auditors)]
        {
            for email in emails {
                let person = id_in(&people, email)?;
                self.call::<Value>("appoint_role", json!({ "personId": person, "role": role }))?;
            }
        }
        let custodian = id_in(&people, &company.custodian)?;
        self.call::<Value>("update_settings", json!({ "custodianId": custodian })).map(drop)
    }

    /// Whoever answers for agents and leaves is told of, so that a departure can be watched from all sides.
    fn make_workflow(&self) -> Reply<()> {
        let ask = json!({ "template": "sponsorLeaves", "isSchedulingEnabled": true });
        self.call::<Value>("create_workflow", ask).map(drop)
    }

    fn directory(&self) -> Reply<Directory> {
        let agents: AgentPage = self.call("list_agents", json!({ "limit": 500 }))?;
        Ok(Directory {
            people: self.people()?,
            agents: agents
                .rows
                .into_iter()
                .map(|agent| (agent.display_name, agent.id.to_string()))
                .collect(),
            groups: self.call("list_groups", json!({}))?,
            applications: self.call("list_applications", json!({}))?,
            directory_roles: self.call("list_directory_roles", json!({}))?,
        })
    }

    fn make_packages(&self) -> Reply<()> {
        let directory = self.directory()?;
        let mut catalogs: BTreeMap<String, Catalog> = BTreeMap::new();
        for package in read::<Vec<SamplePackage>>("packages.json")? {
            if !catalogs.contains_key(&package.catalog) {
                let made: CatalogRow = self.call(
                    "create_catalog",
                    json!({ "displayName": package.catalog, "description": "" }),
                )?;
                catalogs.insert(
                    package.catalog.clone(),
                    Catalog { id: made.id.to_string(), roles: BTreeMap::new() },
                );
            }
            if let Some(catalog) = catalogs.get_mut(&package.catalog) {
                self.make_package(&package, catalog, &directory)?;
            }
        }
        Ok(())
    }

    fn make_package(
        &self,
        package: &SamplePackage,
        catalog: &mut Catalog,
        directory: &Directory,
    ) -> Reply<()> {
        let mut roles = Vec::new();
        for role in &package.roles {
            let sought = directory.seek(role)?;
            let offered = self.offered(catalog, &sought)?;
            let found = offered.iter().find(|row| {
                row.right.kind == Wire(sought.right) && row.right.role_id == sought.role_id
            });
            roles.push(found.ok_or_else(|| broken("a resource lacks a role"))?.id);
        }
        let policies = package
            .policies
            .iter()
            .map(|policy| directory.policy(policy))
            .collect::<Reply<Vec<_>>>()?;
        let ask = json!({
            "catalogId": catalog.id,
            "displayName": package.display_name,
            "description": package.description,
            "resourceRoleIds": roles,
            "policies": policies,
        });
        self.call::<Value>("create_access_package", ask).map(drop)
    }

    /// The roles of a resource, which is registered in the catalog when it isn't yet.
    fn offered<'c>(
        &self,
        catalog: &'c mut Catalog,
        sought: &Sought,
    ) -> Reply<&'c [ResourceRoleRow]> {
        if !catalog.roles.contains_key(&sought.origin_id) {
            let ask = json!({
                "catalogId": catalog.id, "kind": Wire(sought.kind), "originId": sought.origin_id,
            });
            let added: ResourceRoles = self.call("add_catalog_resource", ask)?;
            catalog.roles.insert(sought.origin_id.clone(), added.rows);
        }
        Ok(catalog.roles.get(&sought.origin_id).map(Vec::as_slice).unwrap_or_default())
    }
}

/// A catalog that has been made, with the roles of the resources in it.
struct Catalog {
    id: String,
    roles: BTreeMap<String, Vec<ResourceRoleRow>>,
}

fn id_in<'i>(ids: &'i BTreeMap<String, String>, name: &str) -> Reply<&'i str> {
    ids.get(name).map(String::as_str).ok_or_else(|| broken(&format!("{name} is nowhere")))
}

impl Directory {
    fn seek(&self, role: &SampleRole) -> Reply<Sought> {
        let nowhere = |name: &str| broken(&format!("{name} is nowhere"));
        if let Some(name) = &role.group {
            let group = self
                .groups
                .rows
                .iter()
                .find(|row| row.display_name == *name)
                .ok_or_else(|| nowhere(name))?;
            let origin_id = group.id.to_string();
            return Ok(Sought {
                kind: ResourceKind::Group,
                origin_id,
                right: RightKind::GroupMembership,
                role_id: None,
            });
        }
        if let Some(name) = &role.directory_role {
            let row = self.directory_roles.rows.iter().find(|row| row.display_name == *name);
            let origin_id = row.ok_or_else(|| nowhere(name))?.id.to_string();
            let right = match role.membership.as_deref() {
                Some("eligible") => RightKind::DirectoryRoleEligible,
                _ => RightKind::DirectoryRoleActive,
            };
            return Ok(Sought {
                kind: ResourceKind::DirectoryRole,
                origin_id,
                right,
                role_id: None,
            });
        }
        let name = role.application.as_deref().ok_or_else(|| broken("a package grants nothing"))?;
        let row = self
            .applications
            .rows
            .iter()
            .find(|row| row.display_name == name)
            .ok_or_else(|| nowhere(name))?;
        let app_role =
            row.app_roles.iter().find(|found| Some(&found.value) == role.app_role.as_ref());
        let scope = row.scopes.iter().find(|found| Some(&found.value) == role.scope.as_ref());
        let (right, role_id) = match (app_role, scope) {
            (Some(app_role), _) => (RightKind::AppRole, app_role.id.to_string()),
            (None, Some(scope)) => (RightKind::DelegatedPermission, scope.id.to_string()),
            (None, None) => return Err(nowhere(&format!("a role of {name}"))),
        };
        let origin_id = row.id.to_string();
        Ok(Sought { kind: ResourceKind::Application, origin_id, right, role_id: Some(role_id) })
    }

    fn policy(&self, policy: &SamplePolicy) -> Reply<Value> {
        let targets = policy
            .targets
            .iter()
            .map(|name| id_in(&self.agents, name))
            .collect::<Reply<Vec<_>>>()?;
        let stages =
            policy.stages.iter().map(|stage| self.stage(stage)).collect::<Reply<Vec<_>>>()?;
        let expiration = match policy.duration_days {
            Some(days) => json!({ "type": "afterDuration", "duration": format!("P{days}D") }),
            None => json!({ "type": "noExpiration" }),
        };
        Ok(json!({
            "displayName": policy.display_name,
            "scope": policy.scope,
            "specificTargets": targets,
            "stages": stages,
            "expiration": expiration,
            "extension": if policy.extension == "no" { "notAllowed" } else { &policy.extension },
            "isRequestorJustificationRequired": policy.justification_required,
        }))
    }

    fn stage(&self, stage: &SampleStage) -> Reply<Value> {
        let sets = |names: &[String]| {
            names.iter().map(|name| self.approver(name)).collect::<Reply<Vec<_>>>()
        };
        let mut asked = json!({
            "primaryApprovers": sets(&stage.approvers)?,
            "fallbackApprovers": sets(&stage.fallback)?,
            "limitDays": stage.days,
        });
        if let Some(escalation) = &stage.escalation {
            asked["escalateAfterDays"] = json!(escalation.after);
            asked["alternateApprovers"] = json!(sets(&escalation.alternates)?);
            asked["fallbackAlternateApprovers"] = json!(sets(&escalation.fallback)?);
        }
        Ok(asked)
    }

    fn approver(&self, name: &str) -> Reply<Value> {
        if let Some(group) = name.strip_prefix("group:") {
            let row = self.groups.rows.iter().find(|row| row.display_name == group);
            let id = row.ok_or_else(|| broken(&format!("{group} is nowhere")))?.id;
            return Ok(json!({ "kind": "groupMembers", "groupId": id }));
        }
        Ok(match name {
            "requestorManager" => json!({ "kind": "requestorManager" }),
            "requestorSecondLevelManager" => {
                json!({ "kind": "requestorManager", "managerLevel": 2 })
            }
            "sponsorsOrOwners" => json!({ "kind": "targetAgentIdentitySponsorsOrOwners" }),
            email => json!({ "kind": "singleUser", "personId": id_in(&self.people, email)? }),
        })
    }
}
