//! What a request would lead to, before anybody files it. Changes nothing.

use chaperone_domain::access_package::AccessPackage;
use chaperone_domain::authority::Action;
use chaperone_domain::id::{AccessPackageId, AgentId, PolicyId};
use chaperone_domain::policy::Policy;
use chaperone_domain::request::{self, RequestRefusal};
use chaperone_domain::requestor::ActsAs;
use chaperone_store::table::{access_packages, resources};

use crate::context::{Context, Reading};
use crate::failure::{Failure, Reply};
use crate::request::{Ask, decide, load};
use crate::view::access_package::{
    ListRequestablePackages, RequestablePackage, RequestablePackages,
};
use crate::view::request::{PreviewRequest, RequestPreview};
use crate::wire::Wire;
use crate::{access, question, relation, stage};

/// Stands for a reason that nobody has written yet.
const UNWRITTEN: &str = "…";

/// Says what a request would lead to.
pub(crate) fn preview_request(cx: &Reading<'_>, ask: PreviewRequest) -> Reply<RequestPreview> {
    let relations = relation::to_agent(cx, ask.agent_id.0)?;
    cx.authorise(Action::PreviewRequest, &relations, "agent")?;
    let is_direct = relations.is_empty();
    let ask = Ask {
        agent: ask.agent_id.0,
        package: ask.access_package_id.0,
        policy: ask.policy_id.map(|id| id.0),
        start: ask.start_at.map(|at| at.0),
        duration: ask.duration.map(|span| span.0),
        end: ask.end_at.map(|at| at.0),
        // A reason is asked for on the form; that none is written yet is no refusal of the preview. Nor is it one that a
        // question isn't answered yet; what is answered or written is checked.
        justification: ask.justification.unwrap_or_else(|| UNWRITTEN.to_owned()),
        answers: ask.answers,
        acts_as: ActsAs { administrator: is_direct, ..cx.actor().acts_as(&relations) },
        is_direct,
    };
    let loaded = load(cx, ask.agent, ask.package)?;
    let decided = decide(cx, &ask, &loaded)?;
    let policy = match &decided {
        Ok(opened) => loaded.policies.iter().find(|policy| policy.id == opened.policy_id),
        Err(_) => {
            ask.policy.and_then(|chosen| loaded.policies.iter().find(|policy| policy.id == chosen))
        }
    };
    let requestor = cx.actor().requestor();
    let start = ask.start.unwrap_or(cx.now());
    let (gains, already_held) = access::gains(cx, ask.agent, ask.package)?;
    let refused = decided.as_ref().err().map(|refusal| Failure::refused(refusal).told()).unzip();
    Ok(RequestPreview {
        policy: policy.map(crate::access_package::policy_reference),
        needs_approval: policy.is_some_and(|policy| !policy.stages.is_empty()),
        stages: policy
            .map(|policy| stage::preview(cx, policy, requestor, ask.agent))
            .transpose()?
            .unwrap_or_default(),
        until_if_delivered_now: policy
            .and_then(|policy| {
                chaperone_domain::assignment::end_of_new_access(
                    start,
                    policy.expiration,
                    ask.duration,
                    ask.end,
                    None,
                )
            })
            .map(Wire),
        gains,
        already_held,
        is_justification_required: policy
            .is_some_and(|policy| policy.is_requestor_justification_required && !is_direct),
        questions: policy
            .map(|policy| question::question_views(&policy.questions))
            .unwrap_or_default(),
        is_schedule_allowed: is_direct
            || policy
                .is_some_and(|policy| policy.requestor_settings.allow_custom_assignment_schedule),
        expiration: policy.map(|policy| crate::access_package::expiration_view(policy.expiration)),
        extension: policy.map(|policy| Wire(policy.extension)),
        refusal: refused.0,
        refusal_saying: refused.1,
    })
}

/// Lists the packages that can be requested for an agent; those that can't come last and say why.
pub(crate) fn list_requestable_packages(
    cx: &Reading<'_>,
    ask: ListRequestablePackages,
) -> Reply<RequestablePackages> {
    let agent = ask.agent_id.0;
    let relations = relation::to_agent(cx, agent)?;
    cx.authorise(Action::ListRequestablePackages, &relations, "agent")?;
    let mut acts_as = cx.actor().acts_as(&relations);
    // An administrator who has nothing to do with the agent sees what others may ask for it.
    acts_as.administrator &= relations.is_empty();
    let row = |offer: Offer| {
        let policies = offer
            .policies
            .iter()
            .map(|policy| crate::access_package::policy_view(cx, policy))
            .collect::<Reply<_>>()?;
        let rights = resources::roles_of_package(cx.db(), offer.package.id)?
            .iter()
            .map(access::right_of_role)
            .collect();
        let access_package = crate::access_package::row(cx, offer.package.id)?;
        let refused = offer.refusal.map(|refusal| Failure::refused(&refusal).told()).unzip();
        let (refusal, refusal_saying) = refused;
        Ok(RequestablePackage { access_package, policies, rights, refusal, refusal_saying })
    };
    let named = ask.access_package_id.map(|id| id.0);
    let offers = offers(cx, agent, acts_as, named)?;
    let rows = offers.into_iter().map(row).collect::<Reply<_>>()?;
    Ok(RequestablePackages { agent: crate::agent::reference(cx.db(), agent)?, rows })
}

/// A package that is offered for an agent.
pub(crate) struct Offer {
    pub(crate) package: AccessPackage,
    /// The policies to choose from.
    pub(crate) policies: Vec<Policy>,
    /// Why a request would be refused now.
    pub(crate) refusal: Option<RequestRefusal>,
}

/// What is offered for an agent to whoever acts for it so, by name, what would be refused last. A package that somebody
/// names is told of also where it isn't listed: who has its link may request it.
pub(crate) fn offers(
    cx: &impl Context,
    agent: AgentId,
    acts_as: ActsAs,
    named: Option<AccessPackageId>,
) -> Reply<Vec<Offer>> {
    let packages = match named {
        None => access_packages::all(cx.db())?,
        Some(id) => access_packages::get(cx.db(), id)?.into_iter().collect(),
    };
    let mut offers = Vec::new();
    for package in packages {
        let loaded = load(cx, agent, package.id)?;
        let open = request::open_to(&loaded.policies, &loaded.target, acts_as);
        let is_offered = request::is_offered(&open, package.is_hidden, loaded.is_catalog_published);
        if !is_offered && named.is_none() {
            continue;
        }
        let probe = probe(agent, package.id, &open, acts_as);
        let refusal = decide(cx, &probe, &loaded)?.err();
        let policies = open.into_iter().cloned().collect();
        offers.push(Offer { package, policies, refusal });
    }
    offers.sort_by_key(|offer| offer.refusal.is_some());
    Ok(offers)
}

/// The plainest request that could be filed. Nothing is written or answered yet, which is no reason to refuse.
fn probe(agent: AgentId, package: AccessPackageId, fitting: &[&Policy], acts_as: ActsAs) -> Ask {
    Ask {
        agent,
        package,
        policy: fitting.first().map(|policy| policy.id),
        start: None,
        duration: None,
        end: None,
        justification: UNWRITTEN.to_owned(),
        answers: None,
        acts_as,
        is_direct: false,
    }
}

/// What would become of a request for a package that a sponsor or owner files for the agent: the policy through which it
/// would run, or why a rule refuses.
pub(crate) fn outlook(
    cx: &impl Context,
    agent: AgentId,
    package: AccessPackageId,
) -> Reply<Result<PolicyId, RequestRefusal>> {
    let loaded = load(cx, agent, package)?;
    let acts_as = ActsAs { sponsor_or_owner: true, ..ActsAs::default() };
    let fitting = request::open_to(&loaded.policies, &loaded.target, acts_as);
    let probe = probe(agent, package, &fitting, acts_as);
    let decided = decide(cx, &probe, &loaded)?;
    Ok(decided.map(|opened| opened.policy_id))
}
