//! The page in its window: drawn larger and smaller, and what becomes of it when the process that draws it ends.

use chaperone_tests::desktop::{Bus, Display, Home, Program, Reader, Window, eventually, run};

const LOST: &str = "^The page of this window ended$";

#[tokio::test]
async fn a_page_whose_process_is_killed_is_opened_again_where_it_was_and_at_the_third_time_only_if_wanted()
 {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let reader = Reader::come(&bus).await;
    let mut program = Program::start(&home, &bus, &["--training"]);
    // There is no driver: it would be lost with the page.
    reader.hears("heading", "Hello, Ines Ferreira").await;
    reader.press("link", "Settings").await;
    reader.hears("heading", "Settings").await;

    for time in ["first", "second"] {
        program.lose_the_page().await;
        eventually(time, || async { display.windows(LOST).await.pop() }).await;
        reader.press("push button", "OK").await;
        reader.hears("heading", "Settings").await;
        reader.hears("link", "People").await;
    }

    program.lose_the_page().await;
    eventually("the question", || async { display.windows(LOST).await.pop() }).await;
    display.picture("page-lost").await;
    let gone = reader.all().await;
    assert!(gone.iter().all(|one| one.role != "heading"), "nothing opens it unasked: {gone:?}");
    reader.press("push button", "Open again").await;
    reader.press("link", "Agents").await;
    reader.hears("heading", "Agents").await;
    let said = program.said();
    assert_eq!(said.matches("the process that draws the page has ended").count(), 3, "{said}");
    assert!(program.runs());
}

#[tokio::test]
async fn the_page_is_drawn_larger_by_the_keys_of_any_browser_also_after_the_next_start_until_it_is_as_usual_again()
 {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let usual = {
        let window = Window::open(&home, &bus).await;
        window.shows("Hello, Ines Ferreira").await;
        let usual = window.width().await;
        // Pressed again until it counts: a window manager that has not taken the window up yet loses keys.
        eventually("larger letters", || async {
            run("xdotool", &["key", "ctrl+plus"]).await;
            (window.width().await < usual).then_some(())
        })
        .await;
        usual
    };
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    eventually("letters as large as before", || async {
        (window.width().await < usual).then_some(())
    })
    .await;
    eventually("the usual ones", || async {
        run("xdotool", &["key", "ctrl+0"]).await;
        (window.width().await == usual).then_some(())
    })
    .await;
}
