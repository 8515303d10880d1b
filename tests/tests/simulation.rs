//! Random years of a small team: engine and model agree after each step, and every invariant holds. A seed that fails prints
//! itself and the fewest steps that still fail; `make soak` goes on with new seeds.

use std::sync::atomic::{AtomicU64, Ordering};

use chaperone_tests::simulation::try_seed;

/// Some seconds on two cores; `make soak` goes on with new ones for as long as one likes.
const SEEDS: u64 = 10;
const STEPS: usize = 500;

#[test]
fn engine_and_model_agree_on_every_step_of_10_random_years() {
    let next = AtomicU64::new(1);
    // Two for each core: while one waits for the disk another goes on.
    let workers = 2 * std::thread::available_parallelism().map_or(2, usize::from);
    let failures: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut failures = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::SeqCst);
                if seed > SEEDS || !failures.is_empty() {
                    return failures;
                }
                failures.extend(try_seed(seed, STEPS, 100).err());
            }
        };
        let running: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|one| one.join().unwrap_or_else(|_| vec!["a worker panicked".to_owned()]))
            .collect()
    });
    if !failures.is_empty() {
        panic!("{}", failures.join("\n\n"));
    }
}
