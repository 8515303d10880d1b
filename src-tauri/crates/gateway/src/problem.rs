//! What is answered when something isn't done: Graph's error body with the codes of our refusals, and the status that a
//! client branches on. Which rule refused is no business of this file.

use chaperone_commands::{Failure, FailureKind};
use chaperone_domain::time::Timestamp;
use serde_json::{Value, json};

/// A request that was not carried out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    /// The property of what was sent that it speaks of, where it speaks of one.
    pub(crate) target: Option<&'static str>,
    pub(crate) details: Value,
    /// Header fields that belong to the status: `retry-after`, `allow`, `www-authenticate`.
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// Refusals that are a conflict with how things stand, rather than with what was asked.
const CONFLICTS: &[&str] = &[
    "already_assigned",
    "already_decided",
    "already_requested",
    "access_ended",
    "agent_already_so",
    "assignment_ended",
    "decision_too_late",
    "earlier_stage_open",
    "email_taken",
    "extension_open",
    "incompatible_group",
    "incompatible_package",
    "name_taken",
    "request_changed",
    "request_closed",
    "request_not_failed",
    "reprocess_too_late",
    "stage_not_open",
];
/// Refusals that are about who asks.
const FORBIDDEN: &[&str] = &[
    "agent_out_of_force",
    "delegation_over",
    "forbidden",
    "not_approver",
    "not_for_agents",
    "own_request",
    "passphrase_must_change",
    "requestor_not_permitted",
];

/// The property in which Graph's bodies have what a field of ours holds. What they have in several, or in none, has no name.
fn property(field: &str) -> Option<&'static str> {
    Some(match field {
        "answers" => "answers",
        "description" => "description",
        "displayName" => "displayName",
        "expiration" => "expiration",
        "justification" => "justification",
        "questions" => "questions",
        "requestorSettings" => "requestorSettings",
        "sponsors" => "sponsors",
        "policyId" => "assignment",
        "startAt" | "duration" | "endAt" | "endsAt" | "until" => "schedule",
        "specificTargets" | "specificTargetGroups" => "specificAllowedTargets",
        "stages" => "requestApprovalSettings",
        _ => return None,
    })
}

/// As much of what was sent as a sentence about it can hold.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

impl Problem {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
            target: None,
            details: Value::Null,
            headers: Vec::new(),
        }
    }

    /// A request that can't be understood, or that asks for what isn't offered.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "bad_request", message)
    }

    /// A query option, or a part of one, that this route doesn't know. Never answered as if it weren't there.
    pub(crate) fn unsupported(what: impl std::fmt::Display) -> Self {
        Self::new(400, "not_supported", format!("{what} is not supported here; leave it out."))
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "not_found", "There is nothing at this address; check the path.")
    }

    /// No token, or one that is worth nothing.
    pub(crate) fn unauthenticated(message: impl Into<String>) -> Self {
        let mut problem = Self::new(401, "unauthenticated", message);
        problem.headers.push((
            "www-authenticate",
            "Bearer realm=\"chaperone\", error=\"invalid_token\"".to_owned(),
        ));
        problem
    }

    /// Too much at once; the client waits.
    pub(crate) fn too_many(wait_ms: i64) -> Self {
        let seconds = wait_ms.max(1).saturating_add(999) / 1_000;
        let mut problem = Self::new(
            429,
            "too_many_requests",
            format!("That was too much at once; try again in {seconds} seconds."),
        );
        problem.headers.push(("retry-after", seconds.to_string()));
        problem
    }

    /// A failure to let somebody in: whatever the reason, the token is worth nothing.
    pub(crate) fn not_let_in(failure: Failure, now: Timestamp) -> Self {
        match failure.code.as_str() {
            "door_closed" => Self::new(503, &failure.code, failure.message),
            "sign_in_delayed" => {
                let until = failure.details["tryAgainAt"].as_str().and_then(|at| at.parse().ok());
                let wait = until.map_or(1_000, |until: Timestamp| until.since(now).millis());
                Self { code: failure.code, message: failure.message, ..Self::too_many(wait) }
            }
            _ if failure.kind == FailureKind::CouldNot => failure.into(),
            _ => Self { code: failure.code, ..Self::unauthenticated(failure.message) },
        }
    }

    /// Graph's error body.
    pub(crate) fn body(
        &self,
        request_id: &str,
        client_request_id: Option<&str>,
        at: Timestamp,
    ) -> Value {
        let mut inner = json!({
            "date": at.to_utc().format("%Y-%m-%dT%H:%M:%S").to_string(),
            "request-id": request_id,
        });
        if let Some(id) = client_request_id {
            inner["client-request-id"] = id.into();
        }
        if !self.details.is_null() {
            inner["details"] = self.details.clone();
        }
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(target) = self.target {
            error["target"] = target.into();
        }
        error["innerError"] = inner;
        json!({ "error": error })
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let code = failure.code.as_str();
        let status = match failure.kind {
            FailureKind::Usage => 400,
            FailureKind::NotFound => 404,
            FailureKind::NotSignedIn => return Self::unauthenticated(failure.message),
            FailureKind::CouldNot => 503,
            FailureKind::Refused if CONFLICTS.contains(&code) => 409,
            FailureKind::Refused if FORBIDDEN.contains(&code) => 403,
            FailureKind::Refused => 400,
        };
        let mut problem = Self::new(status, code, failure.message);
        problem.target = failure.saying.field.as_deref().and_then(property);
        problem.details = failure.details;
        if status == 503 {
            problem.headers.push(("retry-after", "1".to_owned()));
        }
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_waits_is_told_for_how_many_whole_seconds() {
        for (millis, seconds) in [(0, "1"), (1, "1"), (1_000, "1"), (1_001, "2")] {
            assert_eq!(Problem::too_many(millis).headers[0].1, seconds, "{millis} ms");
        }
    }

    #[test]
    fn what_speaks_of_a_field_names_the_property_that_graph_has_for_it() {
        let target = |field: &str| {
            let failure = Failure::refused_because("refused", "No.").at(field);
            let body = Problem::from(failure).body("r", None, Timestamp::from_millis(0));
            body["error"].get("target").cloned()
        };
        assert_eq!(target("justification"), Some(json!("justification")));
        assert_eq!(target("endAt"), Some(json!("schedule")));
        assert_eq!(target("stages"), Some(json!("requestApprovalSettings")));
        assert_eq!(target("extension"), None, "Graph says it by two properties");
    }

    #[test]
    fn an_error_is_written_as_graph_writes_it() {
        let at = Timestamp::from_millis(1_767_600_000_000);
        let body = Problem::bad("No.").body("r", Some("c"), at);
        assert_eq!(
            body,
            json!({ "error": { "code": "bad_request", "message": "No.", "innerError": {
                "date": "2026-01-05T08:00:00", "request-id": "r", "client-request-id": "c",
            } } })
        );
    }
}
