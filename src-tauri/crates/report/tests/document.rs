//! What whoever receives a document relies on: its text is there, it is the same each time, and nothing is lost over pages.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_report::{Block, Cell, Column, Count, Document, Fact, Stamp, Table, can_show, pdf};
use proptest::prelude::*;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        language: "en".to_owned(),
        kind: "Access of an agent".to_owned(),
        title: "Invoice Matcher".to_owned(),
        origin: "Contoso, as of 5 Mar 2026, 14:30".to_owned(),
        page: "Page {{number}} of {{count}}".to_owned(),
        nothing: "none".to_owned(),
        stamp: Stamp { year: 2026, month: 3, day: 5, hour: 13, minute: 30, second: 0 },
        blocks,
    }
}

fn table(rows: usize) -> Block {
    let column = |head: &str, share| Column { head: head.to_owned(), share };
    Block::Table(Table {
        summary: "Who holds it".to_owned(),
        columns: vec![column("Holder", 3), column("Until", 2)],
        rows: (0..rows)
            .map(|row| vec![Cell::of(format!("Holder-{row:04}")).note("because"), Cell::default()])
            .collect(),
    })
}

fn pages(document: &Document) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(&pdf(document).unwrap().bytes).unwrap()
}

/// The text of a page without the spaces that only lay it out.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_a_document_tells_can_be_read_and_copied() {
    let facts = vec![
        Fact { name: "Sponsors".to_owned(), values: vec!["Mia".to_owned(), "Finance".to_owned()] },
        Fact { name: "Owners".to_owned(), values: Vec::new() },
    ];
    let text = pages(&document(vec![
        Block::Heading("Who answers for it".to_owned()),
        Block::Facts(facts),
        Block::Counts(vec![Count { number: "17".to_owned(), of: "Requests".to_owned() }]),
        Block::Subheading("Part".to_owned()),
        Block::Paragraph("A paragraph.".to_owned()),
        Block::Remark("A remark.".to_owned()),
        Block::Warning("A warning.".to_owned()),
        table(2),
    ]));
    let text = plain(&text.concat());
    for said in [
        "Access of an agent",
        "Invoice Matcher",
        "Contoso, as of 5 Mar 2026, 14:30",
        "Who answers for it",
        "Sponsors",
        "Mia",
        "Finance",
        "none",
        "17",
        "Requests",
        "A paragraph.",
        "A remark.",
        "A warning.",
        "Holder-0001",
        "because",
        "Page 1 of 1",
    ] {
        assert!(text.contains(said), "{said} is missing from {text}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = document(vec![table(120), Block::Paragraph("Łukasz, 李, عربي".to_owned())]);
    assert_eq!(pdf(&document).unwrap(), pdf(&document).unwrap());
}

#[test]
fn a_thousand_rows_are_all_there_under_heads_that_are_repeated() {
    let pages = pages(&document(vec![table(1_000)]));
    assert!(pages.len() > 20);
    let whole = pages.concat();
    for row in 0..1_000 {
        assert_eq!(whole.matches(&format!("Holder-{row:04}")).count(), 1, "row {row}");
    }
    let count = pages.len();
    for (at, page) in pages.iter().enumerate() {
        let page = plain(page);
        assert!(page.contains("Holder Until"), "page {} has no heads: {page}", at + 1);
        assert!(page.contains(&format!("Page {} of {count}", at + 1)), "{page}");
        assert!(at == 0 || page.contains("Access of an agent · Invoice Matcher"), "{page}");
    }
}

#[test]
fn a_row_that_no_page_can_hold_goes_on_overleaf() {
    let long = "sentence ".repeat(4_000);
    let Block::Table(mut one) = table(1) else { unreachable!() };
    one.rows = vec![vec![Cell::of(long), Cell::of("last")]];
    let pages = pages(&document(vec![Block::Table(one)]));
    assert!(pages.len() > 3);
    assert_eq!(pages.concat().matches("sentence").count(), 4_000, "nothing is cut off");
}

#[test]
fn a_long_word_is_broken_and_nothing_of_it_is_lost() {
    let Block::Table(mut one) = table(1) else { unreachable!() };
    one.rows = vec![vec![Cell::of("x".repeat(300)), Cell::of("beside")]];
    let text = pages(&document(vec![Block::Table(one)])).concat();
    assert_eq!(text.matches('x').count(), 300);
    assert!(text.contains("beside"));
}

#[test]
fn a_name_in_another_script_is_seen() {
    let seen = |text: &str| pages(&document(vec![Block::Paragraph(text.to_owned())])).concat();
    for name in ["Łukasz Żółć", "Ελένη", "Жанна", "Nguyễn", "שרה"] {
        assert!(can_show(name), "{name}");
    }
    assert!(seen("Łukasz Żółć").contains("Łukasz Żółć"));
    assert!(seen("by عربي and").contains("by ") && can_show("عربي"));
    assert!(!can_show("李") && plain(&seen("李 Wei")).contains("[U+674E]"));
}

#[test]
fn a_title_without_a_letter_is_named_by_its_kind() {
    let mut blank = document(Vec::new());
    blank.title = " ".to_owned();
    assert_eq!(plain(&pages(&blank).concat()).matches("Access of an agent").count(), 2);
}

#[test]
fn a_heading_without_words_is_no_heading() {
    let any = document(vec![Block::Heading(String::new()), Block::Subheading(" ".to_owned())]);
    assert!(pdf(&any).is_ok(), "{:?}", pdf(&any).err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The archive's and the screen readers' rules are checked while a file is written, so no text may break one.
    #[test]
    fn any_text_can_be_written(text in "\\PC{0,200}", odd in proptest::collection::vec(any::<char>(), 0..60)) {
        let odd: String = odd.into_iter().collect();
        let mut any = document(vec![
            Block::Heading(text.clone()),
            Block::Facts(vec![Fact { name: odd.clone(), values: vec![text.clone()] }]),
            Block::Counts(vec![Count { number: odd.clone(), of: text.clone() }]),
            Block::Table(Table {
                summary: odd.clone(),
                columns: vec![Column { head: text.clone(), share: 1 }, Column { head: odd.clone(), share: 1 }],
                rows: vec![vec![Cell::of(odd.clone()).note(text.clone()), Cell::of(text.clone())]],
            }),
        ]);
        any.title = odd;
        any.origin = text;
        prop_assert!(pdf(&any).is_ok(), "{:?}", pdf(&any).err());
    }
}
