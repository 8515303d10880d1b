//! What a policy asks, what is answered, and who reads it.

use serde_json::{Value, json};

use crate::world::{Package, World, with};

fn asking() -> Value {
    json!({ "questions": [
        {
            "kind": "shortText", "text": "Which cost centre?", "isRequired": true, "pattern": "CC-[0-9]{4}",
            "localizations": [{ "languageCode": "de", "text": "Welche Kostenstelle?" }],
        },
        {
            "kind": "multipleChoice", "text": "Which region?", "isAnswerEditable": true,
            "choices": [
                { "value": "eu", "text": "Europe", "localizations": [{ "languageCode": "de", "text": "Europa" }] },
                { "value": "us", "text": "America" },
            ],
        },
        { "kind": "longText", "text": "What for?" },
    ] })
}

fn answer(package: &Package, place: usize, value: &str) -> Value {
    json!({ "questionId": package.policy["questions"][place]["id"], "value": value })
}

#[test]
fn a_policy_keeps_its_questions_with_their_words_in_every_language() {
    let world = World::new();
    let package = world.package("Asking", world.policy(asking()));
    let shown = world.fixture.call(
        &world.sponsor,
        "preview_request",
        json!({ "agentId": world.agent, "accessPackageId": package.id }),
    );
    assert_eq!(shown["refusal"], Value::Null, "that nothing is answered yet refuses no preview");
    let questions = shown["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 3);
    assert_eq!(questions[0]["sequence"], 1);
    assert_eq!(questions[0]["localizations"][0]["text"], "Welche Kostenstelle?");
    assert_eq!(questions[1]["choices"][0]["localizations"][0]["text"], "Europa");
    assert_eq!(questions[1]["isAnswerEditable"], true);
}

#[test]
fn a_bad_pattern_is_refused_when_the_policy_is_made() {
    let world = World::new();
    let bad = json!({ "questions": [{ "kind": "shortText", "text": "Code?", "pattern": "[0-9" }] });
    let ask = world.package_ask("Broken", vec![world.policy(bad)]);
    let refused = world.fixture.refuse(&world.administrator, "create_access_package", ask);
    assert_eq!(refused.code, "pattern_unusable");
}

#[test]
fn a_refused_policy_says_where_in_what_was_asked_the_fault_is() {
    let world = World::new();
    let place = |ask: Value| {
        let refused = world.fixture.refuse(&world.administrator, "create_access_package", ask);
        let mut path = vec![refused.saying.field.unwrap_or_default()];
        path.extend(refused.saying.within);
        path.join("/")
    };
    let policy = |changed: Value| place(world.package_ask("x", vec![world.policy(changed)]));
    let stage = |changed: Value| policy(json!({ "stages": [with(world.stage(), changed)] }));
    let nobody = "00000000-0000-4000-8000-000000000000";
    let stranger = json!([{ "kind": "singleUser", "personId": nobody }]);

    assert_eq!(policy(json!({ "displayName": " " })), "policies/displayName");
    let chosen = "specificDirectoryServicePrincipals";
    let unknown = json!({ "scope": chosen, "specificTargets": [nobody] });
    assert_eq!(policy(unknown), "policies/specificTargets");
    let unknown = json!({ "scope": chosen, "specificTargetGroups": [nobody] });
    assert_eq!(policy(unknown), "policies/specificTargetGroups");
    let broken = json!({ "kind": "shortText", "text": "Code?", "pattern": "[0-9" });
    assert_eq!(policy(json!({ "questions": [broken] })), "policies/questions/pattern");
    assert_eq!(stage(json!({ "limitDays": 99 })), "policies/stages/limitDays");
    assert_eq!(stage(json!({ "primaryApprovers": stranger })), "policies/stages/primaryApprovers");
    let fallback = json!({ "fallbackApprovers": stranger });
    assert_eq!(stage(fallback), "policies/stages/fallbackApprovers");
    assert_eq!(place(world.package_ask("x", Vec::new())), "policies");

    let ask = world.package_ask("x", vec![world.policy(json!({}))]);
    assert_eq!(place(with(ask.clone(), json!({ "catalogId": nobody }))), "catalogId");
    assert_eq!(place(with(ask, json!({ "resourceRoleIds": [nobody] }))), "resourceRoleIds");
}

#[test]
fn answers_are_checked_and_each_refusal_names_its_question() {
    let world = World::new();
    let package = world.package("Asking", world.policy(asking()));
    for (answers, code, place) in [
        (json!([]), "answer_missing", 0),
        (json!([answer(&package, 0, "1234")]), "answer_form", 0),
        (
            json!([answer(&package, 0, "CC-1234"), answer(&package, 1, "moon")]),
            "answer_not_offered",
            1,
        ),
    ] {
        let ask = with(world.ask(&package), json!({ "answers": answers }));
        let refused = world.fixture.refuse(&world.sponsor, "request_access", ask);
        assert_eq!(refused.code, code);
        assert_eq!(refused.details["questionId"], package.policy["questions"][place]["id"]);
        let words = package.policy["questions"][place]["text"].as_str().unwrap();
        assert!(refused.message.contains(words), "{}", refused.message);
    }
    let preview =
        with(world.ask(&package), json!({ "answers": [answer(&package, 0, "no centre")] }));
    let preview = world.fixture.call(&world.sponsor, "preview_request", preview);
    assert!(preview["refusal"].as_str().unwrap().contains("Which cost centre?"));
}

#[test]
fn answers_are_kept_in_the_words_of_then_and_shown_to_approvers() {
    let world = World::new();
    let policy = world.policy(with(asking(), json!({ "stages": [world.stage()] })));
    let package = world.package("Asking", policy);
    let answers = json!([answer(&package, 0, " CC-1234 "), answer(&package, 1, "eu")]);
    let ask = with(world.ask(&package), json!({ "answers": answers }));
    let request = world.fixture.call(&world.sponsor, "request_access", ask);
    let id = json!({ "requestId": request["request"]["id"] });
    let expected = json!([
        { "questionId": package.policy["questions"][0]["id"], "question": "Which cost centre?",
          "value": "CC-1234", "displayValue": "CC-1234" },
        { "questionId": package.policy["questions"][1]["id"], "question": "Which region?",
          "value": "eu", "displayValue": "Europe" },
    ]);
    let shown = world.fixture.call(&world.approver, "show_approval", id);
    assert_eq!(shown["request"]["answers"], expected);
}

#[test]
fn an_extension_changes_the_answers_that_may_be_edited_and_no_others() {
    let world = World::new();
    let package = world.package("Asking", world.policy(asking()));
    let answers = json!([answer(&package, 0, "CC-1234"), answer(&package, 1, "eu")]);
    let ask = with(world.ask(&package), json!({ "answers": answers }));
    let held = world.fixture.call(&world.sponsor, "request_access", ask);
    let extend =
        |answers: Value| json!({ "assignmentId": held["assignmentId"], "answers": answers });
    let fixed = extend(json!([answer(&package, 0, "CC-9999")]));
    let refused = world.fixture.refuse(&world.sponsor, "request_extension", fixed);
    assert_eq!(refused.code, "answer_not_editable");
    let longer = extend(json!([answer(&package, 1, "us")]));
    let longer = world.fixture.call(&world.sponsor, "request_extension", longer);
    let values: Vec<_> =
        longer["answers"].as_array().unwrap().iter().map(|one| one["value"].clone()).collect();
    assert_eq!(values, ["CC-1234", "us"], "what stays is read with what has changed");
}

#[test]
fn an_answer_that_is_fixed_stays_fixed_under_a_later_wording_that_asks_the_same() {
    let world = World::new();
    let package = world.package("Asking", world.policy(asking()));
    let answers = json!([answer(&package, 0, "CC-1234"), answer(&package, 1, "eu")]);
    let ask = with(world.ask(&package), json!({ "answers": answers }));
    let held = world.fixture.call(&world.sponsor, "request_access", ask);
    let renamed = world.policy(with(asking(), json!({ "displayName": "Renamed" })));
    let ask = json!({ "policyId": package.policy["id"], "policy": renamed });
    world.fixture.call(&world.administrator, "update_policy", ask);

    let id = json!({ "assignmentId": held["assignmentId"] });
    let shown = world.fixture.call(&world.sponsor, "show_assignment", id.clone());
    let (asked, answered) = (&shown["questions"], &shown["answers"]);
    assert_eq!(asked.as_array().unwrap().len(), 3);
    assert_eq!(answered[0]["value"], "CC-1234");
    assert_eq!(answered[0]["questionId"], asked[0]["id"], "it answers the question of now");
    let give = |place: usize, value: &str| {
        with(
            id.clone(),
            json!({ "answers": [{ "questionId": asked[place]["id"], "value": value }] }),
        )
    };
    let refused = world.fixture.refuse(&world.sponsor, "request_extension", give(0, "CC-9999"));
    assert_eq!(refused.code, "answer_not_editable");
    world.fixture.call(&world.sponsor, "request_extension", give(1, "us"));
    let shown = world.fixture.call(&world.sponsor, "show_assignment", id);
    let values: Vec<_> =
        shown["answers"].as_array().unwrap().iter().map(|one| &one["value"]).collect();
    assert_eq!(values, ["CC-1234", "us"]);
}

#[test]
fn a_list_that_tells_in_full_tells_what_each_request_tells() {
    let world = World::new();
    let waits =
        world.package("Waits", world.policy(with(asking(), json!({ "stages": [world.stage()] }))));
    let plain = world.package("Plain", world.policy(json!({})));
    let answers = json!([
        answer(&waits, 0, "CC-1234"),
        answer(&waits, 1, "eu"),
        answer(&waits, 2, "Why not")
    ]);
    let ask = with(world.ask(&waits), json!({ "answers": answers, "justification": "to see" }));
    world.fixture.call(&world.sponsor, "request_access", ask);
    world.fixture.call(&world.sponsor, "request_access", world.ask(&plain));
    let list = |session, filter: Value| {
        let ask = json!({ "filter": filter, "details": true });
        let page = world.fixture.call(session, "list_requests", ask);
        page["rows"].as_array().unwrap().clone()
    };
    let rows = list(&world.administrator, json!({}));
    assert!(rows.len() >= 2);
    for row in &rows {
        let shown = world.fixture.call(
            &world.administrator,
            "show_request",
            json!({ "requestId": row["id"] }),
        );
        for field in [
            "policy",
            "justification",
            "askedStart",
            "askedDuration",
            "askedEnd",
            "answers",
            "assignmentId",
        ] {
            assert_eq!(row["details"][field], shown[field], "{field} of {row}");
        }
    }
    let bare = world.fixture.call(&world.administrator, "list_requests", json!({}));
    assert_eq!(bare["rows"][0]["details"], Value::Null, "only on request");

    let mine = list(&world.approver, json!({ "toDecide": true }));
    let waiting = world.fixture.call(&world.approver, "list_approvals", json!({}));
    let mut ids: Vec<_> = mine.iter().map(|row| row["id"].clone()).collect();
    let waiting = waiting["rows"].as_array().unwrap().iter();
    let mut inbox: Vec<_> = waiting.map(|row| row["request"]["id"].clone()).collect();
    ids.sort_by_key(Value::to_string);
    inbox.sort_by_key(Value::to_string);
    assert_eq!(ids, inbox, "what waits in the inbox, and nothing else");
    assert_eq!(mine[0]["details"]["answers"].as_array().unwrap().len(), 3);
    assert!(list(&world.sponsor, json!({ "toDecide": true })).is_empty());
}
