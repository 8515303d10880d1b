//! Catalogs that change, and the resources in them.

use chaperone_domain::access_package::{CatalogState, ResourceKind};
use chaperone_domain::authority::Action;
use chaperone_domain::id::{CatalogId, ResourceId};

use super::access_package::CatalogRow;
use super::reference::AccessPackageRef;
use crate::wire::Wire;

asks! {
    /// See one catalog with its resources.
    ShowCatalog {
        /// Which.
        catalog_id: Wire<CatalogId>,
    }

    /// Change a catalog's name or description, or publish it or not; what is left out stays.
    UpdateCatalog {
        /// Which.
        catalog_id: Wire<CatalogId>,
        /// Name, unique.
        display_name: Option<String>,
        /// Purpose.
        description: Option<String>,
        /// `unpublished`: nothing in it can be requested or discovered.
        state: Option<Wire<CatalogState>>,
    }

    /// Delete a catalog that holds nothing.
    DeleteCatalog {
        /// Which.
        catalog_id: Wire<CatalogId>,
    }

    /// Take a resource out of its catalog, when no package grants any of its roles.
    RemoveCatalogResource {
        /// Which.
        resource_id: Wire<ResourceId>,
    }
}

views! {
    /// A resource of a catalog.
    CatalogResourceRow {
        /// Key.
        id: Wire<ResourceId>,
        /// What it is.
        kind: Wire<ResourceKind>,
        /// The id of the group, application or directory role.
        origin_id: String,
        /// Name.
        display_name: String,
        /// How many roles it offers.
        roles: u32,
        /// The packages that grant any of them: while there is one, the resource stays.
        used_by: Vec<AccessPackageRef>,
    }

    /// A catalog with its resources.
    CatalogView {
        /// As in the list.
        catalog: CatalogRow,
        /// By name.
        resources: Vec<CatalogResourceRow>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }
}
