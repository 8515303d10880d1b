//! The authority table, printed for people to review, and the proof that every command stands in it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chaperone_commands::COMMANDS;
use chaperone_commands::command::Kind;
use chaperone_domain::authority::{Action, Permission, Relation, Role, may};
use chaperone_domain::term::Term;

/// What each kind of person may do. `yes`: may. `no`: may see the thing, but not do this. `-`: may not even see it.
fn table() -> String {
    let mut people: Vec<(String, Vec<Role>, Vec<Relation>)> =
        vec![("anyone".into(), vec![], vec![])];
    people.extend(Role::ALL.iter().map(|&role| (role.to_string(), vec![role], vec![])));
    people.extend(
        Relation::ALL.iter().map(|&relation| (relation.to_string(), vec![], vec![relation])),
    );
    let mut text = format!("{:<28}", "");
    for (name, ..) in &people {
        let _ = write!(text, "{name:>15}");
    }
    for &action in Action::ALL {
        let _ = write!(text, "\n{:<28}", action.term());
        for (_, roles, relations) in &people {
            let word = match may(action, roles, relations) {
                Permission::Allowed => "yes",
                Permission::Forbidden => "no",
                Permission::Hidden => "-",
            };
            let _ = write!(text, "{word:>15}");
        }
    }
    text
}

#[test]
fn the_authority_table_is_as_reviewed() {
    insta::assert_snapshot!(table());
}

#[test]
fn every_command_on_a_workspace_stands_in_the_authority_table_under_its_own_name() {
    let commands: BTreeSet<_> = COMMANDS
        .iter()
        .filter(|command| command.kind != Kind::Desk)
        .map(|command| command.name)
        .collect();
    let mut actions: BTreeSet<_> = Action::ALL.iter().map(|action| action.term()).collect();
    // Moving the clock is a desk's command, because it takes several transactions, and is in the table all the same.
    actions.remove("advance_clock");
    assert_eq!(commands, actions);
}
