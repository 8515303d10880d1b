//! What a notification says, to the word and to the millisecond.

use chrono::FixedOffset;
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

const WITH_BUTTONS: Place = Place { has_actions: true, is_training: false, now: NOW };

fn popup(notice: NoticeRow, place: Place) -> Popup {
    let zone = FixedOffset::east_opt(2 * 3600).expect("an offset");
    of_in(&[notice], place, &zone).expect("there is a notice")
}

#[test]
fn the_title_says_agent_and_package_and_days_left_and_the_body_the_end_in_local_time() {
    let shown = popup(notice("accessExpiring", 14, "withApproval", true), WITH_BUTTONS);
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
    let shown = popup(notice("accessExpiring", 1, "notAllowed", true), WITH_BUTTONS);
    assert_eq!(shown.buttons, [Button::Default, Button::LetExpire, Button::Snooze]);
    assert!(shown.body.contains("It can't be extended."));
}

#[test]
fn a_reminder_that_was_answered_elsewhere_asks_for_nothing() {
    let shown = popup(notice("accessExpiring", 1, "withApproval", false), WITH_BUTTONS);
    assert_eq!(shown.buttons, [Button::Default]);
    assert!(!shown.stays);
}

#[test]
fn without_buttons_the_text_says_where_to_go() {
    let place = Place { has_actions: false, ..WITH_BUTTONS };
    let expiring = popup(notice("accessExpiring", 14, "withoutApproval", true), place);
    assert!(expiring.buttons.is_empty());
    assert!(expiring.body.ends_with("Open Chaperone to extend it or to let it expire."));
    let wanted = popup(notice("decisionWanted", 14, "withApproval", true), place);
    assert!(wanted.body.ends_with("Open Chaperone to decide."));
}

#[test]
fn a_training_desk_says_whose_notice_it_is() {
    let place = Place { is_training: true, ..WITH_BUTTONS };
    assert!(
        popup(notice("accessEnded", 0, "withApproval", false), place)
            .body
            .contains("for Ada Okafor")
    );
}

#[test]
fn time_left_is_rounded_up_to_the_unit_that_people_would_use() {
    let after = |millis: i64| left(NOW, Timestamp::from_millis(NOW.millis() + millis));
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
    let shown = summary(&groups, WITH_BUTTONS);
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
