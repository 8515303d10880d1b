//! The server that a client speaks to, on standard input and output or over HTTP.

use std::sync::Arc;

use axum::http::request::Parts;
use chaperone_commands::door::Bearer;
use chaperone_commands::{Desk, Failure, Reply};
use chaperone_domain::secret::SecretHolder;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, GetPromptRequestParams,
    GetPromptResponse, Implementation, ListPromptsResult, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ReadResourceResult,
    ResourceContents, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::{Value, json};

use crate::mcp::caller::Caller;
use crate::mcp::{prompt, resource, tool, wait};

const INSTRUCTIONS: &str = "You are an agent whose access is governed here. Ask for what your task needs with a clear reason, wait \
    for the human's decision, use it, and give it back when you are done. Access ends by itself; ask to extend it in good time.";

/// A server that speaks to agents: to one on standard input and output, and over HTTP to whichever a request's token
/// speaks for.
#[derive(Debug, Clone)]
pub struct AgentServer(Speaks);

#[derive(Debug, Clone)]
enum Speaks {
    /// To the agent whose secret was proved at the start.
    With(Caller),
    /// To the agent that was let in with the request.
    WithBearer(Arc<Desk>),
}

impl AgentServer {
    /// A server for the agent behind a secret of its own.
    ///
    /// # Errors
    ///
    /// As [`Desk::prove_secret`]; a wrong use where the secret is a blueprint's, which speaks for many agents.
    pub fn of_secret(desk: Arc<Desk>, secret: &str) -> Reply<Self> {
        let proof = desk.prove_secret(None, secret)?;
        let SecretHolder::Agent(agent) = proof.holder else {
            return Err(Failure::usage(
                "This secret is a blueprint's; here one agent speaks, so give a secret of that agent.",
            ));
        };
        let bearer = Bearer::Agent { agent, secret: proof.secret };
        Ok(Self(Speaks::With(Caller { desk, bearer, agent })))
    }

    /// A server for whomever the host let in with each request; it leaves the [`Bearer`] among the request's extensions.
    pub(crate) fn of_bearers(desk: Arc<Desk>) -> Self {
        Self(Speaks::WithBearer(desk))
    }

    fn caller(&self, context: &RequestContext<RoleServer>) -> Result<Caller, ErrorData> {
        let desk = match &self.0 {
            Speaks::With(caller) => return Ok(caller.clone()),
            Speaks::WithBearer(desk) => Arc::clone(desk),
        };
        let bearer = context.extensions.get::<Parts>().and_then(|parts| parts.extensions.get());
        match bearer {
            Some(bearer @ (Bearer::Agent { agent, .. } | Bearer::AgentUser { agent, .. })) => {
                Ok(Caller { desk, agent: *agent, bearer: bearer.clone() })
            }
            Some(Bearer::Person { .. }) | None => {
                Err(ErrorData::invalid_request("Only agents are served here.", None))
            }
        }
    }
}

/// Serves one agent on standard input and output until the client closes them.
///
/// # Errors
///
/// `mcp_broke_off` when the client doesn't speak the protocol.
pub async fn serve_stdio(server: AgentServer) -> Reply<()> {
    let broke_off = |why: String| {
        Failure::could_not(
            "mcp_broke_off",
            format!("The client and this server did not understand each other ({why})."),
        )
        .with("why", why)
    };
    let running = match server.serve(rmcp::transport::stdio()).await {
        Ok(running) => running,
        // A client that goes before it has said anything wanted nothing.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(broke_off(error.to_string())),
    };
    running.waiting().await.map(|_| ()).map_err(|error| broke_off(error.to_string()))
}

/// Does work that waits for the disk on a thread that may.
pub(crate) async fn away<T: Send + 'static>(
    work: impl FnOnce() -> Reply<T> + Send + 'static,
) -> Reply<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|broken| {
        tracing::error!(%broken, "a call broke off");
        Err(Failure::could_not(
            "broke_off",
            "Something broke inside Chaperone and nothing was saved; try again.",
        ))
    })
}

/// A refusal as an answer of the tool, which models read; its shape is the one of every refusal.
fn refused(failure: &Failure) -> CallToolResult {
    let mut told = json!({ "code": failure.code, "message": failure.message });
    if !failure.details.is_null() {
        told["details"] = failure.details.clone();
    }
    CallToolResult::structured_error(told)
}

async fn carry_out(
    caller: Caller,
    tool: &'static tool::Spec,
    given: Value,
    context: &RequestContext<RoleServer>,
) -> Reply<Value> {
    let runs = caller.clone();
    let done = away(move || (tool.run)(&runs, given)).await?;
    match done.waits_for {
        Some((request, seconds)) => wait::decision(&caller, request, seconds, context).await,
        None => Ok(done.told),
    }
}

impl ServerHandler for AgentServer {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_prompts()
            .enable_resources()
            .build();
        let me =
            Implementation::new("chaperone", env!("CARGO_PKG_VERSION")).with_title("Chaperone");
        ServerConfig::new(capabilities).with_server_info(me).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tool::ALL.iter().map(tool::Spec::told).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = tool::find(&request.name) else {
            let known: Vec<_> = tool::ALL.iter().map(|tool| tool.name).collect();
            let message =
                format!("There is no tool '{}'; there are {}.", request.name, known.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        };
        let given = Value::Object(request.arguments.unwrap_or_default());
        let caller = self.caller(&context)?;
        let result = match carry_out(caller, tool, given, &context).await {
            Ok(told) => CallToolResult::structured(told),
            Err(failure) => refused(&failure),
        };
        Ok(result.into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompt::all()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        match prompt::get(&request.name, &request.arguments.unwrap_or_default()) {
            Some(Ok(found)) => Ok(found.into()),
            Some(Err(sentence)) => Err(ErrorData::invalid_params(sentence, None)),
            None => {
                let message = format!("There is no prompt '{}'.", request.name);
                Err(ErrorData::invalid_params(message, None))
            }
        }
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resource::all()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let (caller, uri) = (self.caller(&context)?, request.uri.clone());
        let found = away(move || resource::read(&caller, &uri).transpose()).await;
        match found {
            Ok(Some(told)) => {
                let text = ResourceContents::text(told.to_string(), request.uri);
                Ok(ReadResourceResult::new(vec![text.with_mime_type(resource::MIME)]).into())
            }
            Ok(None) => {
                let message = format!("There is nothing at '{}'.", request.uri);
                Err(ErrorData::resource_not_found(message, None))
            }
            Err(failure) => {
                let data = json!({ "code": failure.code });
                Err(ErrorData::internal_error(failure.message, Some(data)))
            }
        }
    }
}
