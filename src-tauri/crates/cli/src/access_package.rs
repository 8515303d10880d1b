//! Access packages: listed, shown, made from a file. What a package may hold is the command layer's business.

use std::path::PathBuf;

use chaperone_commands::Reply;
use chaperone_commands::view::access_package::{
    AccessPackageFilter, AccessPackagePage, AccessPackageView, ApproverSetView, ExpirationView,
    ListResourceRoles, PolicyStageView, PolicyView, ResourceRoles, ShowAccessPackage,
};
use chaperone_commands::view::list::ListOf;
use chaperone_commands::view::policy::{
    AddPackageRoles, DeleteAccessPackage, RemovePackageRole, UpdateAccessPackage,
};
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::host::Host;
use crate::list::{self, Rows};
use crate::output::Output;
use crate::table::Table;
use crate::words::{count, facts, part, yes};
use crate::{access, find, incompatibility, input};

/// What can be done with packages.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List packages by name
    List {
        /// A part of the name or description
        #[arg(long)]
        search: Option<String>,
        #[command(flatten)]
        rows: Rows,
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
    /// Change a package's name, purpose or whether it is listed
    Edit {
        /// The package, by id or name
        package: String,
        /// Another name
        #[arg(long)]
        name: Option<String>,
        /// Another purpose
        #[arg(long)]
        description: Option<String>,
        /// List it to nobody who requests; who knows its id may still request it
        #[arg(long, conflicts_with = "list")]
        hide: bool,
        /// List it again
        #[arg(long)]
        list: bool,
    },
    /// Delete a package that nobody holds or asks for
    Delete {
        /// The package, by id or name
        package: String,
    },
    /// Put a role of its catalog into a package; who holds it gets the role at once
    AddRole {
        /// The package, by id or name
        package: String,
        /// The role, by id or as `Resource: Role`
        role: String,
    },
    /// Take a role out of a package; who holds it by the package alone loses it at once
    RemoveRole {
        /// The package, by id or name
        package: String,
        /// The role, by id or as `Resource: Role`
        role: String,
    },
    /// Separation of duties: what excludes a package
    Incompatible {
        #[command(subcommand)]
        verb: incompatibility::Verb,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    match verb {
        Verb::List { search, rows } => {
            let filter = AccessPackageFilter { search, ..AccessPackageFilter::default() };
            if rows.save(ListOf::AccessPackages(filter.clone()), host, output)? {
                return Ok(Exit::Done);
            }
            let filter = json!({ "filter": filter });
            let view = list::read(host, "list_access_packages", filter, &rows.page)?;
            output.answer(view, |page: AccessPackagePage| {
                table(&page, width) + &list::more(page.next)
            })?;
        }
        Verb::Show { package } => {
            let access_package_id = find::access_package(host, &package)?;
            let view = host.call("show_access_package", ShowAccessPackage { access_package_id })?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::Incompatible { verb } => return incompatibility::run(verb, host, output),
        Verb::Edit { package, name, description, hide, list } => {
            let ask = UpdateAccessPackage {
                access_package_id: find::access_package(host, &package)?,
                display_name: name,
                description,
                is_hidden: (hide || list).then_some(hide),
            };
            let view = host.call("update_access_package", ask)?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::Delete { package } => {
            let access_package_id = find::access_package(host, &package)?;
            let ask = DeleteAccessPackage { access_package_id };
            output.answer(
                host.call("delete_access_package", ask)?,
                |view: AccessPackageView| {
                    format!("{} was deleted.", view.access_package.display_name)
                },
            )?;
        }
        Verb::AddRole { package, role } => {
            let shown = shown(host, &package)?;
            let catalog_id = shown.access_package.catalog.id;
            let offered: ResourceRoles =
                host.view("list_resource_roles", ListResourceRoles { catalog_id })?;
            let ask = AddPackageRoles {
                access_package_id: shown.access_package.id,
                resource_role_ids: vec![find::resource_role(offered.rows, &role)?],
            };
            let view = host.call("add_package_roles", ask)?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::RemoveRole { package, role } => {
            let shown = shown(host, &package)?;
            let ask = RemovePackageRole {
                access_package_id: shown.access_package.id,
                resource_role_id: find::resource_role(shown.resource_roles, &role)?,
            };
            let view = host.call("remove_package_role", ask)?;
            output.answer(view, |view| show(view, width))?;
        }
        Verb::Create { file } => {
            let view = host.call("create_access_package", input::json(&file)?)?;
            output.answer(view, |view| show(view, width))?;
        }
    }
    Ok(Exit::Done)
}

fn shown(host: &Host, package: &str) -> Reply<AccessPackageView> {
    let access_package_id = find::access_package(host, package)?;
    host.view("show_access_package", ShowAccessPackage { access_package_id })
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

/// A package as people read it.
pub(crate) fn show(view: AccessPackageView, width: Option<u16>) -> String {
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
