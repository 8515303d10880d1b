//! What a write changed, in words that views name too. After a commit the change row's tags tell every open window, also
//! those of other processes, what to read anew.

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident => $word:literal,)*) => {
        /// A part of the workspace that views depend on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Tag { $($(#[$doc])* $name,)* }

        impl Tag {
            /// All tags.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The tag's word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

tags! {
    /// Which workspace is open and who sits at the desk.
    Desk => "desk",
    /// People and their roles.
    People => "people",
    /// Groups.
    Groups => "groups",
    /// Applications.
    Applications => "applications",
    /// Directory roles.
    DirectoryRoles => "directory-roles",
    /// Agents, blueprints, sponsors and owners.
    Agents => "agents",
    /// Catalogs, packages and policies.
    AccessPackages => "access-packages",
    /// Requests, stages and decisions.
    Requests => "requests",
    /// Who decides in whose place.
    Delegations => "delegations",
    /// Assignments and grants.
    Assignments => "assignments",
    /// Reminders and notices.
    Notices => "notices",
    /// Lifecycle workflows and their runs.
    Workflows => "workflows",
    /// Settings.
    Settings => "settings",
    /// The training clock.
    Clock => "clock",
    /// The history; every write changes it.
    Audit => "audit",
}
