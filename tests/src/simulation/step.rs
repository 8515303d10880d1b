//! What can happen in one step. People, agents, packages, requests and assignments are named by numbers that are taken
//! modulo how many there are, so that a step keeps a meaning when others are left out.

/// One step. `who` is always the person who acts; `days` and `hours` are what their names say.
#[expect(missing_docs, reason = "the fields are named after what they number")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A person asks for a package for an agent.
    Request { who: u8, agent: u8, package: u8 },
    /// A person agrees to a request, perhaps to so many days only.
    Approve { who: u8, request: u8, days: Option<u8> },
    /// A person says no.
    Deny { who: u8, request: u8 },
    /// A person takes a request back.
    Cancel { who: u8, request: u8 },
    /// A person asks for a later end.
    Extend { who: u8, assignment: u8 },
    /// A person lets access expire.
    LetExpire { who: u8, assignment: u8 },
    /// A person gives access back.
    Return { who: u8, assignment: u8 },
    /// A person removes access as an administrator.
    Remove { who: u8, assignment: u8 },
    /// A person switches an agent off.
    Disable { who: u8, agent: u8 },
    /// A person switches an agent on.
    Enable { who: u8, agent: u8 },
    /// A person records that somebody leaves.
    Leave { who: u8, leaver: u8 },
    /// Hours pass while the desk is open.
    Pass { hours: u16 },
    /// Hours pass while nothing runs; then the desk is opened again.
    Sleep { hours: u16 },
    /// The desk is closed and opened at once.
    Restart,
}

impl Step {
    /// A step, the likelier ones more often.
    pub(super) fn random(random: &mut fastrand::Rng) -> Self {
        let mut any = || random.u8(..);
        let (who, thing, other) = (any(), any(), any());
        // An administrator acts in one of four steps; most refusals teach nothing new.
        let who = if other % 4 == 0 { 0 } else { who };
        match random.u16(0..1000) {
            0..220 => Self::Request { who, agent: thing, package: other },
            220..440 => {
                let days = random.u8(..).is_multiple_of(3).then(|| random.u8(0..45));
                Self::Approve { who, request: thing, days }
            }
            440..480 => Self::Deny { who, request: thing },
            480..520 => Self::Cancel { who, request: thing },
            520..640 => Self::Extend { who, assignment: thing },
            640..670 => Self::LetExpire { who, assignment: thing },
            670..700 => Self::Return { who, assignment: thing },
            700..730 => Self::Remove { who, assignment: thing },
            730..770 => Self::Disable { who, agent: thing },
            770..820 => Self::Enable { who, agent: thing },
            820..823 => Self::Leave { who: 0, leaver: thing },
            823..830 => Self::Leave { who, leaver: thing },
            830..960 => Self::Pass { hours: random.u16(1..24 * 9) },
            960..990 => Self::Sleep { hours: random.u16(1..24 * 20) },
            _ => Self::Restart,
        }
    }
}
