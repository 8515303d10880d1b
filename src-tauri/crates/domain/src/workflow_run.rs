//! Runs of workflows: when a day comes, what is caught up with, and what became of a task, a person and a run.

use crate::person::Person;
use crate::refusal::Refuse;
use crate::said::Said;
use crate::term::terms;
use crate::time::{Span, Timestamp};
use crate::workflow::{MAX_ON_DEMAND, Scope, Task, Workflow};

/// How late a day is still caught up with: three days, to the millisecond.
pub const CATCH_UP: Span = Span::days(3);

terms! {
    /// What set a run off.
    ExecutionType {
        /// A trigger.
        Scheduled => "scheduled",
        /// Somebody.
        OnDemand => "onDemand",
    }

    /// Where a run, a person or a task stands.
    ProcessingState {
        /// Waits for its turn.
        Queued => "queued",
        /// Is being worked on. A run is one step here, so that nobody ever reads this.
        InProgress => "inProgress",
        /// All went well.
        Completed => "completed",
        /// Something failed and the rest was done.
        CompletedWithErrors => "completedWithErrors",
        /// It was not done: the workflow was switched off meanwhile, or the person no longer fits.
        Canceled => "canceled",
        /// It failed.
        Failed => "failed",
    }
}

/// What becomes of a day that has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The workflow runs.
    Run,
    /// It came more than three days ago, and nothing ran then.
    Missed,
}

/// Whether a day that has come is still caught up with.
pub fn occasion(due_at: Timestamp, now: Timestamp) -> Occasion {
    if now.since(due_at) <= CATCH_UP { Occasion::Run } else { Occasion::Missed }
}

/// Whether a workflow is for a person. `is_member` answers whether the person is in the group of its scope.
pub fn is_in_scope(workflow: &Workflow, person: &Person, is_member: bool) -> bool {
    match &workflow.conditions.scope {
        Scope::Everyone => true,
        Scope::Rule(rule) => rule.lets_through(person),
        Scope::Group(_) => is_member,
    }
}

/// Its day came more than three days ago.
pub const DAY_MISSED: &str = "its day lay more than three days back when it was looked at";
/// There is no workflow any more.
pub const WORKFLOW_DELETED: &str = "the workflow was deleted meanwhile";
/// It no longer runs by itself.
pub const SCHEDULE_OFF: &str = "the workflow's schedule was switched off meanwhile";
/// It has nothing to do.
pub const TASKS_OFF: &str = "all of the workflow's tasks are switched off";
/// It isn't for this person any more.
pub const OUT_OF_SCOPE: &str = "the person no longer fits the workflow's scope";

/// Every reason for which a person who waited is passed over, as the record keeps it.
pub const PASSED_OVER: [&str; 5] =
    [DAY_MISSED, WORKFLOW_DELETED, SCHEDULE_OFF, TASKS_OFF, OUT_OF_SCOPE];

/// Why a person who waited is passed over after all: what is true right before.
pub fn check_right_before(workflow: &Workflow, is_in_scope: bool) -> Result<(), &'static str> {
    if workflow.deleted_at.is_some() {
        Err(WORKFLOW_DELETED)
    } else if !workflow.is_scheduled() {
        Err(SCHEDULE_OFF)
    } else if !workflow.tasks.iter().any(|task| task.is_enabled) {
        Err(TASKS_OFF)
    } else if !is_in_scope {
        Err(OUT_OF_SCOPE)
    } else {
        Ok(())
    }
}

/// What became of one person: failed when a task failed that stops, completed with errors when one failed that doesn't.
/// Each outcome stands for one enabled task in order; `true` means that it went well.
pub fn state_of_person(tasks: &[&Task], outcomes: &[bool]) -> ProcessingState {
    if tasks.is_empty() {
        return ProcessingState::Canceled;
    }
    let failed = tasks.iter().zip(outcomes).filter(|&(_, &went_well)| !went_well);
    let mut state = ProcessingState::Completed;
    for (task, _) in failed {
        if !task.continue_on_error {
            return ProcessingState::Failed;
        }
        state = ProcessingState::CompletedWithErrors;
    }
    state
}

/// What became of a run: of each person their state and whether any of their tasks went well. Failed when every task failed
/// for everybody; people who were passed over don't count beside others.
pub fn state_of_run(people: &[(ProcessingState, bool)]) -> ProcessingState {
    let mut counted =
        people.iter().filter(|(state, _)| *state != ProcessingState::Canceled).peekable();
    if counted.peek().is_none() {
        return ProcessingState::Canceled;
    }
    let (mut all_well, mut any_task_well) = (true, false);
    for &(state, task_well) in counted {
        all_well &= state == ProcessingState::Completed;
        any_task_well |= task_well;
    }
    if all_well {
        ProcessingState::Completed
    } else if any_task_well {
        ProcessingState::CompletedWithErrors
    } else {
        ProcessingState::Failed
    }
}

/// Why a workflow isn't run on demand. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OnDemandRefusal {
    /// It is deleted.
    #[error("this workflow is deleted; restore it first")]
    Deleted,
    /// It is switched off.
    #[error("this workflow is switched off; enable it first")]
    Disabled,
    /// Nobody or too many.
    #[error("a workflow runs for 1 to {MAX_ON_DEMAND} people at once; name them")]
    PeopleCount,
    /// Nothing to do.
    #[error("all tasks of this workflow are switched off; enable one first")]
    NoTask,
}

impl Refuse for OnDemandRefusal {
    fn said(&self) -> Said {
        match self {
            Self::Deleted => Said::new("workflow_deleted"),
            Self::Disabled => Said::new("workflow_disabled"),
            Self::PeopleCount => Said::new("people_count").with("most", MAX_ON_DEMAND),
            Self::NoTask => Said::new("no_task_enabled"),
        }
    }
}

/// Decides whether a workflow is run on demand for so many people. Its conditions don't matter.
pub fn run_on_demand(workflow: &Workflow, people: usize) -> Result<(), OnDemandRefusal> {
    if workflow.deleted_at.is_some() {
        Err(OnDemandRefusal::Deleted)
    } else if !workflow.is_enabled {
        Err(OnDemandRefusal::Disabled)
    } else if people == 0 || people > MAX_ON_DEMAND {
        Err(OnDemandRefusal::PeopleCount)
    } else if !workflow.tasks.iter().any(|task| task.is_enabled) {
        Err(OnDemandRefusal::NoTask)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::TaskDefinition;

    #[test]
    fn a_day_is_caught_up_with_for_three_days_to_the_millisecond() {
        let due = Timestamp::from_millis(1_000);
        let late = |millis| occasion(due, due.plus(CATCH_UP).plus(Span::from_millis(millis)));
        assert_eq!((late(-1), late(0)), (Occasion::Run, Occasion::Run));
        assert_eq!(late(1), Occasion::Missed);
    }

    #[test]
    fn a_person_failed_where_a_task_stopped_and_has_errors_where_one_did_not() {
        let stops = Task::of(TaskDefinition::TransferToManager);
        let goes_on = Task::of(TaskDefinition::NotifyManager);
        assert!(goes_on.continue_on_error && !stops.continue_on_error);
        let both = [&goes_on, &stops];
        assert_eq!(state_of_person(&both, &[true, true]), ProcessingState::Completed);
        assert_eq!(state_of_person(&both, &[false, true]), ProcessingState::CompletedWithErrors);
        assert_eq!(state_of_person(&both, &[true, false]), ProcessingState::Failed);
        assert_eq!(state_of_person(&[], &[]), ProcessingState::Canceled);
    }

    #[test]
    fn a_run_failed_only_when_every_task_failed_for_everybody() {
        use ProcessingState::{Canceled, Completed, CompletedWithErrors, Failed};
        assert_eq!(state_of_run(&[(Completed, true), (Canceled, false)]), Completed);
        assert_eq!(state_of_run(&[(Completed, true), (Failed, false)]), CompletedWithErrors);
        assert_eq!(state_of_run(&[(Failed, true)]), CompletedWithErrors, "a task went well");
        assert_eq!(state_of_run(&[(Failed, false), (Failed, false)]), Failed);
        assert_eq!(state_of_run(&[(Canceled, false)]), Canceled);
        assert_eq!(state_of_run(&[]), Canceled);
    }
}
