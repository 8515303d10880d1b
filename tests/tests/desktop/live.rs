//! A live workspace in the real window, from an empty home, by keys alone.

use chaperone_tests::desktop::{Bus, Display, Home, Window, eventually, run};
use serde_json::json;

const PASSPHRASE: &str = "correct horse battery";

async fn keys(names: &[&str]) {
    for name in names {
        run("xdotool", &["key", "--clearmodifiers", name]).await;
    }
}

async fn write(text: &str) {
    run("xdotool", &["type", "--delay", "15", text]).await;
}

#[tokio::test]
async fn an_administrator_begins_a_live_workspace_locks_it_and_comes_back_by_keys_alone() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open_with(&home, &bus, &[]).await;
    window.shows("Begin with your own team").await;
    keys(&["Tab", "Tab", "Return"]).await;
    window.shows("Name of the workspace").await;
    for text in ["Our agents", "Ada Admin", "ada@example.org", PASSPHRASE, PASSPHRASE] {
        write(text).await;
        keys(&["Tab"]).await;
    }
    // The folder is the last field, and what it holds depends on nothing but itself.
    keys(&["ctrl+a"]).await;
    write("governance").await;
    keys(&["Return"]).await;
    window.shows("doesn't say where it lies").await;
    keys(&["ctrl+a"]).await;
    write(&home.path().join("data/governance").to_string_lossy()).await;
    keys(&["Return"]).await;
    window.shows("Note the recovery code").await;
    keys(&["Tab", "Tab", "Return"]).await;
    window.shows("Hello, Ada Admin").await;

    keys(&["ctrl+k"]).await;
    eventually("the palette", || async { window.has("[role=dialog] input").await.then_some(()) })
        .await;
    write("lock").await;
    keys(&["Return"]).await;
    window.shows("Type your passphrase to go on").await;
    display.picture("locked").await;
    // What lies beneath hears no key.
    keys(&["ctrl+k"]).await;
    write("wrong").await;
    keys(&["Return"]).await;
    window.shows("This isn't your passphrase").await;
    write(PASSPHRASE).await;
    keys(&["Return"]).await;
    eventually("the lock to open", || async { (!window.has("dialog").await).then_some(()) }).await;
    assert!(!window.has("[role=dialog]").await, "no palette was opened beneath the lock");

    // It doesn't lie in the usual place, and the next start finds it all the same.
    drop(window);
    let window = Window::open_with(&home, &bus, &[]).await;
    window.shows("Sign in to Our agents").await;

    // Where it is gone, that is said, and no other workspace is taken for it.
    drop(window);
    std::fs::rename(home.path().join("data/governance"), home.path().join("data/moved"))
        .expect("nobody holds the folder");
    let window = Window::open_with(&home, &bus, &[]).await;
    let title = "could not open the workspace";
    eventually("the sentence", || async { display.windows(title).await.pop() }).await;
    display.picture("workspace-gone").await;
    window.shows("Begin with your own team").await;
}

#[tokio::test]
async fn the_session_opens_the_workspace_for_which_that_was_chosen_also_the_usual_one() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open_with(&home, &bus, &[]).await;
    window.shows("Begin with your own team").await;
    let ask = json!({
        "name": "Our agents", "kind": "live", "passphrase": PASSPHRASE,
        "administratorName": "Ada Admin", "administratorEmail": "ada@example.org",
    });
    let desk = window.get("create_workspace", ask).await;
    let usual = &desk["workspace"]["folder"];
    assert_eq!(usual, &desk["defaultFolder"]);
    let device = window.get("switch_autostart", json!({ "isOn": true })).await;
    assert_eq!(&device["autostart"]["workspace"], usual, "whichever is open last by then");
}
