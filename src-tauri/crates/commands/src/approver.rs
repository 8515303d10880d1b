//! Who is asked to decide: a policy's sets of approvers as the active people whom they mean today, and who stands in for
//! them. Who of these is eligible is decided by `domain::approval`.

use std::collections::BTreeSet;

use chaperone_domain::approval::{EligibleApprovers, eligible_approvers};
use chaperone_domain::delegation::{StandIn, stand_ins};
use chaperone_domain::id::{AgentId, PersonId};
use chaperone_domain::policy::{ApproverSet, ManagerLevel, Stage};
use chaperone_domain::request::Requestor;
use chaperone_store::table::{agents, delegations, groups, people, sponsors};

use crate::context::{Context, Writing};
use crate::delivery;
use crate::failure::Reply;

/// Resolves sets of approvers to active people.
pub(crate) fn resolve(
    cx: &impl Context,
    sets: &[ApproverSet],
    requestor: Requestor,
    agent: AgentId,
) -> Reply<BTreeSet<PersonId>> {
    let mut found = BTreeSet::new();
    for set in sets {
        match *set {
            ApproverSet::SingleUser(person) => {
                found.insert(person);
            }
            ApproverSet::GroupMembers(group) => found.extend(groups::people(cx.db(), group)?),
            ApproverSet::RequestorManager(level) => {
                let first = match requestor {
                    Requestor::Person(person) => manager_of(cx, person)?,
                    Requestor::Agent(_) | Requestor::System => None,
                };
                found.extend(at_level(cx, first, level)?);
            }
            ApproverSet::TargetManager(level) => {
                let account = agents::user_of(cx.db(), agent)?;
                let first = account.and_then(|account| account.manager_id);
                found.extend(at_level(cx, first, level)?);
            }
            ApproverSet::TargetAgentIdentitySponsorsOrOwners => {
                found.extend(sponsors::active_people(cx.db(), agent, cx.now())?);
                found.extend(sponsors::active_owners(cx.db(), agent, cx.now())?);
            }
        }
    }
    let mut active = BTreeSet::new();
    for person in found {
        if is_active(cx, person)? {
            active.insert(person);
        }
    }
    Ok(active)
}

fn is_active(cx: &impl Context, person: PersonId) -> Reply<bool> {
    Ok(people::get(cx.db(), person)?.is_some_and(|person| person.is_active_at(cx.now())))
}

fn manager_of(cx: &impl Context, person: PersonId) -> Reply<Option<PersonId>> {
    Ok(people::get(cx.db(), person)?.and_then(|person| person.manager_id))
}

fn at_level(
    cx: &impl Context,
    first: Option<PersonId>,
    level: ManagerLevel,
) -> Reply<Option<PersonId>> {
    match (first, level) {
        (Some(first), ManagerLevel::Second) => manager_of(cx, first),
        (first, _) => Ok(first),
    }
}

pub(crate) fn eligible(
    cx: &impl Context,
    stage: &Stage,
    requestor: Requestor,
    agent: AgentId,
) -> Reply<EligibleApprovers> {
    let primary = resolve(cx, &stage.primary_approvers, requestor, agent)?;
    let fallback = resolve(cx, &stage.fallback_approvers, requestor, agent)?;
    let administrators = delivery::administrators(cx)?;
    Ok(eligible_approvers(requestor, &primary, &fallback, &administrators))
}

/// Who stands in for those whom a stage asks now. `asked` is everybody who may decide in their own right.
pub(crate) fn standing_in(
    cx: &Writing<'_>,
    requestor: Requestor,
    asked: &BTreeSet<PersonId>,
) -> Reply<BTreeSet<StandIn>> {
    let mut found = Vec::new();
    for &approver in asked {
        for delegation in delegations::of_approver(cx.db(), approver)? {
            if is_active(cx, delegation.delegate_id)? {
                found.push(delegation);
            }
        }
    }
    Ok(stand_ins(requestor, asked, &found, cx.occurred_at()))
}
