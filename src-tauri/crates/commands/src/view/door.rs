//! The agents' own door as people see and switch it.

use chaperone_domain::authority::Action;
use chaperone_domain::id::TenantId;

use crate::wire::Wire;

asks! {
    /// See whether the agents' door is open, and where.
    ShowDoor {}

    /// Open or close the agents' door.
    SwitchDoor {
        /// Whether agents are heard.
        is_open: bool,
        /// The port on loopback, 0 for any free one; as before when left out.
        port: Option<u16>,
    }
}

views! {
    /// The agents' own door.
    DoorView {
        /// Whether agents are heard.
        is_open: bool,
        /// The port on loopback, 0 for any free one.
        port: u16,
        /// Under which id the workspace stands in URLs and tokens; nothing while it was never opened.
        tenant_id: Option<Wire<TenantId>>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }
}
