//! The story: the main job from beginning to end, the same every time.

use serde_json::Value;

use crate::support::{Place, err, out};

#[test]
fn the_story_is_told_to_its_end_with_every_invariant_held() {
    let told = Place::empty().run(["story"]);
    assert_eq!(err(&told), "");
    let text = out(&told.code(0));
    for part in [
        " 1  2026-01-05 08:00  ",
        "makes the access package",
        "requests",
        "agrees, and the access is delivered",
        "is reminded",
        "asks for an extension",
        "the end moves to",
        "may no longer use it",
        "the request is forwarded",
        "agrees in the second stage",
        "and is refused",
        "leaves. In the same step",
        "steps, all invariants held after each.",
        "Audit head ",
    ] {
        assert!(text.contains(part), "'{part}' is told in\n{text}");
    }
}

#[test]
fn two_tellings_are_the_same_to_the_letter() {
    let (one, two) = (Place::empty().run(["story"]), Place::empty().run(["story"]));
    assert_eq!(out(&one.code(0)), out(&two.code(0)), "even the head of the history is the same");
}

#[test]
fn for_programs_each_step_is_one_line_of_json() {
    let told = out(&Place::empty().run(["--json", "story"]).code(0));
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (end, steps) = lines.split_last().unwrap();
    assert_eq!(end["steps"], steps.len());
    assert!(steps.iter().all(|step| step["isSound"] == true && step["sentence"].is_string()));
    assert_eq!(end["auditHead"].as_str().map(str::len), Some(64));
}

#[test]
fn a_kept_workspace_can_be_looked_around_in_and_is_never_overwritten() {
    let place = Place::empty();
    let folder = place.folder().display().to_string();
    place.run(["--quiet", "story", "--keep", &folder]).code(0);
    place.run(["workspace", "verify"]).code(0);
    let before = std::fs::read(place.folder().join("workspace.db")).unwrap();
    let refused = place.run(["story", "--keep", &folder]).code(2);
    assert!(err(&refused).contains("no empty folder"), "{}", err(&refused));
    assert_eq!(std::fs::read(place.folder().join("workspace.db")).unwrap(), before);
}

#[test]
fn the_story_leaves_nothing_behind() {
    let place = Place::empty();
    let scratch = tempfile::tempdir().unwrap();
    place.command(["--quiet", "story"]).env("TMPDIR", scratch.path()).assert().code(0);
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
}
