//! What falls due by itself, and in which order. Whatever fell due while nothing ran is done in the order of the due
//! instants; among things due at one instant, in the order of the kinds below.

use crate::term::{Term, terms};

terms! {
    /// A kind of thing that falls due.
    DueKind {
        /// A lifecycle workflow runs. Before the departures, so that its texts still name what somebody answered for on the
        /// day on which they leave.
        Workflow => "workflow",
        /// A person leaves. Early, so that whatever else is due then reaches those who inherit.
        Departure => "departure",
        /// Access that was agreed to starts.
        Start => "start",
        /// Access ends. Before the stages, so that an extension pending at that instant is closed because the access ended;
        /// before the reminders, so that a reminder at that instant tells what has happened.
        End => "end",
        /// A stage runs out of time.
        StageDeadline => "stageDeadline",
        /// The agents of a deleted blueprint follow it.
        Cascade => "cascade",
        /// What was deleted 30 days ago goes for good. Before the reminders, so that none speaks of access that is gone.
        Purge => "purge",
        /// A stage is forwarded to its alternates. Before the reminders, so that they are reminded too.
        Escalation => "escalation",
        /// The approvers of a stage are reminded.
        StageReminder => "stageReminder",
        /// Somebody is reminded of an end of access.
        Reminder => "reminder",
        /// A deleted lifecycle workflow can no longer be restored.
        WorkflowPurge => "workflowPurge",
    }
}

impl DueKind {
    /// Which kinds of things may newly fall due, or no longer, because one of this kind is done. Any may, except after what
    /// happens by the thousand and is known to reach no further.
    pub fn stirs(self) -> &'static [Self] {
        match self {
            // It closes a pending extension with its stages, and takes back a start that lies ahead.
            Self::End => &[
                Self::Start,
                Self::End,
                Self::StageDeadline,
                Self::Escalation,
                Self::StageReminder,
                Self::Reminder,
            ],
            Self::Reminder => &[Self::Reminder],
            _ => Self::ALL,
        }
    }
}

/// From which delay on something counts as late and belongs on the catch-up card: five minutes, in milliseconds. The
/// history's index of late records uses the same number.
pub const LATE_MS: i64 = 300_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_done_is_no_longer_due_itself() {
        for kind in DueKind::ALL {
            assert!(kind.stirs().contains(kind), "{kind}");
        }
    }

    #[test]
    fn access_that_ends_is_over_before_anyone_is_told() {
        assert!(DueKind::End < DueKind::Reminder);
        assert!(DueKind::End < DueKind::Purge, "access that ends in time isn't removed by a rule");
        assert!(DueKind::Purge < DueKind::Reminder);
        assert!(DueKind::Departure < DueKind::Reminder, "reminders reach those who inherited");
        assert!(DueKind::Workflow < DueKind::Departure, "texts name what is about to pass on");
        assert!(DueKind::Escalation < DueKind::StageReminder, "who joins is reminded too");
        assert!(
            DueKind::End < DueKind::StageDeadline,
            "an extension is closed because its access ended"
        );
    }
}
