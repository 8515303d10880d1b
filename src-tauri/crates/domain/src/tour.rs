//! The tour of the main job: its steps, and by what the history says that a step has happened.

use crate::term::terms;

terms! {
    /// A step of the main job, in order.
    TourStep {
        /// A sponsor asks for access.
        Ask => "ask",
        /// An approver agrees.
        Decide => "decide",
        /// The sponsor is reminded of the end.
        Remind => "remind",
        /// The access is extended.
        Extend => "extend",
        /// The access ends.
        End => "end",
        /// The sponsor leaves and the agent passes on.
        Leave => "leave",
        /// The history is proved.
        Prove => "prove",
    }
}

impl TourStep {
    /// The activity of the record by which the step has happened: of the tour's agent, or for the proof of the workspace.
    pub fn activity(self) -> &'static str {
        match self {
            Self::Ask => "request_access",
            Self::Decide => "approve_request",
            Self::Remind => "send_reminder",
            Self::Extend => "extend_assignment",
            Self::End => "end_assignment",
            Self::Leave => "transfer_sponsorship",
            Self::Prove => "make_checkpoint",
        }
    }
}
