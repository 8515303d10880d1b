//! Tokens: texts that nobody signed, and claims that were signed but needn't make sense.

#![no_main]

use std::sync::LazyLock;

use chaperone_gateway::fuzzing::Tokens;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static PLACE: LazyLock<(TempDir, Tokens)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let tokens = Tokens::new(folder.path());
    (folder, tokens)
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        PLACE.1.foreign(text);
    }
    PLACE.1.signed(bytes);
});
