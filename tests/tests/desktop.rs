//! The desktop as a person meets it: a real window, real notifications, a tray. Run inside `src-tauri/tools/with-display`.

use chaperone_tests::desktop::{
    Bus, Coming, DeadPortal, Display, Home, NotificationServer, Program, Tray, Window, eventually,
    run,
};
use serde_json::json;

#[path = "desktop/journeys.rs"]
mod journeys;
#[path = "desktop/live.rs"]
mod live;
#[path = "desktop/page.rs"]
mod page;
#[path = "desktop/reach.rs"]
mod reach;

const TITLE: &str = "^Chaperone$";

/// A desk with a notification server that the test plays, and a reminder that lies ahead.
struct Scene {
    server: NotificationServer,
    window: Window,
    coming: Coming,
    display: Display,
    _bus: Bus,
    _home: Home,
}

impl Scene {
    async fn set(has_buttons: bool) -> Self {
        let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
        let server = NotificationServer::come(&bus, has_buttons).await;
        let window = Window::open(&home, &bus).await;
        let coming = Coming::from_the_tour(&window).await;
        Self { server, window, coming, display, _bus: bus, _home: home }
    }

    async fn reminder(&mut self, left: &str) -> chaperone_tests::desktop::Shown {
        let title = format!("{}: {left}", self.coming.what);
        self.server.next(&title, |shown| shown.title == title).await
    }
}

#[tokio::test]
async fn the_window_opens_on_the_training_company() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    let desk = window.get("show_desk", json!({})).await;
    assert_eq!(desk["workspace"]["kind"], "training");
    assert!(
        desk["me"].is_object(),
        "the tour's administrator acts, so that nobody stands before a closed door"
    );
    assert_eq!(display.windows(TITLE).await.len(), 1);
    display.picture("window").await;
}

#[tokio::test]
async fn a_file_that_is_dropped_on_the_window_is_compared_first_and_imported_when_that_is_confirmed()
 {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    window.go("/people").await;
    window.shows("Everybody who sponsors").await;
    let people = "Display Name,Email\nNew Comer,new.comer@larkfield.example\n";
    window.drop_file("people.csv", people).await;
    window.goes_to("/directory/import").await;
    window.shows("1 change is ready").await;
    let found = || window.get("list_people", json!({ "filter": { "search": "new.comer" } }));
    assert_eq!(found().await["rows"], json!([]), "nothing is written before it is confirmed");
    display.picture("dropped").await;
    window.press("Import now").await;
    window.shows("The import is done").await;
    assert_eq!(found().await["rows"][0]["displayName"], "New Comer");
    // Where nobody takes files a drop changes nothing: the page doesn't give way to the file.
    window.go("/settings").await;
    window.drop_file("people.csv", people).await;
    window.goes_to("/settings").await;
}

#[tokio::test]
async fn the_reminders_popup_stands_on_the_display_and_its_extend_button_files_the_request() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    let coming = Coming::from_the_tour(&window).await;
    {
        // What falls due on the way is shown by a server that then goes, so that the display is free.
        let _on_the_way = bus.real_notification_server().await;
        coming.approach(&window, &coming.first_at).await;
    }
    let _server = bus.real_notification_server().await;
    coming.reach(&window, &coming.first_at).await;
    let popup =
        eventually("the popup", || async { display.windows("^Notification$").await.pop() }).await;
    display.picture("reminder").await;
    let (right, bottom) = display.corner(&popup).await;
    // The server puts the buttons into the lower right corner: "Extend", then "Let expire", then "Tomorrow".
    display.click(right - 248, bottom - 39).await;
    let request = coming.extension(&window).await;
    display.picture("reminder-answered").await;
    assert_eq!(request["request"]["requestType"], "userExtend");
    assert_eq!(
        request["request"]["requestor"]["person"]["id"],
        coming.sponsor.as_str(),
        "the sponsor asked, by a click"
    );
    assert_eq!(request["justification"], "Asked for from the reminder");
}

#[tokio::test]
async fn without_a_notification_server_the_reminder_stays_in_the_inbox_and_says_why() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    let coming = Coming::from_the_tour(&window).await;
    // Home would count what it lists as seen.
    window.go("/audit").await;
    coming.bring(&window, &coming.first_at).await;
    coming.settle(&window).await;
    let notice = coming.notice(&window).await;
    assert_eq!(notice["state"], "failed");
    assert_eq!(notice["failure"], "this desktop has no notification server");
    assert_eq!(notice["isOpen"], true, "the inbox is complete without it");

    let mut server = NotificationServer::come(&bus, true).await;
    let title = format!("{}: 14 days left", coming.what);
    server
        .next("what failed, once a server comes", |shown| {
            shown.title == title || shown.title.contains("notices wait")
        })
        .await;
    eventually("the notice to count as shown", || async {
        (coming.notice(&window).await["state"] == "shown").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_server_without_buttons_gets_a_text_that_says_where_to_go() {
    let mut scene = Scene::set(false).await;
    scene.coming.bring(&scene.window, &scene.coming.first_at).await;
    let shown = scene.reminder("14 days left").await;
    assert!(shown.keys.is_empty(), "a server that draws no buttons is sent none");
    assert!(
        shown.body.contains("Open Chaperone to extend it or to let it expire."),
        "{}",
        shown.body
    );
}

#[tokio::test]
async fn an_answer_that_comes_at_once_is_heard() {
    let mut scene = Scene::set(true).await;
    scene.coming.approach(&scene.window, &scene.coming.first_at).await;
    scene.server.answer_at_once("extend");
    scene.coming.reach(&scene.window, &scene.coming.first_at).await;
    let shown = scene.reminder("14 days left").await;
    assert_eq!(shown.keys, ["default", "extend", "let-expire", "snooze"]);
    let told = scene.reminder("extension asked for").await;
    assert!(told.body.contains("waits for approval"), "{}", told.body);
    let request = scene.coming.extension(&scene.window).await;
    assert_eq!(request["request"]["state"], "pendingApproval");
}

#[tokio::test]
async fn an_answer_after_the_assignment_ended_is_told_politely() {
    let mut scene = Scene::set(true).await;
    scene.coming.bring(&scene.window, &scene.coming.first_at).await;
    let shown = scene.reminder("14 days left").await;
    scene.coming.reach(&scene.window, &scene.coming.ends_at).await;
    scene.server.click(shown.number, "extend").await;
    let told = scene.reminder("not extended").await;
    assert!(!told.body.is_empty(), "the refusal's sentence says why");
    assert!(!told.body.contains("error"), "{}", told.body);
    let view = json!({ "assignmentId": scene.coming.assignment });
    let assignment = scene.window.get("show_assignment", view).await;
    assert_eq!(assignment["assignment"]["isInForce"], false, "what has ended stays ended");
    assert!(assignment["assignment"]["openExtension"].is_null(), "and nothing was asked for");
}

#[tokio::test]
async fn a_newer_reminder_replaces_the_older_one() {
    let mut scene = Scene::set(true).await;
    scene.coming.bring(&scene.window, &scene.coming.first_at).await;
    let first = scene.reminder("14 days left").await;
    scene.coming.bring(&scene.window, &scene.coming.last_at).await;
    let last = scene.reminder("1 day left").await;
    assert_eq!(last.replaces, first.number, "one living notification for each assignment");
}

#[tokio::test]
async fn who_wants_no_interruption_has_it_in_the_inbox_until_they_change_their_mind() {
    let mut scene = Scene::set(true).await;
    // Home counts what it lists as seen; nobody looks there now.
    scene.window.go("/audit").await;
    scene.coming.approach(&scene.window, &scene.coming.first_at).await;
    scene.window.get("update_my_settings", json!({ "notificationLevel": "nothing" })).await;
    scene.coming.reach(&scene.window, &scene.coming.first_at).await;
    let waiting = eventually("the reminder in the inbox", || async {
        let notice = scene.coming.notice(&scene.window).await;
        (notice["kind"] == "accessExpiring").then_some(notice)
    })
    .await;
    assert_eq!(waiting["state"], "waiting");
    let title = format!("{}: 14 days left", scene.coming.what);
    assert!(scene.server.so_far().iter().all(|shown| shown.title != title));
    scene.window.get("update_my_settings", json!({ "notificationLevel": "urgent" })).await;
    assert!(scene.server.so_far().iter().all(|shown| shown.title != title));
    scene.window.get("update_my_settings", json!({ "notificationLevel": "actionNeeded" })).await;
    scene.reminder("14 days left").await;
}

#[tokio::test]
async fn a_second_start_shows_the_first_window() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    let first = eventually("the window", || async { display.windows(TITLE).await.pop() }).await;
    run("xdotool", &["windowminimize", &first]).await;
    eventually("the window to be away", || async {
        display.windows(TITLE).await.is_empty().then_some(())
    })
    .await;
    let second = Program::start(&home, &bus, &[]);
    assert_eq!(second.code().await, 0, "it has said what it wanted and is not needed any more");
    let shown =
        eventually("the window to be back", || async { display.windows(TITLE).await.pop() }).await;
    assert_eq!(shown, first, "there is one desk, not two");
    assert_eq!(window.get("show_desk", json!({})).await["workspace"]["kind"], "training");
}

#[tokio::test]
async fn a_link_that_is_followed_takes_the_open_desk_to_its_page_and_a_wrong_one_says_so_and_takes_it_nowhere()
 {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    let agents = window.get("list_agents", json!({ "filter": { "search": "Lisbon" } })).await;
    let agent = agents["rows"][0]["id"].as_str().unwrap_or_default().to_owned();
    let followed = Program::start(&home, &bus, &[&format!("chaperone://agent/{agent}")]);
    assert_eq!(followed.code().await, 0, "the open desk follows it");
    let page = format!("/agents/{agent}");
    window.goes_to(&page).await;
    let wrong = Program::start(&home, &bus, &["chaperone://agent/..%2Fsettings"]);
    assert_eq!(wrong.code().await, 0);
    let title = "can't follow this link";
    eventually("the sentence", || async { display.windows(title).await.pop() }).await;
    display.picture("wrong-link").await;
    window.goes_to(&page).await;
}

#[tokio::test]
async fn a_link_may_be_what_the_program_is_started_for() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let request = "chaperone://request/01939c2e-7f00-7000-8000-000000000001";
    let window = Window::open_with(&home, &bus, &["--training", request]).await;
    window.goes_to("/requests/01939c2e-7f00-7000-8000-000000000001").await;
    window.shows("There is no such request, or you may not see it").await;
}

#[tokio::test]
async fn starting_with_the_session_is_chosen_in_the_window_and_mended_when_the_program_has_moved() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let entry = home.path().join("config/autostart/app.chaperone.desktop.desktop");
    {
        let window = Window::open(&home, &bus).await;
        let start = &window.get("show_device", json!({})).await["autostart"];
        assert_eq!(start["isOn"], false, "nobody is asked into the session unbidden");
        let start = window.get("switch_autostart", json!({ "isOn": true })).await;
        assert_eq!(start["autostart"]["isHidden"], true, "at a login nobody waits for a window");
        window.go("/settings").await;
        window.shows("Start Chaperone when I sign in to this computer").await;
    }
    let text = std::fs::read_to_string(&entry).unwrap_or_default();
    assert!(text.contains("chaperone-desktop\" --hidden"), "{text}");
    let moved = text.replace("chaperone-desktop\"", "gone/chaperone-desktop\"");
    std::fs::write(&entry, moved).unwrap_or_default();
    let window = Window::open(&home, &bus).await;
    let start = &window.get("show_device", json!({})).await["autostart"];
    assert_eq!((&start["isOn"], &start["trouble"]), (&json!(true), &json!(null)), "{start}");
    assert_eq!(std::fs::read_to_string(&entry).unwrap_or_default(), text);
    window.get("switch_autostart", json!({ "isOn": false })).await;
    assert!(!entry.exists());
}

#[tokio::test]
async fn the_doctor_sees_what_comes_to_the_desktop_and_what_is_missing() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    let health = async |check: &str| {
        let found = window.get("show_doctor", json!({})).await;
        let findings = found["findings"].as_array().cloned().unwrap_or_default();
        let found = findings.into_iter().find(|finding| finding["check"] == check);
        found.unwrap_or_default()["health"].clone()
    };
    assert_eq!(health("notifications").await, "bad", "nobody draws them");
    assert_eq!(health("tray").await, "fair");
    assert_eq!(health("autostart").await, "fair");
    assert_eq!(health("permissions").await, "good");
    let _server = bus.real_notification_server().await;
    let _tray = display.tray().await;
    assert_eq!(health("notifications").await, "good");
    assert_eq!(health("notificationButtons").await, "good");
    assert_eq!(health("tray").await, "good");
    window.go("/settings/doctor").await;
    window.shows("Desktop portal").await;
    display.picture("doctor").await;
}

#[tokio::test]
async fn a_start_without_a_goal_goes_back_to_where_the_person_was() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    {
        let window = Window::open(&home, &bus).await;
        window.shows("Hello, Ines Ferreira").await;
        window.go("/settings").await;
        window.shows("Start with my session").await;
    }
    let window = Window::open(&home, &bus).await;
    window.goes_to("/settings").await;
}

#[tokio::test]
async fn a_dead_portal_is_not_waited_for() {
    let (display, bus, home) = (Display::take().await, DeadPortal::bus(), Home::new());
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    assert!(window.said().contains("the desktop portal doesn't answer"), "{}", window.said());
    assert!(!window.said().contains("may take half a minute"), "it began anew without the portal");
    assert_eq!(display.windows(TITLE).await.len(), 1);
    let second = Program::start(&home, &bus, &[]);
    assert_eq!(second.code().await, 0, "our own connection still uses the bus");
}

#[tokio::test]
async fn closing_the_window_keeps_the_reminders_coming() {
    let mut scene = Scene::set(true).await;
    let _tray = scene.display.tray().await;
    eventually("the window", || async { scene.display.windows(TITLE).await.pop() }).await;
    scene.display.close(TITLE).await;
    scene.coming.bring(&scene.window, &scene.coming.first_at).await;
    let shown = scene.reminder("14 days left").await;
    scene.server.click(shown.number, "default").await;
    eventually("the window to be back", || async { scene.display.windows(TITLE).await.pop() })
        .await;
    let route = format!("/assignments/{}", scene.coming.assignment);
    scene.window.goes_to(&route).await;
}

#[tokio::test]
async fn a_reminder_that_is_put_off_leaves_the_display_and_comes_up_again_the_next_morning() {
    let mut scene = Scene::set(true).await;
    scene.coming.bring(&scene.window, &scene.coming.first_at).await;
    let shown = scene.reminder("14 days left").await;
    scene.server.click(shown.number, "snooze").await;
    scene.window.go("/notices?show=all").await;
    scene.window.shows("Put off. Comes up again").await;
    let notices = scene.window.get("list_notices", json!({})).await;
    let until = notices["rows"][0]["snoozedUntil"].as_str().unwrap_or_default().to_owned();
    scene.window.go("/audit").await;
    scene.coming.bring(&scene.window, &until).await;
    let what = format!("{}: ", scene.coming.what);
    scene.server.next("the same reminder", |shown| shown.title.starts_with(&what)).await;
}

#[tokio::test]
async fn closing_the_window_where_no_tray_shows_ends_the_program() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let mut program = Program::start(&home, &bus, &["--training"]);
    eventually("the window", || async { display.windows(TITLE).await.pop() }).await;
    assert!(program.runs());
    display.close(TITLE).await;
    assert_eq!(program.code().await, 0, "nothing on the screen could bring it back");
}

#[tokio::test]
async fn each_item_of_the_trays_menu_does_what_it_says() {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let tray = Tray::come(&bus).await;
    let mut server = NotificationServer::come(&bus, true).await;
    let window = Window::open(&home, &bus).await;
    tray.reads("Nothing waits").await;
    display.close(TITLE).await;
    tray.click("Open Chaperone").await;
    eventually("the window", || async { display.windows(TITLE).await.pop() }).await;

    tray.click("Pause reminders for today").await;
    tray.reads("Resume reminders").await;
    let coming = Coming::from_the_tour(&window).await;
    // Home would count as seen what it lists.
    window.go("/audit").await;
    coming.reach(&window, &coming.first_at).await;
    tray.reads("1 waiting").await;
    let title = format!("{}: 14 days left", coming.what);
    tray.reads(&title).await;
    display.close(TITLE).await;
    tray.click(&title).await;
    window.goes_to(&format!("/assignments/{}", coming.assignment)).await;
    window.go("/audit").await;
    assert!(
        server.so_far().iter().all(|shown| shown.title != title),
        "reminders are paused, the inbox is not"
    );
    tray.click("Resume reminders").await;
    server.next("the reminder that was held back", |shown| shown.title == title).await;

    tray.click("Quit").await;
    let connection = bus.connect().await;
    let names = zbus::fdo::DBusProxy::new(&connection).await.expect("the bus itself answers");
    eventually("the program's end", || async {
        let name = "app.chaperone.desktop".try_into().expect("a name");
        (!names.name_has_owner(name).await.ok()?).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_language_chosen_in_the_window_is_that_of_tray_and_notifications_also_after_a_hidden_start()
 {
    let (display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    {
        let tray = Tray::come(&bus).await;
        let mut server = NotificationServer::come(&bus, true).await;
        let window = Window::open(&home, &bus).await;
        tray.reads("Open Chaperone").await;
        window.go("/settings").await;
        window.press("Deutsch").await;
        for label in
            ["Nichts wartet", "Chaperone öffnen", "Erinnerungen für heute pausieren", "Beenden"]
        {
            tray.reads(label).await;
        }
        let coming = Coming::from_the_tour(&window).await;
        // Home would count as seen what it lists.
        window.go("/audit").await;
        coming.bring(&window, &coming.first_at).await;
        let title = format!("{}: noch 14 Tage", coming.what);
        let shown = server.next(&title, |shown| shown.title == title).await;
        assert!(shown.body.starts_with("Endet: "), "{}", shown.body);
        assert!(shown.body.contains("Eine Verlängerung muss vorher genehmigt werden."));
        assert!(shown.body.contains("Übung: Das ist für Aoife Byrne."), "{}", shown.body);
        assert_eq!(shown.labels, ["Öffnen", "Verlängern", "Auslaufen lassen", "Morgen"]);
        tray.reads("1 wartet").await;
        tray.reads(&title).await;
        server.click(shown.number, "extend").await;
        let told = format!("{}: Verlängerung angefordert", coming.what);
        server.next(&told, |shown| shown.title == told).await;
        display.picture("german").await;
    }
    let bus = Bus::start();
    let tray = Tray::come(&bus).await;
    let _program = Program::start(&home, &bus, &["--training", "--hidden"]);
    tray.reads("Chaperone öffnen").await;
    assert!(display.windows(TITLE).await.is_empty(), "nobody has opened a window");
}

/// Asks the door by HTTP, as a program of an agent does; nothing while nobody listens.
async fn ask_door(
    method: &'static str,
    url: String,
    token: Option<String>,
    form: Option<String>,
) -> Option<serde_json::Value> {
    let ask = move || {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let answered = match form {
            Some(form) => {
                let kind = "application/x-www-form-urlencoded";
                agent.run(request.header("content-type", kind).body(form).ok()?)
            }
            None => agent.run(request.body(()).ok()?),
        };
        let text = answered.ok()?.body_mut().read_to_string().ok()?;
        serde_json::from_str(&text).ok()
    };
    tokio::task::spawn_blocking(ask).await.ok().flatten()
}

#[tokio::test]
async fn the_window_keeps_the_agents_door_for_as_long_as_it_is_open() {
    let (_display, bus, home) = (Display::take().await, Bus::start(), Home::new());
    let window = Window::open(&home, &bus).await;
    window.shows("Hello, Ines Ferreira").await;
    window.go("/settings").await;
    window.shows("0 for any free one").await;
    window.get("switch_door", json!({ "isOpen": true, "port": 0, "isHttps": true })).await;
    window.shows("Open, kept by this window").await;
    let kept = window.get("show_door_keeping", json!({})).await;
    let stands = &kept["stands"];
    window.shows(stands["http"]["urls"][0].as_str().unwrap_or("an address")).await;
    let agents = window.get("list_agents", json!({ "filter": { "search": "Lisbon" } })).await;
    let agent = agents["rows"][0]["id"].as_str().unwrap_or_default().to_owned();
    let ask = json!({ "agentId": agent, "displayName": "night run" });
    let secret = window.get("issue_agent_secret", ask).await["secret"].clone();
    let form = format!(
        "grant_type=client_credentials&client_id={agent}&client_secret={}&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
        secret.as_str().unwrap_or_default()
    );
    let endpoint = stands["http"]["tokenEndpoint"].as_str().unwrap_or_default().to_owned();
    let got = ask_door("POST", endpoint, None, Some(form)).await.unwrap_or_default();
    let token = got["access_token"].as_str().map(str::to_owned);
    assert!(token.is_some(), "{got}");
    let graph = stands["http"]["graph"].as_str().unwrap_or_default();
    let offered = format!(
        "{graph}/identityGovernance/entitlementManagement/accessPackages/filterByCurrentUser(on='allowedRequestor')"
    );
    let packages = ask_door("GET", offered.clone(), token.clone(), None).await.unwrap_or_default();
    assert!(packages["value"].as_array().is_some_and(|all| !all.is_empty()), "{packages}");

    window.get("switch_door", json!({ "isOpen": false })).await;
    eventually("the door to be closed", || async {
        let answer = ask_door("GET", offered.clone(), token.clone(), None).await;
        answer.is_none().then_some(())
    })
    .await;
    window.get("switch_door", json!({ "isOpen": true })).await;
    eventually("the door to stand where it stood", || async {
        let answer = ask_door("GET", offered.clone(), token.clone(), None).await?;
        answer["value"].is_array().then_some(())
    })
    .await;
}
