//! The journeys of those who approve and of those who teach, in the real window and with real notifications. The sponsor's
//! stand beside the window's own tests.

use chaperone_tests::desktop::{
    Bus, Coming, Display, Home, NotificationServer, Tray, Window, eventually, run,
};
use serde_json::{Value, json};

/// The id of the one thing that a list finds.
async fn named(window: &Window, list: &str, search: &str) -> Value {
    let page = window.get(list, json!({ "filter": { "search": search } })).await;
    page["rows"][0]["id"].clone()
}

#[tokio::test]
async fn an_approver_comes_from_the_notification_to_the_decision_decides_by_keyboard_and_the_requestor_is_told()
 {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let mut server = NotificationServer::come(&bus, true).await;
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    let agent = named(&window, "list_agents", "Invoice Matcher Lisbon").await;
    let package = named(&window, "list_access_packages", "Invoice matching").await;
    let sponsor = named(&window, "list_people", "aoife.byrne@").await;
    let approver = named(&window, "list_people", "beatriz.nogueira@").await;
    window.get("act_as", json!({ "personId": sponsor })).await;
    let ask = json!({ "agentId": agent, "accessPackageId": package, "justification": "Month-end" });
    let request = window.get("request_access", ask).await["request"]["id"].clone();
    // Whose turn it is sits down. The audit page shows nothing that waits for them.
    window.go("/audit").await;
    window.get("act_as", json!({ "personId": approver })).await;
    let what = "Invoice Matcher Lisbon · Invoice matching";
    let wanted = format!("{what}: your decision is wanted");
    let shown = server.next(&wanted, |shown| shown.title == wanted).await;
    assert_eq!(shown.keys, ["default", "open", "snooze"]);
    server.click(shown.number, "default").await;
    window.goes_to(&format!("/approvals/{}", request.as_str().unwrap_or_default())).await;
    window.shows("Access before and after").await;
    assert_eq!(server.clicks(), 1, "one click from the notification to the decision");
    display.picture("approval").await;

    // From here on there are only keys. Approving waits a moment before it takes one, so that nobody agrees in passing.
    eventually("the form to agree in", || async {
        if window.has("form [type=submit]").await {
            return Some(());
        }
        run("xdotool", &["key", "a"]).await;
        None
    })
    .await;
    run("xdotool", &["type", "Agreed for the month-end"]).await;
    run("xdotool", &["key", "Return"]).await;
    let decided = eventually("the request to be decided", || async {
        let shown = window.get("show_request", json!({ "requestId": request })).await;
        (shown["request"]["state"] == "delivered").then_some(shown)
    })
    .await;
    assert_eq!(decided["request"]["agent"]["id"], agent, "and it is the agent that was asked for");
    window.get("act_as", json!({ "personId": sponsor })).await;
    let told = format!("{what}: access delivered");
    let shown = server.next(&told, |shown| shown.title == told).await;
    server.click(shown.number, "default").await;
    window.shows("Invoice matching").await;
    assert_eq!(server.clicks(), 2, "and one from the answer to the access");
}

#[tokio::test]
async fn a_trainer_starts_an_exercise_sees_it_marked_and_solved_moves_on_two_weeks_and_begins_anew()
{
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    window.go("/training").await;
    window.shows("0 of 6 solved").await;
    window.press("Start: The open door").await;
    window.shows("Start this exercise?").await;
    window.confirm("Start").await;
    window.shows("Running").await;
    window.press("Mark it").await;
    window.shows("Not solved yet").await;
    display.picture("exercise").await;

    let package = named(&window, "list_access_packages", "Payment preparation").await;
    let shown = window.get("show_access_package", json!({ "accessPackageId": package })).await;
    let policies = shown["policies"].as_array().cloned().unwrap_or_default();
    let open = policies.iter().find(|one| one["displayName"] == "Quick access for everything");
    let open = open.map(|policy| policy["id"].clone()).unwrap_or_default();
    window.get("disable_policy", json!({ "policyId": open })).await;
    window.press("Mark it").await;
    window.shows("1 of 6 solved").await;

    window.press("14 days").await;
    window.shows("What happened").await;
    window.shows("→").await;

    window.press("Reset the company").await;
    window.shows("Reset the training company?").await;
    window.confirm("Reset the company").await;
    eventually("the company to be as it was made", || async {
        let refused = window.ask("check_exercise", json!({})).await.err()?;
        (refused["code"] == "no_exercise").then_some(())
    })
    .await;
    window.go("/training").await;
    window.shows("1 of 6 solved").await;
}

#[tokio::test]
async fn a_filed_extension_is_two_clicks_from_the_notification_and_what_waits_one_from_the_tray() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let tray = Tray::come(&bus).await;
    let mut server = NotificationServer::come(&bus, true).await;
    let window = Window::open(&home, &bus).await;
    let coming = Coming::from_the_tour(&window).await;
    // Home would count as seen what it lists.
    window.go("/audit").await;
    coming.bring(&window, &coming.first_at).await;
    let title = format!("{}: 14 days left", coming.what);
    let shown = server.next(&title, |shown| shown.title == title).await;
    tray.reads(&title).await;
    tray.click(&title).await;
    window.goes_to(&format!("/assignments/{}", coming.assignment)).await;
    assert_eq!(tray.clicks(), 1, "one click from the tray to what waits");
    server.click(shown.number, "extend").await;
    coming.extension(&window).await;
    assert!(server.clicks() <= 2, "at most two clicks from the notification to the request");
}
