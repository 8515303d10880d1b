//! The agents' own door as people see and switch it.

use chaperone_domain::authority::Action;
use chaperone_domain::door::DoorKeeping;
use chaperone_domain::id::TenantId;

use super::said::Saying;
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
        /// Whether it speaks HTTPS too, at the next port; as before when left out.
        is_https: Option<bool>,
    }

    /// See who keeps the agents' door on this device, and where it stands.
    ShowDoorKeeping {}
}

views! {
    /// The agents' own door.
    DoorView {
        /// Whether agents are heard.
        is_open: bool,
        /// The port on loopback, 0 for any free one.
        port: u16,
        /// Whether it speaks HTTPS too, at the next port.
        is_https: bool,
        /// Under which id the workspace stands in URLs and tokens; nothing while it was never opened.
        tenant_id: Option<Wire<TenantId>>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// One entrance of the door, for programs that are told where it stands.
    DoorAddresses {
        /// The addresses, IPv4 first.
        urls: Vec<String>,
        /// Under which id the workspace stands in URLs and tokens.
        tenant_id: String,
        /// The base of Microsoft Graph's routes.
        graph: String,
        /// The authority of libraries that ask for tokens.
        authority: String,
        /// Where tokens are made.
        token_endpoint: String,
        /// Where the managed-identity protocol is spoken.
        identity_endpoint: String,
        /// Where the Model Context Protocol is spoken.
        mcp: String,
    }

    /// Where a door stands.
    DoorStands {
        /// For HTTP.
        http: DoorAddresses,
        /// For HTTPS, if it is spoken.
        https: Option<DoorAddresses>,
        /// The file with the certificate that clients have to trust for HTTPS.
        ca_file: Option<String>,
    }

    /// Who keeps the door, as this process sees it.
    DoorKeepingView {
        /// Who.
        keeping: Wire<DoorKeeping>,
        /// Where it stands, as far as somebody keeps it.
        stands: Option<DoorStands>,
        /// Why it could not be kept, and what to do.
        message: Option<String>,
        /// The same as code and values.
        saying: Option<Saying>,
    }
}
