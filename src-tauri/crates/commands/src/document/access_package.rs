//! A document about a package: what it grants, its policies in words, who holds it until when, and what excludes it.

use chaperone_domain::id::AccessPackageId;
use chaperone_report::{Block, Cell, Fact, Row};

use super::teller::Teller;
use super::{agent, policy};
use crate::context::Reading;
use crate::failure::Reply;
use crate::view::access_package::{AccessPackageView, ShowAccessPackage};
use crate::view::assignment::{AssignmentFilter, AssignmentRow, ListAssignments};
use crate::view::incompatibility::{
    DoubleHolderRow, IncompatibleView, ListDoubleHolders, ListIncompatible,
};
use crate::wire::{When, Wire};
use crate::{access_package, assignment, incompatibility};

/// The title and the parts. Who may not see what excludes a package gets no document about it.
pub(super) fn fill(
    cx: &Reading<'_>,
    id: AccessPackageId,
    teller: &Teller<'_>,
) -> Reply<(String, Vec<Block>)> {
    let view =
        access_package::show_access_package(cx, ShowAccessPackage { access_package_id: Wire(id) })?;
    let separation =
        incompatibility::list_incompatible(cx, ListIncompatible { access_package_id: Wire(id) })?;
    let ask = ListDoubleHolders {
        access_package_id: Some(Wire(id)),
        incompatible_access_package_id: None,
        incompatible_group_id: None,
    };
    let doubles = incompatibility::list_double_holders(cx, ask)?;
    let holders = holders(cx, id)?;
    let mut blocks = vec![Block::Facts(facts(&view, holders.len(), teller))];
    if let Some(at) = view.deleted_at {
        blocks.push(Block::Warning(
            teller.say("accessPackage.deletedAt", &[("instant", &teller.at(at.0))]),
        ));
    }
    blocks.push(Block::Heading(teller.text("accessPackage.roles")));
    let rights = view.resource_roles.iter().map(|role| {
        let cell = agent::right(&role.right, teller);
        let mut notes = cell.notes;
        let kind = notes.pop().unwrap_or_default();
        vec![Cell { text: cell.text, notes }, Cell::of(kind)]
    });
    let columns = [("document.right", 3), ("document.kind", 2)];
    blocks.push(teller.table(
        "accessPackage.roles",
        &columns,
        rights.collect(),
        "document.grantsNothing",
    ));
    blocks.push(Block::Heading(teller.text("accessPackage.policies")));
    for one in &view.policies {
        blocks.push(Block::Subheading(teller.named(&one.display_name, one.id.0)));
        if !one.is_enabled {
            blocks.push(Block::Remark(teller.text("accessPackage.disabledPolicy")));
        }
        blocks.push(Block::Facts(policy::facts(one, teller)));
    }
    blocks.push(Block::Heading(teller.text("accessPackage.held")));
    let rows = holders.iter().map(|row| holder(row, teller)).collect();
    let columns = [
        ("assignments.agent", 6),
        ("reportColumn.policy", 5),
        ("agents.starts", 4),
        ("agents.ends", 4),
        ("agents.state", 3),
    ];
    blocks.push(teller.table("accessPackage.held", &columns, rows, "document.heldByNobody"));
    blocks.push(Block::Heading(teller.text("separation.tab")));
    blocks.extend(exclusions(&separation, teller));
    blocks.push(Block::Subheading(teller.text("separation.holders")));
    let rows = doubles.rows.iter().map(|row| double(row, teller)).collect();
    let columns = [("assignments.agent", 4), ("separation.addWhat", 4), ("document.how", 4)];
    blocks.push(teller.table("separation.holders", &columns, rows, "separation.noHolders"));
    Ok((view.access_package.display_name, blocks))
}

/// Everybody who holds the package now, the nearest end first.
fn holders(cx: &Reading<'_>, id: AccessPackageId) -> Reply<Vec<AssignmentRow>> {
    let filter = AssignmentFilter {
        access_package_id: Some(Wire(id)),
        in_force: Some(true),
        ..AssignmentFilter::default()
    };
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let ask = ListAssignments { filter: filter.clone(), after, limit: Some(500), count: false };
        let page = assignment::list_assignments(cx, ask)?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return Ok(rows);
        }
    }
}

fn facts(view: &AccessPackageView, holders: usize, teller: &Teller<'_>) -> Vec<Fact> {
    let row = &view.access_package;
    let mut facts = vec![
        teller.fact("accessPackage.idLabel", vec![row.id.0.to_string()]),
        teller.fact(
            "document.catalog",
            vec![teller.named(&row.catalog.display_name, row.catalog.id.0)],
        ),
        teller.fact("identity.description", vec![row.description.clone()]),
        teller.fact("accessPackage.held", vec![teller.number(holders)]),
    ];
    if row.is_hidden {
        facts.push(teller.fact("document.listed", vec![teller.text("accessPackage.hiddenText")]));
    }
    facts
}

fn holder(row: &AssignmentRow, teller: &Teller<'_>) -> Row {
    let state = agent::state(row, teller);
    let expires = row.let_expire_at.map(|_| teller.text("assignments.letExpire"));
    let extension = row.open_extension.map(|_| teller.text("assignments.extensionPending"));
    vec![
        teller.name(&row.agent.display_name, row.agent.id.0),
        teller.name(&row.policy.display_name, row.policy.id.0),
        Cell::of(teller.at(row.starts_at.0)),
        Cell::of(teller.until(row.ends_at.map(|at| at.0))),
        Cell::of(state).note(expires.unwrap_or_default()).note(extension.unwrap_or_default()),
    ]
}

fn exclusions(view: &IncompatibleView, teller: &Teller<'_>) -> Vec<Block> {
    let row = |name: Cell, kind: &str, since: When, holders: u32| {
        let holders = usize::try_from(holders).unwrap_or(usize::MAX);
        vec![
            name.note(teller.text(kind)),
            Cell::of(teller.at(since.0)),
            Cell::of(teller.count("separation.both", holders)),
        ]
    };
    let package = |one: &crate::view::incompatibility::IncompatiblePackageRow| {
        let other = &one.access_package;
        let name = teller.name(&other.display_name, other.id.0);
        row(name, "separation.package", one.since, one.double_holders)
    };
    let mut excluders: Vec<Row> = view.access_packages.iter().map(package).collect();
    excluders.extend(view.groups.iter().map(|one| {
        let name = teller.name(&one.group.display_name, one.group.id.0);
        row(name, "separation.group", one.since, one.double_holders)
    }));
    let excluded = view.incompatible_with.iter().map(package).collect();
    let columns = [("document.other", 4), ("document.since", 3), ("document.both", 3)];
    vec![
        Block::Subheading(teller.text("separation.title")),
        teller.table("separation.title", &columns, excluders, "separation.none"),
        Block::Subheading(teller.text("separation.reverse")),
        teller.table("separation.reverse", &columns, excluded, "separation.reverseNone"),
    ]
}

fn double(row: &DoubleHolderRow, teller: &Teller<'_>) -> Row {
    let package = row.incompatible_access_package.as_ref();
    let package = package.map(|one| teller.name(&one.display_name, one.id.0));
    let group = row.incompatible_group.as_ref();
    let group = group.map(|one| teller.name(&one.display_name, one.id.0));
    vec![
        teller.name(&row.agent.display_name, row.agent.id.0),
        package.or(group).unwrap_or_default(),
        Cell::of(teller.term_of("doubleHolding", row.how.0)),
    ]
}
