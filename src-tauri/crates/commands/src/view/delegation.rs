//! Delegations as approvers make them and delegates see them.

use chaperone_domain::authority::Action;
use chaperone_domain::delegation::DelegationState;
use chaperone_domain::id::{DelegationId, PersonId};

use super::reference::PersonRef;
use crate::wire::{When, Wire};

asks! {
    /// List whom I appointed to decide in my place, and for whom I stand in.
    ListDelegations {}

    /// Let somebody decide in my place while I am away. What is asked of me in that time is asked of them too.
    DelegateApprovals {
        /// Who decides.
        delegate_id: Wire<PersonId>,
        /// From when; now when left out.
        start_at: Option<When>,
        /// Until when; until I end it when left out.
        end_at: Option<When>,
    }

    /// Change a delegation of mine: before it begins all of it, after that only its end.
    UpdateDelegation {
        /// Which.
        delegation_id: Wire<DelegationId>,
        /// Who decides; as before when left out.
        delegate_id: Option<Wire<PersonId>>,
        /// From when; as before when left out.
        start_at: Option<When>,
        /// Until when; until I end it when left out.
        end_at: Option<When>,
    }

    /// End a delegation of mine now.
    EndDelegation {
        /// Which.
        delegation_id: Wire<DelegationId>,
    }
}

views! {
    /// A delegation.
    DelegationView {
        /// Key.
        id: Wire<DelegationId>,
        /// Who is away.
        approver: PersonRef,
        /// Who decides meanwhile.
        delegate: PersonRef,
        /// Where it stands.
        state: Wire<DelegationState>,
        /// From when.
        starts_at: When,
        /// Until when; nothing until somebody ends it.
        ends_at: Option<When>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// The delegations that concern me.
    Delegations {
        /// Those that I made, the latest start first.
        given: Vec<DelegationView>,
        /// Those by which I stand in for somebody, the latest start first.
        received: Vec<DelegationView>,
    }
}
