//! Whom a workflow is for: a small rule on what is known of a person. Values compare by letter, upper and lower case apart,
//! as the field's own rules do.

use crate::person::Person;
use crate::said::Said;
use crate::term::terms;

/// The most conditions of a rule.
pub const MAX_CONDITIONS: usize = 10;
/// The longest value of a condition, in characters.
pub const MAX_VALUE_CHARS: usize = 256;

terms! {
    /// What a condition looks at.
    ScopeAttribute {
        /// The name.
        DisplayName => "displayName",
        /// The address.
        Mail => "mail",
        /// The HR system's number.
        EmployeeId => "employeeId",
        /// The job title.
        JobTitle => "jobTitle",
        /// The department.
        Department => "department",
    }

    /// How it compares.
    ScopeOperator {
        /// Is the same.
        Equal => "eq",
        /// Is something else, or missing.
        NotEqual => "ne",
        /// Begins with it.
        StartsWith => "startsWith",
        /// Has it somewhere.
        Contains => "contains",
    }

    /// How the conditions of a rule stand together.
    RuleJoin {
        /// All hold.
        And => "and",
        /// One holds.
        Or => "or",
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What is looked at.
    pub attribute: ScopeAttribute,
    /// How.
    pub operator: ScopeOperator,
    /// With what.
    pub value: String,
}

/// Conditions that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// How they stand together.
    pub join: RuleJoin,
    /// The comparisons, at least one.
    pub conditions: Vec<Condition>,
}

/// Why a rule can't be used. Ordered by precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleRefusal {
    /// None or too many.
    #[error("a rule has 1 to {MAX_CONDITIONS} conditions; add one, or take some out")]
    ConditionCount,
    /// Nothing to compare with.
    #[error(
        "a condition compares with 1 to {MAX_VALUE_CHARS} characters on one line; correct its value"
    )]
    BadValue,
}

impl crate::refusal::Refuse for RuleRefusal {
    fn said(&self) -> Said {
        match self {
            Self::ConditionCount => Said::new("condition_count").with("most", MAX_CONDITIONS),
            Self::BadValue => Said::new("condition_value").with("most", MAX_VALUE_CHARS),
        }
    }
}

impl Condition {
    /// Whether it holds for a person.
    pub fn holds(&self, person: &Person) -> bool {
        let found = match self.attribute {
            ScopeAttribute::DisplayName => Some(person.display_name.as_str()),
            ScopeAttribute::Mail => Some(person.email.as_str()),
            ScopeAttribute::EmployeeId => person.employee_id.as_deref(),
            ScopeAttribute::JobTitle => person.job_title.as_deref(),
            ScopeAttribute::Department => person.department.as_deref(),
        };
        let value = self.value.as_str();
        match self.operator {
            ScopeOperator::Equal => found == Some(value),
            ScopeOperator::NotEqual => found != Some(value),
            ScopeOperator::StartsWith => found.is_some_and(|found| found.starts_with(value)),
            ScopeOperator::Contains => found.is_some_and(|found| found.contains(value)),
        }
    }
}

impl Rule {
    /// Whether it lets a person through.
    pub fn lets_through(&self, person: &Person) -> bool {
        match self.join {
            RuleJoin::And => self.conditions.iter().all(|condition| condition.holds(person)),
            RuleJoin::Or => self.conditions.iter().any(|condition| condition.holds(person)),
        }
    }

    /// Checks how many conditions there are and what they compare with.
    pub fn check(&self) -> Result<(), RuleRefusal> {
        if self.conditions.is_empty() || self.conditions.len() > MAX_CONDITIONS {
            return Err(RuleRefusal::ConditionCount);
        }
        let is_bad = |condition: &Condition| {
            let chars = condition.value.chars().count();
            chars == 0 || chars > MAX_VALUE_CHARS || condition.value.chars().any(char::is_control)
        };
        if self.conditions.iter().any(is_bad) { Err(RuleRefusal::BadValue) } else { Ok(()) }
    }

    /// The rule as Microsoft Entra writes it: `(department -eq "Finance") -and (jobTitle -startsWith "Lead")`.
    pub fn in_words(&self) -> String {
        let conditions = self.conditions.iter().map(|it| {
            let value = it.value.replace('"', "`\"");
            format!("({} -{} \"{value}\")", it.attribute, it.operator)
        });
        conditions.collect::<Vec<_>>().join(&format!(" -{} ", self.join))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::tests::person;

    fn condition(attribute: ScopeAttribute, operator: ScopeOperator, value: &str) -> Condition {
        Condition { attribute, operator, value: value.into() }
    }

    #[test]
    fn upper_and_lower_case_are_not_the_same() {
        let auditor = Person { department: Some("Audit".into()), ..person(1) };
        let holds = |operator, value: &str| {
            condition(ScopeAttribute::Department, operator, value).holds(&auditor)
        };
        assert!(holds(ScopeOperator::Equal, "Audit"));
        assert!(!holds(ScopeOperator::Equal, "audit"));
        assert!(holds(ScopeOperator::NotEqual, "audit"));
        assert!(holds(ScopeOperator::StartsWith, "Au"));
        assert!(!holds(ScopeOperator::StartsWith, "au"));
        assert!(holds(ScopeOperator::Contains, "dit"));
        assert!(!holds(ScopeOperator::Contains, "DIT"));
    }

    #[test]
    fn what_is_missing_equals_nothing_and_differs_from_everything() {
        let holds =
            |operator| condition(ScopeAttribute::JobTitle, operator, "Lead").holds(&person(1));
        assert!(!holds(ScopeOperator::Equal));
        assert!(holds(ScopeOperator::NotEqual));
        assert!(!holds(ScopeOperator::Contains));
    }

    #[test]
    fn all_hold_or_one_holds() {
        let lead = Person { job_title: Some("Lead".into()), ..person(1) };
        let conditions = vec![
            condition(ScopeAttribute::JobTitle, ScopeOperator::Equal, "Lead"),
            condition(ScopeAttribute::Department, ScopeOperator::Equal, "Audit"),
        ];
        let rule = |join| Rule { join, conditions: conditions.clone() };
        assert!(!rule(RuleJoin::And).lets_through(&lead));
        assert!(rule(RuleJoin::Or).lets_through(&lead));
        assert_eq!(
            rule(RuleJoin::And).in_words(),
            "(jobTitle -eq \"Lead\") -and (department -eq \"Audit\")"
        );
    }

    #[test]
    fn a_rule_has_1_to_10_conditions_with_a_value_each() {
        let with = |count, value: &str| Rule {
            join: RuleJoin::And,
            conditions: vec![
                condition(ScopeAttribute::Mail, ScopeOperator::Contains, value);
                count
            ],
        };
        assert_eq!(with(0, "x").check(), Err(RuleRefusal::ConditionCount));
        assert_eq!(with(10, "x").check(), Ok(()));
        assert_eq!(with(11, "x").check(), Err(RuleRefusal::ConditionCount));
        assert_eq!(with(1, "").check(), Err(RuleRefusal::BadValue));
        assert_eq!(with(1, "a\nb").check(), Err(RuleRefusal::BadValue));
        assert_eq!(with(1, &"x".repeat(257)).check(), Err(RuleRefusal::BadValue));
    }
}
