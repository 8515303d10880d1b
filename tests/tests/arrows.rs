//! The arrows between crates: nothing points back, and each heavy dependency stands in one `Cargo.toml`.

#![expect(clippy::expect_used, reason = "tests fail by panicking, with the reason at hand")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Each crate of the workspace with what it depends on when it is built for use.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo describes the workspace");
    metadata
        .packages
        .iter()
        .map(|package| {
            let used = package.dependencies.iter().filter(|one| one.kind == DependencyKind::Normal);
            (package.name.to_string(), used.map(|one| one.name.clone()).collect())
        })
        .collect()
}

fn ours(all: &BTreeSet<String>) -> BTreeSet<&str> {
    all.iter().filter(|name| name.starts_with("chaperone-")).map(String::as_str).collect()
}

#[test]
fn crates_depend_on_each_other_in_one_direction() {
    let all = dependencies();
    let of = |name: &str| ours(&all[&format!("chaperone-{name}")]);
    assert_eq!(of("domain"), BTreeSet::new(), "the rules know nothing else");
    assert_eq!(of("store"), BTreeSet::from(["chaperone-domain"]));
    assert_eq!(of("report"), BTreeSet::new(), "a document's layout knows nothing of what it tells");
    let below = ["chaperone-domain", "chaperone-report", "chaperone-store"];
    assert_eq!(of("commands"), BTreeSet::from(below));
    assert_eq!(of("gateway"), BTreeSet::from(["chaperone-commands", "chaperone-domain"]));
    for host in ["cli", "desktop"] {
        let allowed = ["chaperone-commands", "chaperone-domain", "chaperone-gateway"];
        assert!(
            of(host).is_subset(&BTreeSet::from(allowed)),
            "{host} has no second way in: {:?}",
            of(host)
        );
    }
}

#[test]
fn the_domain_touches_nothing_of_the_world() {
    let domain = &dependencies()["chaperone-domain"];
    let allowed = ["chrono", "regex", "thiserror", "uuid"].map(str::to_owned).into();
    assert_eq!(domain, &allowed, "no serialisation, SQL, clock, randomness or logging");
}

#[test]
fn each_heavy_dependency_stands_in_one_cargo_toml() {
    let mut all = dependencies();
    // No part of the product: the window with nothing behind it that ours is measured against, and the tests' bridge.
    for apart in ["chaperone-bare-window", "chaperone-tests"] {
        all.remove(apart);
    }
    for (heavy, home) in [
        ("rusqlite", "chaperone-store"),
        ("refinery", "chaperone-store"),
        ("tauri", "chaperone-desktop"),
        ("axum", "chaperone-gateway"),
        ("jsonwebtoken", "chaperone-gateway"),
        ("rmcp", "chaperone-gateway"),
        ("rcgen", "chaperone-gateway"),
        ("krilla", "chaperone-report"),
        ("rustybuzz", "chaperone-report"),
        ("tokio-rustls", "chaperone-gateway"),
    ] {
        let users: Vec<_> = all
            .iter()
            .filter(|(_, uses)| uses.contains(heavy))
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(users, [home], "{heavy}");
    }
}
