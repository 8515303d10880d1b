//! The model: what the rules say, told a second time in the plainest way, without a database, a clock or the engine's code.

use std::collections::BTreeSet;

use super::company::{AGENTS, Approver, Company, Extension, PACKAGES, PEOPLE, Stage};
use super::step::Step;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// What a step comes to: done, or the code of the refusal.
pub(super) type Outcome = Result<(), String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AgentIs {
    Active,
    Disabled,
    Held,
}

#[derive(Debug)]
pub(super) struct Agent {
    pub(super) is: AgentIs,
    pub(super) sponsors: BTreeSet<usize>,
    owner: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Request {
    agent: usize,
    package: usize,
    requestor: usize,
    /// The assignment that it extends, or that came of it.
    pub(super) assignment: Option<usize>,
    is_extension: bool,
    asked_end: i64,
    granted_days: Option<i64>,
    granted_end: Option<i64>,
    /// How many stages have to agree.
    stages: usize,
    /// Who was asked in each stage that has opened.
    asked: Vec<BTreeSet<usize>>,
    /// By when the last of them has to be decided, while it waits.
    deadline: Option<i64>,
    pub(super) state: &'static str,
    pub(super) status: &'static str,
}

#[derive(Debug)]
pub(super) struct Assignment {
    pub(super) agent: usize,
    pub(super) package: usize,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) ended: Option<i64>,
    let_expire: bool,
    /// Who asked for it, for its extensions or for its end.
    requestors: BTreeSet<usize>,
}

#[derive(Debug)]
pub(super) struct Model<'c> {
    company: &'c Company,
    pub(super) now: i64,
    left: [bool; PEOPLE],
    pub(super) agents: Vec<Agent>,
    pub(super) requests: Vec<Request>,
    pub(super) assignments: Vec<Assignment>,
}

fn no(code: &str) -> Outcome {
    Err(code.to_owned())
}

impl<'c> Model<'c> {
    pub(super) fn new(company: &'c Company, now: i64) -> Self {
        let agents = company
            .agents
            .iter()
            .map(|agent| Agent {
                is: AgentIs::Active,
                sponsors: agent.sponsors.iter().copied().collect(),
                owner: agent.owner,
            })
            .collect();
        Self {
            company,
            now,
            left: [false; PEOPLE],
            agents,
            requests: Vec::new(),
            assignments: Vec::new(),
        }
    }

    /// Whether an agent may use the right of a group now.
    pub(super) fn may_use(&self, agent: usize, group: usize) -> bool {
        self.agents[agent].is == AgentIs::Active
            && self.assignments.iter().any(|held| {
                held.agent == agent
                    && held.is_in_force(self.now)
                    && self.company.packages[held.package].groups.contains(&group)
            })
    }

    /// Half of the steps are aimed at somebody who may do it and at something that waits for it; left to chance alone, most
    /// steps would be refused.
    pub(super) fn aim(&self, step: Step) -> Step {
        let small = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        match step {
            Step::Request { who, agent, package } if who >= 128 => {
                let sponsors = &self.agents[usize::from(agent) % AGENTS].sponsors;
                let who = sponsors.iter().next().map_or(who, |&sponsor| small(sponsor));
                Step::Request { who, agent, package }
            }
            Step::Approve { who, request, days } if who >= 128 => {
                let (who, request) = self.decider(request).unwrap_or((who, request));
                Step::Approve { who, request, days }
            }
            Step::Deny { who, request } if who >= 128 => {
                let (who, request) = self.decider(request).unwrap_or((who, request));
                Step::Deny { who, request }
            }
            Step::Extend { who, assignment } if who >= 128 => {
                let alive = self.assignments.iter().rposition(|held| held.is_alive(self.now));
                Step::Extend { who: 0, assignment: alive.map_or(assignment, small) }
            }
            other => other,
        }
    }

    /// Somebody who may decide a request that waits, and the request.
    fn decider(&self, request: u8) -> Option<(u8, u8)> {
        let waiting: Vec<usize> = (0..self.requests.len().min(256))
            .filter(|&number| self.requests[number].deadline.is_some())
            .collect();
        let number = *waiting.get(usize::from(request) % waiting.len().max(1))?;
        let decider = self.requests[number].asked.last()?.iter().find(|&&who| !self.left[who])?;
        Some((u8::try_from(*decider).ok()?, u8::try_from(number).ok()?))
    }

    pub(super) fn carry_out(&mut self, step: &Step) -> Outcome {
        let person = |who: u8| usize::from(who) % PEOPLE;
        match *step {
            Step::Request { who, agent, package } => {
                let (agent, package) =
                    (usize::from(agent) % AGENTS, usize::from(package) % PACKAGES);
                self.request(person(who), agent, package)
            }
            Step::Approve { who, request, days } => self.with_request(request, |model, request| {
                model.approve(person(who), request, days.map(i64::from))
            }),
            Step::Deny { who, request } => {
                self.with_request(request, |model, request| model.deny(person(who), request))
            }
            Step::Cancel { who, request } => {
                self.with_request(request, |model, request| model.cancel(person(who), request))
            }
            Step::Extend { who, assignment } => {
                self.with_assignment(assignment, |model, held| model.extend(person(who), held))
            }
            Step::LetExpire { who, assignment } => {
                self.with_assignment(assignment, |model, held| model.let_expire(person(who), held))
            }
            Step::Return { who, assignment } => self
                .with_assignment(assignment, |model, held| model.end_by(person(who), held, false)),
            Step::Remove { who, assignment } => self
                .with_assignment(assignment, |model, held| model.end_by(person(who), held, true)),
            Step::Disable { who, agent } => self.disable(person(who), usize::from(agent) % AGENTS),
            Step::Enable { who, agent } => self.enable(person(who), usize::from(agent) % AGENTS),
            Step::Leave { who, leaver } => self.leave(person(who), person(leaver)),
            Step::Pass { hours } | Step::Sleep { hours } => {
                self.pass_until(self.now + i64::from(hours) * HOUR);
                Ok(())
            }
            Step::Restart => Ok(()),
        }
    }

    fn with_request(
        &mut self,
        which: u8,
        act: impl FnOnce(&mut Self, usize) -> Outcome,
    ) -> Outcome {
        match self.requests.len() {
            0 => Ok(()),
            count => act(self, usize::from(which) % count),
        }
    }

    fn with_assignment(
        &mut self,
        which: u8,
        act: impl FnOnce(&mut Self, usize) -> Outcome,
    ) -> Outcome {
        match self.assignments.len() {
            0 => Ok(()),
            count => act(self, usize::from(which) % count),
        }
    }

    fn is_gone(&self, who: usize) -> Outcome {
        if self.left[who] { no("not_signed_in") } else { Ok(()) }
    }

    fn answers_for(&self, who: usize, agent: usize) -> bool {
        self.agents[agent].sponsors.contains(&who) || self.agents[agent].owner == Some(who)
    }

    fn in_force(&self, agent: usize) -> Outcome {
        if self.agents[agent].is == AgentIs::Active { Ok(()) } else { no("agent_out_of_force") }
    }

    // --- requests ---

    fn request(&mut self, who: usize, agent: usize, package: usize) -> Outcome {
        self.is_gone(who)?;
        if !self.answers_for(who, agent) {
            return no("forbidden");
        }
        self.in_force(agent)?;
        let same = |a: usize, p: usize| a == agent && p == package;
        if self
            .assignments
            .iter()
            .any(|held| same(held.agent, held.package) && held.is_alive(self.now))
        {
            return no("already_assigned");
        }
        if self
            .requests
            .iter()
            .any(|one| same(one.agent, one.package) && !one.is_extension && one.deadline.is_some())
        {
            return no("already_requested");
        }
        self.file(Request {
            agent,
            package,
            requestor: who,
            assignment: None,
            is_extension: false,
            asked_end: 0,
            granted_days: None,
            granted_end: None,
            stages: self.company.packages[package].stages.len(),
            asked: Vec::new(),
            deadline: None,
            state: "submitted",
            status: "Accepted",
        });
        Ok(())
    }

    fn file(&mut self, request: Request) {
        self.requests.push(request);
        self.go_on(self.requests.len() - 1);
    }

    /// Opens the next stage of a request, or fulfils it when there is none left.
    fn go_on(&mut self, request: usize) {
        let one = &self.requests[request];
        if one.asked.len() == one.stages {
            return self.fulfil(request);
        }
        let stage = self.company.packages[one.package].stages[one.asked.len()];
        let deciders = self.deciders(stage, one.requestor, one.agent);
        let limit = self.now + stage.days * DAY;
        let end = one.assignment.map_or(limit, |held| self.assignments[held].end);
        let one = &mut self.requests[request];
        one.asked.push(deciders);
        one.deadline = Some(limit.min(end));
        one.state = "pendingApproval";
    }

    fn deciders(&self, stage: Stage, requestor: usize, agent: usize) -> BTreeSet<usize> {
        let named: BTreeSet<usize> = match stage.approver {
            Approver::Person(person) => BTreeSet::from([person]),
            Approver::RequestorsManager => self.company.managers[requestor].into_iter().collect(),
            Approver::SponsorsOrOwners => {
                let agent = &self.agents[agent];
                agent.sponsors.iter().copied().chain(agent.owner).collect()
            }
        };
        let able = |who: &usize| !self.left[*who] && *who != requestor;
        let mut able_named: BTreeSet<usize> = named.into_iter().filter(able).collect();
        if able_named.is_empty() && able(&0) {
            able_named.insert(0);
        }
        able_named
    }

    fn fulfil(&mut self, request: usize) {
        let now = self.now;
        let days = self.company.packages[self.requests[request].package].days;
        let one = &mut self.requests[request];
        (one.deadline, one.state, one.status) = (None, "delivered", "Fulfilled");
        if let Some(held) = one.assignment {
            let held = &mut self.assignments[held];
            held.end = one.granted_end.unwrap_or(one.asked_end);
            held.let_expire = false;
            return;
        }
        let days = one.granted_days.map_or(days, |granted| granted.min(days));
        one.assignment = Some(self.assignments.len());
        let held = Assignment {
            agent: one.agent,
            package: one.package,
            start: now,
            end: now + days * DAY,
            ended: None,
            let_expire: false,
            requestors: BTreeSet::from([one.requestor]),
        };
        self.assignments.push(held);
    }

    fn sees_request(&self, who: usize, request: usize) -> Outcome {
        let one = &self.requests[request];
        let may = who == 0
            || self.answers_for(who, one.agent)
            || one.requestor == who
            || one.was_asked(who);
        if may { Ok(()) } else { no("not_found") }
    }

    /// Why a person may not decide, in the order in which it is told.
    fn decides(&self, who: usize, request: usize) -> Outcome {
        self.is_gone(who)?;
        self.sees_request(who, request)?;
        let one = &self.requests[request];
        if one.stages == 0 {
            return no("nothing_to_decide");
        }
        if one.requestor == who {
            return no("own_request");
        }
        if !one.was_asked(who) {
            return no("forbidden");
        }
        // While a stage is open it is the one to decide; afterwards the last one is looked at, whether or not it opened.
        let looked_at = if one.deadline.is_some() { one.asked.len() } else { one.stages };
        let is_decider = one.asked.get(looked_at - 1).is_some_and(|asked| asked.contains(&who));
        if !is_decider {
            return no("not_approver");
        }
        if one.deadline.is_none() { no("already_decided") } else { Ok(()) }
    }

    fn approve(&mut self, who: usize, request: usize, days: Option<i64>) -> Outcome {
        self.decides(who, request)?;
        if let Some(days) = days {
            self.shorten(request, days)?;
        }
        self.go_on(request);
        Ok(())
    }

    fn shorten(&mut self, request: usize, days: i64) -> Outcome {
        let one = &self.requests[request];
        let from = one.assignment.map(|held| self.assignments[held].end);
        let is_shorter = match from {
            Some(from) => from + days * DAY <= one.granted_end.unwrap_or(one.asked_end),
            None => days <= one.granted_days.unwrap_or(self.company.packages[one.package].days),
        };
        if !is_shorter {
            return no("longer_than_asked");
        }
        if days == 0 {
            return no("nothing_left");
        }
        let one = &mut self.requests[request];
        match from {
            Some(from) => one.granted_end = Some(from + days * DAY),
            None => one.granted_days = Some(days),
        }
        Ok(())
    }

    fn deny(&mut self, who: usize, request: usize) -> Outcome {
        self.decides(who, request)?;
        self.close(request, "denied", "Denied");
        Ok(())
    }

    fn cancel(&mut self, who: usize, request: usize) -> Outcome {
        self.is_gone(who)?;
        self.sees_request(who, request)?;
        let one = &self.requests[request];
        if who != 0 && one.requestor != who {
            return no("forbidden");
        }
        if one.deadline.is_none() {
            return no("request_closed");
        }
        self.close(request, "canceled", "Canceled");
        Ok(())
    }

    fn close(&mut self, request: usize, state: &'static str, status: &'static str) {
        let one = &mut self.requests[request];
        (one.deadline, one.state, one.status) = (None, state, status);
    }

    // --- assignments ---

    fn sees_assignment(&self, who: usize, assignment: usize) -> Outcome {
        let held = &self.assignments[assignment];
        let asked = |one: &Request| one.assignment == Some(assignment) && one.was_asked(who);
        let may = who == 0
            || self.answers_for(who, held.agent)
            || held.requestors.contains(&who)
            || self.requests.iter().any(asked);
        if may { Ok(()) } else { no("not_found") }
    }

    /// Whether a person sees an assignment and may act on it as a sponsor, an owner or the administrator.
    fn may_act(&self, who: usize, assignment: usize, only_administrator: bool) -> Outcome {
        self.is_gone(who)?;
        self.sees_assignment(who, assignment)?;
        let answers =
            !only_administrator && self.answers_for(who, self.assignments[assignment].agent);
        if who == 0 || answers { Ok(()) } else { no("forbidden") }
    }

    fn is_over(&self, assignment: usize) -> Outcome {
        let is_alive = self.assignments[assignment].is_alive(self.now);
        if is_alive { Ok(()) } else { no("assignment_ended") }
    }

    fn extend(&mut self, who: usize, assignment: usize) -> Outcome {
        self.may_act(who, assignment, false)?;
        self.is_over(assignment)?;
        let held = &self.assignments[assignment];
        let package = &self.company.packages[held.package];
        if package.extension == Extension::No {
            return no("extension_not_allowed");
        }
        self.in_force(held.agent)?;
        let is_open = |one: &Request| {
            one.is_extension && one.assignment == Some(assignment) && one.deadline.is_some()
        };
        if self.requests.iter().any(is_open) {
            return no("already_requested");
        }
        let needs_approval = package.extension == Extension::Approved;
        let request = Request {
            agent: held.agent,
            package: held.package,
            requestor: who,
            assignment: Some(assignment),
            is_extension: true,
            asked_end: held.end + package.days * DAY,
            granted_days: None,
            granted_end: None,
            stages: if needs_approval { package.stages.len() } else { 0 },
            asked: Vec::new(),
            deadline: None,
            state: "submitted",
            status: "Accepted",
        };
        self.assignments[assignment].requestors.insert(who);
        self.file(request);
        Ok(())
    }

    fn let_expire(&mut self, who: usize, assignment: usize) -> Outcome {
        self.may_act(who, assignment, false)?;
        self.is_over(assignment)?;
        let held = &mut self.assignments[assignment];
        if held.let_expire {
            return no("already_let_expire");
        }
        held.let_expire = true;
        Ok(())
    }

    fn end_by(&mut self, who: usize, assignment: usize, only_administrator: bool) -> Outcome {
        self.may_act(who, assignment, only_administrator)?;
        self.is_over(assignment)?;
        self.assignments[assignment].requestors.insert(who);
        self.end(assignment);
        Ok(())
    }

    /// Ends access now; an extension that waits is closed.
    fn end(&mut self, assignment: usize) {
        self.assignments[assignment].ended = Some(self.now);
        let waits = |one: &Request| {
            one.is_extension && one.assignment == Some(assignment) && one.deadline.is_some()
        };
        if let Some(request) = self.requests.iter().position(waits) {
            self.close(request, "denied", "AssignmentEnded");
        }
    }

    // --- agents and people ---

    fn disable(&mut self, who: usize, agent: usize) -> Outcome {
        self.is_gone(who)?;
        let answers = self.answers_for(who, agent);
        if who != 0 && !answers {
            return no("forbidden");
        }
        let wanted = if answers { AgentIs::Disabled } else { AgentIs::Held };
        let is = self.agents[agent].is;
        if is == AgentIs::Held || is == wanted {
            return no("agent_already_so");
        }
        self.agents[agent].is = wanted;
        Ok(())
    }

    fn enable(&mut self, who: usize, agent: usize) -> Outcome {
        self.is_gone(who)?;
        if who != 0 && !self.answers_for(who, agent) {
            return no("forbidden");
        }
        match self.agents[agent].is {
            AgentIs::Active => return no("agent_already_so"),
            AgentIs::Held if who != 0 => return no("agent_held"),
            AgentIs::Held | AgentIs::Disabled => {}
        }
        self.agents[agent].is = AgentIs::Active;
        Ok(())
    }

    fn leave(&mut self, who: usize, leaver: usize) -> Outcome {
        self.is_gone(who)?;
        if who != 0 {
            return no("forbidden");
        }
        if self.left[leaver] {
            return no("already_left");
        }
        if leaver == 0 {
            return no("last_administrator");
        }
        let mut heir = self.company.managers[leaver];
        while heir.is_some_and(|manager| self.left[manager]) {
            heir = heir.and_then(|manager| self.company.managers[manager]);
        }
        for agent in &mut self.agents {
            if agent.sponsors.remove(&leaver) {
                agent.sponsors.insert(heir.unwrap_or(0));
            }
        }
        self.left[leaver] = true;
        Ok(())
    }

    // --- time ---

    /// Lets time pass; what falls due on the way happens at its instant, at one instant the end of access first.
    fn pass_until(&mut self, until: i64) {
        while let Some((at, is_deadline, which)) = self.next_due().filter(|&(at, ..)| at <= until) {
            self.now = at;
            if is_deadline {
                self.close(which, "denied", "Expired");
            } else {
                self.end(which);
            }
        }
        self.now = until;
    }

    fn next_due(&self) -> Option<(i64, bool, usize)> {
        let ends = self.assignments.iter().enumerate().filter(|(_, held)| held.ended.is_none());
        let ends = ends.map(|(which, held)| (held.end, false, which));
        let deadlines = self.requests.iter().enumerate();
        let deadlines = deadlines.filter_map(|(which, one)| Some((one.deadline?, true, which)));
        ends.chain(deadlines).min()
    }
}

impl Request {
    fn was_asked(&self, who: usize) -> bool {
        self.asked.iter().any(|asked| asked.contains(&who))
    }
}

impl Assignment {
    fn is_alive(&self, now: i64) -> bool {
        self.ended.is_none() && now < self.end
    }

    fn is_in_force(&self, now: i64) -> bool {
        self.start <= now && self.is_alive(now)
    }
}
