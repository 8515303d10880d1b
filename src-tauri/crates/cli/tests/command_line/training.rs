//! Practising on the command line: the exit code says whether an exercise is solved.

use crate::support::{Place, out};

#[test]
fn an_exercise_is_started_marked_and_solved() {
    let place = Place::training();
    let task = place.run(["training", "exercises", "start", "upsideDownLine", "--hints", "1"]);
    let task = out(&task.code(0));
    assert!(task.contains("Beatriz Nogueira reports to Marek"), "{task}");
    assert!(task.contains("Hint 1") && !task.contains("Hint 2"), "{task}");
    let marked = out(&place.run(["training", "exercises", "check"]).code(1));
    assert!(marked.contains("NO") && marked.contains("Not solved yet."), "{marked}");
    for (person, manager) in
        [("beatriz.nogueira", "rui.tavares"), ("marek.zielinski", "beatriz.nogueira")]
    {
        let address = |name: &str| format!("{name}@larkfield.example");
        let (person, manager) = (address(person), address(manager));
        let words = ["person", "edit", &person, "--manager", &manager];
        place.run_as("ines.ferreira@larkfield.example", words).code(0);
    }
    let marked = out(&place.run(["training", "exercises", "check"]).code(0));
    assert!(marked.contains("Solved."), "{marked}");
    let listed = out(&place.run(["training", "exercises", "list"]).code(0));
    assert!(listed.contains("The line upside down"), "{listed}");
}
