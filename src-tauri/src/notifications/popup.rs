//! What a notification says and which buttons it carries: a function of the notice, the instant and what the server can
//! do. Nothing here talks to anybody.

use chaperone_commands::view::notice::NoticeRow;
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::policy::ExtensionRule;
use chaperone_domain::time::{DAY_MS, HOUR_MS, Timestamp};
use chrono::{DateTime, Local, TimeZone};

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
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Default | Self::Open => "Open",
            Self::Extend => "Extend",
            Self::LetExpire => "Let expire",
            Self::Snooze => "Tomorrow",
        }
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
}

/// The notification for the notices about one thing. The last notice is the one that counts; the others are the same news
/// for other people, or older.
pub(crate) fn of(notices: &[NoticeRow], place: Place) -> Option<Popup> {
    of_in(notices, place, &Local)
}

fn of_in<Z: TimeZone>(notices: &[NoticeRow], place: Place, zone: &Z) -> Option<Popup>
where
    Z::Offset: std::fmt::Display,
{
    let notice = notices.last()?;
    let mut lines = match notice.kind.0 {
        NoticeKind::AccessExpiring => expiring(notice, place, zone),
        NoticeKind::DecisionWanted
        | NoticeKind::DecisionForwarded
        | NoticeKind::DecisionReminder
            if !place.has_actions =>
        {
            vec![notice.sentence.clone(), "Open Chaperone to decide.".to_owned()]
        }
        _ => vec![notice.sentence.clone()],
    };
    if place.is_training {
        lines.push(format!("Training: this is for {}.", names(notices)));
    }
    Some(Popup {
        title: title(notice, place.now),
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
        .map(|notice| title(notice, place.now))
        .collect();
    if groups.len() > NAMED {
        lines.push(format!("and {} more", groups.len() - NAMED));
    }
    Popup {
        title: format!("{} notices wait in Chaperone", groups.len()),
        body: lines.join("\n"),
        buttons: if place.has_actions { vec![Button::Default, Button::Open] } else { Vec::new() },
        stays: groups.iter().flatten().any(|notice| notice.is_open),
    }
}

/// A notice in one line.
pub(crate) fn title(notice: &NoticeRow, now: Timestamp) -> String {
    format!("{}: {}", what(notice), news(notice, now))
}

/// `agent · package`, as far as they are known.
fn what(notice: &NoticeRow) -> String {
    let agent = notice.agent.as_ref().map(|agent| agent.display_name.as_str());
    let package = notice.access_package.as_ref().map(|package| package.display_name.as_str());
    let named: Vec<_> = agent.into_iter().chain(package).collect();
    if named.is_empty() { "Chaperone".to_owned() } else { named.join(" · ") }
}

fn news(notice: &NoticeRow, now: Timestamp) -> String {
    match notice.kind.0 {
        NoticeKind::AccessExpiring => {
            notice.ends_at.map_or_else(|| "access will end".to_owned(), |end| left(now, end.0))
        }
        NoticeKind::AccessEnded => "access has ended".to_owned(),
        NoticeKind::DecisionWanted => "your decision is wanted".to_owned(),
        NoticeKind::AccessDelivered => "access delivered".to_owned(),
        NoticeKind::RequestDenied => "request denied".to_owned(),
        NoticeKind::RequestExpired => "nobody decided in time".to_owned(),
        NoticeKind::AccessExtended => "access extended".to_owned(),
        NoticeKind::SponsorshipInherited => "you are the sponsor now".to_owned(),
        NoticeKind::SponsorChange => "a sponsor moves or leaves".to_owned(),
        NoticeKind::AgentHeld => "held, nobody is responsible".to_owned(),
        NoticeKind::DecisionForwarded => "a decision was forwarded to you".to_owned(),
        NoticeKind::DecisionReminder => "your decision is still wanted".to_owned(),
        NoticeKind::DecisionMade => "a decision was made".to_owned(),
        NoticeKind::DecisionMissed => "nobody decided in time".to_owned(),
        NoticeKind::ApprovalsDelegated => "approvals in somebody's place".to_owned(),
        NoticeKind::ApprovalRevoked => "an approval was taken back".to_owned(),
    }
}

/// How long there is left, rounded up as people count: 13 days and an hour are 14 days.
fn left(now: Timestamp, end: Timestamp) -> String {
    let left = end.since(now).millis();
    let count = |unit: i64| (left + unit - 1).div_euclid(unit);
    match count(HOUR_MS) {
        i64::MIN..=0 => "access has ended".to_owned(),
        1 => "less than an hour left".to_owned(),
        hours @ 2..24 => format!("{hours} hours left"),
        _ => match count(DAY_MS) {
            1 => "1 day left".to_owned(),
            days => format!("{days} days left"),
        },
    }
}

fn expiring<Z: TimeZone>(notice: &NoticeRow, place: Place, zone: &Z) -> Vec<String>
where
    Z::Offset: std::fmt::Display,
{
    let mut lines = Vec::new();
    if let Some(end) = notice.ends_at.and_then(|end| local(end.0, zone)) {
        lines.push(format!("Ends {}.", end.format("%A, %-d %B %Y, %H:%M")));
    }
    if !notice.is_open {
        lines.push("Nothing is left to do.".to_owned());
        return lines;
    }
    match notice.extension.map(|rule| rule.0) {
        Some(ExtensionRule::WithApproval) => {
            lines.push("An extension needs approval before then.".to_owned());
        }
        Some(ExtensionRule::WithoutApproval) => {
            lines.push("It can be extended at once.".to_owned());
        }
        Some(ExtensionRule::NotAllowed) | None => lines.push("It can't be extended.".to_owned()),
    }
    if !place.has_actions {
        lines.push(match may_extend(notice) {
            true => "Open Chaperone to extend it or to let it expire.".to_owned(),
            false => "Open Chaperone to let it expire or to ask anew.".to_owned(),
        });
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

fn local<Z: TimeZone>(at: Timestamp, zone: &Z) -> Option<DateTime<Z>> {
    zone.timestamp_millis_opt(at.millis()).single()
}

/// An instant in local time, for what is said after an answer.
pub(crate) fn local_words(at: Timestamp) -> String {
    local(at, &Local).map_or_else(|| at.to_string(), |at| at.format("%-d %B %Y, %H:%M").to_string())
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
