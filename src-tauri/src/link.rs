//! Links to what lies in a workspace: `chaperone://assignment/ID`. A link says where to go and nothing else: it opens no
//! workspace, signs nobody in and changes nothing, because anybody can write one.

use std::str::FromStr;

use chaperone_domain::id::{AgentId, AssignmentId, RequestId};

/// How every link begins.
const SCHEME: &str = "chaperone://";
/// As much of a wrong link as a sentence can hold.
const QUOTED: usize = 80;

/// What is no link of ours, as far as a sentence can hold it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoLink(pub(crate) String);

/// The page that a link leads to.
pub(crate) fn route(link: &str) -> Result<String, NoLink> {
    let wrong =
        || NoLink(link.chars().filter(|letter| !letter.is_control()).take(QUOTED).collect());
    let rest = strip_scheme(link.trim()).ok_or_else(wrong)?;
    let (thing, id) = rest.trim_end_matches('/').split_once('/').ok_or_else(wrong)?;
    let page = match thing.to_ascii_lowercase().as_str() {
        "assignment" => page::<AssignmentId>("assignments", id),
        "request" => page::<RequestId>("requests", id),
        "approval" => page::<RequestId>("approvals", id),
        "agent" => page::<AgentId>("agents", id),
        _ => None,
    };
    page.ok_or_else(wrong)
}

/// Programs may write a scheme in any case.
fn strip_scheme(link: &str) -> Option<&str> {
    let (scheme, rest) = link.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

fn page<I: FromStr + ToString>(place: &str, id: &str) -> Option<String> {
    id.parse::<I>().ok().map(|id| format!("/{place}/{}", id.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01939c2e-7f00-7000-8000-000000000001";

    #[test]
    fn each_kind_of_link_leads_to_its_page() {
        for (thing, place) in [
            ("assignment", "assignments"),
            ("request", "requests"),
            ("agent", "agents"),
            ("approval", "approvals"),
        ] {
            let page = Ok(format!("/{place}/{ID}"));
            assert_eq!(route(&format!("chaperone://{thing}/{ID}")), page);
            assert_eq!(
                route(&format!(" Chaperone://{thing}/{ID}/\n")),
                page,
                "as programs hand it on"
            );
        }
    }

    #[test]
    fn anything_else_is_no_link_and_is_quoted_in_short() {
        for link in [
            "",
            "chaperone:",
            "chaperone://",
            "chaperone://agent",
            "chaperone://agent/",
            "chaperone://agent/1",
            "chaperone://agent/../settings",
            &format!("chaperone://agent/{ID}/more"),
            &format!("chaperone://agent/{ID}?x=1"),
            &format!("chaperone://person/{ID}"),
            &format!("https://agent/{ID}"),
            "chaperoné://agent/x",
            &"x".repeat(10_000),
        ] {
            let NoLink(shown) = route(link).expect_err(link);
            assert!(link.starts_with(&shown) && shown.chars().count() <= QUOTED, "{shown}");
        }
    }
}
