//! What a lifecycle workflow may be, told as rules.

use super::*;
use crate::id::Id;
use crate::person::tests::person_id;
use crate::refusal::Refuse;

const ALONE: Surroundings = Surroundings { others: 0, is_name_taken: false };

fn workflow(of: WorkflowTemplate) -> Workflow {
    let (category, conditions, tasks) = template(of);
    Workflow {
        id: WorkflowId::from_uuid(uuid::Uuid::from_u128(1)),
        display_name: of.name().to_owned(),
        description: String::new(),
        category,
        is_enabled: true,
        is_scheduling_enabled: true,
        scheduled_at: Some(Timestamp::from_millis(0)),
        version: 1,
        created_at: Timestamp::from_millis(0),
        modified_at: Timestamp::from_millis(0),
        deleted_at: None,
        conditions,
        tasks,
    }
}

fn code(change: impl FnOnce(&mut Workflow)) -> &'static str {
    let mut changed = workflow(WorkflowTemplate::SponsorLeaves);
    change(&mut changed);
    check(&changed, ALONE).map_or_else(|no| no.code(), |()| "fine")
}

#[test]
fn both_templates_have_all_three_tasks_and_pass_the_check() {
    for &template in WorkflowTemplate::ALL {
        let workflow = workflow(template);
        assert_eq!(check(&workflow, ALONE), Ok(()));
        assert_eq!(workflow.tasks.len(), 3);
    }
}

#[test]
fn an_offset_lies_within_180_days_either_side() {
    let at = |offset_days| {
        code(|it| {
            let attribute = DateAttribute::EmployeeLeaveDateTime;
            it.conditions.trigger = Trigger::TimeBased { attribute, offset_days };
        })
    };
    assert_eq!((at(-180), at(180)), ("fine", "fine"));
    assert_eq!((at(-181), at(181)), ("offset_too_far", "offset_too_far"));
}

#[test]
fn a_workspace_has_at_most_100_workflows_of_25_tasks_each() {
    let full = workflow(WorkflowTemplate::SponsorMoves);
    let others = |others| check(&full, Surroundings { others, ..ALONE });
    assert_eq!(others(99), Ok(()));
    assert_eq!(others(100), Err(WorkflowRefusal::TooMany));
    let tasks = |count| code(|it| it.tasks = vec![Task::of(TaskDefinition::NotifyManager); count]);
    assert_eq!((tasks(1), tasks(25)), ("fine", "fine"));
    assert_eq!((tasks(0), tasks(26)), ("task_count", "task_count"));
}

#[test]
fn what_is_switched_off_or_has_no_trigger_has_no_schedule() {
    assert_eq!(code(|it| it.is_enabled = false), "scheduled_while_disabled");
    assert_eq!(code(|it| it.conditions.trigger = Trigger::OnDemandOnly), "scheduled_on_demand");
    assert_eq!(
        code(|it| {
            it.conditions.trigger = Trigger::OnDemandOnly;
            it.is_scheduling_enabled = false;
        }),
        "fine"
    );
    assert_eq!(
        code(|it| it.conditions.trigger = Trigger::AttributeChange(Vec::new())),
        "trigger_without_attribute"
    );
}

#[test]
fn a_task_that_writes_nothing_takes_no_text() {
    assert_eq!(code(|it| it.tasks[2].cc = vec![person_id(1)]), "task_without_message");
    assert_eq!(code(|it| it.tasks[0].cc = vec![person_id(1); 10]), "fine");
    assert_eq!(code(|it| it.tasks[0].cc = vec![person_id(1); 11]), "too_many_copies");
}

#[test]
fn a_text_has_known_placeholders_and_a_subject_one_line() {
    assert_eq!(code(|it| it.tasks[0].subject = Some("{{userDisplayName}} goes".into())), "fine");
    assert_eq!(code(|it| it.tasks[0].body = Some("{{password}}".into())), "unknown_placeholder");
    assert_eq!(
        code(|it| it.tasks[0].subject = Some("One\r\nBcc: all@example.org".into())),
        "text_has_control_characters"
    );
}

#[test]
fn a_language_is_a_tag() {
    for (text, expected) in [
        ("en", "fine"),
        ("en-GB", "fine"),
        ("zh-Hant-TW", "fine"),
        ("", "bad_locale"),
        ("english", "bad_locale"),
        ("en_GB", "bad_locale"),
        ("en-\r\n", "bad_locale"),
    ] {
        assert_eq!(code(|it| it.tasks[0].locale = Some(text.into())), expected, "{text:?}");
    }
}

#[test]
fn other_tasks_or_conditions_are_a_new_version_and_other_names_and_switches_are_none() {
    let before = workflow(WorkflowTemplate::SponsorLeaves);
    let is_new = |change: fn(&mut Workflow)| {
        let mut after = before.clone();
        change(&mut after);
        before.is_new_version(&after)
    };
    assert!(!is_new(|it| {
        it.display_name = "Other".into();
        it.description = "Other".into();
        it.is_enabled = false;
        it.is_scheduling_enabled = false;
        it.tasks[0].display_name = "Other".into();
        it.tasks[0].description = "Other".into();
    }));
    assert!(is_new(|it| it.tasks.swap(0, 1)));
    assert!(is_new(|it| it.tasks[0].is_enabled = false));
    assert!(is_new(|it| it.tasks[0].continue_on_error = false));
    assert!(is_new(|it| it.tasks[0].body = Some("Other".into())));
    assert!(is_new(|it| it.conditions.scope = Scope::Group(GroupId::from_uuid(uuid::Uuid::nil()))));
}
