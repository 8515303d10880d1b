//! The texts of workflow messages: the tasks' own, and placeholders in texts that somebody writes.

use std::fmt::Write as _;

use crate::person::Person;
use crate::term::{Term, terms};
use crate::workflow::{Task, TaskDefinition};

terms! {
    /// What a text may leave open (Entra: dynamic attributes of workflow mails).
    Placeholder {
        /// The person's name.
        UserDisplayName => "userDisplayName",
        /// The first word of the name; the directory keeps one name.
        UserGivenName => "userGivenName",
        /// The rest of the name.
        UserSurname => "userSurname",
        /// The person's address.
        UserPrincipalName => "userPrincipalName",
        /// When employment begins; empty when nobody knows.
        UserEmployeeHireDate => "userEmployeeHireDate",
        /// When employment ends; empty when nobody knows.
        UserEmployeeLeaveDateTime => "userEmployeeLeaveDateTime",
        /// The manager's name; empty without one.
        ManagerDisplayName => "managerDisplayName",
        /// The manager's address; empty without one.
        ManagerEmail => "managerEmail",
    }
}

/// A placeholder that nobody fills.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nobody fills the placeholder {{{{{name}}}}}; use one of {known}")]
pub struct UnknownPlaceholder {
    /// What was written, cut to 60 characters.
    pub name: String,
    /// What would be right.
    pub known: String,
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
enum Part<'t> {
    Text(&'t str),
    Open(&'t str),
}

/// Takes a text apart. Braces that don't close are text.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        parts.push(Part::Text(before));
        parts.push(Part::Open(name.trim()));
        rest = behind;
    }
    parts.push(Part::Text(rest));
    parts
}

/// Checks that every placeholder of a text is known.
pub fn check_placeholders(text: &str) -> Result<(), UnknownPlaceholder> {
    for part in parts(text) {
        if let Part::Open(name) = part
            && Placeholder::parse_term(name).is_err()
        {
            return Err(UnknownPlaceholder {
                name: name.chars().take(60).collect(),
                known: Placeholder::ALL.iter().map(|it| it.term()).collect::<Vec<_>>().join(", "),
            });
        }
    }
    Ok(())
}

/// Fills a text for a person. What is put in is never looked through for placeholders again, so that nobody's name can
/// open one.
pub fn fill(text: &str, person: &Person, manager: Option<&Person>) -> String {
    let mut filled = String::new();
    for part in parts(text) {
        match part {
            Part::Text(text) => filled.push_str(text),
            Part::Open(name) => match Placeholder::parse_term(name) {
                Ok(placeholder) => filled.push_str(&value(placeholder, person, manager)),
                Err(_) => {
                    let _ = write!(filled, "{{{{{name}}}}}");
                }
            },
        }
    }
    filled
}

fn value(placeholder: Placeholder, person: &Person, manager: Option<&Person>) -> String {
    let (given, surname) =
        person.display_name.split_once(' ').unwrap_or((&person.display_name, ""));
    match placeholder {
        Placeholder::UserDisplayName => person.display_name.clone(),
        Placeholder::UserGivenName => given.to_owned(),
        Placeholder::UserSurname => surname.trim_start().to_owned(),
        Placeholder::UserPrincipalName => person.email.clone(),
        Placeholder::UserEmployeeHireDate => {
            person.hired_at.map(|at| at.in_words()).unwrap_or_default()
        }
        Placeholder::UserEmployeeLeaveDateTime => {
            person.left_at.or(person.leaves_at).map(|at| at.in_words()).unwrap_or_default()
        }
        Placeholder::ManagerDisplayName => {
            manager.map(|manager| manager.display_name.clone()).unwrap_or_default()
        }
        Placeholder::ManagerEmail => {
            manager.map(|manager| manager.email.clone()).unwrap_or_default()
        }
    }
}

/// A message before anybody receives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// Lines of text; the agents stand at its end.
    pub body: String,
}

const MANAGER_SUBJECT: &str = "{{userDisplayName}} sponsors agents: choose who takes over";
const MANAGER_BODY: &str = "\
{{userDisplayName}} ({{userPrincipalName}}) is moving or leaving and answers for the agents below.

Please choose who shall answer for each of them. Whatever nobody takes over passes to the nearest active manager when \
{{userDisplayName}} leaves.";
const CO_SPONSOR_SUBJECT: &str = "{{userDisplayName}} will no longer sponsor agents with you";
const CO_SPONSOR_BODY: &str = "\
{{userDisplayName}} ({{userPrincipalName}}) is moving or leaving. You answer together for the agents below.

Please make sure that each of them keeps people who know what it does.";

/// The texts that a task writes unless somebody gave others, with their placeholders; nothing for a task that writes none.
pub fn own_texts(task: TaskDefinition) -> Option<(&'static str, &'static str)> {
    match task {
        TaskDefinition::NotifyManager => Some((MANAGER_SUBJECT, MANAGER_BODY)),
        TaskDefinition::NotifyCoSponsors => Some((CO_SPONSOR_SUBJECT, CO_SPONSOR_BODY)),
        TaskDefinition::TransferToManager => None,
    }
}

/// Writes a task's message about a person; nothing for a task that writes none.
pub fn write(
    task: &Task,
    person: &Person,
    manager: Option<&Person>,
    agents: &[String],
) -> Option<Message> {
    let (subject, body) = own_texts(task.definition)?;
    let subject = fill(task.subject.as_deref().unwrap_or(subject), person, manager);
    let mut body = fill(task.body.as_deref().unwrap_or(body), person, manager);
    if !agents.is_empty() {
        let _ = write!(body, "\n\nAgents:");
        for agent in agents {
            let _ = write!(body, "\n- {agent}");
        }
    }
    Some(Message {
        subject: subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::tests::person;
    use crate::time::Timestamp;
    use proptest::prelude::*;

    fn anna() -> Person {
        Person {
            display_name: "Anna van Dyk".into(),
            leaves_at: Some(Timestamp::from_millis(0)),
            ..person(1)
        }
    }

    #[test]
    fn placeholders_are_filled_with_what_is_known() {
        let manager = Person { display_name: "Mo".into(), ..person(2) };
        let text = "{{userDisplayName}}|{{ userGivenName }}|{{userSurname}}|{{userPrincipalName}}|\
            {{userEmployeeHireDate}}|{{userEmployeeLeaveDateTime}}|{{managerDisplayName}}|{{managerEmail}}";
        assert_eq!(
            fill(text, &anna(), Some(&manager)),
            "Anna van Dyk|Anna|van Dyk|p1@larkfield.example||1 Jan 1970, 00:00 UTC|Mo|p2@larkfield.example"
        );
        assert_eq!(fill("{{managerEmail}}", &anna(), None), "", "without a manager it is empty");
    }

    #[test]
    fn an_unknown_placeholder_is_refused_and_the_known_ones_are_named() {
        let refused = check_placeholders("Hello {{temporaryAccessPass}}").unwrap_err();
        let sentence = refused.to_string();
        assert!(
            sentence.contains("{{temporaryAccessPass}}") && sentence.contains("managerEmail"),
            "{sentence}"
        );
        for fine in ["", "{{userSurname}}", "{{ userSurname }}", "a { b } {{", "}}"] {
            assert_eq!(check_placeholders(fine), Ok(()), "{fine}");
        }
    }

    #[test]
    fn a_name_that_looks_like_a_placeholder_stays_a_name() {
        let odd = Person { display_name: "{{managerEmail}}".into(), ..person(1) };
        assert_eq!(fill("{{userDisplayName}}", &odd, Some(&anna())), "{{managerEmail}}");
    }

    #[test]
    fn a_message_names_the_agents_below_whatever_text_it_has() {
        let mut task = Task::of(TaskDefinition::NotifyManager);
        let message = write(&task, &anna(), None, &["Bot".into()]).unwrap();
        assert!(message.subject.starts_with("Anna van Dyk sponsors agents"), "{}", message.subject);
        assert!(message.body.ends_with("Agents:\n- Bot"), "{}", message.body);
        task.body = Some("Short.".into());
        assert_eq!(
            write(&task, &anna(), None, &["Bot".into()]).unwrap().body,
            "Short.\n\nAgents:\n- Bot"
        );
        assert_eq!(write(&Task::of(TaskDefinition::TransferToManager), &anna(), None, &[]), None);
    }

    #[test]
    fn every_text_of_our_own_has_known_placeholders() {
        for (subject, body) in TaskDefinition::ALL.iter().filter_map(|&task| own_texts(task)) {
            assert_eq!(check_placeholders(subject), Ok(()));
            assert_eq!(check_placeholders(body), Ok(()));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_filled_without_panic(text in "[{}a-z ]{0,40}") {
            let _ = (fill(&text, &anna(), None), check_placeholders(&text));
        }

        #[test]
        fn a_subject_is_one_line(name in ".{0,40}") {
            let named = Person { display_name: name, ..person(1) };
            let task = Task::of(TaskDefinition::NotifyManager);
            let message = write(&task, &named, None, &[]).unwrap();
            prop_assert!(!message.subject.chars().any(char::is_control));
        }
    }
}
