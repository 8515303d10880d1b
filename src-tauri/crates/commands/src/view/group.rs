//! Groups that are made and changed by hand.

use chaperone_domain::group::GroupKind;
use chaperone_domain::id::{GroupId, PersonId};

use crate::wire::Wire;

asks! {
    /// Make a group.
    CreateGroup {
        /// Name, unique.
        display_name: String,
        /// Purpose.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// `security` or `unified`; a dynamic group comes from a directory.
        kind: Wire<GroupKind>,
        /// Whether directory roles may be assigned to it.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        is_role_assignable: bool,
        /// The people in it.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        person_ids: Vec<Wire<PersonId>>,
    }

    /// Change a group's name or purpose; what is left out stays.
    UpdateGroup {
        /// Which.
        group_id: Wire<GroupId>,
        /// Name, unique.
        display_name: Option<String>,
        /// Purpose.
        description: Option<String>,
    }

    /// Put people into a group and take people out of it, in one step.
    UpdateGroupMembers {
        /// Which.
        group_id: Wire<GroupId>,
        /// Who joins.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        add: Vec<Wire<PersonId>>,
        /// Who goes.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        remove: Vec<Wire<PersonId>>,
    }
}
