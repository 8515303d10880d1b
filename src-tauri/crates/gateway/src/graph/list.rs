//! Collections as OData writes them, a page at a time by key.

use std::str::FromStr;

use chaperone_commands::wire::{Wire, WireText};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;

/// The options of a list that is always whole.
pub(crate) const WHOLE: &[&str] = &["$top", "$count", "$select", "$orderby"];
/// The options of a list that comes in pages, with a filter and expansions.
pub(crate) const FULL_LIST: &[&str] =
    &["$top", "$count", "$skiptoken", "$select", "$orderby", "$filter", "$expand"];
/// The options of one thing.
pub(crate) const ONE: &[&str] = &["$select", "$expand"];

/// A page of a collection. `next` is the key of its last row when there may be more.
pub(crate) fn collection(
    call: &Call<'_>,
    context: &str,
    rows: Vec<Value>,
    next: Option<String>,
    total: Option<u32>,
) -> Answer {
    let mut body = json!({ "@odata.context": call.context(context) });
    if let Some(total) = total {
        body["@odata.count"] = total.into();
    }
    if let Some(next) = next {
        let (base, path) = (call.base(), &call.incoming.path);
        body["@odata.nextLink"] = format!("{base}{path}?{}", call.query.after(&next)).into();
    }
    body["value"] = rows.into();
    Answer::ok(body)
}

/// A collection that is always whole. One who asks for less gets all of it, as `$top` allows.
pub(crate) fn whole(call: &Call<'_>, context: &str, rows: Vec<Value>) -> Answer {
    let total = u32::try_from(rows.len()).ok().filter(|_| call.query.wants_count());
    collection(call, context, rows, None, total)
}

/// The key after which a page begins.
pub(crate) fn after<I: WireText + FromStr>(call: &Call<'_>) -> Result<Option<Wire<I>>, Problem> {
    let odd = |_| Problem::bad("This $skiptoken can't be read; begin at the first page again.");
    call.query.skip_token.as_deref().map(|token| token.parse().map(Wire).map_err(odd)).transpose()
}

/// An id of a path, as the commands want it.
pub(crate) fn id<I: WireText + FromStr>(text: &str) -> Result<Wire<I>, Problem> {
    // An id that none can have names nothing.
    text.parse().map(Wire).map_err(|_| Problem::not_found())
}

/// One thing, with the context of its collection.
pub(crate) fn one(call: &Call<'_>, context: &str, thing: Value) -> Value {
    let mut thing = thing;
    thing["@odata.context"] = call.context(&format!("{context}/$entity")).into();
    thing
}
