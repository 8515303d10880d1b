//! The doctor: what is in order around the workspace and what isn't, with the way to mend it.

use chaperone_domain::doctor::{DoctorCheck, Health, Mend};
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;

use super::said::Saying;
use crate::wire::Wire;

asks! {
    /// See what is wrong around the workspace, and how to mend it.
    ShowDoctor {}

    /// Take the open workspace away from the eyes of everybody but its owner.
    RepairPermissions {}
}

views! {
    /// What was found.
    DoctorView {
        /// One for each thing that was looked at.
        findings: Vec<Finding>,
    }

    /// What was found of one thing.
    Finding {
        /// The thing.
        check: Wire<DoctorCheck>,
        /// How it is.
        health: Wire<Health>,
        /// In one sentence.
        sentence: String,
        /// What to do, where something is to be done.
        advice: Option<String>,
        /// The sentence as code and values; the advice goes by the same code.
        saying: Saying,
        /// What the program can do about it.
        mend: Option<Wire<Mend>>,
    }
}

impl Finding {
    /// A finding that nothing has to be done about.
    pub fn new(check: DoctorCheck, health: Health, sentence: impl Into<String>) -> Self {
        let saying = Said::new(check.term()).of(health.term()).into();
        let (check, health) = (Wire(check), Wire(health));
        Self { check, health, sentence: sentence.into(), advice: None, saying, mend: None }
    }

    /// As one of several findings of that health.
    #[must_use]
    pub fn of(mut self, case: &str) -> Self {
        self.saying.case = Some(case.to_owned());
        self
    }

    /// With a value that its sentence or its advice names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.saying.values.insert(name.to_owned(), value.into().into());
        self
    }

    /// The same, with what to do.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// The same, with what the program can do.
    #[must_use]
    pub fn mended_by(mut self, mend: Mend) -> Self {
        self.mend = Some(Wire(mend));
        self
    }
}
