//! Requests: listed, shown, filed and taken back. What may be asked for is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::list::ListOf;
use chaperone_commands::view::request::{
    CancelRequest, DecisionView, DeliveryFailureView, PreviewRequest, ReprocessRequest,
    RequestAccess, RequestFilter, RequestPage, RequestRow, RequestView, RequestorView, ShowRequest,
    StageView,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::request::RequestState;
use chaperone_domain::time::Span;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::answer::{self, Pair};
use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::list::{self, Rows};
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, history, or_none, part, people, second, second_or};

/// What can be done with requests.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the requests that you may see, newest first
    List(Filter),
    /// See one request with its stages
    Show {
        /// The request, by id, or by the name of its agent or package where only one is open
        request: String,
    },
    /// Request a package for an agent that you sponsor or own
    Access(Access),
    /// Try again what couldn't be delivered, as an administrator
    Reprocess {
        /// The request, by id
        request: String,
    },
    /// Take a request back
    Cancel {
        /// The request, by id, or by the name of its agent or package where only one is open
        request: String,
    },
}

/// Which requests.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// A part of the agent's or package's name, or the id
    #[arg(long)]
    search: Option<String>,
    /// In this state
    #[arg(long, value_parser = term::<RequestState>())]
    state: Option<RequestState>,
    /// Only those that are still open
    #[arg(long)]
    open: bool,
    /// Only those that you filed or that are for your agents
    #[arg(long)]
    mine: bool,
    /// Only those for this agent, by id or name
    #[arg(long)]
    agent: Option<String>,
    #[command(flatten)]
    rows: Rows,
}

/// A request to file.
#[derive(Debug, Args)]
pub(crate) struct Access {
    /// For which agent, by id or name
    #[arg(long)]
    agent: String,
    /// Which package, by id or name
    #[arg(long)]
    package: String,
    /// Through which policy, by id or name, where several fit
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

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::List(filter) => list(filter, host, output)?,
        Verb::Show { request } => {
            let request_id = find::request(host, &request)?;
            let view = host.call("show_request", ShowRequest { request_id })?;
            output.answer(view, |view| show(view, output.width()))?;
        }
        Verb::Access(ask) => {
            let view = host.call("request_access", self::access(ask, host)?)?;
            output.answer(view, |view: RequestView| told(&view))?;
        }
        Verb::Reprocess { request } => {
            let request_id = find::request(host, &request)?;
            let view = host.call("reprocess_request", ReprocessRequest { request_id })?;
            output.answer(view, |view: RequestView| told(&view))?;
        }
        Verb::Cancel { request } => {
            let request_id = find::request(host, &request)?;
            let view = host.call("cancel_request", CancelRequest { request_id })?;
            output.answer(view, |view: RequestView| told(&view))?;
        }
    }
    Ok(Exit::Done)
}

fn list(ask: Filter, host: &Host, output: &Output) -> Reply<()> {
    let filter = RequestFilter {
        search: ask.search,
        state: ask.state.map(Wire),
        open: ask.open,
        mine: ask.mine,
        agent_id: ask.agent.map(|agent| find::agent(host, &agent)).transpose()?,
        ..RequestFilter::default()
    };
    if ask.rows.save(ListOf::Requests(filter.clone()), host, output)? {
        return Ok(());
    }
    let view = list::read(host, "list_requests", json!({ "filter": filter }), &ask.rows.page)?;
    output.answer(view, |page: RequestPage| {
        let headings = ["Agent", "Package", "Asks for", "State", "Decide by", "Until", "Request"];
        let mut table = Table::of("requests", headings);
        for row in page.rows {
            let (by, until) =
                (second_or(row.decision_needed_by, ""), second_or(row.access_until, ""));
            let state = state(&row);
            let (agent, package) = (row.agent.display_name, row.access_package.display_name);
            let (kind, id) = (row.request_type.to_string(), row.id.to_string());
            table.row([agent, package, kind, state, by, until, id]);
        }
        table.text(output.width()) + &list::more(page.next)
    })
}

fn access(ask: Access, host: &Host) -> Reply<RequestAccess> {
    let access_package_id = find::access_package(host, &ask.package)?;
    let policy = ask.policy.map(|policy| find::policy(host, access_package_id, &policy));
    let (agent_id, policy_id) = (find::agent(host, &ask.agent)?, policy.transpose()?);
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
    Ok(RequestAccess {
        agent_id,
        access_package_id,
        policy_id,
        start_at: moment::instant(ask.start, host)?,
        duration: ask.duration.map(Wire),
        end_at: moment::instant(ask.until, host)?,
        justification: ask.why,
        answers: answer::given(ask.answers, host, preview)?,
    })
}

/// Where a request stands: its status where that says more than its state.
fn state(row: &RequestRow) -> String {
    let (state, status) = (row.state.to_string(), row.status.to_string());
    let says_more = row.state.0 == RequestState::Denied && !state.eq_ignore_ascii_case(&status);
    if says_more { format!("{state} ({status})") } else { state }
}

/// What became of a request, in a line or two: for whoever has just filed, decided or taken it back.
pub(crate) fn told(view: &RequestView) -> String {
    let row = &view.request;
    let (agent, package) = (&row.agent.display_name, &row.access_package.display_name);
    let waits =
        view.stages.iter().find(|stage| stage.decision.is_none() && stage.deadline_at.is_some());
    let waits = waits.filter(|_| row.state.0 == RequestState::PendingApproval).map(|stage| {
        let deadline = second_or(stage.deadline_at, "no deadline");
        format!("It waits for {} until {deadline}.\n", people(&stage.approvers))
    });
    let until = row.access_until.map(|until| format!("Access until {until}.\n"));
    let kind = row.request_type;
    let line = format!("{kind} of {package} for {agent}: {}.\n", state(row));
    line + &waits.unwrap_or_default()
        + &until.unwrap_or_default()
        + &format!("Request {}\n", row.id)
}

fn show(view: RequestView, width: Option<u16>) -> String {
    let row = &view.request;
    let duration = view.asked_duration.map(|asked| asked.0.in_words());
    let shortened = view.granted_duration.map(|given| given.0.in_words());
    let shortened = shortened.or(view.granted_end.map(|end| end.to_string()));
    let facts = facts([
        ("Request", row.id.to_string()),
        ("Asks for", row.request_type.to_string()),
        ("Agent", row.agent.display_name.clone()),
        ("Package", row.access_package.display_name.clone()),
        ("Policy", view.policy.display_name.clone()),
        ("State", state(row)),
        ("Filed", format!("{} by {}", second(row.created_at), requestor(&row.requestor))),
        ("Why", or_none(Some(&view.justification))),
        ("Asked start", second_or(view.asked_start, "at once")),
        ("Asked length", duration.unwrap_or_else(|| "as long as the policy gives".to_owned())),
        ("Asked end", second_or(view.asked_end, "none")),
        ("Shortened to", or_none(shortened.as_deref())),
        ("Decide by", second_or(row.decision_needed_by, "decided")),
        ("Access until", second_or(row.access_until, "none")),
        ("Closed", second_or(row.completed_at, "open")),
    ]);
    facts
        + &answer::table(&view.answers, width)
        + &failures(&view.failures, width)
        + &stages(&view.stages, width)
        + &history(&view.history, width)
}

fn failures(failures: &[DeliveryFailureView], width: Option<u16>) -> String {
    part("Not delivered", failures.is_empty(), || {
        let mut table = Table::of("roles", ["Role", "Because", "Tried"]);
        for failure in failures {
            let tried = second(failure.failed_at);
            table.row([failure.role_name.clone(), failure.reason.to_string(), tried]);
        }
        table.text(width)
    })
}

fn requestor(requestor: &RequestorView) -> String {
    let person = requestor.person.as_ref().map(|person| person.display_name.clone());
    let agent = || requestor.agent.as_ref().map(|agent| agent.display_name.clone());
    person.or_else(agent).unwrap_or_else(|| "a rule".to_owned())
}

fn stages(stages: &[StageView], width: Option<u16>) -> String {
    part("Stages", stages.is_empty(), || {
        let mut table = Table::of("stages", ["Stage", "State", "Approvers", "Until", "Decision"]);
        for stage in stages {
            table.row([
                stage.number.to_string(),
                stage.state.to_string(),
                asked(stage),
                second_or(stage.deadline_at, ""),
                stage.decision.as_ref().map(decision).unwrap_or_default(),
            ]);
        }
        table.text(width)
    })
}

/// Who is asked in a stage: its approvers, the alternates who joined, and who stands in for one of them.
fn asked(stage: &StageView) -> String {
    let mut asked = people(&stage.approvers);
    if !stage.alternates.is_empty() {
        asked.push_str(&format!("; joined: {}", people(&stage.alternates)));
    }
    for one in &stage.delegates {
        let (delegate, approver) = (&one.delegate.display_name, &one.approver.display_name);
        asked.push_str(&format!("; {delegate} for {approver}"));
    }
    asked
}

fn decision(decision: &DecisionView) -> String {
    let DecisionView { verdict, by, at, justification, .. } = decision;
    let place = decision.on_behalf_of.as_ref();
    let place = place.map(|approver| format!(" for {}", approver.display_name)).unwrap_or_default();
    let taken_back = decision.revocation.as_ref();
    let taken_back = taken_back.map(|it| format!(", taken back at {}", second(it.at)));
    let why = if justification.is_empty() { String::new() } else { format!(": {justification}") };
    let decided = format!("{verdict} by {}{place} at {}{why}", by.display_name, second(*at));
    decided + &taken_back.unwrap_or_default()
}
