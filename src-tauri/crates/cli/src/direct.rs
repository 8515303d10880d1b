//! Direct assignment on the command line: of a package to one agent, or to several with an outcome for each.

use chaperone_commands::Reply;
use chaperone_commands::view::request::{
    AssignAccessPackage, AssignToAgents, AssignmentOutcomes, PreviewRequest, RequestView,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::time::Span;
use clap::Args;

use crate::answer::{self, Pair};
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::{find, request};

/// An assignment to make.
#[derive(Debug, Args)]
pub(crate) struct Assign {
    /// To which agent, by id or name; may be given several times where the policy asks nothing
    #[arg(long = "agent", required = true)]
    agents: Vec<String>,
    /// Which package, by id or name
    #[arg(long)]
    package: String,
    /// Through which policy, by id or name, where there are several
    #[arg(long)]
    policy: Option<String>,
    /// From when; at once when left out
    #[arg(long, value_name = "INSTANT")]
    start: Option<Moment>,
    /// For how long, such as 30d; as long as the policy gives when left out
    #[arg(long = "for", value_name = "TIME")]
    duration: Option<Span>,
    /// Until when, instead of for how long
    #[arg(long, value_name = "INSTANT", conflicts_with = "duration")]
    until: Option<Moment>,
    /// An answer to one of the policy's questions, by the question's number, words or id; may be given several times
    #[arg(long = "answer", value_name = "KEY=VALUE")]
    answers: Vec<Pair>,
    /// Why
    #[arg(long, value_name = "REASON", default_value = "")]
    why: String,
}

/// Assigns.
pub(crate) fn assign(ask: Assign, host: &Host, output: &Output) -> Reply<()> {
    let access_package_id = find::access_package(host, &ask.package)?;
    let policy = ask.policy.map(|policy| find::policy(host, access_package_id, &policy));
    let policy_id = policy.transpose()?;
    let agents: Vec<_> =
        ask.agents.iter().map(|agent| find::agent(host, agent)).collect::<Reply<_>>()?;
    let (start_at, end_at) = (moment::instant(ask.start, host)?, moment::instant(ask.until, host)?);
    let (duration, justification) = (ask.duration.map(Wire), ask.why);
    if let &[agent_id] = agents.as_slice() {
        let preview = PreviewRequest {
            agent_id,
            access_package_id,
            policy_id,
            start_at: None,
            duration: None,
            end_at: None,
            justification: None,
            answers: None,
        };
        let ask = AssignAccessPackage {
            agent_id,
            access_package_id,
            policy_id,
            start_at,
            duration,
            end_at,
            justification,
            answers: answer::given(ask.answers, host, preview)?,
        };
        let view = host.call("assign_access_package", ask)?;
        return output.answer(view, |view: RequestView| request::told(&view));
    }
    let ask = AssignToAgents {
        agent_ids: agents,
        access_package_id,
        policy_id,
        start_at,
        duration,
        end_at,
        justification,
    };
    let view = host.call("assign_to_agents", ask)?;
    output.answer(view, |view: AssignmentOutcomes| {
        let mut table = Table::of("outcomes", ["Agent", "State", "Refused because"]);
        for row in view.rows {
            let state = row.request.map(|request| request.state.to_string());
            table.row([
                row.agent.display_name,
                state.unwrap_or_default(),
                row.refusal.unwrap_or_default(),
            ]);
        }
        table.text(output.width())
    })
}
