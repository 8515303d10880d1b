//! Importing people: who they are, who manages them, who has left.

use serde_json::json;

use crate::files::*;
use crate::{Office, PEOPLE, counts};

#[test]
fn people_come_in_with_their_managers_whatever_the_order_of_the_rows() {
    let office = Office::empty();
    let upside_down: String = {
        let mut rows: Vec<&str> = PEOPLE.lines().collect();
        rows[1..].reverse();
        rows.join("\r\n")
    };
    let report = office.import(&[("people.csv", &upside_down)]);
    assert_eq!(counts(&report), (3, 0, 0));
    assert_eq!(office.person("ivo")["person"]["manager"]["displayName"], "Mona Berg");
    assert_eq!(office.person("asa")["person"]["displayName"], "Åsa Öst");
    assert_eq!(office.person("mona")["reports"].as_array().unwrap().len(), 2);
}

#[test]
fn a_table_without_a_needed_column_is_refused() {
    let office = Office::empty();
    office.refuses(
        &[("p.csv", "Display Name,Phone\nA,1\n")],
        "p.csv:1",
        "column 'Email' is missing",
    );
    office.refuses(&[("p.csv", "")], "p.csv ", "empty");
    office.refuses(
        &[("p.csv", "Name,Mail,Email\nA,a@x.example,a@x.example\n")],
        "p.csv:1",
        "Two columns tell the Email",
    );
}

#[test]
fn a_row_with_a_bad_address_date_or_name_is_refused_by_its_line() {
    let office = Office::empty();
    let with = |row: &str| format!("{PEOPLE}{row}\n");
    let refuses =
        |row: &str, reason: &str| office.refuses(&[("p.csv", &with(row))], "p.csv:5", reason);
    refuses("4,Nil,nil.larkfield.example,,,,,", "no email address");
    refuses("4,,nil@larkfield.example,,,,,", "Display Name is empty");
    refuses(
        "4,Nil,nil@larkfield.example,,,,05.01.2020,",
        "'05.01.2020' is no date; write it as 2026-03-01",
    );
    refuses("4,Nil,nil@larkfield.example,,,,2020-02-01,2020-01-31", "before the hire date");
    refuses(
        &format!("4,{},nil@larkfield.example,,,,,", "x".repeat(257)),
        "257 characters; keep it to 256",
    );
    refuses(&format!("4,{},nil@larkfield.example,,,,,", "ü".repeat(1 << 19)), "keep it to 256");
    refuses("4,N\u{fffd}l,nil@larkfield.example,,,,,", "save the file as UTF-8");
}

#[test]
fn an_address_or_an_employee_id_stands_for_one_person_only() {
    let office = Office::furnished();
    let header = "Employee ID,Display Name,Email\n";
    let refuses = |rows: &str, place: &str, reason: &str| {
        office.refuses(&[("p.csv", &format!("{header}{rows}"))], place, reason);
    };
    refuses("8,A,a@x.example\n9,B,A@X.example\n", "p.csv:3", "stands in line 2 of p.csv already");
    refuses("8,A,a@x.example\n8,B,b@x.example\n", "p.csv:3", "The employee id 8 stands in line 2");
    refuses("2,Ivo Klein,mona@larkfield.example\n", "p.csv:2", "belongs to Mona Berg");
}

#[test]
fn two_people_may_swap_addresses_in_one_import() {
    let office = Office::furnished();
    let header = "Employee ID,Display Name,Email\n";
    let swapped = format!("{header}2,Ivo Klein,{}\n3,Åsa Öst,{}\n", email("asa"), email("ivo"));
    let report = office.import(&[("people.csv", &swapped)]);
    assert_eq!(counts(&report), (0, 2, 0));
    assert_eq!(office.person("asa")["person"]["displayName"], "Ivo Klein");
    office.fixture.invariants_hold();
}

#[test]
fn an_unknown_manager_is_named_and_a_manager_may_be_named_by_employee_id() {
    let office = Office::empty();
    let unknown = PEOPLE.replace("mona@larkfield.example,2020", "nobody@larkfield.example,2020");
    office.refuses(
        &[("p.csv", &unknown)],
        "p.csv:3",
        "'nobody@larkfield.example' is neither in the files nor",
    );
    let by_number = PEOPLE.replace("Finance,mona@larkfield.example", "Finance,1");
    office.import(&[("p.csv", &by_number)]);
    assert_eq!(office.person("ivo")["person"]["manager"]["displayName"], "Mona Berg");
}

#[test]
fn a_circle_of_managers_is_named_once_with_its_members() {
    let office = Office::empty();
    let circle = PEOPLE.replace("Finance,,2015", "Finance,ivo@larkfield.example,2015");
    office.refuses(&[("p.csv", &circle)], "p.csv:2", "Mona Berg → Ivo Klein → Mona Berg");
    let alone = PEOPLE.replace("Finance,,2015", "Finance,mona@larkfield.example,2015");
    office.refuses(&[("p.csv", &alone)], "p.csv:2", "Mona Berg → Mona Berg");
}

#[test]
fn a_circle_with_people_who_are_there_already_is_found_too() {
    let office = Office::furnished();
    let row = "Employee ID,Display Name,Email,Manager\n1,Mona Berg,mona@larkfield.example,3\n";
    office.refuses(&[("p.csv", row)], "p.csv:2", "Mona Berg → Åsa Öst → Mona Berg");
}

#[test]
fn somebody_new_who_has_left_before_is_kept_as_one_who_has_left() {
    let office = Office::empty();
    let gone = PEOPLE.replace("2021-06-14,", "2021-06-14,2025-09-30");
    office.import(&[("p.csv", &gone)]);
    let asa = office.person("asa");
    assert_eq!(asa["person"]["isActive"], false);
    let refused = office.fixture.refuse(
        &office.administrator,
        "record_departure",
        json!({ "personId": asa["person"]["id"] }),
    );
    assert_eq!(refused.code, "already_left", "there is nothing to pass on");
}

#[test]
fn a_sponsor_whose_leave_date_has_passed_leaves_in_the_same_import() {
    let office = Office::furnished();
    let gone = PEOPLE.replace("2020-03-02,", "2020-03-02,2025-12-31");
    office.import(&[("p.csv", &gone)]);
    let shown = office.agent(1);
    assert_eq!(
        shown["agent"]["sponsors"][0]["person"]["displayName"], "Mona Berg",
        "the manager inherits"
    );
    assert_eq!(shown["agent"]["state"], "active");
    office.fixture.invariants_hold();
    let report = office.import(&[("p.csv", &gone)]);
    assert_eq!(counts(&report), (0, 0, 3), "the same file again changes nothing");
}

#[test]
fn an_import_never_leaves_the_workspace_without_an_administrator() {
    let office = Office::empty();
    let gone = "Name,Email,Leave date\nAda Admin,ada.admin@example.org,2025-01-01\n";
    office.refuses(&[("p.csv", gone)], "p.csv:2", "Nobody would be left to administer");
}

#[test]
fn people_come_from_graph_too_and_are_known_by_address_when_they_are_there_already() {
    let office = Office::furnished();
    let users = collection(
        "users",
        &[
            json!({ "id": id(61), "displayName": "Nora Falk", "userPrincipalName": email("nora"), "employeeId": "9", "manager": { "id": id(62) } }),
            json!({ "id": id(62), "displayName": "Ivo Klein", "userPrincipalName": "Ivo@Larkfield.example", "jobTitle": "Analyst" }),
        ],
    );
    let sponsored = agents(&[agent(2, "By id", &[json!({ "id": id(62) })])]);
    let report = office.import(&[("u.json", &users), ("a.json", &sponsored)]);
    assert_eq!(
        counts(&report),
        (2, 1, 2),
        "a person, an agent, and the letter case of an address; {report:#}"
    );
    assert_eq!(office.person("nora")["person"]["manager"]["displayName"], "Ivo Klein");
    assert_eq!(office.agent(2)["agent"]["sponsors"][0]["person"]["displayName"], "Ivo Klein");
}
