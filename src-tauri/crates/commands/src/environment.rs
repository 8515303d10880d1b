//! What a host lends the command layer of the world: the clock, new ids, and where data lies. The only place that reads
//! the machine's clock or makes a random id.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chaperone_domain::time::{Span, Timestamp};
use chrono::{Local, TimeZone};
use uuid::Uuid;

/// A source of instants.
pub trait Clock: Send + Sync {
    /// The machine's present instant.
    fn now(&self) -> Timestamp;

    /// How far the clocks on the wall are ahead of UTC at an instant.
    fn ahead_of_utc(&self, at: Timestamp) -> Span;
}

/// A source of new ids, each later in order than those before.
pub trait Ids: Send + Sync {
    /// A new id.
    fn next(&self) -> Uuid;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    fn now(&self) -> Timestamp {
        let since_epoch =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
    }

    fn ahead_of_utc(&self, at: Timestamp) -> Span {
        let offset = Local.offset_from_utc_datetime(&at.to_utc().naive_utc());
        Span::from_millis(i64::from(offset.local_minus_utc()) * 1_000)
    }
}

/// A clock that stands until it is moved, for the story and for tests. On its wall it is UTC.
#[derive(Debug)]
pub struct StoppedClock(std::sync::Mutex<Timestamp>);

impl StoppedClock {
    /// A clock that stands at an instant.
    pub fn at(instant: Timestamp) -> Self {
        Self(std::sync::Mutex::new(instant))
    }

    /// Moves it, in either direction: real clocks jump too.
    pub fn set(&self, instant: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = instant;
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn ahead_of_utc(&self, _: Timestamp) -> Span {
        Span::ZERO
    }
}

/// Ids as version 7 UUIDs: by time, then random.
#[derive(Debug, Default)]
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "the one place where random ids are made")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Ids in a fixed order, for the story and for tests. They look like version 7 UUIDs of the year 2000.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn next(&self) -> Uuid {
        const YEAR_2000_MS: u128 = 946_684_800_000;
        let count = u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + 1;
        Uuid::from_u128(((YEAR_2000_MS + count) << 80) | (0x7 << 76) | (0x2 << 62) | count)
    }
}

/// The world as a host lends it.
#[derive(Clone)]
pub struct Environment {
    /// The machine's clock.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// Where workspaces are made unless somebody names a folder.
    pub data_folder: PathBuf,
    /// Where this device keeps what is its own and no workspace's: the key that signs checkpoints.
    pub settings_folder: PathBuf,
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment")
            .field("data_folder", &self.data_folder)
            .finish_non_exhaustive()
    }
}

impl Environment {
    /// The real world. The data folder is the platform's unless one is named.
    pub fn system(data_folder: Option<PathBuf>) -> Self {
        let places = directories::ProjectDirs::from("app", "chaperone", "chaperone");
        let settings_folder = places
            .as_ref()
            .map_or_else(|| PathBuf::from("chaperone"), |places| places.config_dir().to_owned());
        let data_folder = data_folder.unwrap_or_else(|| {
            places.map_or_else(|| PathBuf::from("chaperone"), |places| places.data_dir().to_owned())
        });
        let (clock, ids) = (Arc::new(MachineClock), Arc::new(RandomIds));
        Self { clock, ids, data_folder, settings_folder }
    }

    /// Where a live workspace is made unless somebody names a folder.
    pub fn default_folder(&self) -> PathBuf {
        self.data_folder.join("workspace")
    }

    /// Where the training company is made unless somebody names a folder.
    pub fn training_folder(&self) -> PathBuf {
        self.data_folder.join("training")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_ids_are_version_7_and_in_order() {
        let ids = CountedIds::default();
        let (first, second) = (ids.next(), ids.next());
        assert!(first < second);
        assert_eq!(first.get_version_num(), 7);
    }
}
