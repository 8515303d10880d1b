//! Graph's `directoryAudit`: the history in the form in which it is exported too; the newest first, unless `$orderby` says
//! otherwise.

use chaperone_commands::view::audit::AuditFilter;
use chaperone_commands::view::export::{AuditExport, ExportAudit};
use chaperone_commands::wire::Wire;
use chaperone_domain::audit::AuditForm;
use chaperone_domain::time::{Span, Timestamp};
use serde_json::Value;

use super::list;
use crate::answer::Answer;
use crate::call::Call;
use crate::problem::Problem;
use crate::query::filter::Comparison;

/// `GET auditLogs/directoryAudits`.
pub(crate) fn list_all(call: &Call<'_>) -> Result<Answer, Problem> {
    let is_upwards = call.query.check_order(&[("activityDateTime", false)]).is_ok()
        && !call.query.order_by.is_empty();
    if !is_upwards {
        call.query.check_order(&[("activityDateTime", true)])?;
    }
    let mut filter = AuditFilter::default();
    if let Some(expression) = &call.query.filter {
        for comparison in expression.comparisons()? {
            add(&mut filter, comparison)?;
        }
    }
    let odd = |_| Problem::bad("This $skiptoken can't be read; begin at the first page again.");
    let after = call.query.skip_token.as_deref().map(str::parse).transpose().map_err(odd)?;
    let ask = ExportAudit {
        filter,
        form: Wire(AuditForm::DirectoryAudit),
        // Numbers begin at 1: a part after 0 is the first, and has no head of a file.
        after: Some(after.unwrap_or(0)),
        limit: Some(call.query.limit()),
        newest_first: !is_upwards,
    };
    let part: AuditExport = call.run("export_audit", ask)?;
    let rows = records(&part.text)?;
    Ok(list::collection(
        call,
        "auditLogs/directoryAudits",
        rows,
        part.next.map(|seq| seq.to_string()),
        None,
    ))
}

/// The records of a part: one on each line.
fn records(text: &str) -> Result<Vec<Value>, Problem> {
    let broken =
        |_| Problem::new(503, "unreadable", "The history could not be written; try again.");
    text.lines()
        .map(|line| line.trim_end_matches(','))
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).map_err(broken))
        .collect()
}

fn add(filter: &mut AuditFilter, comparison: &Comparison) -> Result<(), Problem> {
    let after = |at: Timestamp| at.plus(Span::from_millis(1));
    if comparison.is_of("activityDateTime") {
        let text = comparison.value.text().ok_or_else(|| comparison.unsupported())?;
        let at: Timestamp =
            text.parse().map_err(|wrong: chaperone_domain::time::NotAnInstant| {
                Problem::bad(format!("{wrong}."))
            })?;
        let (end, at) = match comparison.operator.as_str() {
            "ge" => (&mut filter.from, at),
            "gt" => (&mut filter.from, after(at)),
            "lt" => (&mut filter.to, at),
            "le" => (&mut filter.to, after(at)),
            _ => return Err(comparison.unsupported()),
        };
        if end.replace(Wire(at)).is_some() {
            return Err(Problem::unsupported("The same end of activityDateTime twice"));
        }
        Ok(())
    } else if comparison.is_of("initiatedBy/user/id") && filter.actor_id.is_none() {
        filter.actor_id = Some(comparison.id()?);
        Ok(())
    } else {
        Err(comparison.unsupported())
    }
}
