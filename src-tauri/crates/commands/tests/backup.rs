//! Backups: made by themselves and by hand, kept, restored, and tried out.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::fs;
use std::path::PathBuf;

use chaperone_commands::{Desk, Origin, Session, dispatch};
use chaperone_domain::time::Span;
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

fn folder(fixture: &Fixture) -> PathBuf {
    PathBuf::from(fixture.workspace_folder())
}

fn backups(fixture: &Fixture) -> Vec<Value> {
    let listed = fixture.call(&fixture.administrator(), "list_backups", json!({}));
    listed["rows"].as_array().unwrap().clone()
}

fn of_kind(fixture: &Fixture, kind: &str) -> usize {
    backups(fixture).iter().filter(|row| row["kind"] == kind).count()
}

fn head(fixture: &Fixture) -> Value {
    fixture.call(&fixture.administrator(), "verify_audit", json!({}))
}

#[test]
fn a_backup_is_made_on_each_day_on_which_due_work_is_done_and_only_so_many_are_kept() {
    let fixture = Fixture::live();
    fixture.desk().run_due().unwrap();
    fixture.desk().run_due().unwrap();
    assert_eq!(of_kind(&fixture, "daily"), 1, "one a day");
    for _ in 0..40 {
        fixture.advance("1d");
    }
    let kept = of_kind(&fixture, "daily");
    assert!((8..=14).contains(&kept), "7 days, 4 weeks, 2 months: {kept}");
    fixture.invariants_hold();
}

#[test]
fn what_somebody_asked_for_is_kept_and_told_in_the_history() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let before = head(&fixture)["records"].as_i64().unwrap();
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    assert_eq!(made["kind"], "manual");
    assert_eq!(head(&fixture)["records"].as_i64().unwrap(), before + 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(made["file"].as_str().unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "for its owner's eyes only");
    }
    fixture.call(&administrator, "back_up_workspace", json!({}));
    assert_eq!(of_kind(&fixture, "manual"), 2, "two in one second are two");
    let sponsor = fixture.as_person(&tour().sponsor);
    for command in ["back_up_workspace", "drill_backup", "list_backups"] {
        assert_eq!(fixture.refuse(&sponsor, command, json!({})).code, "forbidden");
    }
}

#[test]
fn a_restored_workspace_is_as_it_was_and_what_it_replaced_is_kept() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let before = head(&fixture);
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    fixture.call(&administrator, "create_catalog", json!({ "displayName": "Lost" }));
    let lost = head(&fixture);
    fixture.call(&administrator, "restore_workspace", json!({ "backup": made["name"] }));
    let catalogs = fixture.call(&administrator, "list_catalogs", json!({}));
    assert!(!catalogs.to_string().contains("Lost"), "what came after is gone");
    let records = head(&fixture)["records"].as_i64().unwrap();
    assert_eq!(records, before["records"].as_i64().unwrap() + 1, "and the restoring is told");
    fixture.invariants_hold();
    let kept: Vec<_> =
        backups(&fixture).into_iter().filter(|row| row["kind"] == "beforeRestore").collect();
    assert_eq!(kept.len(), 1);
    fixture.call(&administrator, "restore_workspace", json!({ "backup": kept[0]["file"] }));
    assert!(head(&fixture)["records"].as_i64() > lost["records"].as_i64(), "there and back again");
    let catalogs = fixture.call(&administrator, "list_catalogs", json!({}));
    assert!(catalogs.to_string().contains("Lost"));
    fixture.invariants_hold();
}

#[test]
fn a_checkpoint_of_what_was_replaced_is_put_away_and_still_tells() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    fixture.advance("5d");
    let checkpoint = fixture.call(&administrator, "make_checkpoint", json!({}));
    fixture.call(&administrator, "restore_workspace", json!({ "backup": made["name"] }));
    fixture.invariants_hold();
    let ask = json!({ "checkpoint": checkpoint["line"] });
    let told = fixture.call(&administrator, "verify_checkpoint", ask);
    assert_eq!(told["verdict"], "truncated", "whoever noted it down learns of it");
}

#[test]
fn nothing_but_a_whole_backup_of_this_or_an_older_program_is_restored() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    let sound = fs::read(made["file"].as_str().unwrap()).unwrap();
    let place = |name: &str, bytes: &[u8]| {
        let file = fixture.folder().join(name);
        fs::write(&file, bytes).unwrap();
        file.display().to_string()
    };
    let mut foreign = sound.clone();
    foreign[68..72].copy_from_slice(b"NOPE");
    let mut damaged = sound.clone();
    let middle = damaged.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 4096].fill(0xAA);
    for (backup, code) in [
        (place("letter.db", b"Dear Ines, this is no database at all."), "not_a_workspace"),
        (place("foreign.db", &foreign), "not_a_workspace"),
        (place("damaged.db", &damaged), "workspace_damaged"),
        (place("half.db", &sound[..sound.len() / 2]), "workspace_damaged"),
        (fixture.folder().join("nowhere.db").display().to_string(), "no_backup"),
    ] {
        let ask = json!({ "backup": backup });
        let refused = fixture.refuse(&administrator, "restore_workspace", ask);
        assert_eq!(refused.code, code, "{backup}: {}", refused.message);
    }
    let sponsor = fixture.as_person(&tour().sponsor);
    let ask = json!({ "backup": made["file"] });
    assert_eq!(fixture.refuse(&sponsor, "restore_workspace", ask).code, "forbidden");
    fixture.invariants_hold();
}

#[test]
fn a_workspace_that_another_program_has_open_is_not_replaced() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    let other = fixture.another_desk();
    let before = head(&fixture);
    let ask = json!({ "backup": made["file"] });
    let refused =
        dispatch(fixture.desk(), &administrator, "restore_workspace", ask.clone()).unwrap_err();
    assert_eq!(refused.code, "open_elsewhere", "{}", refused.message);
    assert_eq!(head(&fixture), before, "and it is open here as before");
    other.close();
    fixture.call(&administrator, "restore_workspace", ask);
    fixture.invariants_hold();
}

#[test]
fn a_damaged_workspace_is_mended_by_whoever_has_its_folder_and_a_sound_one_is_not() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    let folder = folder(&fixture);
    fixture.desk().close();
    let nobody = Session::new(Origin::Cli);
    let ask = json!({ "backup": made["file"], "folder": folder });
    let refused = dispatch(fixture.desk(), &nobody, "restore_workspace", ask.clone()).unwrap_err();
    assert_eq!(refused.code, "workspace_is_sound");
    let file = folder.join("workspace.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..64].fill(0xAA);
    fs::write(&file, &bytes).unwrap();
    let desk = fixture.call(&nobody, "restore_workspace", ask);
    assert!(desk["workspace"].is_object());
    fixture.invariants_hold();
    let kept = fs::read_dir(folder.join("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.display().to_string().contains("before-restore"))
        .unwrap();
    assert_eq!(fs::read(kept).unwrap(), bytes, "the damaged file is kept for a rescue");
}

#[test]
fn a_drill_opens_the_latest_backup_elsewhere_and_leaves_it_as_it_is() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let refused = fixture.refuse(&administrator, "drill_backup", json!({}));
    assert_eq!(refused.code, "no_backup");
    let made = fixture.call(&administrator, "back_up_workspace", json!({}));
    let file = made["file"].as_str().unwrap();
    let bytes = fs::read(file).unwrap();
    let done = fixture.call(&administrator, "drill_backup", json!({}));
    assert_eq!(done["backup"]["name"], made["name"]);
    assert_eq!(done["verification"]["isSound"], true, "{done}");
    assert_eq!(fs::read(file).unwrap(), bytes);
    let left = fs::read_dir(folder(&fixture).join("backups")).unwrap().count();
    assert_eq!(left, 1, "nothing is left of the drill");
}

#[test]
fn what_a_crash_left_half_made_is_no_backup_and_goes_with_the_next() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    fixture.call(&administrator, "back_up_workspace", json!({}));
    let half = folder(&fixture).join("backups/daily-20260101T000000Z.being-made");
    fs::write(&half, "half").unwrap();
    assert_eq!(backups(&fixture).len(), 1);
    fixture.call(&administrator, "back_up_workspace", json!({}));
    assert!(!half.exists());
}

#[test]
fn a_backup_is_of_one_instant_while_another_desk_goes_on_writing() {
    let fixture = Fixture::training();
    let other: Desk = fixture.another_desk();
    let session = fixture.administrator();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for number in 0..40 {
                let ask = json!({ "displayName": format!("Catalog {number}") });
                dispatch(&other, &session, "create_catalog", ask).unwrap();
            }
        });
        let administrator = fixture.administrator();
        for _ in 0..3 {
            fixture.call(&administrator, "back_up_workspace", json!({}));
        }
        writing.join().unwrap();
    });
    let administrator = fixture.administrator();
    for row in backups(&fixture) {
        let done = fixture.call(&administrator, "drill_backup", json!({ "backup": row["file"] }));
        assert_eq!(done["verification"]["isSound"], true, "{done}");
    }
}

#[test]
fn a_backup_that_fails_keeps_the_old_ones_and_due_work_goes_on() {
    let fixture = Fixture::live();
    fixture.desk().run_due().unwrap();
    let folder = folder(&fixture).join("backups");
    let kept = fs::read_dir(&folder).unwrap().count();
    // Where a folder stands in its place, no file of that name can be written.
    let now = fixture.now().plus(Span::days(1));
    let name = chaperone_domain::backup::name(chaperone_domain::backup::BackupKind::Daily, now);
    fs::create_dir(folder.join(format!("{name}.being-made"))).unwrap();
    fixture.clock().set(now);
    fixture.desk().run_due().unwrap();
    assert_eq!(fs::read_dir(&folder).unwrap().count(), kept + 1, "nothing old is gone");
}
