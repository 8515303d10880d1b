//! Tables for people: aligned columns without lines, as wide as the terminal at most. What stands in them is the business
//! of whoever fills them.

use comfy_table::{ContentArrangement, presets};

/// Rows under headings.
#[derive(Debug)]
pub(crate) struct Table {
    cells: comfy_table::Table,
    things: &'static str,
}

impl Table {
    /// An empty table of things, named in the plural.
    pub(crate) fn of<const N: usize>(things: &'static str, headings: [&str; N]) -> Self {
        let mut cells = comfy_table::Table::new();
        cells.load_style(presets::NOTHING).set_header(headings);
        Self { cells, things }
    }

    /// An empty table whose headings are known only when it is read.
    pub(crate) fn with_headings<H: ToString>(
        things: &'static str,
        headings: impl IntoIterator<Item = H>,
    ) -> Self {
        let mut cells = comfy_table::Table::new();
        let headings: Vec<String> =
            headings.into_iter().map(|heading| heading.to_string()).collect();
        cells.load_style(presets::NOTHING).set_header(headings);
        Self { cells, things }
    }

    /// Adds a row of as many cells as there are headings.
    pub(crate) fn cells(&mut self, row: Vec<String>) {
        self.cells.add_row(row);
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, row: [String; N]) {
        self.cells.add_row(row);
    }

    /// The table as text, for a terminal so wide; for anything else, as wide as it needs. Of no rows, it says so.
    pub(crate) fn text(mut self, width: Option<u16>) -> String {
        if self.cells.is_empty() {
            return format!("No {}.\n", self.things);
        }
        self.cells.set_content_arrangement(ContentArrangement::Disabled);
        if let Some(width) = width {
            self.cells.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
        }
        for column in self.cells.column_iter_mut() {
            column.set_padding((0, 2));
        }
        let mut text = self.cells.trim_fmt();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents() -> Table {
        let mut table = Table::of("agents", ["Agent", "State"]);
        table.row(["Søren's Bot".to_owned(), "active".to_owned()]);
        table.row(["B".to_owned(), "held".to_owned()]);
        table
    }

    #[test]
    fn columns_are_aligned_and_nothing_trails() {
        assert_eq!(
            agents().text(None),
            "Agent        State\nSøren's Bot  active\nB            held\n"
        );
    }

    #[test]
    fn a_table_is_never_wider_than_the_terminal() {
        let text = agents().text(Some(14));
        assert!(text.lines().all(|line| line.chars().count() <= 14), "{text}");
    }

    #[test]
    fn an_empty_table_says_so() {
        assert_eq!(Table::of("agents", ["Agent"]).text(None), "No agents.\n");
    }
}
