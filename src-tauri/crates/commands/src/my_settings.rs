//! What a person chose for themselves. What a choice means is decided in `domain`.

use chaperone_domain::authority::Action;
use chaperone_domain::sign_in::check_lock_minutes;
use chaperone_store::table::personal_settings::{self, PersonalSettings};

use crate::audit::Record;
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::my_settings::{MySettings, ShowMySettings, UpdateMySettings};

/// Shows what I chose.
pub(crate) fn show_my_settings(cx: &Reading<'_>, _: ShowMySettings) -> Reply<MySettings> {
    cx.authorise(Action::ShowMySettings, &[], "settings")?;
    Ok(view(&personal_settings::of(cx.db(), cx.me()?)?))
}

fn view(chosen: &PersonalSettings) -> MySettings {
    MySettings { lock_after_minutes: i32::try_from(chosen.lock_after_minutes).unwrap_or(i32::MAX) }
}

/// Changes what I chose; what is left out stays.
pub(crate) fn update_my_settings(cx: &mut Writing<'_>, ask: UpdateMySettings) -> Reply<MySettings> {
    cx.authorise(Action::UpdateMySettings, &[], "settings")?;
    let me = cx.me()?;
    let before = personal_settings::of(cx.db(), me)?;
    let mut after = before.clone();
    if let Some(minutes) = ask.lock_after_minutes {
        after.lock_after_minutes =
            check_lock_minutes(minutes.into()).map_err(|no| Failure::refused(&no))?;
    }
    if after != before {
        personal_settings::set(cx.db_mut(), me, &after)?;
        let name = crate::person::reference(cx.db(), me)?.display_name;
        let record = Record::new(
            "update_my_settings",
            "person",
            me,
            format!("{name} changed their own settings."),
        );
        cx.record(record.change(
            "lockAfterMinutes",
            Some(before.lock_after_minutes.to_string()),
            Some(after.lock_after_minutes.to_string()),
        ))?;
        cx.touch(Tag::Settings);
        cx.touch(Tag::Desk);
    }
    Ok(view(&after))
}
