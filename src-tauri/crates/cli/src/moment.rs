//! Instants as people write them: an instant, a date, or how long from now. What they mean for a command is the command's
//! business.

use std::str::FromStr;

use chaperone_commands::Reply;
use chaperone_commands::wire::{When, Wire};
use chaperone_domain::time::{Span, Timestamp};

use crate::host::Host;

/// An instant, perhaps told as a time from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// At an instant.
    At(Timestamp),
    /// So long from now.
    In(Span),
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let instant = text.parse().map(Self::At);
        let moment = instant.or_else(|_| text.parse().map(Self::In));
        moment.map_err(|_: chaperone_domain::time::NotASpan| {
            "write it as 2026-03-01T09:00:00Z, as a date, 2026-03-01, or as a time from now, 30d".to_owned()
        })
    }
}

impl Moment {
    /// The instant itself, by the workspace's clock.
    pub(crate) fn instant(self, host: &Host) -> Reply<When> {
        match self {
            Self::At(instant) => Ok(Wire(instant)),
            Self::In(span) => Ok(Wire(host.now()?.plus(span))),
        }
    }
}

/// The instant of a moment that may have been left out.
pub(crate) fn instant(moment: Option<Moment>, host: &Host) -> Reply<Option<When>> {
    moment.map(|moment| moment.instant(host)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_a_date_and_a_time_from_now_are_read() {
        assert_eq!("30d".parse(), Ok(Moment::In(Span::days(30))));
        assert_eq!("P30D".parse(), Ok(Moment::In(Span::days(30))));
        assert_eq!("1970-01-01".parse(), Ok(Moment::At(Timestamp::from_millis(0))));
        assert_eq!("1970-01-01T01:00:00+01:00".parse(), Ok(Moment::At(Timestamp::from_millis(0))));
        assert!("soon".parse::<Moment>().is_err());
    }
}
