//! The languages in which people are spoken to, and which of them a device speaks. What is said in them is no business of
//! this crate.

use crate::term::terms;

terms! {
    /// A language that has words.
    Language {
        /// English, in which the core itself speaks.
        English => "en",
        /// German.
        German => "de",
    }

    /// What was chosen for a device.
    LanguageChoice {
        /// That of the system.
        System => "system",
        /// English.
        English => "en",
        /// German.
        German => "de",
    }
}

impl Language {
    /// The language of a locale as systems name it, such as `de_AT.UTF-8`; English where that has no words. Source of the
    /// form: POSIX, `language[_territory][.codeset][@modifier]`.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("de") { Self::German } else { Self::English }
    }
}

impl LanguageChoice {
    /// The language that it means on a system with such a locale.
    pub fn on(self, locale: &str) -> Language {
        match self {
            Self::System => Language::of_locale(locale),
            Self::English => Language::English,
            Self::German => Language::German,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_choice_the_systems_locale_decides() {
        let on = |locale| LanguageChoice::System.on(locale);
        for german in ["de", "de_AT.UTF-8", "de-CH", "DE_de@euro"] {
            assert_eq!(on(german), Language::German, "{german}");
        }
        for english in ["", "C", "POSIX", "C.UTF-8", "en_GB.UTF-8", "fr_FR", "den"] {
            assert_eq!(on(english), Language::English, "{english}");
        }
    }

    #[test]
    fn a_choice_gives_way_to_no_locale() {
        assert_eq!(LanguageChoice::German.on("en_US.UTF-8"), Language::German);
        assert_eq!(LanguageChoice::English.on("de_DE.UTF-8"), Language::English);
    }
}
