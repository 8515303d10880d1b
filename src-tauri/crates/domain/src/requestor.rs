//! Requestor settings: who may ask for, prolong or give up access under a policy, and on whose behalf. What they ask for is
//! decided elsewhere.
//!
//! Source: Microsoft Graph, accessPackageAssignmentRequestorSettings.

use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::{Term, terms};

terms! {
    /// Who may act for the agent that would receive access (Graph: `onBehalfRequestors`, a list of subject sets).
    OnBehalfRequestor {
        /// Its sponsors and owners.
        TargetAgentIdentitySponsorsOrOwners => "targetAgentIdentitySponsorsOrOwners",
        /// The manager of its user account.
        TargetManager => "targetManager",
    }

    /// What somebody wants to do with access.
    AccessChange {
        /// Get it.
        Add => "add",
        /// Keep it for longer, or answer its questions anew.
        Update => "update",
        /// Give it up.
        Remove => "remove",
    }

    /// As what somebody is heard who asks for access for an agent.
    AskedBy {
        /// The agent itself.
        Itself => "itself",
        /// A sponsor or owner of it.
        SponsorOrOwner => "sponsorOrOwner",
        /// The manager of its user account.
        Manager => "manager",
    }
}

/// Who may ask, under one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestorSettings {
    /// The agent may ask for itself.
    pub enable_targets_to_self_add_access: bool,
    /// The agent may prolong its own access.
    pub enable_targets_to_self_update_access: bool,
    /// The agent may give up its own access.
    pub enable_targets_to_self_remove_access: bool,
    /// The requestor may choose start and end.
    pub allow_custom_assignment_schedule: bool,
    /// Others may ask for the agent.
    pub enable_on_behalf_requestors_to_add_access: bool,
    /// Others may prolong its access.
    pub enable_on_behalf_requestors_to_update_access: bool,
    /// Others may give up its access.
    pub enable_on_behalf_requestors_to_remove_access: bool,
    /// Who these others are.
    pub on_behalf_requestors: Vec<OnBehalfRequestor>,
}

impl Default for RequestorSettings {
    /// Agents for themselves, their sponsors and owners for them, with a schedule of their own.
    fn default() -> Self {
        Self {
            enable_targets_to_self_add_access: true,
            enable_targets_to_self_update_access: true,
            enable_targets_to_self_remove_access: true,
            allow_custom_assignment_schedule: true,
            enable_on_behalf_requestors_to_add_access: true,
            enable_on_behalf_requestors_to_update_access: true,
            enable_on_behalf_requestors_to_remove_access: true,
            on_behalf_requestors: vec![OnBehalfRequestor::TargetAgentIdentitySponsorsOrOwners],
        }
    }
}

/// As what somebody acts for an agent; one may be several of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActsAs {
    /// Is the agent.
    pub themselves: bool,
    /// Sponsors or owns it.
    pub sponsor_or_owner: bool,
    /// Manages its user account.
    pub manager: bool,
    /// Administers, or is a rule: the settings bind neither.
    pub administrator: bool,
}

/// As what somebody who acts as this is heard by at least one of some settings when they ask for access. Administrators
/// aren't among them: they are bound by no settings, so that they need no policy to hear them.
pub fn heard_as(settings: &[&RequestorSettings], acts_as: ActsAs) -> Vec<AskedBy> {
    let heard = AskedBy::ALL.iter().copied().filter(|one| {
        let alone = one.alone();
        let is_so = match one {
            AskedBy::Itself => acts_as.themselves,
            AskedBy::SponsorOrOwner => acts_as.sponsor_or_owner,
            AskedBy::Manager => acts_as.manager,
        };
        is_so && settings.iter().any(|settings| settings.permits(AccessChange::Add, alone))
    });
    heard.collect()
}

impl AskedBy {
    /// Somebody who acts as this and as nothing else.
    fn alone(self) -> ActsAs {
        let nobody = ActsAs::default();
        match self {
            Self::Itself => ActsAs { themselves: true, ..nobody },
            Self::SponsorOrOwner => ActsAs { sponsor_or_owner: true, ..nobody },
            Self::Manager => ActsAs { manager: true, ..nobody },
        }
    }
}

/// Somebody whom the settings of a policy don't let do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", in_words(*.0))]
pub struct RequestorNotPermitted(pub AccessChange);

fn in_words(change: AccessChange) -> &'static str {
    match change {
        AccessChange::Add => {
            "the policy doesn't take requests from you for this agent; ask an administrator to assign it directly"
        }
        AccessChange::Update => {
            "the policy doesn't let you change this access; ask an administrator to do it"
        }
        AccessChange::Remove => {
            "the policy doesn't let you give this access back; ask an administrator to remove it"
        }
    }
}

impl Refuse for RequestorNotPermitted {
    fn said(&self) -> Said {
        Said::new("requestor_not_permitted").of(match self.0 {
            AccessChange::Add => "add",
            AccessChange::Update => "update",
            AccessChange::Remove => "remove",
        })
    }
}

impl RequestorSettings {
    /// Whether somebody may do this.
    pub fn permits(&self, change: AccessChange, acts_as: ActsAs) -> bool {
        let (by_target, by_others) = match change {
            AccessChange::Add => (
                self.enable_targets_to_self_add_access,
                self.enable_on_behalf_requestors_to_add_access,
            ),
            AccessChange::Update => (
                self.enable_targets_to_self_update_access,
                self.enable_on_behalf_requestors_to_update_access,
            ),
            AccessChange::Remove => (
                self.enable_targets_to_self_remove_access,
                self.enable_on_behalf_requestors_to_remove_access,
            ),
        };
        let is_named = self.on_behalf_requestors.iter().any(|named| match named {
            OnBehalfRequestor::TargetAgentIdentitySponsorsOrOwners => acts_as.sponsor_or_owner,
            OnBehalfRequestor::TargetManager => acts_as.manager,
        });
        acts_as.administrator || (acts_as.themselves && by_target) || (is_named && by_others)
    }

    /// Refuses whoever may not do this.
    pub fn check(
        &self,
        change: AccessChange,
        acts_as: ActsAs,
    ) -> Result<(), RequestorNotPermitted> {
        if self.permits(change, acts_as) { Ok(()) } else { Err(RequestorNotPermitted(change)) }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const AGENT: ActsAs =
        ActsAs { themselves: true, sponsor_or_owner: false, manager: false, administrator: false };
    pub(crate) const SPONSOR: ActsAs =
        ActsAs { themselves: false, sponsor_or_owner: true, manager: false, administrator: false };
    const MANAGER: ActsAs =
        ActsAs { themselves: false, sponsor_or_owner: false, manager: true, administrator: false };
    const ADMINISTRATOR: ActsAs =
        ActsAs { themselves: false, sponsor_or_owner: false, manager: false, administrator: true };

    fn nobody() -> RequestorSettings {
        RequestorSettings {
            enable_targets_to_self_add_access: false,
            enable_targets_to_self_update_access: false,
            enable_targets_to_self_remove_access: false,
            allow_custom_assignment_schedule: false,
            enable_on_behalf_requestors_to_add_access: false,
            enable_on_behalf_requestors_to_update_access: false,
            enable_on_behalf_requestors_to_remove_access: false,
            on_behalf_requestors: vec![],
        }
    }

    #[test]
    fn at_first_agents_and_their_sponsors_and_owners_do_everything_and_managers_nothing() {
        let settings = RequestorSettings::default();
        for &change in AccessChange::ALL {
            assert!(settings.permits(change, AGENT), "{change}");
            assert!(settings.permits(change, SPONSOR), "{change}");
            assert!(!settings.permits(change, MANAGER), "{change}");
        }
    }

    #[test]
    fn each_switch_lets_its_own_people_do_its_own_thing() {
        use AccessChange::{Add, Remove, Update};
        let may = |settings: &RequestorSettings, acts_as| {
            AccessChange::ALL
                .iter()
                .copied()
                .filter(|&change| settings.permits(change, acts_as))
                .collect::<Vec<_>>()
        };
        let own = [
            RequestorSettings { enable_targets_to_self_add_access: true, ..nobody() },
            RequestorSettings { enable_targets_to_self_update_access: true, ..nobody() },
            RequestorSettings { enable_targets_to_self_remove_access: true, ..nobody() },
        ];
        let both = vec![
            OnBehalfRequestor::TargetAgentIdentitySponsorsOrOwners,
            OnBehalfRequestor::TargetManager,
        ];
        let named = RequestorSettings { on_behalf_requestors: both, ..nobody() };
        let others = [
            RequestorSettings { enable_on_behalf_requestors_to_add_access: true, ..named.clone() },
            RequestorSettings {
                enable_on_behalf_requestors_to_update_access: true,
                ..named.clone()
            },
            RequestorSettings { enable_on_behalf_requestors_to_remove_access: true, ..named },
        ];
        for ((own, others), change) in own.iter().zip(&others).zip([Add, Update, Remove]) {
            assert_eq!(may(own, AGENT), [change]);
            assert_eq!(may(own, SPONSOR), []);
            assert_eq!(may(others, AGENT), []);
            assert_eq!(may(others, SPONSOR), [change]);
            assert_eq!(may(others, MANAGER), [change]);
        }
    }

    #[test]
    fn only_those_named_act_on_behalf() {
        let only = |named| RequestorSettings {
            on_behalf_requestors: vec![named],
            ..RequestorSettings::default()
        };
        let managers = only(OnBehalfRequestor::TargetManager);
        assert!(managers.permits(AccessChange::Add, MANAGER));
        assert_eq!(
            managers.check(AccessChange::Add, SPONSOR),
            Err(RequestorNotPermitted(AccessChange::Add))
        );
    }

    #[test]
    fn whoever_asks_is_heard_as_what_they_are_and_what_one_of_the_policies_hears() {
        let all = ActsAs {
            themselves: true,
            sponsor_or_owner: true,
            manager: true,
            administrator: false,
        };
        let agents = RequestorSettings { enable_targets_to_self_add_access: true, ..nobody() };
        let managers = RequestorSettings {
            enable_on_behalf_requestors_to_add_access: true,
            on_behalf_requestors: vec![OnBehalfRequestor::TargetManager],
            ..nobody()
        };
        assert_eq!(heard_as(&[&agents], all), [AskedBy::Itself]);
        assert_eq!(heard_as(&[&agents, &managers], all), [AskedBy::Itself, AskedBy::Manager]);
        assert_eq!(heard_as(&[&agents, &managers], MANAGER), [AskedBy::Manager]);
        assert_eq!(heard_as(&[&agents, &managers], SPONSOR), []);
        assert_eq!(heard_as(&[&managers], AGENT), []);
        assert_eq!(heard_as(&[&nobody()], all), []);
        assert_eq!(heard_as(&[], all), [], "without a policy there is nobody to hear");
    }

    #[test]
    fn to_be_heard_another_right_to_change_access_does_not_help() {
        let updates = RequestorSettings { enable_targets_to_self_update_access: true, ..nobody() };
        let removes = RequestorSettings { enable_targets_to_self_remove_access: true, ..nobody() };
        assert_eq!(heard_as(&[&updates, &removes], AGENT), []);
    }

    #[test]
    fn administrators_need_no_policy_that_hears_them() {
        assert_eq!(heard_as(&[&RequestorSettings::default()], ADMINISTRATOR), []);
    }

    #[test]
    fn the_settings_bind_no_administrator() {
        assert!(nobody().permits(AccessChange::Remove, ADMINISTRATOR));
        assert!(!nobody().permits(AccessChange::Remove, ActsAs::default()));
    }
}
