//! Approvals: what waits for one's own decision, the decision, what one decided before, and who decides while one is away.
//! Who may do what is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::access_package::RightView;
use chaperone_commands::view::approval::{
    ApprovalView, Approvals, ApproveRequest, DenyRequest, ListApprovals, ShowApproval,
};
use chaperone_commands::view::decision::{
    DecisionFilter, DecisionPage, DecisionRow, ListDecisions, RevokeApproval,
};
use chaperone_commands::view::request::RequestView;
use chaperone_commands::wire::Wire;
use chaperone_domain::approval::Verdict;
use chaperone_domain::time::Span;
use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::term::term;
use crate::words::{facts, names, or_none, part, second, second_or, yes};
use crate::{access, delegation, find, list as lists, request};

/// What can be done with approvals.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List what waits for your decision, the nearest deadline first
    List,
    /// See what a decision would change
    Show {
        /// The request, by id, or by the name of its agent or package
        request: String,
    },
    /// Agree, perhaps for a shorter time
    Approve(Approve),
    /// Say no
    Deny {
        /// The request, by id, or by the name of its agent or package
        request: String,
        /// Why; the requestor reads it
        #[arg(long, value_name = "REASON")]
        why: String,
        /// The fingerprint that `approval show` printed: what you looked at is what you decide on
        #[arg(long, value_name = "FINGERPRINT")]
        shown: String,
    },
    /// List your decisions, and those that delegates took in your place, newest first
    History {
        /// Only those for an agent or package with this in its name
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Only Approved or Denied
        #[arg(long, value_parser = term::<Verdict>())]
        verdict: Option<Verdict>,
    },
    /// Take your own approval back; the access that it led to is removed at once
    Revoke {
        /// The request, by id, or by the name of its agent or package
        request: String,
        /// Why; everybody concerned reads it
        #[arg(long, value_name = "REASON")]
        why: String,
    },
    /// Let somebody else decide while you are away
    Delegate {
        #[command(subcommand)]
        verb: delegation::Verb,
    },
}

/// An agreement.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    /// The request, by id, or by the name of its agent or package
    request: String,
    /// Why
    #[arg(long, value_name = "REASON", default_value = "")]
    why: String,
    /// For at most so long from delivery; for an extension, from the present end
    #[arg(long = "for", value_name = "TIME", conflicts_with = "until")]
    duration: Option<Span>,
    /// Until this instant at the latest
    #[arg(long, value_name = "INSTANT")]
    until: Option<Moment>,
    /// The fingerprint that `approval show` printed: what you looked at is what you decide on
    #[arg(long, value_name = "FINGERPRINT")]
    shown: String,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List => {
            output
                .answer(host.call("list_approvals", ListApprovals {})?, |view| list(view, width))?;
        }
        Verb::Show { request } => {
            let request_id = find::approval(host, &request)?;
            let view = host.call("show_approval", ShowApproval { request_id })?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::Approve(ask) => {
            let ask = ApproveRequest {
                request_id: find::approval(host, &ask.request)?,
                justification: ask.why,
                duration: ask.duration.map(Wire),
                until: moment::instant(ask.until, host)?,
                fingerprint: Some(ask.shown),
                stage_id: None,
            };
            let view = host.call("approve_request", ask)?;
            output.answer(view, |view: RequestView| request::told(&view))?;
        }
        Verb::Deny { request, why, shown } => {
            let request_id = find::approval(host, &request)?;
            let fingerprint = Some(shown);
            let ask = DenyRequest { request_id, justification: why, fingerprint, stage_id: None };
            let view = host.call("deny_request", ask)?;
            output.answer(view, |view: RequestView| request::told(&view))?;
        }
        Verb::History { search, verdict } => {
            let filter = DecisionFilter { search, verdict: verdict.map(Wire) };
            let ask = ListDecisions { filter, after: None, limit: None };
            let page = lists::read_all(host, "list_decisions", &ask)?;
            output.answer(page, |page: DecisionPage| history(page, width))?;
        }
        Verb::Revoke { request, why } => {
            let request_id = find::decision(host, &request)?;
            let ask = RevokeApproval { request_id, justification: why };
            let view = host.call("revoke_approval", ask)?;
            output.answer(view, |view: RequestView| request::told(&view))?;
        }
        Verb::Delegate { verb } => delegation::run(verb, host, output)?,
    }
    Ok(Exit::Done)
}

fn history(page: DecisionPage, width: Option<u16>) -> String {
    let headings = ["When", "Decision", "Agent", "Package", "By", "Why", "Taken back", "Request"];
    let mut table = Table::of("decisions", headings);
    for row in page.rows {
        let by = decided_by(&row);
        table.row([
            second(row.at),
            row.verdict.to_string(),
            row.request.agent.display_name,
            row.request.access_package.display_name,
            by,
            row.justification,
            row.revocation.map_or_else(String::new, |revocation| second(revocation.at)),
            row.request.id.to_string(),
        ]);
    }
    table.text(width)
}

fn decided_by(row: &DecisionRow) -> String {
    match &row.on_behalf_of {
        Some(approver) => format!("{} for {}", row.by.display_name, approver.display_name),
        None => row.by.display_name.clone(),
    }
}

fn list(approvals: Approvals, width: Option<u16>) -> String {
    let headings =
        ["Decide by", "Agent", "Package", "Asks for", "Stage", "In the place of", "Why", "Request"];
    let mut table = Table::of("requests wait for you", headings);
    for row in approvals.rows {
        let request = row.request;
        table.row([
            second(row.deadline_at),
            request.agent.display_name,
            request.access_package.display_name,
            request.request_type.to_string(),
            format!("{} of {}", row.stage_number, row.stages),
            row.on_behalf_of.map(|approver| approver.display_name).unwrap_or_default(),
            row.justification,
            request.id.to_string(),
        ]);
    }
    table.text(width)
}

fn show(view: ApprovalView, width: Option<u16>) -> String {
    let asked = &view.request.request;
    let facts = facts([
        ("Request", asked.id.to_string()),
        ("Asks for", asked.request_type.to_string()),
        ("Agent", asked.agent.display_name.clone()),
        ("Package", asked.access_package.display_name.clone()),
        ("Why", or_none(Some(&view.request.justification))),
        ("Decide by", second_or(asked.decision_needed_by, "no deadline")),
        ("Until, if agreed now", second_or(view.until_if_approved_now, "no end")),
        ("Holds now", rights(&view.holds_now)),
        ("Gains", rights(&view.gains)),
        ("Would have twice", rights(&view.overlaps)),
        (
            "Strongest gain",
            view.strongest.as_ref().map_or_else(|| "none".to_owned(), access::right),
        ),
        ("Wants a reason", yes(view.is_justification_required)),
        ("Fingerprint", or_none(view.request.fingerprint.as_deref())),
    ]);
    let similar =
        part("Earlier decisions on this package", view.similar_decisions.is_empty(), || {
            let mut table = Table::of("decisions", ["When", "Agent", "Decision", "By"]);
            for earlier in view.similar_decisions {
                let (agent, by) = (earlier.agent.display_name, earlier.by.display_name);
                table.row([second(earlier.at), agent, earlier.verdict.to_string(), by]);
            }
            table.text(width)
        });
    facts + &similar
}

fn rights(rights: &[RightView]) -> String {
    let rights: Vec<_> = rights.iter().map(access::right).collect();
    names(rights.iter().map(String::as_str), "nothing")
}
