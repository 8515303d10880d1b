//! Text in lines: what no font has is written by its number, long words are broken, and what is written from the right is
//! put in the order in which it is seen.

use krilla::text::KrillaGlyph;
use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use crate::font::{FontKey, Fonts, Weight, width};

/// A piece of a line in one font, with its glyphs in the order in which they are drawn.
pub(crate) struct Run {
    pub(crate) font: FontKey,
    pub(crate) text: String,
    /// What the text stands for, where it isn't itself.
    pub(crate) stands_for: Option<String>,
    pub(crate) glyphs: Vec<KrillaGlyph>,
}

/// A line, from left to right.
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
}

impl Line {
    /// How wide it is, in parts of the font's size.
    pub(crate) fn width(&self) -> f32 {
        self.runs.iter().map(|run| width(&run.glyphs)).sum()
    }
}

/// A piece of text that one font has.
struct Piece {
    start: usize,
    end: usize,
    font: FontKey,
    stands_for: Option<String>,
}

/// Text that every font involved can show, with which font that is.
struct Prepared {
    text: String,
    pieces: Vec<Piece>,
}

/// Control characters have no shape, and a line is broken where it fits.
fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(|one| match one {
        '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Marks of direction have done their work once the order is known; none of them may turn a whole report around.
        '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => None,
        one if one.is_control() => None,
        one => Some(one),
    })
}

fn prepare(text: &str, weight: Weight, fonts: &Fonts) -> Prepared {
    let mut done = Prepared { text: String::with_capacity(text.len()), pieces: Vec::new() };
    for character in plain(text) {
        let start = done.text.len();
        let last = done.pieces.last_mut();
        // Spaces and marks stay in the font of what they follow.
        let stays = last
            .as_ref()
            .filter(|last| last.stands_for.is_none() && fonts.has(last.font, character))
            .filter(|_| character.is_whitespace() || !character.is_alphanumeric())
            .map(|last| last.font);
        if let Some(font) = stays.or_else(|| fonts.find(character, weight)) {
            done.text.push(character);
            let end = done.text.len();
            match last {
                Some(last) if last.font == font && last.stands_for.is_none() => last.end = end,
                _ => done.pieces.push(Piece { start, end, font, stands_for: None }),
            }
        } else {
            let number = format!("[U+{:04X}]", u32::from(character));
            done.text.push_str(&number);
            let (font, end) = (Fonts::first(weight), done.text.len());
            done.pieces.push(Piece { start, end, font, stands_for: Some(character.to_string()) });
        }
    }
    done
}

/// Breaks text into lines of at most `room`, in parts of the font's size. There is at least one line.
pub(crate) fn lines(text: &str, weight: Weight, room: f32, fonts: &Fonts) -> Vec<Line> {
    let prepared = prepare(text, weight, fonts);
    let bidi =
        needs_order(&prepared.text).then(|| BidiInfo::new(&prepared.text, Some(Level::ltr())));
    let mut start = 0;
    ends(&prepared, room, fonts)
        .into_iter()
        .map(|end| {
            let runs = runs(&prepared, bidi.as_ref(), start, end, fonts);
            start = end;
            Line { runs }
        })
        .collect()
}

/// Where the lines end.
fn ends(prepared: &Prepared, room: f32, fonts: &Fonts) -> Vec<usize> {
    let whole = &prepared.text;
    let mut ends = Vec::new();
    // Where the line and the last word of it that fits begin, and how wide the line is, with the space at its end.
    let (mut begin, mut last, mut used) = (0, 0, 0.0);
    for (at, _) in linebreaks(whole) {
        let word = whole.get(last..at).unwrap_or_default();
        let shown = last + word.trim_end().len();
        if used + prepared.width(last, shown, fonts) > room {
            if last > begin {
                ends.push(last);
                (begin, used) = (last, 0.0);
            }
            // A word that is wider than a line is broken between its letters.
            if prepared.width(last, shown, fonts) > room {
                (begin, used) = break_word(prepared, last, shown, room, fonts, &mut ends);
                last = shown;
            }
        }
        used += prepared.width(last, at, fonts);
        last = at;
    }
    if whole.len() > begin || ends.is_empty() {
        ends.push(whole.len());
    }
    ends
}

/// Ends lines inside a word; answers where its last line begins, and how wide that is.
fn break_word(
    prepared: &Prepared,
    begin: usize,
    end: usize,
    room: f32,
    fonts: &Fonts,
    ends: &mut Vec<usize>,
) -> (usize, f32) {
    let word = prepared.text.get(begin..end).unwrap_or_default();
    let (mut line, mut last, mut used) = (begin, begin, 0.0);
    for (at, letter) in word.grapheme_indices(true) {
        let after = begin + at + letter.len();
        // What stands for one character stays together.
        if prepared.is_inside_replacement(after) {
            continue;
        }
        let width = prepared.width(last, after, fonts);
        if used + width > room && last > line {
            ends.push(last);
            (line, used) = (last, 0.0);
        }
        used += width;
        last = after;
    }
    (line, used)
}

impl Prepared {
    /// The pieces of a stretch of the text, cut to it.
    fn parts(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize, &Piece)> {
        let first = self.pieces.partition_point(|piece| piece.end <= start);
        self.pieces
            .iter()
            .skip(first)
            .take_while(move |piece| piece.start < end)
            .map(move |piece| (piece.start.max(start), piece.end.min(end), piece))
    }

    /// How wide a stretch of the text is, in parts of the font's size.
    fn width(&self, start: usize, end: usize, fonts: &Fonts) -> f32 {
        self.parts(start, end)
            .map(|(from, to, piece)| {
                let text = self.text.get(from..to).unwrap_or_default();
                width(&fonts.shape(piece.font, text, false))
            })
            .sum()
    }

    fn is_inside_replacement(&self, at: usize) -> bool {
        self.parts(at, at + 1)
            .any(|(_, _, piece)| piece.stands_for.is_some() && piece.start < at && at < piece.end)
    }
}

/// Whether anything in the text is written from the right.
fn needs_order(text: &str) -> bool {
    text.chars()
        .any(|one| matches!(u32::from(one), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF))
}

fn runs(
    prepared: &Prepared,
    bidi: Option<&BidiInfo<'_>>,
    start: usize,
    end: usize,
    fonts: &Fonts,
) -> Vec<Run> {
    let mut done = Vec::new();
    let mut add = |from: usize, to: usize, is_from_right: bool| {
        let mut pieces: Vec<_> = prepared.parts(from, to).collect();
        if is_from_right {
            pieces.reverse();
        }
        for (from, to, piece) in pieces {
            let text = prepared.text.get(from..to).unwrap_or_default().to_owned();
            let is_from_right = is_from_right && piece.stands_for.is_none();
            let glyphs = fonts.shape(piece.font, &text, is_from_right);
            let stands_for = piece.stands_for.clone();
            done.push(Run { font: piece.font, text, stands_for, glyphs });
        }
    };
    match bidi.and_then(|bidi| bidi.paragraphs.first().map(|paragraph| (bidi, paragraph))) {
        Some((bidi, paragraph)) if start < end => {
            let (levels, visual) = bidi.visual_runs(paragraph, start..end);
            for run in visual {
                let is_from_right = levels.get(run.start).is_some_and(Level::is_rtl);
                add(run.start, run.end, is_from_right);
            }
        }
        _ => add(start, end, false),
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, room: f32) -> Vec<String> {
        let fonts = Fonts::shared().unwrap();
        lines(text, Weight::Regular, room, fonts)
            .into_iter()
            .map(|line| line.runs.into_iter().map(|run| run.text).collect::<String>())
            .collect()
    }

    #[test]
    fn text_is_broken_between_words() {
        let lines = said("one two three four five six seven", 8.0);
        assert!(lines.len() > 1);
        assert_eq!(lines.concat(), "one two three four five six seven", "nothing is lost");
        assert!(lines.iter().rev().skip(1).all(|line| line.ends_with(' ')), "{lines:?}");
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_between_its_letters() {
        let word = "Donaudampfschifffahrtsgesellschaft".repeat(3);
        let fonts = Fonts::shared().unwrap();
        let lines = lines(&word, Weight::Regular, 10.0, fonts);
        assert!(lines.len() > 4 && lines.iter().all(|line| line.width() <= 10.0));
        assert_eq!(said(&word, 10.0).concat(), word);
    }

    #[test]
    fn what_no_font_has_is_written_by_its_number_and_kept_together() {
        assert_eq!(said("李明 Li", 100.0), ["[U+674E][U+660E] Li"]);
        for room in [1.0, 4.0, 6.0] {
            assert!(
                said("李明李明", room)
                    .iter()
                    .all(|line| line.starts_with('[') && line.ends_with(']'))
            );
        }
        assert!(!crate::can_show("李明") && crate::can_show("Łukasz עברית عربي Ωμέγα Жук"));
    }

    #[test]
    fn what_is_written_from_the_right_is_put_in_the_order_in_which_it_is_seen() {
        let fonts = Fonts::shared().unwrap();
        let lines = lines("Agent عربي two", Weight::Regular, 100.0, fonts);
        let runs = &lines[0].runs;
        assert_eq!(runs.len(), 3);
        let arabic: Vec<usize> =
            runs[1].glyphs.iter().map(|glyph| glyph.text_range.start).collect();
        assert!(arabic.is_sorted_by(|a, b| a >= b), "the last letter stands first: {arabic:?}");
    }

    #[test]
    fn no_text_is_one_empty_line() {
        assert_eq!(said("", 10.0), [""]);
        assert_eq!(said("\u{202E}\u{0}", 10.0), [""]);
    }
}
