//! The tools: each with what it takes, what it tells and what it does. One table, from which clients are told and by which
//! calls are carried out.

use std::sync::Arc;

use chaperone_commands::view::access::{AccessAnswer, AccessExplanation};
use chaperone_commands::view::access_package::RequestablePackages;
use chaperone_commands::view::agent::AgentView;
use chaperone_commands::view::assignment::AssignmentPage;
use chaperone_commands::view::request::{RequestPage, RequestPreview, RequestView};
use chaperone_commands::{Failure, Reply};
use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};

use crate::mcp::ask;
use crate::mcp::caller::Caller;
use crate::mcp::tell;

/// What calling a tool does to the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Nothing.
    Reads,
    /// Adds something that a human or time decides on.
    Asks,
    /// Takes something away.
    Ends,
}

/// A tool.
pub(crate) struct Spec {
    pub(crate) name: &'static str,
    title: &'static str,
    description: &'static str,
    effect: Effect,
    /// Whether a second call with the same arguments changes nothing more.
    is_idempotent: bool,
    input: fn() -> Map<String, Value>,
    output: fn() -> Map<String, Value>,
    pub(crate) run: fn(&Caller, Value) -> Reply<Done>,
}

/// What a tool did.
pub(crate) struct Done {
    /// What it tells.
    pub(crate) told: Value,
    /// A request that a human decides on, and for how many seconds to wait for that.
    pub(crate) waits_for: Option<(String, u16)>,
}

/// All tools, in the order in which they are told.
pub(crate) const ALL: &[Spec] = &[
    Spec {
        name: "who_is_responsible_for_me",
        title: "Who is responsible for me",
        description: "Tells who you are, whether you may act now, and which humans sponsor and own you.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::Nothing>,
        output: schema::<tell::Identity>,
        run: |caller, given| {
            let ask::Nothing {} = read(given)?;
            tell::<tell::Identity, _>(identity(caller)?)
        },
    },
    Spec {
        name: "list_requestable_packages",
        title: "List what I may ask for",
        description: "Lists the access packages that you may ask for, with what each would let you do.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::Nothing>,
        output: schema::<tell::Packages>,
        run: |caller, given| {
            let ask::Nothing {} = read(given)?;
            let found: RequestablePackages =
                caller.call("list_requestable_packages", json!({ "agentId": caller.id() }))?;
            tell::<tell::Packages, _>(found)
        },
    },
    Spec {
        name: "get_package_requirements",
        title: "See what a request needs",
        description: "Tells what a request for a package asks of you, who would decide, what you would gain and until when. \
                      Changes nothing. Call it before request_access.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::OfPackage>,
        output: schema::<tell::Requirements>,
        run: |caller, given| {
            let ask: ask::OfPackage = read(given)?;
            let of = json!({ "agentId": caller.id(), "accessPackageId": ask.access_package_id.to_string() });
            let packages: RequestablePackages =
                caller.call("list_requestable_packages", of.clone())?;
            let preview: RequestPreview = caller.call("preview_request", of)?;
            told(&tell::Requirements::new(preview, &packages))
        },
    },
    Spec {
        name: "request_access",
        title: "Ask for access",
        description: "Asks for an access package. Where a human has to agree, the request waits for them; give waitSeconds to \
                      wait too. Access begins only when the state is delivered, and ends by itself.",
        effect: Effect::Asks,
        is_idempotent: false,
        input: schema::<ask::RequestAccess>,
        output: schema::<tell::WholeRequest>,
        run: |caller, given| {
            let ask: ask::RequestAccess = read(given)?;
            let answers: Vec<_> = ask
                .answers
                .iter()
                .map(|answer| json!({ "questionId": answer.question_id.to_string(), "value": answer.value }))
                .collect();
            let payload = json!({
                "agentId": caller.id(),
                "accessPackageId": ask.access_package_id.to_string(),
                "policyId": text(ask.policy_id),
                "startAt": text(ask.start_at),
                "duration": text(ask.duration),
                "justification": ask.justification,
                "answers": answers,
            });
            file(caller, "request_access", payload, ask.wait_seconds)
        },
    },
    Spec {
        name: "get_request",
        title: "See a request",
        description: "Tells where a request of yours stands, who decides and what was decided.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::OfRequest>,
        output: schema::<tell::WholeRequest>,
        run: |caller, given| {
            let ask: ask::OfRequest = read(given)?;
            told(&request(caller, &ask.request_id.to_string())?)
        },
    },
    Spec {
        name: "list_my_requests",
        title: "List my requests",
        description: "Lists your requests, newest first.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::ListRequests>,
        output: schema::<tell::Requests>,
        run: |caller, given| {
            let ask: ask::ListRequests = read(given)?;
            let payload = json!({ "filter": { "open": ask.open }, "after": text(ask.after) });
            tell::<tell::Requests, RequestPage>(caller.call("list_requests", payload)?)
        },
    },
    Spec {
        name: "cancel_request",
        title: "Take a request back",
        description: "Takes back a request of yours that nobody has decided yet.",
        effect: Effect::Ends,
        is_idempotent: false,
        input: schema::<ask::OfRequest>,
        output: schema::<tell::WholeRequest>,
        run: |caller, given| {
            let ask: ask::OfRequest = read(given)?;
            let payload = json!({ "requestId": ask.request_id.to_string() });
            tell::<tell::WholeRequest, RequestView>(caller.call("cancel_request", payload)?)
        },
    },
    Spec {
        name: "list_my_assignments",
        title: "List my access",
        description: "Lists the access that you hold or held, the nearest end first, and whether it can be extended.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::ListAssignments>,
        output: schema::<tell::Assignments>,
        run: |caller, given| {
            let ask: ask::ListAssignments = read(given)?;
            let in_force = ask.in_force.then_some(true);
            let payload = json!({ "filter": { "inForce": in_force }, "after": text(ask.after) });
            tell::<tell::Assignments, AssignmentPage>(caller.call("list_assignments", payload)?)
        },
    },
    Spec {
        name: "request_extension",
        title: "Ask to keep access longer",
        description: "Asks for a later end of access that you hold. Ask in good time: a request that nobody has decided when \
                      access ends is closed.",
        effect: Effect::Asks,
        is_idempotent: false,
        input: schema::<ask::RequestExtension>,
        output: schema::<tell::WholeRequest>,
        run: |caller, given| {
            let ask: ask::RequestExtension = read(given)?;
            let payload = json!({
                "assignmentId": ask.assignment_id.to_string(),
                "until": text(ask.until),
                "justification": ask.justification,
            });
            file(caller, "request_extension", payload, ask.wait_seconds)
        },
    },
    Spec {
        name: "return_access",
        title: "Give access back",
        description: "Gives access back at once. Do so as soon as you don't need it any more.",
        effect: Effect::Ends,
        is_idempotent: false,
        input: schema::<ask::ReturnAccess>,
        output: schema::<tell::WholeRequest>,
        run: |caller, given| {
            let ask: ask::ReturnAccess = read(given)?;
            let payload = json!({
                "assignmentId": ask.assignment_id.to_string(), "justification": ask.justification,
            });
            file(caller, "return_access", payload, 0)
        },
    },
    Spec {
        name: "check_access",
        title: "Check a right",
        description: "Tells whether you may use a right, and until when that is certain.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::OfRight>,
        output: schema::<tell::Check>,
        run: |caller, given| {
            tell::<tell::Check, AccessAnswer>(caller.call("check_access", right(caller, given)?)?)
        },
    },
    Spec {
        name: "explain_access",
        title: "Explain a right",
        description: "Tells why you may use a right, or why not, what would change it, and which packages would grant it.",
        effect: Effect::Reads,
        is_idempotent: true,
        input: schema::<ask::OfRight>,
        output: schema::<tell::Explanation>,
        run: |caller, given| {
            let payload = right(caller, given)?;
            tell::<tell::Explanation, AccessExplanation>(caller.call("explain_access", payload)?)
        },
    },
];

/// The tool of a name.
pub(crate) fn find(name: &str) -> Option<&'static Spec> {
    ALL.iter().find(|tool| tool.name == name)
}

impl Spec {
    /// The tool as clients are told of it.
    pub(crate) fn told(&self) -> Tool {
        let annotations = ToolAnnotations::with_title(self.title)
            .read_only(self.effect == Effect::Reads)
            .destructive(self.effect == Effect::Ends)
            .idempotent(self.is_idempotent)
            .open_world(false);
        Tool::new(self.name, self.description, (self.input)())
            .with_title(self.title)
            .with_raw_output_schema(Arc::new((self.output)()))
            .with_annotations(annotations)
    }
}

impl Caller {
    /// The agent's id as text.
    pub(crate) fn id(&self) -> String {
        self.agent.to_string()
    }
}

/// The agent itself.
pub(crate) fn identity(caller: &Caller) -> Reply<AgentView> {
    caller.call("show_agent", json!({ "agentId": caller.id() }))
}

/// A request as it stands.
pub(crate) fn request(caller: &Caller, id: &str) -> Reply<tell::WholeRequest> {
    Ok(caller.call::<RequestView>("show_request", json!({ "requestId": id }))?.into())
}

/// Files a request that somebody may have to decide on.
fn file(caller: &Caller, command: &str, payload: Value, wait_seconds: u16) -> Reply<Done> {
    let view: RequestView = caller.call(command, payload)?;
    let id = view.request.id.to_string();
    let whole = tell::WholeRequest::from(view);
    let waits_for = (wait_seconds > 0 && !whole.is_final()).then_some((id, wait_seconds));
    Ok(Done { waits_for, ..told(&whole)? })
}

fn right(caller: &Caller, given: Value) -> Reply<Value> {
    let ask: ask::OfRight = read(given)?;
    Ok(json!({
        "agentId": caller.id(), "resource": ask.resource, "role": ask.role, "at": text(ask.at),
    }))
}

/// Reads the arguments of a tool; what can't be read is said in a sentence that names it.
fn read<A: DeserializeOwned>(given: Value) -> Reply<A> {
    serde_json::from_value(given)
        .map_err(|wrong| Failure::usage(format!("The arguments can't be used: {wrong}.")))
}

fn tell<T: Serialize + From<V>, V>(view: V) -> Reply<Done> {
    told(&T::from(view))
}

/// What is told, as JSON.
pub(crate) fn told<T: Serialize>(tale: &T) -> Reply<Done> {
    let told = serde_json::to_value(tale).map_err(|wrong| unreadable(&wrong))?;
    Ok(Done { told, waits_for: None })
}

/// An answer of the command layer that isn't what its type says.
pub(crate) fn unreadable(wrong: &serde_json::Error) -> Failure {
    Failure::usage(format!("The answer can't be read: {wrong}."))
}

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// The JSON Schema of a type, in one piece: some clients follow no references.
fn schema<T: JsonSchema>() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    match settings.into_generator().into_root_schema_for::<T>().to_value() {
        Value::Object(schema) => JsonObject::from_iter(schema),
        _ => JsonObject::new(),
    }
}

/// Reads something that has a text form, with the sentence of its own error.
pub(crate) fn parse<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}
