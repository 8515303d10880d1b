//! A session bus of the test's own, so that servers, portals and earlier desks of other tests don't answer.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;
use zbus::Connection;
use zbus::connection::Builder;
use zbus::fdo::DBusProxy;

use super::{Ending, eventually};

/// A private session bus.
#[derive(Debug)]
pub struct Bus {
    address: String,
    folder: TempDir,
    has_reader: AtomicBool,
    _daemon: Ending,
}

impl Bus {
    /// A bus with nobody on it.
    ///
    /// # Panics
    /// When it can't be started.
    #[must_use]
    pub fn start() -> Self {
        Self::with_services(|_| {})
    }

    fn with_services(write: impl FnOnce(&Path)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let services = folder.path().join("services");
        std::fs::create_dir(&services).expect("a folder for services");
        write(&services);
        let configuration = folder.path().join("bus.conf");
        std::fs::write(&configuration, configured(folder.path(), &services))
            .expect("the bus can be configured");
        let mut daemon = Command::new("dbus-daemon")
            .arg("--nofork")
            .arg("--print-address=1")
            .arg(format!("--config-file={}", configuration.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon can be started; `make setup` installs it");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().expect("its output is piped"))
            .read_line(&mut address)
            .expect("the bus says where it is");
        Self {
            address: address.trim().to_owned(),
            folder,
            has_reader: AtomicBool::new(false),
            _daemon: Ending(daemon),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its own folder.
    #[must_use]
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Notes that a screen reader has come.
    pub(super) fn is_read(&self) {
        self.has_reader.store(true, Ordering::Relaxed);
    }

    /// Whether a screen reader has come.
    pub(super) fn has_reader(&self) -> bool {
        self.has_reader.load(Ordering::Relaxed)
    }

    /// A connection to it.
    ///
    /// # Panics
    /// When there is none to be had.
    pub async fn connect(&self) -> Connection {
        let builder = Builder::address(self.address.as_str()).expect("the address can be read");
        builder.build().await.expect("the bus answers")
    }

    /// The process that owns a name, once somebody does.
    ///
    /// # Panics
    /// When nobody takes the name.
    pub async fn owner(&self, name: &'static str) -> u32 {
        let connection = self.connect().await;
        let bus = DBusProxy::new(&connection).await.expect("the bus itself answers");
        eventually(name, || async {
            bus.get_connection_unix_process_id(name.try_into().expect("a name")).await.ok()
        })
        .await
    }

    /// Starts the notification server that draws real windows with real buttons.
    ///
    /// # Panics
    /// When it isn't installed or doesn't come.
    pub async fn real_notification_server(&self) -> impl Drop + use<> {
        let daemon = Command::new("/usr/lib/notification-daemon/notification-daemon")
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .stderr(Stdio::null())
            .spawn()
            .expect("notification-daemon can be started; `make setup` installs it");
        let daemon = Ending(daemon);
        self.owner("org.freedesktop.Notifications").await;
        daemon
    }
}

/// A bus whose portal can be started in name only: it never answers.
#[derive(Debug)]
pub struct DeadPortal;

impl DeadPortal {
    /// Such a bus.
    #[must_use]
    pub fn bus() -> Bus {
        Bus::with_services(|services| {
            let service =
                "[D-BUS Service]\nName=org.freedesktop.portal.Desktop\nExec=/bin/sleep 120\n";
            std::fs::write(services.join("portal.service"), service)
                .expect("a service can be described");
        })
    }
}

fn configured(folder: &Path, services: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder.display(),
        services.display()
    )
}
