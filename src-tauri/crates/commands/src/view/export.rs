//! What leaves the workspace: parts of the history as text, and files that hold the whole of it or a report.

use chaperone_domain::audit::AuditForm;

use super::audit::AuditFilter;
use super::document::{AccessPackageDocumentAsk, AgentDocumentAsk, MonthDocumentAsk};
use super::incompatibility::ListDoubleHolders;
use super::report::ReportAsk;
use crate::wire::Wire;

asks! {
    /// Write a part of the history as text, oldest first. The parts, put one after the other, are the file.
    ExportAudit {
        /// Which records.
        #[serde(default)]
        #[ts(optional, as = "Option<AuditFilter>")]
        filter: AuditFilter,
        /// In which form.
        form: Wire<AuditForm>,
        /// The number that the part before gave as `next`.
        #[ts(type = "number")]
        after: Option<i64>,
        /// How many records in this part, 1 to 5000; 1000 when left out.
        limit: Option<u32>,
        /// Whether the newest come first.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        newest_first: bool,
    }

    /// Write the history, a list, a report or a document into a new file.
    SaveExport {
        /// The file: a whole path, or a name alone, which lies in the workspace's folder for exports. Its ending is that of
        /// its form: `.csv`, `.jsonl`, `.json` or `.pdf`.
        file: String,
        /// What.
        what: ExportOf,
    }

    /// An open list, to export: its rows in its order, as they are now.
    ListExportAsk {
        /// Which list.
        handle: String,
        /// Which columns, under the row's field names and in this order; those that every list of its kind has when left
        /// out. What names a row, its `id` or a record's `seq`, is there in any case.
        columns: Option<Vec<String>>,
    }

    /// The history, to export.
    AuditExportAsk {
        /// Which records.
        #[serde(default)]
        #[ts(optional, as = "Option<AuditFilter>")]
        filter: AuditFilter,
        /// In which form.
        form: Wire<AuditForm>,
    }
}

views! {
    /// A part of the history as text.
    AuditExport {
        /// The text of this part.
        text: String,
        /// How many records are in it.
        records: u32,
        /// Give this as `after` for the next part; nothing after the last.
        #[ts(type = "number | null")]
        next: Option<i64>,
    }

    /// A file that was written.
    ExportSaved {
        /// Where it is.
        file: String,
        /// How many records or rows it holds; of a document, how many pages.
        rows: u32,
    }
}

/// What is exported.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(tag = "of", content = "ask", rename_all = "camelCase", deny_unknown_fields)]
pub enum ExportOf {
    /// The history.
    Audit(AuditExportAsk),
    /// A list, as CSV.
    List(ListExportAsk),
    /// A report, as CSV.
    Report(ReportAsk),
    /// Who holds both sides of separated duties, as CSV.
    DoubleHolders(ListDoubleHolders),
    /// A document about an agent, as PDF.
    AgentDocument(AgentDocumentAsk),
    /// A document about a package, as PDF.
    AccessPackageDocument(AccessPackageDocumentAsk),
    /// A document about a month, as PDF.
    MonthDocument(MonthDocumentAsk),
}
