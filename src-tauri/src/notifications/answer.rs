//! What an answer on a notification becomes: a command, as the person whose reminder it is. What the command layer says to
//! it is told in a second notification, because the person has no window in front of them. No rule is checked here: the
//! command refuses what came too late.

use chaperone_commands::tongue::Tongue;
use chaperone_commands::view::request::RequestView;
use chaperone_commands::{Origin, Reply, dispatch};
use chaperone_domain::id::AssignmentId;
use chaperone_domain::interruption::{Snooze, Zone};
use chaperone_domain::request::RequestState;
use chaperone_domain::term::Term;
use serde_json::json;

use super::living::{Standing, Subject};
use super::popup::{Button, Popup};
use crate::language;
use crate::seat::Seat;

/// How it went: the key of the news, and a sentence.
type Outcome = (&'static str, String);

/// Carries out the answer and says how it went. Nothing is said to an answer that only opens the window. Waits for the disk.
pub(crate) fn carry_out(
    seat: &Seat,
    standing: &Standing,
    button: Button,
    tongue: Tongue,
) -> Option<Popup> {
    let clock = &seat.environment().clock;
    let zone: Zone<'_> = &|at| clock.ahead_of_utc(at);
    let said = match (button, standing.subject) {
        (Button::Extend, Subject::Assignment(assignment)) => {
            extend(seat, standing, assignment, tongue)
                .map(|request| extended(&request, tongue, zone))
                .map_err(|failure| ("answer.notExtended", failure))
        }
        (Button::LetExpire, Subject::Assignment(assignment)) => {
            let_expire(seat, standing, assignment)
                .map(|()| ("answer.willEnd", tongue.text("answer.willEndText")))
                .map_err(|failure| ("answer.nothingChanged", failure))
        }
        // It has left the display, as was wanted; only that it can't be put off has to be said.
        (Button::Snooze, _) => match snooze(seat, standing)? {
            Ok(()) => return None,
            Err(failure) => Err(("answer.notPutOff", failure)),
        },
        _ => return None,
    };
    let (news, body) = said.unwrap_or_else(|(news, failure)| {
        tracing::info!(%failure, "an answer on a notification was refused");
        (news, language::said_by(tongue, &failure, zone))
    });
    let title =
        tongue.say("popup.title", &[("what", &standing.what), ("news", &tongue.text(news))]);
    Some(Popup { title, body, buttons: vec![Button::Default], stays: false })
}

/// The reason that the request gives is the person's own, so it is in their language.
fn extend(
    seat: &Seat,
    standing: &Standing,
    assignment: AssignmentId,
    tongue: Tongue,
) -> Reply<RequestView> {
    let justification = tongue.text("answer.justification");
    let payload = json!({ "assignmentId": assignment.to_string(), "justification": justification });
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

fn extended(request: &RequestView, tongue: Tongue, zone: Zone<'_>) -> Outcome {
    match request.request.state.0 {
        RequestState::Delivered => {
            let until = request
                .request
                .access_until
                .map(|end| tongue.say("answer.extendedText", &[("end", &tongue.at(end.0, zone))]));
            ("answer.extended", until.unwrap_or_default())
        }
        _ => ("answer.asked", tongue.text("answer.askedText")),
    }
}
