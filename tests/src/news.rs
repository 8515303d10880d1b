//! What changed, counted, for those who wait for it.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use chaperone_commands::change::Tag;

/// Changes with their numbers. Numbers begin at 1, so that 0 can mean "I know nothing yet".
#[derive(Debug, Default)]
pub(crate) struct News {
    told: Mutex<Vec<Vec<&'static str>>>,
    arrived: Condvar,
}

impl News {
    /// Adds a change; one that says nothing is none.
    pub(crate) fn add(&self, tags: &[&'static str]) {
        if tags.is_empty() {
            return;
        }
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(tags.to_vec());
        self.arrived.notify_all();
    }

    /// Says that whatever anybody has seen may be different now.
    pub(crate) fn everything(&self) {
        self.add(&Tag::ALL.iter().map(|tag| tag.word()).collect::<Vec<_>>());
    }

    /// The present number and the tags of all changes after a number; waits for the first of them. Who knows nothing yet
    /// is told the present number at once.
    pub(crate) fn after(&self, number: usize, patience: Duration) -> (usize, Vec<&'static str>) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if number == 0 {
            return (told.len() + 1, Vec::new());
        }
        let (told, _) = self
            .arrived
            .wait_timeout_while(told, patience, |told| told.len() < number)
            .unwrap_or_else(PoisonError::into_inner);
        let news = told.get(number - 1..).unwrap_or_default();
        let tags = Tag::ALL
            .iter()
            .map(|tag| tag.word())
            .filter(|tag| news.iter().flatten().any(|word| word == tag));
        (told.len() + 1, tags.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT_ONCE: Duration = Duration::ZERO;

    #[test]
    fn who_knows_nothing_yet_learns_the_number_and_then_hears_each_change_once() {
        let news = News::default();
        news.add(&["agents"]);
        let (number, tags) = news.after(0, AT_ONCE);
        assert_eq!((number, tags), (2, vec![]));
        assert_eq!(news.after(2, AT_ONCE), (2, vec![]), "nothing new");
        news.add(&["requests", "people"]);
        news.add(&[]);
        news.add(&["people"]);
        assert_eq!(news.after(2, AT_ONCE), (4, vec!["people", "requests"]));
        assert_eq!(
            news.after(9, AT_ONCE),
            (4, vec![]),
            "a number of another life is no reason to fail"
        );
    }
}
