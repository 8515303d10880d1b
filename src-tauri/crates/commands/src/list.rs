//! Lists: how long a page may be, and lists that a grid keeps open. An open list is a snapshot of which rows there are and in
//! which order; the rows themselves are read fresh each time. Which rows a person may see is decided where the noun is.

use std::collections::VecDeque;
use std::sync::{MutexGuard, PoisonError};

use chaperone_domain::authority::Action;
use chaperone_domain::id::{
    AccessPackageId, AgentId, AssignmentId, BlueprintId, Id, PersonId, RequestId,
};
use chaperone_store::table::audit_records;
use uuid::Uuid;

use crate::context::{Context, Reading};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::list::{CloseList, ClosedList, ListOf, ListRows, OpenList, OpenedList, ReadList};
use crate::{access_package, agent, assignment, audit, blueprint, person, request};

/// How many rows a page has unless somebody says.
const DEFAULT_LIMIT: u32 = 100;
/// The most rows of a page.
const MAX_LIMIT: u32 = 500;
/// The most lists that are open at a desk. A window that forgets to close its lists loses its oldest one.
const MAX_OPEN: usize = 64;

/// How many rows a page has: 1 to 500, 100 unless somebody says.
pub(crate) fn check_limit(limit: Option<u32>) -> Reply<u32> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if (1..=MAX_LIMIT).contains(&limit) {
        Ok(limit)
    } else {
        Err(Failure::usage(format!(
            "A page has 1 to {MAX_LIMIT} rows, not {limit}; ask for fewer at a time."
        )))
    }
}

/// A count on the wire.
pub(crate) fn count(found: usize) -> u32 {
    u32::try_from(found).unwrap_or(u32::MAX)
}

/// Finds the SQL of a column that a screen sorts by. Only names of these tables ever reach SQL.
pub(crate) fn sort_column(
    known: &[&[(&'static str, &'static str)]],
    wanted: Option<&str>,
    default: &'static str,
) -> Reply<&'static str> {
    let Some(wanted) = wanted else { return Ok(default) };
    let mut columns = known.iter().copied().flatten();
    columns.clone().find(|(name, _)| *name == wanted).map(|&(_, sql)| sql).ok_or_else(|| {
        let wanted: String = wanted.chars().take(60).collect();
        let names = columns.by_ref().map(|&(name, _)| name).collect::<Vec<_>>().join(", ");
        Failure::usage(format!("This list can't be sorted by '{wanted}'; use one of {names}."))
    })
}

/// The lists that are open at a desk, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct OpenLists {
    lists: VecDeque<Snapshot>,
}

/// An open list: whose it is, and its rows by position.
#[derive(Debug)]
struct Snapshot {
    handle: Uuid,
    person: PersonId,
    rows: Rows,
}

/// The rows of an open list by what names them.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    Agents(Vec<Uuid>),
    Blueprints(Vec<Uuid>),
    People(Vec<Uuid>),
    AccessPackages(Vec<Uuid>),
    Requests(Vec<Uuid>),
    Assignments(Vec<Uuid>),
    Audit(Vec<i64>),
}

impl OpenLists {
    /// Closes all lists: they belong to a workspace that is no longer open.
    pub(crate) fn close_all(&mut self) {
        self.lists.clear();
    }

    fn add(&mut self, list: Snapshot) {
        if self.lists.len() >= MAX_OPEN {
            self.lists.pop_front();
        }
        self.lists.push_back(list);
    }

    /// The rows of one person's list between two positions; a list of somebody else's is as good as closed.
    fn slice(&self, handle: Uuid, person: PersonId, from: usize, count: usize) -> Option<Rows> {
        let list = self.lists.iter().find(|list| list.handle == handle && list.person == person)?;
        Some(list.rows.slice(from, count))
    }

    fn close(&mut self, handle: Uuid, person: PersonId) -> bool {
        let before = self.lists.len();
        self.lists.retain(|list| list.handle != handle || list.person != person);
        self.lists.len() < before
    }
}

impl Rows {
    /// How many.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Agents(ids)
            | Self::Blueprints(ids)
            | Self::People(ids)
            | Self::AccessPackages(ids)
            | Self::Requests(ids)
            | Self::Assignments(ids) => ids.len(),
            Self::Audit(seqs) => seqs.len(),
        }
    }

    /// Positions behind the end give nothing: a grid may ask for a whole page at the end of a list.
    pub(crate) fn slice(&self, from: usize, count: usize) -> Self {
        fn part<T: Copy>(all: &[T], from: usize, count: usize) -> Vec<T> {
            all.iter().copied().skip(from).take(count).collect()
        }
        match self {
            Self::Agents(ids) => Self::Agents(part(ids, from, count)),
            Self::Blueprints(ids) => Self::Blueprints(part(ids, from, count)),
            Self::People(ids) => Self::People(part(ids, from, count)),
            Self::AccessPackages(ids) => Self::AccessPackages(part(ids, from, count)),
            Self::Requests(ids) => Self::Requests(part(ids, from, count)),
            Self::Assignments(ids) => Self::Assignments(part(ids, from, count)),
            Self::Audit(seqs) => Self::Audit(part(seqs, from, count)),
        }
    }
}

fn lists(desk: &Desk) -> MutexGuard<'_, OpenLists> {
    desk.lists.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens a list.
pub(crate) fn open_list(desk: &Desk, session: &Session, ask: OpenList) -> Reply<OpenedList> {
    let most = ask.first.map(|first| check_limit(Some(first))).transpose()?;
    let (person, found, first) = desk.read(session, |cx| {
        let found = find(cx, &ask, None)?;
        let first = most.map(|most| rows(cx, found.slice(0, most as usize))).transpose()?;
        Ok((cx.me()?, found, first))
    })?;
    let handle = desk.environment.ids.next();
    let count = count(found.len());
    lists(desk).add(Snapshot { handle, person, rows: found });
    Ok(OpenedList { handle: handle.hyphenated().to_string(), count, first })
}

/// Reads the first rows of a list without opening it. A long list takes a while to open, because all of its rows are put in
/// order; these show what a person came to see meanwhile.
pub(crate) fn preview_list(desk: &Desk, session: &Session, ask: OpenList) -> Reply<ListRows> {
    let most = check_limit(ask.first)?;
    desk.read(session, |cx| rows(cx, find(cx, &ask, Some(most))?))
}

/// Which rows a list has, in order: all of them, or so many at the most.
fn find(cx: &Reading<'_>, ask: &OpenList, most: Option<u32>) -> Reply<Rows> {
    let (sort_by, descending) = (ask.sort_by.as_deref(), ask.descending);
    Ok(match &ask.list {
        ListOf::Agents(filter) => Rows::Agents(agent::open(cx, filter, sort_by, descending, most)?),
        ListOf::Blueprints(filter) => {
            Rows::Blueprints(blueprint::open(cx, filter, sort_by, descending, most)?)
        }
        ListOf::People(filter) => {
            Rows::People(person::open(cx, filter, sort_by, descending, most)?)
        }
        ListOf::AccessPackages(filter) => {
            Rows::AccessPackages(access_package::open(cx, filter, sort_by, descending, most)?)
        }
        ListOf::Requests(filter) => {
            Rows::Requests(request::open(cx, filter, sort_by, descending, most)?)
        }
        ListOf::Assignments(filter) => {
            Rows::Assignments(assignment::open(cx, filter, sort_by, descending, most)?)
        }
        ListOf::Audit(filter) => {
            cx.authorise(Action::ListAudit, &[], "history")?;
            // The history has one order, newest first; the other way round is its mirror.
            sort_column(&[&[("seq", ""), ("recordedAt", "")]], sort_by, "")?;
            let oldest_first = is_oldest_first(sort_by, descending);
            Rows::Audit(audit_records::seqs(cx.db(), &audit::filter(filter)?, oldest_first, most)?)
        }
    })
}

/// Left to itself the history shows the newest first; sorted by a column it runs upwards like any other list.
fn is_oldest_first(sort_by: Option<&str>, descending: bool) -> bool {
    sort_by.is_some() != descending
}

/// Reads rows of an open list by position.
pub(crate) fn read_list(desk: &Desk, session: &Session, ask: ReadList) -> Reply<ListRows> {
    let count = check_limit(Some(ask.count))?;
    desk.read(session, |cx| {
        let found = find_open(desk, cx, &ask.handle, ask.from as usize, count as usize)?;
        rows(cx, found)
    })
}

/// The rows of one's own open list between two positions, by what names them.
pub(crate) fn find_open(
    desk: &Desk,
    cx: &Reading<'_>,
    named: &str,
    from: usize,
    count: usize,
) -> Reply<Rows> {
    let person = cx.me()?;
    let found = handle(named).and_then(|handle| lists(desk).slice(handle, person, from, count));
    found.ok_or_else(closed)
}

/// Reads rows as they are now.
pub(crate) fn rows(cx: &Reading<'_>, rows: Rows) -> Reply<ListRows> {
    fn each<I: Id, T>(ids: Vec<Uuid>, row: impl Fn(I) -> Reply<T>) -> Reply<Vec<T>> {
        ids.into_iter().map(|id| row(I::from_uuid(id))).collect()
    }
    Ok(match rows {
        Rows::Agents(ids) => ListRows::Agents(each(ids, |id: AgentId| agent::row(cx, id))?),
        Rows::Blueprints(ids) => {
            ListRows::Blueprints(each(ids, |id: BlueprintId| blueprint::row(cx, id))?)
        }
        Rows::People(ids) => ListRows::People(each(ids, |id: PersonId| person::row(cx, id))?),
        Rows::AccessPackages(ids) => {
            ListRows::AccessPackages(each(ids, |id: AccessPackageId| access_package::row(cx, id))?)
        }
        Rows::Requests(ids) => ListRows::Requests(each(ids, |id: RequestId| request::row(cx, id))?),
        Rows::Assignments(ids) => {
            ListRows::Assignments(each(ids, |id: AssignmentId| assignment::row(cx, id))?)
        }
        Rows::Audit(seqs) => ListRows::Audit(
            seqs.into_iter()
                .map(|seq| {
                    let record = audit_records::get(cx.db(), seq)?
                        .ok_or_else(|| Failure::not_found("record"))?;
                    audit::row(cx, record)
                })
                .collect::<Reply<_>>()?,
        ),
    })
}

/// Closes a list. One that is closed already, or is somebody else's, was not open.
pub(crate) fn close_list(desk: &Desk, session: &Session, ask: CloseList) -> Reply<ClosedList> {
    let person = session.person().ok_or_else(Failure::not_signed_in)?;
    let was_open = handle(&ask.handle).is_some_and(|handle| lists(desk).close(handle, person));
    Ok(ClosedList { was_open })
}

fn handle(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim()).ok()
}

fn closed() -> Failure {
    Failure::not_found("open list")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(n))
    }

    fn snapshot(n: u128, whose: u128) -> Snapshot {
        let rows = Rows::Agents((0..10).map(Uuid::from_u128).collect());
        Snapshot { handle: Uuid::from_u128(n), person: person(whose), rows }
    }

    #[test]
    fn a_page_has_1_to_500_rows_and_100_unless_somebody_says() {
        assert_eq!(check_limit(None), Ok(100));
        assert_eq!(check_limit(Some(500)), Ok(500));
        assert!(check_limit(Some(0)).is_err());
        assert!(check_limit(Some(501)).is_err());
    }

    #[test]
    fn a_column_that_is_not_known_is_answered_with_those_that_are() {
        let known: &[(&str, &str)] = &[("displayName", "display_name"), ("state", "state")];
        assert_eq!(sort_column(&[known], Some("state"), "x"), Ok("state"));
        assert_eq!(sort_column(&[known], None, "x"), Ok("x"));
        let refused = sort_column(&[known], Some("id; DROP TABLE agents"), "x").unwrap_err();
        assert!(refused.message.contains("displayName, state"), "{}", refused.message);
    }

    #[test]
    fn the_65th_list_closes_the_oldest() {
        let mut open = OpenLists::default();
        for n in 0..65 {
            open.add(snapshot(n, 1));
        }
        assert!(open.slice(Uuid::from_u128(0), person(1), 0, 1).is_none(), "the oldest made room");
        assert!(open.slice(Uuid::from_u128(1), person(1), 0, 1).is_some());
        assert!(open.slice(Uuid::from_u128(64), person(1), 0, 1).is_some());
    }

    #[test]
    fn somebody_elses_list_is_as_good_as_closed() {
        let mut open = OpenLists::default();
        open.add(snapshot(7, 1));
        assert!(open.slice(Uuid::from_u128(7), person(2), 0, 1).is_none());
        assert!(!open.close(Uuid::from_u128(7), person(2)), "nor can they close it");
        assert!(open.close(Uuid::from_u128(7), person(1)));
    }

    #[test]
    fn positions_behind_the_end_give_nothing() {
        let rows = snapshot(1, 1).rows;
        assert_eq!(rows.slice(8, 5).len(), 2);
        assert_eq!(rows.slice(10, 5).len(), 0);
    }
}
