//! A notification server that the test plays: it tells what was shown and answers when and how the test wants.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, interface};

use super::{Bus, PATIENCE};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification as it reached the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The number that it got.
    pub number: u32,
    /// The notification whose place it takes; 0 for none.
    pub replaces: u32,
    /// The title.
    pub title: String,
    /// The text.
    pub body: String,
    /// The keys of its buttons.
    pub keys: Vec<String>,
    /// What stands on them.
    pub labels: Vec<String>,
}

/// The server.
#[derive(Debug)]
pub struct NotificationServer {
    connection: Connection,
    shown: UnboundedReceiver<Shown>,
    at_once: Arc<Mutex<Option<String>>>,
    clicks: AtomicUsize,
}

impl NotificationServer {
    /// Comes onto the bus, with or without buttons.
    ///
    /// # Panics
    /// When the bus refuses.
    pub async fn come(bus: &Bus, has_buttons: bool) -> Self {
        let (sender, shown) = unbounded_channel();
        let at_once = Arc::new(Mutex::new(None));
        let served = Served { has_buttons, last: 0, sender, at_once: Arc::clone(&at_once) };
        let connection = bus.connect().await;
        connection
            .object_server()
            .at(PATH, served)
            .await
            .expect("the server can be put on the bus");
        connection.request_name(NAME).await.expect("the name is free on a private bus");
        Self { connection, shown, at_once, clicks: AtomicUsize::new(0) }
    }

    /// From now on, answers each notification that offers this key before its number is known to the sender.
    pub fn answer_at_once(&self, key: &str) {
        *self.at_once.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.to_owned());
    }

    /// The next notification for which this holds; others are let pass.
    ///
    /// # Panics
    /// When none comes in time.
    pub async fn next(&mut self, what: &str, holds: impl Fn(&Shown) -> bool) -> Shown {
        let wait = async {
            loop {
                let shown = self.shown.recv().await.expect("the server is on the bus");
                if holds(&shown) {
                    return shown;
                }
            }
        };
        tokio::time::timeout(PATIENCE, wait)
            .await
            .unwrap_or_else(|_| panic!("no notification came: {what}"))
    }

    /// What has come so far and was not asked for.
    pub fn so_far(&mut self) -> Vec<Shown> {
        std::iter::from_fn(|| self.shown.try_recv().ok()).collect()
    }

    /// How often somebody has clicked.
    pub fn clicks(&self) -> usize {
        self.clicks.load(Ordering::Relaxed)
    }

    /// Somebody clicks.
    ///
    /// # Panics
    /// When the bus is gone.
    pub async fn click(&self, number: u32, key: &str) {
        self.clicks.fetch_add(1, Ordering::Relaxed);
        let served = self
            .connection
            .object_server()
            .interface::<_, Served>(PATH)
            .await
            .expect("it is served");
        Served::action_invoked(served.signal_emitter(), number, key)
            .await
            .expect("the bus takes signals");
    }
}

struct Served {
    has_buttons: bool,
    last: u32,
    sender: UnboundedSender<Shown>,
    at_once: Arc<Mutex<Option<String>>>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Served {
    fn get_capabilities(&self) -> Vec<&'static str> {
        if self.has_buttons { vec!["body", "actions"] } else { vec!["body"] }
    }

    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("played by a test", "Chaperone", "1", "1.2")
    }

    fn close_notification(&self, number: u32) {
        let _ = number;
    }

    #[expect(clippy::too_many_arguments, reason = "the protocol has so many")]
    async fn notify(
        &mut self,
        _program: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _lasts_ms: i32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> u32 {
        self.last = if replaces == 0 { self.last.max(100) + 1 } else { replaces };
        let keys: Vec<_> = actions.chunks(2).filter_map(|pair| pair.first().cloned()).collect();
        let labels = actions.chunks(2).filter_map(|pair| pair.get(1).cloned()).collect();
        let at_once = self.at_once.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(key) = at_once.filter(|key| keys.contains(key)) {
            Self::action_invoked(&emitter, self.last, &key).await.expect("the bus takes signals");
        }
        let _ = self.sender.send(Shown { number: self.last, replaces, title, body, keys, labels });
        self.last
    }

    #[zbus(signal)]
    async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        number: u32,
        key: &str,
    ) -> zbus::Result<()>;
}
