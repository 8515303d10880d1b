//! One type for each kind of identifier, so that an agent's id never fits where a person's is wanted.
//!
//! All are UUIDs: version 7 when made here, whatever the source system gave them when imported. On the wire they are
//! plain UUID text, in the store 16 bytes. Making new ids is the host's business and stays out of this crate.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// What every typed id can do; lets the store and the wire treat all of them alike.
pub trait Id: Copy + Eq + Ord + fmt::Display + FromStr<Err = NotAnId> {
    /// The type's name, as the wire contract spells it.
    const NAME: &'static str;
    /// Takes a UUID as this kind of id.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The UUID itself.
    fn uuid(self) -> Uuid;
}

/// A text that is no UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no id; ids look like 0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl Id for $name {
            const NAME: &'static str = stringify!($name);
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.hyphenated(), f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text.trim()).map(Self).map_err(|_| NotAnId(text.chars().take(60).collect()))
            }
        }
    )*};
}

ids! {
    /// A person in the directory: sponsor, owner, approver, administrator.
    PersonId;
    /// A group of people or of agents.
    GroupId;
    /// An application (also an API) that has app roles and delegated scopes.
    ApplicationId;
    /// An app role of an application.
    AppRoleId;
    /// A delegated permission (OAuth scope) of an application.
    ScopeId;
    /// A directory role, by its template id.
    DirectoryRoleId;
    /// An agent identity blueprint, by its object id.
    BlueprintId;
    /// A blueprint's presence in this directory.
    BlueprintPrincipalId;
    /// An agent identity.
    AgentId;
    /// An agent's user account.
    AgentUserId;
    /// A catalog of resources and access packages.
    CatalogId;
    /// A resource registered in a catalog.
    ResourceId;
    /// A role of a resource, as a catalog offers it.
    ResourceRoleId;
    /// An access package.
    AccessPackageId;
    /// An assignment policy of an access package.
    PolicyId;
    /// A question that a policy asks.
    QuestionId;
    /// An assignment request.
    RequestId;
    /// One approval stage of a request.
    StageId;
    /// An assignment of an access package to an agent.
    AssignmentId;
    /// A delegation of approvals to somebody else.
    DelegationId;
    /// One right held by an agent, from an assignment or granted directly.
    GrantId;
    /// An API permission that a blueprint declares to need.
    DeclarationId;
    /// An entry of a blueprint's inheritable list.
    InheritablePermissionId;
    /// A consent given to a blueprint's principal.
    ConsentId;
    /// A reminder that falls due for an assignment.
    ReminderId;
    /// A notice in one person's inbox.
    NoticeId;
    /// A lifecycle workflow.
    WorkflowId;
    /// One run of a lifecycle workflow.
    WorkflowRunId;
    /// What a run did for one person.
    WorkflowPersonId;
    /// A message that a workflow wrote.
    MessageId;
    /// A secret by which an agent or a blueprint says who it is.
    SecretId;
    /// A workspace, in the URLs and tokens of its agents' door.
    TenantId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let text = "0190c2a4-7a3e-7cc1-8f5e-2f1b0a4d9e77";
        let id: AgentId = text.parse().unwrap();
        assert_eq!(id.to_string(), text, "ids are plain UUID text on the wire");
    }

    #[test]
    fn a_text_that_is_no_uuid_is_refused_with_an_example() {
        let refused = "bot-7".parse::<AgentId>().unwrap_err();
        assert!(
            refused.to_string().contains("'bot-7' is no id"),
            "the sentence names the bad text"
        );
    }
}
