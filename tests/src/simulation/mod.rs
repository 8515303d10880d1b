//! Years of a small team in seconds: random people, agents, packages, decisions, leavers, sleeps and restarts, carried out by
//! the real engine on a real file and, beside it, by a plain model that knows nothing of the engine's code. After each step
//! both have to agree on what was refused and why, and the invariants have to hold. What a seed makes is always the same.
//! The rules are told a second time here on purpose; nothing of `domain` may be used but its instants.

mod company;
mod engine;
mod model;
mod step;

use std::fmt;

use company::Company;
use engine::Engine;
use model::Model;
pub use step::Step;

/// Where engine and model parted, or an invariant broke.
#[derive(Debug, Clone)]
pub struct Parted {
    /// The number of the step, from 0.
    pub at: usize,
    /// What was not as the model says.
    pub sentence: String,
}

impl fmt::Display for Parted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step {}: {}", self.at, self.sentence)
    }
}

/// The steps that a seed makes.
pub fn steps(seed: u64, count: usize) -> Vec<Step> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count).map(|_| Step::random(&mut random)).collect()
}

/// Carries out steps on the company of a seed. Every `thorough`th step the whole record is compared and the whole
/// workspace verified, chain included; after each step what the step touched.
pub fn run(seed: u64, steps: &[Step], thorough: usize) -> Result<(), Parted> {
    let company = Company::random(seed);
    let mut engine = Engine::new(&company);
    let mut model = Model::new(&company, engine.now());
    for (at, step) in steps.iter().enumerate() {
        let step = &model.aim(*step);
        let parted = |sentence| Parted { at, sentence: format!("{step:?}: {sentence}") };
        let expected = model.carry_out(step);
        let found = engine.carry_out(step);
        if found != expected {
            return Err(parted(format!("the engine says {found:?}, the model {expected:?}")));
        }
        engine.holds().map_err(parted)?;
        engine.compare_access(&model, step).map_err(parted)?;
        if (at + 1) % thorough == 0 || at + 1 == steps.len() {
            engine.compare_all(&model).map_err(parted)?;
            engine.verify().map_err(parted)?;
        }
    }
    Ok(())
}

/// The fewest steps found that still part engine and model: halves, quarters, … single steps are left out as long as it
/// goes on failing.
pub fn shrink(seed: u64, failing: &[Step], mut parted: Parted) -> (Vec<Step>, Parted) {
    let mut kept = failing[..=parted.at].to_vec();
    let mut piece = kept.len() / 2;
    while piece > 0 {
        let mut from = 0;
        while from < kept.len() {
            let to = (from + piece).min(kept.len());
            let fewer: Vec<Step> = kept[..from].iter().chain(&kept[to..]).copied().collect();
            match run(seed, &fewer, fewer.len().max(1)) {
                Err(again) => {
                    kept = fewer;
                    kept.truncate(again.at + 1);
                    parted = again;
                }
                Ok(()) => from = to,
            }
        }
        piece /= 2;
    }
    (kept, parted)
}

/// Runs a seed and, when it fails, shrinks it. The error tells everything that is needed to meet the failure again.
pub fn try_seed(seed: u64, count: usize, thorough: usize) -> Result<(), String> {
    let all = steps(seed, count);
    let Err(parted) = run(seed, &all, thorough) else { return Ok(()) };
    let first = parted.to_string();
    let (fewest, parted) = shrink(seed, &all, parted);
    let told: Vec<String> = fewest.iter().map(|step| format!("  {step:?}")).collect();
    Err(format!(
        "seed {seed} fails at {first}\nthe fewest steps that still fail:\n{}\n{parted}",
        told.join("\n")
    ))
}
