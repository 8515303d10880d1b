//! Graph's `user` and `group`, read.

use chaperone_commands::view::directory::{
    GroupRow, Groups, ListGroups, ListPeople, PersonFilter, PersonPage, PersonRow, PersonView,
    ShowPerson,
};
use chaperone_domain::group::GroupKind;
use serde_json::{Value, json};

use super::list;
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;

fn user(call: &Call<'_>, row: &PersonRow) -> Value {
    let object = json!({
        "id": row.id, "displayName": row.display_name, "mail": row.email, "userPrincipalName": row.email,
        "jobTitle": row.job_title, "department": row.department, "accountEnabled": row.is_active,
    });
    match object {
        Value::Object(fields) => call.query.selected(fields),
        other => other,
    }
}

const USER: &[&str] =
    &["id", "displayName", "mail", "userPrincipalName", "jobTitle", "department", "accountEnabled"];
const GROUP: &[&str] =
    &["id", "displayName", "description", "securityEnabled", "mailEnabled", "groupTypes"];

/// `GET users`.
pub(crate) fn list_users(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_select(USER)?;
    call.query.check_order(&[("displayName", false)])?;
    let filter = PersonFilter::default();
    let ask = ListPeople { filter, after: list::after(call)?, limit: Some(call.query.limit()) };
    let page: PersonPage = call.run("list_people", ask)?;
    let rows = page.rows.iter().map(|row| user(call, row)).collect();
    Ok(list::collection(call, "users", rows, page.next.map(|id| id.to_string()), None))
}

/// `GET users/{id}`.
pub(crate) fn get_user(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_select(USER)?;
    let ask = ShowPerson { person_id: list::id(call.key("id"))? };
    let view: PersonView = call.run("show_person", ask)?;
    Ok(Answer::ok(list::one(call, "users", user(call, &view.person))))
}

/// `GET users/{id}/sponsorOf`: the agents for which a person answers in their own name.
pub(crate) fn sponsor_of(call: &Call<'_>) -> Result<Answer, Problem> {
    let ask = ShowPerson { person_id: list::id(call.key("id"))? };
    let view: PersonView = call.run("show_person", ask)?;
    let rows = view
        .sponsors
        .iter()
        .map(|agent| {
            json!({
                "@odata.type": "#microsoft.graph.agentIdentity",
                "id": agent.id, "displayName": agent.display_name,
            })
        })
        .collect();
    Ok(list::whole(call, "directoryObjects", rows))
}

fn group(call: &Call<'_>, row: &GroupRow) -> Value {
    let is_unified = row.kind.0 == GroupKind::Unified;
    let types: &[&str] = match row.kind.0 {
        GroupKind::Unified => &["Unified"],
        GroupKind::Dynamic => &["DynamicMembership"],
        GroupKind::Security => &[],
    };
    let object = json!({
        "id": row.id, "displayName": row.display_name, "description": row.description,
        "securityEnabled": !is_unified, "mailEnabled": is_unified, "groupTypes": types,
    });
    match object {
        Value::Object(fields) => call.query.selected(fields),
        other => other,
    }
}

fn groups(call: &Call<'_>) -> Result<Groups, Problem> {
    call.run("list_groups", ListGroups {})
}

/// `GET groups`.
pub(crate) fn list_groups(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_select(GROUP)?;
    call.query.check_order(&[("displayName", false)])?;
    let rows = groups(call)?.rows.iter().map(|row| group(call, row)).collect();
    Ok(list::whole(call, "groups", rows))
}

fn find(call: &Call<'_>) -> Result<GroupRow, Problem> {
    let wanted = call.key("id");
    let found =
        groups(call)?.rows.into_iter().find(|row| row.id.to_string().eq_ignore_ascii_case(wanted));
    found.ok_or_else(Problem::not_found)
}

/// `GET groups/{id}`.
pub(crate) fn get_group(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_select(GROUP)?;
    Ok(Answer::ok(list::one(call, "groups", group(call, &find(call)?))))
}

/// `GET groups/{id}/members`: the people in it.
pub(crate) fn members(call: &Call<'_>) -> Result<Answer, Problem> {
    let rows = find(call)?
        .people
        .iter()
        .map(|person| {
            json!({
                "@odata.type": "#microsoft.graph.user",
                "id": person.id, "displayName": person.display_name,
            })
        })
        .collect();
    Ok(list::whole(call, "directoryObjects", rows))
}
