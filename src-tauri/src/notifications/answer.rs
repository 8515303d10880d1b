//! What an answer on a notification becomes: a command, as the person whose reminder it is. What the command layer says to
//! it is told in a second notification, because the person has no window in front of them. No rule is checked here: the
//! command refuses what came too late.

use chaperone_commands::view::request::RequestView;
use chaperone_commands::{Origin, Reply, dispatch};
use chaperone_domain::id::AssignmentId;
use chaperone_domain::interruption::Snooze;
use chaperone_domain::request::RequestState;
use chaperone_domain::term::Term;
use serde_json::json;

use super::living::{Standing, Subject};
use super::popup::{Button, Popup, local_words};
use crate::seat::Seat;

/// What the requestor's reason says when they chose a button.
const JUSTIFICATION: &str = "Asked for from the reminder";

/// Carries out the answer and says how it went. Nothing is said to an answer that only opens the window. Waits for the disk.
pub(crate) fn carry_out(seat: &Seat, standing: &Standing, button: Button) -> Option<Popup> {
    let said = match (button, standing.subject) {
        (Button::Extend, Subject::Assignment(assignment)) => extend(seat, standing, assignment)
            .map(|request| extended(&request))
            .map_err(|failure| ("not extended", failure)),
        (Button::LetExpire, Subject::Assignment(assignment)) => {
            let_expire(seat, standing, assignment)
                .map(|()| {
                    ("will end".to_owned(), "Nobody is reminded of this end again.".to_owned())
                })
                .map_err(|failure| ("nothing was changed", failure))
        }
        // It has left the display, as was wanted; only that it can't be put off has to be said.
        (Button::Snooze, _) => match snooze(seat, standing)? {
            Ok(()) => return None,
            Err(failure) => Err(("not put off", failure)),
        },
        _ => return None,
    };
    let (news, body) = said.unwrap_or_else(|(news, failure)| {
        tracing::info!(%failure, "an answer on a notification was refused");
        (news.to_owned(), failure.message)
    });
    let buttons = vec![Button::Default];
    Some(Popup { title: format!("{}: {news}", standing.what), body, buttons, stays: false })
}

fn extend(seat: &Seat, standing: &Standing, assignment: AssignmentId) -> Reply<RequestView> {
    let payload = json!({ "assignmentId": assignment.to_string(), "justification": JUSTIFICATION });
    as_recipient(seat, standing, "request_extension", payload)
}

fn let_expire(seat: &Seat, standing: &Standing, assignment: AssignmentId) -> Reply<()> {
    let payload = json!({ "assignmentId": assignment.to_string() });
    as_recipient::<serde::de::IgnoredAny>(seat, standing, "let_expire", payload).map(|_| ())
}

/// Puts the notice off; nothing where it asks for nothing.
fn snooze(seat: &Seat, standing: &Standing) -> Option<Reply<()>> {
    let notice = standing.open_notice?;
    let payload = json!({
        "noticeId": notice.to_string(),
        "until": Snooze::TomorrowMorning.term(),
    });
    let done = as_recipient::<serde::de::IgnoredAny>(seat, standing, "snooze_notice", payload);
    Some(done.map(|_| ()))
}

fn as_recipient<V: serde::de::DeserializeOwned>(
    seat: &Seat,
    standing: &Standing,
    command: &str,
    payload: serde_json::Value,
) -> Reply<V> {
    use chaperone_commands::Failure;
    let recipient = standing.recipient.ok_or_else(Failure::not_signed_in)?;
    let session = seat.desk().session_for(recipient, seat.session(), Origin::Notification)?;
    let view = dispatch(seat.desk(), &session, command, payload)?;
    serde_json::from_value(view)
        .map_err(|wrong| Failure::usage(format!("The answer can't be read: {wrong}.")))
}

fn extended(request: &RequestView) -> (String, String) {
    match request.request.state.0 {
        RequestState::Delivered => {
            let until = request
                .request
                .access_until
                .map(|end| format!("Access now ends {}.", local_words(end.0)));
            ("extended".to_owned(), until.unwrap_or_default())
        }
        _ => {
            let body = "It waits for approval. Until somebody agrees, access ends as before.";
            ("extension asked for".to_owned(), body.to_owned())
        }
    }
}
