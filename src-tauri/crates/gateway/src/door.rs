//! The door as a whole: what it stands on, and the way of each request through it: path, route, token, query, body, command.
//! How bytes come and go is in `server`; what lies at a path, in `route`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use chaperone_commands::door::Bearer;
use chaperone_commands::{Desk, Environment, Failure, Reply, Session};
use chaperone_domain::door::{Door as Settings, DoorRefusal};
use chaperone_domain::id::Id;
use chaperone_domain::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::answer::Answer;
use crate::call::Call;
use crate::entrance::Entrance;
use crate::key::Keys;
use crate::problem::Problem;
use crate::query::Query;
use crate::rate::Rates;
use crate::route::{self, Found, Handler};
use crate::token::{self, GRAPH, Place};
use crate::{guard, path};

/// A request whose body has been read.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) method: Method,
    /// Path as it came, still encoded.
    pub(crate) path: String,
    /// Query as it came, still encoded.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Incoming {
    /// A header field as text; one that is no text counts as missing.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the body says that it is of a type, whatever its parameters.
    pub(crate) fn is_of_type(&self, wanted: &str) -> bool {
        let given = self.header("content-type").unwrap_or_default();
        given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(wanted)
    }
}

/// The door as it is entered through one of its entrances. What it stands on is the same behind all of them.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    pub(crate) desk: Arc<Desk>,
    environment: Environment,
    pub(crate) settings: Settings,
    pub(crate) entrance: Entrance,
    keys: Arc<Keys>,
    rates: Arc<Rates>,
    issuer: String,
    /// The issuers of all entrances: a token that was made at one is good at each.
    issuers: Arc<[String]>,
}

impl Door {
    /// A door with its entrances, in their order.
    pub(crate) fn at_each(
        desk: &Arc<Desk>,
        environment: &Environment,
        settings: &Settings,
        entrances: &[Entrance],
    ) -> Reply<Vec<Self>> {
        let tenant = settings.tenant_id;
        let keys = Arc::new(Keys::of(&environment.settings_folder, tenant)?);
        let rates = Arc::<Rates>::default();
        let issuers: Arc<[String]> = entrances.iter().map(|one| one.issuer(tenant)).collect();
        let at = |entrance: &Entrance| Self {
            desk: Arc::clone(desk),
            environment: environment.clone(),
            settings: *settings,
            entrance: entrance.clone(),
            keys: Arc::clone(&keys),
            rates: Arc::clone(&rates),
            issuer: entrance.issuer(tenant),
            issuers: Arc::clone(&issuers),
        };
        Ok(entrances.iter().map(at).collect())
    }

    /// The machine's present instant, by which tokens are made.
    pub(crate) fn machine_now(&self) -> Timestamp {
        self.environment.clock.now()
    }

    /// A new id, for a request or a token.
    pub(crate) fn new_id(&self) -> Uuid {
        self.environment.ids.next()
    }

    /// Where and when tokens are made and checked.
    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            keys: &self.keys,
            tenant: self.settings.tenant_id,
            issuer: &self.issuer,
            issuers: &self.issuers,
            now: self.machine_now(),
        }
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Takes what a request costs from a caller's bucket.
    pub(crate) fn charge(&self, caller: Uuid, cost: i64) -> Result<(), Problem> {
        self.rates.take(caller, cost, self.machine_now()).map_err(Problem::too_many)
    }

    /// Checks who knocks, before anything else is looked at.
    pub(crate) fn check_knock(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        guard::check_host(text("host"), self.entrance.port)?;
        let origin = headers.get("origin").map(|value| value.to_str().unwrap_or("unreadable"));
        guard::check_origin(origin, text("sec-fetch-site"))
    }

    /// Answers a request.
    pub(crate) fn answer(&self, incoming: &Incoming) -> Result<Answer, Problem> {
        let segments = path::parse(&incoming.path)?;
        let found = match route::find(&incoming.method, &segments) {
            Found::Route(route, keys) => (route, keys),
            Found::OtherMethods(methods) => {
                let allowed = methods.join(", ");
                let message = format!("{} is not possible here; use {allowed}.", incoming.method);
                let mut problem = Problem::new(405, "method_not_allowed", message);
                problem.headers.push(("allow", allowed));
                return Err(problem);
            }
            Found::Nothing => return Err(Problem::not_found()),
        };
        let (route, keys) = found;
        match route.handler {
            Handler::Open(handle) => handle(self, incoming, &keys),
            Handler::Graph(handle) => {
                let (_, session) = self.let_in(incoming.header("authorization"), route.cost)?;
                let query = Query::parse(&incoming.query)?;
                query.only(route.options)?;
                let body = self.body(incoming)?;
                handle(&Call {
                    door: self,
                    session: &session,
                    keys: &keys,
                    query: &query,
                    body,
                    incoming,
                })
            }
        }
    }

    /// The workspace's present instant, or the machine's where the workspace can't be read.
    fn now(&self) -> Timestamp {
        self.desk.now().unwrap_or_else(|_: Failure| self.machine_now())
    }

    /// Lets in whoever a request's token speaks for, if it still may, and takes what the request costs from its bucket.
    pub(crate) fn let_in(
        &self,
        authorization: Option<&str>,
        cost: i64,
    ) -> Result<(Bearer, Session), Problem> {
        let (bearer, caller) = self.bearer(authorization.unwrap_or_default())?;
        self.charge(caller, cost)?;
        self.check_workspace()?;
        let session =
            self.desk.admit(&bearer).map_err(|failure| Problem::not_let_in(failure, self.now()))?;
        Ok((bearer, session))
    }

    /// Refuses while another workspace is open at the desk than the one whose door this is: a desktop moves between them, and
    /// its keeper follows a moment later.
    pub(crate) fn check_workspace(&self) -> Result<(), Problem> {
        let found = self.desk.door().map_err(|failure| Problem::not_let_in(failure, self.now()))?;
        if found.is_some_and(|door| door.tenant_id == self.settings.tenant_id) {
            Ok(())
        } else {
            let closed = Failure::refused(&DoorRefusal::Closed);
            Err(Problem::not_let_in(closed, self.now()))
        }
    }

    /// For whom a token speaks, and whose bucket it takes from.
    fn bearer(&self, field: &str) -> Result<(Bearer, Uuid), Problem> {
        let (scheme, token) = field.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            let message = "This wants a token; send it as Authorization: Bearer.";
            return Err(Problem::unauthenticated(message));
        }
        let claims = token::read(self.place(), token.trim(), GRAPH)?;
        let bearer = claims.bearer()?;
        let caller = match &bearer {
            Bearer::Agent { agent, .. } | Bearer::AgentUser { agent, .. } => agent.uuid(),
            Bearer::Person { person, .. } => person.uuid(),
        };
        Ok((bearer, caller))
    }

    /// The body as JSON. None at all is fine, also where a client says that its nothing is JSON.
    fn body(&self, incoming: &Incoming) -> Result<Option<Value>, Problem> {
        if incoming.body.is_empty() {
            return Ok(None);
        }
        if !incoming.is_of_type("application/json") {
            let message = "The body has to be JSON; send it as application/json.";
            return Err(Problem::new(415, "not_json", message));
        }
        serde_json::from_slice(&incoming.body)
            .map(Some)
            .map_err(|wrong| Problem::bad(format!("The body is no JSON: {wrong}.")))
    }
}
