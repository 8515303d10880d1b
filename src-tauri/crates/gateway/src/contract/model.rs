//! What OData's clients see in the routes: sets, what leads from one thing to another, functions and actions. Worked out from
//! the paths, so that none of it can say something else than the routes.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::{Gives, Lock, Operation};
use super::operations::OPERATIONS;
use super::shape::{Holds, Type};

/// The types of things that only hold others together.
const CONTAINERS: &[(&str, &str)] = &[
    ("identityGovernance", "identityGovernance"),
    ("entitlementManagement", "entitlementManagement"),
    ("auditLogs", "auditLogRoot"),
];

/// To what something leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Leads {
    /// The type's name.
    pub(super) to: &'static str,
    pub(super) to_many: bool,
    /// Whether it is only reached from there.
    pub(super) is_contained: bool,
}

/// A function or an action, bound to what it is called on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound {
    pub(super) name: &'static str,
    pub(super) is_function: bool,
    pub(super) on: Leads,
    pub(super) operation: &'static Operation,
}

/// All that stands in the routes of one version.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) sets: BTreeMap<&'static str, &'static str>,
    pub(super) singletons: BTreeMap<&'static str, &'static str>,
    pub(super) containers: BTreeSet<&'static str>,
    /// What leads on, by the type that it starts from.
    pub(super) navigations: BTreeMap<&'static str, BTreeMap<&'static str, Leads>>,
    pub(super) bound: Vec<Bound>,
    /// Every type that goes over the wire, with what it is based on and what it holds.
    pub(super) types: BTreeMap<&'static str, &'static Type>,
    /// The types of the rows of collections, by their paths.
    rows: BTreeMap<String, &'static Type>,
}

impl Model {
    /// Reads the routes of a version.
    pub(super) fn of(version: &str) -> Self {
        let operations: Vec<_> = OPERATIONS
            .iter()
            .filter(|one| one.lock == Lock::Token)
            .filter_map(|one| {
                let rest = one.template.strip_prefix(version)?.strip_prefix('/')?;
                Some((rest.split('/').collect::<Vec<_>>(), one))
            })
            .collect();
        let mut model = Self::default();
        for (parts, operation) in &operations {
            model.find_rows(parts, operation);
            if let Gives::One(holds) | Gives::Many(holds) = operation.gives {
                model.add_types(*holds);
            }
        }
        for path in model.rows.keys().cloned().collect::<Vec<_>>() {
            model.add_collection(&path);
        }
        for (parts, operation) in &operations {
            model.add_single(parts, operation);
            model.add_bound(parts, operation);
        }
        model
    }

    /// A collection is where rows are listed, and where a key leads to one of them.
    fn find_rows(&mut self, parts: &[&'static str], operation: &Operation) {
        let Some((last, before)) = parts.split_last() else { return };
        let found = match operation.gives {
            Gives::Many(holds) if operation.method == "GET" && !last.contains('(') => {
                common(*holds)
            }
            Gives::One(holds) if operation.method == "GET" && is_key(last) => common(*holds),
            _ => return,
        };
        let Some(found) = found else { return };
        let (path, row) = if is_cast(last) {
            (before, found.base.unwrap_or(found))
        } else if is_key(last) {
            (before, found)
        } else {
            (parts, found)
        };
        self.rows.entry(path.join("/")).or_insert(row);
    }

    fn add_types(&mut self, holds: Holds) {
        let found: &[&'static Type] = match holds {
            Holds::One(one) => &[one],
            Holds::Any(all) => all,
            Holds::Many(inner) => return self.add_types(*inner),
            _ => return,
        };
        for one in found {
            let whole = one.whole();
            // What is shortened may hold what the whole type tells only when it is asked to.
            for property in one.properties {
                if !std::ptr::eq(*one, whole) {
                    self.add_types(property.holds);
                }
            }
            if self.types.insert(whole.name, whole).is_none() {
                if let Some(base) = whole.base {
                    self.add_types_of(base);
                }
                for property in whole.properties {
                    self.add_types(property.holds);
                }
            }
        }
    }

    fn add_types_of(&mut self, found: &'static Type) {
        if self.types.insert(found.name, found).is_none() {
            if let Some(base) = found.base {
                self.add_types_of(base);
            }
            for property in found.properties {
                self.add_types(property.holds);
            }
        }
    }

    fn add_collection(&mut self, path: &str) {
        let Some(row) = self.rows.get(path).map(|row| row.name) else { return };
        let parts = static_parts(path);
        let Some((name, before)) = parts.split_last() else { return };
        let leads = Leads { to: row, to_many: true, is_contained: false };
        match self.type_at(before) {
            None => {
                self.sets.insert(name, row);
            }
            Some(from) => {
                let is_contained = self.containers.contains(from);
                self.lead(from, name, Leads { is_contained, ..leads });
            }
        }
    }

    /// One thing behind another, without a key of its own.
    fn add_single(&mut self, parts: &[&'static str], operation: &Operation) {
        let Some((last, before)) = parts.split_last() else { return };
        let (Gives::One(holds), "GET") = (operation.gives, operation.method) else { return };
        if is_key(last) || is_cast(last) || last.contains('(') {
            return;
        }
        if let (Some(from), Some(found)) = (self.type_at(before), common(*holds)) {
            self.lead(from, last, Leads { to: found.name, to_many: false, is_contained: false });
        }
    }

    fn add_bound(&mut self, parts: &[&'static str], operation: &'static Operation) {
        let Some((last, before)) = parts.split_last() else { return };
        if let Some((name, _)) = last.split_once('(') {
            let Some(row) = self.rows.get(&before.join("/")) else { return };
            let on = Leads { to: row.name, to_many: true, is_contained: false };
            self.bound.push(Bound { name, is_function: true, on, operation });
            return;
        }
        let is_action = operation.method == "POST"
            && !is_cast(last)
            && *last != "$ref"
            && !self.rows.contains_key(&parts.join("/"));
        if let Some(to) = self.type_at(before).filter(|_| is_action) {
            let on = Leads { to, to_many: false, is_contained: false };
            self.bound.push(Bound { name: last, is_function: false, on, operation });
        }
    }

    fn lead(&mut self, from: &'static str, name: &'static str, leads: Leads) {
        let is_told = self
            .types
            .get(from)
            .is_some_and(|known| known.all().iter().any(|property| property.name == name));
        if !is_told {
            self.navigations.entry(from).or_default().insert(name, leads);
        }
    }

    /// The type of what stands at a path; nothing at the root. Containers on the way are noted.
    fn type_at(&mut self, parts: &[&'static str]) -> Option<&'static str> {
        let (last, before) = parts.split_last()?;
        if is_key(last) {
            return self.rows.get(&before.join("/")).map(|row| row.name);
        }
        if is_cast(last) {
            return last.rsplit('.').next();
        }
        let found = CONTAINERS.iter().find(|(word, _)| word == last).map(|(_, found)| *found)?;
        self.containers.insert(found);
        match self.type_at(before) {
            None => {
                self.singletons.insert(last, found);
            }
            Some(from) => {
                self.lead(from, last, Leads { to: found, to_many: false, is_contained: true });
            }
        }
        Some(found)
    }
}

/// The parts of a path that was put together from templates, as the templates have them.
fn static_parts(path: &str) -> Vec<&'static str> {
    let known = OPERATIONS.iter().flat_map(|one| one.template.split('/')).collect::<BTreeSet<_>>();
    path.split('/').filter_map(|part| known.get(part).copied()).collect()
}

fn is_key(part: &str) -> bool {
    part.starts_with('{')
}

fn is_cast(part: &str) -> bool {
    part.starts_with("microsoft.graph.")
}

/// The one type that covers all that may be held.
pub(super) fn common(holds: Holds) -> Option<&'static Type> {
    let all: Vec<&'static Type> = match holds {
        Holds::One(found) => vec![found.whole()],
        Holds::Any(found) => found.iter().map(|one| one.whole()).collect(),
        _ => return None,
    };
    let mut wanted = all.first().copied();
    while let Some(one) = wanted {
        if all.iter().all(|other| is_a(other, one)) {
            return Some(one);
        }
        wanted = one.base;
    }
    None
}

fn is_a(one: &'static Type, other: &'static Type) -> bool {
    one.name == other.name || one.base.is_some_and(|base| is_a(base, other))
}
