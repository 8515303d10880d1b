//! Query options as OData writes them: `$filter`, `$expand`, `$select`, `$orderby`, `$top`, `$count`, `$skiptoken`. Read by a
//! grammar, never by searching for words. What an option means for a list is said where the list is; an option, a property
//! or a part of a filter that isn't known there is refused by name, so that no answer is ever wider than what was asked.

pub(crate) mod expand;
pub(crate) mod filter;

use serde_json::{Map, Value};

use crate::problem::{Problem, shown};
use expand::Expand;
use filter::Expression;

/// The rows of a page unless `$top` says otherwise.
const PAGE: u32 = 100;
/// The most rows of a page; a larger `$top` is capped, as Graph does.
pub(crate) const LARGEST_PAGE: u32 = 500;

/// The query options of a call.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Query {
    given: Vec<(String, String)>,
    pub(crate) filter: Option<Expression>,
    pub(crate) expand: Vec<Expand>,
    pub(crate) select: Vec<String>,
    pub(crate) order_by: Vec<Order>,
    top: Option<u32>,
    pub(crate) count: bool,
    pub(crate) skip_token: Option<String>,
}

/// One property to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) path: String,
    pub(crate) descending: bool,
}

impl Query {
    /// Reads the options. They may be written with or without their `$`, as OData 4.01 allows.
    pub(crate) fn parse(raw: &str) -> Result<Self, Problem> {
        let mut query = Self::default();
        for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
            let name = format!("${}", name.trim_start_matches('$').to_ascii_lowercase());
            if query.given.iter().any(|(known, _)| *known == name) {
                return Err(Problem::bad(format!("{name} is given twice; give it once.")));
            }
            match name.as_str() {
                "$filter" => query.filter = Some(filter::parse(&value)?),
                "$expand" => query.expand = expand::parse(&value)?,
                "$select" => query.select = names(&value),
                "$orderby" => query.order_by = orders(&value)?,
                "$top" => query.top = Some(number(&name, &value)?),
                "$count" => query.count = truth(&name, &value)?,
                "$skiptoken" => query.skip_token = Some(value.to_string()),
                _ => {
                    let name = shown(name.trim_start_matches('$'));
                    return Err(Problem::unsupported(format!("The query option '{name}'")));
                }
            }
            query.given.push((name, value.into_owned()));
        }
        Ok(query)
    }

    /// Refuses the options that a route doesn't know.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Problem::unsupported(name)),
            None => Ok(()),
        }
    }

    /// How many rows a page has.
    pub(crate) fn limit(&self) -> u32 {
        self.top.unwrap_or(PAGE).min(LARGEST_PAGE)
    }

    /// Whether the total is wanted: on the first page only.
    pub(crate) fn wants_count(&self) -> bool {
        self.count && self.skip_token.is_none()
    }

    /// The query of the next page: the same options, from after a row on.
    pub(crate) fn after(&self, token: &str) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.given.iter().filter(|(name, _)| name != "$skiptoken") {
            text.append_pair(name, value);
        }
        text.append_pair("$skiptoken", token);
        text.finish()
    }

    /// What a property is expanded with, if it is.
    pub(crate) fn expanded(&self, name: &str) -> Option<&Expand> {
        expand::find(&self.expand, name)
    }

    /// Refuses a selected property that a type doesn't have.
    pub(crate) fn check_select(&self, properties: &[&str]) -> Result<(), Problem> {
        let is_known =
            |name: &String| properties.iter().any(|known| known.eq_ignore_ascii_case(name));
        match self.select.iter().find(|name| !is_known(name)) {
            Some(name) => {
                let name = shown(name);
                Err(Problem::bad(format!("There is no property '{name}' here to $select.")))
            }
            None => Ok(()),
        }
    }

    /// Leaves of an object what was selected and expanded.
    pub(crate) fn selected(&self, object: Map<String, Value>) -> Value {
        if self.select.is_empty() {
            return Value::Object(object);
        }
        let is_wanted = |name: &str| {
            name.starts_with('@')
                || self.select.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
                || self.expanded(name).is_some()
        };
        Value::Object(object.into_iter().filter(|(name, _)| is_wanted(name)).collect())
    }

    /// Accepts only the order in which a list comes by itself.
    pub(crate) fn check_order(&self, natural: &[(&str, bool)]) -> Result<(), Problem> {
        let fits = self.order_by.len() <= natural.len()
            && self.order_by.iter().zip(natural).all(|(order, (path, descending))| {
                order.path.eq_ignore_ascii_case(path) && order.descending == *descending
            });
        if fits {
            return Ok(());
        }
        let words: Vec<_> = natural
            .iter()
            .map(|(path, descending)| format!("{path}{}", if *descending { " desc" } else { "" }))
            .collect();
        let message = format!("This list is only sorted by '{}'.", words.join(","));
        Err(Problem::new(400, "not_supported", message))
    }
}

fn names(value: &str) -> Vec<String> {
    value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn orders(value: &str) -> Result<Vec<Order>, Problem> {
    names(value)
        .into_iter()
        .map(|item| {
            let mut words = item.split_whitespace();
            let path = words.next().unwrap_or_default().to_owned();
            let descending = match (words.next(), words.next()) {
                (None, _) => false,
                (Some(word), None) if word.eq_ignore_ascii_case("asc") => false,
                (Some(word), None) if word.eq_ignore_ascii_case("desc") => true,
                _ => {
                    let item = shown(&item);
                    let message = format!("$orderby can't read '{item}'; write 'name desc'.");
                    return Err(Problem::bad(message));
                }
            };
            Ok(Order { path, descending })
        })
        .collect()
}

fn number(name: &str, value: &str) -> Result<u32, Problem> {
    let given: Option<u32> = value.parse().ok();
    given
        .filter(|number| *number > 0)
        .ok_or_else(|| Problem::bad(format!("{name} has to be a whole number from 1 on.")))
}

fn truth(name: &str, value: &str) -> Result<bool, Problem> {
    match value.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::bad(format!("{name} has to be true or false."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn options_are_read_encoded_or_not_and_with_or_without_their_sign() {
        let query = Query::parse("$top=5&%24expand=target&count=true&$select=id,%20state").unwrap();
        assert_eq!((query.limit(), query.count), (5, true));
        assert_eq!(query.expand[0].name, "target");
        assert_eq!(query.select, ["id", "state"]);
        assert_eq!(Query::parse("").unwrap().limit(), PAGE);
        assert_eq!(Query::parse("$top=100000").unwrap().limit(), LARGEST_PAGE);
    }

    #[test]
    fn an_unknown_option_a_doubled_one_and_nonsense_are_refused_by_name() {
        for (raw, named) in [
            ("$skip=5", "skip"),
            ("$search=x", "search"),
            ("surprise=x", "surprise"),
            ("$top=1&top=2", "$top"),
            ("$top=-1", "$top"),
            ("$top=0", "$top"),
            ("$count=perhaps", "$count"),
            ("$orderby=a b c", "a b c"),
        ] {
            let problem = Query::parse(raw).unwrap_err();
            assert_eq!(problem.status, 400, "{raw}");
            assert!(problem.message.contains(named), "{raw}: {}", problem.message);
        }
        let query = Query::parse("$top=1&$filter=a eq 1").unwrap();
        assert!(query.only(&["$top", "$filter"]).is_ok());
        assert!(query.only(&["$top"]).unwrap_err().message.contains("$filter"));
    }

    #[test]
    fn the_next_page_keeps_the_options_and_counts_no_more() {
        let query = Query::parse("$filter=state eq 'Delivered'&$count=true&$skiptoken=a").unwrap();
        let next = Query::parse(&query.after("b")).unwrap();
        assert_eq!(next.filter, query.filter);
        assert_eq!(next.skip_token.as_deref(), Some("b"));
        assert!(!next.wants_count());
    }

    #[test]
    fn only_what_is_selected_or_expanded_is_left() {
        let query = Query::parse("$select=ID&$expand=target").unwrap();
        let object = json!({ "id": 1, "state": 2, "target": 3, "@odata.type": 4 });
        let Value::Object(object) = object else { return };
        assert_eq!(query.selected(object), json!({ "id": 1, "target": 3, "@odata.type": 4 }));
        assert!(query.check_select(&["id", "state"]).is_ok());
        assert!(query.check_select(&["state"]).unwrap_err().message.contains("'ID'"));
    }

    #[test]
    fn only_a_lists_own_order_is_taken() {
        let natural = [("createdDateTime", true), ("id", true)];
        let check = |raw| Query::parse(raw).unwrap().check_order(&natural);
        assert!(check("").is_ok());
        assert!(check("$orderby=createdDateTime desc").is_ok());
        assert!(check("$orderby=createdDateTime").is_err());
        assert!(check("$orderby=state desc").is_err());
    }
}
