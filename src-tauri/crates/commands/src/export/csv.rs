//! Tables as comma-separated values: the one writer for everything that leaves as CSV. What stands in the cells is the
//! business of whoever fills them.
//!
//! Spreadsheets run a cell that begins like a formula. Names and reasons come from other people, so such a cell gets an
//! apostrophe in front, which spreadsheets take for "this is text" (OWASP, CSV injection).

/// Characters that make a spreadsheet read a cell as a formula, also in their full width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The byte order mark, with which a file of UTF-8 begins for programs that would guess otherwise.
pub(crate) const MARK: &str = "\u{feff}";

/// A line of cells, ended by CR LF as RFC 4180 wants it.
pub(crate) fn line<C: AsRef<str>>(cells: impl IntoIterator<Item = C>) -> String {
    let cells: Vec<String> =
        cells.into_iter().map(|cell| quoted(&harmless(cell.as_ref()))).collect();
    cells.join(",") + "\r\n"
}

/// A whole table under its headings.
pub(crate) fn table<C: AsRef<str>>(
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<C>>,
) -> String {
    rows.into_iter().fold(line(headings), |text, row| text + &line(row))
}

fn harmless(cell: &str) -> String {
    let starts_a_formula = cell.trim_start().starts_with(FORMULA);
    let steers = cell.starts_with(['\t', '\r', '\n']);
    if starts_a_formula || steers { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "\n+1"] {
            assert!(harmless(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(harmless("a=1"), "a=1");
    }

    #[test]
    fn any_csv_reader_gets_the_cells_back() {
        let text = table(&["a", "b"], [vec!["x, y", "say \"no\""], vec!["two\r\nlines", ""]]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows[0].iter().collect::<Vec<_>>(), ["x, y", "say \"no\""]);
        assert_eq!(rows[1].iter().collect::<Vec<_>>(), ["two\r\nlines", ""]);
    }
}
