//! What a start of the program leads to: which workspace is opened, and whether the window is shown. The same for the
//! first start and for later ones, which the first desk carries out.

use std::path::{Path, PathBuf};

use chaperone_commands::Reply;
use serde_json::{Value, json};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tokio::sync::{Mutex, watch};

use crate::arguments::Arguments;
use crate::last_workspace::LastWorkspace;
use crate::link::NoLink;
use crate::seat::{Nudge, Seat};
use crate::{language, link, window};

/// The file whose presence says that a folder holds a workspace.
const DATABASE: &str = "workspace.db";

/// Lets one start open its workspace at a time, and the page wait until none is at it.
pub(crate) struct Opening {
    turn: Mutex<()>,
    under_way: watch::Sender<usize>,
}

impl Opening {
    /// No start has begun.
    pub(crate) fn new() -> Self {
        Self { turn: Mutex::new(()), under_way: watch::Sender::new(0) }
    }

    /// Returns once every start has opened what it was told to, or could not.
    pub(crate) async fn is_over(&self) {
        // The sender is part of `self`, so the channel can't close while somebody waits here.
        let _ = self.under_way.subscribe().wait_for(|starts| *starts == 0).await;
    }
}

/// Does what a start asks for. The window comes at once and the workspace when it is open.
pub(crate) fn follow(app: &AppHandle, arguments: Arguments) {
    app.state::<Opening>().under_way.send_modify(|starts| *starts += 1);
    match arguments.link.as_deref().map(link::route).transpose() {
        Ok(Some(page)) => window::show(app, Some(&page)),
        Ok(None) if arguments.hidden => {}
        Ok(None) => window::show(app, None),
        Err(NoLink(link)) => {
            say(
                app,
                "startUp.badLink",
                language::tongue(app).say("startUp.noLink", &[("link", &link)]),
            );
            // A program that has only said this would go on with nothing to bring it back.
            if !window::exists(app) {
                window::show(app, None);
            }
        }
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let seat = app.state::<Seat>().inner().clone();
        let opening = app.state::<Opening>();
        let turn = opening.turn.lock().await;
        let last = app.state::<LastWorkspace>().folder();
        let opened = seat.away(move |seat| open(seat, &arguments, last)).await;
        drop(turn);
        opening.under_way.send_modify(|starts| *starts -= 1);
        match opened {
            Ok(true) => seat.nudge(Nudge::Moved),
            Ok(false) => {}
            Err(failure) => {
                tracing::warn!(%failure, "the workspace was not opened");
                say(&app, "startUp.notOpened", language::refusal(&app, &failure));
            }
        }
    });
}

/// Says what went wrong at a start, in front of whatever is on the screen. `title` is the key of a text.
fn say(app: &AppHandle, title: &str, sentence: String) {
    let title = language::tongue(app).text(title);
    app.dialog().message(sentence).title(title).kind(MessageDialogKind::Error).show(|_| {});
}

/// Opens what the arguments name; else, where nothing is open yet, the workspace that was open last or, before there was
/// one, that in the usual place. Answers whether another workspace is open now. One that was open last and is gone is a
/// failure: another one in its place would be taken for it.
fn open(seat: &Seat, arguments: &Arguments, last: Option<PathBuf>) -> Reply<bool> {
    if arguments.training {
        return seat.ask("open_training_company", json!({})).map(|_| true);
    }
    if let Some(folder) = &arguments.workspace {
        return open_folder(seat, &std::path::absolute(folder).unwrap_or_else(|_| folder.clone()));
    }
    let desk = seat.ask("show_desk", json!({}))?;
    if desk["workspace"] != Value::Null {
        return Ok(false);
    }
    let usual = desk["defaultFolder"].as_str().map(PathBuf::from);
    match last.or(usual.filter(|folder| folder.join(DATABASE).is_file())) {
        Some(folder) => open_folder(seat, &folder),
        None => Ok(false),
    }
}

fn open_folder(seat: &Seat, folder: &Path) -> Reply<bool> {
    seat.ask("open_workspace", json!({ "folder": folder })).map(|_| true)
}
