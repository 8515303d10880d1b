//! Work that takes a while, as whoever waits for it sees it.

asks! {
    /// Show what I have under way at this desk.
    ShowWork {}

    /// Stop work that is under way. It stops at its next point where nothing is lost.
    StopWork {
        /// Its number.
        #[ts(type = "number")]
        number: u64,
    }
}

views! {
    /// What is under way.
    WorkUnderWay {
        /// The earliest first.
        rows: Vec<WorkRow>,
    }

    /// One command under way.
    WorkRow {
        /// What it is stopped by.
        #[ts(type = "number")]
        number: u64,
        /// The command's name.
        command: String,
        /// How many of its steps are done, counted in whatever it works on.
        #[ts(type = "number")]
        done: u64,
        /// How many steps it has; nothing while nobody knows.
        #[ts(type = "number | null")]
        total: Option<u64>,
        /// Whether it can be stopped now.
        may_stop: bool,
    }

    /// A wish to stop.
    WorkStopped {
        /// Whether it was still under way.
        was_under_way: bool,
    }
}
