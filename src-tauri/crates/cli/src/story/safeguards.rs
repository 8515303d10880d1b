//! What happens when approval meets silence, and when two duties stay apart: two acts of the story in which the rules act
//! by themselves. As in `acts`, whatever is told was read from the workspace.

use chaperone_commands::Reply;
use chaperone_commands::view::access_package::AccessPackagePage;
use chaperone_commands::view::approval::ApproveRequest;
use chaperone_commands::view::reference::AccessPackageRef;
use chaperone_commands::view::request::{RequestAccess, RequestView, ShowRequest, StageView};
use chaperone_domain::approval::StageState;
use chaperone_domain::notice::NoticeKind;
use chaperone_domain::request::RequestState;
use serde_json::{Value, json};

use super::acts::{Story, waits_for};
use super::cast::Player;
use super::teller::differs;
use crate::words::{minute, people};

/// A package of the sample company with two stages, each of which is forwarded when nobody decides.
const TWO_STAGES: &str = "Supplier onboarding";
/// A package that whoever onboards suppliers must not hold as well.
const SEPARATED: &str = "Payment preparation";

impl Story<'_, '_> {
    /// The first approver stays silent, so the alternates join; then the second stage agrees.
    pub(super) fn silence_is_forwarded(&mut self) -> Reply<()> {
        let package = self.package_called(TWO_STAGES)?;
        let sponsor = &self.cast.sponsor;
        let ask = self.asking_for(&package, "New suppliers for the spring season.");
        let request: RequestView = self.teller.call(&sponsor.session, "request_access", ask)?;
        self.teller.expect(request.stages.len() == 2, "the request doesn't have two stages")?;
        let first = open_stage(&request)?;
        let forwarded_at =
            first.escalates_at.ok_or_else(|| differs("the stage is never forwarded".to_owned()))?;
        let line = format!(
            "{} requests '{TWO_STAGES}' for {}; {}. Two stages have to agree.",
            sponsor.name,
            self.cast.agent,
            waits_for(&request)
        );
        self.teller.tell(Some(sponsor), line)?;

        self.advance_to(forwarded_at)?;
        let forwarded = self.shown(&request)?;
        let stage = open_stage(&forwarded)?;
        self.teller
            .expect(stage.escalated_at == Some(forwarded_at), "the stage wasn't forwarded")?;
        let alternate = stage.alternates.first().map(|alternate| alternate.id);
        let alternate = alternate.ok_or_else(|| differs("nobody joined".to_owned()))?;
        let alternate = Player::of(self.teller, alternate)?;
        self.newest_notice(&alternate, NoticeKind::DecisionForwarded)?;
        let line = format!(
            "{} hasn't decided. At {} the request is forwarded: {} may decide now too, and is told.",
            people(&stage.approvers),
            minute(forwarded_at),
            people(&stage.alternates)
        );
        self.teller.tell(None, line)?;

        let agreed = self.agrees(&alternate, &request)?;
        let second = open_stage(&agreed)?;
        self.teller.expect(second.number == 2, "the second stage didn't open")?;
        let approver = second.approvers.first().map(|approver| approver.id);
        let approver = approver.ok_or_else(|| differs("nobody is asked".to_owned()))?;
        let approver = Player::of(self.teller, approver)?;
        let delivered = self.agrees(&approver, &request)?;
        let is_done = delivered.request.state.0 == RequestState::Delivered;
        self.teller.expect(is_done, "two agreements led to nothing")?;
        let line = format!(
            "{} agrees in the approver's place, {} agrees in the second stage, and the access is delivered.",
            alternate.name, approver.name
        );
        self.teller.tell(Some(&approver), line)
    }

    /// Whoever onboards suppliers doesn't pay them: the rule is made, and the next request is refused.
    pub(super) fn duties_stay_apart(&mut self) -> Reply<()> {
        let (held, wanted) = (self.package_called(TWO_STAGES)?, self.package_called(SEPARATED)?);
        let (administrator, sponsor) = (&self.cast.administrator, &self.cast.sponsor);
        let rule = json!({ "accessPackageId": wanted.id, "incompatibleAccessPackageId": held.id });
        let _: Value = self.teller.call(&administrator.session, "add_incompatible", rule)?;
        let line = format!(
            "{} decides that nobody holds '{SEPARATED}' beside '{TWO_STAGES}'.",
            administrator.name
        );
        self.teller.tell(Some(administrator), line)?;
        let ask = self.asking_for(&wanted, "To pay the new suppliers.");
        let refused: Reply<RequestView> = self.teller.call(&sponsor.session, "request_access", ask);
        let refusal = refused.err().filter(|no| no.code == "incompatible_package");
        let refusal =
            refusal.ok_or_else(|| differs("two separated duties came together".to_owned()))?;
        let line = format!(
            "{} requests '{SEPARATED}' for {} and is refused: {}",
            sponsor.name, self.cast.agent, refusal.message
        );
        self.teller.tell(Some(sponsor), line)
    }

    fn package_called(&self, name: &str) -> Reply<AccessPackageRef> {
        let search = json!({ "filter": { "search": name } });
        let session = &self.cast.administrator.session;
        let page: AccessPackagePage = self.teller.call(session, "list_access_packages", search)?;
        let found = page.rows.into_iter().find(|row| row.display_name == name);
        let row = found.ok_or_else(|| differs(format!("there is no package '{name}'")))?;
        Ok(AccessPackageRef { id: row.id, display_name: row.display_name })
    }

    fn asking_for(&self, package: &AccessPackageRef, why: &str) -> RequestAccess {
        RequestAccess {
            agent_id: self.cast.agent_id,
            access_package_id: package.id,
            policy_id: None,
            start_at: None,
            duration: None,
            end_at: None,
            justification: why.to_owned(),
            answers: Vec::new(),
        }
    }

    fn agrees(&self, who: &Player, request: &RequestView) -> Reply<RequestView> {
        let shown = self.teller.shown(&who.session, request.request.id)?;
        let ask = ApproveRequest {
            request_id: request.request.id,
            justification: "The suppliers are known.".to_owned(),
            duration: None,
            until: None,
            fingerprint: shown.fingerprint,
            stage_id: None,
        };
        self.teller.call(&who.session, "approve_request", ask)
    }

    fn shown(&self, request: &RequestView) -> Reply<RequestView> {
        let ask = ShowRequest { request_id: request.request.id };
        self.teller.call(&self.cast.sponsor.session, "show_request", ask)
    }
}

/// The stage of a request that waits for a decision.
fn open_stage(request: &RequestView) -> Reply<StageView> {
    let open = request.stages.iter().find(|stage| stage.state.0 == StageState::Open);
    open.cloned().ok_or_else(|| differs("no stage is open".to_owned()))
}
