//! Who plays: the sample company's personas for the tour, read from the company itself, so that the story and the tour
//! never disagree about who is who. What they do stands in `acts`.

use chaperone_commands::view::agent::AgentPage;
use chaperone_commands::view::desk::{ActAs, DeskView};
use chaperone_commands::wire::Wire;
use chaperone_commands::{Failure, Origin, Reply, Session};
use chaperone_domain::id::{AgentId, PersonId};
use serde::Deserialize;
use serde_json::json;

use super::teller::Teller;

/// The part of the company's file that names the personas.
#[derive(Debug, Deserialize)]
struct Company {
    tour: Tour,
}

#[derive(Debug, Deserialize)]
struct Tour {
    administrator: String,
    sponsor: String,
    approver: String,
    agent: String,
}

/// Somebody who acts.
#[derive(Debug)]
pub(super) struct Player {
    pub(super) id: Wire<PersonId>,
    pub(super) name: String,
    pub(super) session: Session,
}

/// All who act, and the agent that it is all about.
#[derive(Debug)]
pub(super) struct Cast {
    pub(super) administrator: Player,
    pub(super) sponsor: Player,
    pub(super) approver: Player,
    pub(super) agent_id: Wire<AgentId>,
    pub(super) agent: String,
}

const COMPANY: &str = include_str!("../../../commands/sample/company.json");

fn tour() -> Reply<Tour> {
    let company: Company = serde_json::from_str(COMPANY)
        .map_err(|wrong| Failure::usage(format!("The sample company can't be read: {wrong}.")))?;
    Ok(company.tour)
}

/// The address of the sample company's administrator.
pub(super) fn administrator() -> Reply<String> {
    Ok(tour()?.administrator)
}

impl Cast {
    /// Finds everybody in the open workspace.
    pub(super) fn of(teller: &Teller<'_>) -> Reply<Self> {
        let tour = tour()?;
        let administrator = Player::called(teller, &tour.administrator)?;
        let search = json!({ "filter": { "search": tour.agent } });
        let page: AgentPage = teller.call(&administrator.session, "list_agents", search)?;
        let agent = page.rows.into_iter().find(|agent| agent.display_name == tour.agent);
        let agent = agent.ok_or_else(|| Failure::not_found("agent"))?;
        Ok(Self {
            sponsor: Player::called(teller, &tour.sponsor)?,
            approver: Player::called(teller, &tour.approver)?,
            administrator,
            agent_id: agent.id,
            agent: agent.display_name,
        })
    }
}

impl Player {
    /// The person with an address.
    pub(super) fn called(teller: &Teller<'_>, email: &str) -> Reply<Self> {
        Self::of(teller, Wire(teller.desk().person_by_email(email)?))
    }

    /// The person with an id.
    pub(super) fn of(teller: &Teller<'_>, id: Wire<PersonId>) -> Reply<Self> {
        let session = Session::new(Origin::Story);
        let desk: DeskView = teller.call(&session, "act_as", ActAs { person_id: id })?;
        let me = desk.me.ok_or_else(Failure::not_signed_in)?;
        Ok(Self { id, name: me.person.display_name, session })
    }
}
