//! The layers that say what may flow, without giving anything: what a blueprint declares to need, and its inheritable list.
//! Their owner keeps them; consent, which gives access, stands in `consent`.

use chaperone_domain::agent::Blueprint;
use chaperone_domain::authority::Action;
use chaperone_domain::id::ApplicationId;
use chaperone_domain::permission::{
    self, Declaration, Inheritable, InheritablePermission, PermissionRefusal,
};
use chaperone_store::table::{declared_permissions, inheritable_permissions};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Writing};
use crate::failure::{Failure, Reply};
use crate::permission::{authorised, blueprint_view, find_application, find_permission, kind_word};
use crate::view::permission::{
    AddInheritablePermission, BlueprintPermissions, DeclarePermission, RemoveInheritablePermission,
    UpdateInheritablePermission, WithdrawDeclaration,
};

/// Declares that a blueprint needs an API permission.
pub(crate) fn declare_permission(
    cx: &mut Writing<'_>,
    ask: DeclarePermission,
) -> Reply<BlueprintPermissions> {
    let id = ask.blueprint_id.0;
    let (blueprint, family) = authorised(cx, Action::DeclarePermission, id)?;
    let wanted = find_permission(cx, &ask.resource, &ask.permission, ask.kind.map(|it| it.0))?;
    permission::declare(blueprint.deletion.is_some(), &family.declared_at(cx.now()), &wanted)
        .map_err(|no| Failure::refused(&no))?;
    let made = Declaration {
        id: cx.new_id(),
        blueprint_id: id,
        right: wanted.right,
        starts_at: cx.now(),
        withdrawn_at: None,
    };
    declared_permissions::insert(cx.db_mut(), &made)?;
    let sentence = format!(
        "{} declares to need the {} {}.",
        blueprint.display_name,
        kind_word(wanted.right),
        wanted.full_name()
    );
    let record = on_blueprint("declare_permission", &blueprint, sentence).change(
        "declared",
        None,
        Some(wanted.full_name()),
    );
    finish(cx, &blueprint, wanted.right.api(), record)
}

/// Takes a declared need back.
pub(crate) fn withdraw_declaration(
    cx: &mut Writing<'_>,
    ask: WithdrawDeclaration,
) -> Reply<BlueprintPermissions> {
    let (blueprint, family) = authorised(cx, Action::WithdrawDeclaration, ask.blueprint_id.0)?;
    let wanted = find_permission(cx, &ask.resource, &ask.permission, ask.kind.map(|it| it.0))?;
    let mut standing = family.declarations.iter().filter(|it| it.withdrawn_at.is_none());
    let found = standing
        .find(|it| it.right == wanted.right)
        .ok_or_else(|| Failure::refused(&PermissionRefusal::NotDeclared(wanted.full_name())))?;
    let now = cx.now();
    declared_permissions::withdraw(cx.db_mut(), found.id, now)?;
    let sentence = format!(
        "{} no longer declares to need the {} {}.",
        blueprint.display_name,
        kind_word(wanted.right),
        wanted.full_name()
    );
    let record = on_blueprint("withdraw_declaration", &blueprint, sentence).change(
        "declared",
        Some(wanted.full_name()),
        None,
    );
    finish(cx, &blueprint, wanted.right.api(), record)
}

/// Puts an API into a blueprint's inheritable list.
pub(crate) fn add_inheritable_permission(
    cx: &mut Writing<'_>,
    ask: AddInheritablePermission,
) -> Reply<BlueprintPermissions> {
    let id = ask.blueprint_id.0;
    let (blueprint, family) = authorised(cx, Action::AddInheritablePermission, id)?;
    let application = find_application(cx, &ask.resource)?;
    let listed: Vec<ApplicationId> =
        family.inheritable_at(cx.now()).iter().map(|entry| entry.application_id).collect();
    let is_deleted = blueprint.deletion.is_some();
    permission::add_inheritable(is_deleted, &listed, application.id, &application.display_name)
        .map_err(|no| Failure::refused(&no))?;
    let (scopes, roles) = (ask.scopes.0, ask.roles.0);
    let made = InheritablePermission {
        id: cx.new_id(),
        blueprint_id: id,
        application_id: application.id,
        scopes,
        roles,
        starts_at: cx.now(),
        withdrawn_at: None,
    };
    inheritable_permissions::insert(cx.db_mut(), &made)?;
    let sentence = format!(
        "Of {}, {} on to the agents of {}, as far as it is consented to.",
        application.display_name,
        flowing(scopes, roles),
        blueprint.display_name
    );
    let record = on_blueprint("add_inheritable_permission", &blueprint, sentence)
        .about(made.id)
        .change(&application.display_name, None, Some(in_short(scopes, roles)));
    finish(cx, &blueprint, Some(application.id), record)
}

/// Changes what of an API flows on. The old entry ends and a new one begins, so that the past stays as it was.
pub(crate) fn update_inheritable_permission(
    cx: &mut Writing<'_>,
    ask: UpdateInheritablePermission,
) -> Reply<BlueprintPermissions> {
    let id = ask.blueprint_id.0;
    let (blueprint, family) = authorised(cx, Action::UpdateInheritablePermission, id)?;
    let application = find_application(cx, &ask.resource)?;
    let name = application.display_name.clone();
    let entry = family
        .inheritable_at(cx.now())
        .into_iter()
        .find(|entry| entry.application_id == application.id)
        .ok_or_else(|| Failure::refused(&PermissionRefusal::NotInheritable(name.clone())))?;
    let (scopes, roles, now) = (ask.scopes.0, ask.roles.0, cx.now());
    if (entry.scopes, entry.roles) == (scopes, roles) {
        return Err(Failure::refused(&PermissionRefusal::NothingToChange(name)));
    }
    inheritable_permissions::withdraw(cx.db_mut(), entry.id, now)?;
    let made = InheritablePermission { id: cx.new_id(), scopes, roles, starts_at: now, ..entry };
    inheritable_permissions::insert(cx.db_mut(), &made)?;
    let sentence = format!(
        "Of {name}, {} on to the agents of {} from now on, as far as it is consented to.",
        flowing(scopes, roles),
        blueprint.display_name
    );
    let record = on_blueprint("update_inheritable_permission", &blueprint, sentence)
        .about(made.id)
        .about(entry.id)
        .change(&name, Some(in_short(entry.scopes, entry.roles)), Some(in_short(scopes, roles)));
    finish(cx, &blueprint, Some(application.id), record)
}

/// Takes an API out of a blueprint's inheritable list: what flowed from it ends at once.
pub(crate) fn remove_inheritable_permission(
    cx: &mut Writing<'_>,
    ask: RemoveInheritablePermission,
) -> Reply<BlueprintPermissions> {
    let id = ask.blueprint_id.0;
    let (blueprint, family) = authorised(cx, Action::RemoveInheritablePermission, id)?;
    let application = find_application(cx, &ask.resource)?;
    let name = application.display_name.clone();
    let entry = family
        .inheritable_at(cx.now())
        .into_iter()
        .find(|entry| entry.application_id == application.id)
        .ok_or_else(|| Failure::refused(&PermissionRefusal::NotInheritable(name.clone())))?;
    let now = cx.now();
    inheritable_permissions::withdraw(cx.db_mut(), entry.id, now)?;
    let sentence =
        format!("Nothing of {name} flows on to the agents of {} any more.", blueprint.display_name);
    let record = on_blueprint("remove_inheritable_permission", &blueprint, sentence)
        .about(entry.id)
        .change(&name, Some(in_short(entry.scopes, entry.roles)), None);
    finish(cx, &blueprint, Some(application.id), record)
}

/// What flows on, in words, with its verb.
fn flowing(scopes: Inheritable, roles: Inheritable) -> &'static str {
    use Inheritable::{AllAllowed, None};
    match (scopes, roles) {
        (AllAllowed, AllAllowed) => "delegated and application permissions flow",
        (AllAllowed, None) => "delegated permissions flow",
        (None, AllAllowed) => "application permissions flow",
        (None, None) => "nothing flows",
    }
}

fn in_short(scopes: Inheritable, roles: Inheritable) -> String {
    format!("scopes {scopes}, roles {roles}")
}

fn on_blueprint(activity: &'static str, blueprint: &Blueprint, sentence: String) -> Record {
    Record::new(activity, "blueprint", blueprint.id, sentence)
}

fn finish(
    cx: &mut Writing<'_>,
    blueprint: &Blueprint,
    api: Option<ApplicationId>,
    record: Record,
) -> Reply<BlueprintPermissions> {
    let record = match api {
        Some(api) => record.about(api),
        None => record,
    };
    cx.record(record)?;
    cx.touch(Tag::Agents);
    cx.touch(Tag::Assignments);
    blueprint_view(cx, blueprint.id)
}
