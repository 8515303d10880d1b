//! Catalogs: listed, shown, made, changed, published or not, deleted. What may be in one is the command layer's business.

use chaperone_commands::Reply;
use chaperone_commands::view::access_package::{CatalogRow, Catalogs, CreateCatalog, ListCatalogs};
use chaperone_commands::view::catalog::{
    CatalogView, DeleteCatalog, RemoveCatalogResource, ShowCatalog, UpdateCatalog,
};
use chaperone_commands::wire::Wire;
use chaperone_domain::access_package::CatalogState;
use clap::Subcommand;

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::output::Output;
use crate::table::Table;
use crate::words::{count, facts, names, part};

/// What can be done with catalogs.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List catalogs by name
    List,
    /// See one catalog with its resources
    Show {
        /// The catalog, by id or name
        catalog: String,
    },
    /// Make a catalog
    Create {
        /// Its name
        name: String,
        /// Its purpose
        #[arg(long, default_value = "")]
        description: String,
        /// Prepare its packages before anybody can request them
        #[arg(long)]
        unpublished: bool,
    },
    /// Change a catalog's name or purpose
    Edit {
        /// The catalog, by id or name
        catalog: String,
        /// Another name
        #[arg(long)]
        name: Option<String>,
        /// Another purpose
        #[arg(long)]
        description: Option<String>,
    },
    /// Let its packages be discovered and requested
    Publish {
        /// The catalog, by id or name
        catalog: String,
    },
    /// Let nothing in it be discovered or requested; who holds something keeps it
    Unpublish {
        /// The catalog, by id or name
        catalog: String,
    },
    /// Take a resource out that no package grants
    RemoveResource {
        /// The catalog, by id or name
        catalog: String,
        /// The resource, by id or name
        resource: String,
    },
    /// Delete an empty catalog
    Delete {
        /// The catalog, by id or name
        catalog: String,
    },
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let width = output.width();
    let shown = |view: CatalogView| show(&view, width);
    match verb {
        Verb::List => {
            let view = host.call("list_catalogs", ListCatalogs {})?;
            output.answer(view, |catalogs: Catalogs| table(&catalogs.rows, width))?;
        }
        Verb::Show { catalog } => {
            let catalog_id = find::catalog(host, &catalog)?;
            output.answer(host.call("show_catalog", ShowCatalog { catalog_id })?, shown)?;
        }
        Verb::Create { name, description, unpublished } => {
            let state = unpublished.then_some(Wire(CatalogState::Unpublished));
            let ask = CreateCatalog { display_name: name, description, state };
            let view = host.call("create_catalog", ask)?;
            output.answer(view, |row: CatalogRow| table(&[row], width))?;
        }
        Verb::Edit { catalog, name, description } => {
            let catalog_id = find::catalog(host, &catalog)?;
            let ask = UpdateCatalog { catalog_id, display_name: name, description, state: None };
            output.answer(host.call("update_catalog", ask)?, shown)?;
        }
        Verb::Publish { catalog } => set(host, output, &catalog, CatalogState::Published)?,
        Verb::Unpublish { catalog } => set(host, output, &catalog, CatalogState::Unpublished)?,
        Verb::RemoveResource { catalog, resource } => {
            let catalog_id = find::catalog(host, &catalog)?;
            let resource_id = find::catalog_resource(host, catalog_id, &resource)?;
            let ask = RemoveCatalogResource { resource_id };
            output.answer(host.call("remove_catalog_resource", ask)?, shown)?;
        }
        Verb::Delete { catalog } => {
            let catalog_id = find::catalog(host, &catalog)?;
            let view = host.call("delete_catalog", DeleteCatalog { catalog_id })?;
            output.answer(view, |catalogs: Catalogs| table(&catalogs.rows, width))?;
        }
    }
    Ok(Exit::Done)
}

fn set(host: &Host, output: &Output, catalog: &str, state: CatalogState) -> Reply<()> {
    let catalog_id = find::catalog(host, catalog)?;
    let ask = UpdateCatalog {
        catalog_id,
        display_name: None,
        description: None,
        state: Some(Wire(state)),
    };
    let width = output.width();
    output.answer(host.call("update_catalog", ask)?, |view: CatalogView| show(&view, width))
}

fn table(rows: &[CatalogRow], width: Option<u16>) -> String {
    let mut table = Table::of("catalogs", ["Catalog", "State", "Level", "Packages", "Resources"]);
    for row in rows {
        table.row([
            row.display_name.clone(),
            row.state.to_string(),
            row.privilege_level.to_string(),
            row.packages.to_string(),
            row.resources.to_string(),
        ]);
    }
    table.text(width)
}

fn show(view: &CatalogView, width: Option<u16>) -> String {
    let row = &view.catalog;
    let facts = facts([
        ("Catalog", row.display_name.clone()),
        ("Id", row.id.to_string()),
        ("For", row.description.clone()),
        ("State", row.state.to_string()),
        ("Level", row.privilege_level.to_string()),
        ("Packages", count(row.packages, "package")),
    ]);
    let resources = part("Resources", view.resources.is_empty(), || {
        let mut table = Table::of("resources", ["Resource", "Kind", "Used by"]);
        for resource in &view.resources {
            let used = resource.used_by.iter().map(|package| package.display_name.as_str());
            table.row([
                resource.display_name.clone(),
                resource.kind.to_string(),
                names(used, "no package"),
            ]);
        }
        table.text(width)
    });
    facts + &resources
}
