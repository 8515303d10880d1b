//! The trainer's exercises: each is unsolved when it is planted, solved by the way that its last hint tells, and not by the
//! first wrong idea.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests fail by panicking, with the reason at hand"
)]

use chaperone_commands::{Origin, Session, dispatch};
use chaperone_testkit::{Fixture, tour};
use serde_json::{Value, json};

const BEATRIZ: &str = "beatriz.nogueira@larkfield.example";
const MAREK: &str = "marek.zielinski@larkfield.example";
const KARTHIK: &str = "karthik.subramanian@larkfield.example";

/// The training company with an exercise in it, and its administrator.
struct Lesson {
    fixture: Fixture,
    administrator: Session,
}

impl Lesson {
    fn begin(exercise: &str) -> Self {
        let fixture = Fixture::training();
        let administrator = Session::new(Origin::Cli);
        fixture.call(&administrator, "start_exercise", json!({ "exercise": exercise }));
        let lesson = Self { fixture, administrator };
        let marking = lesson.marking();
        assert_eq!(marking["exercise"], exercise);
        assert_eq!(marking["isSolved"], false, "it is unsolved when it is planted: {marking}");
        assert_eq!(marking["explanation"], json!(null), "the explanation would give it away");
        let verified = lesson.call("verify_workspace", json!({}));
        assert_eq!(verified["isSound"], true, "what is planted is legal: {verified}");
        lesson
    }

    fn call(&self, name: &str, ask: Value) -> Value {
        self.fixture.call(&self.administrator, name, ask)
    }

    /// The code of a refusal. The fixture's own overseer went with the first company.
    fn refused(&self, name: &str, ask: Value) -> String {
        dispatch(self.fixture.desk(), &self.administrator, name, ask).unwrap_err().code
    }

    fn marking(&self) -> Value {
        self.call("check_exercise", json!({}))
    }

    fn person(&self, email: &str) -> String {
        self.fixture.person_id(email)
    }

    /// By its name, also after the company was made anew.
    fn id(&self, list: &str, name: &str) -> String {
        let page = self.call(list, json!({ "filter": { "search": name }, "limit": 500 }));
        let rows = page["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["displayName"] == json!(name));
        row.expect("it is there")["id"].as_str().unwrap().to_owned()
    }

    fn agent(&self, name: &str) -> String {
        self.id("list_agents", name)
    }

    fn package(&self, name: &str) -> String {
        self.id("list_access_packages", name)
    }

    fn policy(&self, package: &str, name: &str) -> Value {
        let shown = self.call("show_access_package", json!({ "accessPackageId": package }));
        let policies = shown["policies"].as_array().unwrap().clone();
        policies.into_iter().find(|policy| policy["displayName"] == json!(name)).unwrap()
    }

    fn assignment(&self, agent: &str, package: &str) -> String {
        let page = self.call("list_assignments", json!({ "filter": { "agentId": agent } }));
        let rows = page["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["accessPackage"]["displayName"] == json!(package));
        row.expect("it is held")["id"].as_str().unwrap().to_owned()
    }

    fn is_solved(&self) {
        let marking = self.marking();
        assert_eq!(marking["isSolved"], true, "{marking}");
        assert!(marking["explanation"].is_string(), "what is solved is explained");
        let running = self.listed().into_iter().find(|row| row["isRunning"] == true).unwrap();
        assert!(running["solvedAt"].is_string(), "and is ticked off: {running}");
    }

    fn lacks(&self, requirement: &str) {
        let marking = self.marking();
        let rows = marking["requirements"].as_array().unwrap();
        let row = rows.iter().find(|row| row["id"] == json!(requirement)).unwrap();
        assert_eq!(row["isMet"], false, "{marking}");
        assert_eq!(marking["isSolved"], false);
    }

    fn listed(&self) -> Vec<Value> {
        self.call("list_exercises", json!({}))["rows"].as_array().unwrap().clone()
    }
}

#[test]
fn an_orphan_in_waiting_gets_a_manager_or_other_sponsors() {
    let lesson = Lesson::begin("orphanInWaiting");
    let manager = lesson.person("amelie.fontaine@larkfield.example");
    let ask = json!({ "personId": lesson.person(KARTHIK), "managerId": manager });
    lesson.call("update_person", ask);
    lesson.is_solved();
    lesson.call("advance_clock", json!({ "by": "P6D" }));
    lesson.is_solved();
}

#[test]
fn an_orphan_in_waiting_is_helped_by_another_sponsor_of_each_agent_and_not_of_one() {
    let lesson = Lesson::begin("orphanInWaiting");
    let gwen = lesson.person("gwen.parry@larkfield.example");
    for name in ["Onboarding Guide Seasonal Staff", "Onboarding Guide Customs Brokers"] {
        lesson.lacks("somebodyChosenAnswers");
        let ask = json!({ "agentId": lesson.agent(name), "add": [{ "personId": gwen }] });
        lesson.call("update_agent_sponsors", ask);
    }
    lesson.is_solved();
}

#[test]
fn waiting_for_the_custodian_or_keeping_the_leaver_is_no_help_to_an_orphan() {
    let lesson = Lesson::begin("orphanInWaiting");
    lesson.call("advance_clock", json!({ "by": "P6D" }));
    lesson.lacks("somebodyChosenAnswers");
    let lesson = Lesson::begin("orphanInWaiting");
    lesson.call("update_person", json!({ "personId": lesson.person(KARTHIK), "leavesAt": null }));
    lesson.lacks("leaverStillLeaves");
}

#[test]
fn the_open_door_is_closed_by_switching_its_policy_off() {
    let lesson = Lesson::begin("openDoor");
    let package = lesson.package("Payment preparation");
    let policy = lesson.policy(&package, "Quick access for everything");
    lesson.call("disable_policy", json!({ "policyId": policy["id"] }));
    lesson.is_solved();
}

#[test]
fn switching_every_policy_off_is_no_way_to_close_the_door() {
    let lesson = Lesson::begin("openDoor");
    let package = lesson.package("Payment preparation");
    for name in ["Quick access for everything", "All agents, two approvals, 14 days"] {
        let policy = lesson.policy(&package, name);
        lesson.call("disable_policy", json!({ "policyId": policy["id"] }));
    }
    lesson.lacks("wayInIsKept");
}

#[test]
fn the_line_is_turned_from_the_top() {
    let lesson = Lesson::begin("upsideDownLine");
    let (head, report) = (lesson.person(BEATRIZ), lesson.person(MAREK));
    let circle = json!({ "personId": report, "managerId": head });
    let refused = lesson.refused("update_person", circle.clone());
    assert_eq!(refused, "manager_circle", "the other order is refused, as the hint says");
    let rui = lesson.person("rui.tavares@larkfield.example");
    lesson.call("update_person", json!({ "personId": head, "managerId": rui }));
    lesson.lacks("lineReachesTheTop");
    lesson.call("update_person", circle);
    lesson.is_solved();
}

#[test]
fn a_line_that_reaches_the_top_with_the_head_still_below_is_not_mended() {
    let lesson = Lesson::begin("upsideDownLine");
    let rui = lesson.person("rui.tavares@larkfield.example");
    lesson.call("update_person", json!({ "personId": lesson.person(MAREK), "managerId": rui }));
    lesson.lacks("headReportsUpwards");
}

#[test]
fn the_pair_is_parted_by_taking_what_the_work_does_not_need() {
    let lesson = Lesson::begin("pairHeld");
    let agent = lesson.agent("Invoice Matcher Rotterdam");
    let assignment = lesson.assignment(&agent, "Market research");
    lesson.call("remove_assignment", json!({ "assignmentId": assignment }));
    lesson.is_solved();
}

#[test]
fn the_pair_is_not_parted_by_taking_the_work_or_the_rule_away() {
    let lesson = Lesson::begin("pairHeld");
    let agent = lesson.agent("Invoice Matcher Rotterdam");
    let assignment = lesson.assignment(&agent, "Invoice matching");
    lesson.call("remove_assignment", json!({ "assignmentId": assignment }));
    lesson.lacks("workGoesOn");
    let lesson = Lesson::begin("pairHeld");
    let ask = json!({
        "accessPackageId": lesson.package("Invoice matching"),
        "incompatibleAccessPackageId": lesson.package("Market research"),
    });
    lesson.call("remove_incompatible", ask);
    lesson.lacks("ruleStands");
}

#[test]
fn a_sole_approver_is_helped_by_a_second_sponsor() {
    let lesson = Lesson::begin("soleApprover");
    let jonas = lesson.person("jonas.weber@larkfield.example");
    let agent = lesson.agent("Invoice Matcher Hamburg");
    let ask = json!({ "agentId": agent, "add": [{ "personId": jonas }] });
    lesson.call("update_agent_sponsors", ask);
    lesson.is_solved();
}

#[test]
fn a_sole_approver_is_helped_by_a_fallback_and_not_by_doing_away_with_the_approval() {
    let lesson = Lesson::begin("soleApprover");
    let package = lesson.package("Invoice matching");
    let change = |stages: Value, extension: &str| {
        let policy = lesson.policy(&package, "All agents, one approval, 30 days");
        let wording = json!({
            "displayName": policy["displayName"], "scope": policy["scope"], "stages": stages,
            "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": extension,
        });
        lesson.call("update_policy", json!({ "policyId": policy["id"], "policy": wording }));
    };
    change(json!([]), "withoutApproval");
    lesson.lacks("approvalIsKept");
    let by = |email: &str| json!({ "kind": "singleUser", "personId": lesson.person(email) });
    let stage = json!({
        "primaryApprovers": [by(BEATRIZ)], "fallbackApprovers": [by("rui.tavares@larkfield.example")],
        "limitDays": 14,
    });
    change(json!([stage]), "withApproval");
    lesson.is_solved();
}

#[test]
fn a_late_extension_is_agreed_to_before_the_end() {
    let lesson = Lesson::begin("lateExtension");
    let approver = lesson.fixture.as_person(BEATRIZ);
    let waiting = lesson.fixture.call(&approver, "list_approvals", json!({}));
    let request = waiting["rows"][0]["request"]["id"].clone();
    let ask = json!({ "requestId": request, "justification": "It is needed." });
    lesson.fixture.decide(&approver, "approve_request", ask);
    lesson.is_solved();
}

#[test]
fn a_late_extension_is_not_helped_by_waiting_nor_by_moving_the_end_past_the_approver() {
    let lesson = Lesson::begin("lateExtension");
    lesson.call("advance_clock", json!({ "by": "P4D" }));
    lesson.lacks("accessGoesOn");
    let lesson = Lesson::begin("lateExtension");
    let agent = lesson.agent(&tour().agent);
    let assignment = lesson.assignment(&agent, "Invoice matching");
    let until = lesson.fixture.now().plus("20d".parse().unwrap());
    let ask = json!({
        "assignmentId": assignment, "endsAt": until.to_string(), "justification": "It is needed.",
    });
    assert_eq!(lesson.refused("update_assignment", ask), "already_requested");
    lesson.lacks("extensionWasAgreed");
}

#[test]
fn what_was_solved_stays_ticked_off_when_the_company_is_made_anew() {
    let lesson = Lesson::begin("openDoor");
    let package = lesson.package("Payment preparation");
    let policy = lesson.policy(&package, "Quick access for everything");
    lesson.call("disable_policy", json!({ "policyId": policy["id"] }));
    lesson.is_solved();
    lesson.call("start_exercise", json!({ "exercise": "pairHeld" }));
    let row = |id: &str| lesson.listed().into_iter().find(|row| row["id"] == json!(id)).unwrap();
    assert!(row("openDoor")["solvedAt"].is_string());
    assert_eq!(row("openDoor")["isRunning"], false);
    assert_eq!(row("pairHeld")["isRunning"], true);
    lesson.call("reset_training_company", json!({}));
    assert_eq!(row("pairHeld")["isRunning"], false, "the company is as it was made");
    assert_eq!(lesson.refused("check_exercise", json!({})), "no_exercise");
}

#[test]
fn nothing_is_practised_in_a_live_workspace() {
    let fixture = Fixture::live();
    let administrator = fixture.administrator();
    for name in ["list_exercises", "check_exercise", "begin_try_out", "show_presentation"] {
        let refused = fixture.refuse(&administrator, name, json!({}));
        assert_eq!(refused.code, "live_workspace_no_training", "{name}");
    }
    let ask = json!({ "exercise": "openDoor" });
    let refused = fixture.refuse(&administrator, "start_exercise", ask);
    assert_eq!(refused.code, "not_found", "there is no training company to throw away");
}
