//! Why a desktop could not show a notice. The notice keeps the reason in words, in which a host tells it; here the words are
//! read again as what they say, so that they can be told in another language. What a host says otherwise stays as it said it.

use crate::refusal::Refuse;
use crate::said::Said;

const REFUSED: &str = "the notification server refused: ";
const UNREACHABLE: &str = "the notification server can't be reached (";
const UNHEARD: &str = "the session bus can't be heard (";

/// Why there is nothing on the display, as a clause for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unshown {
    /// Nothing to ask on.
    #[error("there is no session bus")]
    NoBus,
    /// Nobody to ask.
    #[error("this desktop has no notification server")]
    NoServer,
    /// It kept silent.
    #[error("the notification server did not answer in time")]
    NoAnswer,
    /// It answered in a form of its own.
    #[error("the notification server's answer can't be read")]
    Unreadable,
    /// It said no, in its own words.
    #[error("{REFUSED}{0}")]
    Refused(String),
    /// The way to it is broken, in the words of what broke.
    #[error("{UNREACHABLE}{0})")]
    Unreachable(String),
    /// What it says would not arrive, in the words of what broke.
    #[error("{UNHEARD}{0})")]
    Unheard(String),
}

impl Unshown {
    /// Reads a reason again; nothing for one that somebody worded otherwise.
    pub fn parse(reason: &str) -> Option<Self> {
        let after = |start: &str| reason.strip_prefix(start).map(str::to_owned);
        let within = |start: &str| Some(reason.strip_prefix(start)?.strip_suffix(')')?.to_owned());
        [Self::NoBus, Self::NoServer, Self::NoAnswer, Self::Unreadable]
            .into_iter()
            .find(|known| known.to_string() == reason)
            .or_else(|| after(REFUSED).map(Self::Refused))
            .or_else(|| within(UNREACHABLE).map(Self::Unreachable))
            .or_else(|| within(UNHEARD).map(Self::Unheard))
    }
}

impl Refuse for Unshown {
    fn said(&self) -> Said {
        match self {
            Self::NoBus => Said::new("unshown").of("bus"),
            Self::NoServer => Said::new("unshown").of("server"),
            Self::NoAnswer => Said::new("unshown").of("silent"),
            Self::Unreadable => Said::new("unshown").of("unreadable"),
            Self::Refused(why) => Said::new("unshown").of("refused").with("why", why),
            Self::Unreachable(why) => Said::new("unshown").of("unreachable").with("why", why),
            Self::Unheard(why) => Said::new("unshown").of("unheard").with("why", why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_reason_is_read_again_as_what_it_says() {
        for reason in [
            Unshown::NoBus,
            Unshown::NoServer,
            Unshown::NoAnswer,
            Unshown::Unreadable,
            Unshown::Refused("too many (org.example.Error)".to_owned()),
            Unshown::Unreachable("broken pipe".to_owned()),
            Unshown::Unheard("no such rule".to_owned()),
        ] {
            assert_eq!(Unshown::parse(&reason.to_string()), Some(reason));
        }
        assert_eq!(Unshown::parse("the projector was off"), None, "somebody's own words");
    }
}
