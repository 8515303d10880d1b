//! Changing the policies of a package, its basics and what it grants.

use chaperone_domain::id::{AccessPackageId, PolicyId, ResourceRoleId};

use super::access_package::NewPolicy;
use crate::wire::Wire;

asks! {
    /// Add a policy to a package.
    AddPolicy {
        /// The package.
        access_package_id: Wire<AccessPackageId>,
        /// The policy.
        policy: NewPolicy,
    }

    /// Give a policy another wording. What it may leave out stays as it is; what was requested before runs on under the wording
    /// of its time.
    UpdatePolicy {
        /// Which, by the id of any of its wordings.
        policy_id: Wire<PolicyId>,
        /// The wording from now on. Questions, requestor settings and whatever else may be left out stay when they are; whether
        /// it takes requests stays as it is.
        policy: NewPolicy,
    }

    /// Let a policy take requests and direct assignments again.
    EnablePolicy {
        /// Which.
        policy_id: Wire<PolicyId>,
    }

    /// Let a policy take nothing new, not even a direct assignment by an administrator. Access under it stays.
    DisablePolicy {
        /// Which.
        policy_id: Wire<PolicyId>,
    }

    /// Delete a policy under which nothing stands.
    DeletePolicy {
        /// Which.
        policy_id: Wire<PolicyId>,
    }

    /// Change a package's name, description or whether it is listed; what is left out stays.
    UpdateAccessPackage {
        /// Which.
        access_package_id: Wire<AccessPackageId>,
        /// Name, unique in the catalog.
        display_name: Option<String>,
        /// What it is for.
        description: Option<String>,
        /// Not listed; only who knows its id may request it.
        is_hidden: Option<bool>,
    }

    /// Delete a package that nobody holds and nobody asks for.
    DeleteAccessPackage {
        /// Which.
        access_package_id: Wire<AccessPackageId>,
    }

    /// Put resource roles into a package; who holds it gets them at once, until the same end.
    AddPackageRoles {
        /// The package.
        access_package_id: Wire<AccessPackageId>,
        /// Roles that its catalog offers.
        resource_role_ids: Vec<Wire<ResourceRoleId>>,
    }

    /// Take a resource role out of a package; who holds it by the package alone loses it at once.
    RemovePackageRole {
        /// The package.
        access_package_id: Wire<AccessPackageId>,
        /// The role.
        resource_role_id: Wire<ResourceRoleId>,
    }
}
