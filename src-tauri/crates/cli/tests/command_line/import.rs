//! Imports from files: all or nothing, every problem named by file and line.

use crate::support::{ADMINISTRATOR, Place, err, failure, out, sample};

const GOOD: &str = "Employee ID,Display Name,Email,Job Title,Department,Manager Email,Hire Date,Leave Date\n\
                    N-1,Bo Berg,bo@northwind.example,Lead,Ops,,2020-01-13,\n\
                    N-2,Cy Chen,cy@northwind.example,Clerk,Ops,bo@northwind.example,2021-01-13,\n";

fn people(place: &Place) -> usize {
    place.json_as(ADMINISTRATOR, ["person", "list"])["rows"].as_array().unwrap().len()
}

#[test]
fn a_good_file_is_taken_in_and_a_second_time_changes_nothing() {
    let place = Place::live();
    let file = place.file("people.csv", GOOD);
    let report = place.json_as(ADMINISTRATOR, ["import", &file]);
    assert_eq!((&report["added"], &report["changed"]), (&2.into(), &0.into()), "{report}");
    assert_eq!(people(&place), 3, "two more beside the administrator");
    let history = place.json_as(ADMINISTRATOR, ["audit", "list"]);
    let again = place.json_as(ADMINISTRATOR, ["import", &file]);
    assert_eq!(
        (&again["added"], &again["changed"], &again["unchanged"]),
        (&0.into(), &0.into(), &2.into())
    );
    assert_eq!(people(&place), 3);
    assert!(history["rows"].as_array().unwrap().len() > 1, "an import is in the history");
}

#[test]
fn a_dry_run_says_what_would_change_and_changes_nothing() {
    let place = Place::live();
    let file = place.file("people.csv", GOOD);
    let told = out(&place.run_as(ADMINISTRATOR, ["import", "--dry-run", &file]).code(0));
    assert!(told.contains("Would be: 2 added") && told.contains("Bo Berg"), "{told}");
    assert_eq!(people(&place), 1, "nobody came in");
    let history = place.json_as(ADMINISTRATOR, ["audit", "list"]).to_string();
    assert!(history.contains("sign_in") && !history.contains("import_directory"), "{history}");
}

#[test]
fn a_bad_row_is_named_by_file_and_line_and_nothing_is_changed() {
    let place = Place::live();
    let bad = format!(
        "{GOOD}N-3,Di Diaz,not an address,Clerk,Ops,,,\nN-4,Ed Eck,ed@northwind.example,,,,someday,\n"
    );
    let file = place.file("people.csv", &bad);
    let told = err(&place.run_as(ADMINISTRATOR, ["import", &file]).code(1));
    assert!(told.starts_with("import_refused: Nothing was imported"), "{told}");
    assert!(told.contains("people.csv:4: ") && told.contains("people.csv:5: "), "{told}");
    let rehearsed = out(&place.run_as(ADMINISTRATOR, ["import", "--dry-run", &file]).code(1));
    assert!(rehearsed.contains("people.csv:4: "), "a dry run finds the same: {rehearsed}");
    let report = failure(&place.run_as(ADMINISTRATOR, ["--json", "import", &file]).code(1));
    assert_eq!(report["details"]["problems"].as_array().unwrap().len(), 2, "{report}");
    assert_eq!(people(&place), 1, "not even the good rows came in");
}

#[test]
fn a_whole_directory_comes_in_from_several_files() {
    let place = Place::live();
    let files =
        ["people.csv", "groups.json", "applications.json", "directory-roles.json", "agents.json"];
    let files: Vec<_> = files.iter().map(|name| sample(name)).collect();
    let words = ["import"].into_iter().chain(files.iter().map(String::as_str));
    let report = place.json_as(ADMINISTRATOR, words);
    assert_eq!(report["problems"], serde_json::json!([]), "{report:#}");
    let agents = place.json_as(ADMINISTRATOR, ["agent", "list", "--all"]);
    assert!(agents["rows"].as_array().unwrap().len() > 30);
    place.run(["workspace", "verify"]).code(0);
}

#[test]
fn a_file_that_is_not_there_or_is_no_text_is_told_by_name() {
    let place = Place::live();
    let missing = place.run_as(ADMINISTRATOR, ["import", "nowhere.csv"]).code(4);
    assert!(err(&missing).starts_with("file_unreadable: nowhere.csv"), "{}", err(&missing));
    let file = place.file("people.csv", "");
    std::fs::write(&file, b"Display Name\nJos\xe9\n").unwrap();
    let latin = place.run_as(ADMINISTRATOR, ["import", &file]).code(2);
    assert!(err(&latin).contains("UTF-8"), "{}", err(&latin));
}

#[test]
fn only_an_administrator_imports() {
    let place = Place::training();
    let file = place.file("people.csv", GOOD);
    let refused = place.run_as(&chaperone_testkit::tour().sponsor, ["import", &file]).code(1);
    assert!(err(&refused).starts_with("forbidden: "), "{}", err(&refused));
}
