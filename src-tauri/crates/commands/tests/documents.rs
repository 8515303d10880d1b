//! Documents as PDF: what they tell, that they are the same every time, and who gets them.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::Session;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

/// A training company in which an access was asked for and agreed to.
fn with_access() -> Fixture {
    let fixture = Fixture::training();
    let sponsor = fixture.as_person(&tour().sponsor);
    let ask = json!({
        "agentId": fixture.agent_id(&tour().agent), "accessPackageId": fixture.access_package_id("Invoice matching"),
        "justification": "Month-end closing.",
    });
    let request = fixture.call(&sponsor, "request_access", ask);
    let approver = fixture.as_person(&tour().approver);
    let ask =
        json!({ "requestId": request["request"]["id"], "justification": "Agreed until spring." });
    fixture.decide(&approver, "approve_request", ask);
    fixture
}

fn save(fixture: &Fixture, who: &Session, file: &str, what: &Value) -> Vec<u8> {
    let saved = fixture.call(who, "save_export", json!({ "file": file, "what": what }));
    let bytes = std::fs::read(saved["file"].as_str().unwrap()).unwrap();
    let pages = pdf_extract::extract_text_from_mem_by_pages(&bytes).unwrap().len();
    assert_eq!(saved["rows"], pages, "it says how many pages it has");
    bytes
}

/// What a document says, without what only lays it out.
fn said(bytes: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(bytes).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(text: &str, all: &[&str]) {
    for said in all {
        assert!(text.contains(said), "'{said}' is missing from: {text}");
    }
    assert!(!text.contains("{{"), "a value was not filled in: {text}");
    assert!(!text.contains("document."), "a text is missing: {text}");
}

fn of_agent(fixture: &Fixture, language: &str) -> Value {
    let agent = fixture.agent_id(&tour().agent);
    json!({ "of": "agentDocument", "ask": { "agentId": agent, "language": language } })
}

fn of_package(fixture: &Fixture, name: &str, language: &str) -> Value {
    let package = fixture.access_package_id(name);
    json!({ "of": "accessPackageDocument", "ask": { "accessPackageId": package, "language": language } })
}

fn of_month(month: &str, language: &str) -> Value {
    json!({ "of": "monthDocument", "ask": { "month": month, "language": language } })
}

#[test]
fn the_document_of_an_agent_tells_who_answers_what_it_may_do_why_and_until_when() {
    let fixture = with_access();
    let agent = fixture.agent_id(&tour().agent);
    let bytes = save(&fixture, &fixture.administrator(), "agent.pdf", &of_agent(&fixture, "en"));
    assert_says(
        &said(&bytes),
        &[
            "Access of an agent",
            &tour().agent,
            &agent,
            "Sponsors",
            "What it may do",
            "By a package",
            "Invoice matching",
            "asked by",
            "“Month-end closing.”",
            "Approved by",
            "“Agreed until spring.”",
            "Last part of its history",
            "Access delivered",
            "a training workspace · as of 5 Jan 2026",
            "UTC+00:00",
        ],
    );
}

#[test]
fn the_document_of_a_package_tells_what_it_grants_to_whom_and_what_excludes_it() {
    let fixture = with_access();
    let administrator = fixture.administrator();
    let what = of_package(&fixture, "Invoice matching", "en");
    let text = said(&save(&fixture, &administrator, "package.pdf", &what));
    assert_says(
        &text,
        &[
            "Invoice matching",
            "What it grants",
            "Who can get it",
            "must agree within",
            "Access ends",
            "Agents with this package",
            &tour().agent,
            "Separation of duties",
        ],
    );
}

#[test]
fn the_document_of_a_month_tells_what_happened_and_by_what_the_history_is_checked() {
    let fixture = with_access();
    let administrator = fixture.administrator();
    fixture.call(&administrator, "make_checkpoint", json!({}));
    fixture.advance("40d");
    let text = said(&save(&fixture, &administrator, "month.pdf", &of_month("2026-01", "en")));
    let head = fixture.call(&administrator, "verify_audit", json!({}))["head"].clone();
    let words =
        fixture.call(&administrator, "list_checkpoints", json!({}))["rows"][0]["words"].clone();
    let words: Vec<String> = serde_json::from_value(words).unwrap();
    assert_says(
        &text,
        &[
            "January 2026",
            "From 1 Jan 2026, 00:00 until before 1 Feb 2026, 00:00",
            "“Month-end closing.”",
            "“Agreed until spring.”",
            "Decisions",
            "Departures",
            "all linked and unchanged",
            &words.join(" "),
        ],
    );
    assert!(!text.contains("This month is not over"), "the clock stands in February");
    let head = head.as_str().unwrap();
    assert!(text.replace(' ', "").contains(head), "the head of the chain is in {text}");
    let ended = said(&save(&fixture, &administrator, "next.pdf", &of_month("2026-02", "en")));
    assert_says(&ended, &["This month is not over", "Access ended", &tour().agent, "Expired"]);
}

#[test]
fn a_document_as_of_one_instant_is_the_same_every_time() {
    let fixture = with_access();
    let administrator = fixture.administrator();
    for (at, what) in [
        of_agent(&fixture, "en"),
        of_package(&fixture, "Invoice matching", "de"),
        of_month("2026-01", "en"),
    ]
    .iter()
    .enumerate()
    {
        let once = save(&fixture, &administrator, &format!("once-{at}.pdf"), what);
        assert!(once == save(&fixture, &administrator, &format!("again-{at}.pdf"), what), "{what}");
    }
}

#[test]
fn a_document_speaks_the_language_that_is_asked_for() {
    let fixture = with_access();
    let administrator = fixture.administrator();
    let text = said(&save(&fixture, &administrator, "a.pdf", &of_agent(&fixture, "de")));
    assert_says(&text, &["Zugriff eines Agents", "Was er darf", "5. Jan. 2026", "Seite 1 von"]);
    let what = of_package(&fixture, "Invoice matching", "de");
    assert_says(&said(&save(&fixture, &administrator, "p.pdf", &what)), &["Zugriffspaket", "Tage"]);
    let text = said(&save(&fixture, &administrator, "m.pdf", &of_month("2026-01", "de")));
    assert_says(&text, &["Januar 2026", "Entscheidungen", "Austritte"]);
}

#[test]
fn who_may_see_the_data_gets_the_document_and_nobody_else() {
    let fixture = with_access();
    let sponsor = fixture.as_person(&tour().sponsor);
    save(&fixture, &sponsor, "mine.pdf", &of_agent(&fixture, "en"));
    let stranger = fixture.as_person(&tour().approver);
    let refuse = |who: &Session, what: Value| {
        fixture.refuse(who, "save_export", json!({ "file": "not.pdf", "what": what })).code
    };
    assert_eq!(refuse(&stranger, of_agent(&fixture, "en")), "forbidden");
    assert_eq!(refuse(&sponsor, of_package(&fixture, "Invoice matching", "en")), "forbidden");
    assert_eq!(refuse(&sponsor, of_month("2026-01", "en")), "forbidden");
    let nobody = "019b0000-0000-7000-8000-000000000000";
    let ask = json!({ "agentId": nobody, "language": "en" });
    let what = json!({ "of": "agentDocument", "ask": ask });
    assert_eq!(refuse(&fixture.administrator(), what), "not_found");
    let ask = json!({ "accessPackageId": nobody, "language": "en" });
    let what = json!({ "of": "accessPackageDocument", "ask": ask });
    assert_eq!(refuse(&fixture.administrator(), what), "not_found");
}

#[test]
fn a_month_that_is_none_or_has_not_begun_is_refused_and_leaves_no_file() {
    let fixture = with_access();
    let administrator = fixture.administrator();
    for (month, said) in
        [("2026-13", "no month"), ("January", "no month"), ("2026-02", "not begun")]
    {
        let ask = json!({ "file": "x.pdf", "what": of_month(month, "en") });
        let refused = fixture.refuse(&administrator, "save_export", ask);
        assert_eq!(refused.code, "bad_request");
        assert!(refused.message.contains(said), "{}", refused.message);
    }
    let ask = json!({ "file": "x.csv", "what": of_month("2026-01", "en") });
    assert_eq!(fixture.refuse(&administrator, "save_export", ask).code, "bad_request");
}

#[test]
fn a_departure_is_told_with_those_to_whom_agents_passed() {
    let fixture = with_access();
    let administrator = fixture.administrator();
    let leaver = fixture.person_id(&tour().sponsor);
    fixture.call(&administrator, "record_departure", json!({ "personId": leaver }));
    let text = said(&save(&fixture, &administrator, "left.pdf", &of_month("2026-01", "en")));
    assert!(!text.contains("Nobody left"), "{text}");
    assert!(text.contains(&tour().agent), "what passed on is named: {text}");
}
