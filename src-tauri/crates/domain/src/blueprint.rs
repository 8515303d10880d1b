//! The two halves of a kind of agents: the blueprint itself and its presence in this directory. Both have a course of life of
//! their own; its rules are in `agent` (switches) and `lifecycle` (deletion).

use crate::term::terms;

terms! {
    /// Which half is meant.
    FamilyPart {
        /// The blueprint: the application.
        Blueprint => "blueprint",
        /// Its principal: its presence in this directory.
        Principal => "blueprintPrincipal",
    }
}
