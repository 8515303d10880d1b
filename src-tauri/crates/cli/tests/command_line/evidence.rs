//! Evidence on the command line: the history and reports, to standard output and into files.

use chaperone_testkit::tour;

use crate::support::{Place, err, out};

#[test]
fn the_history_is_printed_whole_and_written_into_a_new_file_only() {
    let place = Place::training();
    let administrator = tour().administrator;
    let printed = out(&place.run_as(&administrator, ["audit", "export"]).code(0));
    assert!(printed.starts_with("seq,recordedAt,") && printed.contains("\r\n1,"), "{printed}");
    let file = place.folder().join("history.csv");
    let file = file.to_str().unwrap();
    let told = out(&place.run_as(&administrator, ["audit", "export", "--file", file]).code(0));
    assert!(told.contains("history.csv"), "{told}");
    let written = std::fs::read_to_string(file).unwrap();
    assert_eq!(written.strip_prefix('\u{feff}'), Some(printed.as_str()), "spreadsheets see UTF-8");
    let told = err(&place.run_as(&administrator, ["audit", "export", "--file", file]).code(1));
    assert!(told.starts_with("file_exists: "), "{told}");
    let graph = ["audit", "export", "--form", "directoryAudit", "--activity", "create_workspace"];
    let graph = out(&place.run_as(&administrator, graph).code(0));
    let graph: serde_json::Value = serde_json::from_str(&graph).unwrap();
    assert_eq!(graph["value"].as_array().unwrap().len(), 1);
}

#[test]
fn reports_are_tables_for_people_and_csv_for_spreadsheets() {
    let place = Place::training();
    let administrator = tour().administrator;
    for report in [
        &["assignments"][..],
        &["access", &tour().agent],
        &["requests"],
        &["outside-packages"],
        &["packages", "--agent", &tour().agent, "--standing", "requestable"],
        &["packages", "--person", &tour().sponsor],
        &["workflows"],
        &["workflows", "--by", "people", "--person", &tour().sponsor],
        &["workflows", "--by", "tasks", "--state", "completed"],
    ] {
        let words = ["report"].into_iter().chain(report.iter().copied());
        place.run_as(&administrator, words.clone()).code(0);
        let csv = out(&place.run_as(&administrator, words.chain(["--csv"])).code(0));
        assert!(csv.lines().next().unwrap().contains(','), "{csv}");
    }
    place.run_as(&administrator, ["report", "packages"]).code(2);
    let stranger = place.run_as(&tour().sponsor, ["report", "requests"]).code(1);
    assert!(err(&stranger).starts_with("forbidden: "), "{}", err(&stranger));
}

#[test]
fn a_list_is_written_whole_into_a_new_csv_file_that_nothing_takes_the_place_of() {
    let place = Place::training();
    let administrator = tour().administrator;
    for list in ["agent", "blueprint", "person", "package", "request", "assignment"] {
        let file = place.folder().join(format!("{list}.csv"));
        let words = [list, "list", "--csv", file.to_str().unwrap()];
        let told = out(&place.run_as(&administrator, words).code(0));
        assert!(told.contains(".csv"), "{told}");
        let text = std::fs::read_to_string(&file).unwrap();
        let heading = text.lines().next().unwrap();
        assert!(heading.starts_with('\u{feff}') && heading.ends_with(",id"), "{list}: {heading}");
        let told = err(&place.run_as(&administrator, words).code(1));
        assert!(told.starts_with("file_exists: "), "{told}");
    }
    let file = place.folder().join("finance.csv");
    let words = ["person", "list", "--search", &tour().sponsor, "--csv", file.to_str().unwrap()];
    place.run_as(&administrator, words).code(0);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 2, "one person under the heading: {text}");
    assert!(text.contains(&tour().sponsor), "{text}");
}

#[test]
fn documents_are_written_into_a_new_file_only_and_say_how_many_pages_they_have() {
    let place = Place::training();
    let administrator = tour().administrator;
    let file = |name: &str| place.folder().join(name).to_str().unwrap().to_owned();
    let agent = tour().agent;
    for (report, name) in [
        (["agent", agent.as_str()], "agent.pdf"),
        (["package", "Invoice matching"], "package.pdf"),
        (["month", "2026-01"], "month.pdf"),
    ] {
        let file = file(name);
        let words = ["report", report[0], report[1], "--pdf", &file, "--language", "de"];
        let told = out(&place.run_as(&administrator, words).code(0));
        assert!(told.contains(" page") && told.contains(name), "{told}");
        assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-1.7"));
        let told = err(&place.run_as(&administrator, words).code(1));
        assert!(told.starts_with("file_exists: "), "{told}");
    }
    let words = ["report", "month", "March", "--pdf", &file("march.pdf")];
    let told = err(&place.run_as(&administrator, words).code(2));
    assert!(told.contains("as in 2026-03"), "{told}");
    let words = ["report", "month", "2026-01", "--pdf", &file("x.pdf"), "--language", "fr"];
    place.run_as(&administrator, words).code(2);
    place.run_as(&administrator, ["report", "month", "2026-01"]).code(2);
}
