//! Lifecycle workflows as commands take them and as people see them, with their runs and their messages.

use chaperone_domain::authority::Action;
use chaperone_domain::id::{
    GroupId, NoticeId, PersonId, WorkflowId, WorkflowPersonId, WorkflowRunId,
};
use chaperone_domain::person::MoveAttribute;
use chaperone_domain::workflow::{
    DateAttribute, MembershipChange, TaskDefinition, WorkflowCategory, WorkflowTemplate,
};
use chaperone_domain::workflow_run::{ExecutionType, ProcessingState};
use chaperone_domain::workflow_scope::{RuleJoin, ScopeAttribute, ScopeOperator};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reference::PersonRef;
use super::said::Saying;
use crate::wire::{When, Wire};

/// What sets a workflow off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum WorkflowTrigger {
    /// So many days after a day in a person's record; before it when negative.
    TimeBased {
        /// Which day.
        attribute: Wire<DateAttribute>,
        /// −180 to 180.
        offset_days: i32,
    },
    /// One of these changed.
    AttributeChange {
        /// Which.
        attributes: Vec<Wire<MoveAttribute>>,
    },
    /// Somebody joined or left a group.
    MembershipChange {
        /// The group.
        group_id: Wire<GroupId>,
        /// Which of both.
        change: Wire<MembershipChange>,
    },
    /// Nothing but somebody who runs it.
    OnDemandOnly {},
}

/// Whom a workflow is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum WorkflowScope {
    /// Whoever the trigger is about.
    Everyone {},
    /// Whom a rule lets through.
    Rule {
        /// Whether all conditions hold or one.
        join: Wire<RuleJoin>,
        /// 1 to 10.
        conditions: Vec<WorkflowCondition>,
    },
    /// The members of a group.
    Group {
        /// The group.
        group_id: Wire<GroupId>,
    },
}

asks! {
    /// One comparison; upper and lower case are not the same.
    WorkflowCondition {
        /// What is looked at.
        attribute: Wire<ScopeAttribute>,
        /// How.
        operator: Wire<ScopeOperator>,
        /// With what.
        value: String,
    }

    /// When a workflow runs and for whom.
    WorkflowConditions {
        /// What sets it off.
        trigger: WorkflowTrigger,
        /// Whom it is for.
        scope: WorkflowScope,
    }

    /// A task of a workflow.
    NewTask {
        /// What it does.
        task: Wire<TaskDefinition>,
        /// What people call it; the task's own name when left out.
        display_name: Option<String>,
        /// Purpose.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// Whether it is done; it is unless somebody says otherwise.
        is_enabled: Option<bool>,
        /// Whether the next task is done although this one failed; notices go on and the transfer stops unless somebody
        /// says otherwise.
        continue_on_error: Option<bool>,
        /// Who receives a copy of its message.
        #[serde(default)]
        #[ts(optional, as = "Option<Vec<Wire<PersonId>>>")]
        cc: Vec<Wire<PersonId>>,
        /// The subject in place of the task's own, with placeholders such as `{{userDisplayName}}`.
        subject: Option<String>,
        /// The text in place of the task's own, with placeholders.
        body: Option<String>,
        /// The language, as a tag such as `en-GB`.
        locale: Option<String>,
    }

    /// List workflows.
    ListWorkflows {
        /// Those that are deleted and can be restored, instead of the others.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        deleted: bool,
    }

    /// See one workflow.
    ShowWorkflow {
        /// Which.
        workflow_id: Wire<WorkflowId>,
    }

    /// List the templates that a workflow may be made from.
    ListWorkflowTemplates {}

    /// Make a workflow, from a template or from scratch. What is given goes before what the template says.
    CreateWorkflow {
        /// The template.
        template: Option<Wire<WorkflowTemplate>>,
        /// Name, unique; the template's when left out.
        display_name: Option<String>,
        /// Purpose.
        #[serde(default)]
        #[ts(optional, as = "Option<String>")]
        description: String,
        /// Mover or leaver.
        category: Option<Wire<WorkflowCategory>>,
        /// Whether it may run; it may unless somebody says otherwise.
        is_enabled: Option<bool>,
        /// Whether it runs by itself.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        is_scheduling_enabled: bool,
        /// When and for whom.
        conditions: Option<WorkflowConditions>,
        /// What is done, in order.
        tasks: Option<Vec<NewTask>>,
    }

    /// Change a workflow; what is left out stays. Other conditions or tasks make a new version.
    UpdateWorkflow {
        /// Which.
        workflow_id: Wire<WorkflowId>,
        /// Name, unique.
        display_name: Option<String>,
        /// Purpose.
        description: Option<String>,
        /// Whether it may run. Switching it off switches its schedule off too.
        is_enabled: Option<bool>,
        /// Whether it runs by itself.
        is_scheduling_enabled: Option<bool>,
        /// When and for whom.
        conditions: Option<WorkflowConditions>,
        /// What is done, in order; in place of all tasks.
        tasks: Option<Vec<NewTask>>,
    }

    /// Delete a workflow. It can be restored for 30 days.
    DeleteWorkflow {
        /// Which.
        workflow_id: Wire<WorkflowId>,
    }

    /// Restore a deleted workflow, with its schedule off.
    RestoreWorkflow {
        /// Which.
        workflow_id: Wire<WorkflowId>,
    }

    /// Run a workflow now for some people, whatever its conditions say.
    RunWorkflow {
        /// Which.
        workflow_id: Wire<WorkflowId>,
        /// For whom: 1 to 10 people.
        person_ids: Vec<Wire<PersonId>>,
    }

    /// List runs, newest first.
    ListWorkflowRuns {
        /// Of this workflow; of all when left out.
        workflow_id: Option<Wire<WorkflowId>>,
        /// In this state.
        state: Option<Wire<ProcessingState>>,
        /// The last run of the page before.
        after: Option<Wire<WorkflowRunId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// See a run with what it did for each person.
    ShowWorkflowRun {
        /// Which.
        run_id: Wire<WorkflowRunId>,
    }

    /// List what all runs did for one person, newest first.
    ListWorkflowResults {
        /// For whom.
        person_id: Wire<PersonId>,
        /// The last result of the page before.
        after: Option<Wire<WorkflowPersonId>>,
        /// How many, 1 to 500; 100 when left out.
        limit: Option<u32>,
    }

    /// See what a task would write about a person. Changes nothing.
    PreviewWorkflowMessage {
        /// The task.
        task: NewTask,
        /// About whom.
        person_id: Wire<PersonId>,
    }

    /// Read the message that a notice brings.
    ShowMessage {
        /// The notice.
        notice_id: Wire<NoticeId>,
    }

    /// Write the message that a notice brings into a file for a mail program, in the folder `exports` of the workspace.
    ExportMessage {
        /// The notice.
        notice_id: Wire<NoticeId>,
    }
}

views! {
    /// A workflow in a list.
    WorkflowRow {
        /// Key.
        id: Wire<WorkflowId>,
        /// Name.
        display_name: String,
        /// Mover or leaver.
        category: Wire<WorkflowCategory>,
        /// Whether it may run.
        is_enabled: bool,
        /// Whether it runs by itself.
        is_scheduling_enabled: bool,
        /// The number of the present version.
        version: u32,
        /// What sets it off and for whom, in words.
        conditions: String,
        /// The same as code and values: what sets it off, then for whom, where it is not for everybody.
        conditions_sayings: Vec<Saying>,
        /// When it runs next by itself, as far as is known today.
        next_run_at: Option<When>,
        /// Its last run.
        last_run: Option<WorkflowRunRow>,
        /// When it was deleted.
        deleted_at: Option<When>,
        /// Until when it can be restored.
        restorable_until: Option<When>,
    }

    /// The workflows.
    Workflows {
        /// By name.
        rows: Vec<WorkflowRow>,
    }

    /// A workflow.
    WorkflowView {
        /// As in the list.
        workflow: WorkflowRow,
        /// Purpose.
        description: String,
        /// When and for whom.
        conditions: WorkflowConditions,
        /// The scope's rule as Microsoft Entra writes it.
        rule: Option<String>,
        /// What is done, in order.
        tasks: Vec<WorkflowTask>,
        /// When it was made.
        created_at: When,
        /// When it was last changed.
        modified_at: When,
        /// All versions, newest first.
        versions: Vec<WorkflowVersion>,
        /// What I may do with it.
        may: Vec<Wire<Action>>,
    }

    /// A task of a workflow.
    WorkflowTask {
        /// Its place, from 1.
        sequence: u32,
        /// What it does.
        task: Wire<TaskDefinition>,
        /// The id under which Microsoft Entra knows it.
        task_definition_id: String,
        /// What people call it.
        display_name: String,
        /// Purpose.
        description: String,
        /// Whether it is done.
        is_enabled: bool,
        /// Whether the next task is done although this one failed.
        continue_on_error: bool,
        /// Whether it writes a message, and so takes a text.
        writes: bool,
        /// Who receives a copy.
        cc: Vec<PersonRef>,
        /// The subject that somebody gave.
        subject: Option<String>,
        /// The text that somebody gave.
        body: Option<String>,
        /// The language.
        locale: Option<String>,
        /// The subject that it has by itself.
        own_subject: Option<String>,
        /// The text that it has by itself.
        own_body: Option<String>,
    }

    /// A version of a workflow.
    WorkflowVersion {
        /// Its number.
        version: u32,
        /// When it was made.
        created_at: When,
        /// What set it off and for whom, in words.
        conditions: String,
        /// The same as code and values.
        conditions_sayings: Vec<Saying>,
        /// What was done, in order.
        tasks: Vec<String>,
    }

    /// What a workflow may be made from.
    WorkflowTemplateRow {
        /// The template.
        template: Wire<WorkflowTemplate>,
        /// Name.
        display_name: String,
        /// Mover or leaver.
        category: Wire<WorkflowCategory>,
        /// When and for whom.
        conditions: WorkflowConditions,
        /// The same in words.
        in_words: String,
        /// What the words say, as code and values.
        in_words_sayings: Vec<Saying>,
        /// What is done, in order.
        tasks: Vec<WorkflowTask>,
    }

    /// The templates, and what a text may leave open.
    WorkflowTemplates {
        /// The templates.
        rows: Vec<WorkflowTemplateRow>,
        /// The names of all placeholders.
        placeholders: Vec<String>,
    }

    /// A run in a list.
    WorkflowRunRow {
        /// Key.
        id: Wire<WorkflowRunId>,
        /// The workflow.
        workflow_id: Wire<WorkflowId>,
        /// What it is called.
        workflow: String,
        /// In which version it ran.
        version: u32,
        /// What set it off.
        execution_type: Wire<ExecutionType>,
        /// What became of it.
        state: Wire<ProcessingState>,
        /// When it fell due.
        due_at: When,
        /// When it was over.
        completed_at: Option<When>,
        /// Who ran it on demand.
        run_by: Option<PersonRef>,
        /// For how many people.
        people: u32,
    }

    /// A page of runs.
    WorkflowRunPage {
        /// The runs.
        rows: Vec<WorkflowRunRow>,
        /// Give this as `after` for the next page.
        next: Option<Wire<WorkflowRunId>>,
    }

    /// A run with what it did for each person.
    WorkflowRunView {
        /// As in the list.
        run: WorkflowRunRow,
        /// Each person.
        people: Vec<WorkflowResult>,
    }

    /// What a run did for one person.
    WorkflowResult {
        /// Key.
        id: Wire<WorkflowPersonId>,
        /// The run.
        run_id: Wire<WorkflowRunId>,
        /// The workflow.
        workflow_id: Wire<WorkflowId>,
        /// What it is called.
        workflow: String,
        /// For whom.
        person: PersonRef,
        /// What became of it.
        state: Wire<ProcessingState>,
        /// Why it was canceled.
        reason: Option<String>,
        /// The same as code and values.
        reason_saying: Option<Saying>,
        /// When the run fell due.
        due_at: When,
        /// When it was over.
        completed_at: Option<When>,
        /// Each task, in order.
        tasks: Vec<WorkflowTaskResult>,
        /// The messages that were written.
        messages: Vec<MessageRow>,
    }

    /// What a task did for one person.
    WorkflowTaskResult {
        /// Its place.
        sequence: u32,
        /// What kind of task.
        task: Wire<TaskDefinition>,
        /// What it was called then.
        display_name: String,
        /// What became of it.
        state: Wire<ProcessingState>,
        /// What it did, or why not.
        sentence: String,
        /// The same as code and values; nothing where only the sentence is known.
        saying: Option<Saying>,
    }

    /// A message in a list.
    MessageRow {
        /// A notice that brings it.
        notice_id: Wire<NoticeId>,
        /// One line.
        subject: String,
        /// Whom it addresses.
        to: Vec<PersonRef>,
    }

    /// What all runs did for one person.
    WorkflowResults {
        /// The results.
        rows: Vec<WorkflowResult>,
        /// Give this as `after` for the next page.
        next: Option<Wire<WorkflowPersonId>>,
    }

    /// What a task would write.
    MessagePreview {
        /// Whom it would address.
        to: Vec<PersonRef>,
        /// Who would receive a copy.
        cc: Vec<PersonRef>,
        /// One line.
        subject: String,
        /// Lines of text.
        body: String,
    }

    /// A message.
    MessageView {
        /// The notice that brings it.
        notice_id: Wire<NoticeId>,
        /// About whom.
        about: PersonRef,
        /// Whom it addresses.
        to: Vec<PersonRef>,
        /// Who received a copy.
        cc: Vec<PersonRef>,
        /// One line.
        subject: String,
        /// Lines of text.
        body: String,
        /// Its language.
        locale: Option<String>,
        /// When it was written.
        created_at: When,
    }

    /// A file that was written.
    ExportedFile {
        /// Where it lies.
        path: String,
    }
}
