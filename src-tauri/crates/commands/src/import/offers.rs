//! The difference in what agents can be given: applications with their roles and permissions, and directory roles. What a file
//! no longer names stays, because packages may hold it; a role is taken out of use by disabling it.

use std::collections::{HashMap, HashSet};

use chaperone_domain::application::{AppRole, Application, Scope};
use chaperone_domain::directory_role::{DirectoryRole, is_privileged_by_name};
use chaperone_domain::id::{ApplicationId, DirectoryRoleId};
use chaperone_store::Db;
use chaperone_store::table::{applications, directory_roles};

use super::draft::{ApplicationDraft, DirectoryRoleDraft, Place, Problems};
use super::plan::{Change, Fields, Plan, Write};
use super::world::key;
use super::wrong::Wrong;
use crate::failure::Reply;

/// Names that have to be unique within a kind of object, in the workspace as it will be.
pub(super) struct Names<I> {
    what: &'static str,
    taken: HashMap<String, I>,
    seen: HashSet<I>,
}

impl<I: Copy + Eq + std::hash::Hash> Names<I> {
    /// The names of the workspace, without those of the objects that the files bring.
    pub(super) fn new(
        what: &'static str,
        present: impl Iterator<Item = (String, I)>,
        brought: impl Iterator<Item = I>,
    ) -> Self {
        let brought: HashSet<I> = brought.collect();
        let taken = present
            .filter(|(_, id)| !brought.contains(id))
            .map(|(name, id)| (key(&name), id))
            .collect();
        Self { what, taken, seen: HashSet::new() }
    }

    /// Takes the next object; answers no when its id stands in the files twice.
    pub(super) fn take(&mut self, id: I, name: &str, at: &Place, problems: &mut Problems) -> bool {
        if !self.seen.insert(id) {
            problems.add(at, Wrong::SameId(self.what));
            return false;
        }
        if self.taken.insert(key(name), id).is_some() {
            problems.add(at, Wrong::SameName(self.what));
        }
        true
    }
}

/// Compares applications.
pub(super) fn compare_applications(
    db: &Db,
    drafts: &[ApplicationDraft],
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let present = applications::all(db)?;
    let named =
        present.iter().map(|application| (application.display_name.clone(), application.id));
    let mut names = Names::new("application", named, drafts.iter().map(|draft| draft.id));
    let mut client_ids: HashMap<ApplicationId, ApplicationId> =
        present.iter().map(|application| (application.app_id, application.id)).collect();
    for draft in drafts {
        if !names.take(draft.id, &draft.display_name, &draft.at, problems) {
            continue;
        }
        if client_ids.insert(draft.app_id, draft.id).is_some_and(|other| other != draft.id) {
            problems.add(&draft.at, Wrong::SameAppId("application"));
        }
        check_values(draft, problems);
        plan.add(change(db, draft)?)?;
    }
    Ok(())
}

/// Roles and permissions are known by value in tokens and by id, each once.
fn check_values(draft: &ApplicationDraft, problems: &mut Problems) {
    let mut each_once =
        |what: &'static str, entries: &mut dyn Iterator<Item = (String, String)>| {
            let (mut ids, mut values) = (HashSet::new(), HashSet::new());
            for (id, value) in entries {
                if !ids.insert(id) || !values.insert(value.clone()) {
                    problems.add(&draft.at, Wrong::SameValue(what, value));
                }
            }
        };
    each_once(
        "app role",
        &mut draft.app_roles.iter().map(|role| (role.id.to_string(), role.value.clone())),
    );
    each_once(
        "permission",
        &mut draft.scopes.iter().map(|scope| (scope.id.to_string(), scope.value.clone())),
    );
}

fn change(db: &Db, draft: &ApplicationDraft) -> Reply<Change> {
    let before = applications::get(db, draft.id)?;
    let after = Application {
        id: draft.id,
        app_id: draft.app_id,
        display_name: draft.display_name.clone(),
    };
    let mut fields = Fields::default();
    fields.compare(
        "displayName",
        before.as_ref().map(|it| &it.display_name),
        Some(&after.display_name),
    );
    fields.compare("appId", before.as_ref().map(|it| it.app_id), Some(after.app_id));
    let mut app_roles = Vec::new();
    for role in &draft.app_roles {
        let role = AppRole {
            id: role.id,
            application_id: draft.id,
            value: role.value.clone(),
            display_name: role.display_name.clone(),
            allows_applications: role.allows_applications,
            is_enabled: role.is_enabled,
        };
        let known = applications::app_role(db, draft.id, role.id)?;
        if known.as_ref() != Some(&role) {
            fields.note(
                "appRole",
                known.as_ref().map(role_in_words).unwrap_or_default(),
                role_in_words(&role),
            );
            app_roles.push(role);
        }
    }
    let mut scopes = Vec::new();
    for scope in &draft.scopes {
        let scope = Scope {
            id: scope.id,
            application_id: draft.id,
            value: scope.value.clone(),
            display_name: scope.display_name.clone(),
            is_enabled: scope.is_enabled,
        };
        let known = applications::scope(db, draft.id, scope.id)?;
        if known.as_ref() != Some(&scope) {
            fields.note(
                "scope",
                known.as_ref().map(scope_in_words).unwrap_or_default(),
                scope_in_words(&scope),
            );
            scopes.push(scope);
        }
    }
    let name = after.display_name.clone();
    let write = Write::Application { after, app_roles, scopes };
    Ok(Change::new(draft.id, &name, before.is_none(), fields, write))
}

fn role_in_words(role: &AppRole) -> String {
    let disabled = if role.is_enabled { "" } else { ", disabled" };
    let people = if role.allows_applications { "" } else { ", for people only" };
    format!("{} ({}{people}{disabled})", role.value, role.display_name)
}

fn scope_in_words(scope: &Scope) -> String {
    let disabled = if scope.is_enabled { "" } else { ", disabled" };
    format!("{} ({}{disabled})", scope.value, scope.display_name)
}

/// Compares directory roles. Whether one is privileged is taken from the file where it says so, else from its name.
pub(super) fn compare_directory_roles(
    db: &Db,
    drafts: &[DirectoryRoleDraft],
    plan: &mut Plan,
    problems: &mut Problems,
) -> Reply<()> {
    let present: HashMap<DirectoryRoleId, DirectoryRole> =
        directory_roles::all(db)?.into_iter().map(|role| (role.id, role)).collect();
    let named = present.values().map(|role| (role.display_name.clone(), role.id));
    let mut names = Names::new("directory role", named, drafts.iter().map(|draft| draft.id));
    for draft in drafts {
        if !names.take(draft.id, &draft.display_name, &draft.at, problems) {
            continue;
        }
        let before = present.get(&draft.id);
        let kept = || before.map(|role| role.description.clone()).unwrap_or_default();
        let after = DirectoryRole {
            id: draft.id,
            display_name: draft.display_name.clone(),
            description: draft.description.clone().map_or_else(kept, Option::unwrap_or_default),
            is_privileged: draft
                .is_privileged
                .unwrap_or_else(|| is_privileged_by_name(&draft.display_name)),
        };
        let mut fields = Fields::default();
        fields.compare("displayName", before.map(|it| &it.display_name), Some(&after.display_name));
        fields.compare("description", before.map(|it| &it.description), Some(&after.description));
        fields.compare(
            "isPrivileged",
            before.map(|it| it.is_privileged),
            Some(after.is_privileged),
        );
        let name = after.display_name.clone();
        plan.add(Change::new(
            draft.id,
            &name,
            before.is_none(),
            fields,
            Write::DirectoryRole(after),
        ))?;
    }
    Ok(())
}
