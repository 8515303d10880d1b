//! The tables `applications`, `app_roles` and `scopes`: applications and what they offer.

use chaperone_domain::application::{AppRole, Application, Scope};
use chaperone_domain::id::{AppRoleId, ApplicationId, Id, ScopeId};
use rusqlite::{Row, params};

use crate::column::Columns;
use crate::{Db, Result};

fn map(row: &Row<'_>) -> rusqlite::Result<Application> {
    Ok(Application {
        id: row.id("id")?,
        app_id: row.id("app_id")?,
        display_name: row.get("display_name")?,
    })
}

fn map_app_role(row: &Row<'_>) -> rusqlite::Result<AppRole> {
    Ok(AppRole {
        id: row.id("id")?,
        application_id: row.id("application_id")?,
        value: row.get("value")?,
        display_name: row.get("display_name")?,
        allows_applications: row.get("allows_applications")?,
        is_enabled: row.get("is_enabled")?,
    })
}

fn map_scope(row: &Row<'_>) -> rusqlite::Result<Scope> {
    Ok(Scope {
        id: row.id("id")?,
        application_id: row.id("application_id")?,
        value: row.get("value")?,
        display_name: row.get("display_name")?,
        is_enabled: row.get("is_enabled")?,
    })
}

/// One application.
pub fn get(db: &Db, id: ApplicationId) -> Result<Option<Application>> {
    db.one("SELECT * FROM applications WHERE id = ?1", [id.uuid()], map)
}

/// The application with a client id.
pub fn by_app_id(db: &Db, app_id: ApplicationId) -> Result<Option<Application>> {
    db.one("SELECT * FROM applications WHERE app_id = ?1", [app_id.uuid()], map)
}

/// The application with a name, in either letter case.
pub fn by_name(db: &Db, display_name: &str) -> Result<Option<Application>> {
    db.one("SELECT * FROM applications WHERE display_name = ?1", [display_name], map)
}

/// All applications, by name.
pub fn all(db: &Db) -> Result<Vec<Application>> {
    db.all("SELECT * FROM applications ORDER BY display_name", [], map)
}

/// Adds an application.
pub fn insert(db: &mut Db, application: &Application) -> Result<()> {
    db.execute(
        "INSERT INTO applications (id, app_id, display_name) VALUES (?1, ?2, ?3)",
        params![application.id.uuid(), application.app_id.uuid(), application.display_name],
    )?;
    Ok(())
}

/// Writes all that can change about an application.
pub fn update(db: &mut Db, application: &Application) -> Result<()> {
    db.execute(
        "UPDATE applications SET app_id = ?2, display_name = ?3 WHERE id = ?1",
        params![application.id.uuid(), application.app_id.uuid(), application.display_name],
    )?;
    Ok(())
}

/// The roles that an application offers, by value.
pub fn app_roles(db: &Db, application: ApplicationId) -> Result<Vec<AppRole>> {
    db.all(
        "SELECT * FROM app_roles WHERE application_id = ?1 ORDER BY value, id",
        [application.uuid()],
        map_app_role,
    )
}

/// One role of an application.
pub fn app_role(db: &Db, application: ApplicationId, id: AppRoleId) -> Result<Option<AppRole>> {
    db.one(
        "SELECT * FROM app_roles WHERE application_id = ?1 AND id = ?2",
        params![application.uuid(), id.uuid()],
        map_app_role,
    )
}

/// Adds a role of an application, or writes all that can change about it.
pub fn put_app_role(db: &mut Db, role: &AppRole) -> Result<()> {
    db.execute(
        "INSERT INTO app_roles (application_id, id, value, display_name, allows_applications, is_enabled)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (application_id, id) DO UPDATE SET value = excluded.value,
           display_name = excluded.display_name, allows_applications = excluded.allows_applications,
           is_enabled = excluded.is_enabled",
        params![
            role.application_id.uuid(),
            role.id.uuid(),
            role.value,
            role.display_name,
            role.allows_applications,
            role.is_enabled
        ],
    )?;
    Ok(())
}

/// The delegated permissions that an application offers, by value.
pub fn scopes(db: &Db, application: ApplicationId) -> Result<Vec<Scope>> {
    db.all(
        "SELECT * FROM scopes WHERE application_id = ?1 ORDER BY value, id",
        [application.uuid()],
        map_scope,
    )
}

/// One delegated permission of an application.
pub fn scope(db: &Db, application: ApplicationId, id: ScopeId) -> Result<Option<Scope>> {
    db.one(
        "SELECT * FROM scopes WHERE application_id = ?1 AND id = ?2",
        params![application.uuid(), id.uuid()],
        map_scope,
    )
}

/// Adds a delegated permission of an application, or writes all that can change about it.
pub fn put_scope(db: &mut Db, scope: &Scope) -> Result<()> {
    db.execute(
        "INSERT INTO scopes (application_id, id, value, display_name, is_enabled) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (application_id, id) DO UPDATE SET value = excluded.value,
           display_name = excluded.display_name, is_enabled = excluded.is_enabled",
        params![
            scope.application_id.uuid(),
            scope.id.uuid(),
            scope.value,
            scope.display_name,
            scope.is_enabled
        ],
    )?;
    Ok(())
}
