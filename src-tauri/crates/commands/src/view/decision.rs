//! Decisions that were taken, as approvers look back on them.

use chaperone_domain::approval::Verdict;
use chaperone_domain::id::{RequestId, StageId};

use super::reference::PersonRef;
use super::request::{RequestRow, RevocationView};
use crate::wire::{When, Wire};

asks! {
    /// Which of my decisions.
    #[derive(Default)]
    DecisionFilter {
        /// A part of the agent's or package's name.
        search: Option<String>,
        /// Only approvals, or only denials.
        verdict: Option<Wire<Verdict>>,
    }

    /// List my decisions, and those that delegates took in my place, newest first, a page at a time.
    ListDecisions {
        /// Which.
        #[serde(default)]
        #[ts(optional, as = "Option<DecisionFilter>")]
        filter: DecisionFilter,
        /// The stage of the last decision of the page before.
        after: Option<Wire<StageId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// Take my approval of a request back; the access that it led to is removed at once.
    RevokeApproval {
        /// Which request.
        request_id: Wire<RequestId>,
        /// Why; everybody concerned reads it.
        justification: String,
    }
}

views! {
    /// A decision that I took, or that a delegate took in my place.
    DecisionRow {
        /// The stage that it closed.
        stage_id: Wire<StageId>,
        /// 1 for the first.
        stage_number: u8,
        /// The request.
        request: RequestRow,
        /// Yes or no.
        verdict: Wire<Verdict>,
        /// By whom.
        by: PersonRef,
        /// In whose place, if a delegate decided.
        on_behalf_of: Option<PersonRef>,
        /// When.
        at: When,
        /// Why.
        justification: String,
        /// Whether it shortened what was asked.
        is_shortened: bool,
        /// How it was taken back, if it was.
        revocation: Option<RevocationView>,
        /// Whether I may take it back.
        may_revoke: bool,
    }

    /// A page of decisions.
    DecisionPage {
        /// The decisions.
        rows: Vec<DecisionRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<StageId>>,
    }
}
