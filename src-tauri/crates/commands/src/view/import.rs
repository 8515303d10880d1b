//! Imports: files in, a report of differences and problems out.

use crate::view::said::Saying;

asks! {
    /// Bring in people, groups, applications, directory roles, blueprints and agents from files: all or nothing.
    ImportDirectory {
        /// The files: people as CSV, the others as Microsoft Graph collections in JSON.
        files: Vec<ImportFile>,
        /// Only say what would change.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        dry_run: bool,
    }

    /// A file to import.
    ImportFile {
        /// Its name, for messages; `.csv` or `.json` tells what it is.
        name: String,
        /// Its whole text; a byte order mark is allowed.
        text: String,
    }
}

views! {
    /// What an import changed, or would change.
    ImportReport {
        /// Whether nothing was written.
        is_dry_run: bool,
        /// How many objects were new.
        added: u32,
        /// How many changed.
        changed: u32,
        /// How many were there already, the same.
        unchanged: u32,
        /// The new and changed ones.
        changes: Vec<ImportChange>,
        /// Those that were there already, the same.
        same: Vec<ImportChange>,
        /// What is wrong with the files. An import with problems changes nothing.
        problems: Vec<ImportProblem>,
    }

    /// One object of an import.
    ImportChange {
        /// `person`, `group`, `application`, `directoryRole`, `blueprint`, `blueprintPrincipal`, `agent`, `agentUser`.
        kind: String,
        /// Its id.
        id: String,
        /// Its name.
        display_name: String,
        /// `added`, `changed` or `unchanged`.
        change: String,
        /// What changed of it; nothing where it is new or the same.
        fields: Vec<ImportedField>,
    }

    /// A field of an object that an import changes.
    ImportedField {
        /// The property.
        field: String,
        /// What it said, cut where it is long; nothing where it said nothing.
        before: Option<String>,
        /// What it says now, in the same way.
        after: Option<String>,
    }

    /// Something wrong with a file.
    ImportProblem {
        /// The file's name.
        file: String,
        /// The line, for CSV; for JSON the number of the object in its collection, from 1.
        line: Option<u32>,
        /// What is wrong and what to do.
        reason: String,
        /// The same as code and values.
        saying: Saying,
    }
}
