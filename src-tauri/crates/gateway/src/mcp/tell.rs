//! What a tool tells an agent: the views of the command layer, cut down to what an agent acts on. The words in the
//! documentation are what a model reads.

use chaperone_commands::view::access::{AccessAnswer, AccessExplanation};
use chaperone_commands::view::access_package::{RequestablePackages, RightView};
use chaperone_commands::view::agent::AgentView;
use chaperone_commands::view::assignment::{AssignmentPage, AssignmentRow};
use chaperone_commands::view::reference::PersonRef;
use chaperone_commands::view::request::{RequestPage, RequestPreview, RequestRow, RequestView};
use chaperone_domain::approval::StageState;
use schemars::JsonSchema;
use serde::Serialize;

/// The packages that you may ask for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Packages {
    /// Requestable ones first.
    packages: Vec<Package>,
}

/// An access package.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Package {
    /// Its id.
    access_package_id: String,
    /// What it is called.
    name: String,
    /// What it is for.
    description: String,
    /// What it would let you do.
    rights: Vec<String>,
    /// Whether a human has to agree, under some policy.
    needs_approval: bool,
    /// Why a request would be refused now; absent when it would not.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<String>,
}

impl From<RequestablePackages> for Packages {
    fn from(found: RequestablePackages) -> Self {
        let packages = found.rows.into_iter().map(|row| Package {
            access_package_id: row.access_package.id.to_string(),
            name: row.access_package.display_name,
            description: row.access_package.description,
            rights: rights(&row.rights),
            needs_approval: row.policies.iter().any(|policy| !policy.stages.is_empty()),
            refusal: row.refusal,
        });
        Self { packages: packages.collect() }
    }
}

/// What a request for a package asks of you, and what would come of it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Requirements {
    /// The policies to choose from; where there is one, it need not be named.
    policies: Vec<Policy>,
    /// Whether a human has to agree first.
    needs_approval: bool,
    /// Who would be asked, stage by stage.
    approvers: Vec<Vec<String>>,
    /// Whether you have to say why.
    is_justification_required: bool,
    /// Whether you may choose start and duration.
    is_schedule_allowed: bool,
    /// What you have to answer.
    questions: Vec<Question>,
    /// What you would gain.
    gains: Vec<String>,
    /// What the package holds that you have already.
    already_held: Vec<String>,
    /// Until when, if it were delivered now; absent when it never ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_if_delivered_now: Option<String>,
    /// Whether it can be extended: `notAllowed`, `withApproval` or `withoutApproval`.
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<String>,
    /// Why a request would be refused now; absent when it would not.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<String>,
}

/// A policy of a package.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Policy {
    /// Its id.
    policy_id: String,
    /// What it is called.
    name: String,
}

/// A question to answer.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Question {
    /// Its id.
    question_id: String,
    /// What is asked.
    text: String,
    /// Whether it has to be answered.
    is_required: bool,
    /// A regular expression that the whole answer has to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    /// What may be chosen; empty where a text is wanted.
    choices: Vec<Choice>,
}

/// An answer to choose.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Choice {
    /// The value to give as the answer.
    value: String,
    /// What it means.
    text: String,
}

impl Requirements {
    pub(crate) fn new(preview: RequestPreview, packages: &RequestablePackages) -> Self {
        let policies = packages.rows.iter().flat_map(|row| &row.policies).map(|policy| Policy {
            policy_id: policy.id.to_string(),
            name: policy.display_name.clone(),
        });
        let questions = preview.questions.into_iter().map(|asked| Question {
            question_id: asked.id.to_string(),
            text: asked.text,
            is_required: asked.is_required,
            pattern: asked.pattern,
            choices: asked
                .choices
                .into_iter()
                .map(|choice| Choice { value: choice.value, text: choice.text })
                .collect(),
        });
        Self {
            policies: policies.collect(),
            needs_approval: preview.needs_approval,
            approvers: preview.stages.iter().map(|stage| names(&stage.approvers)).collect(),
            is_justification_required: preview.is_justification_required,
            is_schedule_allowed: preview.is_schedule_allowed,
            questions: questions.collect(),
            gains: rights(&preview.gains),
            already_held: rights(&preview.already_held),
            until_if_delivered_now: preview.until_if_delivered_now.map(|at| at.to_string()),
            extension: preview.extension.map(|rule| rule.to_string()),
            refusal: preview.refusal,
        }
    }
}

/// A request.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    /// Its id.
    request_id: String,
    /// What it asks for: `userAdd`, `userExtend`, `userRemove`, and the like of administrators.
    request_type: String,
    /// Where it stands: `submitted`, `pendingApproval`, `delivering`, `delivered`, `deliveryFailed`, `denied`, `scheduled`, `canceled`,
    /// `partiallyDelivered`.
    state: String,
    /// More about the state.
    status: String,
    /// Whether nothing will happen to it any more.
    is_final: bool,
    /// The access package.
    access_package_id: String,
    /// What that is called.
    access_package: String,
    /// When it was filed.
    created_at: String,
    /// By when a human has to decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision_needed_by: Option<String>,
    /// Until when the access lasts, as asked or as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    access_until: Option<String>,
}

impl From<RequestRow> for Request {
    fn from(row: RequestRow) -> Self {
        Self {
            request_id: row.id.to_string(),
            request_type: row.request_type.to_string(),
            state: row.state.to_string(),
            status: row.status.to_string(),
            is_final: row.completed_at.is_some(),
            access_package_id: row.access_package.id.to_string(),
            access_package: row.access_package.display_name,
            created_at: row.created_at.to_string(),
            decision_needed_by: row.decision_needed_by.map(|at| at.to_string()),
            access_until: row.access_until.map(|at| at.to_string()),
        }
    }
}

/// A request with who decides and who decided.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WholeRequest {
    /// The request.
    request: Request,
    /// Who is asked to decide now.
    waits_for: Vec<String>,
    /// What was decided so far.
    decisions: Vec<Decision>,
    /// The assignment that it led to, or is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment_id: Option<String>,
    /// What could not be given.
    failures: Vec<String>,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Decision {
    /// Who decided.
    by: String,
    /// Approved or Denied.
    verdict: String,
    /// Why.
    justification: String,
    /// When.
    at: String,
}

impl WholeRequest {
    pub(crate) fn is_final(&self) -> bool {
        self.request.is_final
    }
}

impl From<RequestView> for WholeRequest {
    fn from(view: RequestView) -> Self {
        let is_final = view.request.completed_at.is_some();
        let open = view.stages.iter().find(|stage| stage.state.0 == StageState::Open);
        let waits_for = open
            .filter(|_| !is_final)
            .map(|stage| names(stage.approvers.iter().chain(&stage.alternates)))
            .unwrap_or_default();
        let decisions = view.stages.iter().filter_map(|stage| stage.decision.as_ref());
        Self {
            waits_for,
            decisions: decisions
                .map(|decision| Decision {
                    by: decision.by.display_name.clone(),
                    verdict: decision.verdict.to_string(),
                    justification: decision.justification.clone(),
                    at: decision.at.to_string(),
                })
                .collect(),
            assignment_id: view.assignment_id.map(|id| id.to_string()),
            failures: view
                .failures
                .iter()
                .map(|failure| format!("{}: {}", failure.role_name, failure.reason))
                .collect(),
            request: view.request.into(),
        }
    }
}

/// A page of requests, newest first.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Requests {
    /// The requests.
    requests: Vec<Request>,
    /// Give this as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl From<RequestPage> for Requests {
    fn from(page: RequestPage) -> Self {
        let requests = page.rows.into_iter().map(Request::from).collect();
        Self { requests, next: page.next.map(|id| id.to_string()) }
    }
}

/// A page of assignments, the nearest end first.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Assignments {
    /// The assignments.
    assignments: Vec<Assignment>,
    /// Give this as `after` for the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Access that you hold or held.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Assignment {
    /// Its id.
    assignment_id: String,
    /// The access package.
    access_package_id: String,
    /// What that is called.
    access_package: String,
    /// Where it stands: `delivering`, `delivered`, `partiallyDelivered`, `deliveryFailed`, `expired`.
    state: String,
    /// Whether it gives access now.
    is_in_force: bool,
    /// Since when.
    starts_at: String,
    /// Until when; absent when it never ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    /// Whether it can be extended: `notAllowed`, `withApproval` or `withoutApproval`.
    extension: String,
    /// The request to extend it that waits for a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    open_extension_request_id: Option<String>,
}

impl From<AssignmentRow> for Assignment {
    fn from(row: AssignmentRow) -> Self {
        Self {
            assignment_id: row.id.to_string(),
            access_package_id: row.access_package.id.to_string(),
            access_package: row.access_package.display_name,
            state: row.state.to_string(),
            is_in_force: row.is_in_force,
            starts_at: row.starts_at.to_string(),
            ends_at: row.ends_at.map(|at| at.to_string()),
            extension: row.extension.to_string(),
            open_extension_request_id: row.open_extension.map(|id| id.to_string()),
        }
    }
}

impl From<AssignmentPage> for Assignments {
    fn from(page: AssignmentPage) -> Self {
        let assignments = page.rows.into_iter().map(Assignment::from).collect();
        Self { assignments, next: page.next.map(|id| id.to_string()) }
    }
}

/// Whether you may use a right.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Check {
    /// Yes or no.
    is_allowed: bool,
    /// `allowed`, or the code of the reason why not.
    code: String,
    /// In one sentence.
    sentence: String,
    /// The instant asked about.
    at: String,
    /// The first instant at which the answer may be different; absent when no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl From<AccessAnswer> for Check {
    fn from(answer: AccessAnswer) -> Self {
        Self {
            is_allowed: answer.is_allowed,
            code: answer.code,
            sentence: answer.sentence,
            at: answer.at.to_string(),
            until: answer.until.map(|at| at.to_string()),
        }
    }
}

/// Why you may use a right, or why not and what would help.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Explanation {
    /// The answer.
    answer: Check,
    /// What gives you the right, in sentences.
    why: Vec<String>,
    /// What stands in the way and what would change it, in the order in which it has to be removed.
    why_not: Vec<String>,
    /// Packages that would grant it.
    packages: Vec<NamedPackage>,
}

/// A package, named.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct NamedPackage {
    /// Its id.
    access_package_id: String,
    /// What it is called.
    name: String,
}

impl From<AccessExplanation> for Explanation {
    fn from(view: AccessExplanation) -> Self {
        let packages = view.packages.into_iter().map(|package| NamedPackage {
            access_package_id: package.id.to_string(),
            name: package.display_name,
        });
        Self {
            answer: view.answer.into(),
            why: view.why.into_iter().map(|reason| reason.sentence).collect(),
            why_not: view.why_not.into_iter().map(|obstacle| obstacle.sentence).collect(),
            packages: packages.collect(),
        }
    }
}

/// Who you are, and which humans answer for you.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    /// Your id.
    agent_id: String,
    /// What you are called.
    name: String,
    /// What you are for.
    description: String,
    /// The blueprint that you were made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    blueprint: Option<String>,
    /// Whether you may act now.
    is_in_force: bool,
    /// If not, why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_force: Option<String>,
    /// Those who answer for you and decide how long you need access: people and groups.
    sponsors: Vec<String>,
    /// Those who look after you technically.
    owners: Vec<String>,
}

impl From<AgentView> for Identity {
    fn from(view: AgentView) -> Self {
        let sponsors = view.agent.sponsors.into_iter().filter_map(|sponsor| {
            let person = sponsor.person.map(|person| person.display_name);
            person.or_else(|| sponsor.group.map(|group| format!("{} (group)", group.display_name)))
        });
        let mut owners = names(&view.owners);
        owners.extend(view.owner_principals.into_iter().map(|owner| owner.display_name));
        Self {
            agent_id: view.agent.id.to_string(),
            name: view.agent.display_name,
            description: view.description,
            blueprint: view.agent.blueprint.map(|blueprint| blueprint.display_name),
            is_in_force: view.is_in_force,
            out_of_force: view.out_of_force,
            sponsors: sponsors.collect(),
            owners,
        }
    }
}

fn rights(rights: &[RightView]) -> Vec<String> {
    rights.iter().map(|right| format!("{}: {}", right.origin_name, right.role_name)).collect()
}

fn names<'a>(people: impl IntoIterator<Item = &'a PersonRef>) -> Vec<String> {
    people.into_iter().map(|person| person.display_name.clone()).collect()
}
