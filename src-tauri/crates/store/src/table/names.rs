//! What the things are called that the history speaks of, whatever table they stand in. Only for telling people and other
//! programs; nothing is decided by a name.

use chaperone_domain::audit::AgentType;
use uuid::Uuid;

use crate::{Db, Result};

/// A thing as the history's readers know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// What kind of agent it is, if any.
    pub agent_type: AgentType,
    /// The blueprint that it was made from or that it is.
    pub blueprint_id: Option<Uuid>,
}

/// Tables of things with a name, by the kind that the history gives them; agents and blueprints with their family.
fn select(subject_type: &str) -> Option<(&'static str, AgentType)> {
    let plain = AgentType::NotAgentic;
    Some(match subject_type {
        "agent" => {
            ("SELECT display_name, blueprint_id FROM agents WHERE id = ?1", AgentType::AgenticAppInstance)
        }
        "blueprint" => {
            ("SELECT display_name, id FROM blueprints WHERE id = ?1", AgentType::AgenticApp)
        }
        "blueprintPrincipal" => (
            "SELECT display_name, blueprint_id FROM blueprint_principals WHERE id = ?1",
            AgentType::AgentIdentityBlueprintPrincipal,
        ),
        "agentUser" => (
            "SELECT u.display_name, a.blueprint_id FROM agent_users u JOIN agents a ON a.id = u.agent_id WHERE u.id = ?1",
            AgentType::AgentIdUser,
        ),
        "person" => ("SELECT display_name, NULL FROM people WHERE id = ?1", plain),
        "group" => ("SELECT display_name, NULL FROM groups WHERE id = ?1", plain),
        "application" => ("SELECT display_name, NULL FROM applications WHERE id = ?1", plain),
        "directoryRole" => ("SELECT display_name, NULL FROM directory_roles WHERE id = ?1", plain),
        "catalog" => ("SELECT display_name, NULL FROM catalogs WHERE id = ?1", plain),
        "accessPackage" => ("SELECT display_name, NULL FROM access_packages WHERE id = ?1", plain),
        "policy" => ("SELECT display_name, NULL FROM policies WHERE id = ?1", plain),
        "request" => (
            "SELECT p.display_name || ' for ' || a.display_name, NULL FROM requests r
             JOIN agents a ON a.id = r.agent_id JOIN access_packages p ON p.id = r.access_package_id WHERE r.id = ?1",
            plain,
        ),
        "assignment" => (
            "SELECT p.display_name || ' of ' || a.display_name, NULL FROM assignments s
             JOIN agents a ON a.id = s.agent_id JOIN access_packages p ON p.id = s.access_package_id WHERE s.id = ?1",
            plain,
        ),
        "workspace" => ("SELECT name, NULL FROM workspace WHERE id = ?1", plain),
        _ => return None,
    })
}

/// What a thing is called; nothing when its kind has no names or it is gone.
pub fn of(db: &Db, subject_type: &str, id: Uuid) -> Result<Option<Named>> {
    let Some((sql, agent_type)) = select(subject_type) else { return Ok(None) };
    db.one(sql, [id], |row| Ok(Named { name: row.get(0)?, agent_type, blueprint_id: row.get(1)? }))
}

/// The agents among things of unknown kind, for records that concern an agent without being about it first.
pub fn agent(db: &Db, id: Uuid) -> Result<Option<Named>> {
    of(db, "agent", id)
}
