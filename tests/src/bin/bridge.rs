//! Serves the built interface and the engine over loopback HTTP, so that an ordinary browser can be driven through the
//! product: `cargo run -p chaperone-tests --bin bridge -- --training`. Prints one line of JSON when it is ready, and stops
//! when its standard input is closed, so that it never outlives the test that started it.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chaperone_tests::bridge::{Bridge, Options};
use clap::Parser;

/// A test's bridge between a browser and the engine.
#[derive(Debug, Parser)]
struct Arguments {
    /// Opens the training company in a temporary folder first.
    #[arg(long)]
    training: bool,
    /// The instant at which the machine's clock stands, so that pictures are the same every time.
    #[arg(long, default_value = "2026-01-05T08:00:00Z")]
    start: String,
    /// The folder of the built interface.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist"))]
    dist: PathBuf,
    /// The port on the loopback address; a free one when left out.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            let _ = writeln!(std::io::stderr(), "bridge: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), String> {
    let Arguments { training, start, dist, port } = arguments;
    let bridge = Bridge::open(&Options { training, start, dist, port })?;
    let ready = serde_json::json!({ "url": bridge.address() });
    writeln!(std::io::stdout(), "{ready}").map_err(|error| error.to_string())?;
    // Whoever started this holds the other end; when they go, however they go, this goes too.
    let (gone, left) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        let _ = gone.send(());
    });
    bridge
        .serve(async move {
            let _ = left.await;
        })
        .map_err(|error| error.to_string())
}
