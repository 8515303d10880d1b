//! What follows when the process that draws the page ends, because it crashed, took too much memory or was ended from
//! outside. The engine then leaves an empty window and asks nobody. Nothing of the workspace lives in that process, so the
//! page is opened again where it stood; where it keeps ending, the person decides. Only WebKitGTK's own signal tells of it.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};
use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

use crate::{language, window};

/// How often the page is opened again by itself within [`CLOSE_TOGETHER`].
const BY_ITSELF: usize = 2;
/// Ends that lie further apart have nothing to do with each other.
const CLOSE_TOGETHER: Duration = Duration::from_secs(60);

/// What follows an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The page is opened again, and the person is told.
    OpenAgain,
    /// It would end again, so the person is asked.
    Ask,
}

/// Those ends of the page that still count.
#[derive(Debug, Default)]
struct Losses(Vec<Instant>);

impl Losses {
    /// Counts one more end.
    fn one_more(&mut self, now: Instant) -> Next {
        self.0.retain(|before| now.duration_since(*before) < CLOSE_TOGETHER);
        if self.0.len() < BY_ITSELF {
            self.0.push(now);
            Next::OpenAgain
        } else {
            // Whoever asks for the page once more gets as many chances as at the first time.
            self.0.clear();
            Next::Ask
        }
    }
}

/// Looks after the page of a window for as long as there is one.
pub(crate) fn look_after(window: &WebviewWindow) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    window.with_webview(move |page| {
        let losses = RefCell::new(Losses::default());
        page.inner().connect_web_process_terminated(move |page, reason| {
            // Ended on our own order: nobody's page was lost.
            if reason == WebProcessTerminationReason::TerminatedByApi {
                return;
            }
            let next = losses.borrow_mut().one_more(Instant::now());
            tracing::error!(?reason, ?next, "the process that draws the page has ended");
            match next {
                Next::OpenAgain => {
                    page.reload();
                    tell(&app);
                }
                Next::Ask => ask(&app),
            }
        });
    })
}

/// Says that what was typed is gone. Behind a hidden window nobody was typing.
fn tell(app: &AppHandle) {
    if !window::is_visible() {
        return;
    }
    let tongue = language::tongue(app);
    app.dialog()
        .message(tongue.text("pageLoss.openedAgain"))
        .title(tongue.text("pageLoss.title"))
        .kind(MessageDialogKind::Warning)
        .show(|_| {});
}

/// Lets the person choose between one more try and an end in order. Closing the question ends, too: an empty window that
/// stays would help nobody.
fn ask(app: &AppHandle) {
    let tongue = language::tongue(app);
    let (again, quit) = (tongue.text("pageLoss.openAgain"), tongue.text("pageLoss.quit"));
    let app = app.clone();
    app.dialog()
        .message(tongue.text("pageLoss.keepsEnding"))
        .title(tongue.text("pageLoss.title"))
        .kind(MessageDialogKind::Error)
        .buttons(MessageDialogButtons::OkCancelCustom(again, quit))
        .show(move |opens| if opens { window::open_page_again(&app) } else { app.exit(0) });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_ends_is_opened_again_twice_and_then_the_person_is_asked() {
        let (mut losses, begin) = (Losses::default(), Instant::now());
        let after = |seconds| begin + Duration::from_secs(seconds);
        assert_eq!(losses.one_more(begin), Next::OpenAgain);
        assert_eq!(losses.one_more(after(5)), Next::OpenAgain);
        assert_eq!(losses.one_more(after(10)), Next::Ask);
        assert_eq!(losses.one_more(after(11)), Next::OpenAgain, "the person chose one more try");
    }

    #[test]
    fn ends_that_lie_a_minute_apart_are_not_counted_together() {
        let (mut losses, begin) = (Losses::default(), Instant::now());
        for minutes in 0..5 {
            let at = begin + CLOSE_TOGETHER * minutes;
            assert_eq!(losses.one_more(at), Next::OpenAgain, "the one before is long over");
        }
    }
}
