//! How late due things were done.

use chaperone_domain::due::DueKind;

use super::said::Saying;
use crate::wire::{Length, When, Wire};

asks! {
    /// See how late due things were done, while Chaperone ran and while it was closed.
    ShowLateness {
        /// Done at or after; since the workspace was made when left out.
        from: Option<When>,
        /// Done until; until now when left out.
        to: Option<When>,
    }
}

views! {
    /// How late due things were done.
    LatenessView {
        /// From.
        from: When,
        /// To.
        to: When,
        /// How many things were done.
        done: u32,
        /// The latest that something was done while Chaperone ran.
        worst_while_running: Length,
        /// The longest that something waited because nothing ran.
        worst_while_closed: Length,
        /// How long Chaperone ran.
        running: Length,
        /// How long nothing ran.
        closed: Length,
        /// In words.
        sentence: String,
        /// What was late, the worst first.
        late: Vec<LateThing>,
        /// When Chaperone ran, the latest first.
        runs: Vec<RunView>,
    }

    /// A thing that was late.
    LateThing {
        /// What kind.
        kind: Wire<DueKind>,
        /// What was done.
        sentence: String,
        /// The same as code and values.
        saying: Option<Saying>,
        /// When it fell due.
        due_at: When,
        /// When it was done.
        done_at: When,
        /// Late by so much while Chaperone ran.
        while_running: Length,
        /// Late by so much while nothing ran.
        while_closed: Length,
    }

    /// A time in which Chaperone ran.
    RunView {
        /// From.
        from: When,
        /// To.
        to: When,
    }
}
