//! What must hold of any text at all that comes to the door, as functions: property tests and fuzzers call the same ones. Built
//! for tests and with the feature `fuzzing`, never into the program.

#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "what is asked here is whether something breaks"
)]

use std::path::Path;

use chaperone_domain::id::{Id, TenantId};
use chaperone_domain::time::Timestamp;
use jsonwebtoken::{Algorithm, Header};
use serde_json::Value;
use uuid::Uuid;

use crate::graph::body::{Fields, Schedule, check_spelling};
use crate::graph::policy;
use crate::key::Keys;
use crate::problem::Problem;
use crate::query::{Query, expand, filter};
use crate::token::{self, GRAPH, Place};
use crate::{path, route};

const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);
const ISSUER: &str = "http://127.0.0.1:1/t/v2.0";
/// No sentence is longer, however long what it is about.
const LONGEST_SENTENCE: usize = 600;

fn is_readable_refusal(problem: &Problem) {
    assert_eq!(problem.status, 400, "{}", problem.message);
    let length = problem.message.chars().count();
    assert!(length <= LONGEST_SENTENCE, "{length} letters: {}", problem.message);
}

/// A query is refused in one sentence, or read; what was read is the same on the next page.
pub fn query(raw: &str) {
    match Query::parse(raw) {
        Err(problem) => is_readable_refusal(&problem),
        Ok(query) => {
            let next = Query::parse(&query.after("k")).expect("what was read can be read again");
            assert_eq!((&next.filter, &next.expand), (&query.filter, &query.expand));
            assert_eq!((&next.select, &next.order_by), (&query.select, &query.order_by));
            assert_eq!(next.limit(), query.limit());
            assert!(!next.wants_count());
        }
    }
}

/// A `$filter` is refused in one sentence, or read; a list then takes all of its comparisons or none.
pub fn filter(text: &str) {
    match filter::parse(text) {
        Err(problem) => is_readable_refusal(&problem),
        Ok(read) => match read.comparisons() {
            Err(problem) => is_readable_refusal(&problem),
            Ok(all) => assert!(!all.is_empty(), "a filter never filters nothing"),
        },
    }
}

/// An `$expand` is refused in one sentence, or read into names.
pub fn expand(text: &str) {
    match expand::parse(text) {
        Err(problem) => is_readable_refusal(&problem),
        Ok(read) => assert!(read.iter().all(|one| !one.name.is_empty())),
    }
}

/// A path is refused in one sentence, or leads to a route or nowhere.
pub fn path(raw: &str) {
    match path::parse(raw) {
        Err(problem) => is_readable_refusal(&problem),
        Ok(segments) => {
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let method = method.parse().expect("a method");
                if let route::Found::Route(found, keys) = route::find(&method, &segments) {
                    assert!(keys.keys().all(|key| found.template.contains(&format!("{{{key}}}"))));
                }
            }
        }
    }
}

/// A body is refused in one sentence, or read.
pub fn body(bytes: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else { return };
    let refused = |problem: Problem| {
        // An id that none can have names nothing.
        if problem.status != 404 {
            is_readable_refusal(&problem);
        }
    };
    if let Err(problem) = check_spelling(&body) {
        refused(problem);
    }
    let Ok(fields) = Fields::of(&body) else { return };
    match Schedule::read(fields, NOW) {
        Ok(schedule) => assert!(schedule.end_from(NOW).is_some() || schedule.duration.is_none()),
        Err(problem) => refused(problem),
    }
    if let Err(problem) = policy::read(fields) {
        refused(problem);
    }
}

/// A place where tokens are made and checked.
#[derive(Debug)]
pub struct Tokens {
    keys: Keys,
    issuers: [String; 1],
}

impl Tokens {
    /// With its keys in a folder.
    ///
    /// # Panics
    ///
    /// Where the folder can't be written.
    pub fn new(folder: &Path) -> Self {
        let keys = Keys::of(folder, tenant()).expect("keys");
        Self { keys, issuers: [ISSUER.to_owned()] }
    }

    fn place(&self) -> Place<'_> {
        Place {
            keys: &self.keys,
            tenant: tenant(),
            issuer: ISSUER,
            issuers: &self.issuers,
            now: NOW,
        }
    }

    /// A text that was not signed here is no token.
    pub fn foreign(&self, text: &str) {
        let refused = token::read(self.place(), text, GRAPH).expect_err("nobody signed this");
        assert_eq!(refused.status, 401);
    }

    /// Whatever was signed is refused, or says for whom it speaks, or that it says nothing.
    pub fn signed(&self, claims: &[u8]) {
        let Ok(claims) = serde_json::from_slice::<Value>(claims) else { return };
        // Installs the cipher.
        self.foreign("");
        let key = self.keys.signing(NOW).expect("a key");
        let header = Header { kid: Some(key.kid.clone()), ..Header::new(Algorithm::ES256) };
        let made = jsonwebtoken::encode(&header, &claims, &key.encoding()).expect("signed");
        match token::read(self.place(), &made, GRAPH) {
            Err(refused) => assert_eq!(refused.status, 401),
            Ok(read) => {
                assert!(read.exp > NOW.millis() / 1_000, "no token that ran out");
                if let Err(refused) = read.bearer() {
                    assert_eq!(refused.status, 401);
                }
            }
        }
    }
}

fn tenant() -> TenantId {
    TenantId::from_uuid(Uuid::from_u128(7))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Texts that are mostly of the grammar, so that they get far, with some that aren't.
    fn grammar(words: &'static [&'static str]) -> impl Strategy<Value = String> {
        let word = prop_oneof![
            8 => prop::sample::select(words).prop_map(str::to_owned),
            1 => "\\PC{0,3}",
        ];
        prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
    }

    const FILTER: &[&str] = &[
        "state",
        " eq ",
        " ne ",
        " ge ",
        "'x'",
        "'",
        "''",
        "(",
        ")",
        ",",
        " and ",
        " or ",
        "not ",
        "startswith(",
        "a/b",
        "2026-01-05T08:00:00Z",
        "null",
        "true",
        " ",
        " in ",
        "/any(",
    ];
    const EXPAND: &[&str] =
        &["a", "target", "($expand=", "($select=", "(", ")", ",", ";", "=", "$", " ", "/", "$top="];
    const PATH: &[&str] = &[
        "/",
        "v1.0",
        "identityGovernance",
        "entitlementManagement",
        "assignments",
        "users",
        "filterByCurrentUser",
        "(on='target')",
        "('1')",
        "(",
        ")",
        "'",
        "''",
        "=",
        ",",
        "%27",
        "%2F",
        "%",
        "%00",
        "$ref",
        "microsoft.graph.agentIdentity",
        "..",
    ];
    const QUERY: &[&str] = &[
        "$filter=",
        "$expand=",
        "$select=",
        "$orderby=",
        "$top=",
        "$count=",
        "$skiptoken=",
        "&",
        "=",
        "%24",
        "+",
        "1",
        "-1",
        "99999999999",
        "true",
        "state eq 'a'",
        "a($expand=b)",
        "a desc",
        "%",
    ];

    /// Any second at all, and more often one about now.
    fn instant() -> impl Strategy<Value = i64> {
        let now = NOW.millis() / 1_000;
        prop_oneof![any::<i64>(), now - 700..now + 700]
    }

    /// JSON whose names are those that bodies have, with values of every kind.
    fn json_body() -> impl Strategy<Value = Value> {
        let name = prop::sample::select(vec![
            "schedule",
            "startDateTime",
            "stopDateTime",
            "expiration",
            "endDateTime",
            "duration",
            "type",
            "recurrence",
            "allowedTargetScope",
            "requestApprovalSettings",
            "stages",
            "requestorSettings",
            "onBehalfRequestors",
            "@odata.type",
            "specificAllowedTargets",
            "primaryApprovers",
            "managerLevel",
            "durationBeforeAutomaticDenial",
            "isApprovalRequiredForAdd",
            "snake_case",
            "displayName",
            "groupId",
            "userId",
        ]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "\\PC{0,20}".prop_map(Value::from),
            prop::sample::select(vec![
                "P14D",
                "P1Y",
                "PT0S",
                "P99999999999999999D",
                "-P1D",
                "afterDuration",
                "afterDateTime",
                "noExpiration",
                "9999-12-31T23:59:59Z",
                "0000-01-01T00:00:00Z",
                "2026-01-05T08:00:00+14:00",
                "+262142-12-31T23:59:59Z",
                "#microsoft.graph.singleUser",
                "#microsoft.graph.requestorManager",
                "allDirectoryAgentIdentities",
            ])
            .prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(name.clone(), inner, 0..6).prop_map(|fields| {
                    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
                }),
            ]
        })
    }

    #[test]
    fn no_sentence_is_as_long_as_what_it_is_about() {
        let long = "x".repeat(100_000);
        for text in [
            format!("{long} eq"),
            format!("{long}(a,'b')"),
            format!("a {long} 'b'"),
            format!("'{long}'"),
        ] {
            filter(&text);
        }
        for text in [format!("a({long}=1)"), format!("({long}"), format!("{long} {long}")] {
            expand(&text);
        }
        for text in [format!("{long}=1"), format!("$orderby={long}+a+b"), format!("$top={long}")] {
            query(&text);
        }
        for text in [
            json!({ format!("a_{long}"): 1 }),
            json!({ "schedule": { "startDateTime": long } }),
            json!({ "schedule": { "expiration": { "duration": long } } }),
            json!({ "schedule": { "expiration": { "type": long } } }),
            json!({ "expiration": { "type": long } }),
            json!({ "allowedTargetScope": long }),
            json!({ "requestorSettings": { "onBehalfRequestors": [{ "@odata.type": long }] } }),
        ] {
            body(text.to_string().as_bytes());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_filter_is_read_or_refused(text in grammar(FILTER)) {
            filter(&text);
        }

        #[test]
        fn any_expand_is_read_or_refused(text in grammar(EXPAND)) {
            expand(&text);
        }

        #[test]
        fn any_query_is_read_or_refused_and_its_next_page_asks_the_same(text in grammar(QUERY)) {
            query(&text);
        }

        #[test]
        fn any_path_leads_somewhere_or_nowhere(text in grammar(PATH)) {
            path(&text);
        }

        #[test]
        fn any_body_is_read_or_refused(given in json_body()) {
            body(given.to_string().as_bytes());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_that_was_not_signed_here_is_a_token(text in "[A-Za-z0-9_.=-]{0,200}|\\PC{0,60}") {
            let folder = tempfile::tempdir().unwrap();
            Tokens::new(folder.path()).foreign(&text);
        }

        #[test]
        fn whatever_claims_were_signed_no_token_outlives_its_end(
            exp in instant(), nbf in instant(), kind in "app|user|\\PC{0,5}", id in "\\PC{0,40}",
        ) {
            let folder = tempfile::tempdir().unwrap();
            let claims = json!({
                "aud": GRAPH, "iss": ISSUER, "iat": 0, "nbf": nbf, "exp": exp, "tid": tenant().to_string(),
                "oid": id, "sub": id, "azp": id, "appid": id, "idtyp": kind, "sid": id, "ver": "2.0", "uti": id,
            });
            Tokens::new(folder.path()).signed(claims.to_string().as_bytes());
        }
    }
}
