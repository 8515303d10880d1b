//! What goes back over the wire when something was done: a status, header fields and perhaps a body.

use serde_json::Value;

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Body {
    Nothing,
    Json(Value),
    Xml(String),
}

/// A request that was carried out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Body,
    /// Further header fields.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Answer {
    /// 200 with a body.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: 200, body: Body::Json(body), headers: Vec::new() }
    }

    /// 200 with a document.
    pub(crate) fn xml(document: String) -> Self {
        Self { status: 200, body: Body::Xml(document), headers: Vec::new() }
    }

    /// 201 with what was made.
    pub(crate) fn created(body: Value) -> Self {
        Self { status: 201, body: Body::Json(body), headers: Vec::new() }
    }

    /// Done, with nothing to tell.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, body: Body::Nothing, headers: Vec::new() }
    }
}
