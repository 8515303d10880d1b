//! How the domain's ids, terms and times travel: as text. The domain knows nothing of JSON; this wrapper does it for all
//! of its types alike, and tells TypeScript what they are.

use std::fmt;

use chaperone_domain as domain;
use domain::id::Id;
use domain::interruption::TimeOfDay;
use domain::term::Term;
use domain::time::{Span, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::{Config, TS};

/// A domain value in its text form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wire<T>(pub T);

/// An instant on the wire: RFC 3339 UTC with milliseconds and `Z`.
pub type When = Wire<Timestamp>;
/// A length of time on the wire: an ISO 8601 duration such as `P30D`.
pub type Length = Wire<Span>;

/// What has a text form on the wire.
pub trait WireText: Copy + 'static {
    /// The name of the TypeScript type.
    const NAME: &'static str;
    /// The value as text.
    fn write(self) -> String;
    /// Reads the text form; the error is a sentence for people.
    fn read(text: &str) -> Result<Self, String>;
    /// The TypeScript type.
    fn typescript() -> String {
        "string".to_owned()
    }
}

macro_rules! wire_ids {
    ($($name:ident)*) => {$(
        impl WireText for domain::id::$name {
            const NAME: &'static str = <Self as Id>::NAME;
            fn write(self) -> String {
                self.to_string()
            }
            fn read(text: &str) -> Result<Self, String> {
                text.parse().map_err(|wrong: domain::id::NotAnId| wrong.to_string())
            }
        }
    )*};
}

macro_rules! wire_terms {
    ($($path:path)*) => {$(
        impl WireText for $path {
            const NAME: &'static str = <Self as Term>::NAME;
            fn write(self) -> String {
                self.term().to_owned()
            }
            fn read(text: &str) -> Result<Self, String> {
                Self::parse_term(text).map_err(|unknown| unknown.to_string())
            }
            fn typescript() -> String {
                Self::ALL.iter().map(|value| format!("\"{}\"", value.term())).collect::<Vec<_>>().join(" | ")
            }
        }
    )*};
}

wire_ids! {
    PersonId GroupId ApplicationId AppRoleId ScopeId DirectoryRoleId BlueprintId BlueprintPrincipalId AgentId
    AgentUserId CatalogId ResourceId ResourceRoleId AccessPackageId PolicyId QuestionId RequestId StageId AssignmentId
    GrantId ReminderId NoticeId WorkflowId WorkflowRunId WorkflowPersonId DelegationId SecretId
    TenantId
}

wire_terms! {
    domain::access::GrantSource
    domain::access_package::CatalogState
    domain::access_package::PrivilegeLevel
    domain::access_package::ResourceKind
    domain::agent::AgentChange
    domain::agent::AgentKind
    domain::agent::AgentPlatform
    domain::agent::AgentState
    domain::agent::EffectiveState
    domain::approval::ApproversBy
    domain::approval::StageState
    domain::approval::Verdict
    domain::blueprint::FamilyPart
    domain::assignment::AssignmentState
    domain::assignment::EndReason
    domain::audit::AgentType
    domain::audit::AuditForm
    domain::authority::Action
    domain::authority::CatalogRole
    domain::authority::Role
    domain::backup::BackupKind
    domain::checkpoint::CheckpointVerdict
    domain::clock::WorkspaceKind
    domain::delegation::DelegationState
    domain::doctor::DoctorCheck
    domain::doctor::Health
    domain::doctor::Mend
    domain::door::DoorKeeping
    domain::escalation::AlternatesBy
    domain::exercise::Exercise
    domain::exercise::Requirement
    domain::explanation::ObstacleKind
    domain::due::DueKind
    domain::delivery::FailureReason
    domain::group::GroupKind
    domain::incompatibility::DoubleHolding
    domain::interruption::NotificationLevel
    domain::interruption::Snooze
    domain::interruption::Weekday
    domain::language::Language
    domain::language::LanguageChoice
    domain::notice::NoticeKind
    domain::notice::NoticeState
    domain::person::MoveAttribute
    domain::permission::Inheritable
    domain::permission::MissingLayer
    domain::policy::ApproverKind
    domain::policy::ExtensionRule
    domain::policy::PolicyScope
    domain::question::QuestionKind
    domain::reminder::RecipientsBy
    domain::reminder::ReminderKind
    domain::reminder::ReminderState
    domain::report::ReportKind
    domain::request::RequestState
    domain::request::RequestStatus
    domain::request::RequestType
    domain::requestor::OnBehalfRequestor
    domain::right::RightKind
    domain::secret::SecretState
    domain::sponsorship::Inheritance
    domain::tour::TourStep
    domain::workflow::DateAttribute
    domain::workflow::MembershipChange
    domain::workflow::TaskDefinition
    domain::workflow::WorkflowCategory
    domain::workflow::WorkflowTemplate
    domain::workflow_run::ExecutionType
    domain::workflow_run::ProcessingState
    domain::workflow_scope::RuleJoin
    domain::workflow_scope::ScopeAttribute
    domain::workflow_scope::ScopeOperator
}

impl WireText for Timestamp {
    const NAME: &'static str = "Timestamp";
    fn write(self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|wrong: domain::time::NotAnInstant| wrong.to_string())
    }
}

impl WireText for Span {
    const NAME: &'static str = "Duration";
    fn write(self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|wrong: domain::time::NotASpan| wrong.to_string())
    }
}

impl WireText for TimeOfDay {
    const NAME: &'static str = "TimeOfDay";
    fn write(self) -> String {
        self.to_string()
    }
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|wrong: domain::interruption::NotATimeOfDay| wrong.to_string())
    }
}

impl<T: WireText> From<T> for Wire<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: WireText> fmt::Display for Wire<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.write())
    }
}

impl<T: WireText> fmt::Debug for Wire<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.write())
    }
}

impl<T: WireText> Serialize for Wire<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.write())
    }
}

impl<'de, T: WireText> Deserialize<'de> for Wire<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::read(&text).map(Self).map_err(D::Error::custom)
    }
}

impl<T: WireText> TS for Wire<T> {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn ident(_: &Config) -> String {
        T::NAME.to_owned()
    }

    fn name(_: &Config) -> String {
        T::NAME.to_owned()
    }

    fn inline(_: &Config) -> String {
        T::typescript()
    }

    fn decl(_: &Config) -> String {
        format!("type {} = {};", T::NAME, T::typescript())
    }

    fn decl_concrete(config: &Config) -> String {
        Self::decl(config)
    }

    fn output_path() -> Option<std::path::PathBuf> {
        Some(format!("{}.ts", T::NAME).into())
    }
}
