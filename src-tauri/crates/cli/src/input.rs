//! Files that a command reads: whole texts in UTF-8, told by name when they can't be read. What is in them is the business
//! of the command layer.

use std::io::Read;
use std::path::Path;

use chaperone_commands::{Failure, FailureKind, Reply};
use serde_json::Value;

use crate::exit::failure;

/// The whole text of a file; `-` is standard input.
pub(crate) fn text(file: &Path) -> Reply<String> {
    let bytes = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = bytes.map_err(|error| {
        let message = format!("{} can't be read ({error}); check its name.", file.display());
        failure(FailureKind::CouldNot, "file_unreadable", message)
    })?;
    String::from_utf8(bytes).map_err(|wrong| {
        let at = wrong.utf8_error().valid_up_to();
        Failure::usage(format!(
            "{} is no UTF-8 text (byte {at}); save it as UTF-8.",
            file.display()
        ))
    })
}

/// The JSON in a file.
pub(crate) fn json(file: &Path) -> Reply<Value> {
    let text = text(file)?;
    parse(text.trim_start_matches('\u{feff}'), &file.display().to_string())
}

/// Reads JSON; the refusal names where it came from.
pub(crate) fn parse(text: &str, name: &str) -> Reply<Value> {
    serde_json::from_str(text)
        .map_err(|wrong| Failure::usage(format!("{name} is no JSON: {wrong}.")))
}
