//! Imports: what a file of people or of a Graph collection brings, what it may not bring, and that a file with a single bad
//! row changes nothing. Each refusal is checked by the fixture too: nothing was written.

#![expect(
    clippy::unwrap_used,
    reason = "a test that finds nothing where something has to be fails there"
)]

mod agents;
#[path = "../files/mod.rs"]
mod files;
mod people;

use chaperone_commands::Session;
use chaperone_testkit::Fixture;
use files::*;
use serde_json::{Value, json};

const PEOPLE: &str = "\
Employee ID,Display Name,Email,Job Title,Department,Manager Email,Hire Date,Leave Date
1,Mona Berg,mona@larkfield.example,Head of Finance,Finance,,2015-01-05,
2,Ivo Klein,ivo@larkfield.example,Analyst,Finance,mona@larkfield.example,2020-03-02,
3,Åsa Öst,asa@larkfield.example,Analyst,Finance,mona@larkfield.example,2021-06-14,
";

struct Office {
    fixture: Fixture,
    administrator: Session,
}

impl Office {
    fn empty() -> Self {
        let fixture = Fixture::live();
        let administrator = fixture.administrator();
        Self { fixture, administrator }
    }

    /// An office with three people, a sponsor group, a security group, a blueprint with its principal, and one agent.
    fn furnished() -> Self {
        let office = Self::empty();
        office.import(&[("people.csv", PEOPLE)]);
        office.import(&[
            (
                "groups.json",
                &collection(
                    "groups",
                    &[sponsor_group(&[user("asa")]), security_group(&[user("ivo")])],
                ),
            ),
            ("agents.json", &agents(&[agent(1, "Invoice Matcher", &[user("ivo")])])),
        ]);
        office.fixture.invariants_hold();
        office
    }

    fn ask(files: &[(&str, &str)], dry_run: bool) -> Value {
        let files: Vec<_> =
            files.iter().map(|(name, text)| json!({ "name": name, "text": text })).collect();
        json!({ "files": files, "dryRun": dry_run })
    }

    #[track_caller]
    fn import(&self, files: &[(&str, &str)]) -> Value {
        self.fixture.call(&self.administrator, "import_directory", Self::ask(files, false))
    }

    #[track_caller]
    fn rehearse(&self, files: &[(&str, &str)]) -> Value {
        self.fixture.call(&self.administrator, "import_directory", Self::ask(files, true))
    }

    /// The problems for which an import is refused, as `file:line reason`. A dry run has to find the same ones.
    #[track_caller]
    fn problems(&self, files: &[(&str, &str)]) -> Vec<String> {
        let refused =
            self.fixture.refuse(&self.administrator, "import_directory", Self::ask(files, false));
        assert_eq!(refused.code, "import_refused");
        let rehearsed = self.rehearse(files);
        assert_eq!(rehearsed["problems"], refused.details["problems"], "a dry run finds the same");
        let shown = |problem: &Value| {
            let line = problem["line"].as_u64().map(|line| format!(":{line}")).unwrap_or_default();
            format!(
                "{}{line} {}",
                problem["file"].as_str().unwrap(),
                problem["reason"].as_str().unwrap()
            )
        };
        refused.details["problems"].as_array().unwrap().iter().map(shown).collect()
    }

    /// Checks that an import is refused for one problem that says so much.
    #[track_caller]
    fn refuses(&self, files: &[(&str, &str)], place: &str, reason: &str) {
        let problems = self.problems(files);
        assert_eq!(problems.len(), 1, "{problems:#?}");
        assert!(problems[0].starts_with(place), "{} names {place}", problems[0]);
        assert!(problems[0].contains(reason), "{} says: {reason}", problems[0]);
    }

    fn records(&self) -> i64 {
        self.fixture.call(&self.administrator, "verify_audit", json!({}))["records"]
            .as_i64()
            .unwrap()
    }

    fn person(&self, name: &str) -> Value {
        let id = self.fixture.person_id(&email(name));
        self.fixture.call(&self.administrator, "show_person", json!({ "personId": id }))
    }

    fn agent(&self, n: u32) -> Value {
        self.fixture.call(&self.administrator, "show_agent", json!({ "agentId": id(n) }))
    }
}

fn counts(report: &Value) -> (u64, u64, u64) {
    let count = |field: &str| report[field].as_u64().unwrap();
    (count("added"), count("changed"), count("unchanged"))
}

#[test]
fn importing_the_same_files_again_changes_nothing() {
    let office = Office::furnished();
    let files = [
        ("people.csv", PEOPLE.to_owned()),
        (
            "groups.json",
            collection("groups", &[sponsor_group(&[user("asa")]), security_group(&[user("ivo")])]),
        ),
        ("agents.json", agents(&[agent(1, "Invoice Matcher", &[user("ivo")])])),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (records, last_change) =
        (office.records(), office.fixture.desk().changes_after(-1).unwrap());
    let report = office.import(&files);
    assert_eq!(counts(&report), (0, 0, 8));
    assert_eq!(office.records(), records, "no record tells of nothing");
    assert_eq!(
        office.fixture.desk().changes_after(-1).unwrap(),
        last_change,
        "no window reads anything anew"
    );
}

#[test]
fn the_whole_sample_company_can_be_imported_again_without_a_change() {
    let fixture = Fixture::training();
    let administrator = fixture.administrator();
    let files: Vec<_> = chaperone_commands::training::SAMPLE_FILES
        .iter()
        .filter(|(name, _)| !["packages.json", "company.json", "exercises.json"].contains(name))
        .map(|(name, text)| json!({ "name": name, "text": text }))
        .collect();
    let report = fixture.call(&administrator, "import_directory", json!({ "files": files }));
    assert_eq!(
        (report["added"].as_u64(), report["changed"].as_u64()),
        (Some(0), Some(0)),
        "{:#}",
        report["changes"]
    );
}

#[test]
fn a_dry_run_says_what_would_change_and_writes_nothing() {
    let office = Office::furnished();
    let records = office.records();
    let moved = PEOPLE.replace("ivo@larkfield.example,Analyst", "ivo@larkfield.example,Lead");
    let report = office
        .rehearse(&[("people.csv", &format!("{moved}4,New One,new@larkfield.example,,,,,\n"))]);
    assert_eq!(counts(&report), (1, 1, 2));
    assert_eq!(report["isDryRun"], true);
    assert_eq!(
        report["changes"][0]["fields"],
        json!([{ "field": "jobTitle", "before": "Analyst", "after": "Lead" }])
    );
    assert_eq!(office.records(), records);
    assert_eq!(office.person("ivo")["person"]["jobTitle"], "Analyst");
}

#[test]
fn each_new_or_changed_object_has_its_own_record() {
    let office = Office::furnished();
    let records = office.records();
    let moved = PEOPLE.replace(
        "2,Ivo Klein,ivo@larkfield.example,Analyst,Finance,mona@larkfield.example",
        "2,Ivo Klein,ivo@larkfield.example,Analyst,Finance,asa@larkfield.example",
    );
    let report = office.import(&[("people.csv", &moved)]);
    assert_eq!(counts(&report), (0, 1, 2), "only the manager of one person differs");
    assert_eq!(office.records(), records + 1);
    let id = office.fixture.person_id(&email("ivo"));
    let history = office.fixture.call(
        &office.administrator,
        "list_audit",
        json!({ "filter": { "subjectId": id } }),
    );
    let newest = &history["rows"][0];
    assert_eq!(newest["activity"], "import_directory");
    assert_eq!(
        newest["changes"],
        json!([{ "field": "manager", "before": "Mona Berg", "after": "Åsa Öst" }])
    );
}

#[test]
fn only_an_administrator_imports() {
    let office = Office::furnished();
    let ask = json!({ "personId": office.fixture.person_id(&email("ivo")), "passphrase": chaperone_testkit::PASSPHRASE });
    office.fixture.call(&office.administrator, "set_passphrase", ask);
    let ivo = office.fixture.as_person(&email("ivo"));
    let refused = office.fixture.refuse(
        &ivo,
        "import_directory",
        Office::ask(&[("people.csv", PEOPLE)], false),
    );
    assert_eq!(refused.code, "forbidden");
}

#[test]
fn a_problem_is_also_told_as_code_and_values() {
    let office = Office::furnished();
    let group = json!({ "id": id(70), "displayName": 7, "groupTypes": "Unified" });
    let files = [
        ("p.csv", "Display Name,Email\n,ada@larkfield.example\n".to_owned()),
        ("g.json", collection("groups", &[group])),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let told = office.rehearse(&files)["problems"].clone();
    let sayings: Vec<&Value> =
        told.as_array().unwrap().iter().map(|problem| &problem["saying"]).collect();
    assert_eq!(
        *sayings[0],
        json!({ "code": "text_missing", "case": null, "values": { "field": "Display Name" } }),
        "a column is called as the file calls it"
    );
    assert_eq!(sayings[1]["code"], "import_about");
    assert_eq!(sayings[1]["values"]["what"], json!({ "words": ["group"] }));
    let problem = &sayings[1]["values"]["problem"]["said"];
    assert_eq!((&problem["code"], &problem["case"]), (&json!("import_shape"), &json!("text")));
    assert_eq!(problem["values"]["field"], "displayName");
}

#[test]
fn all_problems_of_all_files_are_told_at_once() {
    let office = Office::empty();
    let people = "Name,Email,Hired\nA,a,x\nB,b@x.example,2020-01-01\nB,b@x.example,y\n";
    let problems =
        office.problems(&[("p.csv", people), ("a.json", "{\n  oops"), ("notes.txt", "hello")]);
    let places: Vec<_> =
        problems.iter().map(|problem| problem.split(' ').next().unwrap()).collect();
    assert_eq!(places, ["p.csv:2", "p.csv:4", "p.csv:4", "a.json:2", "notes.txt"], "{problems:#?}");
    assert!(problems[3].contains("no JSON at line 2, column"), "{problems:#?}");
}

#[test]
fn what_kind_a_collection_is_has_to_be_told() {
    let office = Office::empty();
    let unknown = json!({ "value": [{ "id": id(1), "displayName": "X" }] }).to_string();
    office.refuses(&[("x.json", &unknown)], "x.json:1", "Nothing tells what this is");
    let devices = collection("devices", &[json!({ "id": id(1) })]);
    office.refuses(&[("x.json", &devices)], "x.json:1", "Nothing tells what this is");
    let typed =
        json!({ "value": [{ "@odata.type": "#microsoft.graph.device", "id": id(1) }] }).to_string();
    office.refuses(&[("x.json", &typed)], "x.json:1", "'#microsoft.graph.device' aren't imported");
    office.refuses(&[("x.json", "[1]")], "x.json ", "no collection");
    let first_page = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups",
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/groups?$skiptoken=x", "value": [],
    });
    office.refuses(&[("x.json", &first_page.to_string())], "x.json ", "export all of its pages");
}

#[test]
fn a_field_of_the_wrong_shape_is_named_with_its_object() {
    let office = Office::furnished();
    let mut wrong = group(50, "Odd", &[], &[]);
    wrong["isAssignableToRole"] = json!("perhaps");
    office.refuses(
        &[("g.json", &collection("groups", &[wrong]))],
        "g.json:1 Group 'Odd': ",
        "'isAssignableToRole' should be true or false",
    );
    let mut wrong = group(50, "Odd", &[], &[]);
    wrong["id"] = json!("bot-7");
    office.refuses(
        &[("g.json", &collection("groups", &[wrong]))],
        "g.json:1",
        "'id' should be an id such as",
    );
    let mut wrong = group(50, "Odd", &[], &[]);
    wrong["displayName"] = Value::Null;
    office.refuses(
        &[("g.json", &collection("groups", &[wrong]))],
        "g.json:1",
        "'displayName' is missing",
    );
}

#[test]
fn a_file_is_named_by_what_it_holds_and_has_a_size() {
    let office = Office::empty();
    office.refuses(&[("people.xlsx", "x")], "people.xlsx ", "neither in .csv nor in .json");
    let huge = "x".repeat(100_000_001);
    let refused = office.fixture.refuse(
        &office.administrator,
        "import_directory",
        Office::ask(&[("p.csv", &huge)], false),
    );
    assert_eq!(refused.code, "bad_request");
    assert!(refused.message.contains("at most 100 MB"), "{}", refused.message);
}
