//! Separation of duties of a package: listed, set, taken back, reported. Who is refused what is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::incompatibility::{
    AddIncompatible, DoubleHolders, IncompatibleView, ListDoubleHolders, ListIncompatible,
    RemoveIncompatible,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::id::{AccessPackageId, GroupId};
use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::output::{self, Output};
use crate::table::Table;
use crate::words::{part, second, second_or, yes};

/// What can be done with separated duties.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// See what excludes a package, and which packages it excludes
    List {
        /// The package, by id or name
        package: String,
    },
    /// Let a package or the membership of a group exclude a package
    Add(Pair),
    /// Take such a rule back
    Remove(Pair),
    /// Report who holds both sides, of one package or of all
    Report {
        /// The package, by id or name
        package: Option<String>,
        /// Print comma-separated values
        #[arg(long, conflicts_with = "json")]
        csv: bool,
    },
}

/// A package and what excludes it.
#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// The package that can't be got
    package: String,
    /// By who holds this package
    #[arg(long = "with", value_name = "PACKAGE", required_unless_present = "group")]
    other: Option<String>,
    /// By who is a member of this group
    #[arg(long, value_name = "GROUP", conflicts_with = "other")]
    group: Option<String>,
}

type Sides = (Wire<AccessPackageId>, Option<Wire<AccessPackageId>>, Option<Wire<GroupId>>);

fn sides(host: &Host, pair: &Pair) -> Reply<Sides> {
    let package = find::access_package(host, &pair.package)?;
    let other = pair.other.as_deref().map(|text| find::access_package(host, text)).transpose()?;
    let group = pair.group.as_deref().map(|text| find::group(host, text)).transpose()?;
    Ok((package, other, group))
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    let shown = |view: IncompatibleView| show(&view, width);
    match verb {
        Verb::List { package } => {
            let ask = ListIncompatible { access_package_id: find::access_package(host, &package)? };
            output.answer(host.call("list_incompatible", ask)?, shown)?;
        }
        Verb::Add(pair) => {
            let (access_package_id, incompatible_access_package_id, incompatible_group_id) =
                sides(host, &pair)?;
            let ask = AddIncompatible {
                access_package_id,
                incompatible_access_package_id,
                incompatible_group_id,
            };
            output.answer(host.call("add_incompatible", ask)?, shown)?;
        }
        Verb::Remove(pair) => {
            let (access_package_id, incompatible_access_package_id, incompatible_group_id) =
                sides(host, &pair)?;
            let ask = RemoveIncompatible {
                access_package_id,
                incompatible_access_package_id,
                incompatible_group_id,
            };
            output.answer(host.call("remove_incompatible", ask)?, shown)?;
        }
        Verb::Report { package, csv } => report(package.as_deref(), csv, host, output)?,
    }
    Ok(Exit::Done)
}

fn report(package: Option<&str>, csv: bool, host: &Host, output: &Output) -> Reply<()> {
    let access_package_id = package.map(|text| find::access_package(host, text)).transpose()?;
    let ask = ListDoubleHolders {
        access_package_id,
        incompatible_access_package_id: None,
        incompatible_group_id: None,
    };
    let view = host.call("list_double_holders", ask)?;
    if csv {
        let report: DoubleHolders = output::read(view)?;
        return output.contents(&report.csv);
    }
    output.answer(view, |report: DoubleHolders| {
        let headings = ["Agent", "Package", "Since", "Excluded by", "Since", "Until", "How"];
        let mut table = Table::of("double holders", headings);
        for row in &report.rows {
            let package = row.incompatible_access_package.as_ref();
            let group = row.incompatible_group.as_ref();
            let other = package.map(|package| package.display_name.clone());
            table.row([
                row.agent.display_name.clone(),
                row.access_package.display_name.clone(),
                second(row.since),
                other.or_else(|| group.map(|group| group.display_name.clone())).unwrap_or_default(),
                second(row.incompatible_since),
                second_or(row.incompatible_until, "no end"),
                row.how.to_string(),
            ]);
        }
        table.text(output.width())
    })
}

fn show(view: &IncompatibleView, width: Option<u16>) -> String {
    let excluders =
        part("Excluded by", view.access_packages.is_empty() && view.groups.is_empty(), || {
            let mut table =
                Table::of("excluders", ["Name", "Kind", "Since", "Mutual", "Hold both"]);
            for row in &view.access_packages {
                table.row([
                    row.access_package.display_name.clone(),
                    "package".to_owned(),
                    second(row.since),
                    yes(row.is_mutual),
                    row.double_holders.to_string(),
                ]);
            }
            for row in &view.groups {
                table.row([
                    row.group.display_name.clone(),
                    "group".to_owned(),
                    second(row.since),
                    yes(false),
                    row.double_holders.to_string(),
                ]);
            }
            table.text(width)
        });
    let reverse = part("Incompatible with", view.incompatible_with.is_empty(), || {
        let mut table = Table::of("packages", ["Package", "Since", "Mutual", "Hold both"]);
        for row in &view.incompatible_with {
            table.row([
                row.access_package.display_name.clone(),
                second(row.since),
                yes(row.is_mutual),
                row.double_holders.to_string(),
            ]);
        }
        table.text(width)
    });
    format!("{}\n{excluders}{reverse}", view.access_package.display_name)
}
