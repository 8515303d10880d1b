//! What became of a workflow's task for one person: the English sentence, and beside it the same as code and values. Both are
//! written down when the task is done, so that later names and later departures change neither.

use chaperone_domain::person::Person;
use chaperone_domain::said::Said;

use crate::failure::Failure;
use crate::succession::counted;
use crate::view::said::{Saying, SayingValue};

/// What became of a task.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// In English.
    pub(crate) sentence: String,
    /// The same as code and values.
    pub(crate) saying: Saying,
}

impl Outcome {
    fn new(sentence: String, said: Said) -> Self {
        Self { sentence, saying: said.into() }
    }

    /// A task before it failed.
    pub(crate) fn not_reached() -> Self {
        let sentence = "It was not reached, because a task before it failed.".to_owned();
        Self::new(sentence, Said::new("notReached"))
    }

    /// It was refused or couldn't be done.
    pub(crate) fn failed(failure: Failure) -> Self {
        let mut saying = Saying::from(Said::new("failed"));
        saying.values.insert("why".to_owned(), SayingValue::Said { said: failure.saying });
        Self { sentence: failure.message, saying }
    }

    /// There is nothing to tell.
    pub(crate) fn nothing_to_tell(about: &Person) -> Self {
        Self::new(
            format!("{} sponsors nothing in person; nobody was told.", about.display_name),
            Said::new("nothing").with("by", &about.display_name),
        )
    }

    /// There is nobody to tell it to.
    pub(crate) fn nothing_shared(about: &Person) -> Self {
        Self::new(
            format!("{} sponsors nothing together with others.", about.display_name),
            Said::new("shared").with("by", &about.display_name),
        )
    }

    /// A message went to some people, and copies to others.
    pub(crate) fn wrote(to: &[String], cc: &[String]) -> Self {
        let (to_all, said) = (to.join(", "), Said::new("wrote").with("to", to));
        if cc.is_empty() {
            return Self::new(format!("A message went to {to_all}."), said);
        }
        Self::new(
            format!("A message went to {to_all}, with a copy to {}.", cc.join(", ")),
            said.of("copy").with("cc", cc),
        )
    }

    /// There was nothing to pass on.
    pub(crate) fn nothing_to_pass(from: &Person) -> Self {
        Self::new(
            format!("{} sponsors nothing in person.", from.display_name),
            Said::new("nothing").of("passed").with("by", &from.display_name),
        )
    }

    /// So many agents and blueprints passed from one to another.
    pub(crate) fn passed((agents, blueprints): (usize, usize), from: &Person, to: &Person) -> Self {
        let mut parts = Vec::new();
        if agents > 0 {
            parts.push(counted(agents, "agent"));
        }
        if blueprints > 0 {
            parts.push(counted(blueprints, "blueprint"));
        }
        let (from, to) = (&from.display_name, &to.display_name);
        Self::new(
            format!("{} passed from {from} to {to}.", parts.join(", ")),
            Said::new("passed")
                .with("agents", agents)
                .with("blueprints", blueprints)
                .with("by", from)
                .with("heir", to),
        )
    }
}
