//! Delegations: who decides in one's place while one is away. What may be appointed is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::delegation::{
    DelegateApprovals, DelegationView, Delegations, EndDelegation, ListDelegations,
    UpdateDelegation,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::id::DelegationId;
use clap::Subcommand;

use crate::find;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::words::{second, second_or};

/// What can be done with delegations.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List whom you appointed, and for whom you stand in
    List,
    /// Appoint somebody
    To {
        /// The person, by id, address or name
        person: String,
        /// From when; now when left out
        #[arg(long, value_name = "INSTANT")]
        from: Option<Moment>,
        /// Until when; until you end it when left out
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
    },
    /// Change a delegation: before it begins all of it, after that its end
    Change {
        /// The delegation, by id
        delegation: DelegationId,
        /// Who decides; as before when left out
        #[arg(long, value_name = "PERSON")]
        to: Option<String>,
        /// From when; as before when left out
        #[arg(long, value_name = "INSTANT")]
        from: Option<Moment>,
        /// Until when; until you end it when left out
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
    },
    /// End a delegation now
    End {
        /// The delegation, by id
        delegation: DelegationId,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<()> {
    let width = output.width();
    match verb {
        Verb::List => {
            let view = host.call("list_delegations", ListDelegations {})?;
            output.answer(view, |view: Delegations| list(view, width))
        }
        Verb::To { person, from, until } => {
            let ask = DelegateApprovals {
                delegate_id: find::person(host, &person)?,
                start_at: moment::instant(from, host)?,
                end_at: moment::instant(until, host)?,
            };
            output.answer(host.call("delegate_approvals", ask)?, |view| told(&view))
        }
        Verb::Change { delegation, to, from, until } => {
            let ask = UpdateDelegation {
                delegation_id: Wire(delegation),
                delegate_id: to.map(|person| find::person(host, &person)).transpose()?,
                start_at: moment::instant(from, host)?,
                end_at: moment::instant(until, host)?,
            };
            output.answer(host.call("update_delegation", ask)?, |view| told(&view))
        }
        Verb::End { delegation } => {
            let ask = EndDelegation { delegation_id: Wire(delegation) };
            output.answer(host.call("end_delegation", ask)?, |view| told(&view))
        }
    }
}

fn list(view: Delegations, width: Option<u16>) -> String {
    let headings = ["Approver", "Delegate", "State", "From", "Until", "Delegation"];
    let mut table = Table::of("delegations", headings);
    for row in view.given.into_iter().chain(view.received) {
        table.row([
            row.approver.display_name,
            row.delegate.display_name,
            row.state.to_string(),
            second(row.starts_at),
            second_or(row.ends_at, "further notice"),
            row.id.to_string(),
        ]);
    }
    table.text(width)
}

fn told(view: &DelegationView) -> String {
    format!(
        "{} decides in the place of {} from {} until {} ({}).\n",
        view.delegate.display_name,
        view.approver.display_name,
        second(view.starts_at),
        second_or(view.ends_at, "further notice"),
        view.state
    )
}
