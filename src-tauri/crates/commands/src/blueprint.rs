//! Blueprints and their principals: finding them, seeing one with its family, switching the family off and on, deleting and
//! restoring it, and how its agents follow. How blueprints are made and changed is in `creation`, `edit` and `sponsorship`.

use chaperone_domain::agent::{
    self as rules, AgentState, Blueprint, BlueprintPrincipal, FamilySwitchRefusal,
};
use chaperone_domain::authority::{Action, Relation};
use chaperone_domain::blueprint::FamilyPart;
use chaperone_domain::id::BlueprintId;
use chaperone_domain::lifecycle::{self, CASCADE_AFTER, Deletion, LifecycleRefusal, Subject};
use chaperone_domain::term::Term;
use chaperone_domain::text::{JUSTIFICATION, check_text};
use chaperone_store::table::{agents, blueprints, sponsors, workspace};
use chaperone_store::{Db, Page};
use uuid::Uuid;

use crate::audit::{Record, history};
use crate::change::Tag;
use crate::context::{Context, Reading, Writing};
use crate::failure::{Failure, Reply};
use crate::view::blueprint::{
    BlueprintFilter, BlueprintPage, BlueprintPrincipalView, BlueprintRow, BlueprintView,
    DeleteBlueprint, DisableBlueprint, EnableBlueprint, ListBlueprints, PurgeBlueprint,
    RestoreBlueprint, ShowBlueprint,
};
use crate::wire::Wire;
use crate::{agent, list, person, relation, sponsorship, words};

/// What a view of a blueprint may offer.
const OFFERED: &[Action] = &[
    Action::CreateAgent,
    Action::ListBlueprintSecrets,
    Action::UpdateBlueprint,
    Action::UpdateBlueprintSponsors,
    Action::UpdateBlueprintOwners,
    Action::DisableBlueprint,
    Action::EnableBlueprint,
    Action::DeleteBlueprint,
    Action::RestoreBlueprint,
    Action::PurgeBlueprint,
];

/// What a view of a principal may offer.
const OFFERED_OF_PRINCIPAL: &[Action] = &[
    Action::DisableBlueprint,
    Action::EnableBlueprint,
    Action::DeleteBlueprint,
    Action::RestoreBlueprint,
];

pub(crate) fn get(db: &Db, id: BlueprintId) -> Reply<Blueprint> {
    blueprints::get(db, id)?.ok_or_else(|| Failure::not_found("blueprint"))
}

fn principal_of(db: &Db, id: BlueprintId) -> Reply<BlueprintPrincipal> {
    blueprints::principal_of(db, id)?.ok_or_else(|| Failure::not_found("blueprint principal"))
}

/// Lists blueprints by name.
pub(crate) fn list_blueprints(cx: &Reading<'_>, ask: ListBlueprints) -> Reply<BlueprintPage> {
    cx.authorise(Action::ListBlueprints, &[], "blueprint")?;
    let limit = list::check_limit(ask.limit)?;
    let page = Page { after: ask.after.map(|id| id.0), limit };
    let ids = blueprints::page(cx.db(), &filter(cx, &ask.filter)?, page)?;
    let next = (ids.len() == limit as usize).then(|| ids.last().copied().map(Wire)).flatten();
    Ok(BlueprintPage { rows: ids.into_iter().map(|id| row(cx, id)).collect::<Reply<_>>()?, next })
}

fn filter(cx: &Reading<'_>, ask: &BlueprintFilter) -> Reply<blueprints::Filter> {
    Ok(blueprints::Filter {
        search: ask.search.clone().filter(|text| !text.trim().is_empty()),
        state: ask.state.map(|state| state.0),
        answered_for_by: if ask.mine { Some(cx.me()?) } else { None },
    })
}

/// The ids of the blueprints that an open list shows.
pub(crate) fn open(
    cx: &Reading<'_>,
    ask: &BlueprintFilter,
    sort_by: Option<&str>,
    descending: bool,
    most: Option<u32>,
) -> Reply<Vec<Uuid>> {
    cx.authorise(Action::ListBlueprints, &[], "blueprint")?;
    let sort = list::sort_column(&[blueprints::SORTS], sort_by, blueprints::BY_NAME)?;
    Ok(blueprints::ids(cx.db(), &filter(cx, ask)?, sort, descending, most)?)
}

/// A blueprint in a list.
pub(crate) fn row(cx: &impl Context, id: BlueprintId) -> Reply<BlueprintRow> {
    let found = get(cx.db(), id)?;
    let principal = blueprints::principal_of(cx.db(), id)?;
    Ok(BlueprintRow {
        id: Wire(id),
        display_name: found.display_name,
        state: Wire(found.state),
        principal_state: principal.map(|principal| Wire(principal.state)),
        platform: found.platform.map(Wire),
        sponsors: sponsors::of_blueprint(cx.db(), id)?
            .into_iter()
            .map(|sponsor| sponsorship::view(cx, sponsor))
            .collect::<Reply<_>>()?,
        agents: list::count(agents::of_blueprint(cx.db(), id)?.len()),
        deleted_at: found.deletion.map(|deletion| Wire(deletion.at)),
        purges_at: found.deletion.map(|deletion| Wire(deletion.purges_at())),
    })
}

/// Shows one blueprint.
pub(crate) fn show_blueprint(cx: &Reading<'_>, ask: ShowBlueprint) -> Reply<BlueprintView> {
    let relations = relation::to_blueprint(cx, ask.blueprint_id.0)?;
    cx.authorise(Action::ShowBlueprint, &relations, "blueprint")?;
    view(cx, ask.blueprint_id.0)
}

/// A blueprint with its surroundings.
pub(crate) fn view(cx: &impl Context, id: BlueprintId) -> Reply<BlueprintView> {
    let db = cx.db();
    let found = get(db, id)?;
    let relations = relation::to_blueprint(cx, id)?;
    let has_sponsor = has_sponsor(cx, id)?;
    let principal = blueprints::principal_of(db, id)?;
    // Who answers for a kind everybody may know; its history only those who answer for it and the overseers.
    let mut lifecycle = Vec::new();
    if !relations.is_empty() || cx.is_overseer() {
        lifecycle = history(cx, id)?;
        lifecycle.reverse();
    }
    let settings = workspace::get(db)?.ok_or_else(Failure::no_workspace)?;
    let offers = cx.allowed(OFFERED, &relations).into_iter().filter(|action| match action {
        Action::CreateAgent => {
            let principal = principal.as_ref().map(|principal| principal.state);
            lifecycle::check_new_agent(found.state, principal).is_ok()
        }
        Action::PurgeBlueprint => lifecycle::purge(Subject::Blueprint, found.state).is_ok(),
        Action::ListBlueprintSecrets => true,
        action => works(cx, *action, Subject::Blueprint, &found, &relations, has_sponsor),
    });
    let offers = offers.map(Wire).collect();
    Ok(BlueprintView {
        blueprint: row(cx, id)?,
        app_id: Wire(found.app_id),
        description: found.description.clone(),
        tags: found.tags.clone(),
        attributes: found.attributes.clone(),
        created_at: Wire(found.created_at),
        created_by: agent::creator(db, found.created_by)?,
        created_by_app_id: agent::creating_application(found.created_by),
        owners: sponsors::blueprint_owners(db, id)?
            .into_iter()
            .map(|owner| person::reference(db, owner))
            .collect::<Reply<_>>()?,
        principal: principal.map(|principal| principal_view(cx, &found, principal, &relations)),
        cascade_at: blueprints::cascade_of(db, id)?.map(Wire),
        agent_quota: settings.max_agents_per_blueprint,
        lifecycle,
        may: offers,
    })
}

fn principal_view(
    cx: &impl Context,
    blueprint: &Blueprint,
    principal: BlueprintPrincipal,
    relations: &[Relation],
) -> BlueprintPrincipalView {
    // The same questions as of a blueprint, asked of the principal's own state.
    let alike =
        Blueprint { state: principal.state, deletion: principal.deletion, ..blueprint.clone() };
    let offers = cx.allowed(OFFERED_OF_PRINCIPAL, relations).into_iter().filter(|&action| {
        let works = works(cx, action, Subject::Principal, &alike, relations, true);
        let leads = blueprint.deletion.is_none() || action != Action::RestoreBlueprint;
        works && leads
    });
    let may = offers.map(Wire).collect();
    BlueprintPrincipalView {
        id: Wire(principal.id),
        display_name: principal.display_name,
        state: Wire(principal.state),
        deleted_at: principal.deletion.map(|deletion| Wire(deletion.at)),
        purges_at: principal.deletion.map(|deletion| Wire(deletion.purges_at())),
        may,
    }
}

fn works(
    cx: &impl Context,
    action: Action,
    subject: Subject,
    found: &Blueprint,
    relations: &[Relation],
    has_sponsor: bool,
) -> bool {
    let (state, deletion) = (found.state, found.deletion);
    match action {
        Action::DisableBlueprint => rules::disable(state, agent::disabler(relations)).is_ok(),
        Action::EnableBlueprint => rules::enable(state, agent::enabler(cx), has_sponsor).is_ok(),
        Action::RestoreBlueprint => {
            lifecycle::restore(subject, state, deletion, cx.now(), has_sponsor).is_ok()
        }
        _ => lifecycle::check_there(subject, state).is_ok(),
    }
}

fn has_sponsor(cx: &impl Context, id: BlueprintId) -> Reply<bool> {
    Ok(!sponsors::active_people_of_blueprint(cx.db(), id, cx.now())?.is_empty())
}

/// Which half of a family a command is about, with its state.
struct Half {
    part: FamilyPart,
    state: AgentState,
    deletion: Option<Deletion>,
    /// In words, at the beginning of a sentence.
    name: String,
}

fn half(db: &Db, found: &Blueprint, part: Option<Wire<FamilyPart>>) -> Reply<Half> {
    match part.map_or(FamilyPart::Blueprint, |part| part.0) {
        FamilyPart::Blueprint => Ok(Half {
            part: FamilyPart::Blueprint,
            state: found.state,
            deletion: found.deletion,
            name: format!("The blueprint {}", found.display_name),
        }),
        FamilyPart::Principal => {
            let principal = principal_of(db, found.id)?;
            Ok(Half {
                part: FamilyPart::Principal,
                state: principal.state,
                deletion: principal.deletion,
                name: format!("The principal of the blueprint {}", found.display_name),
            })
        }
    }
}

impl Half {
    fn subject(&self) -> Subject {
        match self.part {
            FamilyPart::Blueprint => Subject::Blueprint,
            FamilyPart::Principal => Subject::Principal,
        }
    }

    /// Writes a new state and records it.
    fn set(
        &self,
        cx: &mut Writing<'_>,
        found: &Blueprint,
        life: (AgentState, Option<Deletion>),
        activity: &'static str,
        sentence: String,
    ) -> Reply<()> {
        let (state, deletion) = life;
        let cascade_at = deletion
            .filter(|_| state == AgentState::SoftDeleted)
            .map(|it| it.at.plus(CASCADE_AFTER));
        let record = match self.part {
            FamilyPart::Blueprint => {
                blueprints::set_life(cx.db_mut(), found.id, state, deletion, cascade_at)?;
                Record::new(activity, "blueprint", found.id, sentence)
            }
            FamilyPart::Principal => {
                let principal = principal_of(cx.db(), found.id)?.id;
                blueprints::set_principal_life(
                    cx.db_mut(),
                    principal,
                    state,
                    deletion,
                    cascade_at,
                )?;
                Record::new(activity, "blueprintPrincipal", principal, sentence).about(found.id)
            }
        };
        let (before, after) = (self.state.term().to_owned(), state.term().to_owned());
        cx.record(record.change("state", Some(before), Some(after)))?;
        for tag in [Tag::Agents, Tag::Assignments] {
            cx.touch(tag);
        }
        Ok(())
    }
}

/// Switches a family off: the kill switch. Its agents keep their own states.
pub(crate) fn disable_blueprint(
    cx: &mut Writing<'_>,
    ask: DisableBlueprint,
) -> Reply<BlueprintView> {
    let found = get(cx.db(), ask.blueprint_id.0)?;
    let relations = relation::to_blueprint(cx, found.id)?;
    cx.authorise(Action::DisableBlueprint, &relations, "blueprint")?;
    let half = half(cx.db(), &found, ask.part)?;
    let why =
        check_text(JUSTIFICATION, &ask.justification).map_err(|bad| Failure::refused(&bad))?;
    let state = rules::disable(half.state, agent::disabler(&relations))
        .map_err(|no| Failure::refused(&FamilySwitchRefusal(no)))?;
    let done = if state == AgentState::Held { "held" } else { "disabled" };
    let sentence =
        format!("{} was {done}, and its family with it.{}", half.name, words::because(why));
    half.set(cx, &found, (state, None), "disable_blueprint", sentence)?;
    view(cx, found.id)
}

/// Switches a family on, as far as this half is concerned.
pub(crate) fn enable_blueprint(cx: &mut Writing<'_>, ask: EnableBlueprint) -> Reply<BlueprintView> {
    let found = get(cx.db(), ask.blueprint_id.0)?;
    let relations = relation::to_blueprint(cx, found.id)?;
    cx.authorise(Action::EnableBlueprint, &relations, "blueprint")?;
    let half = half(cx.db(), &found, ask.part)?;
    let state = rules::enable(half.state, agent::enabler(cx), has_sponsor(cx, found.id)?)
        .map_err(|no| Failure::refused(&FamilySwitchRefusal(no)))?;
    let sentence = format!("{} was enabled.", half.name);
    half.set(cx, &found, (state, None), "enable_blueprint", sentence)?;
    view(cx, found.id)
}

/// Deletes a blueprint and its principal with it, or the principal alone. The agents follow a day later.
pub(crate) fn delete_blueprint(cx: &mut Writing<'_>, ask: DeleteBlueprint) -> Reply<BlueprintView> {
    let found = get(cx.db(), ask.blueprint_id.0)?;
    let relations = relation::to_blueprint(cx, found.id)?;
    cx.authorise(Action::DeleteBlueprint, &relations, "blueprint")?;
    let half = half(cx.db(), &found, ask.part)?;
    let why =
        check_text(JUSTIFICATION, &ask.justification).map_err(|bad| Failure::refused(&bad))?;
    let refused = |no: LifecycleRefusal| Failure::refused(&no);
    let at = cx.now();
    let deletion = lifecycle::delete(half.subject(), half.state, at).map_err(refused)?;
    let sentence = format!(
        "{} was deleted; its agents follow on {}, unless it is restored before.{}",
        half.name,
        at.plus(CASCADE_AFTER).in_words(),
        words::because(why)
    );
    half.set(cx, &found, (AgentState::SoftDeleted, Some(deletion)), "delete_blueprint", sentence)?;
    if half.part == FamilyPart::Blueprint
        && let Some(principal) = blueprints::principal_of(cx.db(), found.id)?
        && principal.deletion.is_none()
    {
        let deletion =
            lifecycle::delete(Subject::Principal, principal.state, at).map_err(refused)?;
        let state = AgentState::SoftDeleted;
        blueprints::set_principal_life(cx.db_mut(), principal.id, state, Some(deletion), None)?;
    }
    view(cx, found.id)
}

/// Brings a blueprint back with the principal that went with it, or the principal alone.
pub(crate) fn restore_blueprint(
    cx: &mut Writing<'_>,
    ask: RestoreBlueprint,
) -> Reply<BlueprintView> {
    let found = get(cx.db(), ask.blueprint_id.0)?;
    let relations = relation::to_blueprint(cx, found.id)?;
    cx.authorise(Action::RestoreBlueprint, &relations, "blueprint")?;
    let half = half(cx.db(), &found, ask.part)?;
    let (state, deletion, now) = (half.state, half.deletion, cx.now());
    let restored = match half.part {
        FamilyPart::Blueprint => {
            let has_sponsor = has_sponsor(cx, found.id)?;
            lifecycle::restore(Subject::Blueprint, state, deletion, now, has_sponsor)
        }
        FamilyPart::Principal => lifecycle::restore_principal(state, deletion, found.state, now),
    };
    let restored = restored.map_err(|no| Failure::refused(&no))?;
    let sentence = format!("{} was restored and is {restored}.", half.name);
    half.set(cx, &found, (restored, None), "restore_blueprint", sentence)?;
    if half.part == FamilyPart::Blueprint
        && let Some(principal) = blueprints::principal_of(cx.db(), found.id)?
        && let Some(with_it) =
            principal.deletion.filter(|it| Some(it.at) == deletion.map(|it| it.at))
        && principal.state == AgentState::SoftDeleted
    {
        blueprints::set_principal_life(cx.db_mut(), principal.id, with_it.before, None, None)?;
    }
    view(cx, found.id)
}

/// Deletes a deleted blueprint for good. Its principal goes when its own 30 days are over.
pub(crate) fn purge_blueprint(cx: &mut Writing<'_>, ask: PurgeBlueprint) -> Reply<BlueprintView> {
    let found = get(cx.db(), ask.blueprint_id.0)?;
    let relations = relation::to_blueprint(cx, found.id)?;
    cx.authorise(Action::PurgeBlueprint, &relations, "blueprint")?;
    let why =
        check_text(JUSTIFICATION, &ask.justification).map_err(|bad| Failure::refused(&bad))?;
    let why = words::because(why);
    purge(cx, &found, &why)?;
    view(cx, found.id)
}

/// Deletes a blueprint for good. Agents of it that aren't deleted are orphans from now on.
pub(crate) fn purge(cx: &mut Writing<'_>, found: &Blueprint, why: &str) -> Reply<String> {
    lifecycle::purge(Subject::Blueprint, found.state).map_err(|no| Failure::refused(&no))?;
    // Agents that haven't followed yet still do.
    let cascade_at = blueprints::cascade_of(cx.db(), found.id)?;
    let (state, deletion) = (AgentState::Purged, found.deletion);
    blueprints::set_life(cx.db_mut(), found.id, state, deletion, cascade_at)?;
    let sentence = format!("The blueprint {} was permanently deleted.{why}", found.display_name);
    let record = Record::new("purge_blueprint", "blueprint", found.id, sentence.clone());
    let (before, after) = (found.state.term().to_owned(), state.term().to_owned());
    cx.record(record.change("state", Some(before), Some(after)))?;
    cx.touch(Tag::Agents);
    Ok(sentence)
}

/// The 30 days of a principal are over.
pub(crate) fn purge_principal(cx: &mut Writing<'_>, found: &BlueprintPrincipal) -> Reply<String> {
    let name = get(cx.db(), found.blueprint_id)?.display_name;
    let (state, deletion) = (AgentState::Purged, found.deletion);
    blueprints::set_principal_life(cx.db_mut(), found.id, state, deletion, None)?;
    let sentence = format!(
        "The principal of the blueprint {name} was permanently deleted. Its 30 days were over."
    );
    let record = Record::new("purge_blueprint", "blueprintPrincipal", found.id, sentence.clone())
        .about(found.blueprint_id);
    let (before, after) = (found.state.term().to_owned(), state.term().to_owned());
    cx.record(record.change("state", Some(before), Some(after)))?;
    cx.touch(Tag::Agents);
    Ok(sentence)
}

/// A day after a blueprint or its principal was deleted its agents follow, each with 30 days of its own. Answers what
/// happened, in words.
pub(crate) fn cascade(cx: &mut Writing<'_>, id: BlueprintId) -> Reply<String> {
    let found = get(cx.db(), id)?;
    let mut followed: u32 = 0;
    for agent in agents::of_blueprint(cx.db(), id)? {
        let agent = agent::get(cx.db(), agent)?;
        if agent.deletion.is_none() {
            let how = format!("was deleted, following its blueprint {}", found.display_name);
            crate::lifecycle::delete(cx, &agent, &how, "")?;
            followed += 1;
        }
    }
    blueprints::end_cascade(cx.db_mut(), id)?;
    let agents = if followed == 1 { "1 agent".to_owned() } else { format!("{followed} agents") };
    let sentence = format!("{agents} followed the deleted blueprint {}.", found.display_name);
    cx.record(Record::new("cascade_deletion", "blueprint", id, sentence.clone()))?;
    cx.touch(Tag::Agents);
    Ok(sentence)
}
