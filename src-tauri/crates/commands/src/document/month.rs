//! A document about a month, for an auditor: what was asked, decided and ended, who left, and by what the history can be
//! checked. It tells what the record says as of now about what happened in that month.

use chaperone_domain::authority::Action;
use chaperone_domain::id::Id;
use chaperone_domain::report::Month;
use chaperone_domain::request::RequestType;
use chaperone_domain::term::Term;
use chaperone_domain::time::Timestamp;
use chaperone_report::{Block, Cell, Count, Fact, Row};
use chaperone_store::table::audit_records::{self, Filter};
use chaperone_store::table::report_months::{self, Asked, Decided, Ended, Period};

use super::teller::Teller;
use crate::audit::{hex, verify};
use crate::checkpoint::list_checkpoints;
use crate::context::{Context, Reading, workspace_id, workspace_name};
use crate::failure::{Failure, Reply};
use crate::view::checkpoint::{CheckpointRow, ListCheckpoints};
use crate::words::many;

/// How many checkpoints are told.
const CHECKPOINTS: usize = 5;

/// The title and the parts.
pub(super) fn fill(
    cx: &Reading<'_>,
    month: &str,
    teller: &Teller<'_>,
) -> Reply<(String, Vec<Block>)> {
    cx.authorise(Action::ExportAudit, &[], "history")?;
    let month: Month = month.parse().map_err(|bad: chaperone_domain::report::NotAMonth| {
        Failure::usage(crate::failure::sentence(&bad.to_string()))
    })?;
    let (from, to) = month.span(teller.zone());
    if from > cx.now() {
        return Err(Failure::usage(format!("{month} has not begun yet; name a month that has.")));
    }
    let period = (from, to);
    let db = cx.db();
    let asked = report_months::asked(db, period)?;
    let decided = report_months::decided(db, period)?;
    let ended = report_months::ended(db, period)?;
    let left = report_months::left(db, period)?;
    let end = to.min(cx.now());
    let mut blocks = vec![Block::Facts(facts(cx, period, teller)?)];
    if to > cx.now() {
        blocks.push(Block::Warning(
            teller.say("document.monthRuns", &[("at", &teller.at(cx.now()))]),
        ));
    }
    blocks.push(Block::Counts(counts(
        cx,
        (period, end),
        &asked,
        &decided,
        &ended,
        left.len(),
        teller,
    )?));
    let of = |kinds: &[RequestType]| -> Vec<&Asked> {
        asked
            .iter()
            .filter(|one| kinds.iter().any(|kind| kind.term() == one.request_type))
            .collect()
    };
    let sections: [(&str, &str, &[RequestType]); 4] = [
        ("document.requests", "document.noRequests", &[RequestType::UserAdd]),
        ("document.extensions", "document.noExtensions", &[RequestType::UserExtend]),
        ("document.direct", "document.noDirect", &[RequestType::AdminAdd]),
        (
            "document.otherRequests",
            "document.noOtherRequests",
            &[
                RequestType::UserRemove,
                RequestType::AdminUpdate,
                RequestType::AdminRemove,
                RequestType::SystemRemove,
            ],
        ),
    ];
    for (head, none, kinds) in sections {
        blocks.push(Block::Heading(teller.text(head)));
        blocks.push(requests(head, none, &of(kinds), teller));
    }
    blocks.push(Block::Heading(teller.text("document.decisions")));
    blocks.push(decisions(&decided, teller));
    blocks.push(Block::Heading(teller.text("document.ends")));
    blocks.push(ends(&ended, teller));
    blocks.push(Block::Heading(teller.text("document.departures")));
    let mut rows: Vec<Row> = Vec::new();
    for one in &left {
        let (id, name) = &one.person;
        rows.push(vec![
            Cell::of(teller.at(one.at)),
            teller.name(name, id),
            Cell { text: String::new(), notes: passed_on(cx, id.uuid(), period)? },
        ]);
    }
    let columns = [("document.when", 3), ("document.person", 3), ("document.passedOn", 8)];
    blocks.push(teller.table("document.departures", &columns, rows, "document.noDepartures"));
    blocks.push(Block::Heading(teller.text("document.evidence")));
    blocks.extend(evidence(cx, period, teller)?);
    Ok((teller.month(month), blocks))
}

fn facts(cx: &Reading<'_>, (from, to): Period, teller: &Teller<'_>) -> Reply<Vec<Fact>> {
    let values = [("from", teller.at(from)), ("to", teller.at(to))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let period = teller.say("document.periodText", &values);
    let zone = teller.say("document.zoneText", &[("zone", &teller.zone_name(cx.now()))]);
    Ok(vec![
        teller.fact(
            "document.workspace",
            vec![workspace_name(cx.db())?, workspace_id(cx.db())?.to_string()],
        ),
        teller.fact("document.period", vec![period, zone]),
    ])
}

fn counts(
    cx: &Reading<'_>,
    (period, end): (Period, Timestamp),
    asked: &[Asked],
    decided: &[Decided],
    ended: &[Ended],
    left: usize,
    teller: &Teller<'_>,
) -> Reply<Vec<Count>> {
    let db = cx.db();
    let kinds =
        |kind: RequestType| asked.iter().filter(|one| one.request_type == kind.term()).count();
    let said = |verdict: &str| decided.iter().filter(|one| one.verdict == verdict).count();
    // The end of a month that is over is the first instant of the next, at which its last access may end.
    let last = if end == period.1 { Timestamp::from_millis(end.millis() - 1) } else { end };
    let told = [
        ("document.requests", kinds(RequestType::UserAdd)),
        ("document.extensions", kinds(RequestType::UserExtend)),
        ("document.direct", kinds(RequestType::AdminAdd)),
        ("document.approved", said("Approved")),
        ("document.denied", said("Denied")),
        ("document.unanswered", many(report_months::unanswered(db, period)?)),
        ("document.begun", many(report_months::begun(db, (period.0, last.plus(MILLISECOND)))?)),
        ("document.ends", ended.len()),
        ("document.departures", left),
        ("document.inForce", many(report_months::in_force_at(db, last)?)),
    ];
    Ok(told
        .into_iter()
        .map(|(of, number)| Count { number: teller.number(number), of: teller.text(of) })
        .collect())
}

const MILLISECOND: chaperone_domain::time::Span = chaperone_domain::time::Span::from_millis(1);

fn requests(head: &str, none: &str, asked: &[&Asked], teller: &Teller<'_>) -> Block {
    let rows = asked
        .iter()
        .map(|one| {
            let requestor =
                one.requestor.as_ref().map(|(id, name)| teller.name(name, id.hyphenated()));
            let requestor = requestor.unwrap_or_else(|| Cell::of(teller.text("document.rule")));
            let until = one.until.map(|at| teller.say("document.until", &[("at", &teller.at(at))]));
            let state = if one.status == "Expired" {
                teller.term("requestStatus", &one.status)
            } else {
                teller.term("requestState", &one.state)
            };
            vec![
                Cell::of(teller.at(one.at)),
                teller.name(&one.agent.1, one.agent.0),
                teller
                    .name(&one.access_package.1, one.access_package.0)
                    .note(until.unwrap_or_default()),
                requestor.note(teller.quote(&one.justification)),
                Cell::of(state).note(teller.term("requestType", &one.request_type)),
            ]
        })
        .collect();
    let columns = [
        ("document.when", 3),
        ("assignments.agent", 4),
        ("agents.package", 4),
        ("document.requestor", 5),
        ("agents.state", 3),
    ];
    teller.table(head, &columns, rows, none)
}

fn decisions(decided: &[Decided], teller: &Teller<'_>) -> Block {
    let rows = decided
        .iter()
        .map(|one| {
            let place = one.in_place_of.as_ref();
            let place = place.map(|name| teller.say("document.inPlaceOf", &[("name", name)]));
            vec![
                Cell::of(teller.at(one.at)),
                teller.name(&one.person.1, one.person.0).note(place.unwrap_or_default()),
                Cell::of(teller.term("verdict", &one.verdict))
                    .note(teller.quote(&one.justification)),
                teller.name(&one.agent.1, one.agent.0),
                teller
                    .name(&one.access_package.1, one.access_package.0)
                    .note(teller.term("requestType", &one.request_type)),
            ]
        })
        .collect();
    let columns = [
        ("document.when", 3),
        ("document.decider", 4),
        ("document.decision", 4),
        ("assignments.agent", 4),
        ("agents.package", 4),
    ];
    teller.table("document.decisions", &columns, rows, "document.noDecisions")
}

fn ends(ended: &[Ended], teller: &Teller<'_>) -> Block {
    let rows = ended
        .iter()
        .map(|one| {
            vec![
                Cell::of(teller.at(one.at)),
                teller.name(&one.agent.1, one.agent.0),
                teller.name(&one.access_package.1, one.access_package.0),
                Cell::of(teller.at(one.since)),
                Cell::of(teller.term("assignmentState", &format!("expired_{}", one.reason))),
            ]
        })
        .collect();
    let columns = [
        ("document.when", 3),
        ("assignments.agent", 4),
        ("agents.package", 4),
        ("reportColumn.startsAt", 3),
        ("document.how", 3),
    ];
    teller.table("document.ends", &columns, rows, "document.noEnds")
}

/// The sentences of the history that tell to whom a leaver's sponsorships passed.
fn passed_on(cx: &Reading<'_>, leaver: uuid::Uuid, (from, to): Period) -> Reply<Vec<String>> {
    let filter = Filter {
        subject_id: Some(leaver),
        activity: Some("transfer_sponsorship".to_owned()),
        from: Some(from),
        to: Some(to),
        ..Filter::default()
    };
    Ok(audit_records::page_upwards(cx.db(), &filter, 0, 500)?
        .into_iter()
        .map(|record| record.sentence)
        .collect())
}

/// What the history of the month is, and what the whole of it can be held against.
fn evidence(cx: &Reading<'_>, (from, to): Period, teller: &Teller<'_>) -> Reply<Vec<Block>> {
    let db = cx.db();
    let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
    let seqs = audit_records::seqs(db, &filter, true, None)?;
    let chain = verify(cx)?;
    let mut facts = vec![teller.fact("document.monthRecords", vec![teller.number(seqs.len())])];
    if let (Some(first), Some(&last)) = (seqs.first(), seqs.last()) {
        let values = [("first", first.to_string()), ("last", last.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        facts.push(
            teller.fact("document.monthNumbers", vec![teller.say("document.fromTo", &values)]),
        );
        if let Some(record) = audit_records::get(db, last)? {
            facts.push(teller.fact("document.monthHash", vec![hex(&record.hash)]));
        }
    }
    let whole = usize::try_from(chain.records).unwrap_or_default();
    let found = match chain.first_broken {
        None => teller.count("audit.intact", whole),
        Some(seq) => teller.say("audit.broken", &[("number", &seq.to_string())]),
    };
    facts.push(teller.fact("document.chain", vec![found]));
    facts.push(teller.fact("audit.head", vec![chain.head]));
    let mut blocks = vec![Block::Facts(facts)];
    if !chain.is_intact {
        blocks.push(Block::Warning(teller.text("audit.brokenText")));
    }
    blocks.push(Block::Subheading(teller.text("document.checkpoints")));
    let rows = list_checkpoints(cx, ListCheckpoints {})?.rows;
    let rows = rows.iter().take(CHECKPOINTS).map(|row| checkpoint(row, teller)).collect();
    let columns = [("document.when", 3), ("checkpoint.record", 2), ("checkpoint.words", 8)];
    blocks.push(teller.table("document.checkpoints", &columns, rows, "document.noCheckpoints"));
    Ok(blocks)
}

fn checkpoint(row: &CheckpointRow, teller: &Teller<'_>) -> Row {
    let key = format!("{}: {}", teller.text("checkpoint.key"), row.public_key);
    vec![
        Cell::of(teller.at(row.made_at.0)),
        Cell::of(row.records.to_string()),
        Cell::of(row.words.join(" ")).note(key),
    ]
}
