//! Notices on the display. A task of its own shows what waits, one living notification for each thing, and turns answers
//! into commands. What a notification says is in `popup`, what stands there in `living`, the wire in `server`. The inbox
//! in the window is complete without any of this.

mod answer;
mod living;
mod popup;
mod server;

use std::collections::HashSet;

use chaperone_commands::tongue::Tongue;
use chaperone_commands::view::notice::NoticeRow;
use chaperone_commands::{DesktopNotices, Origin, Reply, dispatch};
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::id::{NoticeId, PersonId};
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_domain::unshown::Unshown;
use futures_util::stream::{BoxStream, StreamExt};
use serde_json::{Value, json};
use tauri::{AppHandle, Manager};
use tokio::sync::mpsc;

use crate::Bus;
use crate::pause::Pause;
use crate::seat::{Nudge, Seat};
use crate::{language, window};
use living::{Living, Standing, Subject};
use popup::{Button, Place, Popup};
use server::{Abilities, Heard, Server, Told};

/// More notifications than this at once are shown as one.
const FLOOD: usize = 5;

enum Order {
    Look,
    BeginAnew,
}

/// The way to the task that shows notices.
#[derive(Clone)]
pub(crate) struct Notifications(mpsc::UnboundedSender<Order>);

impl Notifications {
    /// Starts the task.
    pub(crate) fn start(app: &AppHandle) -> Self {
        let (sender, orders) = mpsc::unbounded_channel();
        let display = Display {
            app: app.clone(),
            seat: app.state::<Seat>().inner().clone(),
            server: None,
            known_server: String::new(),
            living: Living::default(),
            handled: HashSet::new(),
        };
        tauri::async_runtime::spawn(display.run(orders));
        Self(sender)
    }

    /// Shows what waits, if anything does.
    pub(crate) fn look(&self) {
        self.order(Order::Look);
    }

    /// Takes everything off the display: it belongs to another workspace or another person.
    pub(crate) fn begin_anew(&self) {
        self.order(Order::BeginAnew);
    }

    fn order(&self, order: Order) {
        // The task ends only with the program.
        let _ = self.0.send(order);
    }
}

/// A notice in one line, and the page that shows more of it.
pub(crate) fn in_one_line(notice: &NoticeRow, now: Timestamp, tongue: Tongue) -> (String, String) {
    (popup::title(notice, now, tongue), living::route(notice))
}

/// Whether notifications can be answered where they stand. The error says why there are none at all.
pub(crate) async fn has_buttons(connection: Option<&zbus::Connection>) -> Result<bool, Unshown> {
    let connection = connection.ok_or(Unshown::NoBus)?;
    Ok(Server::on(connection).abilities().await?.actions)
}

struct Display {
    app: AppHandle,
    seat: Seat,
    /// The line to the server; none until there is a bus.
    server: Option<Server>,
    /// Who answered last, so that nobody else on the bus can answer for a person.
    known_server: String,
    living: Living,
    /// Notices that were shown or marked in this run, so that one whose mark could not be saved isn't shown for ever. One
    /// that was put off is another each time.
    handled: HashSet<(NoticeId, Option<Timestamp>)>,
}

impl Display {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut signals = self.listen().await;
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Look) => {
                        // A newer notice takes its place on the display first; only what is left over is taken back.
                        self.show_waiting(false).await;
                        self.take_back_stale().await;
                    }
                    Some(Order::BeginAnew) => self.begin_anew().await,
                    None => return,
                },
                Some(told) = signals.next() => self.hear(told).await,
            }
        }
    }

    async fn listen(&mut self) -> BoxStream<'static, Told> {
        let listening = match self.app.state::<Bus>().connection() {
            Some(connection) => Server::listen(connection).await,
            None => Err(Unshown::NoBus),
        };
        match listening {
            Ok((server, signals)) => {
                self.server = Some(server);
                signals
            }
            Err(reason) => {
                tracing::info!(%reason, "no notifications on the display");
                futures_util::stream::pending().boxed()
            }
        }
    }

    async fn hear(&mut self, Told { by, heard }: Told) {
        let is_known = by == self.known_server;
        match heard {
            Heard::Answered { number, key } if is_known => self.answer(number, &key).await,
            Heard::Token { number, token } if is_known => self.living.set_token(number, token),
            Heard::Closed(number) if is_known => self.living.closed(number),
            Heard::Left if is_known => drop(self.living.clear()),
            // One that the desktop started because we asked has been spoken to before this is heard.
            Heard::Came if !is_known => {
                drop(self.living.clear());
                self.handled.clear();
                self.show_waiting(true).await;
            }
            _ => {}
        }
    }

    async fn begin_anew(&mut self) {
        self.handled.clear();
        for number in self.living.clear() {
            if let Some(server) = &self.server {
                server.close(number).await;
            }
        }
    }

    /// Shows the notices that wait, with those that failed earlier if a server has just come.
    async fn show_waiting(&mut self, with_failed: bool) {
        if self.app.state::<Pause>().is_on(self.seat.machine_now()) {
            return;
        }
        let waiting = self.seat.away(move |seat| waiting(seat, with_failed)).await;
        let Ok((DesktopNotices { mut single, mut digest }, is_training, now)) = waiting else {
            return;
        };
        single.retain(|notice| !self.handled.contains(&coming_up(notice)));
        digest.retain(|notice| !self.handled.contains(&coming_up(notice)));
        if single.is_empty() && digest.is_empty() {
            return;
        }
        match self.reach().await {
            Ok((server, can)) => {
                let tongue = language::tongue(&self.app);
                let place = Place { has_actions: can.actions, is_training, now, tongue };
                self.show_all(&server, &can, grouped(single), FLOOD, place).await;
                self.show_all(&server, &can, grouped(digest), 1, place).await;
            }
            Err(reason) => {
                single.append(&mut digest);
                self.mark_failed(single, reason).await;
            }
        }
    }

    /// The server that there is now, and what it can do. Asked each time, because servers come and go.
    async fn reach(&mut self) -> Result<(Server, Abilities), Unshown> {
        let server = self.server.clone().ok_or(Unshown::NoBus)?;
        let can = server.abilities().await?;
        if can.server != self.known_server {
            drop(self.living.clear());
            self.known_server.clone_from(&can.server);
        }
        Ok((server, can))
    }

    /// Shows each group by itself; more than `most` of them as one.
    async fn show_all(
        &mut self,
        server: &Server,
        can: &Abilities,
        groups: Vec<Vec<NoticeRow>>,
        most: usize,
        place: Place,
    ) {
        if groups.len() > most {
            let popup = popup::summary(&groups, place);
            let shown = self.put(server, can, &popup, Standing::summary()).await;
            self.mark(groups.into_iter().flatten().collect(), shown).await;
            return;
        }
        for notices in groups {
            let clock = &self.seat.environment().clock;
            let told = popup::of(&notices, place, &|at| clock.ahead_of_utc(at));
            let Some((popup, last)) = told.zip(notices.last()) else {
                continue;
            };
            let shown = self.put(server, can, &popup, Standing::of(last)).await;
            self.mark(notices, shown).await;
        }
    }

    async fn put(
        &mut self,
        server: &Server,
        can: &Abilities,
        popup: &Popup,
        standing: Standing,
    ) -> Result<(), Unshown> {
        let replaces = self.living.replaced_by(standing.subject);
        let tongue = language::tongue(&self.app);
        let number = server.show(popup, replaces, can, tongue).await?;
        self.living.put(number, standing);
        Ok(())
    }

    async fn mark(&mut self, notices: Vec<NoticeRow>, shown: Result<(), Unshown>) {
        match shown {
            Ok(()) => self.mark_each(notices, "mark_notice_shown", json!({})).await,
            Err(reason) => self.mark_failed(notices, reason).await,
        }
    }

    async fn mark_failed(&mut self, notices: Vec<NoticeRow>, reason: Unshown) {
        tracing::info!(%reason, notices = notices.len(), "notices stay in the inbox only");
        self.mark_each(notices, "mark_notice_failed", json!({ "reason": reason.to_string() }))
            .await;
    }

    async fn mark_each(&mut self, notices: Vec<NoticeRow>, command: &'static str, payload: Value) {
        self.handled.extend(notices.iter().map(coming_up));
        let marked = self.seat.away(move |seat| {
            notices.iter().try_for_each(|notice| {
                let mut payload = payload.clone();
                payload["noticeId"] = json!(notice.id);
                as_recipient(seat, notice, command, payload).map(|_| ())
            })
        });
        if let Err(failure) = marked.await {
            tracing::warn!(%failure, command, "what became of a notice was not saved");
        }
        self.seat.nudge(Nudge::Wrote);
    }

    /// Takes back reminders that were answered in the window or by somebody else, so that no button offers what is done.
    async fn take_back_stale(&mut self) {
        let asking = self.living.asking();
        let Some(server) = self.server.clone().filter(|_| !asking.is_empty()) else { return };
        let stale = self.seat.away(move |seat| {
            asking
                .into_iter()
                .filter_map(|(number, recipient, notice)| match is_open(seat, recipient, notice) {
                    Ok(true) => None,
                    Ok(false) => Some(Ok(number)),
                    Err(failure) => Some(Err(failure)),
                })
                .collect::<Reply<Vec<u32>>>()
        });
        for number in stale.await.unwrap_or_default() {
            self.living.closed(number);
            server.close(number).await;
        }
    }

    async fn answer(&mut self, number: u32, key: &str) {
        let Some(button) = Button::from_key(key) else { return };
        let leads_away = matches!(button, Button::Default | Button::Open);
        let standing = if leads_away {
            self.living.get(number).cloned()
        } else {
            self.living.answered(number)
        };
        // Other programs' notifications are told of too.
        let Some(standing) = standing else { return };
        if leads_away {
            window::bring(&self.app, Some(standing.route), standing.token);
            return;
        }
        let (answered, tongue) = (standing.clone(), language::tongue(&self.app));
        let carry_out = move |seat: &Seat| Ok(answer::carry_out(seat, &answered, button, tongue));
        let said = self.seat.away(carry_out).await;
        self.seat.nudge(Nudge::Wrote);
        let Ok(Some(popup)) = said else { return };
        let standing = Standing { open_notice: None, token: None, ..standing };
        let told = match self.reach().await {
            Ok((server, can)) => self.put(&server, &can, &popup, standing).await,
            Err(reason) => Err(reason),
        };
        if let Err(reason) = told {
            tracing::warn!(%reason, "could not say how an answer went");
        }
    }
}

/// What there is to show, whether this is a training desk, and the workspace's present instant.
fn waiting(seat: &Seat, with_failed: bool) -> Reply<(DesktopNotices, bool, Timestamp)> {
    let notices = seat.desk().desktop_notices(seat.session(), with_failed)?;
    let desk = seat.ask("show_desk", json!({}))?;
    let is_training = desk["workspace"]["kind"] == WorkspaceKind::Training.term();
    Ok((notices, is_training, seat.desk().now()?))
}

/// A notice each time that it comes up.
fn coming_up(notice: &NoticeRow) -> (NoticeId, Option<Timestamp>) {
    (notice.id.0, notice.snoozed_until.map(|until| until.0))
}

/// The notices by what they are about, oldest first.
fn grouped(notices: Vec<NoticeRow>) -> Vec<Vec<NoticeRow>> {
    let mut groups: Vec<(Subject, Vec<NoticeRow>)> = Vec::new();
    for notice in notices {
        let subject = Subject::of(&notice);
        match groups.iter_mut().find(|(known, _)| *known == subject) {
            Some((_, group)) => group.push(notice),
            None => groups.push((subject, vec![notice])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn as_recipient(seat: &Seat, notice: &NoticeRow, command: &str, payload: Value) -> Reply<Value> {
    let session =
        seat.desk().session_for(notice.recipient.id.0, seat.session(), Origin::Notification)?;
    dispatch(seat.desk(), &session, command, payload)
}

fn is_open(seat: &Seat, recipient: PersonId, notice: NoticeId) -> Reply<bool> {
    let session = seat.desk().session_for(recipient, seat.session(), Origin::Notification)?;
    let page =
        dispatch(seat.desk(), &session, "list_notices", json!({ "open": true, "limit": 500 }))?;
    let rows = page["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(rows.iter().any(|row| row["id"] == json!(notice.to_string())))
}
