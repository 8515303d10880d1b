//! Large workspaces: a small one is made through the commands, then its rows are multiplied by SQL, so that no column has to
//! be known here. The history is chained by hand, because its hashes have to fit.

use std::path::{Path, PathBuf};

use chaperone_commands::{Desk, Environment, Failure, Origin, Session, dispatch};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

/// How many packages each agent holds in a large workspace.
pub(crate) const PACKAGES: usize = 10;

/// A workspace with somebody at its desk.
pub(crate) struct Office {
    pub(crate) desk: Desk,
    pub(crate) administrator: Session,
    pub(crate) folder: PathBuf,
}

impl Office {
    /// Opens a workspace as its administrator.
    pub(crate) fn open(folder: &Path) -> Result<Self, Failure> {
        let office = Self {
            desk: Desk::new(Environment::system(None)),
            administrator: Session::new(Origin::Cli),
            folder: folder.to_owned(),
        };
        office.call("open_workspace", json!({ "folder": folder }))?;
        let person = office.desk.person_by_email("ada@bench.example")?.to_string();
        office.call("act_as", json!({ "personId": person }))?;
        Ok(office)
    }

    /// Carries out a command as the administrator.
    pub(crate) fn call(&self, name: &str, ask: Value) -> Result<Value, Failure> {
        dispatch(&self.desk, &self.administrator, name, ask)
    }

    /// The database file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("workspace.db")
    }
}

/// A workspace with one agent, which holds ten packages, and one package that needs approval.
fn seed(folder: &Path) -> Result<(), Failure> {
    let desk = Desk::new(Environment::system(None));
    let session = Session::new(Origin::Cli);
    let call = |name: &str, ask: Value| dispatch(&desk, &session, name, ask);
    let ask = json!({
        "folder": folder, "name": "Bench", "kind": "training",
        "administratorName": "Ada Admin", "administratorEmail": "ada@bench.example",
    });
    call("create_workspace", ask)?;
    let csv = "Employee ID,Display Name,Email\nB-1,Sam Sponsor,sam@bench.example\n\
               B-2,Abe Approver,abe@bench.example\n";
    call("import_directory", json!({ "files": [{ "name": "people.csv", "text": csv }] }))?;
    let files = json!([
        { "name": "groups.json", "text": groups() },
        { "name": "agents.json", "text": family(&agents(0..1)) },
    ]);
    call("import_directory", json!({ "files": files }))?;
    let catalog = call("create_catalog", json!({ "displayName": "Everything" }))?;
    let people = call("list_people", json!({ "filter": { "search": "abe@bench" } }))?;
    let stage = json!({
        "primaryApprovers": [{ "kind": "singleUser", "personId": people["rows"][0]["id"] }], "limitDays": 14,
    });
    for number in 0..=PACKAGES {
        let ask = json!({ "catalogId": catalog["id"], "kind": "group", "originId": group(number) });
        call("add_catalog_resource", ask)?;
        let roles = call("list_resource_roles", json!({ "catalogId": catalog["id"] }))?;
        let role = roles["rows"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|row| row["right"]["originName"] == format!("Group {number:02}"));
        let stages = if number == PACKAGES { vec![stage.clone()] } else { Vec::new() };
        let policy = json!({
            "displayName": "Only", "scope": "allDirectoryAgentIdentities", "stages": stages,
            "expiration": { "type": "afterDuration", "duration": "P30D" }, "extension": "withoutApproval",
        });
        let ask = json!({
            "catalogId": catalog["id"], "displayName": format!("Package {number:02}"),
            "resourceRoleIds": [role.map(|row| row["id"].clone())], "policies": [policy],
        });
        let made = call("create_access_package", ask)?;
        if number < PACKAGES {
            let ask =
                json!({ "agentId": agent(0), "accessPackageId": made["accessPackage"]["id"] });
            call("assign_access_package", ask)?;
        }
    }
    Ok(())
}

/// The id of an agent.
pub(crate) fn agent(number: usize) -> String {
    format!("aaaaaaaa-0000-4000-8000-{number:012x}")
}

fn group(number: usize) -> String {
    format!("66666666-0000-4000-8000-{number:012x}")
}

fn groups() -> String {
    let all: Vec<Value> = (0..=PACKAGES)
        .map(|number| {
            json!({
                "id": group(number), "displayName": format!("Group {number:02}"), "groupTypes": [],
                "isAssignableToRole": false, "securityEnabled": true, "mailEnabled": false,
            })
        })
        .collect();
    json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups", "value": all })
        .to_string()
}

/// Agents as Graph prints them.
pub(crate) fn agents(numbers: std::ops::Range<usize>) -> Vec<Value> {
    let sam = json!([{ "@odata.type": "#microsoft.graph.user", "userPrincipalName": "sam@bench.example" }]);
    numbers
        .map(|number| {
            json!({
                "@odata.type": "#microsoft.graph.agentIdentity", "id": agent(number),
                "displayName": format!("Agent {number:06}"), "accountEnabled": true,
                "agentIdentityBlueprintId": "bbbbbbbb-0000-4000-8000-000000000001", "sponsors": sam,
            })
        })
        .collect()
}

/// Agents with their blueprint and its principal.
pub(crate) fn family(agents: &[Value]) -> String {
    let sam = json!([{ "@odata.type": "#microsoft.graph.user", "userPrincipalName": "sam@bench.example" }]);
    let blueprint = json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprint", "displayName": "Kind", "sponsors": sam,
        "id": "bbbbbbbb-0000-4000-8000-000000000000", "appId": "bbbbbbbb-0000-4000-8000-000000000001",
    });
    let principal = json!({
        "@odata.type": "#microsoft.graph.agentIdentityBlueprintPrincipal", "displayName": "Kind",
        "id": "bbbbbbbb-0000-4000-8000-000000000002", "appId": "bbbbbbbb-0000-4000-8000-000000000001",
        "accountEnabled": true,
    });
    let of = |path: &str, value: &[Value]| json!({ "@odata.context": format!("https://graph.microsoft.com/v1.0/$metadata#{path}"), "value": value });
    json!([
        of("applications/microsoft.graph.agentIdentityBlueprint", &[blueprint]),
        of("servicePrincipals/microsoft.graph.agentIdentityBlueprintPrincipal", &[principal]),
        of("servicePrincipals/microsoft.graph.agentIdentity", agents),
    ])
    .to_string()
}

/// Makes a workspace of so many agents, each with ten assignments, and as many audit records as assignments.
pub(crate) fn make(folder: &Path, agents: usize) -> Result<(), Box<dyn std::error::Error>> {
    seed(folder)?;
    let mut db = Connection::open(folder.join("workspace.db"))?;
    db.pragma_update(None, "synchronous", "OFF")?;
    db.pragma_update(None, "foreign_keys", false)?;
    let transaction = db.transaction()?;
    transaction.execute_batch(
        "CREATE TEMP TABLE model AS SELECT row_number() OVER (ORDER BY id) AS p, id AS assignment, request_id AS request
           FROM assignments;
         CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY);",
    )?;
    transaction.execute(
        "INSERT INTO numbers WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n + 1 < ?1)
         SELECT n FROM up",
        [i64::try_from(agents)?],
    )?;
    let agent = "unhex(printf('aaaaaaaa000040008000%012x', n))";
    let id = |kind: &str| format!("unhex(printf('{kind}%06x00004000%016x', p, n))");
    let (request, assignment, grant) = (id("e1"), id("e2"), id("e3"));
    let reminder = "unhex(printf('e4%06x0000%04x%016x', p, t.threshold_days, n))";
    let later = |column: &str| format!("t.{column} + n * 60000");
    let (ends, due) = (later("ends_at"), later("due_at"));
    copy(
        &transaction,
        "agents",
        "",
        &[("id", agent), ("display_name", "printf('Agent %06d', n)")],
    )?;
    copy(&transaction, "agent_sponsors", "", &[("agent_id", agent)])?;
    let of_request = "JOIN model ON model.request = t.id";
    copy(
        &transaction,
        "requests",
        of_request,
        &[("id", &request), ("agent_id", agent), ("assignment_id", &assignment)],
    )?;
    let of_assignment = "JOIN model ON model.assignment = t.id";
    copy(
        &transaction,
        "assignments",
        of_assignment,
        &[("id", &assignment), ("agent_id", agent), ("request_id", &request), ("ends_at", &ends)],
    )?;
    let of_part = "JOIN model ON model.assignment = t.assignment_id";
    copy(
        &transaction,
        "grants",
        of_part,
        &[("id", &grant), ("agent_id", agent), ("assignment_id", &assignment), ("ends_at", &ends)],
    )?;
    copy(
        &transaction,
        "reminders",
        of_part,
        &[("id", reminder), ("assignment_id", &assignment), ("ends_at", &ends), ("due_at", &due)],
    )?;
    chain(&transaction, agents * PACKAGES)?;
    transaction.commit()?;
    db.execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")?;
    Ok(())
}

/// Copies the rows of the one agent for each number, with some columns replaced.
fn copy(
    db: &Connection,
    table: &str,
    join: &str,
    replaced: &[(&str, &str)],
) -> rusqlite::Result<()> {
    let columns: Vec<String> = db
        .prepare(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid"))?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let values: Vec<String> = columns
        .iter()
        .map(|column| {
            let by = replaced.iter().find(|(name, _)| name == column);
            by.map_or_else(|| format!("t.{column}"), |(_, value)| (*value).to_owned())
        })
        .collect();
    db.execute(
        &format!(
            "INSERT INTO {table} ({}) SELECT {} FROM (SELECT * FROM {table}) t {join} CROSS JOIN numbers",
            columns.join(", "),
            values.join(", ")
        ),
        [],
    )?;
    Ok(())
}

/// Appends records to the history, chained as the architecture's description says.
fn chain(db: &Connection, count: usize) -> rusqlite::Result<()> {
    let (mut seq, mut at, mut previous): (i64, i64, [u8; 32]) = db.query_row(
        "SELECT seq, recorded_at, hash FROM audit_records ORDER BY seq DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut record = db.prepare(
        "INSERT INTO audit_records (seq, recorded_at, occurred_at, actor_id, origin, activity, subject_type, subject_id,
           sentence, changes, previous_hash, hash)
         VALUES (?1, ?2, ?2, NULL, 'cli', 'deliver_assignment', 'request', ?3, ?4, '[]', ?5, ?6)",
    )?;
    let mut subject = db.prepare("INSERT INTO audit_subjects (subject_id, seq) VALUES (?1, ?2)")?;
    for number in 0..count {
        (seq, at) = (seq + 1, at + 1);
        let about = (0xe100_0001_0000_4000_u128 << 64) | number as u128;
        let sentence =
            format!("Package 01 for Agent {number:06} was delivered, until a day that lies ahead.");
        let hash = hash(&previous, seq, at, &about.to_be_bytes(), &sentence);
        record.execute(params![seq, at, about.to_be_bytes(), sentence, previous, hash])?;
        subject.execute(params![about.to_be_bytes(), seq])?;
        previous = hash;
    }
    Ok(())
}

fn hash(previous: &[u8; 32], seq: i64, at: i64, about: &[u8], sentence: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    let mut digest = Sha256::new();
    let instant = at.to_be_bytes();
    let fields: [&[u8]; 12] = [
        previous,
        &seq.to_be_bytes(),
        &instant,
        &instant,
        b"",
        b"cli",
        b"deliver_assignment",
        b"request",
        about,
        sentence.as_bytes(),
        b"[]",
        about,
    ];
    for field in fields {
        digest.update((field.len() as u64).to_be_bytes());
        digest.update(field);
    }
    digest.finalize().into()
}
