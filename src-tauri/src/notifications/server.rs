//! The notification server of the desktop, over D-Bus. One connection sends and hears, because some servers tell only the
//! sender of a click, and listening begins before the first notification is sent, so that an answer that comes at once is
//! not lost. What is said and what an answer means belongs elsewhere.

use std::collections::HashMap;

use chaperone_commands::tongue::Tongue;
use chaperone_domain::unshown::Unshown;
use futures_util::stream::{BoxStream, Stream, StreamExt, select};
use notify_rust::{Notification, Timeout};
use zbus::message::Message;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, MessageStream};

use super::popup::Popup;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// Signals that may wait while a call is on its way. Far more than can come: the reader of the connection would stand
/// still if they were more.
const QUEUE: usize = 1_024;

/// What was told, and by whom on the bus. Anybody can send a signal; only the server's own counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// The unique name of the teller; for a server that came or left, the server's own.
    pub(crate) by: String,
    /// What.
    pub(crate) heard: Heard,
}

/// What the server tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Somebody chose something.
    Answered {
        /// The notification.
        number: u32,
        /// What was chosen.
        key: String,
    },
    /// A token that lets our window come to the front; comes before the click that it belongs to.
    Token {
        /// The notification.
        number: u32,
        /// The token.
        token: String,
    },
    /// A notification is gone.
    Closed(u32),
    /// A server has come. Unless it was known already, it knows nothing of what an earlier one showed.
    Came,
    /// The server has gone.
    Left,
}

/// What the server can do, and who it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Abilities {
    /// Its unique name on the bus; another one after it was started anew.
    pub(crate) server: String,
    /// Draws buttons and tells of clicks.
    pub(crate) actions: bool,
    body: bool,
    markup: bool,
}

/// A line to whichever server there is.
#[derive(Clone)]
pub(crate) struct Server {
    connection: Connection,
}

impl Server {
    /// Begins to listen. Whether a server is there shows when it is asked for its abilities.
    pub(crate) async fn listen(
        connection: &Connection,
    ) -> Result<(Self, BoxStream<'static, Told>), Unshown> {
        let told = |error: zbus::Error| Unshown::Unheard(error.to_string());
        let signals = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .sender(NAME)
            .and_then(|rule| rule.interface(NAME))
            .map_err(told)?
            .build();
        let owners = MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .sender("org.freedesktop.DBus")
            .and_then(|rule| rule.interface("org.freedesktop.DBus"))
            .and_then(|rule| rule.member("NameOwnerChanged"))
            .and_then(|rule| rule.arg(0, NAME))
            .map_err(told)?
            .build();
        let signals =
            MessageStream::for_match_rule(signals, connection, Some(QUEUE)).await.map_err(told)?;
        let owners = MessageStream::for_match_rule(owners, connection, None).await.map_err(told)?;
        let heard = select(messages(signals), messages(owners))
            .filter_map(|message| async move { read(&message) });
        Ok((Self::on(connection), heard.boxed()))
    }

    /// The server on a bus, to speak to without listening.
    pub(crate) fn on(connection: &Connection) -> Self {
        Self { connection: connection.clone() }
    }

    /// Asks what the server can do; starts one if the desktop has one to start.
    pub(crate) async fn abilities(&self) -> Result<Abilities, Unshown> {
        let reply = self.call("GetCapabilities", &()).await?;
        let words: Vec<String> = reply.body().deserialize().map_err(|_| Unshown::Unreadable)?;
        let can = |word: &str| words.iter().any(|known| known == word);
        let server = sender(&reply);
        Ok(Abilities {
            server,
            actions: can("actions"),
            body: can("body"),
            markup: can("body-markup"),
        })
    }

    /// Shows a notification in the place of an earlier one (0: of none). Answers its number.
    pub(crate) async fn show(
        &self,
        popup: &Popup,
        replaces: u32,
        can: &Abilities,
        tongue: Tongue,
    ) -> Result<u32, Unshown> {
        let told = described(popup, can, tongue);
        let icon = tauri::include_image!("../icons/128x128.png");
        let (width, height) = (size(icon.width()), size(icon.height()));
        let pixels = (width, height, width * 4, true, 8, 4, icon.rgba());
        let hints: HashMap<&str, Value<'_>> = HashMap::from([
            ("desktop-entry", Value::from("Chaperone")),
            ("image-data", Value::from(pixels)),
            ("urgency", Value::from(1_u8)),
        ]);
        let lasts_ms = i32::from(told.timeout);
        let Notification { appname, icon: name, summary, body, actions, .. } = told;
        let call = (appname, replaces, name, summary, body, actions, hints, lasts_ms);
        self.call("Notify", &call).await?.body().deserialize().map_err(|_| Unshown::Unreadable)
    }

    /// Takes a notification off the display. One that is gone already is no matter.
    pub(crate) async fn close(&self, number: u32) {
        if let Err(reason) = self.call("CloseNotification", &number).await {
            tracing::debug!(number, %reason, "a notification could not be taken back");
        }
    }

    async fn call<B>(&self, method: &str, arguments: &B) -> Result<Message, Unshown>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let answer =
            self.connection.call_method(Some(NAME), PATH, Some(NAME), method, arguments).await;
        answer.map_err(|error| reason(&error))
    }
}

/// A notification in the protocol's own terms, as far as the server can draw it.
fn described(popup: &Popup, can: &Abilities, tongue: Tongue) -> Notification {
    let (title, body) = match can.body {
        true if can.markup => (popup.title.clone(), escaped(&popup.body)),
        true => (popup.title.clone(), popup.body.clone()),
        false => (format!("{}. {}", popup.title, popup.body.replace('\n', " ")), String::new()),
    };
    let mut told = Notification::new();
    told.appname("Chaperone").icon("chaperone-desktop").summary(&title).body(&body);
    told.timeout(if popup.stays { Timeout::Never } else { Timeout::Default });
    for button in popup.buttons.iter().filter(|_| can.actions) {
        told.action(button.key(), &button.label(tongue));
    }
    told
}

/// Why there is nothing on the display.
fn reason(error: &zbus::Error) -> Unshown {
    match error {
        zbus::Error::MethodError(name, ..)
            if matches!(
                name.as_str(),
                "org.freedesktop.DBus.Error.ServiceUnknown"
                    | "org.freedesktop.DBus.Error.NameHasNoOwner"
            ) =>
        {
            Unshown::NoServer
        }
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            Unshown::NoAnswer
        }
        zbus::Error::MethodError(name, Some(text), _) => {
            Unshown::Refused(format!("{text} ({name})"))
        }
        other => Unshown::Unreachable(other.to_string()),
    }
}

fn size(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(0)
}

/// Names come from people and imports; a server that knows markup must not read any in them.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn messages(stream: MessageStream) -> impl Stream<Item = Message> {
    stream.filter_map(|message| async move { message.ok() })
}

fn sender(message: &Message) -> String {
    message.header().sender().map(ToString::to_string).unwrap_or_default()
}

fn read(message: &Message) -> Option<Told> {
    let header = message.header();
    let body = message.body();
    let told = |heard| Some(Told { by: sender(message), heard });
    match header.member()?.as_str() {
        "ActionInvoked" => {
            let (number, key): (u32, String) = body.deserialize().ok()?;
            told(Heard::Answered { number, key })
        }
        "ActivationToken" => {
            let (number, token): (u32, String) = body.deserialize().ok()?;
            told(Heard::Token { number, token })
        }
        "NotificationClosed" => {
            let (number, _): (u32, u32) = body.deserialize().ok()?;
            told(Heard::Closed(number))
        }
        "NameOwnerChanged" => {
            let (_, before, after): (String, String, String) = body.deserialize().ok()?;
            Some(match after.is_empty() {
                true => Told { by: before, heard: Heard::Left },
                false => Told { by: after, heard: Heard::Came },
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_markup_in_it_is_shown_as_it_is_written() {
        assert_eq!(escaped("<b>bot</b> & co"), "&lt;b&gt;bot&lt;/b&gt; &amp; co");
    }
}
