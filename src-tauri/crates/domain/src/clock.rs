//! The training clock: it is moved forward only, and only in a training workspace.

use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::terms;
use crate::time::{Span, Timestamp};

terms! {
    /// What a workspace is for; fixed when it is made.
    WorkspaceKind {
        /// The real thing. Its clock is the machine's.
        Live => "live",
        /// A place to learn. Its clock can be moved and anyone can be acted for.
        Training => "training",
    }
}

/// The furthest that the training clock is moved in one step, in days: ten years and a little.
pub const MAX_ADVANCE_DAYS: i64 = 3_660;

/// Why the clock isn't moved. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    /// The workspace is live.
    #[error(
        "this is a live workspace, whose clock is the machine's; open the training company to move time"
    )]
    Live,
    /// Not forward.
    #[error("the training clock only moves forward; choose an instant after {}", .0.in_words())]
    NotForward(Timestamp),
    /// Too far in one step.
    #[error("the clock moves at most {MAX_ADVANCE_DAYS} days in one step; move it in several")]
    TooFar,
}

impl Refuse for ClockRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Live => Said::new("not_a_training_workspace"),
            Self::NotForward(at) => Said::new("clock_only_moves_forward").with("after", *at),
            Self::TooFar => Said::new("clock_moved_too_far").with("most", MAX_ADVANCE_DAYS),
        }
    }
}

/// Decides whether the clock is moved to an instant.
pub fn advance(kind: WorkspaceKind, now: Timestamp, to: Timestamp) -> Result<(), ClockRefusal> {
    if kind == WorkspaceKind::Live {
        Err(ClockRefusal::Live)
    } else if to <= now {
        Err(ClockRefusal::NotForward(now))
    } else if to.since(now) > Span::days(MAX_ADVANCE_DAYS) {
        Err(ClockRefusal::TooFar)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_training_clock_moves_and_only_forward() {
        let now = Timestamp::from_millis(1_000);
        let to = |millis| Timestamp::from_millis(millis);
        assert_eq!(advance(WorkspaceKind::Live, now, to(2_000)), Err(ClockRefusal::Live));
        assert_eq!(
            advance(WorkspaceKind::Training, now, to(1_000)),
            Err(ClockRefusal::NotForward(now))
        );
        assert_eq!(advance(WorkspaceKind::Training, now, to(1_001)), Ok(()));
        assert_eq!(
            advance(WorkspaceKind::Training, now, now.plus(Span::days(3_661))),
            Err(ClockRefusal::TooFar)
        );
    }
}
