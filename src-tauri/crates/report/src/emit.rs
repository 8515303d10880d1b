//! Writes what was laid out: the drawing of each page, the tree of what belongs together, the outline and the file's own facts.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel, PageSettings};
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope,
    Tag, TagGroup, TagKind, TagTree,
};

use crate::Error;
use crate::font::Fonts;
use crate::layout::{Entry, Ink, Kind, LEFT, LaidOut, Mark, PAGE, Part, Role, title};
use crate::model::{Document, Stamp};
use crate::text::Line;

/// Writes the pages as PDF.
pub(crate) fn emit(
    document: &Document,
    laid_out: &LaidOut,
    fonts: &Fonts,
) -> Result<Vec<u8>, Error> {
    let form = |error: String| Error::Form(error);
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| form(format!("{error:?}")))?;
    let mut pdf = krilla::Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    pdf.set_metadata(metadata(document));
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); laid_out.leaves];
    for (at, marks) in laid_out.pages.iter().enumerate() {
        let number = u32::try_from(at + 1).ok().and_then(NonZeroU32::new);
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1)
            .ok_or_else(|| form("its pages have no size".to_owned()))?
            .with_page_label(PageLabel::new(Some(NumberingStyle::Arabic), None, number));
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            draw(&mut surface, mark, fonts, &mut leaves);
        }
        surface.finish();
        page.finish();
    }
    pdf.set_outline(outline(&laid_out.outline));
    let mut tree = TagTree::new().with_lang(Some(document.language.clone()));
    for part in &laid_out.parts {
        for node in nodes(part, &mut leaves) {
            tree.push(node);
        }
    }
    pdf.set_tag_tree(tree);
    pdf.finish().map_err(|error| form(format!("{error:?}")))
}

fn metadata(document: &Document) -> Metadata {
    let Stamp { year, month, day, hour, minute, second } = document.stamp;
    Metadata::new()
        .title(title(document).to_owned())
        .description(document.kind.clone())
        .language(document.language.clone())
        .creator("Chaperone".to_owned())
        .producer("Chaperone".to_owned())
        .authors(vec![document.origin.clone()])
        .creation_date(
            DateTime::new(year)
                .month(month)
                .day(day)
                .hour(hour)
                .minute(minute)
                .second(second)
                .utc_offset_hour(0)
                .utc_offset_minute(0),
        )
}

fn fill(ink: Ink) -> Fill {
    let (red, green, blue) = match ink {
        Ink::Text => (0x1b, 0x1f, 0x24),
        Ink::Quiet => (0x56, 0x5e, 0x6a),
        Ink::Accent => (0x0f, 0x5b, 0x66),
        Ink::Alarm => (0xa4, 0x26, 0x2c),
        Ink::Line => (0xd5, 0xd9, 0xde),
        Ink::Shade => (0xf1, 0xf3, 0xf5),
    };
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts, leaves: &mut [Vec<Identifier>]) {
    match mark {
        Mark::Rule { x, y, width, ink } => rectangle(surface, (*x, *y, *width, 0.6), *ink),
        Mark::Area { x, y, width, height, ink } => {
            rectangle(surface, (*x, *y, *width, *height), *ink);
        }
        Mark::Text { x, y, size, ink, line, role } => {
            surface.set_fill(Some(fill(*ink)));
            match role {
                Role::Leaf(leaf) => {
                    let said = tagged(surface, line, (*x, *y, *size), fonts);
                    if let Some(leaf) = leaves.get_mut(*leaf) {
                        leaf.extend(said);
                    }
                }
                Role::Ornament => {
                    ornament(surface, ArtifactType::PaginationOther, line, (*x, *y, *size), fonts);
                }
                Role::Header => {
                    ornament(surface, ArtifactType::Header, line, (*x, *y, *size), fonts);
                }
                Role::Footer => {
                    ornament(surface, ArtifactType::Footer, line, (*x, *y, *size), fonts);
                }
            }
        }
    }
}

fn rectangle(surface: &mut Surface<'_>, (x, y, width, height): (f32, f32, f32, f32), ink: Ink) {
    let mut path = PathBuilder::new();
    if let Some(area) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(area);
    }
    if let Some(path) = path.finish() {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        surface.set_fill(Some(fill(ink)));
        surface.draw_path(&path);
        surface.end_tagged();
    }
}

/// Draws a line as content. What stands for another character says which, so that it is read and copied as that.
fn tagged(
    surface: &mut Surface<'_>,
    line: &Line,
    (x, y, size): (f32, f32, f32),
    fonts: &Fonts,
) -> Vec<Identifier> {
    let mut said = Vec::new();
    let mut x = x;
    for group in line.runs.chunk_by(|a, b| a.stands_for.is_none() == b.stands_for.is_none()) {
        let actual: String = group.iter().filter_map(|run| run.stands_for.as_deref()).collect();
        let actual = Some(actual.as_str()).filter(|text| !text.is_empty());
        let tag = SpanTag::empty().with_actual_text(actual);
        said.push(surface.start_tagged(ContentTag::Span(tag)));
        for run in group {
            let font = fonts.get(run.font).krilla.clone();
            surface.draw_glyphs(Point::from_xy(x, y), &run.glyphs, font, &run.text, size, false);
            x += crate::font::width(&run.glyphs) * size;
        }
        surface.end_tagged();
    }
    said
}

fn ornament(
    surface: &mut Surface<'_>,
    kind: ArtifactType,
    line: &Line,
    (mut x, y, size): (f32, f32, f32),
    fonts: &Fonts,
) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    for run in &line.runs {
        let font = fonts.get(run.font).krilla.clone();
        surface.draw_glyphs(Point::from_xy(x, y), &run.glyphs, font, &run.text, size, false);
        x += crate::font::width(&run.glyphs) * size;
    }
    surface.end_tagged();
}

/// The tree for whoever doesn't see the page. A leaf without a mark has no place in it.
fn nodes(part: &Part, leaves: &mut [Vec<Identifier>]) -> Vec<Node> {
    match part {
        Part::Leaf(leaf) => {
            let said = leaves.get_mut(*leaf).map(std::mem::take).unwrap_or_default();
            said.into_iter().map(Node::from).collect()
        }
        Part::Group(kind, parts) => {
            let mut group = TagGroup::new(tag(kind));
            for part in parts {
                for node in nodes(part, leaves) {
                    group.push(node);
                }
            }
            vec![group.into()]
        }
    }
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Heading(level, text) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(text.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::None).into(),
        Kind::ListItem => Tag::LI.into(),
        Kind::Label => Tag::Lbl.into(),
        Kind::ListBody => Tag::LBody.into(),
        Kind::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
        Kind::Head => Tag::THead.into(),
        Kind::Body => Tag::TBody.into(),
        Kind::Row => Tag::TR.into(),
        Kind::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
    }
}

/// The outline: sections under the title, parts under their sections.
fn outline(entries: &[Entry]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = entries;
    while let Some((_, after)) = rest.split_first() {
        let end = after.iter().position(|entry| entry.level <= 2).unwrap_or(after.len());
        let (below, next) = after.split_at(end);
        if let Some(entry) = rest.first() {
            let mut node = node(entry);
            for entry in below {
                node.push_child(self::node(entry));
            }
            outline.push_child(node);
        }
        rest = next;
    }
    outline
}

fn node(entry: &Entry) -> OutlineNode {
    let place = XyzDestination::new(entry.page, Point::from_xy(LEFT, entry.y));
    OutlineNode::new(entry.text.clone(), place)
}
