//! Lifecycle workflows: what is done for people who sponsor agents when they move or leave. The definition and what it may
//! be; whom a workflow is for is in `workflow_scope`, its texts in `workflow_text`, its runs in `workflow_run`.
//!
//! Source: Microsoft Entra, "lifecycle workflows" and "agent sponsor tasks". Categories are mover and leaver: the three
//! agent-sponsor tasks are offered in no joiner workflow.

use crate::id::{GroupId, PersonId, WorkflowId};
use crate::person::MoveAttribute;
use crate::said::{Said, Value};
use crate::term::{Term, terms};
use crate::text::{BadText, DESCRIPTION, Field, check_name, check_text};
use crate::time::{Span, Timestamp};
use crate::workflow_scope::{Rule, RuleRefusal};
use crate::workflow_text::{UnknownPlaceholder, check_placeholders};

/// The most workflows that a workspace has, deleted ones left out.
pub const MAX_WORKFLOWS: usize = 100;
/// The most tasks of a workflow.
pub const MAX_TASKS: usize = 25;
/// The furthest that a workflow runs before or after its day.
pub const MAX_OFFSET_DAYS: i64 = 180;
/// The most people who receive a copy of a task's message.
pub const MAX_CC: usize = 10;
/// The most people for whom a workflow is run on demand at once.
pub const MAX_ON_DEMAND: usize = 10;
/// How long a deleted workflow can be restored.
pub const RESTORABLE: Span = Span::days(30);

terms! {
    /// What a workflow accompanies.
    WorkflowCategory {
        /// Somebody gets another place in the organisation.
        Mover => "mover",
        /// Somebody leaves.
        Leaver => "leaver",
    }

    /// What sets a workflow off.
    TriggerKind {
        /// A day in a person's record, with an offset.
        TimeBased => "timeBased",
        /// A change of what is known of a person.
        AttributeChange => "attributeChange",
        /// A person joins or leaves a group.
        MembershipChange => "membershipChange",
        /// Nothing but somebody who runs it.
        OnDemandOnly => "onDemandOnly",
    }

    /// The days to which an offset counts.
    DateAttribute {
        /// When employment begins.
        EmployeeHireDate => "employeeHireDate",
        /// When employment ends.
        EmployeeLeaveDateTime => "employeeLeaveDateTime",
    }

    /// Which change of a membership.
    MembershipChange {
        /// Somebody joined the group.
        Added => "added",
        /// Somebody left the group.
        Removed => "removed",
    }

    /// What a task does.
    TaskDefinition {
        /// Tells the person's manager which agents the person sponsors, so that a successor can be chosen.
        NotifyManager => "notifyManager",
        /// Tells the other sponsors of those agents.
        NotifyCoSponsors => "notifyCoSponsors",
        /// Passes the sponsorships to the person's manager.
        TransferToManager => "transferToManager",
    }

    /// The definitions that a new workflow may start from.
    WorkflowTemplate {
        /// Transition agent sponsorships when a sponsor leaves.
        SponsorLeaves => "sponsorLeaves",
        /// Transition agent sponsorships when a sponsor changes roles.
        SponsorMoves => "sponsorMoves",
    }
}

impl TaskDefinition {
    /// The id under which Microsoft Entra knows the task.
    pub fn task_definition_id(self) -> &'static str {
        match self {
            Self::NotifyManager => "b8c4e1f9-3a7d-4b2e-9c5f-8d6a9b1c2e3f",
            Self::NotifyCoSponsors => "ad3b85cd-75b1-43e7-b4b9-0e52faba3944",
            Self::TransferToManager => "b8f4c3d5-9e7a-4b1c-8f2d-6a5e8b9c7f4a",
        }
    }

    /// The task's name unless somebody gives another.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotifyManager => "Send email to manager about sponsorship changes",
            Self::NotifyCoSponsors => "Send email to co-sponsors about sponsor changes",
            Self::TransferToManager => "Transfer agent identity sponsorships to manager",
        }
    }

    /// Whether the task writes a message, and so takes a text and receivers of copies.
    pub fn writes(self) -> bool {
        match self {
            Self::NotifyManager | Self::NotifyCoSponsors => true,
            Self::TransferToManager => false,
        }
    }
}

/// What sets a workflow off, in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// So many days after a day in a person's record; before it when negative.
    TimeBased {
        /// Which day.
        attribute: DateAttribute,
        /// −180 to 180.
        offset_days: i64,
    },
    /// One of these changed.
    AttributeChange(Vec<MoveAttribute>),
    /// Somebody joined or left this group.
    MembershipChange {
        /// The group.
        group_id: GroupId,
        /// Which of both.
        change: MembershipChange,
    },
    /// Somebody runs it.
    OnDemandOnly,
}

impl Trigger {
    /// Its kind.
    pub fn kind(&self) -> TriggerKind {
        match self {
            Self::TimeBased { .. } => TriggerKind::TimeBased,
            Self::AttributeChange(_) => TriggerKind::AttributeChange,
            Self::MembershipChange { .. } => TriggerKind::MembershipChange,
            Self::OnDemandOnly => TriggerKind::OnDemandOnly,
        }
    }
}

/// Whom a workflow is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Whoever the trigger is about.
    Everyone,
    /// Whom a rule on their record lets through.
    Rule(Rule),
    /// The members of a group.
    Group(GroupId),
}

/// When a workflow runs and for whom. A run on demand ignores both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutionConditions {
    /// What sets it off.
    pub trigger: Trigger,
    /// Whom it is for.
    pub scope: Scope,
}

/// One of a workflow's tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What it does.
    pub definition: TaskDefinition,
    /// What people call it.
    pub display_name: String,
    /// Purpose.
    pub description: String,
    /// Whether it is done at all.
    pub is_enabled: bool,
    /// Whether the next task is done although this one failed.
    pub continue_on_error: bool,
    /// Who receives a copy of its message.
    pub cc: Vec<PersonId>,
    /// The message's subject in place of the task's own, with placeholders.
    pub subject: Option<String>,
    /// The message's text in place of the task's own, with placeholders.
    pub body: Option<String>,
    /// The message's language as a tag such as `en-GB`, for the mail programs that it is exported to.
    pub locale: Option<String>,
}

impl Task {
    /// A task as a template has it.
    pub fn of(definition: TaskDefinition) -> Self {
        Self {
            definition,
            display_name: definition.name().to_owned(),
            description: String::new(),
            is_enabled: true,
            continue_on_error: definition.writes(),
            cc: Vec::new(),
            subject: None,
            body: None,
            locale: None,
        }
    }

    /// The task without what may be changed and leaves the version alone.
    fn unnamed(&self) -> Self {
        Self { display_name: String::new(), description: String::new(), ..self.clone() }
    }
}

/// A workflow with its present version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// Key.
    pub id: WorkflowId,
    /// Name; unique among those that aren't deleted.
    pub display_name: String,
    /// Purpose.
    pub description: String,
    /// Mover or leaver.
    pub category: WorkflowCategory,
    /// Whether it may run at all.
    pub is_enabled: bool,
    /// Whether it runs by itself.
    pub is_scheduling_enabled: bool,
    /// Since when it runs by itself.
    pub scheduled_at: Option<Timestamp>,
    /// The number of the present version, from 1.
    pub version: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
    /// When it was deleted; it can be restored for 30 days.
    pub deleted_at: Option<Timestamp>,
    /// When and for whom.
    pub conditions: ExecutionConditions,
    /// What is done, in order.
    pub tasks: Vec<Task>,
}

impl Workflow {
    /// Whether it runs by itself now.
    pub fn is_scheduled(&self) -> bool {
        self.is_enabled && self.is_scheduling_enabled && self.deleted_at.is_none()
    }

    /// Whether a changed definition is a new version: other conditions or other tasks. Names, descriptions and switches of
    /// the workflow are none, nor are the names and descriptions of its tasks.
    pub fn is_new_version(&self, after: &Self) -> bool {
        let unnamed = |tasks: &[Task]| tasks.iter().map(Task::unnamed).collect::<Vec<_>>();
        self.conditions != after.conditions || unnamed(&self.tasks) != unnamed(&after.tasks)
    }
}

/// What the check of a definition knows besides the definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// How many other workflows there are, deleted ones left out.
    pub others: usize,
    /// Whether another one has the name.
    pub is_name_taken: bool,
}

/// Why a workflow can't be so. Ordered by precedence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowRefusal {
    /// A text that can't be used.
    #[error("{0}")]
    BadText(#[from] BadText),
    /// Too many.
    #[error("a workspace has at most {MAX_WORKFLOWS} workflows; delete one first")]
    TooMany,
    /// The name is taken.
    #[error("there is a workflow named '{0}' already; choose another name")]
    NameTaken(String),
    /// Nothing to do.
    #[error("a workflow has 1 to {MAX_TASKS} tasks; add what it shall do, or take tasks out")]
    TaskCount,
    /// Too far off.
    #[error(
        "a workflow runs at most {MAX_OFFSET_DAYS} days before or after its day; give a smaller offset"
    )]
    OffsetTooFar,
    /// No attribute.
    #[error("say which change sets the workflow off: the job title, the department or the manager")]
    NoAttribute,
    /// A rule that can't be used.
    #[error("{0}")]
    Rule(#[from] RuleRefusal),
    /// A schedule without a workflow.
    #[error("a workflow that is switched off has no schedule; enable it first")]
    ScheduledWhileDisabled,
    /// Nothing sets it off.
    #[error("a workflow that runs on demand only has no schedule; give it a trigger first")]
    ScheduledOnDemand,
    /// A text for a task that writes none.
    #[error("the task '{0}' writes no message and takes neither a text nor receivers; remove them")]
    NoMessage(&'static str),
    /// Too many copies.
    #[error("at most {MAX_CC} people receive a copy; name fewer")]
    TooManyCopies,
    /// A placeholder that nobody fills.
    #[error("{0}")]
    Placeholder(#[from] UnknownPlaceholder),
    /// No language tag.
    #[error("'{0}' is no language tag; write it like en or en-GB")]
    BadLocale(String),
}

impl crate::refusal::Refuse for WorkflowRefusal {
    fn said(&self) -> Said {
        match self {
            Self::BadText(bad) => bad.said(),
            Self::TooMany => Said::new("too_many_workflows").with("most", MAX_WORKFLOWS),
            Self::NameTaken(name) => {
                Said::new("name_taken").of("workflow").with("name", name).at("displayName")
            }
            Self::TaskCount => Said::new("task_count").with("most", MAX_TASKS).at("tasks"),
            Self::OffsetTooFar => {
                Said::new("offset_too_far").with("most", MAX_OFFSET_DAYS).at("conditions")
            }
            Self::NoAttribute => Said::new("trigger_without_attribute").at("conditions"),
            Self::Rule(rule) => rule.said().at("conditions"),
            Self::ScheduledWhileDisabled => {
                Said::new("scheduled_while_disabled").at("isSchedulingEnabled")
            }
            Self::ScheduledOnDemand => Said::new("scheduled_on_demand").at("isSchedulingEnabled"),
            Self::NoMessage(task) => {
                Said::new("task_without_message").with("task", Value::Words(task)).at("tasks")
            }
            Self::TooManyCopies => Said::new("too_many_copies").with("most", MAX_CC).at("tasks"),
            Self::Placeholder(wrong) => Said::new("unknown_placeholder")
                .with("name", &wrong.name)
                .with("known", &wrong.known)
                .at("tasks"),
            Self::BadLocale(text) => Said::new("bad_locale").with("text", text).at("tasks"),
        }
    }
}

/// Checks a definition as it is to be stored.
pub fn check(workflow: &Workflow, around: Surroundings) -> Result<(), WorkflowRefusal> {
    check_name(Field::new("displayName", "the workflow's name"), &workflow.display_name)?;
    check_text(DESCRIPTION, &workflow.description)?;
    if around.others >= MAX_WORKFLOWS {
        return Err(WorkflowRefusal::TooMany);
    }
    if around.is_name_taken {
        return Err(WorkflowRefusal::NameTaken(workflow.display_name.clone()));
    }
    if workflow.tasks.is_empty() || workflow.tasks.len() > MAX_TASKS {
        return Err(WorkflowRefusal::TaskCount);
    }
    check_conditions(&workflow.conditions)?;
    if workflow.is_scheduling_enabled && !workflow.is_enabled {
        return Err(WorkflowRefusal::ScheduledWhileDisabled);
    }
    if workflow.is_scheduling_enabled && workflow.conditions.trigger == Trigger::OnDemandOnly {
        return Err(WorkflowRefusal::ScheduledOnDemand);
    }
    workflow.tasks.iter().try_for_each(check_task)
}

fn check_conditions(conditions: &ExecutionConditions) -> Result<(), WorkflowRefusal> {
    match &conditions.trigger {
        Trigger::TimeBased { offset_days, .. } if offset_days.abs() > MAX_OFFSET_DAYS => {
            return Err(WorkflowRefusal::OffsetTooFar);
        }
        Trigger::AttributeChange(attributes) if attributes.is_empty() => {
            return Err(WorkflowRefusal::NoAttribute);
        }
        Trigger::TimeBased { .. }
        | Trigger::AttributeChange(_)
        | Trigger::MembershipChange { .. }
        | Trigger::OnDemandOnly => {}
    }
    match &conditions.scope {
        Scope::Rule(rule) => Ok(rule.check()?),
        Scope::Everyone | Scope::Group(_) => Ok(()),
    }
}

/// Checks one task with its texts.
pub fn check_task(task: &Task) -> Result<(), WorkflowRefusal> {
    check_name(Field::new("tasks", "the task's name"), &task.display_name)?;
    check_text(Field::new("tasks", "the task's description"), &task.description)?;
    let has_message = !task.cc.is_empty()
        || task.subject.is_some()
        || task.body.is_some()
        || task.locale.is_some();
    if has_message && !task.definition.writes() {
        return Err(WorkflowRefusal::NoMessage(task.definition.name()));
    }
    if task.cc.len() > MAX_CC {
        return Err(WorkflowRefusal::TooManyCopies);
    }
    if let Some(subject) = &task.subject {
        check_name(Field::new("tasks", "the subject"), subject)?;
        check_placeholders(subject)?;
    }
    if let Some(body) = &task.body {
        check_text(Field::new("tasks", "the text"), body)?;
        check_placeholders(body)?;
    }
    match &task.locale {
        Some(locale) if !is_language_tag(locale) => {
            Err(WorkflowRefusal::BadLocale(locale.chars().take(60).collect()))
        }
        _ => Ok(()),
    }
}

/// Whether a text has the form of a language tag (BCP 47): parts of letters and digits, the first of 2 or 3 letters.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.clone().count() < 4
        && parts.all(is_part)
}

/// What a template starts a workflow with.
pub fn template(template: WorkflowTemplate) -> (WorkflowCategory, ExecutionConditions, Vec<Task>) {
    let (category, trigger) = match template {
        WorkflowTemplate::SponsorLeaves => (
            WorkflowCategory::Leaver,
            Trigger::TimeBased { attribute: DateAttribute::EmployeeLeaveDateTime, offset_days: 0 },
        ),
        WorkflowTemplate::SponsorMoves => (
            WorkflowCategory::Mover,
            Trigger::AttributeChange(vec![MoveAttribute::JobTitle, MoveAttribute::Department]),
        ),
    };
    let tasks = TaskDefinition::ALL.iter().copied().map(Task::of).collect();
    (category, ExecutionConditions { trigger, scope: Scope::Everyone }, tasks)
}

impl WorkflowTemplate {
    /// The name that a workflow made from it has unless somebody gives another.
    pub fn name(self) -> &'static str {
        match self {
            Self::SponsorLeaves => "Transition agent sponsorships when a sponsor leaves",
            Self::SponsorMoves => "Transition agent sponsorships when a sponsor changes roles",
        }
    }
}

#[cfg(test)]
mod tests;
