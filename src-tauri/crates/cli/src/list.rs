//! Lists page by page or as a table in a file: the flags that every list has, and the walk over all pages. Which rows there
//! are is the command layer's business.

use std::path::PathBuf;

use chaperone_commands::Reply;
use chaperone_commands::view::export::{ExportOf, ListExportAsk};
use chaperone_commands::view::list::{CloseList, ListOf, OpenList, OpenedList};
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::audit;
use crate::exit::Exit;
use crate::host::Host;
use crate::output::Output;

/// The most rows of one page.
const WHOLE_PAGE: u32 = 500;

/// How much of a list.
#[derive(Debug, Args)]
pub(crate) struct Page {
    /// How many rows, 1 to 500
    #[arg(long, value_name = "ROWS", default_value_t = 100)]
    limit: u32,
    /// Go on after this row, as the page before said
    #[arg(long, value_name = "ROW")]
    after: Option<String>,
    /// All rows
    #[arg(long, conflicts_with_all = ["limit", "after"])]
    all: bool,
}

/// How much of a list that can also go into a file.
#[derive(Debug, Args)]
pub(crate) struct Rows {
    #[command(flatten)]
    pub(crate) page: Page,
    /// Write all rows as CSV into this new file instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["limit", "after", "all"])]
    pub(crate) csv: Option<PathBuf>,
}

impl Rows {
    /// Writes the whole list into the file, if one is named; answers whether one is.
    pub(crate) fn save(&self, list: ListOf, host: &Host, output: &Output) -> Reply<bool> {
        let Some(file) = &self.csv else { return Ok(false) };
        let ask = OpenList { list, sort_by: None, descending: false, first: None };
        let opened: OpenedList = host.view("open_list", ask)?;
        let what = ListExportAsk { handle: opened.handle.clone(), columns: None };
        let saved = audit::save(file, ExportOf::List(what), host, output);
        host.call("close_list", CloseList { handle: opened.handle })?;
        saved.map(|_: Exit| true)
    }
}

/// Reads a page of a list, or all pages as one. `filter` is the request without its page.
pub(crate) fn read(host: &Host, name: &str, filter: impl Serialize, page: &Page) -> Reply<Value> {
    if page.all {
        return read_all(host, name, &filter);
    }
    let after = page.after.as_deref().map(row_key);
    host.call(name, request(&filter, after, page.limit))
}

/// Reads all rows of a list as one page.
pub(crate) fn read_all(host: &Host, name: &str, filter: &impl Serialize) -> Reply<Value> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let mut view = host.call(name, request(filter, after, WHOLE_PAGE))?;
        if let Some(Value::Array(rows)) = view.get_mut("rows").map(Value::take) {
            all.extend(rows);
        }
        match view.get("next").filter(|next| !next.is_null()) {
            Some(next) => after = Some(next.clone()),
            None => return Ok(json!({ "rows": all, "next": null })),
        }
    }
}

fn request(filter: &impl Serialize, after: Option<Value>, limit: u32) -> Value {
    let mut request = match serde_json::to_value(filter) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    request.insert("limit".to_owned(), limit.into());
    if let Some(after) = after {
        request.insert("after".to_owned(), after);
    }
    Value::Object(request)
}

/// Records of the history are numbered; everything else has an id.
fn row_key(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from)
}

/// The line under a page that says how to see more; nothing under the last page.
pub(crate) fn more(next: Option<impl std::fmt::Display>) -> String {
    next.map_or_else(String::new, |next| format!("\nThere is more: --after {next}, or --all.\n"))
}
