//! How far the tour of the main job has come: a step is done when the history says so, however it came about.

use chaperone_domain::id::{Id, RequestId};
use chaperone_domain::term::Term;
use chaperone_domain::tour::TourStep;
use chaperone_store::Db;
use chaperone_store::table::{assignments, audit_records};

use super::company::Company;
use super::exercise::training_folder;
use super::planting::agent_named;
use crate::desk::Desk;
use crate::failure::Reply;
use crate::session::Session;
use crate::view::training::{ShowTour, TourProgress, TourStepRow};
use crate::wire::Wire;

/// How much of the agent's history is looked through: more than a tour has.
const LOOKED_THROUGH: u32 = 2_000;

/// Shows how far the tour has come.
pub(crate) fn show_tour(desk: &Desk, _: &Session, _: ShowTour) -> Reply<TourProgress> {
    training_folder(desk)?;
    desk.workspace()?.store.read(progress)
}

fn progress(db: &Db) -> Reply<TourProgress> {
    let agent = agent_named(db, Company::sample()?.agent())?;
    let (history, held) = match agent {
        Some(agent) => (
            audit_records::about(db, agent.uuid(), LOOKED_THROUGH)?,
            assignments::of_agent(db, agent)?,
        ),
        None => Default::default(),
    };
    let proof = audit_records::Filter {
        activity: Some(TourStep::Prove.activity().to_owned()),
        ..Default::default()
    };
    let proved = audit_records::page(db, &proof, None, 1)?;
    let happened = |step: TourStep| {
        let records = if step == TourStep::Prove { &proved } else { &history };
        records.iter().find(|record| record.activity == step.activity())
    };
    let steps = TourStep::ALL.iter().map(|&step| TourStepRow {
        id: Wire(step),
        done_at: happened(step).map(|record| Wire(record.occurred_at)),
    });
    Ok(TourProgress {
        steps: steps.collect(),
        agent_id: agent.map(Wire),
        request_id: happened(TourStep::Ask)
            .map(|record| Wire(RequestId::from_uuid(record.subject_id))),
        assignment_id: held.iter().max_by_key(|one| one.starts_at).map(|one| Wire(one.id)),
    })
}
