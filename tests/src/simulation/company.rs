//! The company of a seed: who there is, who answers for which agent, and what the packages give under which policy. Plain
//! numbers; engine and model both read it.

/// How many people there are; number 0 administers and is the custodian.
pub(super) const PEOPLE: usize = 9;
/// How many agents.
pub(super) const AGENTS: usize = 6;
/// How many groups; membership of each is one right.
pub(super) const GROUPS: usize = 4;
/// How many packages.
pub(super) const PACKAGES: usize = 5;

#[derive(Debug)]
pub(super) struct Company {
    /// Each person's manager.
    pub(super) managers: Vec<Option<usize>>,
    pub(super) agents: Vec<Agent>,
    pub(super) packages: Vec<Package>,
}

#[derive(Debug)]
pub(super) struct Agent {
    pub(super) sponsors: Vec<usize>,
    pub(super) owner: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Package {
    pub(super) groups: Vec<usize>,
    pub(super) stages: Vec<Stage>,
    pub(super) days: i64,
    pub(super) extension: Extension,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Stage {
    pub(super) approver: Approver,
    pub(super) days: i64,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Approver {
    Person(usize),
    RequestorsManager,
    SponsorsOrOwners,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extension {
    No,
    Free,
    Approved,
}

impl Company {
    pub(super) fn random(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed ^ 0x00c0_ffee);
        let managers = (0..PEOPLE)
            .map(|person| {
                (person > 0 && !random.u8(..).is_multiple_of(8)).then(|| random.usize(..person))
            })
            .collect();
        let agents = (0..AGENTS)
            .map(|_| {
                let mut sponsors = vec![random.usize(1..PEOPLE)];
                if random.bool() {
                    sponsors.push(random.usize(1..PEOPLE));
                }
                sponsors.dedup();
                Agent { sponsors, owner: random.bool().then(|| random.usize(1..PEOPLE)) }
            })
            .collect();
        let packages = (0..PACKAGES)
            .map(|number| {
                let mut groups = vec![number % GROUPS];
                if random.bool() {
                    groups.push((number + 1) % GROUPS);
                }
                let stages = (0..random.usize(0..=3)).map(|_| stage(&mut random)).collect();
                let extension = match random.u8(0..3) {
                    0 => Extension::No,
                    1 => Extension::Free,
                    _ => Extension::Approved,
                };
                Package { groups, stages, days: random.i64(1..=40), extension }
            })
            .map(with_sense)
            .collect();
        Self { managers, agents, packages }
    }
}

fn stage(random: &mut fastrand::Rng) -> Stage {
    let approver = match random.u8(0..4) {
        0 => Approver::RequestorsManager,
        1 => Approver::SponsorsOrOwners,
        _ => Approver::Person(random.usize(..PEOPLE)),
    };
    Stage { approver, days: random.i64(1..=14) }
}

/// A policy asks a manager in one stage only, and an extension that needs approval needs a stage.
fn with_sense(mut package: Package) -> Package {
    let mut has_manager = false;
    for stage in &mut package.stages {
        if matches!(stage.approver, Approver::RequestorsManager) {
            if has_manager {
                stage.approver = Approver::Person(0);
            }
            has_manager = true;
        }
    }
    if package.stages.is_empty() && package.extension == Extension::Approved {
        package.extension = Extension::Free;
    }
    package
}
