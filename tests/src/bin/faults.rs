//! What a workspace does on a disk that is full or read-only. Run inside a mount namespace by `tests/disk.rs`, which makes
//! the disk; tells on standard output what it saw.
//!
//! Arguments: `make FOLDER`, `fill FOLDER`, or `open FOLDER`.

#![expect(clippy::print_stdout, reason = "what was seen goes to the test that started this")]

use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use serde_json::{Value, json};

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (what, folder) =
        (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let desk = Desk::new(Environment::system(None));
    let session = Session::new(Origin::Cli);
    let call = |name: &str, ask: Value| dispatch(&desk, &session, name, ask);
    match what.as_str() {
        "make" => call("open_training_company", json!({ "folder": folder })).map(drop),
        "open" => {
            match call("open_workspace", json!({ "folder": folder })) {
                Ok(_) => println!("opened"),
                Err(failure) => println!("{failure}"),
            }
            Ok(())
        }
        "fill" => {
            call("open_workspace", json!({ "folder": folder }))?;
            let person = desk.person_by_email("ines.ferreira@larkfield.example")?.to_string();
            call("act_as", json!({ "personId": person }))?;
            fill(&call)
        }
        _ => Err(Failure::usage("faults make|fill|open FOLDER")),
    }
}

/// Writes until the disk is full, then looks whether all that was acknowledged is there and everything holds.
fn fill(call: &impl Fn(&str, Value) -> Result<Value, Failure>) -> Result<(), Failure> {
    let mut acknowledged = 0;
    let full = loop {
        let ask = json!({ "displayName": format!("Catalog {acknowledged}"), "description": "x".repeat(3_000) });
        match call("create_catalog", ask) {
            Ok(_) => acknowledged += 1,
            Err(failure) => break failure,
        }
    };
    println!("{full}");
    let catalogs = call("list_catalogs", json!({}))?;
    let kept = catalogs["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let made = kept
        .iter()
        .filter(|row| row["displayName"].as_str().is_some_and(|name| name.starts_with("Catalog ")))
        .count();
    println!("acknowledged {acknowledged}, kept {made}");
    println!("sound {}", call("verify_workspace", json!({}))?["isSound"]);
    Ok(())
}
