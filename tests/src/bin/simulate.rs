//! Goes on simulating random years with seeds that no test has run, until the time is over or a seed fails:
//! `cargo run -p chaperone-tests --bin simulate -- --seconds 600`. A failure can be met again with `--seed` and `--seeds 1`.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chaperone_tests::simulation::try_seed;
use clap::Parser;

/// Simulates years of a small team.
#[derive(Debug, Parser)]
struct Arguments {
    /// For how long.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1_000)]
    seed: u64,
    /// At most so many seeds.
    #[arg(long, default_value_t = u64::MAX)]
    seeds: u64,
    /// How many steps each seed makes.
    #[arg(long, default_value_t = 500)]
    steps: usize,
    /// After how many steps the whole record is compared and verified.
    #[arg(long, default_value_t = 50)]
    thorough: usize,
}

fn main() -> ExitCode {
    let Arguments { seconds, seed, seeds, steps, thorough } = Arguments::parse();
    let started = Instant::now();
    let mut out = std::io::stdout();
    let mut done = 0;
    while done < seeds && started.elapsed() < Duration::from_secs(seconds) {
        if let Err(failure) = try_seed(seed.wrapping_add(done), steps, thorough) {
            let _ = writeln!(out, "{failure}");
            return ExitCode::FAILURE;
        }
        done += 1;
        if done % 10 == 0 {
            let _ = writeln!(
                out,
                "{done} seeds of {steps} steps hold, {} s",
                started.elapsed().as_secs()
            );
        }
    }
    let _ =
        writeln!(out, "{done} seeds from {seed} on, {steps} steps each: engine and model agree");
    ExitCode::SUCCESS
}
