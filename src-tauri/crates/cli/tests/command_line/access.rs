//! The main job on the command line: ask, agree, see what may be done, extend, end. The decision point answers with an exit
//! code, so that scripts can ask it.

use chaperone_testkit::tour;

use crate::support::{Place, err, out};

const PACKAGE: &str = "Invoice matching";
const GRANT: [&str; 4] = ["--resource", "Ledgerwell Invoicing", "--role", "Invoices.Match.All"];
/// An agent of the tour's sponsor.
struct Job {
    place: Place,
    agent: String,
}

impl Job {
    /// The sponsor has asked for the package.
    fn asked() -> Self {
        let (place, agent) = (Place::training(), tour().agent);
        let why = ["--why", "The month is closed."];
        let words = ["request", "access", "--agent", &agent, "--package", PACKAGE];
        let told = out(&place.run_as(&tour().sponsor, words.into_iter().chain(why)).code(0));
        assert!(told.contains("pendingApproval") && told.contains("Beatriz Nogueira"), "{told}");
        Self { place, agent }
    }

    /// The approver has agreed.
    fn delivered() -> Self {
        let job = Self::asked();
        let told = out(&job.place.decide(&tour().approver, "approve", &job.agent, &[]).code(0));
        assert!(told.contains("delivered") && told.contains("Access until"), "{told}");
        job
    }

    /// Whether the agent may use the right, by exit code.
    fn may(&self, more: &[&str]) -> bool {
        let words = ["access", "check", "--agent", &self.agent].into_iter().chain(GRANT);
        let ended = self.place.run_as(&tour().sponsor, words.chain(more.iter().copied()));
        match ended.get_output().status.code() {
            Some(0) => true,
            Some(1) => false,
            other => panic!("{other:?}: {}", err(&ended)),
        }
    }
}

#[test]
fn what_was_asked_is_delivered_when_the_approver_agrees_and_ends_by_itself() {
    let job = Job::asked();
    assert!(!job.may(&[]), "asking gives nothing");
    let job = Job { ..job };
    job.place.decide(&tour().approver, "approve", &job.agent, &[]).code(0);
    assert!(job.may(&[]));
    assert!(job.may(&["--at", "29d"]));
    assert!(!job.may(&["--at", "31d"]), "the record says in advance when it ends");
    job.place.run_as(&tour().sponsor, ["clock", "advance", "31d"]).code(0);
    assert!(!job.may(&[]));
}

#[test]
fn access_is_explained_and_listed() {
    let job = Job::delivered();
    let words = ["access", "explain", "--agent", &job.agent].into_iter().chain(GRANT);
    let why = out(&job.place.run_as(&tour().sponsor, words).code(0));
    assert!(why.contains("yes") && why.contains(PACKAGE), "{why}");
    let list =
        out(&job.place.run_as(&tour().sponsor, ["access", "list", "--agent", &job.agent]).code(0));
    assert!(list.contains("Ledgerwell Invoicing: Invoices.Match.All"), "{list}");
}

#[test]
fn an_approver_may_shorten_and_may_say_no() {
    let job = Job::asked();
    let inbox = out(&job.place.run_as(&tour().approver, ["approval", "list"]).code(0));
    assert!(inbox.contains(&job.agent) && inbox.contains("The month is closed."), "{inbox}");
    let shown = out(&job.place.run_as(&tour().approver, ["approval", "show", PACKAGE]).code(0));
    assert!(shown.contains("Gains") && shown.contains("Fingerprint"), "{shown}");
    let unseen = job.place.run_as(&tour().approver, ["approval", "approve", &job.agent]).code(2);
    assert!(err(&unseen).contains("--shown"), "{}", err(&unseen));
    job.place.decide(&tour().approver, "approve", &job.agent, &["--for", "10d"]).code(0);
    assert!(job.may(&["--at", "9d"]) && !job.may(&["--at", "11d"]));
    let other = Job::asked();
    other.place.run_as(&tour().approver, ["approval", "deny", &other.agent]).code(2);
    let why = ["--why", "Not this month."];
    let told = out(&other.place.decide(&tour().approver, "deny", &other.agent, &why).code(0));
    assert!(told.contains("denied"), "{told}");
}

#[test]
fn nobody_decides_on_their_own_request() {
    let job = Job::asked();
    let requests = job.place.json_as(&tour().sponsor, ["request", "list", "--mine", "--open"]);
    let id = requests["rows"][0]["id"].as_str().unwrap().to_owned();
    let refused =
        job.place.run_as(&tour().sponsor, ["approval", "approve", &id, "--shown", "seen"]).code(1);
    assert!(!err(&refused).is_empty());
}

#[test]
fn access_is_extended_let_go_given_back_and_taken() {
    let job = Job::delivered();
    let sponsor = tour().sponsor;
    let told = out(&job
        .place
        .run_as(&sponsor, ["assignment", "extend", &job.agent, "--why", "Again."])
        .code(0));
    assert!(told.contains("pendingApproval"), "{told}");
    job.place.decide(&tour().approver, "approve", PACKAGE, &[]).code(0);
    assert!(job.may(&["--at", "45d"]), "the end moved");
    let told = out(&job.place.run_as(&sponsor, ["assignment", "let-expire", PACKAGE]).code(0));
    assert!(told.contains("ends on"), "{told}");
    let reminders =
        out(&job.place.run_as(&sponsor, ["reminder", "list", "--assignment", PACKAGE]).code(0));
    assert!(reminders.contains("superseded"), "{reminders}");
    let shown = out(&job.place.run_as(&sponsor, ["assignment", "show", PACKAGE]).code(0));
    assert!(shown.contains("History") && shown.contains("Reminders"), "{shown}");
    job.place.run_as(&sponsor, ["assignment", "remove", PACKAGE]).code(1);
    job.place.run_as(&sponsor, ["assignment", "return", PACKAGE]).code(0);
    assert!(!job.may(&[]), "given back");
    let job = Job::delivered();
    job.place
        .run_as(&tour().administrator, ["assignment", "remove", &job.agent, "--why", "Audit."])
        .code(0);
    assert!(!job.may(&[]), "taken");
}

#[test]
fn a_request_is_taken_back() {
    let job = Job::asked();
    let told = out(&job.place.run_as(&tour().sponsor, ["request", "cancel", &job.agent]).code(0));
    assert!(told.contains("canceled"), "{told}");
    job.place.run_as(&tour().sponsor, ["request", "cancel", &job.agent]).code(3);
}

#[test]
fn an_agent_is_switched_off_and_on_and_its_sponsor_may_leave() {
    let job = Job::delivered();
    let (sponsor, admin) = (tour().sponsor, tour().administrator);
    job.place.run_as(&sponsor, ["agent", "disable", &job.agent]).code(0);
    assert!(!job.may(&[]), "an agent that is off may do nothing");
    job.place.run_as(&sponsor, ["agent", "enable", &job.agent]).code(0);
    assert!(job.may(&[]));
    let rehearsed =
        out(&job.place.run_as(&admin, ["person", "leave", &sponsor, "--rehearse"]).code(0));
    assert!(rehearsed.contains("would leave") && rehearsed.contains(&job.agent), "{rehearsed}");
    job.place.run_as(&sponsor, ["agent", "list", "--mine"]).code(0);
    job.place.run_as(&admin, ["person", "leave", &sponsor]).code(0);
    job.place.run_as(&sponsor, ["agent", "list"]).code(1);
    job.place.run_as(&admin, ["workspace", "verify"]).code(0);
}

#[test]
fn lists_go_on_after_a_page_and_can_be_had_whole() {
    let place = Place::training();
    let sponsor = tour().sponsor;
    let all = place.json_as(&sponsor, ["agent", "list", "--all"]);
    let first = place.json_as(&sponsor, ["agent", "list", "--limit", "3"]);
    let next = first["next"].as_str().unwrap().to_owned();
    let second = place.json_as(&sponsor, ["agent", "list", "--limit", "3", "--after", &next]);
    assert_eq!(second["rows"][0], all["rows"][3], "the second page begins where the first ended");
    let told = out(&place.run_as(&sponsor, ["agent", "list", "--limit", "3"]).code(0));
    assert!(told.contains(&format!("--after {next}")), "{told}");
    let records = place.json_as(&tour().administrator, ["audit", "list", "--limit", "1"]);
    let next = records["next"].to_string();
    place.run_as(&tour().administrator, ["audit", "list", "--after", &next]).code(0);
}
