//! What a decision is about, frozen: everything about an open request that an approver judges by, in one canonical form. Its
//! fingerprint is shown with the request and given back with the decision, so that what was shown is what is granted. Nothing
//! that changes by the mere passing of time belongs here.

use crate::id::{Id, StageId};
use crate::question::Answer;
use crate::request::{Request, Requestor};
use crate::right::Right;
use crate::term::Term;
use crate::time::Timestamp;

/// What an approver of an open stage judges by.
#[derive(Debug, Clone, Copy)]
pub struct Frozen<'a> {
    /// The request, with what earlier stages shortened it to.
    pub request: &'a Request,
    /// The open stage.
    pub stage_id: StageId,
    /// When the access ends that the request would change; `None` for new access, or for access without an end.
    pub held_until: Option<Timestamp>,
    /// What the package grants now, in any order.
    pub rights: &'a [Right],
    /// What the policy's questions were answered with.
    pub answers: &'a [Answer],
}

impl Frozen<'_> {
    /// The canonical form, whose SHA-256 is the fingerprint: each field's length in bytes as eight bytes, big endian,
    /// followed by the field's bytes, in the order below. What is missing is an empty field; before rights and answers
    /// stands how many there are. The policy is named by its wording, which never changes once it stands.
    pub fn canonical(&self) -> Vec<u8> {
        let Request {
            id,
            request_type,
            requestor,
            agent_id,
            access_package_id,
            policy_id,
            assignment_id,
            justification,
            asked_start,
            asked_duration,
            asked_end,
            granted_duration,
            granted_end,
            state: _,
            status: _,
            created_at: _,
            completed_at: _,
        } = self.request;
        let mut form = Form::default();
        form.id(*id);
        form.id(self.stage_id);
        form.field(request_type.term().as_bytes());
        match requestor {
            Requestor::Person(person) => form.id(*person),
            Requestor::Agent(agent) => form.id(*agent),
            Requestor::System => form.field(&[]),
        }
        form.id(*agent_id);
        form.id(*access_package_id);
        form.id(*policy_id);
        form.field(assignment_id.map(Id::uuid).as_ref().map_or(&[][..], |id| id.as_bytes()));
        form.number(self.held_until.map(Timestamp::millis));
        form.number(asked_start.map(Timestamp::millis));
        form.number(asked_duration.map(crate::time::Span::millis));
        form.number(asked_end.map(Timestamp::millis));
        form.number(granted_duration.map(crate::time::Span::millis));
        form.number(granted_end.map(Timestamp::millis));
        form.field(justification.as_bytes());
        let mut rights: Vec<_> = self.rights.iter().map(ToString::to_string).collect();
        rights.sort_unstable();
        rights.dedup();
        form.count(rights.len());
        rights.iter().for_each(|right| form.field(right.as_bytes()));
        form.count(self.answers.len());
        for answer in self.answers {
            form.id(answer.question_id);
            form.field(answer.question.as_bytes());
            form.field(answer.value.as_bytes());
            form.field(answer.display_value.as_bytes());
        }
        form.0
    }
}

#[derive(Default)]
struct Form(Vec<u8>);

impl Form {
    fn field(&mut self, bytes: &[u8]) {
        self.0.extend((bytes.len() as u64).to_be_bytes());
        self.0.extend(bytes);
    }

    fn id(&mut self, id: impl Id) {
        self.field(id.uuid().as_bytes());
    }

    fn number(&mut self, number: Option<i64>) {
        match number {
            Some(number) => self.field(&number.to_be_bytes()),
            None => self.field(&[]),
        }
    }

    fn count(&mut self, many: usize) {
        self.field(&(many as u64).to_be_bytes());
    }
}

/// What a decider says to have looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sight<'a> {
    /// The fingerprint of what is there now, as hexadecimal text.
    pub present: &'a str,
    /// The fingerprint that the decision names.
    pub named: Option<&'a str>,
    /// Whether a decision has to name one. It has to wherever the program that shows a request is our own; a program that
    /// speaks Graph alone can't know of fingerprints, and its decision names the stage.
    pub is_required: bool,
}

/// How what was looked at and what is there now compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// They are the same, or nothing has to be named and nothing was.
    Same,
    /// Nothing was named where it has to be.
    Unseen,
    /// Something else was looked at.
    Changed,
}

impl Sight<'_> {
    /// Compares the two; capitals and spaces around make no difference.
    pub fn compare(&self) -> Compared {
        match self.named.map(str::trim).filter(|named| !named.is_empty()) {
            Some(named) if named.eq_ignore_ascii_case(self.present) => Compared::Same,
            Some(_) => Compared::Changed,
            None if self.is_required => Compared::Unseen,
            None => Compared::Same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{
        AccessPackageId, AgentId, AssignmentId, GroupId, PersonId, PolicyId, QuestionId, RequestId,
    };
    use crate::request::{RequestState, RequestStatus, RequestType};
    use crate::time::Span;
    use uuid::Uuid;

    fn uuid(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn request() -> Request {
        Request {
            id: RequestId::from_uuid(uuid(1)),
            request_type: RequestType::UserAdd,
            state: RequestState::PendingApproval,
            status: RequestStatus::Accepted,
            requestor: Requestor::Person(PersonId::from_uuid(uuid(2))),
            agent_id: AgentId::from_uuid(uuid(3)),
            access_package_id: AccessPackageId::from_uuid(uuid(4)),
            policy_id: PolicyId::from_uuid(uuid(5)),
            assignment_id: None,
            justification: "For the close.".to_owned(),
            asked_start: None,
            asked_duration: Some(Span::days(10)),
            asked_end: None,
            granted_duration: None,
            granted_end: None,
            created_at: Timestamp::from_millis(1_000),
            completed_at: None,
        }
    }

    fn group(number: u128) -> Right {
        Right::GroupMembership(GroupId::from_uuid(uuid(number)))
    }

    fn answer(value: &str) -> Answer {
        Answer {
            question_id: QuestionId::from_uuid(uuid(9)),
            question: "Which books?".to_owned(),
            value: value.to_owned(),
            display_value: value.to_owned(),
        }
    }

    fn form(request: &Request, rights: &[Right], answers: &[Answer]) -> Vec<u8> {
        let stage_id = StageId::from_uuid(uuid(6));
        Frozen { request, stage_id, held_until: None, rights, answers }.canonical()
    }

    #[test]
    fn the_order_of_rights_and_the_passing_of_time_change_nothing() {
        let asked = request();
        let shown = form(&asked, &[group(7), group(8)], &[answer("all")]);
        assert_eq!(form(&asked, &[group(8), group(7), group(7)], &[answer("all")]), shown);
        let later = Request { created_at: Timestamp::from_millis(9_000), ..asked };
        assert_eq!(form(&later, &[group(7), group(8)], &[answer("all")]), shown);
    }

    #[test]
    fn whatever_an_approver_judges_by_changes_the_form() {
        let asked = request();
        let shown = form(&asked, &[group(7)], &[answer("all")]);
        let changed = [
            Request { id: RequestId::from_uuid(uuid(11)), ..asked.clone() },
            Request { request_type: RequestType::AdminAdd, ..asked.clone() },
            Request { requestor: Requestor::System, ..asked.clone() },
            Request { agent_id: AgentId::from_uuid(uuid(13)), ..asked.clone() },
            Request { access_package_id: AccessPackageId::from_uuid(uuid(14)), ..asked.clone() },
            Request { policy_id: PolicyId::from_uuid(uuid(15)), ..asked.clone() },
            Request { assignment_id: Some(AssignmentId::from_uuid(uuid(16))), ..asked.clone() },
            Request { justification: "For the close".to_owned(), ..asked.clone() },
            Request { asked_start: Some(Timestamp::from_millis(5)), ..asked.clone() },
            Request { asked_duration: Some(Span::days(11)), ..asked.clone() },
            Request { asked_end: Some(Timestamp::from_millis(5)), ..asked.clone() },
            Request { granted_duration: Some(Span::days(1)), ..asked.clone() },
            Request { granted_end: Some(Timestamp::from_millis(5)), ..asked.clone() },
        ];
        for other in changed {
            assert_ne!(form(&other, &[group(7)], &[answer("all")]), shown, "{other:?}");
        }
        assert_ne!(form(&asked, &[group(7), group(8)], &[answer("all")]), shown, "a right more");
        assert_ne!(form(&asked, &[], &[answer("all")]), shown, "a right less");
        assert_ne!(form(&asked, &[group(7)], &[answer("some")]), shown, "another answer");
        let rights = [group(7)];
        let answers = [answer("all")];
        let stage_id = StageId::from_uuid(uuid(6));
        let frozen = Frozen {
            request: &asked,
            stage_id,
            held_until: None,
            rights: &rights,
            answers: &answers,
        };
        let next = Frozen { stage_id: StageId::from_uuid(uuid(17)), ..frozen };
        assert_ne!(next.canonical(), shown, "the next stage");
        let longer = Frozen { held_until: Some(Timestamp::from_millis(5)), ..frozen };
        assert_ne!(longer.canonical(), shown, "another present end");
    }

    #[test]
    fn nothing_can_move_from_one_field_to_the_next() {
        let both = |justification: &str, value: &str| {
            let asked = Request { justification: justification.to_owned(), ..request() };
            form(&asked, &[], &[answer(value)])
        };
        assert_ne!(both("a", "bc"), both("ab", "c"));
    }

    #[test]
    fn a_decision_names_what_was_looked_at_unless_it_cannot_know() {
        let named = |named, is_required| Sight { present: "ab12", named, is_required }.compare();
        for is_required in [true, false] {
            assert_eq!(named(Some("ab12"), is_required), Compared::Same);
            assert_eq!(named(Some(" AB12 "), is_required), Compared::Same, "as people copy it");
            assert_eq!(named(Some("ab13"), is_required), Compared::Changed);
            assert_eq!(named(Some("ab1"), is_required), Compared::Changed, "a part is not enough");
        }
        assert_eq!(named(None, true), Compared::Unseen);
        assert_eq!(named(Some(" "), true), Compared::Unseen);
        assert_eq!(named(None, false), Compared::Same);
    }
}
