//! Which notifications stand on the display, by the server's number and by what they are about: one living notification
//! for each thing. Nothing here talks to anybody.

use std::collections::{BTreeMap, HashMap};

use chaperone_commands::view::notice::NoticeRow;
use chaperone_domain::id::{AssignmentId, NoticeId, PersonId, RequestId};
use chaperone_domain::notice::NoticeKind;

/// How many numbers are remembered. A server may tell of a click after it told that the notification was closed, so a
/// closed one isn't forgotten at once.
const REMEMBERED: usize = 256;

/// What a notification is about. A newer one about the same thing takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// The end of an assignment.
    Assignment(AssignmentId),
    /// A request.
    Request(RequestId),
    /// Something that happens once.
    Notice(NoticeId),
    /// Many notices in one.
    Summary,
}

impl Subject {
    /// What a notice is about. A decision is about its request, even when that asks to extend an assignment: the sponsor's
    /// reminder and the approver's task are two things.
    pub(crate) fn of(notice: &NoticeRow) -> Self {
        use NoticeKind::{AccessDelivered, AccessEnded, AccessExpiring, AccessExtended};
        let ends = matches!(
            notice.kind.0,
            AccessExpiring | AccessEnded | AccessExtended | AccessDelivered
        );
        match (notice.assignment_id, notice.request_id) {
            (Some(assignment), _) if ends => Self::Assignment(assignment.0),
            (_, Some(request)) => Self::Request(request.0),
            (Some(assignment), None) => Self::Assignment(assignment.0),
            (None, None) => Self::Notice(notice.id.0),
        }
    }
}

/// What has to be known of a notification when somebody answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    /// What it is about.
    pub(crate) subject: Subject,
    /// `agent · package`, for what is said after an answer.
    pub(crate) what: String,
    /// Whose it is; the answer is theirs.
    pub(crate) recipient: Option<PersonId>,
    /// The notice that it shows, if it shows one that asks for something.
    pub(crate) open_notice: Option<NoticeId>,
    /// Where a click on it leads.
    pub(crate) route: String,
    /// Lets the window come to the front, handed over by some servers before a click.
    pub(crate) token: Option<String>,
}

impl Standing {
    /// What to remember of the notification of a notice.
    pub(crate) fn of(notice: &NoticeRow) -> Self {
        let names = notice.agent.as_ref().map(|agent| &agent.display_name).into_iter();
        let names =
            names.chain(notice.access_package.as_ref().map(|package| &package.display_name));
        Self {
            subject: Subject::of(notice),
            what: names.map(String::as_str).collect::<Vec<_>>().join(" · "),
            recipient: Some(notice.recipient.id.0),
            open_notice: notice.is_open.then_some(notice.id.0),
            route: route(notice),
            token: None,
        }
    }

    /// What to remember of a summary.
    pub(crate) fn summary() -> Self {
        Self {
            subject: Subject::Summary,
            what: String::new(),
            recipient: None,
            open_notice: None,
            route: "/".to_owned(),
            token: None,
        }
    }
}

/// The page that shows more of a notice.
pub(crate) fn route(notice: &NoticeRow) -> String {
    match (notice.kind.0, notice.request_id, notice.assignment_id, &notice.agent) {
        (
            NoticeKind::DecisionWanted
            | NoticeKind::DecisionForwarded
            | NoticeKind::DecisionReminder,
            Some(request),
            ..,
        ) => format!("/approvals/{request}"),
        (NoticeKind::RequestDenied | NoticeKind::RequestExpired, Some(request), ..) => {
            format!("/requests/{request}")
        }
        (_, _, Some(assignment), _) => format!("/assignments/{assignment}"),
        (_, Some(request), ..) => format!("/requests/{request}"),
        (_, _, _, Some(agent)) => format!("/agents/{}", agent.id),
        _ => "/".to_owned(),
    }
}

/// The notifications on the display.
#[derive(Debug, Default)]
pub(crate) struct Living {
    by_number: BTreeMap<u32, Standing>,
    by_subject: HashMap<Subject, u32>,
}

impl Living {
    /// The number of the notification that a newer one about the same thing takes the place of; 0 for none.
    pub(crate) fn replaced_by(&self, subject: Subject) -> u32 {
        self.by_subject.get(&subject).copied().unwrap_or(0)
    }

    /// A notification stands on the display.
    pub(crate) fn put(&mut self, number: u32, standing: Standing) {
        self.by_subject.insert(standing.subject, number);
        self.by_number.insert(number, standing);
        while self.by_number.len() > REMEMBERED {
            if let Some((number, oldest)) = self.by_number.pop_first() {
                self.forget_subject(oldest.subject, number);
            }
        }
    }

    /// It is gone from the display. An answer to it may still come.
    pub(crate) fn closed(&mut self, number: u32) {
        if let Some(subject) = self.by_number.get(&number).map(|standing| standing.subject) {
            self.forget_subject(subject, number);
        }
    }

    /// Takes out what somebody has answered, so that a second click does nothing.
    pub(crate) fn answered(&mut self, number: u32) -> Option<Standing> {
        let standing = self.by_number.remove(&number)?;
        self.forget_subject(standing.subject, number);
        Some(standing)
    }

    /// What is known of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&Standing> {
        self.by_number.get(&number)
    }

    /// Remembers what lets the window come to the front.
    pub(crate) fn set_token(&mut self, number: u32, token: String) {
        if let Some(standing) = self.by_number.get_mut(&number) {
            standing.token = Some(token);
        }
    }

    /// Those that stand on the display and ask for something.
    pub(crate) fn asking(&self) -> Vec<(u32, PersonId, NoticeId)> {
        let numbers = self.by_subject.values();
        numbers
            .filter_map(|&number| {
                let standing = self.by_number.get(&number)?;
                Some((number, standing.recipient?, standing.open_notice?))
            })
            .collect()
    }

    /// The numbers of all that stand on the display; nothing stands there afterwards.
    pub(crate) fn clear(&mut self) -> Vec<u32> {
        self.by_number.clear();
        std::mem::take(&mut self.by_subject).into_values().collect()
    }

    fn forget_subject(&mut self, subject: Subject, number: u32) {
        if self.by_subject.get(&subject) == Some(&number) {
            self.by_subject.remove(&subject);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(subject: Subject) -> Standing {
        Standing { subject, ..Standing::summary() }
    }

    #[test]
    fn a_newer_notification_about_the_same_thing_takes_the_older_ones_place() {
        let mut living = Living::default();
        assert_eq!(living.replaced_by(Subject::Summary), 0, "nothing stands there yet");
        living.put(7, standing(Subject::Summary));
        assert_eq!(living.replaced_by(Subject::Summary), 7);
        living.put(8, standing(Subject::Summary));
        living.closed(7);
        assert_eq!(
            living.replaced_by(Subject::Summary),
            8,
            "closing the older one leaves the newer one standing"
        );
    }

    #[test]
    fn an_answer_counts_once_even_after_the_notification_was_closed() {
        let mut living = Living::default();
        living.put(7, standing(Subject::Summary));
        living.closed(7);
        assert_eq!(living.replaced_by(Subject::Summary), 0, "what is closed can't be replaced");
        assert!(
            living.answered(7).is_some(),
            "some servers close first and tell of the click afterwards"
        );
        assert!(living.answered(7).is_none());
    }

    #[test]
    fn what_stood_there_long_ago_is_forgotten() {
        let mut living = Living::default();
        for number in 0..1_000 {
            living.put(number, standing(Subject::Summary));
        }
        assert_eq!(living.by_number.len(), REMEMBERED);
    }
}
