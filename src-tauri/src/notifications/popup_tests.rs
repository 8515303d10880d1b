//! What a notification says, to the word and to the millisecond.

use chaperone_domain::language::Language;
use chaperone_domain::term::Term;
use chaperone_domain::time::Span;
use serde_json::json;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_770_000_000_000);

fn notice(kind: &str, days_left: i64, extension: &str, is_open: bool) -> NoticeRow {
    let id = "01936d00-0000-7000-8000-000000000001";
    let ends = Timestamp::from_millis(NOW.millis() + days_left * DAY_MS);
    serde_json::from_value(json!({
        "id": id, "kind": kind, "state": "waiting", "isOpen": is_open,
        "recipient": { "id": id, "displayName": "Ada Okafor" },
        "dueAt": NOW.to_string(),
        "agent": { "id": id, "displayName": "invoice-bot" },
        "accessPackage": { "id": id, "displayName": "Ledger read" },
        "assignmentId": id, "requestId": null, "endsAt": ends.to_string(), "extension": extension, "snoozedUntil": null,
        "sentence": "Something happened.", "failure": null,
    }))
    .expect("a notice as the command layer writes it")
}

fn with_buttons() -> Place {
    let tongue = Tongue::new(Language::English);
    Place { has_actions: true, is_training: false, now: NOW, tongue }
}

fn in_german() -> Place {
    Place { tongue: Tongue::new(Language::German), ..with_buttons() }
}

fn popup(notice: NoticeRow, place: Place) -> Popup {
    of(&[notice], place, &|_| Span::hours(2)).expect("there is a notice")
}

#[test]
fn the_title_says_agent_and_package_and_days_left_and_the_body_the_end_in_local_time() {
    let shown = popup(notice("accessExpiring", 14, "withApproval", true), with_buttons());
    assert_eq!(shown.title, "invoice-bot · Ledger read: 14 days left");
    assert_eq!(
        shown.body,
        "Ends Monday, 16 February 2026, 04:40.\nAn extension needs approval before then.",
        "the zone is two hours east of UTC"
    );
    assert_eq!(shown.buttons, [Button::Default, Button::Extend, Button::LetExpire, Button::Snooze]);
    assert!(shown.stays, "it waits for an answer");
}

#[test]
fn what_cannot_be_extended_has_no_button_for_it() {
    let shown = popup(notice("accessExpiring", 1, "notAllowed", true), with_buttons());
    assert_eq!(shown.buttons, [Button::Default, Button::LetExpire, Button::Snooze]);
    assert!(shown.body.contains("It can't be extended."));
}

#[test]
fn a_reminder_that_was_answered_elsewhere_asks_for_nothing() {
    let shown = popup(notice("accessExpiring", 1, "withApproval", false), with_buttons());
    assert_eq!(shown.buttons, [Button::Default]);
    assert!(!shown.stays);
}

#[test]
fn without_buttons_the_text_says_where_to_go() {
    let place = Place { has_actions: false, ..with_buttons() };
    let expiring = popup(notice("accessExpiring", 14, "withoutApproval", true), place);
    assert!(expiring.buttons.is_empty());
    assert!(expiring.body.ends_with("Open Chaperone to extend it or to let it expire."));
    let wanted = popup(notice("decisionWanted", 14, "withApproval", true), place);
    assert!(wanted.body.ends_with("Open Chaperone to decide."));
}

#[test]
fn a_training_desk_says_whose_notice_it_is() {
    let place = Place { is_training: true, ..with_buttons() };
    assert!(
        popup(notice("accessEnded", 0, "withApproval", false), place)
            .body
            .contains("for Ada Okafor")
    );
}

#[test]
fn time_left_is_rounded_up_to_the_unit_that_people_would_use() {
    let tongue = Tongue::new(Language::English);
    let after = |millis: i64| left(NOW, Timestamp::from_millis(NOW.millis() + millis), tongue);
    assert_eq!(after(13 * DAY_MS + 1), "14 days left");
    assert_eq!(after(DAY_MS + 1), "2 days left");
    assert_eq!(after(DAY_MS), "1 day left");
    assert_eq!(
        after(DAY_MS - 1),
        "1 day left",
        "a reminder of one day is shown a moment after it fell due"
    );
    assert_eq!(after(23 * HOUR_MS), "23 hours left");
    assert_eq!(after(HOUR_MS + 1), "2 hours left");
    assert_eq!(after(1), "less than an hour left");
    assert_eq!(after(0), "access has ended");
}

#[test]
fn a_flood_becomes_one_notification_that_names_the_newest() {
    let groups: Vec<_> =
        (1..=7).map(|days| vec![notice("accessExpiring", days, "withApproval", true)]).collect();
    let shown = summary(&groups, with_buttons());
    assert_eq!(shown.title, "7 notices wait in Chaperone");
    assert!(shown.body.starts_with("invoice-bot · Ledger read: 7 days left\n"));
    assert!(shown.body.ends_with("and 4 more"));
}

#[test]
fn every_key_leads_back_to_its_button() {
    for button in Button::ALL {
        assert_eq!(Button::from_key(button.key()), Some(button));
    }
    assert_eq!(Button::from_key("something else"), None);
}

#[test]
fn a_german_desk_has_the_whole_reminder_in_german() {
    let shown = popup(notice("accessExpiring", 14, "withApproval", true), in_german());
    assert_eq!(shown.title, "invoice-bot · Ledger read: noch 14 Tage");
    assert_eq!(
        shown.body,
        "Endet: Montag, 16. Februar 2026, 04:40.\nEine Verlängerung muss vorher genehmigt werden."
    );
    let labels: Vec<_> =
        shown.buttons.iter().map(|button| button.label(in_german().tongue)).collect();
    assert_eq!(labels, ["Öffnen", "Verlängern", "Auslaufen lassen", "Morgen"]);
    let mute = Place { has_actions: false, is_training: true, ..in_german() };
    assert_eq!(
        popup(notice("accessExpiring", 1, "withoutApproval", true), mute).body,
        "Endet: Dienstag, 3. Februar 2026, 04:40.\nEine Verlängerung ist sofort möglich.\n\
         Öffnen Sie Chaperone, um zu verlängern oder auslaufen zu lassen.\nÜbung: Das ist für Ada Okafor."
    );
    assert_eq!(
        popup(notice("accessExpiring", 1, "notAllowed", true), mute).body.lines().nth(1),
        Some("Eine Verlängerung ist nicht möglich.")
    );
    let answered = popup(notice("accessExpiring", 1, "withApproval", false), in_german());
    assert!(answered.body.ends_with("Es ist nichts mehr zu tun."), "{}", answered.body);
}

#[test]
fn time_left_is_told_in_german() {
    let german = in_german().tongue;
    let after = |millis: i64| left(NOW, Timestamp::from_millis(NOW.millis() + millis), german);
    assert_eq!(after(DAY_MS), "noch 1 Tag");
    assert_eq!(after(23 * HOUR_MS), "noch 23 Stunden");
    assert_eq!(after(1), "noch weniger als eine Stunde");
    assert_eq!(after(0), "Zugriff hat geendet");
}

#[test]
fn every_kind_of_notice_has_german_news() {
    let english = with_buttons().tongue;
    for &kind in NoticeKind::ALL {
        let mut told = notice(kind.term(), 0, "withApproval", false);
        told.ends_at = None;
        let (shown, said) = (news(&told, NOW, in_german().tongue), news(&told, NOW, english));
        assert!(shown != said && shown != kind.term(), "{kind}: {shown}");
        assert_ne!(said, kind.term());
    }
}

#[test]
fn what_a_notice_says_is_worded_in_german_and_by_the_clocks_on_the_wall() {
    let mut told = notice("accessDelivered", 0, "withApproval", false);
    let end = json!({ "instant": "2026-02-16T02:40:00.000Z" });
    told.saying = serde_json::from_value(json!({
        "code": "accessDelivered", "case": null,
        "values": { "package": "Ledger read", "agent": "invoice-bot", "end": end },
    }))
    .expect("a saying as the command layer writes it");
    let shown = popup(told.clone(), in_german());
    assert_eq!(shown.title, "invoice-bot · Ledger read: Zugriff erteilt");
    assert_eq!(
        shown.body,
        "Ledger read für invoice-bot wurde erteilt und endet: 16. Feb. 2026, 04:40."
    );
    assert_eq!(popup(told.clone(), with_buttons()).body, "Something happened.");
    told.saying = None;
    assert_eq!(popup(told, in_german()).body, "Something happened.", "what somebody wrote stays");
}

#[test]
fn a_flood_is_summed_up_in_german() {
    let groups: Vec<_> =
        (1..=4).map(|days| vec![notice("accessExpiring", days, "withApproval", true)]).collect();
    let shown = summary(&groups, in_german());
    assert_eq!(shown.title, "4 Mitteilungen warten in Chaperone");
    assert!(shown.body.starts_with("invoice-bot · Ledger read: noch 4 Tage\n"), "{}", shown.body);
    assert!(shown.body.ends_with("und 1 weitere"), "{}", shown.body);
}
