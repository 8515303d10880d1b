//! Only a place for the benchmarks in `benches`; see there.
