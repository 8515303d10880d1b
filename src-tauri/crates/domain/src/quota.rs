//! How many blueprints a workspace may have, and how many agents each of them. What is soft-deleted counts, because it can
//! come back; what is permanently deleted doesn't. Source: Microsoft Entra, limits of agent identities (250 and 250).

use crate::refusal::Refuse;
use crate::said::Said;

/// How many of each there may be unless a workspace says otherwise.
pub const DEFAULT_QUOTA: u32 = 250;
/// The highest number that a workspace may set.
pub const MAX_QUOTA: u32 = 100_000;

/// Why a quota stands in the way. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuotaRefusal {
    /// The number itself is out of range.
    #[error("a quota lies between 1 and {MAX_QUOTA}; correct it")]
    OutOfRange,
    /// No more blueprints.
    #[error(
        "the workspace has its {0} blueprints, deleted ones counted; delete one permanently, or raise the quota in the settings"
    )]
    Blueprints(u32),
    /// No more agents of this blueprint.
    #[error(
        "the blueprint has its {0} agents, deleted ones counted; delete one permanently, or raise the quota in the settings"
    )]
    AgentsOfBlueprint(u32),
}

impl Refuse for QuotaRefusal {
    fn said(&self) -> Said {
        match self {
            Self::OutOfRange => Said::new("quota_out_of_range").with("most", MAX_QUOTA),
            Self::Blueprints(most) => Said::new("blueprint_quota_reached").with("most", *most),
            Self::AgentsOfBlueprint(most) => Said::new("agent_quota_reached").with("most", *most),
        }
    }
}

/// Checks a quota that somebody sets.
pub fn check_quota(quota: u32) -> Result<u32, QuotaRefusal> {
    if (1..=MAX_QUOTA).contains(&quota) { Ok(quota) } else { Err(QuotaRefusal::OutOfRange) }
}

/// Whether one more blueprint fits.
pub fn check_new_blueprint(present: u32, quota: u32) -> Result<(), QuotaRefusal> {
    if present < quota { Ok(()) } else { Err(QuotaRefusal::Blueprints(quota)) }
}

/// Whether one more agent of a blueprint fits.
pub fn check_new_agent(present: u32, quota: u32) -> Result<(), QuotaRefusal> {
    if present < quota { Ok(()) } else { Err(QuotaRefusal::AgentsOfBlueprint(quota)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_place_can_be_taken_and_no_more() {
        assert_eq!(check_new_blueprint(249, 250), Ok(()));
        assert_eq!(check_new_blueprint(250, 250), Err(QuotaRefusal::Blueprints(250)));
        assert_eq!(check_new_agent(249, 250), Ok(()));
        assert_eq!(check_new_agent(250, 250), Err(QuotaRefusal::AgentsOfBlueprint(250)));
        let lowered = check_new_agent(250, 100);
        assert_eq!(lowered, Err(QuotaRefusal::AgentsOfBlueprint(100)), "what is there stays");
    }

    #[test]
    fn a_quota_is_a_number_one_can_mean() {
        assert_eq!(check_quota(0), Err(QuotaRefusal::OutOfRange));
        assert_eq!(check_quota(1), Ok(1));
        assert_eq!(check_quota(100_000), Ok(100_000));
        assert_eq!(check_quota(100_001), Err(QuotaRefusal::OutOfRange));
    }
}
