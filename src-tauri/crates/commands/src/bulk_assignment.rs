//! One package for several agents in one command: each agent succeeds or is refused for itself.

use std::collections::BTreeSet;

use chaperone_domain::authority::Action;
use chaperone_store::table::policies;

use crate::context::{Context, Writing};
use crate::failure::{Failure, FailureKind, Reply};
use crate::view::request::{
    AssignAccessPackage, AssignToAgents, AssignmentOutcome, AssignmentOutcomes,
};
use crate::{relation, request};

/// How many agents one command may name.
const MOST: usize = 500;

/// Assigns a package directly to several agents. Questions are answered for one agent at a time, so a policy that asks any is
/// refused here.
pub(crate) fn assign_to_agents(
    cx: &mut Writing<'_>,
    ask: AssignToAgents,
) -> Reply<AssignmentOutcomes> {
    let relations = relation::to_access_package(cx, ask.access_package_id.0)?;
    cx.authorise(Action::AssignToAgents, &relations, "access package")?;
    let agents: BTreeSet<_> = ask.agent_ids.iter().copied().collect();
    if agents.is_empty() || agents.len() > MOST {
        return Err(Failure::usage(format!("Name 1 to {MOST} agents.")));
    }
    let all = policies::of_package(cx.db(), ask.access_package_id.0)?;
    let chosen = ask.policy_id.map(|id| id.0);
    let is_meant = |id| chosen.is_none_or(|chosen| chosen == id);
    if all
        .iter()
        .any(|policy| is_meant(policy.id) && policy.is_enabled && !policy.questions.is_empty())
    {
        return Err(Failure::refused_because(
            "questions_one_at_a_time",
            "The policy asks questions, which are answered for one agent at a time; assign it to each agent by itself.",
        ));
    }
    let mut rows = Vec::new();
    let total = agents.len() as u64;
    for agent_id in agents {
        cx.progress.step(rows.len() as u64, Some(total))?;
        let one = AssignAccessPackage {
            agent_id,
            access_package_id: ask.access_package_id,
            policy_id: ask.policy_id,
            start_at: ask.start_at,
            duration: ask.duration,
            end_at: ask.end_at,
            justification: ask.justification.clone(),
            answers: Vec::new(),
        };
        let agent = crate::agent::reference(cx.db(), agent_id.0)?;
        let (request, refused) = match cx.apart(|cx| request::assign_access_package(cx, one)) {
            Ok(view) => (Some(view.request), None),
            Err(failure) if failure.kind == FailureKind::Refused => (None, Some(failure.told())),
            Err(failure) => return Err(failure),
        };
        let (refusal, refusal_saying) = refused.unzip();
        rows.push(AssignmentOutcome { agent, request, refusal, refusal_saying });
    }
    Ok(AssignmentOutcomes { rows })
}
