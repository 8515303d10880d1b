//! Documents as PDF, for people who keep and hand on what they read: real text, tagged for screen readers (PDF/UA-1), fit for
//! archives (PDF/A-2a), with the fonts inside. The same document gives the same bytes: nothing here reads a clock, a folder
//! or a random number.
//!
//! [`Document`] is what is written: headings, paragraphs, facts, tables. What a document tells, in which language, and who
//! may read it is decided by whoever fills it; nothing here knows an agent or a package.

mod emit;
mod font;
mod layout;
mod model;
mod table;
mod text;

pub use font::can_show;
pub use model::{Block, Cell, Column, Count, Document, Fact, Row, Stamp, Table};

/// Why a document couldn't be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font inside the program can't be read.
    #[error("the font {0} can't be read")]
    Font(&'static str),
    /// The document would break a rule of the form that it is written in.
    #[error("the document doesn't fit its form: {0}")]
    Form(String),
}

/// A document as PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has, at least one.
    pub pages: usize,
}

/// Writes a document as PDF.
pub fn pdf(document: &Document) -> Result<Pdf, Error> {
    let fonts = font::Fonts::shared()?;
    let laid_out = layout::lay_out(document, fonts);
    Ok(Pdf { bytes: emit::emit(document, &laid_out, fonts)?, pages: laid_out.pages.len() })
}
