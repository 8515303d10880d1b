//! A tray that the test plays: it takes the program's icon and reads and clicks its menu over the bus, as panels do.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;
use zbus::message::Header;
use zbus::zvariant::{OwnedValue, Structure, Value};
use zbus::{Connection, interface};

use super::{Bus, PATIENCE, eventually};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const MENU: &str = "com.canonical.dbusmenu";
/// What the bus says when the called one has gone.
const NO_REPLY: &str = "org.freedesktop.DBus.Error.NoReply";

type Properties = HashMap<String, OwnedValue>;
type Layout = (u32, (i32, Properties, Vec<OwnedValue>));

/// The tray.
#[derive(Debug)]
pub struct Tray {
    connection: Connection,
    taken: watch::Receiver<Option<(String, String)>>,
    clicks: AtomicUsize,
}

impl Tray {
    /// Comes onto the bus.
    ///
    /// # Panics
    /// When the bus refuses.
    pub async fn come(bus: &Bus) -> Self {
        let (sender, taken) = watch::channel(None);
        let connection = bus.connect().await;
        let watcher = Watcher { taken: sender };
        connection
            .object_server()
            .at("/StatusNotifierWatcher", watcher)
            .await
            .expect("the tray can be put on the bus");
        connection.request_name(WATCHER).await.expect("the name is free on a private bus");
        Self { connection, taken, clicks: AtomicUsize::new(0) }
    }

    /// Waits until the menu has an item that reads so.
    ///
    /// # Panics
    /// When it never has.
    pub async fn reads(&self, label: &str) {
        eventually(&format!("'{label}' in the tray's menu"), || async {
            self.items().await.into_iter().any(|(_, found)| found == label).then_some(())
        })
        .await;
    }

    /// Clicks the item that reads so.
    ///
    /// # Panics
    /// When there is none.
    pub async fn click(&self, label: &str) {
        let items = self.items().await;
        let found = items.iter().find(|(_, found)| found == label);
        let number = found.unwrap_or_else(|| panic!("no '{label}' among {items:?}")).0;
        let click = (number, "clicked", Value::from(0), 0_u32);
        self.clicks.fetch_add(1, Ordering::Relaxed);
        match self.try_call("Event", &click).await {
            Ok(_) => {}
            // Whoever is told to quit may be gone before it has answered.
            Err(zbus::Error::MethodError(name, ..)) if name == NO_REPLY => {}
            Err(wrong) => panic!("the menu answers: {wrong}"),
        }
    }

    /// How often somebody has clicked.
    pub fn clicks(&self) -> usize {
        self.clicks.load(Ordering::Relaxed)
    }

    async fn items(&self) -> Vec<(i32, String)> {
        let answer = self.call("GetLayout", &(0, -1, vec!["label"])).await;
        let (_, (_, _, children)): Layout = answer.body().deserialize().expect("a layout");
        children.into_iter().filter_map(item).collect()
    }

    async fn call<B>(&self, method: &str, arguments: &B) -> zbus::Message
    where
        B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        self.try_call(method, arguments).await.expect("the menu answers")
    }

    async fn try_call<B>(&self, method: &str, arguments: &B) -> zbus::Result<zbus::Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let mut taken = self.taken.clone();
        let icon = tokio::time::timeout(PATIENCE, taken.wait_for(Option::is_some)).await;
        let (owner, path) =
            icon.expect("an icon comes").expect("the tray is there").clone().expect("it is some");
        let menu = format!("{path}/Menu");
        let call = self.connection.call_method(
            Some(owner.as_str()),
            menu.as_str(),
            Some(MENU),
            method,
            arguments,
        );
        tokio::time::timeout(PATIENCE, call).await.expect("the menu answers in time")
    }
}

fn item(child: OwnedValue) -> Option<(i32, String)> {
    let fields = Structure::try_from(child).ok()?.into_fields();
    let mut fields = fields.into_iter();
    let number = i32::try_from(fields.next()?).ok()?;
    let properties = HashMap::<String, Value<'_>>::try_from(fields.next()?).ok()?;
    let label = String::try_from(properties.get("label")?.try_clone().ok()?).ok()?;
    Some((number, label))
}

struct Watcher {
    taken: watch::Sender<Option<(String, String)>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, item: String, #[zbus(header)] header: Header<'_>) {
        let owner = header.sender().map(ToString::to_string).unwrap_or_default();
        self.taken.send_replace(Some((owner, item)));
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }
}
