//! The words in which things on the wire are described: types, their properties, and what those hold. Which types there are
//! is said beside this file; how they are written as a document, in `csdl` and `openapi`.

use chaperone_domain::term::Term;

/// What a property holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// A text.
    Text,
    /// A UUID as text.
    Id,
    /// An instant as RFC 3339 writes it; in UTC where it goes out.
    Instant,
    /// A length of time as ISO 8601 writes it, in days or shorter.
    Length,
    /// `true` or `false`.
    Truth,
    /// A whole number from 0 on.
    Whole,
    /// The address of a thing.
    Address,
    /// One of some words.
    Word(&'static Words),
    /// Nothing, always: Graph has the property and this door has no use for it.
    Nothing,
    /// Whatever belongs to the refusal.
    Details,
    /// A thing.
    One(&'static Type),
    /// A thing of one of these types; its `@odata.type` says of which.
    Any(&'static [&'static Type]),
    /// A list.
    Many(&'static Holds),
}

/// Words of which one is meant.
#[derive(Debug)]
pub(crate) struct Words {
    /// Graph's name of the enumeration.
    pub(crate) name: &'static str,
    pub(crate) all: fn() -> Vec<&'static str>,
    /// Whether any letter case is taken, as it is of whatever comes in.
    pub(crate) any_case: bool,
}

/// All spellings of one of the domain's terms.
pub(crate) fn terms<T: Term>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.term()).collect()
}

/// When a property is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// In each answer that `$select` doesn't shorten; in each body.
    Always,
    /// When it is expanded.
    Expanded,
    /// In some answers; in those bodies that need it.
    Sometimes,
}

/// A property of a type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) presence: Presence,
    pub(crate) is_nullable: bool,
}

impl Property {
    /// It may be null.
    pub(crate) const fn nullable(mut self) -> Self {
        self.is_nullable = true;
        self
    }

    /// Whether it leads to things with an address of their own.
    pub(crate) fn is_navigation(&self) -> bool {
        fn leads(holds: Holds) -> bool {
            match holds {
                Holds::One(found) => found.is_entity(),
                Holds::Any(found) => found.iter().any(|one| one.is_entity()),
                Holds::Many(inner) => leads(*inner),
                _ => false,
            }
        }
        leads(self.holds)
    }
}

const fn property(name: &'static str, holds: Holds, presence: Presence) -> Property {
    Property { name, holds, presence, is_nullable: false }
}

/// A property that is always there.
pub(crate) const fn always(name: &'static str, holds: Holds) -> Property {
    property(name, holds, Presence::Always)
}

/// A property that is there when it is expanded.
pub(crate) const fn expanded(name: &'static str, holds: Holds) -> Property {
    property(name, holds, Presence::Expanded)
}

/// A property that isn't always there.
pub(crate) const fn sometimes(name: &'static str, holds: Holds) -> Property {
    property(name, holds, Presence::Sometimes)
}

/// What kind of type it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A thing with an id, of Graph's.
    Entity,
    /// A value without one, of Graph's.
    Complex,
    /// Another type as it is written inside other things: less of it.
    Shortened(&'static Type),
    /// What comes in. Properties that aren't named are ignored.
    Given,
    /// What other protocols than Graph's write: OAuth, OpenID Connect.
    Plain,
}

/// A type.
#[derive(Debug)]
pub(crate) struct Type {
    /// Its name in documents, without a namespace.
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) kind: Kind,
    pub(crate) base: Option<&'static Type>,
    /// Whether it says its name as `@odata.type`.
    pub(crate) is_tagged: bool,
    /// Its own properties, without those of its base.
    pub(crate) properties: &'static [Property],
}

impl Type {
    const fn new(
        kind: Kind,
        name: &'static str,
        about: &'static str,
        properties: &'static [Property],
    ) -> Self {
        Self { name, about, kind, base: None, is_tagged: false, properties }
    }

    /// A thing with an id.
    pub(crate) const fn entity(
        name: &'static str,
        about: &'static str,
        properties: &'static [Property],
    ) -> Self {
        Self::new(Kind::Entity, name, about, properties)
    }

    /// A value.
    pub(crate) const fn complex(
        name: &'static str,
        about: &'static str,
        properties: &'static [Property],
    ) -> Self {
        Self::new(Kind::Complex, name, about, properties)
    }

    /// Less of another type, under a name of its own.
    pub(crate) const fn shortened(
        of: &'static Self,
        name: &'static str,
        properties: &'static [Property],
    ) -> Self {
        Self::new(
            Kind::Shortened(of),
            name,
            "What is said of it where something else is told.",
            properties,
        )
    }

    /// A body.
    pub(crate) const fn given(
        name: &'static str,
        about: &'static str,
        properties: &'static [Property],
    ) -> Self {
        Self::new(Kind::Given, name, about, properties)
    }

    /// What isn't Graph's.
    pub(crate) const fn plain(
        name: &'static str,
        about: &'static str,
        properties: &'static [Property],
    ) -> Self {
        Self::new(Kind::Plain, name, about, properties)
    }

    /// Says its name as `@odata.type`.
    pub(crate) const fn tagged(mut self) -> Self {
        self.is_tagged = true;
        self
    }

    /// Has the properties of another type too.
    pub(crate) const fn based_on(mut self, base: &'static Self) -> Self {
        self.base = Some(base);
        self
    }

    /// Whether it has an address of its own.
    pub(crate) fn is_entity(&self) -> bool {
        match self.kind {
            Kind::Entity => true,
            Kind::Shortened(of) => of.is_entity(),
            Kind::Complex | Kind::Given | Kind::Plain => false,
        }
    }

    /// The type of Graph's that it is, whole.
    pub(crate) fn whole(&'static self) -> &'static Self {
        match self.kind {
            Kind::Shortened(of) => of.whole(),
            _ => self,
        }
    }

    /// All its properties, those of its base first.
    pub(crate) fn all(&self) -> Vec<&'static Property> {
        let mut found = self.base.map(Self::all).unwrap_or_default();
        found.extend(self.properties);
        found
    }
}
