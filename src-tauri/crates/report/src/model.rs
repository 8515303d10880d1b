//! What a document is made of. Plain data: every text arrives as people read it.

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The language of its words, as `en` or `de`.
    pub language: String,
    /// What kind of document it is, above the title; also its subject for programs.
    pub kind: String,
    /// The title; a title without a letter would be none, so the kind stands in for it.
    pub title: String,
    /// One line below the title, and below every page: of where and as of when.
    pub origin: String,
    /// The number of a page, with `{{number}}` and `{{count}}` where the numbers stand.
    pub page: String,
    /// Said in the cells that have nothing.
    pub nothing: String,
    /// As of when the document tells.
    pub stamp: Stamp,
    /// What it tells, in order.
    pub blocks: Vec<Block>,
}

/// An instant in UTC, for the document's own record of when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
    /// Second.
    pub second: u8,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Begins a section.
    Heading(String),
    /// Begins a part of a section.
    Subheading(String),
    /// Text.
    Paragraph(String),
    /// Text that explains what is around it.
    Remark(String),
    /// Something that has to be noticed.
    Warning(String),
    /// Short facts, each under its name.
    Facts(Vec<Fact>),
    /// Numbers that are taken in at a glance.
    Counts(Vec<Count>),
    /// A table.
    Table(Table),
}

/// A fact under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What holds, a line each; none means nothing.
    pub values: Vec<String>,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// The number, as people read it.
    pub number: String,
    /// What it counts.
    pub of: String,
}

/// A table. Its heads are repeated on every page that it goes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it holds, for those who hear it.
    pub summary: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row: a cell for each column.
pub type Row = Vec<Cell>;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// How much of the width it takes, against the other columns.
    pub share: u16,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What is said below it, smaller: an id, a reason.
    pub notes: Vec<String>,
}

impl Cell {
    /// A cell that says something.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), notes: Vec::new() }
    }

    /// Says something more below it; nothing when there is nothing to say.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        if !note.is_empty() {
            self.notes.push(note);
        }
        self
    }
}
