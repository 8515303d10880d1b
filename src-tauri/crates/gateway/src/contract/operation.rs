//! What can be said of a route: what it does, takes and gives. What is said of each stands in `operations`.

use super::operations::OPERATIONS;
use super::shape::{Holds, Type, Words};

/// What comes back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gives {
    /// A thing, with its context.
    One(&'static Holds),
    /// A page of a collection.
    Many(&'static Holds),
    /// No body.
    Nothing,
    /// A document that isn't described further: JSON.
    Json,
    /// The same as XML.
    Xml,
}

/// What the body is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Takes {
    pub(crate) body: &'static Type,
    pub(crate) is_required: bool,
    pub(crate) media: &'static str,
}

/// Who may call it, and how it says no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lock {
    /// Anybody; errors are Graph's.
    None,
    /// Whoever proves something in the call itself; errors are OAuth's.
    Proof,
    /// Whoever has a secret in the header of the managed-identity protocol; errors are OAuth's.
    Identity,
    /// A token; errors are Graph's.
    Token,
}

/// What a route does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) template: &'static str,
    /// Its name in documents.
    pub(crate) id: &'static str,
    /// One sentence.
    pub(crate) about: &'static str,
    pub(crate) lock: Lock,
    pub(crate) takes: Option<Takes>,
    pub(crate) status: u16,
    pub(crate) gives: Gives,
    /// From whose point of view a list is told, where that is a choice.
    pub(crate) on: Option<&'static Words>,
    /// A `$filter` of each kind that is understood.
    pub(crate) filters: &'static [&'static str],
    /// All that can be expanded.
    pub(crate) expands: &'static [&'static str],
    /// The order in which it comes.
    pub(crate) order: &'static str,
    /// A further query option that isn't OData's, and whether it has to be there.
    pub(crate) parameters: &'static [(&'static str, bool)],
}

impl Operation {
    /// An operation with nothing to choose.
    pub(super) const fn new(
        (method, template): (&'static str, &'static str),
        id: &'static str,
        about: &'static str,
        status: u16,
        gives: Gives,
    ) -> Self {
        Self {
            method,
            template,
            id,
            about,
            lock: Lock::Token,
            takes: None,
            status,
            gives,
            on: None,
            filters: &[],
            expands: &[],
            order: "",
            parameters: &[],
        }
    }

    /// Opened otherwise than by a token.
    pub(super) const fn open(mut self, lock: Lock) -> Self {
        self.lock = lock;
        self
    }

    /// Told from a point of view.
    pub(super) const fn on(mut self, words: &'static Words) -> Self {
        self.on = Some(words);
        self
    }

    /// Understands filters.
    pub(super) const fn filtered(mut self, filters: &'static [&'static str]) -> Self {
        self.filters = filters;
        self
    }

    /// Can be expanded.
    pub(super) const fn expanding(mut self, expands: &'static [&'static str]) -> Self {
        self.expands = expands;
        self
    }

    /// Comes in an order.
    pub(super) const fn ordered(mut self, order: &'static str) -> Self {
        self.order = order;
        self
    }

    /// Has options that aren't OData's; each says whether it has to be there.
    pub(super) const fn asking(mut self, parameters: &'static [(&'static str, bool)]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Wants a body.
    pub(super) const fn taking(mut self, body: &'static Type) -> Self {
        self.takes = Some(Takes { body, is_required: true, media: "application/json" });
        self
    }

    /// Reads a body that may be missing.
    pub(super) const fn may_take(mut self, body: &'static Type) -> Self {
        self.takes = Some(Takes { body, is_required: false, media: "application/json" });
        self
    }

    /// Wants a form.
    pub(super) const fn taking_form(mut self, body: &'static Type) -> Self {
        self.takes =
            Some(Takes { body, is_required: true, media: "application/x-www-form-urlencoded" });
        self
    }
}

/// Reads one thing.
pub(super) const fn one(
    template: &'static str,
    id: &'static str,
    about: &'static str,
    gives: &'static Holds,
) -> Operation {
    Operation::new(("GET", template), id, about, 200, Gives::One(gives))
}

/// Lists things.
pub(super) const fn many(
    template: &'static str,
    id: &'static str,
    about: &'static str,
    gives: &'static Holds,
) -> Operation {
    Operation::new(("GET", template), id, about, 200, Gives::Many(gives))
}

/// Does something, and tells nothing.
pub(super) const fn done(
    (method, template): (&'static str, &'static str),
    id: &'static str,
    about: &'static str,
    status: u16,
) -> Operation {
    Operation::new((method, template), id, about, status, Gives::Nothing)
}

/// What a route does.
pub(crate) fn of(method: &str, template: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|one| one.method == method && one.template == template)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::{Handler, ROUTES};

    #[test]
    fn every_route_is_described_once_and_nothing_that_is_no_route() {
        let routes: Vec<_> = ROUTES.iter().map(|route| (route.method, route.template)).collect();
        for (method, template) in &routes {
            let count = OPERATIONS
                .iter()
                .filter(|one| one.method == *method && one.template == *template)
                .count();
            assert_eq!(count, 1, "{method} {template}");
        }
        for one in OPERATIONS {
            assert!(
                routes.contains(&(one.method, one.template)),
                "{} {} is no route",
                one.method,
                one.template
            );
        }
        let mut names: Vec<_> = OPERATIONS.iter().map(|one| one.id).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), OPERATIONS.len(), "each name once");
    }

    #[test]
    fn a_route_wants_a_token_where_its_description_says_so() {
        for route in ROUTES {
            let described = of(route.method, route.template).unwrap();
            let wants_token = matches!(route.handler, Handler::Graph(_));
            assert_eq!(described.lock == Lock::Token, wants_token, "{}", route.template);
        }
    }

    #[test]
    fn what_an_option_may_say_is_told_where_the_route_knows_it_and_nowhere_else() {
        for route in ROUTES {
            let described = of(route.method, route.template).unwrap();
            for (option, is_told) in [
                ("$filter", !described.filters.is_empty()),
                ("$orderby", !described.order.is_empty()),
            ] {
                let is_known = route.options.contains(&option);
                assert!(is_known || !is_told, "{option} of {}", route.template);
            }
        }
    }
}
