//! Delegation: an approver who is away lets somebody else decide. What may be appointed is decided by `domain::delegation`;
//! which approvals reach a delegate is decided when a stage opens, in `stage`.

use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::delegation::{
    self, Delegation, DelegationAsk, DelegationFacts, DelegationState,
};
use chaperone_domain::id::{DelegationId, PersonId};
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::said::Said;
use chaperone_store::table::delegations;

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::notice::{NewNotice, send};
use crate::notice_said;
use crate::person;
use crate::view::delegation::{
    DelegateApprovals, DelegationView, Delegations, EndDelegation, ListDelegations,
    UpdateDelegation,
};
use crate::wire::Wire;

/// Lists whom one appointed, and for whom one stands in, the latest start first.
pub(crate) fn list_delegations(cx: &Reading<'_>, _: ListDelegations) -> Reply<Delegations> {
    cx.authorise(Action::ListDelegations, &[], "delegation")?;
    let me = cx.me()?;
    let views = |found: Vec<Delegation>| -> Reply<Vec<DelegationView>> {
        found.iter().map(|one| view(cx, one)).collect()
    };
    Ok(Delegations {
        given: views(delegations::of_approver(cx.db(), me)?)?,
        received: views(delegations::of_delegate(cx.db(), me)?)?,
    })
}

fn view(cx: &impl Context, found: &Delegation) -> Reply<DelegationView> {
    let state = found.state_at(cx.now());
    let is_mine = cx.actor().person() == Some(found.approver_id);
    let may = if is_mine && state != DelegationState::Ended {
        cx.allowed(&[Action::UpdateDelegation, Action::EndDelegation], &[Relation::Themselves])
    } else {
        Vec::new()
    };
    Ok(DelegationView {
        id: Wire(found.id),
        approver: person::reference(cx.db(), found.approver_id)?,
        delegate: person::reference(cx.db(), found.delegate_id)?,
        state: Wire(state),
        starts_at: Wire(found.starts_at),
        ends_at: found.end().map(Wire),
        may: may.into_iter().map(Wire).collect(),
    })
}

/// Appoints a delegate for oneself.
pub(crate) fn delegate_approvals(
    cx: &mut Writing<'_>,
    ask: DelegateApprovals,
) -> Reply<DelegationView> {
    cx.authorise(Action::DelegateApprovals, &[Relation::Themselves], "delegation")?;
    let me = cx.me()?;
    let wanted = DelegationAsk {
        delegate_id: ask.delegate_id.0,
        starts_at: ask.start_at.map_or(cx.now(), |at| at.0),
        ends_at: ask.end_at.map(|at| at.0),
    };
    let others = delegations::of_approver(cx.db(), me)?;
    let facts = facts(cx, me, &wanted, &others)?;
    delegation::appoint(&facts, &wanted).map_err(|refusal| Failure::refused(&refusal))?;
    let made = Delegation {
        id: cx.new_id(),
        approver_id: me,
        delegate_id: wanted.delegate_id,
        starts_at: wanted.starts_at,
        ends_at: wanted.ends_at,
        ended_at: None,
        created_at: cx.now(),
    };
    delegations::insert(cx.db_mut(), &made)?;
    let (approver, delegate) = names(cx, &made)?;
    let time = time_in_words(&made);
    let told = format!("{approver} asks you to decide approvals in their place, {time}.");
    let said = notice_said::delegated(&approver, made.starts_at, made.ends_at);
    tell(cx, made.delegate_id, told, said)?;
    let sentence = format!("{delegate} decides approvals in the place of {approver}, {time}.");
    record(cx, "delegate_approvals", &made, sentence, None)?;
    view(cx, &made)
}

/// Changes a delegation of one's own: before it begins all of it, after that its end.
pub(crate) fn update_delegation(
    cx: &mut Writing<'_>,
    ask: UpdateDelegation,
) -> Reply<DelegationView> {
    let before = mine(cx, Action::UpdateDelegation, ask.delegation_id.0)?;
    let wanted = DelegationAsk {
        delegate_id: ask.delegate_id.map_or(before.delegate_id, |id| id.0),
        starts_at: ask.start_at.map_or(before.starts_at, |at| at.0),
        ends_at: ask.end_at.map(|at| at.0),
    };
    let mut others = delegations::of_approver(cx.db(), before.approver_id)?;
    others.retain(|other| other.id != before.id);
    let facts = facts(cx, before.approver_id, &wanted, &others)?;
    delegation::edit(&facts, &before, &wanted).map_err(|refusal| Failure::refused(&refusal))?;
    let after = Delegation {
        delegate_id: wanted.delegate_id,
        starts_at: wanted.starts_at,
        ends_at: wanted.ends_at,
        ..before.clone()
    };
    delegations::update(cx.db_mut(), &after)?;
    let (approver, delegate) = names(cx, &after)?;
    let time = time_in_words(&after);
    if before.delegate_id != after.delegate_id {
        let told = format!("{approver} no longer needs you to decide approvals in their place.");
        tell(cx, before.delegate_id, told, notice_said::delegation_withdrawn(&approver))?;
    }
    let told = format!("{approver} asks you to decide approvals in their place, now {time}.");
    let said = notice_said::delegated_otherwise(&approver, after.starts_at, after.ends_at);
    tell(cx, after.delegate_id, told, said)?;
    let sentence = format!("{delegate} now decides approvals in the place of {approver}, {time}.");
    record(cx, "update_delegation", &after, sentence, Some(&before))?;
    view(cx, &after)
}

/// Ends a delegation of one's own now. What reached the delegate and is still open, they can no longer decide.
pub(crate) fn end_delegation(cx: &mut Writing<'_>, ask: EndDelegation) -> Reply<DelegationView> {
    let before = mine(cx, Action::EndDelegation, ask.delegation_id.0)?;
    let now = cx.now();
    delegation::end(&before, now).map_err(|refusal| Failure::refused(&refusal))?;
    delegations::end(cx.db_mut(), before.id, now)?;
    let after = Delegation { ended_at: Some(now), ..before.clone() };
    let (approver, delegate) = names(cx, &after)?;
    let told = format!("{approver} decides approvals themselves again; you no longer stand in.");
    tell(cx, after.delegate_id, told, notice_said::delegation_ended(&approver))?;
    let sentence = format!("{delegate} no longer decides approvals in the place of {approver}.");
    record(cx, "end_delegation", &after, sentence, Some(&before))?;
    view(cx, &after)
}

/// A delegation of the acting person. Those of others are not found.
fn mine(cx: &Writing<'_>, action: Action, id: DelegationId) -> Reply<Delegation> {
    let found = delegations::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("delegation"))?;
    let is_mine = cx.actor().person() == Some(found.approver_id);
    let relations: &[Relation] = if is_mine { &[Relation::Themselves] } else { &[] };
    cx.authorise(action, relations, "delegation")?;
    Ok(found)
}

fn facts<'o>(
    cx: &Writing<'_>,
    approver: PersonId,
    wanted: &DelegationAsk,
    others: &'o [Delegation],
) -> Reply<DelegationFacts<'o>> {
    let delegate = person::get(cx.db(), wanted.delegate_id)?;
    let begins = wanted.starts_at.max(cx.now());
    Ok(DelegationFacts {
        now: cx.now(),
        approver_id: approver,
        is_delegate_active: delegate.is_active_at(begins),
        others,
    })
}

fn names(cx: &impl Context, delegation: &Delegation) -> Reply<(String, String)> {
    let name = |id| Ok::<_, Failure>(person::get(cx.db(), id)?.display_name);
    Ok((name(delegation.approver_id)?, name(delegation.delegate_id)?))
}

fn time_in_words(delegation: &Delegation) -> String {
    let from = delegation.starts_at.in_words();
    match delegation.ends_at {
        Some(end) => format!("from {from} until {}", end.in_words()),
        None => format!("from {from} until further notice"),
    }
}

fn tell(cx: &mut Writing<'_>, delegate: PersonId, sentence: String, said: Said) -> Reply<()> {
    send(cx, NewNotice::new(NoticeKind::ApprovalsDelegated, delegate, sentence, said))
}

fn record(
    cx: &mut Writing<'_>,
    activity: &'static str,
    after: &Delegation,
    sentence: String,
    before: Option<&Delegation>,
) -> Reply<()> {
    let instant = |at: Option<chaperone_domain::time::Timestamp>| at.map(|at| at.to_string());
    let mut entry = Record::new(activity, "delegation", after.id, sentence)
        .about(after.approver_id)
        .about(after.delegate_id);
    if let Some(before) = before {
        entry = entry.about(before.delegate_id);
    }
    let entry = entry
        .change(
            "delegate",
            before.map(|it| it.delegate_id.to_string()),
            Some(after.delegate_id.to_string()),
        )
        .change(
            "startsAt",
            before.map(|it| it.starts_at.to_string()),
            Some(after.starts_at.to_string()),
        )
        .change("endsAt", before.and_then(|it| instant(it.end())), instant(after.end()));
    cx.touch(Tag::Delegations);
    cx.touch(Tag::Requests);
    cx.record(entry)
}
