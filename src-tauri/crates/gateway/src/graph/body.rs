//! Reading Graph's bodies: names in either spelling that Graph's clients send, instants with any offset, and the spelling that
//! Graph's own Python samples print by mistake, which is refused with the right one. Unknown properties are ignored, as Graph
//! does.

use chaperone_commands::wire::{Length, When, Wire};
use chaperone_domain::time::{Span, Timestamp};
use serde_json::{Map, Value};

use crate::problem::{Problem, shown};

/// How far behind a wanted start may lie and still mean "now": clients send the instant at which they ask.
const NOW: Span = Span::from_millis(5 * 60 * 1_000);

/// Refuses properties in snake case, wherever they stand: what Graph wouldn't know must not get lost silently.
pub(crate) fn check_spelling(body: &Value) -> Result<(), Problem> {
    match body {
        Value::Object(fields) => fields.iter().try_for_each(|(name, value)| {
            if name.contains('_') && !name.contains('@') && !name.contains('.') {
                let (right, name) = (shown(&camel_case(name)), shown(name));
                let message = format!("There is no property '{name}'; write it as '{right}'.");
                return Err(Problem::bad(message));
            }
            check_spelling(value)
        }),
        Value::Array(items) => items.iter().try_for_each(check_spelling),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_').filter(|word| !word.is_empty());
    let mut right = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        right.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        right.push_str(letters.as_str());
    }
    right
}

/// An object of a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'b>(Option<&'b Map<String, Value>>);

impl<'b> Fields<'b> {
    /// The body itself, which has to be an object.
    pub(crate) fn of(body: &'b Value) -> Result<Self, Problem> {
        match body {
            Value::Object(fields) => Ok(Self(Some(fields))),
            _ => Err(Problem::bad("The body has to be a JSON object.")),
        }
    }

    /// The first of these properties that is there and isn't null.
    fn value(self, names: &[&str]) -> Option<&'b Value> {
        let fields = self.0?;
        names.iter().find_map(|name| fields.get(*name)).filter(|value| !value.is_null())
    }

    /// Whether a property is there and isn't null.
    pub(crate) fn given(self, name: &str) -> bool {
        self.value(&[name]).is_some()
    }

    /// An object in it; empty when it is missing.
    pub(crate) fn object(self, names: &[&str]) -> Result<Self, Problem> {
        match self.value(names) {
            None => Ok(Self(None)),
            Some(Value::Object(fields)) => Ok(Self(Some(fields))),
            Some(_) => Err(wrong(names, "an object")),
        }
    }

    /// A text in it.
    pub(crate) fn text(self, names: &[&str]) -> Result<Option<&'b str>, Problem> {
        match self.value(names) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(names, "a text")),
        }
    }

    /// A yes or no in it.
    pub(crate) fn truth(self, names: &[&str]) -> Result<Option<bool>, Problem> {
        match self.value(names) {
            None => Ok(None),
            Some(Value::Bool(truth)) => Ok(Some(*truth)),
            Some(_) => Err(wrong(names, "true or false")),
        }
    }

    /// A list in it; empty when it is missing.
    pub(crate) fn list(self, names: &[&str]) -> Result<&'b [Value], Problem> {
        match self.value(names) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(wrong(names, "a list")),
        }
    }

    /// An instant in it.
    pub(crate) fn instant(self, names: &[&str]) -> Result<Option<Timestamp>, Problem> {
        let read = |text: &str| {
            text.parse().map_err(|wrong: chaperone_domain::time::NotAnInstant| {
                Problem::bad(format!("{}: {wrong}.", names[0]))
            })
        };
        self.text(names)?.map(read).transpose()
    }

    /// A length of time in it.
    pub(crate) fn span(self, names: &[&str]) -> Result<Option<Span>, Problem> {
        let read = |text: &str| {
            text.parse().map_err(|wrong: chaperone_domain::time::NotASpan| {
                Problem::bad(format!("{}: {wrong}.", names[0]))
            })
        };
        self.text(names)?.map(read).transpose()
    }
}

fn wrong(names: &[&str], wanted: &str) -> Problem {
    Problem::bad(format!("'{}' has to be {wanted}.", names.first().copied().unwrap_or_default()))
}

/// When access is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Schedule {
    /// From when; nothing for at once.
    pub(crate) start: Option<When>,
    /// For how long.
    pub(crate) duration: Option<Length>,
    /// Until when.
    pub(crate) end: Option<When>,
}

impl Schedule {
    /// Reads `schedule`, or the one inside an assignment, where Graph calls the end `stopDateTime`.
    pub(crate) fn read(body: Fields<'_>, now: Timestamp) -> Result<Self, Problem> {
        let schedule = body.object(&["schedule"])?;
        let start = schedule.instant(&["startDateTime"])?;
        if schedule.value(&["recurrence"]).is_some() {
            return Err(Problem::unsupported("A recurring schedule"));
        }
        let expiration = schedule.object(&["expiration"])?;
        let kind = expiration.text(&["type"])?.unwrap_or("notSpecified").to_ascii_lowercase();
        let stop = schedule.instant(&["stopDateTime"])?;
        let end = expiration.instant(&["endDateTime"])?.or(stop);
        let duration = expiration.span(&["duration"])?;
        let (duration, end) = match kind.as_str() {
            "afterduration" => (duration, None),
            "afterdatetime" => (None, end),
            "notspecified" => (duration, end),
            "noexpiration" => (None, None),
            _ => {
                return Err(Problem::unsupported(format!(
                    "The expiration type '{}'",
                    shown(&kind)
                )));
            }
        };
        Ok(Self {
            start: start.filter(|start| *start < now.minus(NOW) || *start > now).map(Wire),
            duration: duration.map(Wire),
            end: end.map(Wire),
        })
    }

    /// The end that is wanted, counted from a start.
    pub(crate) fn end_from(self, start: Timestamp) -> Option<When> {
        self.end.or_else(|| self.duration.map(|span| Wire(start.plus(span.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const AT: Timestamp = Timestamp::from_millis(1_767_600_000_000);

    #[test]
    fn snake_case_is_refused_with_the_right_spelling_wherever_it_stands() {
        let body = json!({ "assignment": { "target_id": "x" } });
        assert!(check_spelling(&body).unwrap_err().message.contains("'targetId'"));
        let body = json!([{ "a": [{ "assignment_policy_id": 1 }] }]);
        assert!(check_spelling(&body).unwrap_err().message.contains("'assignmentPolicyId'"));
        let body = json!({ "@odata.type": "#x_y", "sponsors@odata.bind": [], "text": "a_b" });
        assert!(check_spelling(&body).is_ok(), "only names are looked at");
    }

    #[test]
    fn a_schedule_is_read_as_every_client_writes_it() {
        let read = |schedule: Value| {
            Schedule::read(Fields::of(&json!({ "schedule": schedule })).unwrap(), AT)
        };
        let by_date = json!({ "startDateTime": null, "recurrence": null, "expiration": {
            "endDateTime": "2026-02-04T10:00:00+02:00", "duration": null, "type": "afterDateTime" } });
        let end: Timestamp = "2026-02-04T08:00:00Z".parse().unwrap();
        assert_eq!(read(by_date).unwrap().end, Some(Wire(end)));
        let by_span = json!({ "expiration": { "duration": "P30D", "type": "AfterDuration" } });
        let by_span = read(by_span).unwrap();
        assert_eq!(by_span.end_from(AT), Some(Wire(AT.plus(Span::days(30)))));
        assert_eq!(read(Value::Null).unwrap(), Schedule::default());
        assert!(read(json!({ "recurrence": {} })).is_err());
        assert!(read(json!({ "expiration": { "type": "sometime" } })).is_err());
        assert!(read(json!({ "expiration": { "duration": "P1Y" } })).is_err());
    }

    #[test]
    fn a_start_that_is_now_is_at_once_and_one_long_past_is_told_to_the_rule() {
        let read = |start: Timestamp| {
            let body = json!({ "schedule": { "startDateTime": start.to_string() } });
            Schedule::read(Fields::of(&body).unwrap(), AT).unwrap().start
        };
        assert_eq!(read(AT), None);
        assert_eq!(read(AT.minus(NOW)), None);
        let past = AT.minus(NOW).minus(Span::from_millis(1));
        assert_eq!(read(past), Some(Wire(past)));
        let later = AT.plus(Span::from_millis(1));
        assert_eq!(read(later), Some(Wire(later)));
    }
}
