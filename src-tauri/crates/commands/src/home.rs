//! Home: what waits for the acting person first, then the state of the house.

use chaperone_domain::authority::{Action, Role};
use chaperone_domain::time::Span;
use chaperone_store::table::{access_packages, agents, assignments, requests, sponsors};

use crate::context::{Context, Reading};
use crate::failure::Reply;
use crate::view::approval::ListApprovals;
use crate::view::home::{Expiry, HomeCounts, HomeView, ShowHome};
use crate::wire::Wire;

/// How far ahead the timeline of ends looks.
const TIMELINE: Span = Span::days(90);
/// What ends within this time ends soon.
const SOON: Span = Span::days(14);
const MOST_EXPIRIES: u32 = 500;

/// Shows what waits for me, and the state of the house.
pub(crate) fn show_home(cx: &Reading<'_>, _: ShowHome) -> Reply<HomeView> {
    cx.authorise(Action::ShowHome, &[], "home")?;
    let me = cx.me()?;
    let unowned = agents::without_active_sponsor(cx.db(), cx.now())?;
    let mine = sponsors::agents_answered_for_by(cx.db(), me)?;
    let about_me = unowned
        .iter()
        .filter(|agent| cx.actor().has(Role::Administrator) || mine.contains(agent))
        .map(|&agent| crate::agent::row(cx, agent))
        .collect::<Reply<_>>()?;
    Ok(HomeView {
        now: Wire(cx.now()),
        notices: crate::notice::open_ones(cx)?,
        put_off: crate::notice::count_put_off(cx)?,
        approvals: crate::approval::list_approvals(cx, ListApprovals {})?.rows,
        agents_without_sponsor: about_me,
        counts: counts(cx, unowned.len())?,
        expiries: expiries(cx)?,
        catch_up: crate::catch_up::card(cx)?,
    })
}

fn counts(cx: &Reading<'_>, agents_without_sponsor: usize) -> Reply<HomeCounts> {
    let db = cx.db();
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    let (alive, switched_off) = agents::living_counts(db)?;
    Ok(HomeCounts {
        agents: number(alive),
        disabled_agents: number(switched_off),
        agents_without_sponsor: u32::try_from(agents_without_sponsor).unwrap_or(u32::MAX),
        access_packages: number(access_packages::count(db)?),
        assignments: number(assignments::in_force_count(db, cx.now())?),
        ending_soon: number(assignments::ending_count(db, cx.now(), cx.now().plus(SOON))?),
        pending_requests: number(requests::pending_count(db)?),
    })
}

fn expiries(cx: &Reading<'_>) -> Reply<Vec<Expiry>> {
    let whose = if cx.is_overseer() { None } else { Some(cx.me()?) };
    assignments::ending_between(cx.db(), cx.now(), cx.now().plus(TIMELINE), whose, MOST_EXPIRIES)?
        .into_iter()
        .filter_map(|held| held.ends_at.map(|ends_at| (held, ends_at)))
        .map(|(held, ends_at)| {
            Ok(Expiry {
                assignment_id: Wire(held.id),
                agent: crate::agent::reference(cx.db(), held.agent_id)?,
                access_package: crate::access_package::reference(cx.db(), held.access_package_id)?,
                ends_at: Wire(ends_at),
                is_extension_pending: requests::open_extension(cx.db(), held.id)?.is_some(),
                is_let_expire: held.let_expire_at.is_some(),
            })
        })
        .collect()
}
