//! Proof that a refusal wrote nothing: the head of the history, the number of the last change, and the bytes of the
//! workspace's files. A transaction that commits anything adds to the write-ahead log, so equal bytes mean that every
//! table has the same rows.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use chaperone_commands::dispatch;
use serde_json::json;

use crate::fixture::Fixture;

/// All that was ever written to a fixture's workspace, in short.
#[derive(Debug, PartialEq)]
pub(crate) struct Written {
    /// The history's length and head.
    history: Option<(i64, String)>,
    /// The last change that open windows were told of.
    last_change: Option<i64>,
    /// Every file in the fixture's folder, by its name, with a hash of its bytes. The index of the log is left out: reading
    /// writes to it.
    files: Vec<(String, u64)>,
}

impl Written {
    pub(crate) fn so_far(fixture: &Fixture) -> Self {
        let chain = fixture.overseer_if_open().map(|overseer| {
            let chain = dispatch(fixture.desk(), overseer, "verify_audit", json!({}));
            chain.unwrap_or_else(|failure| panic!("the history can be read: {failure}"))
        });
        let mut files = Vec::new();
        hash_files(fixture.folder(), &mut files);
        files.sort();
        Self {
            history: chain.map(|chain| {
                let head = chain["head"].as_str().unwrap_or_default().to_owned();
                (chain["records"].as_i64().unwrap_or_default(), head)
            }),
            last_change: fixture.desk().changes_after(-1).ok().map(|(last, _)| last),
            files,
        }
    }
}

fn hash_files(folder: &Path, files: &mut Vec<(String, u64)>) {
    for entry in std::fs::read_dir(folder).expect("the fixture's folder can be read") {
        let path = entry.expect("the fixture's folder can be read").path();
        if path.is_dir() {
            hash_files(&path, files);
        } else if path.extension().is_none_or(|kind| kind != "db-shm") {
            let mut hasher = DefaultHasher::new();
            std::fs::read(&path).expect("the fixture's files can be read").hash(&mut hasher);
            files.push((path.display().to_string(), hasher.finish()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_writes_nothing_and_a_command_that_writes_is_seen() {
        let fixture = Fixture::training();
        let administrator = fixture.administrator();
        let before = Written::so_far(&fixture);
        fixture.call(&administrator, "list_agents", json!({ "limit": 500 }));
        fixture.call(&administrator, "verify_workspace", json!({}));
        assert_eq!(Written::so_far(&fixture), before, "reading leaves every byte as it was");
        fixture.call(&administrator, "create_catalog", json!({ "displayName": "New" }));
        let after = Written::so_far(&fixture);
        assert_ne!(after.history, before.history, "the history has grown");
        assert_ne!(after.last_change, before.last_change, "open windows are told");
        assert_ne!(after.files, before.files, "the bytes alone would have shown it");
    }
}
