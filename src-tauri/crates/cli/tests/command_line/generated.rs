//! What the build makes of the command line's own words.

use crate::support::Place;

#[test]
fn every_shell_gets_completions() {
    let place = Place::empty();
    let folder = place.folder();
    place.run(["generate", "completions", &folder.display().to_string()]).code(0);
    for (file, part) in [
        ("chaperone.bash", "let-expire"),
        ("_chaperone", "let-expire"),
        ("chaperone.fish", "let-expire"),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(part), "{file} completes {part}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let place = Place::empty();
    let folder = place.folder();
    place.run(["generate", "man", &folder.display().to_string()]).code(0);
    for page in ["chaperone.1", "chaperone-access-check.1", "chaperone-story.1"] {
        assert!(std::fs::read_to_string(folder.join(page)).unwrap().contains(".TH"), "{page}");
    }
    let hidden = folder.join("chaperone-generate.1");
    assert!(!hidden.exists(), "what only the build uses isn't in the manual");
}
