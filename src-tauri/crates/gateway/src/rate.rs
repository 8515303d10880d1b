//! How much one caller may do in a time: a bucket each, which fills at a steady pace. Reading takes a drop, writing takes many,
//! because each write waits for the disk.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chaperone_domain::time::Timestamp;
use uuid::Uuid;

/// How much a bucket holds.
const CAPACITY: i64 = 4_000;
/// How much flows into it in a second.
const PER_SECOND: i64 = 2_000;
/// What a request that reads costs: 2,000 a second.
pub(crate) const READ: i64 = 1;
/// What a request that writes costs: 20 a second, and 40 at once.
pub(crate) const WRITE: i64 = 100;
/// Beyond so many callers, those who did nothing for a while are forgotten.
const MOST_CALLERS: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Bucket {
    /// In thousandths, so that a millisecond is worth something.
    left: i64,
    at: Timestamp,
}

/// The buckets of all callers.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<HashMap<Uuid, Bucket>>);

impl Rates {
    /// Takes what a request costs; otherwise answers after how many milliseconds it can be taken.
    pub(crate) fn take(&self, caller: Uuid, cost: i64, now: Timestamp) -> Result<(), i64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_CALLERS && !buckets.contains_key(&caller) {
            buckets.retain(|_, bucket| refilled(*bucket, now) < CAPACITY * 1_000);
        }
        let bucket = buckets.entry(caller).or_insert(Bucket { left: CAPACITY * 1_000, at: now });
        let left = refilled(*bucket, now);
        let missing = cost * 1_000 - left;
        *bucket = Bucket { left: if missing > 0 { left } else { left - cost * 1_000 }, at: now };
        if missing > 0 { Err((missing + PER_SECOND - 1) / PER_SECOND) } else { Ok(()) }
    }
}

fn refilled(bucket: Bucket, now: Timestamp) -> i64 {
    // A clock that was set back fills nothing and takes nothing away.
    let passed = now.since(bucket.at).millis().clamp(0, 60_000);
    (bucket.left + passed * PER_SECOND).min(CAPACITY * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_domain::time::Span;

    #[test]
    fn who_asks_too_much_waits_just_until_it_fits_and_others_dont() {
        let (rates, now) = (Rates::default(), Timestamp::from_millis(1_000_000));
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        for _ in 0..40 {
            rates.take(one, WRITE, now).unwrap();
        }
        assert_eq!(rates.take(one, WRITE, now), Err(50), "20 writes a second");
        assert_eq!(rates.take(one, READ, now), Err(1));
        rates.take(other, WRITE, now).unwrap();
        let at = |millis| now.plus(Span::from_millis(millis));
        assert_eq!(rates.take(one, WRITE, at(49)), Err(1));
        rates.take(one, WRITE, at(50)).unwrap();
        assert_eq!(rates.take(one, WRITE, at(-5_000)), Err(50), "a clock set back gives nothing");
    }
}
