//! Extensions: pushing an assignment's end later, which the policy may allow and an approver may have to agree to.

use crate::agent::{OutOfForce, Standing};
use crate::assignment::{Assignment, AssignmentState};
use crate::id::RequestId;
use crate::policy::{Expiration, ExtensionRule, Policy};
use crate::refusal::Refuse;
use crate::requestor::{AccessChange, ActsAs, RequestorNotPermitted};
use crate::said::{Said, Value};
use crate::text::{BadText, JUSTIFICATION, check_text};
use crate::time::{MAX_DURATION_DAYS, Span, Timestamp};

/// What an extension knows.
#[derive(Debug)]
pub struct ExtensionFacts<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// The assignment to extend.
    pub assignment: &'a Assignment,
    /// The policy that governs it.
    pub policy: &'a Policy,
    /// As what the requestor acts for the agent.
    pub acts_as: ActsAs,
    /// Whether the agent may act, with its family.
    pub standing: Standing,
    /// Whether the agent is inside the policy's scope now, or the assignment was made directly.
    pub is_in_scope: bool,
    /// An extension of this assignment that is already open.
    pub open_extension: Option<RequestId>,
}

/// What somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtensionAsk<'a> {
    /// The wanted end; `None` means as long as the policy gives.
    pub until: Option<Timestamp>,
    /// Why.
    pub justification: &'a str,
}

/// An extension that may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtensionOpened {
    /// The new end, if agreed to.
    pub until: Timestamp,
    /// Whether the stages of the policy have to agree first.
    pub needs_approval: bool,
}

/// Why an extension isn't opened. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExtensionRefusal {
    /// The access is over.
    #[error("this access ended on {}; request the package again", .0.in_words())]
    Ended(Timestamp),
    /// Not delivered.
    #[error("this access isn't delivered ({0}), so there is nothing to extend yet")]
    NotDelivered(AssignmentState),
    /// It never ends.
    #[error("this access has no end; there is nothing to extend")]
    NeverEnds,
    /// The policy doesn't allow it.
    #[error(
        "the policy doesn't allow extension; request the package again when this access has ended"
    )]
    NotAllowed,
    /// The policy doesn't let this requestor extend.
    #[error(transparent)]
    Requestor(#[from] RequestorNotPermitted),
    /// The agent may not act.
    #[error("{0}")]
    AgentOutOfForce(OutOfForce),
    /// The agent fell out of the scope.
    #[error(
        "the policy no longer covers this agent, so its access can't be extended; ask an administrator"
    )]
    NotInScope,
    /// Already asked.
    #[error(
        "an extension of this access is already waiting for a decision; wait for it or cancel it"
    )]
    AlreadyRequested(RequestId),
    /// The wanted end isn't later than the present one.
    #[error("the wanted end isn't later than the present one, {}; choose a later end", .0.in_words())]
    NotLater(Timestamp),
    /// The wanted end is later than the policy gives.
    #[error("the policy extends to {} at the latest; ask for that or less", .0.in_words())]
    TooLate(Timestamp),
    /// The policy's fixed end is reached.
    #[error("the policy ends all access on {}, so it can't be extended further", .0.in_words())]
    FixedEnd(Timestamp),
    /// The justification can't be used.
    #[error(transparent)]
    Text(#[from] BadText),
}

impl Refuse for ExtensionRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Ended(at) => Said::new("assignment_ended").of("extension").with("ended", *at),
            Self::NotDelivered(state) => {
                Said::new("assignment_not_delivered").with("state", Value::term(*state))
            }
            Self::NeverEnds => Said::new("assignment_never_ends").of("extension"),
            Self::NotAllowed => Said::new("extension_not_allowed"),
            Self::Requestor(refusal) => refusal.said(),
            Self::AgentOutOfForce(reason) => reason.said(),
            Self::NotInScope => Said::new("not_in_scope").of("extension"),
            Self::AlreadyRequested(_) => Said::new("already_requested").of("extension"),
            Self::NotLater(at) => Said::new("end_not_later").with("end", *at).at("until"),
            Self::TooLate(at) => {
                Said::new("longer_than_policy").of("extension").with("until", *at).at("until")
            }
            Self::FixedEnd(at) => Said::new("policy_end_reached").with("end", *at).at("until"),
            Self::Text(bad) => bad.said(),
        }
    }
}

/// The latest end that one extension may reach: the policy's duration once more, counted from the present end, and
/// never beyond its fixed end.
pub fn latest_end(policy: &Policy, present_end: Timestamp) -> Timestamp {
    match policy.expiration {
        Expiration::AfterDuration(span) => present_end.plus(span),
        Expiration::AfterDateTime(end) => end,
        Expiration::NoExpiration => present_end.plus(Span::days(MAX_DURATION_DAYS)),
    }
}

/// Decides whether an extension is opened.
pub fn decide(
    facts: &ExtensionFacts<'_>,
    ask: &ExtensionAsk<'_>,
) -> Result<ExtensionOpened, ExtensionRefusal> {
    let assignment = facts.assignment;
    if let Some(end) = assignment.effective_end()
        && facts.now >= end
    {
        return Err(ExtensionRefusal::Ended(end));
    }
    if assignment.state != AssignmentState::Delivered {
        return Err(ExtensionRefusal::NotDelivered(assignment.state));
    }
    let Some(present_end) = assignment.ends_at else { return Err(ExtensionRefusal::NeverEnds) };
    if facts.policy.extension == ExtensionRule::NotAllowed {
        return Err(ExtensionRefusal::NotAllowed);
    }
    facts.policy.requestor_settings.check(AccessChange::Update, facts.acts_as)?;
    facts.standing.check().map_err(ExtensionRefusal::AgentOutOfForce)?;
    if !facts.is_in_scope {
        return Err(ExtensionRefusal::NotInScope);
    }
    if let Some(request) = facts.open_extension {
        return Err(ExtensionRefusal::AlreadyRequested(request));
    }
    let until = check_until(facts.policy, present_end, ask.until)?;
    check_text(JUSTIFICATION, ask.justification)?;
    let needs_approval = facts.policy.extension == ExtensionRule::WithApproval;
    Ok(ExtensionOpened { until, needs_approval })
}

fn check_until(
    policy: &Policy,
    present_end: Timestamp,
    wanted: Option<Timestamp>,
) -> Result<Timestamp, ExtensionRefusal> {
    let latest = latest_end(policy, present_end);
    if latest <= present_end {
        return Err(ExtensionRefusal::FixedEnd(latest));
    }
    let until = wanted.unwrap_or(latest);
    if until <= present_end {
        Err(ExtensionRefusal::NotLater(present_end))
    } else if until > latest {
        Err(ExtensionRefusal::TooLate(latest))
    } else {
        Ok(until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::AgentState;
    use crate::assignment::tests::assignment;
    use crate::policy::PolicyScope;
    use crate::policy::tests::policy;
    use crate::requestor::RequestorSettings;
    use crate::requestor::tests::{AGENT, SPONSOR};
    use crate::time::DAY_MS;

    const STANDING: Standing = Standing {
        state: AgentState::Active,
        blueprint_in_force: true,
        principal_in_force: true,
        is_orphaned: false,
    };
    const ASK: ExtensionAsk<'static> = ExtensionAsk { until: None, justification: "" };

    fn ask(
        assignment: &Assignment,
        policy: &Policy,
        now: i64,
        ask: ExtensionAsk<'_>,
    ) -> Result<ExtensionOpened, ExtensionRefusal> {
        decide(
            &ExtensionFacts {
                now: Timestamp::from_millis(now),
                assignment,
                policy,
                acts_as: SPONSOR,
                standing: STANDING,
                is_in_scope: true,
                open_extension: None,
            },
            &ask,
        )
    }

    fn thirty_days() -> Policy {
        policy(PolicyScope::AllDirectoryAgentIdentities)
    }

    #[test]
    fn an_extension_without_a_wanted_end_asks_for_the_policys_duration_from_the_present_end() {
        let held = assignment(0, Some(30 * DAY_MS));
        let opened = ask(&held, &thirty_days(), 16 * DAY_MS, ASK).unwrap();
        assert_eq!(opened.until, Timestamp::from_millis(60 * DAY_MS));
        assert!(opened.needs_approval);
    }

    #[test]
    fn an_extension_is_asked_for_before_the_end_to_the_millisecond() {
        let held = assignment(0, Some(1_000));
        assert!(ask(&held, &thirty_days(), 999, ASK).is_ok());
        assert_eq!(
            ask(&held, &thirty_days(), 1_000, ASK),
            Err(ExtensionRefusal::Ended(Timestamp::from_millis(1_000)))
        );
        assert!(ask(&held, &thirty_days(), 1_001, ASK).is_err());
    }

    #[test]
    fn a_policy_may_forbid_extension_or_let_it_pass_without_approval() {
        let held = assignment(0, Some(1_000));
        let never = Policy { extension: ExtensionRule::NotAllowed, ..thirty_days() };
        assert_eq!(ask(&held, &never, 1, ASK), Err(ExtensionRefusal::NotAllowed));
        let free = Policy { extension: ExtensionRule::WithoutApproval, ..thirty_days() };
        assert!(!ask(&held, &free, 1, ASK).unwrap().needs_approval);
    }

    #[test]
    fn the_new_end_is_later_than_the_present_and_not_beyond_the_policy() {
        let held = assignment(0, Some(1_000));
        let until = |millis| ExtensionAsk {
            until: Some(Timestamp::from_millis(millis)),
            justification: "",
        };
        let latest = 1_000 + 30 * DAY_MS;
        assert!(matches!(
            ask(&held, &thirty_days(), 1, until(1_000)),
            Err(ExtensionRefusal::NotLater(_))
        ));
        assert!(ask(&held, &thirty_days(), 1, until(1_001)).is_ok());
        assert!(ask(&held, &thirty_days(), 1, until(latest)).is_ok());
        assert!(matches!(
            ask(&held, &thirty_days(), 1, until(latest + 1)),
            Err(ExtensionRefusal::TooLate(_))
        ));
    }

    #[test]
    fn nothing_is_extended_beyond_a_policys_fixed_end() {
        let end = Timestamp::from_millis(1_000);
        let held = assignment(0, Some(1_000));
        let fixed = Policy { expiration: Expiration::AfterDateTime(end), ..thirty_days() };
        assert_eq!(ask(&held, &fixed, 1, ASK), Err(ExtensionRefusal::FixedEnd(end)));
    }

    #[test]
    fn an_agent_out_of_force_or_out_of_scope_is_not_extended() {
        let held = assignment(0, Some(1_000));
        let policy = thirty_days();
        let mut facts = ExtensionFacts {
            now: Timestamp::from_millis(1),
            assignment: &held,
            policy: &policy,
            acts_as: SPONSOR,
            standing: Standing { state: AgentState::Held, ..STANDING },
            is_in_scope: false,
            open_extension: None,
        };
        assert_eq!(decide(&facts, &ASK), Err(ExtensionRefusal::AgentOutOfForce(OutOfForce::Held)));
        facts.standing = STANDING;
        assert_eq!(decide(&facts, &ASK), Err(ExtensionRefusal::NotInScope));
    }

    #[test]
    fn a_policy_may_let_sponsors_extend_and_not_the_agent_itself() {
        let held = assignment(0, Some(1_000));
        let settings = RequestorSettings {
            enable_targets_to_self_update_access: false,
            ..RequestorSettings::default()
        };
        let policy = Policy { requestor_settings: settings, ..thirty_days() };
        let by = |acts_as| {
            let facts = ExtensionFacts {
                now: Timestamp::from_millis(1),
                assignment: &held,
                policy: &policy,
                acts_as,
                standing: STANDING,
                is_in_scope: true,
                open_extension: None,
            };
            decide(&facts, &ASK)
        };
        assert!(by(SPONSOR).is_ok());
        let refused = RequestorNotPermitted(AccessChange::Update);
        assert_eq!(by(AGENT), Err(ExtensionRefusal::Requestor(refused)));
    }

    #[test]
    fn an_assignment_has_at_most_one_open_extension() {
        use crate::id::Id;
        let held = assignment(0, Some(1_000));
        let policy = thirty_days();
        let open = RequestId::from_uuid(uuid::Uuid::from_u128(4));
        let facts = ExtensionFacts {
            now: Timestamp::from_millis(1),
            assignment: &held,
            policy: &policy,
            acts_as: SPONSOR,
            standing: STANDING,
            is_in_scope: true,
            open_extension: Some(open),
        };
        assert_eq!(decide(&facts, &ASK), Err(ExtensionRefusal::AlreadyRequested(open)));
    }
}
