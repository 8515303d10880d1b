//! Access packages: listed, shown, made from a file. What a package may hold is the command layer's business.

use std::path::PathBuf;

use chaperone_commands::Reply;
use chaperone_commands::view::access_package::{
    AccessPackageFilter, AccessPackagePage, AccessPackageView, ApproverSetView, ExpirationView,
    PolicyStageView, PolicyView, ShowAccessPackage,
};
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Page};
use crate::output::Output;
use crate::table::Table;
use crate::words::{count, facts, part, yes};
use crate::{access, find, input};

/// What can be done with packages.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List packages by name
    List {
        /// A part of the name or description
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        page: Page,
    },
    /// See one package with what it grants and its policies
    Show {
        /// The package, by id or name
        package: String,
    },
    /// Make a package from the JSON of `create_access_package`; see `chaperone commands create_access_package`
    Create {
        /// The file; `-` is standard input
        #[arg(value_name = "JSON-FILE")]
        file: PathBuf,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List { search, page } => {
            let filter = json!({ "filter": AccessPackageFilter { search, catalog_id: None } });
            let view = list::read(host, "list_access_packages", filter, &page)?;
            output.answer(view, |page: AccessPackagePage| {
                table(&page, width) + &list::more(page.next)
            })?;
        }
        Verb::Show { package } => {
            let access_package_id = find::access_package(host, &package)?;
            let view = host.call("show_access_package", ShowAccessPackage { access_package_id })?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::Create { file } => {
            let view = host.call("create_access_package", input::json(&file)?)?;
            output.answer(view, |view| show(view, width))?;
        }
    }
    Ok(Exit::Done)
}

fn table(page: &AccessPackagePage, width: Option<u16>) -> String {
    let mut table = Table::of("packages", ["Package", "Catalog", "Grants", "Policies", "Held by"]);
    for row in &page.rows {
        table.row([
            row.display_name.clone(),
            row.catalog.display_name.clone(),
            count(row.resource_roles, "role"),
            row.policies.to_string(),
            count(row.assignments, "agent"),
        ]);
    }
    table.text(width)
}

fn show(view: AccessPackageView, width: Option<u16>) -> String {
    let package = &view.access_package;
    let facts = facts([
        ("Package", package.display_name.clone()),
        ("Id", package.id.to_string()),
        ("For", package.description.clone()),
        ("Catalog", package.catalog.display_name.clone()),
        ("Hidden", yes(package.is_hidden)),
        ("Held by", count(package.assignments, "agent")),
    ]);
    let roles = part("Grants", view.resource_roles.is_empty(), || {
        let mut table = Table::of("roles", ["Right", "Kind"]);
        for role in &view.resource_roles {
            table.row([access::right(&role.right), role.right.kind.to_string()]);
        }
        table.text(width)
    });
    let policies = part("Policies", view.policies.is_empty(), || {
        let mut table = Table::of("policies", ["Policy", "For", "Approval", "Ends", "Extension"]);
        for policy in &view.policies {
            table.row([
                policy.display_name.clone(),
                policy.scope.to_string(),
                approval(policy),
                expiration(&policy.expiration),
                policy.extension.to_string(),
            ]);
        }
        table.text(width)
    });
    facts + &roles + &policies
}

fn approval(policy: &PolicyView) -> String {
    let stages: Vec<_> = policy.stages.iter().map(stage).collect();
    if stages.is_empty() { "none".to_owned() } else { stages.join(", then ") }
}

fn stage(stage: &PolicyStageView) -> String {
    let approvers: Vec<_> = stage.primary_approvers.iter().map(approver).collect();
    let asked = format!("{} in {}", approvers.join(" or "), count(stage.limit_days, "day"));
    let Some(days) = stage.escalate_after_days else { return asked };
    let alternates: Vec<_> = stage.alternate_approvers.iter().map(approver).collect();
    format!("{asked}, after {} also {}", count(days, "day"), alternates.join(" or "))
}

fn approver(set: &ApproverSetView) -> String {
    let person = set.person.as_ref().map(|person| person.display_name.clone());
    let group = || set.group.as_ref().map(|group| group.display_name.clone());
    let is_second_level = set.manager_level == Some(2);
    let kind = || format!("{}{}", set.kind, if is_second_level { " (second level)" } else { "" });
    person.or_else(group).unwrap_or_else(kind)
}

fn expiration(expiration: &ExpirationView) -> String {
    match expiration {
        ExpirationView::NoExpiration {} => "never".to_owned(),
        ExpirationView::AfterDuration { duration } => format!("after {}", duration.0.in_words()),
        ExpirationView::AfterDateTime { end_date_time } => end_date_time.to_string(),
    }
}
