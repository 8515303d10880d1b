//! What an agent may do, and why.

use chaperone_domain::access::GrantSource;
use chaperone_domain::approval::Verdict;
use chaperone_domain::explanation::ObstacleKind;
use chaperone_domain::id::{AgentId, AssignmentId, RequestId};

use super::access_package::RightView;
use super::reference::{AccessPackageRef, AgentRef, BlueprintRef, PersonRef, PolicyRef};
use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// List what an agent may do at an instant, with why and until when.
    ListAccess {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// At which instant; now when left out.
        at: Option<When>,
    }

    /// Ask whether an agent may use a right.
    CheckAccess {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// The group, application or directory role, by id or name.
        resource: String,
        /// The role on it: an app role's or scope's value, `member`, `active` or `eligible`; may be left out where there
        /// is only one.
        role: Option<String>,
        /// At which instant; now when left out.
        at: Option<When>,
    }

    /// Ask why an agent may use a right, or why not and what would help.
    ExplainAccess {
        /// Which agent.
        agent_id: Wire<AgentId>,
        /// The group, application or directory role, by id or name.
        resource: String,
        /// The role on it, as in `check_access`.
        role: Option<String>,
        /// At which instant; now when left out.
        at: Option<When>,
    }
}

views! {
    /// A right that an agent holds or held.
    HeldRight {
        /// What.
        right: RightView,
        /// Where it comes from.
        source: Wire<GrantSource>,
        /// The assignment that it comes from.
        assignment_id: Option<Wire<AssignmentId>>,
        /// The package of that assignment.
        access_package: Option<AccessPackageRef>,
        /// The blueprint that it is inherited from.
        blueprint: Option<BlueprintRef>,
        /// Since when.
        starts_at: When,
        /// Until when; nothing means no end.
        ends_at: Option<When>,
        /// Why, in one sentence.
        why: String,
    }

    /// What an agent may do at an instant.
    AccessView {
        /// The agent.
        agent: AgentRef,
        /// The instant.
        at: When,
        /// Whether the agent may act at all.
        is_in_force: bool,
        /// If not, why not; its rights are then listed but give nothing.
        out_of_force: Option<String>,
        /// Its rights, strongest first.
        rights: Vec<HeldRight>,
    }

    /// The answer of the decision point.
    AccessAnswer {
        /// Yes or no.
        is_allowed: bool,
        /// `allowed`, or the code of the reason why not.
        code: String,
        /// In one sentence.
        sentence: String,
        /// The sentence as code and values.
        saying: Saying,
        /// The instant asked about.
        at: When,
        /// The first instant at which the answer may be different; nothing means no end is known.
        until: Option<When>,
    }

    /// A decision of an approval stage.
    DecisionStep {
        /// 1 for the first stage.
        number: u8,
        /// Who decided.
        person: PersonRef,
        /// Yes or no.
        verdict: Wire<Verdict>,
        /// When.
        at: When,
        /// Why.
        justification: String,
    }

    /// One thing that gives the right at the instant asked about, and how it came about.
    AccessReason {
        /// What kind of thing.
        source: Wire<GrantSource>,
        /// All of it in sentences.
        sentence: String,
        /// The sentences as codes and values.
        sayings: Vec<Saying>,
        /// Since when.
        starts_at: When,
        /// Until when; nothing means no end.
        ends_at: Option<When>,
        /// The assignment.
        assignment_id: Option<Wire<AssignmentId>>,
        /// Its package.
        access_package: Option<AccessPackageRef>,
        /// The policy through which it was given.
        policy: Option<PolicyRef>,
        /// The request that led to it.
        request_id: Option<Wire<RequestId>>,
        /// Who asked for it.
        requested_by: Option<PersonRef>,
        /// Why they asked.
        justification: Option<String>,
        /// Who decided, stage by stage; nothing means that nobody had to.
        decisions: Vec<DecisionStep>,
        /// The blueprint that it is inherited from.
        blueprint: Option<BlueprintRef>,
        /// Who consented to it or gave it directly.
        given_by: Option<PersonRef>,
        /// When.
        given_at: Option<When>,
    }

    /// One thing that stands between the agent and the right, or that would help.
    AccessObstacle {
        /// What kind of thing.
        kind: Wire<ObstacleKind>,
        /// The code of the rule, where a rule refuses.
        code: Option<String>,
        /// What it is, and what would change it.
        sentence: String,
        /// The sentences as codes and values.
        sayings: Vec<Saying>,
        /// The package.
        access_package: Option<AccessPackageRef>,
        /// The policy.
        policy: Option<PolicyRef>,
        /// The request that waits.
        request_id: Option<Wire<RequestId>>,
        /// The assignment that ended, begins later or waits for its extension.
        assignment_id: Option<Wire<AssignmentId>>,
        /// The blueprint.
        blueprint: Option<BlueprintRef>,
        /// Who did it.
        by: Option<PersonRef>,
        /// Who is asked to decide.
        waits_for: Vec<PersonRef>,
        /// When it happened, begins or runs out.
        at: Option<When>,
    }

    /// Why, or why not.
    AccessExplanation {
        /// The answer.
        answer: AccessAnswer,
        /// The right asked about.
        right: RightView,
        /// Why the agent may use it: everything that gives it at that instant.
        why: Vec<AccessReason>,
        /// Why it may not: what stands in the way, in the order in which it has to be removed, and what would help.
        why_not: Vec<AccessObstacle>,
        /// What grants it, or granted it, newest first.
        grants: Vec<HeldRight>,
        /// Packages that would grant it.
        packages: Vec<AccessPackageRef>,
    }
}

impl AccessObstacle {
    /// Adds a sentence, as code and values.
    pub(crate) fn say(&mut self, said: chaperone_domain::said::Said) {
        self.sayings.push(said.into());
    }
}
