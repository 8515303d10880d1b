//! The fonts inside the program: which of them has a character, and how text becomes glyphs.

use std::sync::OnceLock;

use krilla::text::{GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};

use crate::Error;

/// How strong text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Running text.
    Regular,
    /// Headings, and what stands out.
    Strong,
}

/// One font.
pub(crate) struct Font {
    face: Face<'static>,
    pub(crate) krilla: krilla::text::Font,
    units: f32,
}

/// The fonts, in the order in which they are asked for a character.
pub(crate) struct Fonts {
    regular: Font,
    strong: Font,
    others: Vec<Font>,
}

/// Which font: its place in the chain of a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FontKey(Weight, usize);

const REGULAR: &[u8] = include_bytes!("../fonts/Inter-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../fonts/Inter-SemiBold.ttf");
const ARABIC: &[u8] = include_bytes!("../fonts/NotoSansArabic-Regular.ttf");
const HEBREW: &[u8] = include_bytes!("../fonts/NotoSansHebrew-Regular.ttf");

impl Font {
    fn load(name: &'static str, data: &'static [u8]) -> Result<Self, &'static str> {
        let face = Face::from_slice(data, 0).ok_or(name)?;
        let krilla = krilla::text::Font::new(data.into(), 0).ok_or(name)?;
        #[expect(clippy::cast_precision_loss, reason = "at most 16384")]
        let units = face.units_per_em() as f32;
        Ok(Self { face, krilla, units })
    }

    fn has(&self, character: char) -> bool {
        self.face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
    }
}

/// Whether a character belongs to nobody in particular: two people may see two things in it, so it isn't shown as itself.
fn is_private(character: char) -> bool {
    matches!(u32::from(character), 0xE000..=0xF8FF | 0xF0000..)
}

/// Whether every character of a text can be shown as itself. What can't is written by its number.
pub fn can_show(text: &str) -> bool {
    // The fonts are part of the program; without them no document is made at all.
    Fonts::shared().is_ok_and(|fonts| {
        text.chars()
            .filter(|one| !one.is_control())
            .all(|one| fonts.find(one, Weight::Regular).is_some())
    })
}

impl Fonts {
    /// The fonts, read once.
    pub(crate) fn shared() -> Result<&'static Self, Error> {
        static FONTS: OnceLock<Result<Fonts, &'static str>> = OnceLock::new();
        FONTS.get_or_init(Self::load).as_ref().map_err(|name| Error::Font(name))
    }

    fn load() -> Result<Self, &'static str> {
        Ok(Self {
            regular: Font::load("Inter Regular", REGULAR)?,
            strong: Font::load("Inter SemiBold", STRONG)?,
            others: vec![
                Font::load("Noto Sans Arabic", ARABIC)?,
                Font::load("Noto Sans Hebrew", HEBREW)?,
            ],
        })
    }

    pub(crate) fn get(&self, FontKey(weight, place): FontKey) -> &Font {
        let first = match weight {
            Weight::Regular => &self.regular,
            Weight::Strong => &self.strong,
        };
        place.checked_sub(1).and_then(|at| self.others.get(at)).unwrap_or(first)
    }

    /// The first font of a weight: it has the replacement's own characters.
    pub(crate) fn first(weight: Weight) -> FontKey {
        FontKey(weight, 0)
    }

    /// The first font that has a character.
    pub(crate) fn find(&self, character: char, weight: Weight) -> Option<FontKey> {
        if is_private(character) {
            return None;
        }
        (0..=self.others.len())
            .map(|place| FontKey(weight, place))
            .find(|&key| self.get(key).has(character))
    }

    /// Whether a font has a character.
    pub(crate) fn has(&self, key: FontKey, character: char) -> bool {
        !is_private(character) && self.get(key).has(character)
    }

    /// Text of one font and direction as glyphs, in the order in which they are drawn, in parts of the font's size.
    pub(crate) fn shape(&self, key: FontKey, text: &str, is_from_right: bool) -> Vec<KrillaGlyph> {
        let font = self.get(key);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if is_from_right {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        let shaped = rustybuzz::shape(&font.face, &[], buffer);
        let mut starts: Vec<usize> =
            shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.push(text.len());
        starts.sort_unstable();
        starts.dedup();
        #[expect(clippy::cast_precision_loss, reason = "distances inside a font are small")]
        let part = |distance: i32| distance as f32 / font.units;
        shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let start = info.cluster as usize;
                let next = starts.partition_point(|&at| at <= start);
                let end = starts.get(next).copied().unwrap_or(text.len());
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    part(position.x_advance),
                    part(position.x_offset),
                    part(position.y_offset),
                    part(position.y_advance),
                    start..end,
                    None,
                )
            })
            .collect()
    }
}

/// How wide glyphs are together, in parts of the font's size.
pub(crate) fn width(glyphs: &[KrillaGlyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.x_advance).sum()
}
