//! What an answer tells that can't be had again: a secret, a code or a passphrase, of which only a hash is kept. A host that
//! would rather say nothing has to hand on this much.

use serde_json::Value;

use crate::COMMANDS;

/// The views with something that is told once, each with the field that has it.
const TOLD_ONCE: &[(&str, &str)] = &[
    ("DeskView", "recoveryCode"),
    ("IssuedSecret", "secret"),
    ("OneTimePassphrase", "passphrase"),
    ("RecoveryCode", "code"),
];

/// What a command's answer tells once: the field and its text. Nothing where all of it can be asked for again.
pub fn told_once<'v>(command: &str, answer: &'v Value) -> Option<(&'static str, &'v str)> {
    let view = COMMANDS.iter().find(|known| known.name == command)?.view;
    let (_, field) = TOLD_ONCE.iter().find(|(name, _)| *name == view)?;
    Some((field, answer.get(field)?.as_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::declarations;
    use serde_json::json;

    #[test]
    fn what_is_told_once_is_a_field_of_a_view_that_some_command_answers() {
        let declarations = declarations();
        for (view, field) in TOLD_ONCE {
            let declared = &declarations[*view];
            assert!(declared.contains(&format!("\n{field}: string")), "{view}: {declared}");
            assert!(COMMANDS.iter().any(|command| command.view == *view), "{view}");
        }
    }

    #[test]
    fn every_view_that_says_so_of_itself_is_known() {
        let views: std::collections::BTreeSet<_> =
            COMMANDS.iter().map(|command| command.view).collect();
        let declarations = declarations();
        for view in views {
            // A reply that is a plain word has no declaration of its own.
            let declared = declarations.get(view).map_or("", String::as_str);
            let says_so = declared.contains("told once") && !declared.contains("it is mended");
            let is_known = TOLD_ONCE.iter().any(|(known, _)| *known == view);
            assert_eq!(says_so, is_known, "{view}");
        }
    }

    #[test]
    fn a_desk_tells_it_only_when_a_code_was_made() {
        let told = |code: Value| {
            let answer = json!({ "recoveryCode": code });
            told_once("create_workspace", &answer).map(|(field, text)| (field, text.to_owned()))
        };
        assert_eq!(told(json!("abc")), Some(("recoveryCode", "abc".to_owned())));
        assert_eq!(told(Value::Null), None);
        assert_eq!(told_once("show_clock", &json!({ "code": "abc" })), None);
    }
}
