//! What a person chose for themselves.

use chaperone_domain::interruption::{NotificationLevel, TimeOfDay, Weekday};

use super::patch::given;
use crate::wire::Wire;

asks! {
    /// See what I chose for myself.
    ShowMySettings {}

    /// Change what I chose for myself; what is left out stays.
    UpdateMySettings {
        /// After how many idle minutes my session in a live workspace locks, 1 to 480.
        lock_after_minutes: Option<i32>,
        /// Which notices come up on my desktop. The inbox has all of them.
        notification_level: Option<Wire<NotificationLevel>>,
        /// The hours in which nothing comes up; `null` for none.
        #[serde(default, deserialize_with = "given")]
        #[ts(optional = nullable, as = "Option<QuietHoursView>")]
        quiet_hours: Option<Option<QuietHoursView>>,
        /// The days on which nothing comes up.
        quiet_days: Option<Vec<Wire<Weekday>>>,
        /// At which time of day all that isn't pressing comes up at once; `null` to see each by itself.
        #[serde(default, deserialize_with = "given")]
        #[ts(optional = nullable, as = "Option<Wire<TimeOfDay>>")]
        digest_at: Option<Option<Wire<TimeOfDay>>>,
    }
}

views! {
    /// What I chose for myself.
    MySettings {
        /// After how many idle minutes my session in a live workspace locks.
        lock_after_minutes: i32,
        /// Which notices come up on my desktop.
        notification_level: Wire<NotificationLevel>,
        /// The hours in which nothing comes up.
        quiet_hours: Option<QuietHoursView>,
        /// The days on which nothing comes up.
        quiet_days: Vec<Wire<Weekday>>,
        /// At which time of day all that isn't pressing comes up at once.
        digest_at: Option<Wire<TimeOfDay>>,
    }

    /// Hours in which nothing comes up, each day, by the clock on the wall; over midnight if they end earlier than they begin.
    QuietHoursView {
        /// When they begin, as hours and minutes.
        from: Wire<TimeOfDay>,
        /// When they are over.
        to: Wire<TimeOfDay>,
    }
}
