//! Notices and reminders as people see them.

use chaperone_domain::id::{AssignmentId, NoticeId, ReminderId, RequestId};
use chaperone_domain::interruption::Snooze;
use chaperone_domain::notice::{NoticeKind, NoticeState};
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::reminder::{RecipientsBy, ReminderKind, ReminderState};

use super::reference::{AccessPackageRef, AgentRef, PersonRef};
use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// List the notices in my inbox, newest first.
    ListNotices {
        /// Only those that still ask me to do something and that I haven't put off.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        open: bool,
        /// The last notice of the page before.
        after: Option<Wire<NoticeId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// Record that a notice of mine was shown.
    MarkNoticeShown {
        /// Which.
        notice_id: Wire<NoticeId>,
    }

    /// Record that a desktop could not show a notice of mine.
    MarkNoticeFailed {
        /// Which.
        notice_id: Wire<NoticeId>,
        /// Why.
        reason: String,
    }

    /// Put a notice of mine that asks me to do something off: it leaves the desktop and comes up again.
    SnoozeNotice {
        /// Which.
        notice_id: Wire<NoticeId>,
        /// For how long.
        until: Wire<Snooze>,
    }

    /// List reminders by due instant.
    ListReminders {
        /// Of this assignment; of all that I may see when left out.
        assignment_id: Option<Wire<AssignmentId>>,
        /// The last reminder of the page before.
        after: Option<Wire<ReminderId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// See what was done while nothing ran, if anything.
    ShowCatchUp {}

    /// Put the catch-up card away.
    DismissCatchUp {}
}

views! {
    /// A notice.
    NoticeRow {
        /// Key.
        id: Wire<NoticeId>,
        /// What it is about.
        kind: Wire<NoticeKind>,
        /// Whether a desktop has shown it.
        state: Wire<NoticeState>,
        /// Whether it still asks its reader to do something.
        is_open: bool,
        /// Whose it is.
        recipient: PersonRef,
        /// When it fell due.
        due_at: When,
        /// The agent.
        agent: Option<AgentRef>,
        /// The package.
        access_package: Option<AccessPackageRef>,
        /// The assignment.
        assignment_id: Option<Wire<AssignmentId>>,
        /// The request.
        request_id: Option<Wire<RequestId>>,
        /// The end that it speaks of.
        ends_at: Option<When>,
        /// Whether the access can be extended.
        extension: Option<Wire<ExtensionRule>>,
        /// When it comes up again, if its reader put it off.
        snoozed_until: Option<When>,
        /// The notice in one line, for people; instants in it are UTC dates.
        sentence: String,
        /// What it says, for those who word it themselves; nothing where somebody wrote its words.
        saying: Option<Saying>,
        /// Why a desktop could not show it.
        failure: Option<String>,
        /// The same as code and values; nothing where whoever said so worded it otherwise.
        failure_saying: Option<Saying>,
    }

    /// A page of notices.
    NoticePage {
        /// The notices.
        rows: Vec<NoticeRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<NoticeId>>,
    }

    /// A reminder.
    ReminderRow {
        /// Key.
        id: Wire<ReminderId>,
        /// The assignment.
        assignment_id: Wire<AssignmentId>,
        /// The agent.
        agent: AgentRef,
        /// The package.
        access_package: AccessPackageRef,
        /// What it says.
        kind: Wire<ReminderKind>,
        /// How many days before the end.
        threshold_days: i32,
        /// When it is due.
        due_at: When,
        /// When it was carried out.
        done_at: Option<When>,
        /// Where it stands.
        state: Wire<ReminderState>,
        /// Who was told, and why they.
        recipients_by: Option<Wire<RecipientsBy>>,
        /// Who was told.
        recipients: Vec<PersonRef>,
    }

    /// A page of reminders.
    ReminderPage {
        /// The reminders.
        rows: Vec<ReminderRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<ReminderId>>,
    }

    /// What was done while nothing ran.
    CatchUp {
        /// The card, if there is anything to tell.
        card: Option<CatchUpCard>,
    }

    /// The catch-up card.
    CatchUpCard {
        /// Since when nothing ran.
        from: When,
        /// When the catching up was done.
        to: When,
        /// What fell due, at its instant.
        items: Vec<super::desk::DueItem>,
    }
}
