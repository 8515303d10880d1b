//! Paths, queries, `$filter` and `$expand`.

#![no_main]

use chaperone_gateway::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    fuzzing::path(text);
    fuzzing::query(text);
    fuzzing::filter(text);
    fuzzing::expand(text);
});
