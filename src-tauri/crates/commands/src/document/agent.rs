//! A document about an agent: who answers for it, every right with why and until when, its assignments, and what happened last.

use chaperone_domain::authority::Action;
use chaperone_domain::id::AgentId;
use chaperone_domain::request::Requestor;
use chaperone_report::{Block, Cell, Fact, Row};
use chaperone_store::table::{assignments, requests};

use super::teller::Teller;
use crate::context::{Context, Reading};
use crate::failure::Reply;
use crate::view::access::{HeldRight, ListAccess};
use crate::view::access_package::RightView;
use crate::view::agent::{AgentView, ShowAgent, SponsorView};
use crate::view::assignment::AssignmentRow;
use crate::view::audit::HistoryEvent;
use crate::wire::Wire;
use crate::{access, agent, explanation, person, relation};

/// How much of the history is told.
const LAST: usize = 40;

/// The title and the parts.
pub(super) fn fill(
    cx: &Reading<'_>,
    id: AgentId,
    teller: &Teller<'_>,
) -> Reply<(String, Vec<Block>)> {
    let view = agent::show_agent(cx, ShowAgent { agent_id: Wire(id) })?;
    cx.authorise(Action::ShowReport, &relation::to_agent(cx, id)?, "agent")?;
    let held = access::list_access(cx, ListAccess { agent_id: Wire(id), at: None })?;
    let mut blocks = vec![Block::Facts(facts(&view, teller))];
    if !view.is_in_force {
        blocks.push(Block::Warning(teller.text("agents.outOfForce")));
    }
    blocks.push(Block::Heading(teller.text("document.rights")));
    blocks.push(Block::Remark(if view.is_in_force {
        teller.say("document.rightsText", &[("at", &teller.at(cx.now()))])
    } else {
        teller.text("access.givesNothing")
    }));
    blocks.push(rights(&held.rights, teller));
    blocks.push(Block::Heading(teller.text("agents.assignments")));
    blocks.push(Block::Remark(teller.text("document.assignmentsText")));
    let mut rows = Vec::new();
    for held in &view.assignments {
        rows.push(assignment(cx, held, teller)?);
    }
    let columns = [
        ("agents.package", 5),
        ("document.howItCame", 7),
        ("agents.starts", 3),
        ("agents.ends", 3),
        ("agents.state", 3),
    ];
    blocks.push(teller.table("agents.assignments", &columns, rows, "agents.noAssignments"));
    blocks.push(Block::Heading(teller.text("document.history")));
    blocks
        .push(Block::Remark(teller.count("document.historyText", view.lifecycle.len().min(LAST))));
    blocks.push(history(&view.lifecycle, teller));
    Ok((view.agent.display_name, blocks))
}

fn facts(view: &AgentView, teller: &Teller<'_>) -> Vec<Fact> {
    let row = &view.agent;
    let owners = view.owners.iter().map(|one| teller.named(&one.display_name, one.id.0));
    let principals =
        view.owner_principals.iter().map(|one| teller.named(&one.display_name, one.id.0));
    let blueprint = row.blueprint.as_ref().map(|one| teller.named(&one.display_name, one.id.0));
    let mut created = vec![teller.at(view.created_at.0)];
    if let Some(by) = &view.created_by {
        let name = teller.named(&by.display_name, by.id.0);
        created =
            vec![teller.say("document.createdBy", &[("at", &created.concat()), ("name", &name)])];
    }
    let user = view.agent_user.as_ref().map(|user| {
        let manager = user.manager.as_ref();
        let manager = manager.map(|one| {
            let name = teller.named(&one.display_name, one.id.0);
            format!(", {} {name}", teller.text("agents.userManager"))
        });
        let state = if user.is_enabled {
            String::new()
        } else {
            format!(" ({})", teller.text("agents.userDisabled"))
        };
        format!(
            "{}{state}{}",
            teller.named(&user.display_name, user.id.0),
            manager.unwrap_or_default()
        )
    });
    let one = |value: Option<String>| value.into_iter().collect::<Vec<_>>();
    let mut facts = vec![
        teller.fact("agents.id", vec![row.id.0.to_string()]),
        teller.fact("agents.state", vec![teller.term_of("agentState", row.effective_state.0)]),
        teller.fact("identity.description", vec![view.description.clone()]),
        teller.fact("agents.blueprint", one(blueprint)),
        teller
            .fact("agents.sponsors", row.sponsors.iter().map(|one| sponsor(one, teller)).collect()),
        teller.fact("agents.owners", owners.chain(principals).collect()),
    ];
    if user.is_some() {
        facts.push(teller.fact("agents.user", one(user)));
    }
    facts.push(teller.fact("agents.created", created));
    facts
}

fn sponsor(sponsor: &SponsorView, teller: &Teller<'_>) -> String {
    let person = sponsor.person.as_ref().map(|one| teller.named(&one.display_name, one.id.0));
    let group = sponsor.group.as_ref().map(|one| {
        let name = teller.named(&one.display_name, one.id.0);
        format!("{name} {}", teller.text("agents.sponsorGroup"))
    });
    let name = person.or(group).unwrap_or_default();
    if sponsor.is_active { name } else { format!("{name} {}", teller.text("agents.sponsorGone")) }
}

/// A right: what kind, on what, as what.
pub(super) fn right(right: &RightView, teller: &Teller<'_>) -> Cell {
    let name = teller.name(&right.origin_name, &right.origin_id);
    let role =
        if right.role_name.is_empty() { String::new() } else { format!(": {}", right.role_name) };
    Cell { text: format!("{}{role}", name.text), notes: name.notes }
        .note(teller.term_of("rightKind", right.kind.0))
}

fn rights(rights: &[HeldRight], teller: &Teller<'_>) -> Block {
    let rows: Vec<Row> = rights
        .iter()
        .map(|held| {
            let package = held.access_package.as_ref();
            let package = package.map(|one| teller.named(&one.display_name, one.id.0));
            let blueprint = held.blueprint.as_ref();
            let blueprint = blueprint.map(|one| teller.named(&one.display_name, one.id.0));
            vec![
                right(&held.right, teller),
                Cell::of(teller.term_of("grantSource", held.source.0))
                    .note(package.or(blueprint).unwrap_or_default()),
                Cell::of(teller.at(held.starts_at.0)),
                Cell::of(teller.until(held.ends_at.map(|at| at.0))),
            ]
        })
        .collect();
    let columns =
        [("document.right", 7), ("access.whyHeading", 6), ("agents.starts", 4), ("agents.ends", 4)];
    teller.table("document.rights", &columns, rows, "access.none")
}

fn assignment(cx: &impl Context, row: &AssignmentRow, teller: &Teller<'_>) -> Reply<Row> {
    let policy = &row.policy;
    let package = teller.name(&row.access_package.display_name, row.access_package.id.0);
    Ok(vec![
        package.note(teller.named(&policy.display_name, policy.id.0)),
        origin(cx, row, teller)?,
        Cell::of(teller.at(row.starts_at.0)),
        Cell::of(teller.until(row.ended_at.or(row.ends_at).map(|at| at.0))),
        Cell::of(state(row, teller)),
    ])
}

/// How an assignment stands, as the screens say it.
pub(super) fn state(row: &AssignmentRow, teller: &Teller<'_>) -> String {
    match row.end_reason {
        Some(reason) => teller.term("assignmentState", &format!("expired_{}", reason.0)),
        None if row.is_in_force => teller.term_of("assignmentState", row.state.0),
        None => teller.text("assignmentState.notYet"),
    }
}

/// Who asked and why, and who agreed.
fn origin(cx: &impl Context, row: &AssignmentRow, teller: &Teller<'_>) -> Reply<Cell> {
    let Some(held) = assignments::get(cx.db(), row.id.0)? else { return Ok(Cell::default()) };
    let Some(asked) = requests::get(cx.db(), held.request_id)? else { return Ok(Cell::default()) };
    let who = match asked.requestor {
        Requestor::Person(id) => {
            let named = person::reference(cx.db(), id)?;
            teller.named(&named.display_name, id)
        }
        Requestor::Agent(id) => {
            let named = agent::reference(cx.db(), id)?;
            teller.named(&named.display_name, id)
        }
        Requestor::System => teller.text("document.rule"),
    };
    let kind = teller.term_of("requestType", asked.request_type);
    let values = [("kind", kind.as_str()), ("name", &who), ("at", &teller.at(asked.created_at))];
    let mut cell =
        Cell::of(teller.say("document.asked", &values)).note(teller.quote(&asked.justification));
    for step in explanation::decisions(cx, asked.id)? {
        let name = teller.named(&step.person.display_name, step.person.id.0);
        let verdict = teller.term_of("verdict", step.verdict.0);
        let values =
            [("verdict", verdict.as_str()), ("name", &name), ("at", &teller.at(step.at.0))];
        cell = cell
            .note(teller.say("document.decided", &values))
            .note(teller.quote(&step.justification));
    }
    Ok(cell)
}

fn history(events: &[HistoryEvent], teller: &Teller<'_>) -> Block {
    let rows = events
        .iter()
        .take(LAST)
        .map(|event| {
            let person = event.actor.as_ref().map(|one| teller.name(&one.display_name, one.id.0));
            let agent =
                event.actor_agent.as_ref().map(|one| teller.name(&one.display_name, one.id.0));
            vec![
                Cell::of(event.seq.to_string()),
                Cell::of(teller.at(event.occurred_at.0)),
                person.or(agent).unwrap_or_else(|| Cell::of(teller.text("document.rule"))),
                Cell::of(teller.term("activity", &event.activity)).note(&event.sentence),
            ]
        })
        .collect();
    let columns =
        [("audit.number", 1), ("document.when", 3), ("audit.actor", 3), ("audit.what", 9)];
    teller.table("document.history", &columns, rows, "agents.noLifecycle")
}
