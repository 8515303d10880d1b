//! What a notification says and which buttons it carries: a function of the notice, the instant and what the server can
//! do. Nothing here talks to anybody.

use chaperone_commands::tongue::{SayingGroup, Tongue};
use chaperone_commands::view::notice::NoticeRow;
use chaperone_domain::interruption::Zone;
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::time::{DAY_MS, HOUR_MS, Timestamp};

/// A choice that a notification offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Button {
    /// A click on the text itself.
    Default,
    /// Take me there.
    Open,
    /// Ask for an extension.
    Extend,
    /// Let the access end.
    LetExpire,
    /// Not now.
    Snooze,
}

impl Button {
    const ALL: [Self; 5] = [Self::Default, Self::Open, Self::Extend, Self::LetExpire, Self::Snooze];

    /// What the server says when it is chosen. `default` is the protocol's own word.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Open => "open",
            Self::Extend => "extend",
            Self::LetExpire => "let-expire",
            Self::Snooze => "snooze",
        }
    }

    /// What stands on it.
    pub(crate) fn label(self, tongue: Tongue) -> String {
        tongue.text(match self {
            Self::Default | Self::Open => "popup.open",
            Self::Extend => "popup.extend",
            Self::LetExpire => "popup.letExpire",
            Self::Snooze => "popup.tomorrow",
        })
    }

    /// The choice behind a key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|button| button.key() == key)
    }
}

/// A notification before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Popup {
    /// One line.
    pub(crate) title: String,
    /// A few lines of plain text.
    pub(crate) body: String,
    /// In the order in which they stand.
    pub(crate) buttons: Vec<Button>,
    /// Stays until somebody answers it.
    pub(crate) stays: bool,
}

/// Where a notification will be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Whether the server draws buttons and tells of clicks.
    pub(crate) has_actions: bool,
    /// Whether the workspace is a training company, where one desk gets everybody's notices.
    pub(crate) is_training: bool,
    /// The workspace's present instant.
    pub(crate) now: Timestamp,
    /// What speaks the language of this device.
    pub(crate) tongue: Tongue,
}

/// The notification for the notices about one thing. The last notice is the one that counts; the others are the same news
/// for other people, or older.
pub(crate) fn of(notices: &[NoticeRow], place: Place, zone: Zone<'_>) -> Option<Popup> {
    let (notice, tongue) = (notices.last()?, place.tongue);
    let mut lines = match notice.kind.0 {
        NoticeKind::AccessExpiring => expiring(notice, place, zone),
        kind => {
            let mut lines = vec![sentence(notice, tongue, zone)];
            if NoticeKind::WANTS_DECISION.contains(&kind) && !place.has_actions {
                lines.push(tongue.text("popup.openToDecide"));
            }
            lines
        }
    };
    if place.is_training {
        lines.push(tongue.say("popup.training", &[("names", &names(notices))]));
    }
    Some(Popup {
        title: title(notice, place.now, tongue),
        body: lines.join("\n"),
        buttons: if place.has_actions { buttons(notice) } else { Vec::new() },
        stays: notice.is_open,
    })
}

/// One notification in place of a flood.
pub(crate) fn summary(groups: &[Vec<NoticeRow>], place: Place) -> Popup {
    const NAMED: usize = 3;
    let mut lines: Vec<_> = groups
        .iter()
        .rev()
        .filter_map(|notices| notices.last())
        .take(NAMED)
        .map(|notice| title(notice, place.now, place.tongue))
        .collect();
    if groups.len() > NAMED {
        lines.push(place.tongue.count("popup.more", groups.len() - NAMED));
    }
    Popup {
        title: place.tongue.count("popup.waiting", groups.len()),
        body: lines.join("\n"),
        buttons: if place.has_actions { vec![Button::Default, Button::Open] } else { Vec::new() },
        stays: groups.iter().flatten().any(|notice| notice.is_open),
    }
}

/// A notice in one line.
pub(crate) fn title(notice: &NoticeRow, now: Timestamp, tongue: Tongue) -> String {
    let (what, news) = (what(notice), news(notice, now, tongue));
    tongue.say("popup.title", &[("what", &what), ("news", &news)])
}

/// What the notice says, with instants by the clocks on the wall where the language has a sentence of its own.
fn sentence(notice: &NoticeRow, tongue: Tongue, zone: Zone<'_>) -> String {
    let saying = notice.saying.as_ref();
    let said = saying.and_then(|saying| tongue.sentence(SayingGroup::Notices, saying, zone));
    said.unwrap_or_else(|| notice.sentence.clone())
}

/// `agent · package`, as far as they are known.
fn what(notice: &NoticeRow) -> String {
    let agent = notice.agent.as_ref().map(|agent| agent.display_name.as_str());
    let package = notice.access_package.as_ref().map(|package| package.display_name.as_str());
    let named: Vec<_> = agent.into_iter().chain(package).collect();
    if named.is_empty() { "Chaperone".to_owned() } else { named.join(" · ") }
}

fn news(notice: &NoticeRow, now: Timestamp, tongue: Tongue) -> String {
    match (notice.kind.0, notice.ends_at) {
        (NoticeKind::AccessExpiring, Some(end)) => left(now, end.0, tongue),
        (kind, _) => tongue.term_of("noticeKind", kind),
    }
}

/// How long there is left, rounded up as people count: 13 days and an hour are 14 days.
fn left(now: Timestamp, end: Timestamp, tongue: Tongue) -> String {
    let left = end.since(now).millis();
    let count = |unit: i64| (left + unit - 1).div_euclid(unit);
    let said =
        |key: &str, count: i64| tongue.count(key, usize::try_from(count).unwrap_or_default());
    match count(HOUR_MS) {
        i64::MIN..=0 => tongue.term_of("noticeKind", NoticeKind::AccessEnded),
        1 => tongue.text("popup.lessThanAnHour"),
        hours @ 2..24 => said("popup.hoursLeft", hours),
        _ => said("popup.daysLeft", count(DAY_MS)),
    }
}

fn expiring(notice: &NoticeRow, place: Place, zone: Zone<'_>) -> Vec<String> {
    let (tongue, mut lines) = (place.tongue, Vec::new());
    if let Some(end) = notice.ends_at {
        lines.push(tongue.say("popup.ends", &[("end", &tongue.at_length(end.0, zone))]));
    }
    if !notice.is_open {
        lines.push(tongue.text("popup.nothingToDo"));
        return lines;
    }
    lines.push(tongue.text(match notice.extension.map(|rule| rule.0) {
        Some(ExtensionRule::WithApproval) => "popup.withApproval",
        Some(ExtensionRule::WithoutApproval) => "popup.withoutApproval",
        Some(ExtensionRule::NotAllowed) | None => "popup.notAllowed",
    }));
    if !place.has_actions {
        lines.push(tongue.text(match may_extend(notice) {
            true => "popup.openToExtend",
            false => "popup.openToLetExpire",
        }));
    }
    lines
}

fn may_extend(notice: &NoticeRow) -> bool {
    notice.extension.is_some_and(|rule| rule.0 != ExtensionRule::NotAllowed)
}

fn buttons(notice: &NoticeRow) -> Vec<Button> {
    let mut buttons = vec![Button::Default];
    match notice.kind.0 {
        NoticeKind::AccessExpiring if notice.is_open => {
            buttons.extend(may_extend(notice).then_some(Button::Extend));
            buttons.extend([Button::LetExpire, Button::Snooze]);
        }
        NoticeKind::DecisionWanted
        | NoticeKind::DecisionForwarded
        | NoticeKind::DecisionReminder
            if notice.is_open =>
        {
            buttons.extend([Button::Open, Button::Snooze]);
        }
        _ => {}
    }
    buttons
}

fn names(notices: &[NoticeRow]) -> String {
    let mut names: Vec<_> =
        notices.iter().map(|notice| notice.recipient.display_name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

#[cfg(test)]
#[path = "popup_tests.rs"]
mod tests;
