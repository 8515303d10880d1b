//! The list of licences in the interface names what is linked into the programs. The interface's own tests look after the
//! modules in it.

#![expect(clippy::expect_used, reason = "tests fail by panicking, with the reason at hand")]

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use cargo_metadata::{DependencyKind, MetadataCommand, PackageId};

const PROGRAMS: [&str; 2] = ["chaperone-desktop", "chaperone-cli"];
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

/// Name and version of each crate that a program is linked with.
fn linked() -> BTreeSet<String> {
    let metadata = MetadataCommand::new()
        .manifest_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml"))
        .other_options(["--offline", "--locked", "--filter-platform", PLATFORM].map(str::to_owned))
        .exec()
        .expect("cargo tells what is linked");
    let resolve = metadata.resolve.as_ref().expect("cargo resolves");
    let nodes: HashMap<&PackageId, _> = resolve.nodes.iter().map(|node| (&node.id, node)).collect();
    let named =
        |name: &&str| metadata.packages.iter().find(|package| package.name.as_str() == *name);
    let mut ahead: Vec<&PackageId> =
        PROGRAMS.iter().filter_map(named).map(|package| &package.id).collect();
    assert_eq!(ahead.len(), PROGRAMS.len(), "a program was renamed: name it anew here");
    let mut reached = BTreeSet::new();
    while let Some(id) = ahead.pop() {
        if reached.insert(id) {
            let is_linked = |kinds: &[cargo_metadata::DepKindInfo]| {
                kinds.iter().any(|dependency| dependency.kind == DependencyKind::Normal)
            };
            ahead.extend(
                nodes[id].deps.iter().filter(|dep| is_linked(&dep.dep_kinds)).map(|dep| &dep.pkg),
            );
        }
    }
    reached
        .into_iter()
        .map(|id| &metadata[id])
        .filter(|package| package.source.is_some())
        .map(|package| format!("{} {}", package.name, package.version))
        .collect()
}

#[test]
fn the_list_of_licences_names_every_crate_that_is_linked_and_no_other() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/generated/licences.json");
    let text = std::fs::read_to_string(list).expect("the list");
    let list: serde_json::Value = serde_json::from_str(&text).expect("the list is JSON");
    let word = |part: &serde_json::Value, key: &str| part[key].as_str().unwrap_or("").to_owned();
    let parts = list["parts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let listed: BTreeSet<String> = parts
        .iter()
        .filter(|part| part["from"] == "crates.io")
        .map(|part| format!("{} {}", word(part, "name"), word(part, "version")))
        .collect();
    let linked = linked();
    let missing: Vec<_> = linked.difference(&listed).collect();
    let left_over: Vec<_> = listed.difference(&linked).collect();
    assert!(
        missing.is_empty() && left_over.is_empty(),
        "run `npm run licences` in ui and commit the list; missing: {missing:?}, left over: {left_over:?}"
    );
}
