//! What a screen reader is given: the window's accessibility tree over AT-SPI. It needs no driver and no network, so it also
//! sees and presses where neither is.

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::time::Duration;

use zbus::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Message};

use super::{Bus, Ending, eventually};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const REGISTRY: (&str, &str) = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
const NOTHING: &str = "/org/a11y/atspi/null";
/// How long one answer may take. What goes away while it is asked never answers.
const ANSWER: Duration = Duration::from_secs(2);
/// Deeper than any page goes; a tree that changes while it is read could lead in circles.
const DEPTH: usize = 60;

/// A thing in the tree.
#[derive(Debug, Clone)]
pub struct Heard {
    /// What it is, as AT-SPI names roles: `push button`, `heading`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What explains it further.
    pub description: String,
    /// What else is known of it: `live`, `level`, `rowcount`, `xml-roles`.
    pub attributes: HashMap<String, String>,
    /// The language of its words.
    pub language: String,
    place: (String, OwnedObjectPath),
}

/// A screen reader that says nothing and remembers everything.
#[derive(Debug)]
pub struct Reader {
    accessibility: Connection,
    _launcher: Ending,
}

impl Reader {
    /// Comes onto the bus. Programs that start on it from now on show it their tree.
    ///
    /// # Panics
    /// When AT-SPI isn't installed or doesn't come.
    pub async fn come(bus: &Bus) -> Self {
        let launcher = Command::new("/usr/libexec/at-spi-bus-launcher")
            .arg("--launch-immediately")
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("XDG_RUNTIME_DIR", bus.folder())
            .env_remove("NO_AT_BRIDGE")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("at-spi-bus-launcher can be started; `make setup` installs it");
        let launcher = Ending(launcher);
        bus.owner("org.a11y.Bus").await;
        let session = bus.connect().await;
        let call = |interface, method| (Some("org.a11y.Bus"), "/org/a11y/bus", interface, method);
        let (to, path, interface, method) = call("org.freedesktop.DBus.Properties", "Set");
        let on = ("org.a11y.Status", "IsEnabled", Value::from(true));
        session
            .call_method(to, path, Some(interface), method, &on)
            .await
            .expect("a screen reader can be announced");
        let (to, path, interface, method) = call("org.a11y.Bus", "GetAddress");
        let answer = session
            .call_method(to, path, Some(interface), method, &())
            .await
            .expect("there is a bus for screen readers");
        let address: String = answer.body().deserialize().expect("an address");
        let accessibility = Builder::address(address.as_str())
            .expect("the address can be read")
            .build()
            .await
            .expect("the bus for screen readers answers");
        bus.is_read();
        Self { accessibility, _launcher: launcher }
    }

    /// Everything that can be heard of the open programs, in the order of reading. What goes away meanwhile is left out.
    pub async fn all(&self) -> Vec<Heard> {
        let path = REGISTRY.1.try_into().expect("a path");
        self.beneath((REGISTRY.0.to_owned(), path)).await
    }

    /// A thing and all that is inside it.
    pub async fn inside(&self, one: &Heard) -> Vec<Heard> {
        self.beneath(one.place.clone()).await
    }

    async fn beneath(&self, place: (String, OwnedObjectPath)) -> Vec<Heard> {
        let mut heard = Vec::new();
        let mut open = vec![(place, 0)];
        while let Some((place, depth)) = open.pop() {
            let (children, look) = tokio::join!(self.children(&place), self.look(place.clone()));
            heard.extend(look);
            if depth < DEPTH {
                open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
            }
        }
        heard
    }

    /// The first thing with a role and a name, once there is one.
    ///
    /// # Panics
    /// When there never is; says what there was.
    pub async fn hears(&self, role: &str, name: &str) -> Heard {
        let begin = std::time::Instant::now();
        loop {
            let all = self.all().await;
            if let Some(found) = all.iter().find(|one| one.role == role && one.name == name) {
                return found.clone();
            }
            if begin.elapsed() > super::PATIENCE {
                let names: Vec<_> =
                    all.iter().map(|one| format!("{} '{}'", one.role, one.name)).collect();
                panic!("waited for {role} '{name}' in vain; there is {}", names.join(", "));
            }
        }
    }

    /// Does to a thing what Enter or a click does, as soon as it is there.
    ///
    /// # Panics
    /// When it never comes.
    pub async fn press(&self, role: &str, name: &str) {
        eventually(&format!("{role} '{name}' to be pressed"), || async {
            let one = self.hears(role, name).await;
            let does = self.call(&one.place, "org.a11y.atspi.Action", "DoAction", &0_i32).await?;
            does.body().deserialize::<bool>().ok()?.then_some(())
        })
        .await;
    }

    /// One by one, as screen readers ask: the place where the page hangs in the window doesn't answer for all at once.
    async fn children(&self, place: &(String, OwnedObjectPath)) -> Vec<(String, OwnedObjectPath)> {
        let mut children = Vec::new();
        for at in 0..i32::MAX {
            let Some(answer) = self.call(place, ACCESSIBLE, "GetChildAtIndex", &at).await else {
                break;
            };
            let child: Option<(String, OwnedObjectPath)> = answer.body().deserialize().ok();
            let Some(child) = child.filter(|(_, path)| path.as_str() != NOTHING) else { break };
            children.push(child);
        }
        children
    }

    /// Asks everything at once: most of the time goes by between question and answer.
    async fn look(&self, place: (String, OwnedObjectPath)) -> Option<Heard> {
        let (role, attributes, name, description, language) = tokio::join!(
            self.call(&place, ACCESSIBLE, "GetRole", &()),
            self.call(&place, ACCESSIBLE, "GetAttributes", &()),
            self.property(&place, "Name"),
            self.property(&place, "Description"),
            self.property(&place, "Locale"),
        );
        let role = named(role?.body().deserialize().ok()?);
        let attributes = attributes?.body().deserialize().ok()?;
        Some(Heard { role, name, description, attributes, language, place })
    }

    /// A text that the thing has, or none.
    async fn property(&self, place: &(String, OwnedObjectPath), name: &str) -> String {
        let properties = "org.freedesktop.DBus.Properties";
        let answer = self.call(place, properties, "Get", &(ACCESSIBLE, name)).await;
        let text = answer.and_then(|answer| {
            let value: OwnedValue = answer.body().deserialize().ok()?;
            String::try_from(value).ok()
        });
        text.unwrap_or_default()
    }

    async fn call<B>(
        &self,
        (owner, path): &(String, OwnedObjectPath),
        interface: &str,
        method: &str,
        arguments: &B,
    ) -> Option<Message>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let call = self.accessibility.call_method(
            Some(owner.as_str()),
            path,
            Some(interface),
            method,
            arguments,
        );
        tokio::time::timeout(ANSWER, call).await.ok()?.ok()
    }
}

/// WebKitGTK gives the numbers of roles and leaves their names to who asks. Only those that tests ask for have one here.
fn named(role: u32) -> String {
    let name = match role {
        11 => "combo box",
        16 => "dialog",
        27 => "image",
        31 => "list",
        32 => "list item",
        39 => "panel",
        43 => "push button",
        44 => "radio button",
        55 => "table",
        79 => "entry",
        83 => "heading",
        88 => "link",
        90 => "table row",
        _ => return format!("role {role}"),
    };
    name.to_owned()
}
