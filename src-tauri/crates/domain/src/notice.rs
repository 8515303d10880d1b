//! Notices: what a person finds in their inbox, and what their desktop may show.

use crate::term::terms;

terms! {
    /// What a notice is about.
    NoticeKind {
        /// Access of an agent will end; extend it or let it go.
        AccessExpiring => "accessExpiring",
        /// Access of an agent has ended.
        AccessEnded => "accessEnded",
        /// A request waits for this person's decision.
        DecisionWanted => "decisionWanted",
        /// A request of this person was agreed to, and access delivered.
        AccessDelivered => "accessDelivered",
        /// A request of this person was denied.
        RequestDenied => "requestDenied",
        /// A request of this person ran out of time.
        RequestExpired => "requestExpired",
        /// An extension was agreed to; the end moved.
        AccessExtended => "accessExtended",
        /// This person inherited a sponsorship.
        SponsorshipInherited => "sponsorshipInherited",
        /// A lifecycle workflow tells this person that a sponsor moves or leaves; a message stands behind it.
        SponsorChange => "sponsorChange",
        /// An agent was held because nobody was left to be responsible.
        AgentHeld => "agentHeld",
        /// Nobody decided, so this person, an alternate, is asked as well.
        DecisionForwarded => "decisionForwarded",
        /// A request still waits for this person's decision.
        DecisionReminder => "decisionReminder",
        /// What this person was asked to decide was decided by somebody else; or a delegate decided their request.
        DecisionMade => "decisionMade",
        /// Nobody decided what this person was asked to decide.
        DecisionMissed => "decisionMissed",
        /// This person stands in for an approver, or no longer does.
        ApprovalsDelegated => "approvalsDelegated",
        /// An approval was taken back, and the access that it led to removed.
        ApprovalRevoked => "approvalRevoked",
    }

    /// Whether a desktop has shown the notice. The inbox has it in any case.
    NoticeState {
        /// Not shown yet.
        Waiting => "waiting",
        /// Shown on a desktop, or seen in the inbox.
        Shown => "shown",
        /// A newer or more urgent notice took its place.
        Superseded => "superseded",
        /// The desktop could not show it; the reason is recorded. The inbox still has it.
        Failed => "failed",
    }
}

impl NoticeState {
    /// The states that may follow this one. A failed notice may be shown later, when a server answers again.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Waiting => &[Self::Shown, Self::Superseded, Self::Failed],
            Self::Failed => &[Self::Shown, Self::Superseded],
            Self::Shown | Self::Superseded => &[],
        }
    }
}

impl NoticeKind {
    /// The notices that a decision makes pointless.
    pub const WANTS_DECISION: &'static [Self] =
        &[Self::DecisionWanted, Self::DecisionForwarded, Self::DecisionReminder];

    /// Whether the notice asks its reader to do something, so that Home lists it first.
    pub fn asks_for_action(self) -> bool {
        match self {
            Self::AccessExpiring
            | Self::DecisionWanted
            | Self::DecisionForwarded
            | Self::DecisionReminder => true,
            Self::AccessEnded
            | Self::AccessDelivered
            | Self::RequestDenied
            | Self::RequestExpired
            | Self::AccessExtended
            | Self::SponsorshipInherited
            | Self::SponsorChange
            | Self::AgentHeld
            | Self::DecisionMade
            | Self::DecisionMissed
            | Self::ApprovalsDelegated
            | Self::ApprovalRevoked => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_wants_a_decision_asks_for_action() {
        for kind in NoticeKind::WANTS_DECISION {
            assert!(kind.asks_for_action(), "{kind}");
        }
        assert!(!NoticeKind::DecisionMade.asks_for_action(), "what is decided asks for nothing");
    }

    #[test]
    fn a_notice_is_shown_at_most_once() {
        assert!(NoticeState::Shown.next().is_empty());
        assert!(NoticeState::Superseded.next().is_empty());
        assert!(NoticeState::Failed.next().contains(&NoticeState::Shown), "a server may come back");
    }
}
