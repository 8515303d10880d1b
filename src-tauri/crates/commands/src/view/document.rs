//! Documents that are saved as PDF: about one agent, one package, or one month.

use chaperone_domain::id::{AccessPackageId, AgentId};
use chaperone_domain::language::Language;

use crate::wire::Wire;

asks! {
    /// A document about an agent: who answers for it, what it may do and why, what it holds and held, what happened last.
    AgentDocumentAsk {
        /// Which.
        agent_id: Wire<AgentId>,
        /// In which language.
        language: Wire<Language>,
    }

    /// A document about a package: what it grants, its policies in words, who holds it, what excludes it.
    AccessPackageDocumentAsk {
        /// Which.
        access_package_id: Wire<AccessPackageId>,
        /// In which language.
        language: Wire<Language>,
    }

    /// A document about a month: what was asked, decided and ended, who left, and by what the history can be checked.
    MonthDocumentAsk {
        /// Which, as year and month: `2026-03`. It begins and ends at midnight by this device's clock.
        month: String,
        /// In which language.
        language: Wire<Language>,
    }
}
