//! What a person chose for themselves.

asks! {
    /// See what I chose for myself.
    ShowMySettings {}

    /// Change what I chose for myself; what is left out stays.
    UpdateMySettings {
        /// After how many idle minutes my session in a live workspace locks, 1 to 480.
        lock_after_minutes: Option<i32>,
    }
}

views! {
    /// What I chose for myself.
    MySettings {
        /// After how many idle minutes my session in a live workspace locks.
        lock_after_minutes: i32,
    }
}
