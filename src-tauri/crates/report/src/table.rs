//! Tables on pages: heads that are repeated, and rows that are broken only when a page can't hold them.

use crate::font::Weight;
use crate::layout::{BOTTOM, Desk, Ink, Kind, LEFT, Mark, Part, Role, Style, WIDTH};
use crate::model::{Cell, Table};
use crate::text::Line;

const HEAD: Style = Style { size: 7.5, leading: 10.0, weight: Weight::Strong, ink: Ink::Quiet };
const TEXT: Style = Style { size: 8.5, leading: 11.5, weight: Weight::Regular, ink: Ink::Text };
const NOTE: Style = Style { size: 7.5, leading: 10.0, weight: Weight::Regular, ink: Ink::Quiet };
const NOTHING: Style = Style { ink: Ink::Quiet, ..TEXT };
/// Between the columns, and above and below what stands in a row.
const GAP: f32 = 10.0;
const PAD: f32 = 3.5;

/// Where the columns begin, and how wide their text may be.
struct Grid(Vec<(f32, f32)>);

impl Grid {
    fn of(table: &Table) -> Self {
        let whole: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
        #[expect(clippy::cast_precision_loss, reason = "shares are small")]
        let part = WIDTH / whole.max(1) as f32;
        let mut x = LEFT;
        let mut columns = Vec::new();
        for column in &table.columns {
            let width = f32::from(column.share) * part;
            columns.push((x, (width - GAP).max(TEXT.size * 2.0)));
            x += width;
        }
        if let Some(last) = columns.last_mut() {
            last.1 += GAP;
        }
        Self(columns)
    }
}

/// A line of a cell that waits to be put down.
struct Waiting {
    line: Line,
    style: Style,
    leaf: usize,
}

/// Puts a table on the page and the following ones.
pub(crate) fn place(desk: &mut Desk<'_>, table: &Table, nothing: &str) -> Part {
    let grid = Grid::of(table);
    desk.keep(60.0);
    let mut body = Vec::new();
    let head = head(desk, table, &grid, true);
    for row in &table.rows {
        let (mut cells, mut waiting) = (Vec::new(), Vec::new());
        for (cell, &(_, width)) in row.iter().zip(&grid.0) {
            let (part, lines) = prepare(desk, cell, width, nothing);
            cells.push(part);
            waiting.push(lines);
        }
        put_row(desk, table, &grid, waiting);
        body.push(Part::Group(Kind::Row, cells));
    }
    desk.y += 10.0;
    let mut parts = vec![Part::Group(Kind::Head, vec![Part::Group(Kind::Row, head)])];
    if !body.is_empty() {
        parts.push(Part::Group(Kind::Body, body));
    }
    Part::Group(Kind::Table(table.summary.clone()), parts)
}

/// The heads. On later pages they are there for the eye alone.
fn head(desk: &mut Desk<'_>, table: &Table, grid: &Grid, is_first: bool) -> Vec<Part> {
    let mut heads = Vec::new();
    for (column, &(_, width)) in table.columns.iter().zip(&grid.0) {
        heads.push(desk.lines(&column.head, HEAD, width));
    }
    #[expect(clippy::cast_precision_loss, reason = "a head has few lines")]
    let lines = heads.iter().map(Vec::len).max().unwrap_or(1) as f32;
    let high = lines * HEAD.leading + 2.0 * PAD;
    let top = desk.y;
    let (x, width) = (LEFT - 4.0, WIDTH + 8.0);
    desk.put(Mark::Area { x, y: top, width, height: high, ink: Ink::Shade });
    let mut parts = Vec::new();
    for (lines, &(x, _)) in heads.into_iter().zip(&grid.0) {
        let leaf = is_first.then(|| desk.leaf());
        let mut y = top + PAD;
        for line in lines {
            desk.line(line, HEAD, (x, y), leaf.map_or(Role::Ornament, Role::Leaf));
            y += HEAD.leading;
        }
        if let Some(leaf) = leaf {
            parts.push(Part::Group(Kind::ColumnHead, vec![Part::Leaf(leaf)]));
        }
    }
    desk.y = top + high;
    parts
}

fn prepare(desk: &mut Desk<'_>, cell: &Cell, width: f32, nothing: &str) -> (Part, Vec<Waiting>) {
    let (mut parts, mut waiting) = (Vec::new(), Vec::new());
    let mut add = |desk: &mut Desk<'_>, text: &str, style: Style| {
        let leaf = desk.leaf();
        parts.push(Part::Group(Kind::Paragraph, vec![Part::Leaf(leaf)]));
        let lines = desk.lines(text, style, width);
        waiting.extend(lines.into_iter().map(|line| Waiting { line, style, leaf }));
    };
    if cell.text.trim().is_empty() && cell.notes.is_empty() {
        add(desk, nothing, NOTHING);
    } else if !cell.text.trim().is_empty() {
        add(desk, &cell.text, TEXT);
    }
    for note in &cell.notes {
        add(desk, note, NOTE);
    }
    (Part::Group(Kind::Cell, parts), waiting)
}

fn height(lines: &[Waiting]) -> f32 {
    lines.iter().map(|waiting| waiting.style.leading).sum()
}

/// Puts a row down. One that no page can hold goes on overleaf.
fn put_row(desk: &mut Desk<'_>, table: &Table, grid: &Grid, cells: Vec<Vec<Waiting>>) {
    let high = cells.iter().map(|lines| height(lines)).fold(0.0_f32, f32::max) + 2.0 * PAD;
    if desk.room() < high {
        desk.turn();
        head(desk, table, grid, false);
    }
    let mut left: Vec<_> = cells.into_iter().map(|lines| lines.into_iter().peekable()).collect();
    loop {
        let top = desk.y + PAD;
        let mut lowest = top;
        for (lines, &(x, _)) in left.iter_mut().zip(&grid.0) {
            let mut y = top;
            while let Some(next) =
                lines.next_if(|next| y + next.style.leading <= BOTTOM - PAD || y <= top)
            {
                desk.line(next.line, next.style, (x, y), Role::Leaf(next.leaf));
                y += next.style.leading;
            }
            lowest = lowest.max(y);
        }
        desk.y = lowest + PAD;
        let y = desk.y;
        desk.put(Mark::Rule { x: LEFT - 4.0, y, width: WIDTH + 8.0, ink: Ink::Line });
        if left.iter_mut().all(|lines| lines.peek().is_none()) {
            return;
        }
        desk.turn();
        head(desk, table, grid, false);
    }
}
