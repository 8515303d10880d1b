//! A policy in words: who may get a package, after which questions and whose approval, until when, and what comes after that.
//! The sentences are those of the package's page.

use chaperone_domain::policy::{ApproverKind, ExtensionRule, PolicyScope};
use chaperone_domain::requestor::OnBehalfRequestor;
use chaperone_report::Fact;

use super::teller::{Teller, capital};
use crate::view::access_package::{ApproverSetView, ExpirationView, PolicyStageView, PolicyView};
use crate::view::question::{QuestionView, RequestorSettingsView};

/// The answers that a policy gives.
pub(super) fn facts(policy: &PolicyView, teller: &Teller<'_>) -> Vec<Fact> {
    let is_requestable = policy.scope.0 != PolicyScope::NotSpecified;
    let mut who = vec![whom(policy, teller)];
    who.extend(askers(policy, is_requestable, teller));
    if is_requestable && policy.is_requestor_justification_required {
        who.push(teller.text("policy.requestorReason"));
    }
    let approvals = if policy.stages.is_empty() {
        vec![teller.text("policy.noApproval")]
    } else {
        let many = policy.stages.len();
        let numbered = policy.stages.iter().enumerate();
        numbered.flat_map(|(at, stage)| self::stage(stage, at + 1, many, teller)).collect()
    };
    let mut ends = vec![end(&policy.expiration, teller)];
    if policy.is_assignment_notification_disabled {
        ends.push(teller.text("policy.silent"));
    }
    let extension = match policy.extension.0 {
        ExtensionRule::NotAllowed => "policy.extendNo",
        ExtensionRule::WithoutApproval => "policy.extendFree",
        ExtensionRule::WithApproval => "policy.extendApproval",
    };
    let mut facts = vec![teller.fact("policy.who", who)];
    if !policy.questions.is_empty() {
        let questions = policy.questions.iter().map(|one| question(one, teller)).collect();
        facts.push(teller.fact("policy.questions", questions));
    }
    facts.push(teller.fact("policy.approval", approvals));
    facts.push(teller.fact("policy.ends", ends));
    facts.push(teller.fact("policy.extension", vec![teller.text(extension)]));
    facts
}

fn whom(policy: &PolicyView, teller: &Teller<'_>) -> String {
    match policy.scope.0 {
        PolicyScope::NotSpecified => teller.text("policy.whoNobody"),
        PolicyScope::AllDirectoryAgentIdentities => teller.text("policy.whoAllAgents"),
        PolicyScope::AllDirectoryServicePrincipals => teller.text("policy.whoAllPrincipals"),
        PolicyScope::SpecificDirectoryServicePrincipals => {
            let mut chosen: Vec<String> = policy
                .specific_targets
                .iter()
                .map(|agent| teller.named(&agent.display_name, agent.id.0))
                .collect();
            for group in &policy.specific_target_groups {
                let name = teller.named(&group.display_name, group.id.0);
                chosen.push(teller.say("policy.whoInGroup", &[("group", &name)]));
            }
            teller.say("policy.whoOnly", &[("agents", &teller.all_of(&chosen))])
        }
    }
}

/// Who may request, extend and give back; nothing of what nobody can do at all.
fn askers(policy: &PolicyView, is_requestable: bool, teller: &Teller<'_>) -> Vec<String> {
    let settings = &policy.requestor_settings;
    let can_extend = policy.extension.0 != ExtensionRule::NotAllowed;
    let changes = [
        (
            is_requestable,
            settings.enable_targets_to_self_add_access,
            settings.enable_on_behalf_requestors_to_add_access,
            "policy.verbAdd",
        ),
        (
            can_extend,
            settings.enable_targets_to_self_update_access,
            settings.enable_on_behalf_requestors_to_update_access,
            "policy.verbUpdate",
        ),
        (
            true,
            settings.enable_targets_to_self_remove_access,
            settings.enable_on_behalf_requestors_to_remove_access,
            "policy.verbRemove",
        ),
    ];
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for (_, itself, others, verb) in changes.into_iter().filter(|(is_possible, ..)| *is_possible) {
        let (who, what) = (asker(settings, itself, others, teller), teller.text(verb));
        match told.iter_mut().find(|(known, _)| *known == who) {
            Some((_, verbs)) => verbs.push(what),
            None => told.push((who, vec![what])),
        }
    }
    let mut sentences: Vec<String> = told
        .into_iter()
        .map(|(who, what)| {
            let values = [("who", who.as_str()), ("what", &teller.all_of(&what))];
            capital(&teller.say("policy.may", &values))
        })
        .collect();
    if is_requestable && !settings.allow_custom_assignment_schedule {
        sentences.push(teller.text("policy.noSchedule"));
    }
    sentences
}

fn asker(
    settings: &RequestorSettingsView,
    itself: bool,
    others: bool,
    teller: &Teller<'_>,
) -> String {
    let mut named = Vec::new();
    if itself {
        named.push(teller.text("policy.asker_self"));
    }
    for other in settings.on_behalf_requestors.iter().filter(|_| others) {
        named.push(teller.text(match other.0 {
            OnBehalfRequestor::TargetAgentIdentitySponsorsOrOwners => "policy.asker_sponsors",
            OnBehalfRequestor::TargetManager => "policy.asker_manager",
        }));
    }
    if named.is_empty() { teller.text("policy.asker_nobody") } else { teller.one_of(&named) }
}

fn question(question: &QuestionView, teller: &Teller<'_>) -> String {
    let key = if question.is_required { "policy.questionRequired" } else { "policy.question" };
    let sentence = teller.say(key, &[("question", question.text.trim())]);
    if question.is_answer_editable {
        format!("{sentence} {}", teller.text("policy.questionEditable"))
    } else {
        sentence
    }
}

fn stage(stage: &PolicyStageView, number: usize, many: usize, teller: &Teller<'_>) -> Vec<String> {
    let approvers = approvers(&stage.primary_approvers, teller);
    let limit = teller.days(stage.limit_days);
    let values =
        [("approvers", approvers.as_str()), ("limit", &limit), ("number", &number.to_string())];
    let mut sentences = vec![if many == 1 {
        capital(&teller.say("policy.stage", &values))
    } else {
        teller.say("policy.stageNumbered", &values)
    }];
    if let Some(days) = stage.escalate_after_days {
        let (days, others) =
            (teller.days(days), self::approvers(&stage.alternate_approvers, teller));
        sentences.push(teller.say("policy.escalation", &[("days", &days), ("approvers", &others)]));
    }
    if !stage.fallback_approvers.is_empty() {
        let others = self::approvers(&stage.fallback_approvers, teller);
        sentences.push(teller.say("policy.fallback", &[("approvers", &others)]));
    }
    if stage.is_justification_required {
        sentences.push(teller.text("policy.reason"));
    }
    sentences
}

fn approvers(sets: &[ApproverSetView], teller: &Teller<'_>) -> String {
    let named: Vec<String> = sets.iter().map(|set| approver(set, teller)).collect();
    teller.one_of(&named)
}

fn approver(set: &ApproverSetView, teller: &Teller<'_>) -> String {
    let is_second = set.manager_level == Some(2);
    match set.kind.0 {
        ApproverKind::RequestorManager if is_second => {
            teller.text("policy.approver_requestorSecondLevelManager")
        }
        ApproverKind::RequestorManager => teller.text("policy.approver_requestorManager"),
        ApproverKind::TargetManager if is_second => {
            teller.text("policy.approver_targetSecondLevelManager")
        }
        ApproverKind::TargetManager => teller.text("policy.approver_targetManager"),
        ApproverKind::TargetAgentIdentitySponsorsOrOwners => {
            teller.text("policy.approver_targetAgentIdentitySponsorsOrOwners")
        }
        ApproverKind::GroupMembers => {
            let group = set.group.as_ref();
            let name = group.map(|it| teller.named(&it.display_name, it.id.0)).unwrap_or_default();
            teller.say("policy.approver_group", &[("group", &name)])
        }
        ApproverKind::SingleUser => {
            let person = set.person.as_ref();
            person.map(|it| teller.named(&it.display_name, it.id.0)).unwrap_or_default()
        }
    }
}

fn end(expiration: &ExpirationView, teller: &Teller<'_>) -> String {
    match expiration {
        ExpirationView::NoExpiration {} => teller.text("policy.never"),
        ExpirationView::AfterDuration { duration } => {
            teller.say("policy.afterDuration", &[("duration", &teller.length(duration.0))])
        }
        ExpirationView::AfterDateTime { end_date_time } => {
            teller.say("policy.afterDate", &[("date", &teller.at(end_date_time.0))])
        }
    }
}
