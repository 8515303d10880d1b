//! What a person chose for themselves. What a choice means is decided in `domain`.

use chaperone_domain::authority::Action;
use chaperone_domain::interruption::{Interruptions, QuietHours};
use chaperone_domain::sign_in::check_lock_minutes;
use chaperone_store::table::personal_settings::{self, PersonalSettings};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::my_settings::{MySettings, QuietHoursView, ShowMySettings, UpdateMySettings};
use crate::wire::Wire;

/// Shows what I chose.
pub(crate) fn show_my_settings(cx: &Reading<'_>, _: ShowMySettings) -> Reply<MySettings> {
    cx.authorise(Action::ShowMySettings, &[], "settings")?;
    Ok(view(&personal_settings::of(cx.db(), cx.me()?)?))
}

fn view(chosen: &PersonalSettings) -> MySettings {
    let Interruptions { level, quiet_hours, quiet_days, digest_at } = &chosen.interruptions;
    MySettings {
        lock_after_minutes: i32::try_from(chosen.lock_after_minutes).unwrap_or(i32::MAX),
        notification_level: Wire(*level),
        quiet_hours: quiet_hours
            .map(|hours| QuietHoursView { from: Wire(hours.from), to: Wire(hours.to) }),
        quiet_days: quiet_days.iter().copied().map(Wire).collect(),
        digest_at: digest_at.map(Wire),
    }
}

/// Changes what I chose; what is left out stays.
pub(crate) fn update_my_settings(cx: &mut Writing<'_>, ask: UpdateMySettings) -> Reply<MySettings> {
    cx.authorise(Action::UpdateMySettings, &[], "settings")?;
    let me = cx.me()?;
    let before = personal_settings::of(cx.db(), me)?;
    let after = changed(before.clone(), ask)?;
    if after != before {
        personal_settings::set(cx.db_mut(), me, &after)?;
        let name = crate::person::reference(cx.db(), me)?.display_name;
        let sentence = format!("{name} changed their own settings.");
        let record = Record::new("update_my_settings", "person", me, sentence);
        let (old, new) = (fields(&before), fields(&after));
        let record = old
            .into_iter()
            .zip(new)
            .fold(record, |record, ((name, old), (_, new))| record.change(name, old, new));
        cx.record(record)?;
        cx.touch(Tag::Settings);
        cx.touch(Tag::Notices);
        cx.touch(Tag::Desk);
    }
    Ok(view(&after))
}

fn changed(mut chosen: PersonalSettings, ask: UpdateMySettings) -> Reply<PersonalSettings> {
    if let Some(minutes) = ask.lock_after_minutes {
        chosen.lock_after_minutes =
            check_lock_minutes(minutes.into()).map_err(|no| Failure::refused(&no))?;
    }
    let interruptions = &mut chosen.interruptions;
    if let Some(level) = ask.notification_level {
        interruptions.level = level.0;
    }
    if let Some(hours) = ask.quiet_hours {
        interruptions.quiet_hours =
            hours.map(|hours| QuietHours { from: hours.from.0, to: hours.to.0 });
    }
    if let Some(days) = ask.quiet_days {
        interruptions.quiet_days = days.into_iter().map(|day| day.0).collect();
    }
    if let Some(time) = ask.digest_at {
        interruptions.digest_at = time.map(|time| time.0);
    }
    interruptions.check().map_err(|no| Failure::refused(&no))?;
    Ok(chosen)
}

fn fields(chosen: &PersonalSettings) -> [(&'static str, Option<String>); 5] {
    let Interruptions { level, quiet_hours, quiet_days, digest_at } = &chosen.interruptions;
    let days: Vec<_> = quiet_days.iter().map(ToString::to_string).collect();
    [
        ("lockAfterMinutes", Some(chosen.lock_after_minutes.to_string())),
        ("notificationLevel", Some(level.to_string())),
        ("quietHours", quiet_hours.map(|hours| format!("{}-{}", hours.from, hours.to))),
        ("quietDays", (!days.is_empty()).then(|| days.join(", "))),
        ("digestAt", digest_at.map(|time| time.to_string())),
    ]
}
