//! The authority table, printed for people to review, and the proof that every command stands in it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chaperone_commands::COMMANDS;
use chaperone_commands::command::Kind;
use chaperone_domain::authority::{Action, Permission, Relation, Role, may};
use chaperone_domain::term::Term;

/// A column: its heading and who stands in it.
type Column = (&'static str, Vec<Role>, Vec<Relation>);

/// What each kind of person may do. `yes`: may. `no`: may see the thing, but not do this. `-`: may not even see it.
fn table(title: &str, columns: &[Column]) -> String {
    let mut text = format!("{title}\n\n{:<34}", "");
    for (name, ..) in columns {
        let _ = write!(text, "{name:>18}");
    }
    for &action in Action::ALL {
        let _ = write!(text, "\n{:<34}", action.term());
        for (_, roles, relations) in columns {
            let word = match may(action, roles, relations) {
                Permission::Allowed => "yes",
                Permission::Forbidden => "no",
                Permission::Hidden => "-",
            };
            let _ = write!(text, "{word:>18}");
        }
    }
    text
}

/// A heading that fits its column.
fn heading(term: &'static str) -> &'static str {
    match term {
        "agentAdministrator" => "agent admin",
        "agentDeveloper" => "agent developer",
        "lifecycleAdministrator" => "lifecycle admin",
        "catalogCreator" => "catalog creator",
        "catalogOwner" => "owner",
        "accessPackageManager" => "package manager",
        "accessPackageAssignmentManager" => "assignment mgr",
        "catalogReader" => "reader",
        "privilegedCatalog" => "of a privileged",
        same => same,
    }
}

/// The whole table in three parts, narrow enough to be read: roles, ties to the thing, roles in the thing's catalog.
fn tables() -> String {
    let mut by_role: Vec<Column> = vec![("anyone", vec![], vec![])];
    by_role.extend(Role::ALL.iter().map(|&role| (heading(role.term()), vec![role], vec![])));
    let of_catalogs = [
        Relation::CatalogOwner,
        Relation::AccessPackageManager,
        Relation::AccessPackageAssignmentManager,
        Relation::CatalogReader,
        Relation::PrivilegedCatalog,
    ];
    let columns = |relations: &mut dyn Iterator<Item = Relation>| -> Vec<Column> {
        relations.map(|relation| (heading(relation.term()), vec![], vec![relation])).collect()
    };
    let by_tie =
        columns(&mut Relation::ALL.iter().copied().filter(|tie| !of_catalogs.contains(tie)));
    let by_catalog = columns(&mut of_catalogs.into_iter());
    [
        table("WHAT A ROLE IN THE WORKSPACE ALLOWS, WHATEVER THE THING", &by_role),
        table("WHAT A TIE TO THE THING ALLOWS: ITS AGENT'S SPONSOR, ITS REQUESTOR ...", &by_tie),
        table("WHAT A ROLE IN THE THING'S CATALOG ALLOWS", &by_catalog),
    ]
    .join("\n\n\n")
}

#[test]
fn the_authority_table_is_as_reviewed() {
    insta::assert_snapshot!(tables());
}

#[test]
fn every_command_on_a_workspace_stands_in_the_authority_table_under_its_own_name() {
    let commands: BTreeSet<_> = COMMANDS
        .iter()
        .filter(|command| command.kind != Kind::Desk)
        .map(|command| command.name)
        .collect();
    let mut actions: BTreeSet<_> = Action::ALL.iter().map(|action| action.term()).collect();
    // A desk's commands, because they take several transactions, a file, a key or what only the process knows, and in the table
    // all the same.
    for of_the_desk in [
        "advance_clock",
        "make_checkpoint",
        "verify_checkpoint",
        "list_backups",
        "show_door_keeping",
        "show_sign_in_code",
        "confirm_sign_in_code",
        "deny_sign_in_code",
        "back_up_workspace",
        "restore_workspace",
        "drill_backup",
        "show_lateness",
    ] {
        assert!(actions.remove(of_the_desk), "{of_the_desk} stands in the table");
    }
    assert_eq!(commands, actions);
}
