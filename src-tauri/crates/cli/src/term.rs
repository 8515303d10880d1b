//! The field's own words as values on the command line: their spelling comes from the domain, so that completions, help
//! and refusals always show the words that exist.

use chaperone_domain::term::Term;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Reads one of a term's spellings.
pub(crate) fn term<T: Term + Send + Sync>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::ALL.iter().map(|value| value.term()))
        .try_map(|text| T::parse_term(&text))
}
