//! When a workflow runs and for whom: as it is asked for, as those who change it see it, and in words.

use chaperone_domain::id::GroupId;
use chaperone_domain::person::MoveAttribute;
use chaperone_domain::said::{Said, Value};
use chaperone_domain::workflow::{
    DateAttribute, ExecutionConditions, MembershipChange, Scope, Trigger,
};
use chaperone_domain::workflow_scope::{Condition, Rule};
use chaperone_store::Db;
use chaperone_store::table::groups;

use crate::context::Context;
use crate::failure::{Failure, Reply};
use crate::view::said::Saying;
use crate::view::workflow::{
    WorkflowCondition, WorkflowConditions, WorkflowScope, WorkflowTrigger,
};
use crate::wire::Wire;
use crate::{agent, words};

/// Conditions in words.
pub(crate) struct InWords {
    /// In English: `On the leave date, for members of Finance`.
    pub(crate) sentence: String,
    /// The same as code and values: what sets it off, then for whom, where it is not for everybody.
    pub(crate) sayings: Vec<Saying>,
}

/// The conditions for those who change them.
pub(crate) fn view(conditions: &ExecutionConditions) -> WorkflowConditions {
    let trigger = match &conditions.trigger {
        Trigger::TimeBased { attribute, offset_days } => WorkflowTrigger::TimeBased {
            attribute: Wire(*attribute),
            offset_days: i32::try_from(*offset_days).unwrap_or(0),
        },
        Trigger::AttributeChange(attributes) => WorkflowTrigger::AttributeChange {
            attributes: attributes.iter().copied().map(Wire).collect(),
        },
        Trigger::MembershipChange { group_id, change } => {
            WorkflowTrigger::MembershipChange { group_id: Wire(*group_id), change: Wire(*change) }
        }
        Trigger::OnDemandOnly => WorkflowTrigger::OnDemandOnly {},
    };
    let scope = match &conditions.scope {
        Scope::Everyone => WorkflowScope::Everyone {},
        Scope::Group(group_id) => WorkflowScope::Group { group_id: Wire(*group_id) },
        Scope::Rule(rule) => WorkflowScope::Rule {
            join: Wire(rule.join),
            conditions: rule
                .conditions
                .iter()
                .map(|it| WorkflowCondition {
                    attribute: Wire(it.attribute),
                    operator: Wire(it.operator),
                    value: it.value.clone(),
                })
                .collect(),
        },
    };
    WorkflowConditions { trigger, scope }
}

/// The conditions in words.
pub(crate) fn in_words(db: &Db, conditions: &ExecutionConditions) -> Reply<InWords> {
    let (mut sentence, said) = trigger_in_words(db, &conditions.trigger)?;
    let mut sayings = vec![said.into()];
    if let Some((more, said)) = scope_in_words(db, &conditions.scope)? {
        sentence.push_str(&more);
        sayings.push(said.into());
    }
    Ok(InWords { sentence, sayings })
}

fn group_name(db: &Db, id: GroupId) -> Reply<String> {
    agent::group_reference(db, id).map(|group| group.display_name)
}

fn trigger_in_words(db: &Db, trigger: &Trigger) -> Reply<(String, Said)> {
    Ok(match trigger {
        Trigger::TimeBased { attribute, offset_days } => {
            let day = match attribute {
                DateAttribute::EmployeeHireDate => "the hire date",
                DateAttribute::EmployeeLeaveDateTime => "the leave date",
            };
            let (sentence, said) = match *offset_days {
                0 => (format!("On {day}"), Said::new("onTheDay")),
                before if before < 0 => (
                    format!("{} before {day}", words::days(-before)),
                    Said::new("daysBefore").with("count", -before),
                ),
                after => (
                    format!("{} after {day}", words::days(after)),
                    Said::new("daysAfter").with("count", after),
                ),
            };
            (sentence, said.with("day", Value::term(*attribute)))
        }
        Trigger::AttributeChange(attributes) => {
            let names: Vec<_> = attributes.iter().copied().map(attribute_in_words).collect();
            let sentence = format!("When {} changes", names.join(" or "));
            (sentence, Said::new("whenChanged").with("what", Value::Either(names)))
        }
        Trigger::MembershipChange { group_id, change } => {
            let group = group_name(db, *group_id)?;
            let (sentence, said) = match change {
                MembershipChange::Added => {
                    (format!("When somebody joins {group}"), Said::new("whenJoined"))
                }
                MembershipChange::Removed => {
                    (format!("When somebody leaves {group}"), Said::new("whenLeft"))
                }
            };
            (sentence, said.with("group", group))
        }
        Trigger::OnDemandOnly => ("On demand only".to_owned(), Said::new("onDemandOnly")),
    })
}

fn attribute_in_words(attribute: MoveAttribute) -> &'static str {
    match attribute {
        MoveAttribute::JobTitle => "the job title",
        MoveAttribute::Department => "the department",
        MoveAttribute::Manager => "the manager",
    }
}

/// For whom, where it is not for everybody.
fn scope_in_words(db: &Db, scope: &Scope) -> Reply<Option<(String, Said)>> {
    Ok(match scope {
        Scope::Everyone => None,
        Scope::Rule(rule) => {
            let rule = rule.in_words();
            Some((format!(", where {rule}"), Said::new("forRule").with("rule", rule)))
        }
        Scope::Group(id) => {
            let group = group_name(db, *id)?;
            Some((format!(", for members of {group}"), Said::new("forGroup").with("group", group)))
        }
    })
}

/// The conditions that are asked for; the groups have to be there.
pub(crate) fn asked(cx: &impl Context, from: &WorkflowConditions) -> Reply<ExecutionConditions> {
    let group = |id: Wire<GroupId>| -> Reply<GroupId> {
        groups::get(cx.db(), id.0)?.map(|group| group.id).ok_or_else(|| Failure::not_found("group"))
    };
    let trigger = match &from.trigger {
        WorkflowTrigger::TimeBased { attribute, offset_days } => {
            Trigger::TimeBased { attribute: attribute.0, offset_days: i64::from(*offset_days) }
        }
        WorkflowTrigger::AttributeChange { attributes } => {
            let mut attributes: Vec<_> = attributes.iter().map(|it| it.0).collect();
            attributes.sort_unstable();
            attributes.dedup();
            Trigger::AttributeChange(attributes)
        }
        WorkflowTrigger::MembershipChange { group_id, change } => {
            Trigger::MembershipChange { group_id: group(*group_id)?, change: change.0 }
        }
        WorkflowTrigger::OnDemandOnly {} => Trigger::OnDemandOnly,
    };
    let scope = match &from.scope {
        WorkflowScope::Everyone {} => Scope::Everyone,
        WorkflowScope::Group { group_id } => Scope::Group(group(*group_id)?),
        WorkflowScope::Rule { join, conditions } => Scope::Rule(Rule {
            join: join.0,
            conditions: conditions
                .iter()
                .map(|it| Condition {
                    attribute: it.attribute.0,
                    operator: it.operator.0,
                    value: it.value.clone(),
                })
                .collect(),
        }),
    };
    Ok(ExecutionConditions { trigger, scope })
}
