//! What an agent gives to a tool. The words in the documentation are what a model reads.

use chaperone_domain::id::{AccessPackageId, AssignmentId, PolicyId, QuestionId, RequestId};
use chaperone_domain::time::{Span, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::mcp::tool::parse;

/// Nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Which access package.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OfPackage {
    /// The id of the access package, as `list_requestable_packages` tells it.
    #[serde(deserialize_with = "parse")]
    #[schemars(with = "String")]
    pub(crate) access_package_id: AccessPackageId,
}

/// A request for access.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestAccess {
    /// The id of the access package, as `list_requestable_packages` tells it.
    #[serde(deserialize_with = "parse")]
    #[schemars(with = "String")]
    pub(crate) access_package_id: AccessPackageId,
    /// Why you need it, for the human who decides: the task, what you will do with the access, and for how long. One to
    /// three plain sentences.
    pub(crate) justification: String,
    /// Through which policy, where `get_package_requirements` tells of several.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) policy_id: Option<PolicyId>,
    /// From when, as RFC 3339; at once when left out. Only where the policy lets you choose.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) start_at: Option<Timestamp>,
    /// For how long, as an ISO 8601 duration such as P7D or PT8H; as long as the policy gives when left out. Ask for no
    /// longer than you need. Only where the policy lets you choose.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) duration: Option<Span>,
    /// Answers to the questions of the policy.
    #[serde(default)]
    pub(crate) answers: Vec<Answer>,
    /// How long to wait for the human's decision, 0 to 600 seconds. When nobody has decided by then, the request as it stands
    /// is returned, and `get_request` tells later.
    #[serde(default)]
    #[schemars(range(max = 600))]
    pub(crate) wait_seconds: u16,
}

/// An answer to a question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Answer {
    /// The question's id, as `get_package_requirements` tells it.
    #[serde(deserialize_with = "parse")]
    #[schemars(with = "String")]
    pub(crate) question_id: QuestionId,
    /// The text, or the value of the choice.
    pub(crate) value: String,
}

/// Which request.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OfRequest {
    /// The id of the request.
    #[serde(deserialize_with = "parse")]
    #[schemars(with = "String")]
    pub(crate) request_id: RequestId,
}

/// Which requests.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ListRequests {
    /// Only those that are still open.
    #[serde(default)]
    pub(crate) open: bool,
    /// The value of `next` of the page before.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) after: Option<RequestId>,
}

/// Which assignments.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ListAssignments {
    /// Only those that give access now.
    #[serde(default)]
    pub(crate) in_force: bool,
    /// The value of `next` of the page before.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) after: Option<AssignmentId>,
}

/// A wish for a later end.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestExtension {
    /// The id of the assignment, as `list_my_assignments` tells it.
    #[serde(deserialize_with = "parse")]
    #[schemars(with = "String")]
    pub(crate) assignment_id: AssignmentId,
    /// Why you still need it, for the human who decides.
    pub(crate) justification: String,
    /// The wanted end as RFC 3339; as late as the policy gives when left out.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) until: Option<Timestamp>,
    /// How long to wait for the human's decision, 0 to 600 seconds.
    #[serde(default)]
    #[schemars(range(max = 600))]
    pub(crate) wait_seconds: u16,
}

/// Access to give back.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReturnAccess {
    /// The id of the assignment, as `list_my_assignments` tells it.
    #[serde(deserialize_with = "parse")]
    #[schemars(with = "String")]
    pub(crate) assignment_id: AssignmentId,
    /// Why you don't need it any more.
    #[serde(default)]
    pub(crate) justification: String,
}

/// A right.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OfRight {
    /// The group, application or directory role, by name or id.
    pub(crate) resource: String,
    /// The role on it: an app role's or scope's value, `member`, `active` or `eligible`. May be left out where there is only
    /// one.
    #[serde(default)]
    pub(crate) role: Option<String>,
    /// At which instant, as RFC 3339; now when left out.
    #[serde(default, deserialize_with = "parse_some")]
    #[schemars(with = "Option<String>")]
    pub(crate) at: Option<Timestamp>,
}

fn parse_some<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
    D: serde::Deserializer<'de>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}
