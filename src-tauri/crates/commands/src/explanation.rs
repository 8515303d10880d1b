//! Why, and why not: the facts and names behind an answer of the decision point. What stands in the way, and in which order,
//! is decided by `domain::explanation`; here it gets the people, packages and instants that a reader looks for.

use chaperone_domain::access::{HeldBy, Holding};
use chaperone_domain::agent::{AgentIdentity, OutOfForce};
use chaperone_domain::approval::StageState;
use chaperone_domain::assignment::EndReason;
use chaperone_domain::blocklist::check_for_agents;
use chaperone_domain::explanation::{self, ExplanationFacts, Obstacle, ObstacleKind, Offer};
use chaperone_domain::id::{
    AccessPackageId, AgentId, AssignmentId, Id, PersonId, PolicyId, RequestId,
};
use chaperone_domain::refusal::Refuse;
use chaperone_domain::request::{Request, RequestType, Requestor};
use chaperone_domain::right::Right;
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_store::table::decisions as decided;
use chaperone_store::table::{
    access_packages, agents, assignments, people, policies, requests, resources, stages,
};

use crate::audit::history;
use crate::context::Context;
use crate::failure::{Failure, Reply, sentence};
use crate::permission::{Family, holdings, layers_of};
use crate::view::access::{AccessObstacle, AccessReason, DecisionStep};
use crate::view::audit::HistoryEvent;
use crate::view::reference::PersonRef;
use crate::wire::Wire;
use crate::{access, access_package, outlook, person, standing, words};

fn agent_of(cx: &impl Context, id: AgentId) -> Reply<AgentIdentity> {
    agents::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("agent"))
}

/// Everything that gives one of these rights at an instant, and how it came about.
pub(crate) fn why(
    cx: &impl Context,
    agent: AgentId,
    rights: &[Right],
    at: Timestamp,
) -> Reply<Vec<AccessReason>> {
    let mut reasons = Vec::new();
    for held in holdings(cx, agent)? {
        if rights.contains(&held.right) && held.holds_at(at) {
            reasons.push(reason(cx, agent, &held)?);
        }
    }
    Ok(reasons)
}

fn reason(cx: &impl Context, agent: AgentId, held: &Holding) -> Reply<AccessReason> {
    let shown = access::held_right(cx, agent, held)?;
    let mut reason = AccessReason {
        source: shown.source,
        sentence: shown.why,
        sayings: vec![access::said_of(cx, agent, held)?.into()],
        starts_at: shown.starts_at,
        ends_at: shown.ends_at,
        assignment_id: shown.assignment_id,
        access_package: shown.access_package,
        policy: None,
        request_id: None,
        requested_by: None,
        justification: None,
        decisions: Vec::new(),
        blueprint: shown.blueprint,
        given_by: None,
        given_at: None,
    };
    match held.by {
        HeldBy::Assignment(id) => by_assignment(cx, id, &mut reason)?,
        HeldBy::Direct(id) => by_record(cx, id, "given", &mut reason)?,
        HeldBy::Inherited(id) => by_record(cx, id, "consented to", &mut reason)?,
    }
    Ok(reason)
}

/// A consent or a direct grant came about by the first record that is about it.
fn by_record(cx: &impl Context, id: impl Id, verb: &str, reason: &mut AccessReason) -> Reply<()> {
    let Some(first) = history(cx, id)?.into_iter().next() else { return Ok(()) };
    let by = actor(&first);
    let when = first.occurred_at.0.in_words();
    reason.sentence.push_str(&format!(" It was {verb} by {by} on {when}."));
    let code = if verb == "given" { "grantedBy" } else { "consentedBy" };
    let said = Said::new(code).with("by", by_whom(&first)).with("at", first.occurred_at.0);
    reason.sayings.push(said.into());
    reason.given_at = Some(first.occurred_at);
    reason.given_by = first.actor;
    Ok(())
}

fn actor(event: &HistoryEvent) -> &str {
    event.actor.as_ref().map_or("a rule", |person| person.display_name.as_str())
}

fn by_whom(event: &HistoryEvent) -> Value {
    match &event.actor {
        Some(person) => (&person.display_name).into(),
        None => Value::Words("a rule"),
    }
}

/// An assignment came about by a request, through a policy, with its decisions.
fn by_assignment(cx: &impl Context, id: AssignmentId, reason: &mut AccessReason) -> Reply<()> {
    let held = assignments::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("assignment"))?;
    let Some(asked) = requests::get(cx.db(), held.request_id)? else { return Ok(()) };
    reason.policy =
        policies::get(cx.db(), held.policy_id)?.map(|it| access_package::policy_reference(&it));
    reason.request_id = Some(Wire(asked.id));
    reason.justification = Some(asked.justification.clone()).filter(|text| !text.is_empty());
    let verb = match asked.request_type {
        RequestType::AdminAdd => "assigned",
        _ => "requested",
    };
    let (by, whom) = match asked.requestor {
        Requestor::Person(id) => {
            let named = person::reference(cx.db(), id)?;
            let name = named.display_name.clone();
            reason.requested_by = Some(named);
            (name.clone(), Value::Text(name))
        }
        Requestor::Agent(_) => ("the agent itself".to_owned(), Value::Words("the agent itself")),
        Requestor::System => ("a rule".to_owned(), Value::Words("a rule")),
    };
    let policy = reason.policy.as_ref().map_or("", |policy| policy.display_name.as_str());
    let when = asked.created_at.in_words();
    reason
        .sentence
        .push_str(&format!(" It was {verb} by {by} on {when} under the policy {policy}."));
    let code = if verb == "assigned" { "assignedBy" } else { "requestedBy" };
    let said = Said::new(code).with("by", whom).with("at", asked.created_at).with("policy", policy);
    reason.sayings.push(said.into());
    reason.decisions = decisions(cx, asked.id)?;
    for step in &reason.decisions {
        let (by, when) = (&step.person.display_name, step.at.0.in_words());
        reason
            .sentence
            .push_str(&format!(" Stage {}: {} by {by} on {when}.", step.number, step.verdict));
        let said = Said::new("decidedBy")
            .with("stage", u32::from(step.number))
            .with("verdict", Value::term(step.verdict.0))
            .with("by", by)
            .with("at", step.at.0);
        reason.sayings.push(said.into());
    }
    if reason.decisions.is_empty() {
        reason.sentence.push_str(" Nobody had to agree.");
        reason.sayings.push(Said::new("nobodyDecided").into());
    }
    Ok(())
}

/// Who decided on a request, stage by stage.
pub(crate) fn decisions(cx: &impl Context, request: RequestId) -> Reply<Vec<DecisionStep>> {
    let mut steps = Vec::new();
    for stage in stages::of_request(cx.db(), request)? {
        let Some(decision) = decided::of_stage(cx.db(), stage.id)? else { continue };
        steps.push(DecisionStep {
            number: stage.number,
            person: person::reference(cx.db(), decision.person_id)?,
            verdict: Wire(decision.verdict),
            at: Wire(decision.decided_at),
            justification: decision.justification,
        });
    }
    Ok(steps)
}

/// What stands between an agent and these rights at an instant. A directory role may be held in two ways; where only one of
/// them is closed to agents, that is no obstacle.
pub(crate) fn why_not(
    cx: &impl Context,
    agent: AgentId,
    rights: &[Right],
    at: Timestamp,
) -> Reply<Vec<AccessObstacle>> {
    let mut of_rights = Vec::new();
    for &right in rights {
        of_rights.push(obstacles(cx, agent, right, at)?);
    }
    let is_closed = |of_right: &Vec<Obstacle>| {
        of_right.iter().any(|obstacle| obstacle.kind() == ObstacleKind::Closed)
    };
    if of_rights.iter().any(|of_right| !is_closed(of_right)) {
        of_rights.retain(|of_right| !is_closed(of_right));
    }
    let mut all: Vec<Obstacle> = Vec::new();
    for obstacle in of_rights.into_iter().flatten() {
        if !all.contains(&obstacle) {
            all.push(obstacle);
        }
    }
    if all.iter().any(|it| matches!(it, Obstacle::Requestable(..) | Obstacle::NotRequestable(..))) {
        all.retain(|obstacle| obstacle.kind() != ObstacleKind::NoPackage);
    }
    all.into_iter().map(|obstacle| shown(cx, agent, obstacle, at)).collect()
}

fn obstacles(cx: &impl Context, id: AgentId, right: Right, at: Timestamp) -> Reply<Vec<Obstacle>> {
    let agent = agent_of(cx, id)?;
    let held = holdings(cx, id)?;
    let family = Family::of_agent(cx, &agent)?;
    let giving: Vec<AccessPackageId> = visible_packages(cx, right)?;
    let (mut waiting, mut extensions) = (Vec::new(), Vec::new());
    for open in requests::open_at(cx.db(), id, at)? {
        if !giving.contains(&open.access_package_id) {
            continue;
        }
        match (open.request_type, open.assignment_id) {
            (RequestType::UserAdd | RequestType::AdminAdd, _) => waiting.push(open.id),
            (RequestType::UserExtend, Some(assignment)) => extensions.push((open.id, assignment)),
            _ => {}
        }
    }
    let mut offers = Vec::new();
    for package in giving {
        offers.push(Offer {
            access_package_id: package,
            outlook: outlook::outlook(cx, id, package)?,
        });
    }
    Ok(explanation::why_not(&ExplanationFacts {
        right,
        at,
        closed: check_for_agents(&resources::offered(cx.db(), right)?).err(),
        standing: standing::at(cx, id, at)?,
        holdings: &held,
        layers: right.api().map(|_| layers_of(&family, &held, right, at)),
        waiting_requests: &waiting,
        waiting_extensions: &extensions,
        offers: &offers,
    }))
}

/// The packages that give a right, as far as the actor may see them: hidden ones are for those who set packages up.
fn visible_packages(cx: &impl Context, right: Right) -> Reply<Vec<AccessPackageId>> {
    let giving = access_packages::granting(cx.db(), right)?;
    let seen = giving.into_iter().filter(|package| !package.is_hidden || cx.is_overseer());
    Ok(seen.map(|package| package.id).collect())
}

/// A refusal as a sentence of an explanation.
fn rule(said: Said) -> Said {
    Said::new("rule").with("rule", said)
}

/// An obstacle as people see it.
fn shown(
    cx: &impl Context,
    id: AgentId,
    obstacle: Obstacle,
    at: Timestamp,
) -> Reply<AccessObstacle> {
    let mut shown = AccessObstacle {
        kind: Wire(obstacle.kind()),
        code: None,
        sentence: String::new(),
        sayings: Vec::new(),
        access_package: None,
        policy: None,
        request_id: None,
        assignment_id: None,
        blueprint: None,
        by: None,
        waits_for: Vec::new(),
        at: None,
    };
    match obstacle {
        Obstacle::Closed(closed) => {
            shown.code = Some(closed.code().to_owned());
            shown.sentence = sentence(&closed.to_string());
            shown.say(rule(closed.said()));
        }
        Obstacle::OutOfForce(reason) => out_of_force(cx, id, reason, at, &mut shown)?,
        Obstacle::Ended(held) => ended(cx, &held, &mut shown)?,
        Obstacle::NotYet(held) => {
            shown.code = Some("access_not_yet".to_owned());
            shown.at = Some(Wire(held.starts_at));
            if let HeldBy::Assignment(id) = held.by {
                shown.assignment_id = Some(Wire(id));
            }
            let start = held.starts_at.in_words();
            shown.sentence = format!("It begins on {start}; wait until then.");
            shown.say(Said::new("notYet").with("start", held.starts_at));
        }
        Obstacle::ConsentMissing | Obstacle::InheritanceMissing => {
            layer_missing(cx, id, &mut shown)?;
        }
        Obstacle::RequestWaits(request) => {
            waits(cx, request, ("A request for", "requestWaits"), &mut shown)?;
        }
        Obstacle::ExtensionWaits(request, assignment) => {
            shown.assignment_id = Some(Wire(assignment));
            waits(cx, request, ("An extension of", "extensionWaits"), &mut shown)?;
        }
        Obstacle::Requestable(package, policy) => requestable(cx, package, policy, &mut shown)?,
        Obstacle::NotRequestable(package, no) => {
            let named = access_package::reference(cx.db(), package)?;
            let refused = sentence(&no.to_string());
            shown.sentence = format!("The package {} gives it, but: {refused}", named.display_name);
            shown.say(
                Said::new("notRequestable")
                    .with("package", &named.display_name)
                    .with("rule", no.said()),
            );
            shown.access_package = Some(named);
        }
        Obstacle::NoPackage => {
            shown.sentence =
                "No package gives it; an administrator can put it into one.".to_owned();
            shown.say(Said::new("noPackage"));
        }
    }
    Ok(shown)
}

fn out_of_force(
    cx: &impl Context,
    id: AgentId,
    reason: OutOfForce,
    at: Timestamp,
    shown: &mut AccessObstacle,
) -> Reply<()> {
    let agent = agent_of(cx, id)?;
    shown.code = Some("agent_out_of_force".to_owned());
    shown.sentence = sentence(&reason.to_string());
    shown.say(rule(reason.said()));
    let by_family =
        matches!(reason, OutOfForce::Blueprint | OutOfForce::Principal | OutOfForce::Orphaned);
    if let Some(blueprint) = agent.blueprint_id.filter(|_| by_family) {
        shown.blueprint = Some(crate::agent::blueprint_reference(cx.db(), blueprint)?);
    }
    if let Some(record) = standing::switched_off(cx, &agent, reason, at)? {
        shown.by = match record.actor_id.map(PersonId::from_uuid) {
            Some(id) => people::get(cx.db(), id)?
                .map(|found| PersonRef { id: Wire(id), display_name: found.display_name }),
            None => None,
        };
        shown.at = Some(Wire(record.occurred_at));
        let by = shown.by.as_ref().map_or("a rule", |person| person.display_name.as_str());
        let when = record.occurred_at.in_words();
        shown.sentence.push_str(&format!(" Done by {by} on {when}: {}", record.sentence));
        let whom = match &shown.by {
            Some(person) => Value::from(&person.display_name),
            None => Value::Words("a rule"),
        };
        shown.say(Said::new("doneBy").with("by", whom).with("at", record.occurred_at));
    }
    Ok(())
}

fn ended(cx: &impl Context, held: &Holding, shown: &mut AccessObstacle) -> Reply<()> {
    shown.code = Some("access_ended".to_owned());
    shown.at = held.ends_at.map(Wire);
    let when = held.ends_at.map(Timestamp::in_words).unwrap_or_default();
    let HeldBy::Assignment(id) = held.by else {
        let what = match held.by {
            HeldBy::Inherited(_) => "What flowed from the blueprint",
            _ => "What was given directly",
        };
        shown.sentence = format!("{what} ended on {when}.");
        let said = Said::new("ended").of(match held.by {
            HeldBy::Inherited(_) => "inherited",
            _ => "direct",
        });
        shown.say(match held.ends_at {
            Some(end) => said.with("end", end),
            None => said,
        });
        return Ok(());
    };
    shown.assignment_id = Some(Wire(id));
    let Some(assignment) = assignments::get(cx.db(), id)? else { return Ok(()) };
    let package = access_package::reference(cx.db(), assignment.access_package_id)?;
    let how = match assignment.end_reason {
        Some(EndReason::Returned) => ", given back",
        Some(EndReason::Removed) => ", removed by an administrator",
        Some(EndReason::RemovedByRule) => ", removed by a rule",
        Some(EndReason::ApprovalRevoked) => ", as its approval was taken back",
        Some(EndReason::Expired) | None => ", as its time was over",
    };
    shown.sentence =
        format!("The package {} ended on {when}{how}; request it again.", package.display_name);
    let said = Said::new("ended")
        .of(assignment.end_reason.map_or("expired", Term::term))
        .with("package", &package.display_name);
    shown.say(match held.ends_at {
        Some(end) => said.with("end", end),
        None => said,
    });
    shown.access_package = Some(package);
    Ok(())
}

fn layer_missing(cx: &impl Context, id: AgentId, shown: &mut AccessObstacle) -> Reply<()> {
    let agent = agent_of(cx, id)?;
    let id = agent.blueprint_id.ok_or_else(|| Failure::not_found("blueprint"))?;
    let blueprint = crate::agent::blueprint_reference(cx.db(), id)?;
    let name = &blueprint.display_name;
    shown.sentence = if shown.kind.0 == ObstacleKind::ConsentMissing {
        format!(
            "The blueprint {name} declares to need it, and nobody has consented to it; an administrator can."
        )
    } else {
        format!(
            "It is consented to for the blueprint {name}, which doesn't let it flow on to its agents; its owner can put the API into the inheritable list."
        )
    };
    let said = Said::new(shown.kind.0.term()).with("blueprint", &blueprint.display_name);
    shown.say(said);
    shown.blueprint = Some(blueprint);
    Ok(())
}

/// `what` is how the sentence begins, and its code.
fn waits(
    cx: &impl Context,
    id: RequestId,
    (what, code): (&str, &'static str),
    shown: &mut AccessObstacle,
) -> Reply<()> {
    let asked: Request =
        requests::get(cx.db(), id)?.ok_or_else(|| Failure::not_found("request"))?;
    let package = access_package::reference(cx.db(), asked.access_package_id)?;
    shown.request_id = Some(Wire(id));
    let open =
        stages::of_request(cx.db(), id)?.into_iter().find(|stage| stage.state == StageState::Open);
    let name = package.display_name.clone();
    shown.access_package = Some(package);
    let said = Said::new(code).with("package", &name);
    let Some(stage) = open else {
        shown.say(match asked.asked_start {
            Some(start) => said.of("agreed").with("start", start),
            None => said.of("delivering"),
        });
        shown.sentence = match asked.asked_start {
            Some(start) => format!("{what} {name} is agreed and begins on {}.", start.in_words()),
            None => format!("{what} {name} is being delivered."),
        };
        return Ok(());
    };
    for approver in &stage.approvers.people {
        shown.waits_for.push(person::reference(cx.db(), *approver)?);
    }
    shown.waits_for.sort_by_key(|person| person.display_name.to_lowercase());
    shown.at = stage.deadline_at.map(Wire);
    let names: Vec<_> = shown.waits_for.iter().map(|person| person.display_name.as_str()).collect();
    let whom = if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
    let until = words::until(stage.deadline_at);
    shown.sentence = format!("{what} {name} waits for a decision of {whom}, {until}.");
    let named: Vec<String> =
        shown.waits_for.iter().map(|person| person.display_name.clone()).collect();
    let said = match stage.deadline_at {
        Some(deadline) => said.with("deadline", deadline),
        None => said,
    };
    shown.say(if named.is_empty() {
        said.of("nobody")
    } else {
        said.with("who", named.as_slice())
    });
    Ok(())
}

fn requestable(
    cx: &impl Context,
    package: AccessPackageId,
    policy: PolicyId,
    shown: &mut AccessObstacle,
) -> Reply<()> {
    let named = access_package::reference(cx.db(), package)?;
    let policy = policies::get(cx.db(), policy)?.map(|it| access_package::policy_reference(&it));
    let under = policy
        .as_ref()
        .map(|policy| format!(" under the policy {}", policy.display_name))
        .unwrap_or_default();
    shown.sentence = format!(
        "The package {} gives it; a sponsor or owner can request it{under}.",
        named.display_name
    );
    let said = Said::new("requestable").with("package", &named.display_name);
    shown.say(match &policy {
        Some(policy) => said.of("policy").with("policy", &policy.display_name),
        None => said,
    });
    shown.access_package = Some(named);
    shown.policy = policy;
    Ok(())
}
