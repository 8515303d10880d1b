//! A process that keeps the door follows the door's settings, whoever changes them, and one process keeps it at a time.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use chaperone_commands::environment::{Clock, MachineClock};
use chaperone_testkit::Fixture;
use serde_json::json;

use crate::place::{EM, Place, Server, command};

fn mine() -> String {
    format!("{EM}/assignments/filterByCurrentUser(on='target')")
}

fn is_taken(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[track_caller]
fn eventually(what: &str, mut look: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !look() {
        assert!(Instant::now() < patience, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Ports at which nobody listens, and nobody at the ones after them.
fn free_ports() -> [u16; 2] {
    let free = || loop {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind((Ipv4Addr::LOCALHOST, port + 1)).is_ok() {
            return (port, first);
        }
    };
    let ((one, _held), (other, _held_too)) = (free(), free());
    [one, other]
}

#[test]
fn a_door_that_is_closed_and_opened_again_is_found_where_it_stood_and_old_tokens_are_good() {
    let place = Place::new();
    let agent = place.agent_token();
    let port = place.server.base().rsplit_once(':').unwrap().1.parse().unwrap();
    let switch = |is_open: bool| {
        place.fixture.call(&place.administrator, "switch_door", json!({ "isOpen": is_open }));
    };
    switch(false);
    eventually("nobody listens while it is closed", || !is_taken(port));
    switch(true);
    eventually("it is open again", || is_taken(port));
    place.get(&agent, &mine()).expect(200);
}

#[test]
fn a_door_moves_to_another_port_and_speaks_https_as_soon_as_its_settings_say_so() {
    let fixture = Fixture::training_at(MachineClock.now());
    let administrator = fixture.administrator();
    let [before, after] = free_ports();
    let switch = |port: u16, is_https: bool| {
        let ask = json!({ "isOpen": true, "port": port, "isHttps": is_https });
        fixture.call(&administrator, "switch_door", ask);
    };
    switch(before, false);
    let mut server = Server::start_as_set(&fixture.workspace_folder());
    assert_eq!(server.base(), format!("http://127.0.0.1:{before}"));
    assert!(server.ready["https"].is_null());
    switch(after, true);
    eventually("it stands at the new ports", || is_taken(after) && is_taken(after + 1));
    eventually("it has left the old one", || !is_taken(before));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_door_whose_new_port_is_taken_is_opened_as_soon_as_the_port_is_free() {
    let fixture = Fixture::training_at(MachineClock.now());
    let administrator = fixture.administrator();
    let [before, after] = free_ports();
    let switch = |port: u16| {
        fixture.call(&administrator, "switch_door", json!({ "isOpen": true, "port": port }));
    };
    switch(before);
    let mut server = Server::start_as_set(&fixture.workspace_folder());
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, after)).unwrap();
    switch(after);
    eventually("it has left the old port", || !is_taken(before));
    drop(other);
    eventually("it stands at the new one", || is_taken(after));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn one_process_of_a_device_keeps_a_workspaces_door_and_the_next_is_told_where() {
    let mut place = Place::new();
    let folder = place.fixture.workspace_folder();
    let words = ["--workspace", &folder, "serve", "--port", "0"];
    let second =
        command(&place.server.settings).env_remove("CHAPERONE_LOG").args(words).output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(1));
    assert!(said.starts_with("door_kept: ") && said.contains(&place.server.base()), "{said}");
    assert_eq!(place.server.stop(), Some(0));
    let again =
        Server::start_with(&folder, &["serve", "--port", "0"], place.server.take_settings());
    assert!(again.base().starts_with("http://127.0.0.1:"), "its lock went with the process");
}
