//! Any command of the one list by its name: JSON in, JSON out. Nothing here knows a single command.

use std::collections::BTreeMap;

use chaperone_commands::command::Command;
use chaperone_commands::{COMMANDS, Failure, Reply, contract};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::host::Host;
use crate::input;
use crate::output::Output;
use crate::table::Table;

/// Carries out a command. Requests on standard input are carried out as they arrive, each answered on one line; the first
/// that fails is the last.
pub(crate) fn run(name: &str, payload: Option<&str>, host: &Host, output: &Output) -> Reply<Exit> {
    match payload {
        Some("-") => read_live(name, host, output)?,
        Some(text) => {
            let view = host.call(name, input::parse(text, "The request")?)?;
            output.answer_json(name, &view, false)?;
        }
        None => output.answer_json(name, &host.call(name, Value::Null)?, false)?,
    }
    Ok(Exit::Done)
}

fn read_live(name: &str, host: &Host, output: &Output) -> Reply<()> {
    let requests = serde_json::Deserializer::from_reader(std::io::stdin().lock());
    let mut is_empty = true;
    for request in requests.into_iter::<Value>() {
        let request = request
            .map_err(|wrong| Failure::usage(format!("Standard input is no JSON: {wrong}.")))?;
        output.answer_json(name, &host.call(name, request)?, true)?;
        is_empty = false;
    }
    if is_empty { output.answer_json(name, &host.call(name, Value::Null)?, true) } else { Ok(()) }
}

/// Lists the commands, or shows one with its types.
pub(crate) fn list(name: Option<&str>, output: &Output) -> Reply<Exit> {
    if let Some(name) = name {
        let command = COMMANDS.iter().find(|command| command.name == name);
        show(command.ok_or_else(|| Failure::unknown_command(name))?, output)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Value> = COMMANDS.iter().map(row).collect();
    output.answer(Value::from(rows), |_: Value| {
        let mut table = Table::of("commands", ["Command", "Kind", "Request", "View"]);
        for command in COMMANDS {
            let cells = [command.name, command.kind.word(), command.request, command.view];
            table.row(cells.map(str::to_owned));
        }
        table.text(output.width())
    })?;
    Ok(Exit::Done)
}

fn row(command: &Command) -> Value {
    json!({
        "name": command.name,
        "kind": command.kind.word(),
        "request": command.request,
        "view": command.view,
    })
}

fn show(command: &Command, output: &Output) -> Reply<()> {
    let declarations = declarations(command, &contract::declarations());
    let mut view = row(command);
    view["declarations"] = Value::from(declarations.clone());
    output.answer(view, |_: Value| declarations.join("\n\n"))
}

/// The request and the view of a command, then every type that they are made of, out of all declarations by type.
fn declarations(command: &Command, all: &BTreeMap<String, String>) -> Vec<String> {
    let mut names = vec![command.request.to_owned(), command.view.to_owned()];
    let mut found = Vec::new();
    let mut next = 0;
    while let Some(name) = names.get(next) {
        next += 1;
        let Some(declaration) = all.get(name) else { continue };
        for word in code_words(declaration) {
            if !names.iter().any(|known| known == word) {
                names.push(word.to_owned());
            }
        }
        found.push(declaration.clone());
    }
    found
}

/// The words of a declaration that may name a type: capitalised, and outside comments.
fn code_words(declaration: &str) -> impl Iterator<Item = &str> {
    let code =
        declaration.split("/**").map(|part| part.split_once("*/").map_or(part, |(_, code)| code));
    code.flat_map(|code| code.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_shows_its_request_and_its_view() {
        let all = contract::declarations();
        for command in COMMANDS {
            let shown = declarations(command, &all);
            assert!(shown.len() >= 2, "{} has a request and a view", command.name);
            assert!(shown[0].contains(command.request), "{} begins with its request", command.name);
        }
    }

    #[test]
    fn words_in_comments_name_no_type() {
        let words: Vec<_> =
            code_words("/** The Agent. */ type A = { b: Wire, c: string }").collect();
        assert_eq!(words, ["A", "Wire"]);
    }
}
