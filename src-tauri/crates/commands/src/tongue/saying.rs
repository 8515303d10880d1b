//! The core's own sentences in another language, made of code and values. English has none here: the core's own sentence
//! stands beside them.

use chaperone_domain::interruption::Zone;

use super::{Tongue, texts};
use crate::view::said::{Saying, SayingValue};

/// Where the sentences of a kind of saying are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SayingGroup {
    /// What rules refuse.
    Refusals,
    /// What notices tell.
    Notices,
}

impl SayingGroup {
    fn key(self) -> &'static str {
        match self {
            Self::Refusals => "refusals.whole",
            Self::Notices => "core.notices",
        }
    }
}

impl Tongue {
    /// The sentence of a saying. Nothing where the language has none, or where a value of it is missing: then the core's own
    /// English sentence is all there is.
    pub fn sentence(self, group: SayingGroup, saying: &Saying, zone: Zone<'_>) -> Option<String> {
        let stem = match &saying.case {
            Some(case) => format!("{}.{}_{case}", group.key(), saying.code),
            None => format!("{}.{}", group.key(), saying.code),
        };
        let counted = match saying.values.get("count") {
            Some(SayingValue::Number(1)) => self.own(&format!("{stem}_one")),
            Some(SayingValue::Number(_)) => self.own(&format!("{stem}_other")),
            _ => None,
        };
        let sentence = counted.or_else(|| self.own(&stem))?;
        let mut is_whole = true;
        let filled = texts::fill(sentence, |name| {
            let value = saying.values.get(name).and_then(|value| self.value(value, zone));
            is_whole &= value.is_some();
            value
        });
        is_whole.then_some(filled)
    }

    fn value(self, value: &SayingValue, zone: Zone<'_>) -> Option<String> {
        Some(match value {
            SayingValue::Text(text) => text.clone(),
            SayingValue::Number(number) => self.number(usize::try_from(*number).ok()?),
            SayingValue::Names(names) => self.all_of(names),
            SayingValue::Instant { instant } => self.at(instant.0, zone),
            SayingValue::Length { length } => self.length(length.0),
            SayingValue::Term { of, term } => {
                self.own(&format!("core.terms.{of}.{term}"))?.to_owned()
            }
            SayingValue::Words { words } => {
                let known = words.iter().map(|word| self.own(&format!("core.words.{word}")));
                let known: Option<Vec<_>> = known.map(|word| word.map(str::to_owned)).collect();
                self.one_of(&known?)
            }
            SayingValue::Said { said } => self.sentence(SayingGroup::Refusals, said, zone)?,
        })
    }

    fn own(self, key: &str) -> Option<&'static str> {
        texts::own(self.0, key)
    }
}

#[cfg(test)]
mod tests {
    use chaperone_domain::language::Language;
    use chaperone_domain::request::RequestState;
    use chaperone_domain::said::{Said, Value};
    use chaperone_domain::time::{Span, Timestamp};

    use super::*;

    const UTC: Zone<'static> = &|_| Span::ZERO;

    fn german(group: SayingGroup, said: Said) -> Option<String> {
        Tongue::new(Language::German).sentence(group, &said.into(), UTC)
    }

    #[test]
    fn a_sentence_has_its_values_in_the_words_of_the_language() {
        let wanted = Said::new("decisionWanted")
            .with("package", "Ledger read")
            .with("agent", "invoice-bot")
            .with("deadline", Timestamp::from_millis(0))
            .with("by", Value::Words("a rule"));
        assert_eq!(
            german(SayingGroup::Notices, wanted).as_deref(),
            Some(
                "Ledger read für invoice-bot braucht Ihre Entscheidung bis: 1. Jan. 1970, 00:00. Angefordert von: eine Regel."
            )
        );
        let state = Value::term(RequestState::Denied);
        let known = Tongue::new(Language::German).value(&state.into(), UTC);
        assert_eq!(known.as_deref(), Some("abgelehnt"));
    }

    #[test]
    fn what_lacks_a_value_or_a_sentence_is_left_to_the_core() {
        assert_eq!(german(SayingGroup::Notices, Said::new("accessExpiring")), None);
        assert_eq!(german(SayingGroup::Refusals, Said::new("no_such")), None);
        let said = Said::new("agent_held");
        let english = Tongue::new(Language::English);
        assert_eq!(english.sentence(SayingGroup::Refusals, &said.clone().into(), UTC), None);
        assert!(german(SayingGroup::Refusals, said).is_some());
    }
}
