//! The table of all bars: what was measured, beside its limit, and whether the bar is met.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// What stands in the table: the group, and how many times the raw work the engine may take, or nanoseconds where a bar is
/// a length of time.
const BARS: &[(&str, Bar)] = &[
    ("check, 10 thousand", Bar::Times(3.0)),
    ("check, 1 million", Bar::Times(3.0)),
    ("decision", Bar::Times(2.0)),
    ("due", Bar::Times(2.0)),
    ("import", Bar::Times(4.0)),
    ("verification", Bar::Times(2.0)),
    ("first page", Bar::Each(16_000_000.0)),
];

enum Bar {
    Times(f64),
    Each(f64),
}

/// A word that changes whenever the program is built anew, so that no workspace of another schema is taken.
pub(crate) fn built() -> String {
    let program = std::env::current_exe().ok();
    let name = program
        .as_deref()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_default()
}

/// Prints the table from what criterion measured.
pub(crate) fn print(measured: &Path) -> Result<(), Box<dyn std::error::Error>> {
    println!("\n| bar | engine | raw | ratio | allowed | met |\n|---|---|---|---|---|---|");
    for (group, bar) in BARS {
        match bar {
            Bar::Times(allowed) => {
                let of = |name: &str| median(&measured.join(group).join(name));
                let (Some(engine), Some(raw)) = (of("engine"), of("raw")) else { continue };
                let ratio = engine / raw;
                let met = if ratio <= *allowed { "yes" } else { "no" };
                println!(
                    "| {group} | {} | {} | {ratio:.2} | {allowed} | {met} |",
                    time(engine),
                    time(raw)
                );
            }
            Bar::Each(allowed) => {
                let Ok(entries) = fs::read_dir(measured.join(group)) else { continue };
                let mut names: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
                names.sort();
                for path in names {
                    let Some(engine) = median(&path) else { continue };
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                    let met = if engine <= *allowed { "yes" } else { "no" };
                    println!(
                        "| {group}: {} | {} | | | {} | {met} |",
                        name.unwrap_or_default(),
                        time(engine),
                        time(*allowed)
                    );
                }
            }
        }
    }
    Ok(())
}

fn median(folder: &Path) -> Option<f64> {
    let text = fs::read_to_string(folder.join("new/estimates.json")).ok()?;
    let estimates: Value = serde_json::from_str(&text).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}
