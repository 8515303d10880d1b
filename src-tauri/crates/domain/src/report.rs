//! The reports that an auditor asks for. What a report finds is the store's business; only their names are here.

use crate::term::terms;

terms! {
    /// A report. Source: Microsoft Entra, reports and logs of entitlement management.
    ReportKind {
        /// Who holds or held a package.
        PackageAssignments => "packageAssignments",
        /// What an agent may do or could do, with package, policy, start and end.
        AgentAccess => "agentAccess",
        /// Requests with each decision and its reason.
        RequestHistory => "requestHistory",
        /// Rights that agents hold outside packages.
        OutsidePackages => "outsidePackages",
    }
}
