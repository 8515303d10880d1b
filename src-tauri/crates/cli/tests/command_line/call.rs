//! `call` and `commands`: the whole command list for scripts.

use chaperone_testkit::tour;
use serde_json::Value;

use crate::support::{Place, err, failure, json, out};

#[test]
fn an_unknown_command_is_wrong_usage() {
    let place = Place::training();
    let unknown = place.run_as(&tour().administrator, ["call", "make_coffee"]).code(2);
    assert!(err(&unknown).starts_with("unknown_command: "), "{}", err(&unknown));
    assert!(err(&unknown).contains("chaperone commands"), "it says where the known ones are");
    place.run(["commands", "make_coffee"]).code(2);
}

#[test]
fn an_unknown_field_is_wrong_usage_and_named() {
    let place = Place::training();
    let wrong =
        place.run_as(&tour().administrator, ["call", "list_agents", r#"{"filtre":{}}"#]).code(2);
    assert!(
        err(&wrong).contains("filtre"),
        "a misspelt field is never lost silently: {}",
        err(&wrong)
    );
}

#[test]
fn a_value_of_the_wrong_type_is_wrong_usage() {
    let place = Place::training();
    for request in [r#"{"limit":"many"}"#, r#"{"after":"bot-7"}"#, "[]", "7", "{", ""] {
        let ended = place.run_as(&tour().administrator, ["--json", "call", "list_agents", request]);
        let wrong = failure(&ended.code(2));
        assert_eq!(wrong["code"], "bad_request", "{request}");
    }
}

#[test]
fn a_command_without_a_request_gets_an_empty_one() {
    let place = Place::training();
    let agents = json(&place.run_as(&tour().administrator, ["call", "list_agents"]).code(0));
    assert!(agents["rows"].as_array().is_some_and(|rows| !rows.is_empty()));
}

#[test]
fn requests_on_standard_input_are_answered_one_by_one_on_a_line_each() {
    let place = Place::training();
    let mut command = place.command(["--as", &tour().administrator, "call", "list_agents", "-"]);
    let asked = "{\"limit\":1} {\n  \"limit\": 2\n}\n{\"limit\":3}";
    let answered = out(&command.write_stdin(asked).assert().code(0));
    let rows: Vec<usize> = answered
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["rows"].as_array().unwrap().len())
        .collect();
    assert_eq!(rows, [1, 2, 3]);
}

#[test]
fn the_first_request_on_standard_input_that_fails_is_the_last() {
    let place = Place::training();
    let run = |asked: &str| {
        let mut command =
            place.command(["--as", &tour().administrator, "call", "list_agents", "-"]);
        command.write_stdin(asked.to_owned()).assert().code(2)
    };
    let ended = run("{\"limit\":1}{\"limit\":0}{\"limit\":3}");
    assert_eq!(
        out(&ended).lines().count(),
        1,
        "what came before is answered, what comes after isn't"
    );
    let ended = run("{\"limit\":1}{\"limit\"");
    assert_eq!(out(&ended).lines().count(), 1);
    assert!(err(&ended).contains("JSON"), "{}", err(&ended));
}

#[test]
fn an_empty_standard_input_is_an_empty_request() {
    let place = Place::training();
    for nothing in ["", "\n", " \n \n"] {
        let mut command = place.command(["--as", &tour().administrator, "call", "show_clock", "-"]);
        let answered = out(&command.write_stdin(nothing).assert().code(0));
        assert_eq!(answered.lines().count(), 1, "{nothing:?}");
    }
}

#[test]
fn the_list_of_commands_says_what_each_takes_and_answers() {
    let place = Place::empty();
    let list = json(&place.run(["--json", "commands"]).code(0));
    let names: Vec<_> =
        list.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"request_extension"));
    assert_eq!(
        out(&place.run(["commands"]).code(0)).lines().count(),
        names.len() + 1,
        "one line each"
    );
    let shown = out(&place.run(["commands", "request_extension"]).code(0));
    for part in ["type RequestExtension", "type RequestView", "type StageView", "assignmentId"] {
        assert!(shown.contains(part), "{part} is shown");
    }
}
