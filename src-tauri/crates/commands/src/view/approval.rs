//! Approvals as approvers see and decide them.

use chaperone_domain::approval::Verdict;
use chaperone_domain::id::{RequestId, StageId};

use super::access_package::RightView;
use super::reference::{AgentRef, PersonRef};
use super::request::{RequestRow, RequestView};
use crate::wire::{Length, When, Wire};

asks! {
    /// List what waits for my decision, the nearest deadline first.
    ListApprovals {}

    /// See what a decision would change.
    ShowApproval {
        /// Which request.
        request_id: Wire<RequestId>,
    }

    /// Agree to the open stage of a request, perhaps for a shorter time.
    ApproveRequest {
        /// Which request.
        request_id: Wire<RequestId>,
        /// Why.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        justification: String,
        /// For at most so long from delivery; for an extension, from the present end.
        duration: Option<Length>,
        /// Until this instant at the latest.
        until: Option<When>,
        /// The fingerprint that the request showed when it was looked at; only a client of Graph may leave it out.
        fingerprint: Option<String>,
        /// Only if this stage is the open one; whichever is open when left out.
        stage_id: Option<Wire<StageId>>,
    }

    /// Say no to the open stage of a request.
    DenyRequest {
        /// Which request.
        request_id: Wire<RequestId>,
        /// Why; the requestor reads it.
        justification: String,
        /// The fingerprint that the request showed when it was looked at; only a client of Graph may leave it out.
        fingerprint: Option<String>,
        /// Only if this stage is the open one; whichever is open when left out.
        stage_id: Option<Wire<StageId>>,
    }
}

views! {
    /// Something that waits for my decision.
    ApprovalRow {
        /// The request.
        request: RequestRow,
        /// The open stage.
        stage_id: Wire<StageId>,
        /// 1 for the first.
        stage_number: u8,
        /// How many stages there are.
        stages: u8,
        /// When the stage runs out.
        deadline_at: When,
        /// Why, in the requestor's words.
        justification: String,
        /// The weight of the strongest right in it, 1 to 4.
        weight: u8,
        /// When it was forwarded to alternates, because nobody had decided.
        escalated_at: Option<When>,
        /// In whose place I am asked, where it isn't in my own right.
        on_behalf_of: Option<PersonRef>,
    }

    /// What waits for my decision.
    Approvals {
        /// The nearest deadline first.
        rows: Vec<ApprovalRow>,
    }

    /// What a decision would change.
    ApprovalView {
        /// The request.
        request: RequestView,
        /// Whether approving wants a reason.
        is_justification_required: bool,
        /// What the agent holds now.
        holds_now: Vec<RightView>,
        /// What it would gain.
        gains: Vec<RightView>,
        /// What it would have twice.
        overlaps: Vec<RightView>,
        /// The strongest right gained.
        strongest: Option<RightView>,
        /// The end if approved now as asked.
        until_if_approved_now: Option<When>,
        /// The last decisions on the same package.
        similar_decisions: Vec<SimilarDecision>,
    }

    /// An earlier decision on the same package.
    SimilarDecision {
        /// For which agent.
        agent: AgentRef,
        /// Yes or no.
        verdict: Wire<Verdict>,
        /// By whom.
        by: PersonRef,
        /// When.
        at: When,
    }
}
