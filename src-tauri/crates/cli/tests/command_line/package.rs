//! Packages on the command line: changed, hidden, separated and deleted by name.

use chaperone_testkit::tour;

use crate::support::{Place, err, out};

const PACKAGE: &str = "Invoice matching";

#[test]
fn a_package_is_renamed_hidden_and_only_deleted_when_nobody_holds_it() {
    let place = Place::training();
    let run = |words: &[&str]| place.run_as(&tour().administrator, words.iter().copied());
    let edited = ["package", "edit", PACKAGE, "--name", "Matching", "--hide"];
    let told = out(&run(&edited).code(0));
    assert!(told.contains("Matching") && told.contains("yes"), "{told}");
    let agent = tour().agent;
    let asked = ["request", "access", "--agent", &agent, "--package", "Matching", "--why", "x"];
    run(&["package", "edit", "Matching", "--list"]).code(0);
    place.run_as(&tour().sponsor, asked).code(0);
    let refused = run(&["package", "delete", "Matching"]).code(1);
    assert!(err(&refused).contains("package_in_use"), "{}", err(&refused));
    let told = out(&run(&["catalog", "list"]).code(0));
    assert!(told.contains("published"), "{told}");
}

#[test]
fn duties_are_separated_and_reported_by_name() {
    let place = Place::training();
    let run = |words: &[&str]| place.run_as(&tour().administrator, words.iter().copied());
    let packages = out(&run(&["package", "list", "--json"]).code(0));
    let packages: serde_json::Value = serde_json::from_str(&packages).unwrap();
    let other = packages["rows"].as_array().unwrap().iter();
    let mut other = other.filter_map(|row| row["displayName"].as_str());
    let other = other.find(|name| *name != PACKAGE).unwrap();
    let pair = [PACKAGE, "--with", other];
    let told = out(&run(&[&["package", "incompatible", "add"], &pair[..]].concat()).code(0));
    assert!(told.contains(other), "{told}");
    let told = out(&run(&["package", "incompatible", "report", "--csv"]).code(0));
    assert!(told.starts_with("agent,agentId,accessPackage,"), "{told}");
    run(&[&["package", "incompatible", "remove"], &pair[..]].concat()).code(0);
}
