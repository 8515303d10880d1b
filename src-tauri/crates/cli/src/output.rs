//! The one place that prints. Answers go to standard output, failures to standard error; a reader that has gone away ends
//! the printing quietly. What the words are is the business of whoever calls.

use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};

use chaperone_commands::{Failure, FailureKind, Reply, told_once};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::exit::failure;

/// Where answers go, and in which form.
#[derive(Debug)]
pub(crate) struct Output {
    is_json: bool,
    is_quiet: bool,
    is_closed: Cell<bool>,
}

impl Output {
    /// Output as the common flags want it.
    pub(crate) fn new(is_json: bool, is_quiet: bool) -> Self {
        Self { is_json, is_quiet, is_closed: Cell::new(false) }
    }

    /// Whether programs read along.
    pub(crate) fn is_json(&self) -> bool {
        self.is_json
    }

    /// How many columns the reader's terminal has; nothing when a file or a program reads.
    pub(crate) fn width(&self) -> Option<u16> {
        let out = io::stdout();
        if !out.is_terminal() {
            return None;
        }
        terminal_size::terminal_size_of(out).map(|(width, _)| width.0)
    }

    /// Prints a view: as JSON for programs, in words for people.
    pub(crate) fn answer<V: DeserializeOwned>(
        &self,
        view: Value,
        words: impl FnOnce(V) -> String,
    ) -> Reply<()> {
        if self.is_quiet {
            Ok(())
        } else if self.is_json {
            self.json(&view)
        } else {
            self.text(&words(read(view)?))
        }
    }

    /// Prints the view of a command that tells something once: as any other, but when nothing is to be printed, what can't be
    /// had again is printed all the same.
    pub(crate) fn answer_once<V: DeserializeOwned>(
        &self,
        command: &str,
        view: Value,
        words: impl FnOnce(V) -> String,
    ) -> Reply<()> {
        if self.is_quiet {
            self.once(command, &view, self.is_json)
        } else {
            self.answer(view, words)
        }
    }

    /// Prints the answer of any command as JSON: for people to read too, or on one line for programs that read lines.
    pub(crate) fn answer_json(
        &self,
        command: &str,
        view: &Value,
        is_on_one_line: bool,
    ) -> Reply<()> {
        match (self.is_quiet, is_on_one_line) {
            (true, _) => self.once(command, view, true),
            (false, true) => self.json_line(view),
            (false, false) => self.json(view),
        }
    }

    fn once(&self, command: &str, view: &Value, is_json: bool) -> Reply<()> {
        match told_once(command, view) {
            Some((field, text)) if is_json => self.print(&format!("{}\n", json!({ field: text }))),
            Some((_, text)) => self.print(&format!("{text}\n")),
            None => Ok(()),
        }
    }

    /// Prints a view as JSON, for people to read too.
    fn json(&self, view: &Value) -> Reply<()> {
        self.write(&format!("{view:#}\n"))
    }

    /// Prints a view as JSON on one line, for programs that read lines.
    pub(crate) fn json_line(&self, view: &Value) -> Reply<()> {
        self.write(&format!("{view}\n"))
    }

    /// Prints words. What a terminal would take for an instruction is made visible instead, because names and reasons
    /// come from other people and from files.
    pub(crate) fn text(&self, words: &str) -> Reply<()> {
        let words = harmless(words);
        let end = if words.is_empty() || words.ends_with('\n') { "" } else { "\n" };
        self.write(&format!("{words}{end}"))
    }

    /// Prints the contents of a file, byte by byte for a file or a program. A terminal is shown them like any words.
    pub(crate) fn contents(&self, text: &str) -> Reply<()> {
        if io::stdout().is_terminal() { self.write(&harmless(text)) } else { self.write(text) }
    }

    fn write(&self, text: &str) -> Reply<()> {
        if self.is_quiet { Ok(()) } else { self.print(text) }
    }

    fn print(&self, text: &str) -> Reply<()> {
        if self.is_closed.get() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed.set(true);
                Ok(())
            }
            Err(error) => Err(failure(
                FailureKind::CouldNot,
                "output_failed",
                format!("The answer could not be written ({error}); see where the output goes."),
            )),
        }
    }

    /// Tells a failure on standard error: `code: sentence`, or the JSON of it.
    pub(crate) fn fail(&self, failed: &Failure) {
        let text =
            if self.is_json { failed.to_wire().to_string() } else { harmless(&failed.to_string()) };
        let mut err = io::stderr().lock();
        // Nobody is left to be told when standard error itself is gone; the exit code still speaks.
        let _ = writeln!(err, "{text}").and_then(|()| err.flush());
    }
}

/// Prints what the parser of the command line says: help, the version, or what is wrong with the words.
pub(crate) fn explain(said: &clap::Error) {
    // A reader that has gone away misses only what it didn't want.
    let _ = said.print();
}

/// Reads a view of the command layer. Both are built from the same types, so this fails only by a defect.
pub(crate) fn read<V: DeserializeOwned>(view: Value) -> Reply<V> {
    serde_json::from_value(view).map_err(|wrong| {
        let message = format!("The answer could not be understood ({wrong}); please report this.");
        failure(FailureKind::CouldNot, "unreadable_answer", message)
    })
}

fn harmless(text: &str) -> String {
    let is_direction = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown =
        |c: char| if (c.is_control() && c != '\n') || is_direction(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_steer_the_terminal() {
        let shown = harmless("Bot\u{1b}[31m\u{202e}toB\nnext\ttab\r");
        assert_eq!(shown, "Bot\u{fffd}[31m\u{fffd}toB\nnext\u{fffd}tab\u{fffd}");
    }
}
