//! Graph's `accessPackageCatalog`, read.

use chaperone_commands::view::access_package::{CatalogRow, Catalogs, ListCatalogs};
use chaperone_commands::view::catalog::{CatalogView, ShowCatalog};
use chaperone_domain::access_package::{CatalogState, PrivilegeLevel};
use serde_json::{Value, json};

use super::list;
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;

const CONTEXT: &str = "identityGovernance/entitlementManagement/catalogs";
const PROPERTIES: &[&str] = &[
    "id",
    "displayName",
    "description",
    "catalogType",
    "state",
    "isExternallyVisible",
    "privilegeLevel",
];

fn write(call: &Call<'_>, row: &CatalogRow) -> Value {
    let state = match row.state.0 {
        CatalogState::Published => "published",
        CatalogState::Unpublished => "unpublished",
    };
    let level = match row.privilege_level.0 {
        PrivilegeLevel::Standard => "standard",
        PrivilegeLevel::Privileged => "privileged",
    };
    let object = json!({
        "id": row.id, "displayName": row.display_name, "description": row.description,
        "catalogType": "userManaged", "state": state, "isExternallyVisible": false,
        "privilegeLevel": level,
    });
    match object {
        Value::Object(fields) => call.query.selected(fields),
        other => other,
    }
}

/// `GET catalogs`.
pub(crate) fn list_all(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_select(PROPERTIES)?;
    call.query.check_order(&[("displayName", false)])?;
    let found: Catalogs = call.run("list_catalogs", ListCatalogs {})?;
    let rows = found.rows.iter().map(|row| write(call, row)).collect();
    Ok(list::whole(call, CONTEXT, rows))
}

/// `GET catalogs/{id}`.
pub(crate) fn get(call: &Call<'_>) -> Result<Answer, Problem> {
    call.query.check_select(PROPERTIES)?;
    let ask = ShowCatalog { catalog_id: list::id(call.key("id"))? };
    let found: CatalogView = call.run("show_catalog", ask)?;
    Ok(Answer::ok(list::one(call, CONTEXT, write(call, &found.catalog))))
}
