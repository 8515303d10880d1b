//! Documents for people who keep and hand on what they read. Each is filled from what the screens show, by the handlers that
//! the screens ask, so that who may see the data may have the document and nobody else. As of one instant of the workspace a
//! document is the same every time.

mod access_package;
mod agent;
mod month;
mod policy;
mod teller;

use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::interruption::Zone;
use chaperone_domain::term::Term;
use chaperone_report::{Block, Document, Pdf, Stamp};
use chrono::{Datelike, Timelike};

use crate::context::{Context, Reading, workspace_name};
use crate::failure::{Failure, Reply};
use crate::view::document::{AccessPackageDocumentAsk, AgentDocumentAsk, MonthDocumentAsk};
use teller::Teller;

/// A document about an agent.
pub(crate) fn of_agent(cx: &Reading<'_>, ask: &AgentDocumentAsk, zone: Zone<'_>) -> Reply<Pdf> {
    let teller = Teller::new(ask.language.0, cx.now(), zone);
    let (title, blocks) = agent::fill(cx, ask.agent_id.0, &teller)?;
    write(cx, &teller, "document.kindAgent", title, blocks)
}

/// A document about a package.
pub(crate) fn of_access_package(
    cx: &Reading<'_>,
    ask: &AccessPackageDocumentAsk,
    zone: Zone<'_>,
) -> Reply<Pdf> {
    let teller = Teller::new(ask.language.0, cx.now(), zone);
    let (title, blocks) = access_package::fill(cx, ask.access_package_id.0, &teller)?;
    write(cx, &teller, "document.kindPackage", title, blocks)
}

/// A document about a month.
pub(crate) fn of_month(cx: &Reading<'_>, ask: &MonthDocumentAsk, zone: Zone<'_>) -> Reply<Pdf> {
    let teller = Teller::new(ask.language.0, cx.now(), zone);
    let (title, blocks) = month::fill(cx, &ask.month, &teller)?;
    write(cx, &teller, "document.kindMonth", title, blocks)
}

fn write(
    cx: &Reading<'_>,
    teller: &Teller<'_>,
    kind: &str,
    title: String,
    blocks: Vec<Block>,
) -> Reply<Pdf> {
    let origin = match cx.kind() {
        WorkspaceKind::Live => "document.origin",
        WorkspaceKind::Training => "document.originTraining",
    };
    let origin = teller.say(
        origin,
        &[
            ("workspace", &workspace_name(cx.db())?),
            ("at", &teller.at(cx.now())),
            ("zone", &teller.zone_name(cx.now())),
        ],
    );
    let document = Document {
        language: teller.language().term().to_owned(),
        kind: teller.text(kind),
        title,
        origin,
        page: teller.text("document.page"),
        nothing: teller.text("document.nothing"),
        stamp: stamp(cx),
        blocks,
    };
    chaperone_report::pdf(&document).map_err(|error| {
        tracing::warn!(%error, "a document could not be made");
        Failure::could_not(
            "document_failed",
            "The document could not be made; save the report as CSV, and tell whoever looks after Chaperone what the log says.",
        )
    })
}

fn stamp(cx: &Reading<'_>) -> Stamp {
    let now = cx.now().to_utc();
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    Stamp {
        year: u16::try_from(now.year()).unwrap_or_default(),
        month: small(now.month()),
        day: small(now.day()),
        hour: small(now.hour()),
        minute: small(now.minute()),
        second: small(now.second()),
    }
}
