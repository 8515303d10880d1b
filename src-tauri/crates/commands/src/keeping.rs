//! Who keeps the agents' door on this device: what the part of a host that keeps it says, for people who want to know. Keeping
//! it is the gateway's business; whether it is open, that of `door`.

use chaperone_domain::authority::Action;
use chaperone_domain::door::DoorKeeping;

use crate::context::Context;
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::door::{DoorKeepingView, DoorStands, ShowDoorKeeping};
use crate::wire::Wire;

/// What is known of who keeps the door. A host that keeps none knows nothing.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// Who.
    pub keeping: DoorKeeping,
    /// Where it stands.
    pub stands: Option<DoorStands>,
    /// Why it isn't kept here, and what to do.
    pub failure: Option<Failure>,
}

impl Default for Keeping {
    fn default() -> Self {
        Self { keeping: DoorKeeping::Nobody, stands: None, failure: None }
    }
}

impl Desk {
    /// Takes note of who keeps the door. Answers whether that is news.
    pub fn note_keeping(&self, now: Keeping) -> bool {
        let mut known = self.keeping();
        let is_news = known.keeping != now.keeping
            || known.failure != now.failure
            || known.stands != now.stands;
        *known = now;
        is_news
    }
}

/// Shows who keeps the door, as this process sees it.
pub(crate) fn show_door_keeping(
    desk: &Desk,
    session: &Session,
    _: ShowDoorKeeping,
) -> Reply<DoorKeepingView> {
    desk.read(session, |cx| cx.authorise(Action::ShowDoorKeeping, &[], "door"))?;
    let Keeping { keeping, stands, failure } = desk.keeping().clone();
    let (message, saying) = failure.map(Failure::told).unzip();
    Ok(DoorKeepingView { keeping: Wire(keeping), stands, message, saying })
}
