//! One call of Graph's kind, as its handler sees it: who asks, which keys stand in the path, what the query and the body say.

use std::collections::BTreeMap;

use chaperone_commands::wire::Wire;
use chaperone_commands::{Session, dispatch};
use chaperone_domain::id::{AgentId, PersonId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::door::{Door, Incoming};
use crate::problem::Problem;
use crate::query::Query;

/// The keys and arguments that stand in a path, by the names that the route gives them.
pub(crate) type Keys = BTreeMap<&'static str, String>;

/// One call.
#[derive(Debug)]
pub(crate) struct Call<'c> {
    pub(crate) door: &'c Door,
    pub(crate) session: &'c Session,
    pub(crate) keys: &'c Keys,
    pub(crate) query: &'c Query,
    pub(crate) body: Option<Value>,
    pub(crate) incoming: &'c Incoming,
}

impl Call<'_> {
    /// Carries out a command of the list; answers its view.
    pub(crate) fn run<V: DeserializeOwned>(
        &self,
        command: &str,
        ask: impl Serialize,
    ) -> Result<V, Problem> {
        let payload = serde_json::to_value(ask)
            .map_err(|wrong| Problem::bad(format!("The request can't be written: {wrong}.")))?;
        let view = dispatch(&self.door.desk, self.session, command, payload)?;
        serde_json::from_value(view).map_err(|wrong| {
            tracing::error!(command, %wrong, "a view could not be read");
            Problem::new(503, "unreadable", "The answer could not be written; try again.")
        })
    }

    /// A key of the path.
    pub(crate) fn key(&self, name: &str) -> &str {
        self.keys.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The agent that asks, if it is one.
    pub(crate) fn agent(&self) -> Option<AgentId> {
        self.session.agent()
    }

    /// The person who asks, if it is one.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.session.person()
    }

    /// The agent that is meant: the one that is named, or else the one that asks.
    pub(crate) fn agent_or(&self, named: Option<&str>) -> Result<Wire<AgentId>, Problem> {
        match named {
            Some(text) => text
                .parse()
                .map(Wire)
                .map_err(|wrong: chaperone_domain::id::NotAnId| Problem::bad(format!("{wrong}."))),
            None => self.agent().map(Wire).ok_or_else(|| {
                Problem::bad("Say for which agent: give its id as assignment.target.objectId.")
            }),
        }
    }

    /// The body, which has to be there.
    pub(crate) fn body(&self) -> Result<&Value, Problem> {
        self.body.as_ref().ok_or_else(|| Problem::bad("This wants a JSON body; send one."))
    }

    /// Where this door stands, as the client called it.
    pub(crate) fn base(&self) -> String {
        self.door.entrance.base(self.incoming.header("host"))
    }

    /// What a path is called in `@odata.context`.
    pub(crate) fn context(&self, path: &str) -> String {
        let version = if self.incoming.path.starts_with("/beta") { "beta" } else { "v1.0" };
        format!("{}/{version}/$metadata#{path}", self.base())
    }
}
