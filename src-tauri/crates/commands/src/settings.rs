//! The workspace's settings: its name, its custodian, when reminders go out, and its quotas.

use chaperone_domain::authority::{Action, Role};
use chaperone_domain::id::PersonId;
use chaperone_domain::quota::check_quota;
use chaperone_domain::reminder::check_thresholds;
use chaperone_domain::text::{Field, check_name};
use chaperone_store::Db;
use chaperone_store::table::role_appointments;
use chaperone_store::table::workspace::{self, Workspace};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::person;
use crate::view::reference::PersonRef;
use crate::view::settings::{SettingsView, ShowSettings, UpdateSettings};

/// Shows the settings.
pub(crate) fn show_settings(cx: &Reading<'_>, _: ShowSettings) -> Reply<SettingsView> {
    cx.authorise(Action::ShowSettings, &[], "settings")?;
    view(cx)
}

fn get(db: &Db) -> Reply<Workspace> {
    workspace::get(db)?.ok_or_else(Failure::no_workspace)
}

fn view(cx: &impl Context) -> Reply<SettingsView> {
    let settings = get(cx.db())?;
    Ok(SettingsView {
        name: settings.name,
        custodian: Some(person::reference(cx.db(), settings.custodian_id)?),
        reminder_days: settings
            .reminder_days
            .iter()
            .map(|&days| i32::try_from(days).unwrap_or(i32::MAX))
            .collect(),
        max_blueprints: settings.max_blueprints,
        max_agents_per_blueprint: settings.max_agents_per_blueprint,
        administrators: holders(cx.db(), Role::Administrator)?,
        auditors: holders(cx.db(), Role::Auditor)?,
    })
}

fn holders(db: &Db, role: Role) -> Reply<Vec<PersonRef>> {
    role_appointments::holders(db, role)?
        .into_iter()
        .map(|holder| person::reference(db, holder))
        .collect()
}

/// Changes the settings; what is left out stays. Reminders that are scheduled keep their day: a new list holds for access
/// that is delivered or extended from now on.
pub(crate) fn update_settings(cx: &mut Writing<'_>, ask: UpdateSettings) -> Reply<SettingsView> {
    cx.authorise(Action::UpdateSettings, &[], "settings")?;
    let before = get(cx.db())?;
    let mut after = before.clone();
    if let Some(name) = &ask.name {
        after.name = check_name(Field::new("name", "the name"), name)
            .map_err(|bad| Failure::refused(&bad))?
            .to_owned();
    }
    if let Some(custodian) = ask.custodian_id {
        after.custodian_id = check_custodian(cx, custodian.0)?;
    }
    if let Some(days) = &ask.reminder_days {
        after.reminder_days = check_days(days)?;
    }
    if let Some(quota) = ask.max_blueprints {
        after.max_blueprints = check_quota(quota).map_err(|bad| Failure::refused(&bad))?;
    }
    if let Some(quota) = ask.max_agents_per_blueprint {
        after.max_agents_per_blueprint =
            check_quota(quota).map_err(|bad| Failure::refused(&bad))?;
    }
    if after != before {
        workspace::update_settings(cx.db_mut(), &after)?;
        record_change(cx, &before, &after)?;
    }
    view(cx)
}

/// Who inherits when no manager can has to be there to inherit.
fn check_custodian(cx: &impl Context, custodian: PersonId) -> Reply<PersonId> {
    let person = person::get(cx.db(), custodian)?;
    if person.is_active_at(cx.now()) {
        Ok(custodian)
    } else {
        Err(Failure::refused_because(
            "person_inactive",
            format!("{} has left; name somebody active as custodian.", person.display_name),
        )
        .of("custodian")
        .with("person", &person.display_name)
        .at("custodianId"))
    }
}

/// The days in the order in which reminders go out, each once.
fn check_days(days: &[i32]) -> Reply<Vec<i64>> {
    let mut days: Vec<i64> = days.iter().copied().map(i64::from).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    check_thresholds(&days).map_err(|bad| Failure::refused(&bad))?;
    Ok(days)
}

fn record_change(cx: &mut Writing<'_>, before: &Workspace, after: &Workspace) -> Reply<()> {
    let in_words = |days: &[i64]| days.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let name_of = |custodian: PersonId| {
        person::reference(cx.db(), custodian).map(|person| person.display_name)
    };
    let (old, new) = (name_of(before.custodian_id)?, name_of(after.custodian_id)?);
    let sentence = "The settings were changed.".to_owned();
    let mut record = Record::new("update_settings", "workspace", after.id, sentence);
    if before.custodian_id != after.custodian_id {
        record = record.about(before.custodian_id).about(after.custodian_id);
    }
    let record = record
        .change("name", Some(before.name.clone()), Some(after.name.clone()))
        .change("custodian", Some(old), Some(new))
        .change(
            "reminderDays",
            Some(in_words(&before.reminder_days)),
            Some(in_words(&after.reminder_days)),
        )
        .change(
            "maxBlueprints",
            Some(before.max_blueprints.to_string()),
            Some(after.max_blueprints.to_string()),
        )
        .change(
            "maxAgentsPerBlueprint",
            Some(before.max_agents_per_blueprint.to_string()),
            Some(after.max_agents_per_blueprint.to_string()),
        );
    cx.record(record)?;
    cx.touch(Tag::Settings);
    cx.touch(Tag::Desk);
    Ok(())
}
