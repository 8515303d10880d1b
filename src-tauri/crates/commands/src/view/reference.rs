//! Short forms that name a thing: its id and what people call it.

use chaperone_domain::id::{
    AccessPackageId, AgentId, ApplicationId, BlueprintId, CatalogId, GroupId, PersonId, PolicyId,
};

use crate::wire::Wire;

views! {
    /// A person, named.
    PersonRef {
        /// Key.
        id: Wire<PersonId>,
        /// Name.
        display_name: String,
    }

    /// A group, named.
    GroupRef {
        /// Key.
        id: Wire<GroupId>,
        /// Name.
        display_name: String,
    }

    /// An agent, named.
    AgentRef {
        /// Key.
        id: Wire<AgentId>,
        /// Name.
        display_name: String,
    }

    /// A blueprint, named.
    BlueprintRef {
        /// Key.
        id: Wire<BlueprintId>,
        /// Name.
        display_name: String,
    }

    /// An application, named.
    ApplicationRef {
        /// Key.
        id: Wire<ApplicationId>,
        /// Name.
        display_name: String,
    }

    /// A catalog, named.
    CatalogRef {
        /// Key.
        id: Wire<CatalogId>,
        /// Name.
        display_name: String,
    }

    /// An access package, named.
    AccessPackageRef {
        /// Key.
        id: Wire<AccessPackageId>,
        /// Name.
        display_name: String,
    }

    /// A policy, named.
    PolicyRef {
        /// Key.
        id: Wire<PolicyId>,
        /// Name.
        display_name: String,
    }
}
