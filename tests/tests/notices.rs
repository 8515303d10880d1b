//! Who is told of what, and when it may come up on their desktop; told through `dispatch` on a stopped clock, whose wall
//! shows UTC.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

#[expect(dead_code, reason = "what the company offers is used by several files of tests")]
mod company;

use chaperone_commands::view::notice::NoticeRow;
use chaperone_commands::{DesktopNotices, Session};
use chaperone_domain::term::Term;
use chaperone_domain::time::Span;
use company::Company;
use serde_json::{Value, json};

/// The manager of the tour's sponsor.
const MANAGER: &str = "marek.zielinski@larkfield.example";

/// What the desktop may show to one person, as kinds; in a training workspace it hears of everybody.
fn of(rows: &[NoticeRow], whose: &Session) -> Vec<&'static str> {
    let mine = rows.iter().filter(|row| Some(row.recipient.id.0) == whose.person());
    mine.map(|row| row.kind.0.term()).collect()
}

fn desktop(company: &Company) -> DesktopNotices {
    company.fixture.desk().desktop_notices(&company.administrator, false).unwrap()
}

fn single(company: &Company, whose: &Session) -> Vec<&'static str> {
    of(&desktop(company).single, whose)
}

fn choose(company: &Company, who: &Session, choice: Value) -> Value {
    company.fixture.call(who, "update_my_settings", choice)
}

/// Everything so far has been seen.
fn see_all(company: &Company, whose: &Session) {
    for notice in company.inbox(whose) {
        company.fixture.call(whose, "mark_notice_shown", json!({ "noticeId": notice["id"] }));
    }
}

/// A company at 8 o'clock on a Monday, with access that its sponsor was told of, and 30 days to go.
fn delivered() -> (Company, String) {
    let company = Company::new();
    let assignment = company.assignment();
    see_all(&company, &company.sponsor);
    (company, assignment)
}

#[test]
fn quiet_hours_hold_a_reminder_back_until_morning_and_the_inbox_has_it_at_once() {
    let (company, _) = delivered();
    let quiet = json!({ "quietHours": { "from": "07:00", "to": "09:30" } });
    choose(&company, &company.sponsor, quiet);
    company.fixture.advance("16d");
    assert_eq!(company.newest(&company.sponsor)["kind"], "accessExpiring");
    assert!(single(&company, &company.sponsor).is_empty(), "it is 8 o'clock");
    company.fixture.advance("1h");
    assert!(single(&company, &company.sponsor).is_empty());
    company.fixture.advance("30m");
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"]);
}

#[test]
fn who_wants_only_what_asks_for_something_is_not_interrupted_by_news() {
    let company = Company::new();
    choose(&company, &company.sponsor, json!({ "notificationLevel": "actionNeeded" }));
    company.assignment();
    assert_eq!(company.newest(&company.sponsor)["kind"], "accessDelivered");
    assert!(single(&company, &company.sponsor).is_empty());
    company.fixture.advance("16d");
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"]);
}

#[test]
fn who_wants_only_what_is_urgent_hears_of_the_last_day() {
    let (company, _) = delivered();
    choose(&company, &company.sponsor, json!({ "notificationLevel": "urgent" }));
    company.fixture.advance("16d");
    assert!(single(&company, &company.sponsor).is_empty());
    company.fixture.advance("13d");
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"]);
}

#[test]
fn a_decision_is_urgent_on_the_last_day_of_its_stage() {
    let company = Company::new();
    choose(&company, &company.approver, json!({ "notificationLevel": "urgent" }));
    let request = company.request();
    let stage = &request["stages"][0];
    let deadline: chaperone_domain::time::Timestamp =
        stage["deadlineAt"].as_str().unwrap().parse().unwrap();
    assert!(single(&company, &company.approver).is_empty());
    let last_day = deadline.minus(Span::days(1)).since(company.fixture.now());
    company.fixture.advance(&last_day.to_string());
    assert_eq!(single(&company, &company.approver), ["decisionReminder"]);
}

#[test]
fn a_digest_shows_the_day_at_once_and_only_then() {
    let company = Company::new();
    choose(&company, &company.sponsor, json!({ "digestAt": "17:00" }));
    company.assignment();
    let now = desktop(&company);
    assert!(of(&now.single, &company.sponsor).is_empty());
    assert!(of(&now.digest, &company.sponsor).is_empty());
    company.fixture.advance("9h");
    let evening = desktop(&company);
    assert!(of(&evening.single, &company.sponsor).is_empty());
    assert_eq!(of(&evening.digest, &company.sponsor), ["accessDelivered"]);
}

#[test]
fn a_long_row_of_notices_that_never_come_up_hides_none_that_do() {
    let company = Company::new();
    choose(&company, &company.sponsor, json!({ "notificationLevel": "actionNeeded" }));
    let me = company.sponsor.person().unwrap().to_string();
    for _ in 0..101 {
        let ask = json!({ "delegateId": me });
        let begun = company.fixture.call(&company.approver, "delegate_approvals", ask);
        let ask = json!({ "delegationId": begun["id"] });
        company.fixture.call(&company.approver, "end_delegation", ask);
    }
    company.assignment();
    company.fixture.advance("16d");
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"]);
}

#[test]
fn why_a_notice_did_not_come_up_is_told_in_words_and_as_code_and_values() {
    let (company, _) = delivered();
    company.fixture.advance("16d");
    for (reason, case) in [
        ("this desktop has no notification server", json!("server")),
        ("the notification server refused: too many (org.example.Error)", json!("refused")),
        ("the projector was off", Value::Null),
    ] {
        let notice = company.newest(&company.sponsor)["id"].clone();
        let ask = json!({ "noticeId": notice, "reason": reason });
        let told = company.fixture.call(&company.sponsor, "mark_notice_failed", ask);
        assert_eq!(told["failure"], reason);
        assert_eq!(told["failureSaying"]["case"], case, "{reason}");
        company.fixture.advance("13d");
    }
}

fn snooze(company: &Company, until: &str) -> Value {
    let notice = company.newest(&company.sponsor)["id"].clone();
    let ask = json!({ "noticeId": notice, "until": until });
    company.fixture.call(&company.sponsor, "snooze_notice", ask)
}

fn waiting(company: &Company) -> Vec<Value> {
    let ask = json!({ "open": true });
    let page = company.fixture.call(&company.sponsor, "list_notices", ask);
    page["rows"].as_array().unwrap().clone()
}

#[test]
fn a_reminder_that_is_put_off_is_out_of_the_way_until_then_and_comes_up_once_more() {
    let (company, _) = delivered();
    company.fixture.advance("16d");
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"]);
    let put_off = snooze(&company, "tomorrowMorning");
    assert_eq!(put_off["state"], "shown", "who puts it off has seen it");
    let morning: chaperone_domain::time::Timestamp =
        put_off["snoozedUntil"].as_str().unwrap().parse().unwrap();
    assert_eq!(morning.since(company.fixture.now()).to_string(), "PT25H");
    assert!(single(&company, &company.sponsor).is_empty());
    assert!(waiting(&company).is_empty());
    let home = company.fixture.call(&company.sponsor, "show_home", json!({}));
    assert_eq!(home["putOff"], 1, "{home}");
    assert_eq!(company.newest(&company.sponsor)["isOpen"], true, "the inbox still has it");

    company.fixture.advance("PT25H");
    assert_eq!(waiting(&company).len(), 1);
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"]);
    see_all(&company, &company.sponsor);
    assert!(single(&company, &company.sponsor).is_empty(), "once more, not for ever");
    let record = company.fixture.call(&company.administrator, "list_audit", json!({}));
    let sentence = record["rows"][0]["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("Shown again: "), "{sentence}");
}

#[test]
fn a_reminder_that_was_put_off_stays_away_once_it_was_answered() {
    let (company, assignment) = delivered();
    company.fixture.advance("16d");
    snooze(&company, "threeHours");
    let ask = json!({ "assignmentId": assignment });
    company.fixture.call(&company.sponsor, "let_expire", ask);
    company.fixture.advance("3h");
    assert!(single(&company, &company.sponsor).is_empty());
}

#[test]
fn the_next_reminder_takes_the_place_of_one_that_was_put_off() {
    let (company, _) = delivered();
    company.fixture.advance("22d");
    assert_eq!(company.newest(&company.sponsor)["kind"], "accessExpiring");
    snooze(&company, "tomorrowMorning");
    company.fixture.advance("7d");
    assert_eq!(single(&company, &company.sponsor), ["accessExpiring"], "one, not two");
}

#[test]
fn a_reminder_on_the_last_day_is_not_put_off_past_the_end() {
    let (company, _) = delivered();
    company.fixture.advance("29d");
    let notice = company.newest(&company.sponsor)["id"].clone();
    let ask = json!({ "noticeId": notice, "until": "tomorrowMorning" });
    let refused = company.fixture.refuse(&company.sponsor, "snooze_notice", ask);
    assert_eq!(refused.code, "snoozed_too_long");
    company.fixture.advance("1d");
    let ask = json!({ "noticeId": notice, "until": "threeHours" });
    let refused = company.fixture.refuse(&company.sponsor, "snooze_notice", ask);
    assert_eq!(refused.code, "nothing_to_snooze");
}

#[test]
fn nobody_puts_off_what_is_for_somebody_else() {
    let (company, _) = delivered();
    company.fixture.advance("16d");
    let notice = company.newest(&company.sponsor)["id"].clone();
    let ask = json!({ "noticeId": notice, "until": "threeHours" });
    let refused = company.fixture.refuse(&company.approver, "snooze_notice", ask);
    assert_eq!(refused.code, "not_found");
}

#[test]
fn what_one_chose_is_shown_kept_and_in_the_history() {
    let company = Company::new();
    let sponsor = &company.sponsor;
    let chosen = choose(
        &company,
        sponsor,
        json!({
            "notificationLevel": "actionNeeded", "quietHours": { "from": "18:00", "to": "8:00" },
            "quietDays": ["sunday", "saturday"], "digestAt": "09:00",
        }),
    );
    assert_eq!(chosen["quietHours"], json!({ "from": "18:00", "to": "08:00" }));
    assert_eq!(chosen["quietDays"], json!(["saturday", "sunday"]));
    let fewer = choose(&company, sponsor, json!({ "quietHours": null, "digestAt": null }));
    assert_eq!(fewer["quietHours"], Value::Null);
    assert_eq!(fewer["notificationLevel"], "actionNeeded", "what is left out stays");
    assert_eq!(company.fixture.call(sponsor, "show_my_settings", json!({})), fewer);
    let approver = company.fixture.call(&company.approver, "show_my_settings", json!({}));
    assert_eq!(approver["notificationLevel"], "all", "a choice is one's own");
    company.fixture.invariants_hold();
}

#[test]
fn a_choice_under_which_nothing_would_ever_come_up_is_refused() {
    let company = Company::new();
    let refuse = |ask: Value| company.fixture.refuse(&company.sponsor, "update_my_settings", ask);
    let whole_day = json!({ "quietHours": { "from": "08:00", "to": "08:00" } });
    assert_eq!(refuse(whole_day).code, "empty_quiet_hours");
    let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    assert_eq!(refuse(json!({ "quietDays": week })).code, "no_day_left");
    let late = refuse(json!({ "digestAt": "25:00" }));
    assert!(late.message.contains("such as 18:30"), "{}", late.message);
}

#[test]
fn of_access_that_an_administrator_removed_the_sponsors_are_told() {
    let (company, assignment) = delivered();
    let ask = json!({ "assignmentId": assignment, "justification": "No longer needed" });
    company.fixture.call(&company.administrator, "remove_assignment", ask);
    let told = company.newest(&company.sponsor);
    assert_eq!(told["kind"], "accessEnded");
    assert!(told["sentence"].as_str().unwrap().contains("removed by an administrator"), "{told}");
}

#[test]
fn when_the_requestor_has_left_those_who_answer_for_the_agent_hear_of_the_decision() {
    let company = Company::new();
    let request = company.request();
    let left = json!({ "personId": company.sponsor.person().unwrap().to_string() });
    company.fixture.call(&company.administrator, "record_departure", left);
    let heir = company.fixture.as_person(MANAGER);
    company.approve(&request);
    let kinds: Vec<_> = company.inbox(&heir).iter().map(|notice| notice["kind"].clone()).collect();
    assert!(kinds.contains(&json!("accessDelivered")), "{kinds:?}");
    assert!(
        !company.inbox(&company.administrator).iter().any(|n| n["kind"] == "accessDelivered"),
        "and nobody else"
    );
    company.fixture.invariants_hold();
}
