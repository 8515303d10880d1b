//! The agents' own door as its host meets it: who gets a secret, whom a secret or a passphrase lets in, and when that ends.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking, with the reason at hand")]

use chaperone_commands::door::Bearer;
use chaperone_commands::{Failure, Session};
use chaperone_domain::id::{AgentId, Id, SecretId};
use chaperone_domain::secret::SecretHolder;
use chaperone_testkit::{Fixture, PASSPHRASE, tour};
use serde_json::{Value, json};
use uuid::Uuid;

struct Office {
    fixture: Fixture,
    administrator: Session,
    agent: String,
}

/// The sample company with its door open.
fn office() -> Office {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    fixture.call(&administrator, "switch_door", json!({ "isOpen": true }));
    let agent = fixture.agent_id(&tour().agent);
    Office { fixture, administrator, agent }
}

impl Office {
    fn issue(&self) -> (String, String) {
        let ask = json!({ "agentId": self.agent, "displayName": "night run" });
        let made = self.fixture.call(&self.administrator, "issue_agent_secret", ask);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["row"]["id"]), text(&made["secret"]))
    }

    fn blueprint(&self) -> String {
        let ask = json!({ "agentId": self.agent });
        let shown = self.fixture.call(&self.administrator, "show_agent", ask);
        shown["agent"]["blueprint"]["id"].as_str().unwrap().to_owned()
    }

    fn client(&self) -> Option<Uuid> {
        self.agent.parse().ok()
    }

    fn prove(&self, secret: &str) -> Result<SecretId, Failure> {
        self.fixture.desk().prove_secret(self.client(), secret).map(|proof| proof.secret)
    }

    fn admit(&self, secret: SecretId) -> Result<Session, Failure> {
        let agent = self.agent.parse::<AgentId>().unwrap();
        self.fixture.desk().admit(&Bearer::Agent { agent, secret })
    }

    fn records(&self, activity: &str) -> usize {
        let ask = json!({ "filter": { "activity": activity }, "limit": 500 });
        let found = self.fixture.call(&self.administrator, "list_audit", ask);
        found["rows"].as_array().unwrap().len()
    }
}

#[test]
fn a_door_is_closed_until_an_administrator_opens_it_and_closing_it_lets_nobody_in() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let sponsor = fixture.as_person(&tour().sponsor);
    assert_eq!(fixture.call(&sponsor, "show_door", json!({}))["isOpen"], false);
    let ask = json!({ "isOpen": true });
    assert_eq!(fixture.refuse(&sponsor, "switch_door", ask.clone()).code, "forbidden");
    let opened = fixture.call(&administrator, "switch_door", ask.clone());
    let again = fixture.call(&administrator, "switch_door", json!({ "isOpen": true, "port": 0 }));
    assert_eq!(opened["tenantId"], again["tenantId"], "the workspace keeps its id");
    assert_eq!(again["port"], 0);

    let office = office();
    let (_, secret) = office.issue();
    let proved = office.prove(&secret).unwrap();
    office.fixture.call(&office.administrator, "switch_door", json!({ "isOpen": false }));
    assert_eq!(office.prove(&secret).unwrap_err().code, "door_closed");
    assert_eq!(office.admit(proved).unwrap_err().code, "door_closed");
}

#[test]
fn a_secret_is_issued_by_owners_and_administrators_and_revoked_by_sponsors_too() {
    let office = office();
    let fixture = &office.fixture;
    let sponsor = fixture.as_person(&tour().sponsor);
    let approver = fixture.as_person(&tour().approver);
    let ask = json!({ "agentId": office.agent, "displayName": "x" });
    assert_eq!(fixture.refuse(&sponsor, "issue_agent_secret", ask).code, "forbidden");
    let (id, _) = office.issue();
    let of = json!({ "agentId": office.agent });
    assert_eq!(fixture.refuse(&approver, "list_agent_secrets", of.clone()).code, "forbidden");
    let listed = fixture.call(&sponsor, "list_agent_secrets", of);
    assert_eq!(listed["rows"][0]["state"], "inForce");
    assert_eq!(listed["may"], json!(["revoke_agent_secret"]));
    let revoke = json!({ "secretId": id });
    assert_eq!(fixture.refuse(&approver, "revoke_agent_secret", revoke.clone()).code, "forbidden");
    assert_eq!(
        fixture.refuse(&sponsor, "revoke_blueprint_secret", revoke.clone()).code,
        "not_found"
    );
    assert_eq!(fixture.call(&sponsor, "revoke_agent_secret", revoke.clone())["state"], "revoked");
    assert_eq!(fixture.refuse(&sponsor, "revoke_agent_secret", revoke).code, "secret_revoked");
    fixture.invariants_hold();
}

#[test]
fn a_secret_is_told_once_and_stands_neither_in_the_file_nor_in_the_history() {
    let office = office();
    let (_, secret) = office.issue();
    office.prove(&secret).unwrap();
    let (_, random) = secret.rsplit_once('_').unwrap();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(office.fixture.workspace_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            files.push(std::fs::read(path).unwrap());
        }
    }
    let holds = |file: &[u8], text: &str| {
        file.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text.as_bytes()))
    };
    assert!(files.iter().any(|file| holds(file, "night run")), "the search would find it");
    assert!(!files.iter().any(|file| holds(file, random)));
    let ask = json!({ "agentId": office.agent });
    let listed = office.fixture.call(&office.administrator, "list_agent_secrets", ask);
    assert!(!listed.to_string().contains(random));
    assert_ne!(listed["rows"][0]["lastUsedAt"], Value::Null);
}

#[test]
fn a_secret_lets_in_its_own_agent_and_a_blueprints_secret_each_of_its_agents() {
    let office = office();
    let (_, secret) = office.issue();
    let proved = office.prove(&secret).unwrap();
    assert_eq!(office.admit(proved).unwrap().agent(), office.agent.parse().ok());
    let ask = json!({ "blueprintId": office.blueprint(), "displayName": "family" });
    let made = office.fixture.call(&office.administrator, "issue_blueprint_secret", ask);
    let text = made["secret"].as_str().unwrap();
    let proof = office.fixture.desk().prove_secret(None, text).unwrap();
    assert!(matches!(proof.holder, SecretHolder::Blueprint(_)));
    office.admit(proof.secret).unwrap();
    let page = office.fixture.call(&office.administrator, "list_agents", json!({ "limit": 500 }));
    let stranger = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["blueprint"]["id"] != json!(office.blueprint()))
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .parse::<AgentId>()
        .unwrap();
    let foreign = Bearer::Agent { agent: stranger, secret: proof.secret };
    assert_eq!(office.fixture.desk().admit(&foreign).unwrap_err().code, "wrong_secret");
    let swapped = office.fixture.desk().prove_secret(Some(stranger.uuid()), &secret);
    assert_eq!(swapped.unwrap_err().code, "wrong_secret", "another client's secret is a wrong one");
}

#[test]
fn whoever_was_let_in_is_out_as_soon_as_the_agent_the_blueprint_or_the_secret_is_switched_off() {
    let office = office();
    let (fixture, administrator) = (&office.fixture, &office.administrator);
    let (id, secret) = office.issue();
    let proved = office.prove(&secret).unwrap();
    let agent = json!({ "agentId": office.agent });
    let blueprint = json!({ "blueprintId": office.blueprint() });
    for (off, on, ask) in [
        ("disable_agent", "enable_agent", &agent),
        ("delete_agent", "restore_agent", &agent),
        ("disable_blueprint", "enable_blueprint", &blueprint),
    ] {
        fixture.call(administrator, off, ask.clone());
        assert_eq!(office.admit(proved).unwrap_err().code, "agent_out_of_force", "{off}");
        assert_eq!(office.prove(&secret).unwrap_err().code, "agent_out_of_force", "{off}");
        fixture.call(administrator, on, ask.clone());
        office.admit(proved).unwrap();
    }
    fixture.call(administrator, "revoke_agent_secret", json!({ "secretId": id }));
    assert_eq!(office.admit(proved).unwrap_err().code, "secret_revoked");
    assert_eq!(office.prove(&secret).unwrap_err().code, "secret_revoked");
}

#[test]
fn a_secret_that_ran_out_lets_nobody_in() {
    let office = office();
    let (_, secret) = office.issue();
    let proved = office.prove(&secret).unwrap();
    office.fixture.advance("180d");
    assert_eq!(office.prove(&secret).unwrap_err().code, "secret_expired");
    assert_eq!(office.admit(proved).unwrap_err().code, "secret_expired");
}

#[test]
fn after_ten_wrong_secrets_the_client_waits_longer_each_time_and_all_of_it_is_told() {
    let office = office();
    let (_, secret) = office.issue();
    let wrong =
        format!("{}{}", &secret[..secret.len() - 1], if secret.ends_with('0') { '1' } else { '0' });
    for _ in 0..11 {
        assert_eq!(office.prove(&wrong).unwrap_err().code, "wrong_secret");
    }
    assert_eq!(office.records("wrong_secret"), 11);
    let waiting = office.prove(&secret).unwrap_err();
    assert_eq!(waiting.code, "sign_in_delayed");
    assert!(waiting.details["tryAgainAt"].is_string());
    assert_eq!(office.records("wrong_secret"), 11, "whoever waits fills no history");
    office.fixture.advance("PT5S");
    assert_eq!(office.prove(&wrong).unwrap_err().code, "wrong_secret");
    office.fixture.advance("PT5S");
    assert_eq!(office.prove(&secret).unwrap_err().code, "sign_in_delayed", "twice as long now");
    office.fixture.advance("PT5S");
    office.prove(&secret).unwrap();
    assert_eq!(office.prove(&wrong).unwrap_err().code, "wrong_secret", "and the count is new");
    let nobody = office.fixture.desk().prove_secret(Some(Uuid::from_u128(5)), "chp_x").unwrap_err();
    assert_eq!(nobody.code, "wrong_secret", "an unknown client gets the same words");
    office.fixture.invariants_hold();
}

#[test]
fn a_person_is_let_in_by_their_passphrase_and_a_new_one_ends_what_the_old_one_opened() {
    let fixture = Fixture::live();
    let ada = fixture.administrator();
    fixture.call(&ada, "switch_door", json!({ "isOpen": true }));
    let desk = fixture.desk();
    let email = "ada.admin@example.org";
    assert_eq!(desk.prove_person(email, "wrong").unwrap_err().code, "wrong_sign_in");
    let proof = desk.prove_person(email, PASSPHRASE).unwrap();
    let bearer = Bearer::Person { person: proof.person, stamp: proof.stamp };
    assert_eq!(desk.admit(&bearer).unwrap().person(), Some(proof.person));
    let ask = json!({ "current": PASSPHRASE, "passphrase": "another long passphrase" });
    fixture.call(&ada, "set_passphrase", ask);
    assert_eq!(desk.admit(&bearer).unwrap_err().code, "wrong_sign_in");
}
