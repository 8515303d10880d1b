//! Whom the desk reaches: people who hear it instead of seeing it, and machines without any network.

use chaperone_tests::desktop::{Bus, Coming, Display, Home, Program, Reader, Window, eventually};

#[tokio::test]
async fn a_screen_reader_is_given_names_places_and_the_language() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let reader = Reader::come(&bus).await;
    let window = Window::open(&home, &bus).await;
    let coming = Coming::from_the_tour(&window).await;
    window.go("/audit").await;
    coming.bring(&window, &coming.first_at).await;
    window.go("/").await;
    reader.hears("heading", "Waiting for you").await;
    for button in ["Extend", "Let expire"] {
        let name = format!("{button}: Invoice matching of Invoice Matcher Lisbon");
        reader.hears("push button", &name).await;
    }
    let all = reader.all().await;
    let said_twice = all.iter().filter(|one| one.role == "link" && !one.name.is_empty());
    let said_twice: Vec<_> = said_twice.filter(|one| one.name == one.description).collect();
    assert!(said_twice.is_empty(), "a description that repeats the name: {said_twice:?}");
    let nameless: Vec<_> = all
        .iter()
        .filter(|one| ["push button", "link", "entry", "combo box", "image"].contains(&&*one.role))
        .filter(|one| one.name.is_empty())
        .collect();
    assert!(nameless.is_empty(), "nobody can tell what these are: {nameless:?}");
    let polite =
        all.iter().filter(|one| one.attributes.get("live").is_some_and(|how| how == "polite"));
    assert!(polite.count() >= 2, "toasts and announcements are read out as they come");

    window.go("/agents").await;
    eventually("a row that is named by its cells", || async {
        let all = reader.all().await;
        let name = "Invoice Matcher Lisbon Active Invoice Matching Agent";
        all.iter().any(|one| one.role == "table row" && one.name.starts_with(name)).then_some(())
    })
    .await;
    window.go("/").await;

    // Once a part of the field ended the page of whoever listened, so each is visited.
    reader.press("push button", "Extend: Invoice matching of Invoice Matcher Lisbon").await;
    let dialog = reader.hears("dialog", "Extend access").await;
    assert!(dialog.description.contains("Without an extension it ends by itself."), "{dialog:?}");
    let until = reader.hears("panel", "Until (required)").await;
    assert!(until.description.contains("At the latest"), "{until:?}");
    let calendar = reader.all().await.into_iter().find(|one| one.name == "Open the calendar");
    let calendar = calendar.expect("the calendar has a button");
    let inside = reader.inside(&until).await;
    assert!(
        inside.iter().all(|one| one.name != calendar.name),
        "a button in the field's group ends WebKitGTK's page under a screen reader"
    );
    reader.press(&calendar.role, &calendar.name).await;
    reader.hears("push button", "Next").await;

    window.go("/settings").await;
    reader.press("radio button", "Deutsch").await;
    window.go("/people").await;
    let heading = reader.hears("heading", "Personen").await;
    assert_eq!(heading.language, "de", "words are read as German ones");
}

#[tokio::test]
async fn the_desk_needs_no_network_interface_at_all() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let reader = Reader::come(&bus).await;
    let mut program = Program::start_without_network(&home, &bus, &["--training"]);
    reader.hears("heading", "Hello, Ines Ferreira").await;
    assert_eq!(program.interfaces(), ["lo"], "it sees no interface but a loopback that is down");
    // There is no driver without a network, so the desk is used as a screen reader uses it.
    reader.press("link", "Training").await;
    reader.press("push button", "14 days").await;
    eventually("something that happened in two weeks", || async {
        let all = reader.all().await;
        all.iter().any(|one| one.role == "heading" && one.name == "What happened").then_some(())
    })
    .await;
    reader.press("link", "Agents").await;
    reader.hears("heading", "Agents").await;
    display.picture("without-network").await;
    let said = program.said();
    assert!(program.runs() && !said.contains("ERROR"), "{said}");
}
