//! Puts a document on pages: where each line, rule and box stands, and which part of the document each belongs to. Lengths are
//! points, from the upper left corner of the page.

use crate::font::{Fonts, Weight};
use crate::model::{Block, Count, Document, Fact};
use crate::table;
use crate::text::{Line, lines};

/// A4.
pub(crate) const PAGE: (f32, f32) = (595.276, 841.89);
pub(crate) const LEFT: f32 = 56.0;
pub(crate) const WIDTH: f32 = PAGE.0 - 2.0 * LEFT;
/// Where a page's own text begins, below the line that names the document.
const TOP: f32 = 74.0;
const FIRST_TOP: f32 = 60.0;
pub(crate) const BOTTOM: f32 = PAGE.1 - 66.0;
/// A heading stays on a page with at least so much of what it begins.
const KEEP: f32 = 78.0;

/// The inks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Running text.
    Text,
    /// What explains.
    Quiet,
    /// What is the app's own.
    Accent,
    /// What has to be noticed.
    Alarm,
    /// Lines between rows.
    Line,
    /// Behind heads and numbers.
    Shade,
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) size: f32,
    /// From one baseline to the next.
    pub(crate) leading: f32,
    pub(crate) weight: Weight,
    pub(crate) ink: Ink,
}

const fn style(size: f32, leading: f32, weight: Weight, ink: Ink) -> Style {
    Style { size, leading, weight, ink }
}

const KIND: Style = style(9.0, 12.0, Weight::Strong, Ink::Accent);
const TITLE: Style = style(21.0, 26.0, Weight::Strong, Ink::Text);
const ORIGIN: Style = style(9.0, 13.0, Weight::Regular, Ink::Quiet);
const HEADING: Style = style(13.0, 17.0, Weight::Strong, Ink::Text);
const SUBHEADING: Style = style(10.0, 14.0, Weight::Strong, Ink::Text);
pub(crate) const BODY: Style = style(9.5, 13.5, Weight::Regular, Ink::Text);
const REMARK: Style = style(8.5, 12.0, Weight::Regular, Ink::Quiet);
const WARNING: Style = style(9.5, 13.5, Weight::Strong, Ink::Alarm);
const NUMBER: Style = style(17.0, 21.0, Weight::Strong, Ink::Text);
const LABEL: Style = style(8.0, 10.5, Weight::Regular, Ink::Quiet);

/// What a line of text is for whoever doesn't see the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A leaf of the tree.
    Leaf(usize),
    /// Said once already, or no content at all.
    Ornament,
    /// At the head of a page.
    Header,
    /// At its foot.
    Footer,
}

/// Something on a page.
pub(crate) enum Mark {
    /// A line of text: from where its baseline begins.
    Text { x: f32, y: f32, size: f32, ink: Ink, line: Line, role: Role },
    /// A rule.
    Rule { x: f32, y: f32, width: f32, ink: Ink },
    /// A box.
    Area { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// A part of the document, for whoever doesn't see the page.
pub(crate) enum Part {
    /// A group of parts.
    Group(Kind, Vec<Part>),
    /// Text that stands in marks of this leaf.
    Leaf(usize),
}

/// What a group is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A heading with its level and words.
    Heading(u16, String),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table(String),
    Head,
    Body,
    Row,
    ColumnHead,
    Cell,
}

/// An entry of the document's outline.
pub(crate) struct Entry {
    pub(crate) level: u16,
    pub(crate) text: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// A document on its pages.
pub(crate) struct LaidOut {
    pub(crate) pages: Vec<Vec<Mark>>,
    pub(crate) parts: Vec<Part>,
    pub(crate) outline: Vec<Entry>,
    pub(crate) leaves: usize,
}

/// The page that is being filled.
pub(crate) struct Desk<'f> {
    pub(crate) fonts: &'f Fonts,
    pages: Vec<Vec<Mark>>,
    /// How far down the page is filled.
    pub(crate) y: f32,
    leaves: usize,
    outline: Vec<Entry>,
}

impl Desk<'_> {
    /// A new leaf.
    pub(crate) fn leaf(&mut self) -> usize {
        self.leaves += 1;
        self.leaves - 1
    }

    /// Puts something on the page.
    pub(crate) fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Begins the next page.
    pub(crate) fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// How much room is left on the page.
    pub(crate) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Turns the page unless so much fits on it.
    pub(crate) fn keep(&mut self, height: f32) {
        if self.room() < height && self.y > TOP {
            self.turn();
        }
    }

    /// Space before something, except at the top of a page.
    pub(crate) fn space(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    /// Breaks text into lines.
    pub(crate) fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        lines(text, style.weight, width / style.size, self.fonts)
    }

    /// Puts a line with its top at `y`.
    pub(crate) fn line(&mut self, line: Line, style: Style, (x, y): (f32, f32), role: Role) {
        // The letters stand in the middle of their line.
        let baseline = y + (style.leading + style.size * 0.72) / 2.0;
        let (size, ink) = (style.size, style.ink);
        self.put(Mark::Text { x, y: baseline, size, ink, line, role });
    }

    /// Puts text below what is there, over pages where it has to; answers its leaf.
    fn text(&mut self, text: &str, style: Style, x: f32, width: f32) -> usize {
        let leaf = self.leaf();
        for line in self.lines(text, style, width) {
            self.keep(style.leading);
            let y = self.y;
            self.line(line, style, (x, y), Role::Leaf(leaf));
            self.y += style.leading;
        }
        leaf
    }

    /// What has no words heads nothing: a reader that lists the headings would stand before an empty line.
    fn heading(&mut self, text: &str, style: Style, level: u16) -> Part {
        if text.trim().is_empty() {
            return self.paragraph(text, style);
        }
        self.outline.push(Entry {
            level,
            text: text.to_owned(),
            page: self.pages.len() - 1,
            y: self.y,
        });
        let leaf = self.text(text, style, LEFT, WIDTH);
        Part::Group(Kind::Heading(level, text.to_owned()), vec![Part::Leaf(leaf)])
    }

    fn paragraph(&mut self, text: &str, style: Style) -> Part {
        let leaf = self.text(text, style, LEFT, WIDTH);
        self.y += 4.0;
        Part::Group(Kind::Paragraph, vec![Part::Leaf(leaf)])
    }
}

/// Puts a document on pages.
pub(crate) fn lay_out(document: &Document, fonts: &Fonts) -> LaidOut {
    let mut desk =
        Desk { fonts, pages: vec![Vec::new()], y: FIRST_TOP, leaves: 0, outline: Vec::new() };
    let mut parts = first(&mut desk, document);
    for block in &document.blocks {
        parts.push(place(&mut desk, block, document));
    }
    name_pages(&mut desk, document);
    LaidOut { pages: desk.pages, parts, outline: desk.outline, leaves: desk.leaves }
}

/// A title that a document can be called by.
pub(crate) fn title(document: &Document) -> &str {
    if document.title.trim().is_empty() { &document.kind } else { &document.title }
}

fn first(desk: &mut Desk<'_>, document: &Document) -> Vec<Part> {
    let kind = desk.paragraph(&document.kind, KIND);
    desk.y -= 2.0;
    let title = desk.heading(title(document), TITLE, 1);
    desk.y += 3.0;
    let origin = desk.paragraph(&document.origin, ORIGIN);
    desk.y += 4.0;
    let y = desk.y;
    desk.put(Mark::Rule { x: LEFT, y, width: WIDTH, ink: Ink::Accent });
    desk.y += 10.0;
    vec![kind, title, origin]
}

fn place(desk: &mut Desk<'_>, block: &Block, document: &Document) -> Part {
    match block {
        Block::Heading(text) => {
            desk.space(14.0);
            desk.keep(KEEP);
            let part = desk.heading(text, HEADING, 2);
            desk.y += 5.0;
            part
        }
        Block::Subheading(text) => {
            desk.space(8.0);
            desk.keep(KEEP);
            let part = desk.heading(text, SUBHEADING, 3);
            desk.y += 2.0;
            part
        }
        Block::Paragraph(text) => desk.paragraph(text, BODY),
        Block::Remark(text) => desk.paragraph(text, REMARK),
        Block::Warning(text) => desk.paragraph(text, WARNING),
        Block::Facts(facts) => self::facts(desk, facts, document),
        Block::Counts(counts) => self::counts(desk, counts),
        Block::Table(table) => table::place(desk, table, &document.nothing),
    }
}

fn facts(desk: &mut Desk<'_>, facts: &[Fact], document: &Document) -> Part {
    const NAME: f32 = 128.0;
    let quiet = Style { ink: Ink::Quiet, ..BODY };
    let mut items = Vec::new();
    for fact in facts {
        let names = desk.lines(&fact.name, quiet, NAME - 10.0);
        let values: Vec<_> = if fact.values.is_empty() {
            vec![desk.lines(&document.nothing, quiet, WIDTH - NAME)]
        } else {
            fact.values.iter().map(|value| desk.lines(value, BODY, WIDTH - NAME)).collect()
        };
        #[expect(clippy::cast_precision_loss, reason = "a name has few lines")]
        let high = names.len() as f32 * BODY.leading;
        desk.keep(high.max(BODY.leading));
        let (name_leaf, top, page) = (desk.leaf(), desk.y, desk.pages.len());
        for line in names {
            let y = desk.y;
            desk.line(line, quiet, (LEFT, y), Role::Leaf(name_leaf));
            desk.y += quiet.leading;
        }
        let after_name = desk.y;
        desk.y = top;
        let ink = if fact.values.is_empty() { quiet } else { BODY };
        let mut body = Vec::new();
        for value in values {
            let leaf = desk.leaf();
            for line in value {
                desk.keep(BODY.leading);
                let y = desk.y;
                desk.line(line, ink, (LEFT + NAME, y), Role::Leaf(leaf));
                desk.y += BODY.leading;
            }
            body.push(Part::Group(Kind::Paragraph, vec![Part::Leaf(leaf)]));
        }
        if desk.pages.len() == page {
            desk.y = desk.y.max(after_name);
        }
        desk.y += 2.5;
        items.push(Part::Group(
            Kind::ListItem,
            vec![
                Part::Group(Kind::Label, vec![Part::Leaf(name_leaf)]),
                Part::Group(Kind::ListBody, body),
            ],
        ));
    }
    desk.y += 4.0;
    Part::Group(Kind::List, items)
}

fn counts(desk: &mut Desk<'_>, counts: &[Count]) -> Part {
    const ACROSS: u8 = 4;
    const GAP: f32 = 8.0;
    const PAD: f32 = 9.0;
    let wide = (WIDTH - GAP * f32::from(ACROSS - 1)) / f32::from(ACROSS);
    desk.space(6.0);
    let mut items = Vec::new();
    for row in counts.chunks(usize::from(ACROSS)) {
        let mut labels = Vec::new();
        for count in row {
            labels.push(desk.lines(&count.of, LABEL, wide - 2.0 * PAD));
        }
        #[expect(clippy::cast_precision_loss, reason = "a label has few lines")]
        let lines = labels.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let high = PAD * 2.0 - 3.0 + NUMBER.leading + lines * LABEL.leading;
        desk.keep(high);
        let (mut x, top) = (LEFT, desk.y);
        for (count, label) in row.iter().zip(labels) {
            desk.put(Mark::Area { x, y: top, width: wide, height: high, ink: Ink::Shade });
            let (number, of) = (desk.leaf(), desk.leaf());
            let mut y = top + PAD - 3.0;
            for line in desk.lines(&count.number, NUMBER, wide - 2.0 * PAD).into_iter().take(1) {
                desk.line(line, NUMBER, (x + PAD, y), Role::Leaf(number));
            }
            y += NUMBER.leading;
            for line in label {
                desk.line(line, LABEL, (x + PAD, y), Role::Leaf(of));
                y += LABEL.leading;
            }
            items.push(Part::Group(
                Kind::ListItem,
                vec![
                    Part::Group(Kind::Label, vec![Part::Leaf(number)]),
                    Part::Group(Kind::ListBody, vec![Part::Leaf(of)]),
                ],
            ));
            x += wide + GAP;
        }
        desk.y = top + high + GAP;
    }
    desk.y += 4.0;
    Part::Group(Kind::List, items)
}

/// Writes on every page which one of how many it is and of what, and on all but the first its title.
fn name_pages(desk: &mut Desk<'_>, document: &Document) {
    const FOOT: Style = style(7.5, 10.0, Weight::Regular, Ink::Quiet);
    let count = desk.pages.len();
    let shorten = |desk: &Desk<'_>, text: &str, room: f32| {
        let mut lines = desk.lines(text, FOOT, room);
        if lines.is_empty() { None } else { Some(lines.swap_remove(0)) }
    };
    let mut pages = std::mem::take(&mut desk.pages);
    for (at, page) in pages.iter_mut().enumerate() {
        desk.pages = vec![std::mem::take(page)];
        let number = document
            .page
            .replace("{{number}}", &(at + 1).to_string())
            .replace("{{count}}", &count.to_string());
        let below = PAGE.1 - 46.0;
        desk.put(Mark::Rule { x: LEFT, y: below - 6.0, width: WIDTH, ink: Ink::Line });
        if let Some(line) = shorten(desk, &number, WIDTH / 2.0) {
            let x = LEFT + WIDTH - line.width() * FOOT.size;
            desk.line(line, FOOT, (x, below), Role::Footer);
        }
        if let Some(line) = shorten(desk, &document.origin, WIDTH - 90.0) {
            desk.line(line, FOOT, (LEFT, below), Role::Footer);
        }
        if at > 0 {
            let said = format!("{} · {}", document.kind, title(document));
            if let Some(line) = shorten(desk, &said, WIDTH) {
                desk.line(line, FOOT, (LEFT, 40.0), Role::Header);
            }
            desk.put(Mark::Rule { x: LEFT, y: 56.0, width: WIDTH, ink: Ink::Line });
        }
        *page = desk.pages.pop().unwrap_or_default();
    }
    desk.pages = pages;
}
