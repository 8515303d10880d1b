//! A load for the test that kills processes: opens a workspace and carries out commands as fast as they are acknowledged,
//! printing each acknowledgement on a line of its own, until somebody stops it.
//!
//! Arguments: the workspace's folder, a name that sets this process apart, the number of its first catalog.

#![expect(clippy::print_stdout, reason = "acknowledgements go to whoever started the load")]

use std::io::Write as _;

use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use serde_json::{Value, json};

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().ok_or_else(|| Failure::usage("load FOLDER NAME FIRST"));
    let (folder, name, first) = (argument()?, argument()?, argument()?);
    let first: u64 = first.parse().map_err(|_| Failure::usage("FIRST is a number."))?;
    let desk = Desk::new(Environment::system(None));
    let session = Session::new(Origin::Cli);
    dispatch(&desk, &session, "open_workspace", json!({ "folder": folder }))?;
    let mut load = Load { desk, session };
    load.act_as("ines.ferreira@larkfield.example")?;
    let agents =
        load.call("list_agents", json!({ "filter": { "state": "active" }, "limit": 60 }))?;
    let package =
        load.call("list_access_packages", json!({ "filter": { "search": "Invoice matching" } }))?;
    let package = package["rows"][0]["id"].clone();
    let direct = load.call("show_access_package", json!({ "accessPackageId": package }))?["policies"][1]["id"].clone();
    for number in first.. {
        let catalog = load
            .call("create_catalog", json!({ "displayName": format!("Catalog {name} {number}") }))?;
        acknowledge("catalog", &catalog["displayName"]);
        let rows = agents["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
        let chosen = usize::try_from(number).unwrap_or(0) % rows.len().max(1);
        let ask = json!({ "agentId": rows[chosen]["id"], "accessPackageId": package, "policyId": direct });
        // Another process may have assigned it already, or have ended it: both are refusals, not failures.
        if let Ok(assigned) = load.call("assign_access_package", ask) {
            acknowledge("request", &assigned["request"]["id"]);
            let assignment = assigned["assignmentId"].clone();
            if let Ok(removed) =
                load.call("remove_assignment", json!({ "assignmentId": assignment }))
            {
                acknowledge("request", &removed["request"]["id"]);
            }
        }
    }
    Ok(())
}

struct Load {
    desk: Desk,
    session: Session,
}

impl Load {
    fn act_as(&mut self, email: &str) -> Result<(), Failure> {
        let person = self.desk.person_by_email(email)?.to_string();
        self.call("act_as", json!({ "personId": person })).map(drop)
    }

    fn call(&self, name: &str, ask: Value) -> Result<Value, Failure> {
        dispatch(&self.desk, &self.session, name, ask)
    }
}

/// Says that something is done. Whoever reads the line may count on it from then on.
fn acknowledge(what: &str, id: &Value) {
    println!("{what}\t{}", id.as_str().unwrap_or_default());
    let _ = std::io::stdout().flush();
}
