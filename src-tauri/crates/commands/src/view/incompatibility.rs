//! Separation of duties as people see and set it.

use chaperone_domain::authority::Action;
use chaperone_domain::id::{AccessPackageId, AssignmentId, GroupId};
use chaperone_domain::incompatibility::DoubleHolding;

use super::reference::{AccessPackageRef, AgentRef, GroupRef};
use crate::wire::{When, Wire};

asks! {
    /// See what excludes a package, and which packages it excludes.
    ListIncompatible {
        /// The package.
        access_package_id: Wire<AccessPackageId>,
    }

    /// List a package or a group as incompatible: who holds it, or is in it, can't get the package. Give one of the two.
    AddIncompatible {
        /// The package.
        access_package_id: Wire<AccessPackageId>,
        /// The package that excludes it.
        incompatible_access_package_id: Option<Wire<AccessPackageId>>,
        /// The group whose members can't get it.
        incompatible_group_id: Option<Wire<GroupId>>,
    }

    /// Take a rule of separation back. Give one of the two.
    RemoveIncompatible {
        /// The package.
        access_package_id: Wire<AccessPackageId>,
        /// The package that excludes it.
        incompatible_access_package_id: Option<Wire<AccessPackageId>>,
        /// The group whose members can't get it.
        incompatible_group_id: Option<Wire<GroupId>>,
    }

    /// Report who holds both sides of a pair; of all pairs where nothing is named.
    ListDoubleHolders {
        /// Of this package.
        access_package_id: Option<Wire<AccessPackageId>>,
        /// Excluded by this package.
        incompatible_access_package_id: Option<Wire<AccessPackageId>>,
        /// Excluded by this group.
        incompatible_group_id: Option<Wire<GroupId>>,
    }

    /// See what else the holder of an assignment holds that conflicts with it, in either direction.
    ListAdditionalAccess {
        /// The assignment.
        assignment_id: Wire<AssignmentId>,
    }
}

views! {
    /// A package on the other side of a rule.
    IncompatiblePackageRow {
        /// The other package.
        access_package: AccessPackageRef,
        /// When the rule was made.
        since: When,
        /// Whether the other package lists this one too.
        is_mutual: bool,
        /// How many hold both now.
        double_holders: u32,
    }

    /// A group whose members can't get a package.
    IncompatibleGroupRow {
        /// The group.
        group: GroupRef,
        /// When the rule was made.
        since: When,
        /// How many hold both now.
        double_holders: u32,
    }

    /// What excludes a package, and what it excludes.
    IncompatibleView {
        /// The package.
        access_package: AccessPackageRef,
        /// Who holds one of these can't get the package.
        access_packages: Vec<IncompatiblePackageRow>,
        /// Who is a member of one of these can't get it either.
        groups: Vec<IncompatibleGroupRow>,
        /// The packages that list this one: who holds it can't get them.
        incompatible_with: Vec<IncompatiblePackageRow>,
        /// What I may do.
        may: Vec<Wire<Action>>,
    }

    /// Somebody who holds both sides of a pair.
    DoubleHolderRow {
        /// Who.
        agent: AgentRef,
        /// The package.
        access_package: AccessPackageRef,
        /// Its assignment.
        assignment_id: Wire<AssignmentId>,
        /// Held since.
        since: When,
        /// Held until; nothing means no end.
        until: Option<When>,
        /// The package that excludes it, if it is one.
        incompatible_access_package: Option<AccessPackageRef>,
        /// The group that excludes it, if it is one.
        incompatible_group: Option<GroupRef>,
        /// The assignment that gives it; nothing for a membership that was given directly.
        incompatible_assignment_id: Option<Wire<AssignmentId>>,
        /// Held since.
        incompatible_since: When,
        /// Held until; nothing means no end.
        incompatible_until: Option<When>,
        /// How it came about.
        how: Wire<DoubleHolding>,
    }

    /// Who holds both sides of pairs.
    DoubleHolders {
        /// Pair by pair, the agents by name.
        rows: Vec<DoubleHolderRow>,
        /// The same as comma-separated values.
        csv: String,
    }
}
