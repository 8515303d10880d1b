//! The desktop program: a window, a tray and notifications around the command layer. It puts the parts together and knows
//! no rule of the domain; whatever the command line would need too belongs in `commands`.

#[cfg(not(target_os = "linux"))]
compile_error!(
    "the desktop is written for Linux so far: notifications, the tray's host, a second start and the portal go over D-Bus. \
     `chaperone` on the command line builds everywhere."
);

mod arguments;
mod autostart;
mod background;
mod bus;
mod checkup;
mod device;
mod display;
mod drawing;
mod file;
mod first;
mod indicator;
mod language;
mod last_workspace;
mod link;
mod notifications;
mod page_loss;
mod pause;
mod portal;
mod rpc;
mod seat;
mod start;
mod tray;
mod tray_host;
mod window;

use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, mpsc};

use chaperone_commands::change::Tag;
use chaperone_gateway::{Keeper, Ports};
use clap::Parser;
use tauri::{Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

use crate::arguments::Arguments;
use crate::autostart::Entry;
use crate::device::Desktop;
use crate::first::Arrival;
use crate::language::Speech;
use crate::last_workspace::LastWorkspace;
use crate::notifications::Notifications;
use crate::pause::Pause;
use crate::seat::{Nudge, Seat};
use crate::start::Opening;

/// The session bus, where there is one.
#[derive(Clone)]
pub(crate) struct Bus(Option<zbus::Connection>);

impl Bus {
    /// The connection that all parts share.
    pub(crate) fn connection(&self) -> Option<&zbus::Connection> {
        self.0.as_ref()
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::WARN.into())
        .with_env_var("CHAPERONE_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_writer(std::io::stderr)
        .init();
    if let Some(reason) = display::missing() {
        return could_not(reason);
    }
    drawing::suit_the_machine();
    let arrival = Arrival::new(None);
    let Some(bus) = tauri::async_runtime::block_on(take_the_bus(&arguments, &arrival)) else {
        return ExitCode::SUCCESS;
    };
    match run(arguments, bus, arrival) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => could_not(&error.to_string()),
    }
}

/// Connects to the session bus. Nothing is answered when another desk is open and has been told what this start is for.
async fn take_the_bus(arguments: &Arguments, arrival: &Arrival) -> Option<Bus> {
    let connection = match bus::connect().await {
        Ok(connection) => connection,
        Err(reason) => {
            tracing::warn!(reason, "going on without a session bus");
            return Some(Bus(None));
        }
    };
    if !first::is_first(&connection, arguments, arrival).await {
        return None;
    }
    portal::start_without_it_if_dead(&connection, arguments.hidden).await;
    Some(Bus(Some(connection)))
}

fn run(arguments: Arguments, bus: Bus, arrival: Arrival) -> tauri::Result<()> {
    let (nudges, heard) = mpsc::channel();
    let seat = Seat::new(nudges);
    let restored = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(restored).build())
        .plugin(tauri_plugin_dialog::init())
        .manage(seat)
        .manage(bus)
        .manage(Opening::new())
        .invoke_handler(tauri::generate_handler![rpc::rpc])
        .setup(move |app| {
            set_up(app.handle(), arguments, heard)?;
            arrival.send_replace(Some(app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            // What the door acknowledged is finished before the process is gone.
            if let (RunEvent::Exit, Some(keeper)) = (event, app.try_state::<Keeper>()) {
                tauri::async_runtime::block_on(keeper.stop());
            }
        });
    Ok(())
}

fn set_up(
    app: &tauri::AppHandle,
    arguments: Arguments,
    nudges: mpsc::Receiver<Nudge>,
) -> tauri::Result<()> {
    let settings = app.path().app_config_dir()?;
    app.manage(Pause::kept_in(settings.join("paused-until")));
    app.manage(Speech::kept_in(settings.join("language")));
    app.manage(LastWorkspace::kept_in(settings.join("workspace")));
    stand_on_this_desktop(app)?;
    start::follow(app, arguments);
    if let Err(error) = tray::build(app) {
        tracing::warn!(%error, "going on without a tray");
    }
    let seat = app.state::<Seat>().inner().clone();
    app.manage(keep_the_door(app, &seat));
    background::start(app.clone(), seat, nudges, Notifications::start(app))?;
    tauri::async_runtime::spawn(end_in_order(app.clone()));
    Ok(())
}

/// Lends the command layer this desktop, with an entry at the session's start that is in order.
fn stand_on_this_desktop(app: &tauri::AppHandle) -> tauri::Result<()> {
    let entry = Entry::of_this_program(&app.path().config_dir()?)?;
    entry.repair();
    app.state::<Seat>().desk().stand_on(Arc::new(Desktop { app: app.clone(), entry }));
    Ok(())
}

/// Keeps the agents' door of whichever workspace is open, as its switch says.
fn keep_the_door(app: &tauri::AppHandle, seat: &Seat) -> Keeper {
    let (desk, environment) = (Arc::clone(seat.desk()), seat.environment().clone());
    let app = app.clone();
    let told = move || background::tell(&app, &[Tag::Settings.word()]);
    // It runs on tauri's threads, beside those that draw.
    tauri::async_runtime::block_on(async {
        Keeper::begin(desk, environment, Ports::default(), told)
    })
}

/// Ends in order when the session ends, so that the window's place is kept.
async fn end_in_order(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    app.exit(0);
}

/// One plain line, because nobody who starts a program wants to read its internals.
fn could_not(reason: &str) -> ExitCode {
    // Where not even this can be written, the exit code still says it.
    let _ = writeln!(std::io::stderr(), "chaperone-desktop: {reason}");
    ExitCode::from(display::COULD_NOT)
}
