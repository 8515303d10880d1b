//! The report of which packages agents have and which could be requested for them. What can be requested is decided by the
//! rule by which a request would be; nothing is decided here.

use chaperone_domain::assignment::Assignment;
use chaperone_domain::id::{AccessPackageId, AgentId, PersonId};
use chaperone_domain::refusal::Refuse;
use chaperone_domain::report::PackageStanding;
use chaperone_domain::requestor::{ActsAs, heard_as};
use chaperone_domain::term::Term;
use chaperone_store::table::reports::{Cell, Report, Scope};
use chaperone_store::table::{access_packages, assignments, catalogs, policies, sponsors};

use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply, sentence};
use crate::outlook::{self, Offer};

const COLUMNS: [&str; 12] = [
    "agent",
    "accessPackage",
    "catalog",
    "standing",
    "policy",
    "askedBy",
    "startsAt",
    "endsAt",
    "refusal",
    "agentId",
    "accessPackageId",
    "assignmentId",
];

/// What one agent has and what could be requested for it by whoever may ask; or by one person, for one agent or for each
/// that they may ask for.
pub(crate) fn make(cx: &Reading<'_>, scope: &Scope) -> Reply<Report> {
    let agents = match (scope.agent, scope.person) {
        (Some(agent), _) => vec![agent],
        (None, Some(person)) => sponsors::agents_asked_for_by(cx.db(), person)?,
        (None, None) => Vec::new(),
    };
    let state = scope.state.as_deref().map(PackageStanding::parse_term).transpose();
    let wanted = state.map_err(|unknown| Failure::usage(format!("{unknown}.")))?;
    let mut rows = Vec::new();
    for (done, &agent) in agents.iter().enumerate() {
        cx.progress.step(done as u64, Some(agents.len() as u64))?;
        let acts_as = acts_as(cx, agent, scope.person)?;
        rows.extend(of_agent(cx, agent, acts_as, scope.access_package, wanted)?);
    }
    Ok(Report { columns: COLUMNS.map(str::to_owned).into(), rows })
}

/// As what the person acts for the agent; without a person, as anybody who could.
fn acts_as(cx: &impl Context, agent: AgentId, person: Option<PersonId>) -> Reply<ActsAs> {
    let all =
        ActsAs { themselves: true, sponsor_or_owner: true, manager: true, administrator: false };
    let Some(person) = person else { return Ok(all) };
    let ties = sponsors::ties(cx.db(), agent, person)?;
    Ok(ActsAs {
        themselves: false,
        sponsor_or_owner: ties.is_sponsor || ties.is_owner,
        manager: ties.is_manager,
        administrator: false,
    })
}

fn of_agent(
    cx: &impl Context,
    agent: AgentId,
    acts_as: ActsAs,
    package: Option<AccessPackageId>,
    wanted: Option<PackageStanding>,
) -> Reply<Vec<Vec<Cell>>> {
    let is_wanted = |standing| wanted.is_none_or(|wanted| wanted == standing);
    let held: Vec<_> = assignments::of_agent(cx.db(), agent)?
        .into_iter()
        .filter(|held| !held.is_over_at(cx.now()))
        .filter(|held| package.is_none_or(|package| package == held.access_package_id))
        .collect();
    let mut rows = Vec::new();
    if is_wanted(PackageStanding::Assigned) {
        for held in &held {
            rows.push(assigned(cx, held)?);
        }
    }
    if wanted == Some(PackageStanding::Assigned) {
        return Ok(rows);
    }
    for offer in outlook::offers(cx, agent, acts_as, package)? {
        let standing = match offer.refusal {
            None => PackageStanding::Requestable,
            Some(_) => PackageStanding::Refused,
        };
        let is_held = held.iter().any(|held| held.access_package_id == offer.package.id);
        if !is_held && is_wanted(standing) {
            rows.push(offered(cx, agent, &offer, standing, acts_as)?);
        }
    }
    Ok(rows)
}

fn assigned(cx: &impl Context, held: &Assignment) -> Reply<Vec<Cell>> {
    let policy = policies::get(cx.db(), held.policy_id)?;
    Ok(vec![
        agent_name(cx, held.agent_id)?,
        text(crate::access_package::reference(cx.db(), held.access_package_id)?.display_name),
        catalog_name(cx, held.access_package_id)?,
        text(PackageStanding::Assigned.term()),
        policy.map_or(Cell::Nothing, |policy| text(policy.display_name)),
        Cell::Nothing,
        Cell::At(held.starts_at),
        held.effective_end().map_or(Cell::Nothing, Cell::At),
        Cell::Nothing,
        text(held.agent_id.to_string()),
        text(held.access_package_id.to_string()),
        text(held.id.to_string()),
    ])
}

fn offered(
    cx: &impl Context,
    agent: AgentId,
    offer: &Offer,
    standing: PackageStanding,
    acts_as: ActsAs,
) -> Reply<Vec<Cell>> {
    let names: Vec<_> = offer.policies.iter().map(|policy| policy.display_name.as_str()).collect();
    let settings: Vec<_> = offer.policies.iter().map(|policy| &policy.requestor_settings).collect();
    let asked_by: Vec<_> = heard_as(&settings, acts_as).into_iter().map(Term::term).collect();
    let refusal = offer.refusal.as_ref().map_or(Cell::Nothing, |refusal| {
        Cell::Sentence(sentence(&refusal.to_string()), refusal.said())
    });
    Ok(vec![
        agent_name(cx, agent)?,
        text(&offer.package.display_name),
        catalog_name(cx, offer.package.id)?,
        text(standing.term()),
        text(names.join("; ")),
        text(asked_by.join("; ")),
        Cell::Nothing,
        Cell::Nothing,
        refusal,
        text(agent.to_string()),
        text(offer.package.id.to_string()),
        Cell::Nothing,
    ])
}

fn agent_name(cx: &impl Context, agent: AgentId) -> Reply<Cell> {
    Ok(text(crate::agent::reference(cx.db(), agent)?.display_name))
}

fn catalog_name(cx: &impl Context, package: AccessPackageId) -> Reply<Cell> {
    let Some((package, _)) = access_packages::ever(cx.db(), package)? else {
        return Ok(Cell::Nothing);
    };
    let catalog = catalogs::ever(cx.db(), package.catalog_id)?;
    Ok(catalog.map_or(Cell::Nothing, |catalog| text(catalog.display_name)))
}

fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    if text.is_empty() { Cell::Nothing } else { Cell::Text(text) }
}
