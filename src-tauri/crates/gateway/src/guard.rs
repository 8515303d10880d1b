//! Who may knock at all: only programs that mean this door by its own name, and never a page of a browser. Web pages can make
//! a browser send requests to loopback (cross-site forms, DNS rebinding); none of them has business here.

use crate::problem::Problem;

/// The longest path with its query, in bytes.
pub(crate) const MAX_TARGET_BYTES: usize = 8 * 1024;
/// The longest body, in bytes. The largest honest one is a request with twenty long answers.
pub(crate) const MAX_BODY_BYTES: usize = 256 * 1024;
/// The longest client-request-id that is echoed.
const MAX_ECHO_BYTES: usize = 128;

/// Whether a host names this machine and this port. A name that an attacker's DNS points at loopback doesn't.
fn is_ours(host: &str, port: u16) -> bool {
    let Some((name, given)) = host.rsplit_once(':') else { return false };
    let is_port = given.parse() == Ok(port) && given.bytes().all(|byte| byte.is_ascii_digit());
    is_port && ["127.0.0.1", "[::1]", "localhost"].iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// Checks the `Host` field.
pub(crate) fn check_host(host: Option<&str>, port: u16) -> Result<(), Problem> {
    match host {
        Some(host) if is_ours(host, port) => Ok(()),
        _ => Err(Problem::new(
            400,
            "bad_host",
            format!("This door is called 127.0.0.1:{port}; send that as Host."),
        )),
    }
}

/// Checks the fields by which a browser says which page makes it ask.
pub(crate) fn check_origin(origin: Option<&str>, fetch_site: Option<&str>) -> Result<(), Problem> {
    let is_page = origin.is_some() || fetch_site.is_some_and(|site| site != "none");
    if is_page {
        let message =
            "This door is for programs, not for pages in a browser; call it without an Origin.";
        return Err(Problem::new(403, "foreign_origin", message));
    }
    Ok(())
}

/// A client's own id for its request, as far as it can be echoed.
pub(crate) fn echo(id: Option<&str>) -> Option<String> {
    let is_plain = |id: &&str| {
        !id.is_empty()
            && id.len() <= MAX_ECHO_BYTES
            && id.bytes().all(|byte| byte.is_ascii_graphic())
    };
    id.filter(is_plain).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_is_found_under_the_names_of_loopback_alone() {
        for host in ["127.0.0.1:24273", "localhost:24273", "LOCALHOST:24273", "[::1]:24273"] {
            assert!(check_host(Some(host), 24_273).is_ok(), "{host}");
        }
        for host in [
            "evil.example:24273",
            "127.0.0.1.evil.example:24273",
            "127.0.0.1:80",
            "127.0.0.1",
            "0.0.0.0:24273",
            "127.0.0.1:+24273",
            "",
        ] {
            assert_eq!(check_host(Some(host), 24_273).unwrap_err().code, "bad_host", "{host}");
        }
        assert!(check_host(None, 24_273).is_err());
    }

    #[test]
    fn no_page_of_a_browser_is_heard_not_even_one_of_loopback() {
        for origin in ["https://evil.example", "null", "http://127.0.0.1:24273"] {
            assert_eq!(check_origin(Some(origin), None).unwrap_err().status, 403, "{origin}");
        }
        assert!(check_origin(None, Some("cross-site")).is_err());
        assert!(check_origin(None, Some("none")).is_ok(), "typed by a person");
        assert!(check_origin(None, None).is_ok());
    }

    #[test]
    fn only_a_plain_id_is_echoed() {
        assert_eq!(echo(Some("a-1")), Some("a-1".to_owned()));
        for bad in ["", "a b", "a\r\nb", &"x".repeat(129)] {
            assert_eq!(echo(Some(bad)), None);
        }
    }
}
