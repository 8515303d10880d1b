//! The bars that speed is held to: each measures the engine and, on the same file in the same run, the raw work that can't be
//! avoided. `make bench` prints the table; nothing here fails because of a time. A word after `--` runs only the parts whose
//! names hold it.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod delta;
mod desk;
mod door;
mod lists;
mod multiply;
mod office;
mod raw;
mod table;
mod workspaces;

use std::path::Path;
use std::time::{Duration, Instant};

use delta::Delta;
use office::{Office, agent, group, group_name, package_of};
use rusqlite::Connection;
use serde_json::{Value, json};
use table::Table;
use workspaces::Workspaces;

type Fallible<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// How many agents the large workspace has, and how many the small one.
const LARGE: usize = 100_000;
const SMALL: usize = 1_000;
/// How many packages the large workspace has, and how many all others.
const PACKAGES: usize = 1_000;
const FEW_PACKAGES: usize = 100;
/// How many decisions are measured together.
const DECISIONS: usize = 100;
/// How many agents lose all of their ten packages at once.
const ENDING: usize = 1_000;

fn main() -> Fallible {
    let word = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let is_wanted = |part: &str| word.as_deref().is_none_or(|word| part.contains(word));
    let workspaces = Workspaces::new()?;
    let mut table = Table::default();
    if is_wanted("check") {
        let small = workspaces.made("small", SMALL, FEW_PACKAGES)?;
        check(&mut table, "`check_access`, 10 thousand assignments", &small, FEW_PACKAGES)?;
        let large = workspaces.made("large", LARGE, PACKAGES)?;
        check(&mut table, "`check_access`, 1 million assignments", &large, PACKAGES)?;
    }
    if is_wanted("door") {
        let small = door::Company { agents: SMALL, packages: FEW_PACKAGES };
        let made = workspaces.made("small", small.agents, small.packages)?;
        door::measure(&mut table, "10 thousand", &made, small)?;
        let large = door::Company { agents: LARGE, packages: PACKAGES };
        let made = workspaces.made("large", large.agents, large.packages)?;
        door::measure(&mut table, "1 million", &made, large)?;
    }
    if is_wanted("decision") {
        decisions(&mut table, &workspaces)?;
    }
    if is_wanted("due") {
        due(&mut table, &workspaces)?;
    }
    if is_wanted("import") {
        import(&mut table, &workspaces)?;
    }
    if is_wanted("audit") {
        audit(&mut table, &workspaces.made("large", LARGE, PACKAGES)?)?;
    }
    if is_wanted("lists") {
        lists::measure(&mut table, &workspaces.made("large", LARGE, PACKAGES)?)?;
    }
    if is_wanted("desk") {
        desk::measure(&mut table)?;
    }
    if is_wanted("window") {
        desk::measure_lists(&mut table, &workspaces.made("large", LARGE, PACKAGES)?)?;
    }
    if is_wanted("verify") {
        verify(&workspaces.made("large", LARGE, PACKAGES)?)?;
    }
    table.print();
    Ok(())
}

/// Whether an agent may use a right: the decision point against the SELECT under it.
fn check(table: &mut Table, what: &str, folder: &Path, packages: usize) -> Fallible {
    const EACH: u32 = 500;
    let office = Office::open(folder)?;
    // The engine goes first over agents that nobody has asked for yet; it shouldn't pay for the disk.
    std::io::copy(&mut std::fs::File::open(office.file())?, &mut std::io::sink())?;
    let db = Connection::open(office.file())?;
    let agents: u32 = db.query_row("SELECT count(*) FROM agents", [], |row| row.get(0))?;
    let agents = usize::try_from(agents)?;
    let mut next = 0_usize;
    // Every fiftieth agent is switched off.
    let mut turn = move || {
        next = (next + 7_919) % agents;
        if next.is_multiple_of(50) { next + 1 } else { next }
    };
    let mut again = turn;
    let mut statement = db.prepare(
        "SELECT 1 FROM grants WHERE agent_id = ?1 AND right_kind = 'groupMembership' AND origin_id = ?2
           AND starts_at <= ?3 AND withdrawn_at IS NULL AND (ends_at IS NULL OR ends_at > ?3)",
    )?;
    let now: i64 =
        db.query_row("SELECT max(recorded_at) FROM audit_records", [], |row| row.get(0))?;
    let engine = || -> Fallible<Duration> {
        let started = Instant::now();
        for _ in 0..EACH {
            let number = turn();
            let resource = group_name(package_of(number, 3, packages));
            let ask = json!({ "agentId": agent(number), "resource": resource });
            if office.call("check_access", ask)?["isAllowed"] != true {
                return Err(format!("agent {number} may not use {resource}").into());
            }
        }
        Ok(started.elapsed() / EACH)
    };
    let raw = || -> Fallible<Duration> {
        let started = Instant::now();
        for _ in 0..EACH {
            let number = again();
            let origin = group(package_of(number, 3, packages));
            let ids = (id(&agent(number))?, id(&origin)?, now);
            let _: i64 = statement.query_row(ids, |row| row.get(0))?;
        }
        Ok(started.elapsed() / EACH)
    };
    table.compare(what, 3.0, 9, engine, raw)
}

fn id(text: &str) -> Fallible<[u8; 16]> {
    Ok(u128::from_str_radix(&text.replace('-', ""), 16)?.to_be_bytes())
}

/// A durable decision against a raw transaction that writes the same rows.
fn decisions(table: &mut Table, workspaces: &Workspaces) -> Fallible {
    let made = workspaces.made("decisions", DECISIONS, FEW_PACKAGES)?;
    let base = workspaces.copy(&made, "decisions-base")?;
    let office = Office::open_as(&base, "sam@bench.example")?;
    // The second of the packages that need an approval; for the first some wait already.
    let search = json!({ "filter": { "search": format!("Package {:04}", FEW_PACKAGES + 1) } });
    let package = office.call("list_access_packages", search)?["rows"][0]["id"].clone();
    let mut requests = Vec::new();
    for number in (1..DECISIONS).filter(|number| number % 50 != 0) {
        let ask = json!({ "agentId": agent(number), "accessPackageId": package, "justification": "Wanted." });
        let filed = office.call("request_access", ask)?;
        requests.push((filed["request"]["id"].clone(), filed["fingerprint"].clone()));
    }
    drop(office);
    let decide = |office: &Office, (request, fingerprint): &(Value, Value)| {
        office.call("approve_request", json!({ "requestId": request, "fingerprint": fingerprint }))
    };
    let walked = workspaces.copy(&base, "decisions-walked")?;
    let office = Office::open_as(&walked, "abe@bench.example")?;
    let mut deltas = Vec::new();
    for request in &requests {
        let before = raw::snapshot(&walked, "before.db")?;
        decide(&office, request)?;
        deltas.push(Delta::between(&before, &raw::snapshot(&walked, "after.db")?)?);
    }
    drop(office);
    if let Some(delta) = deltas.first() {
        println!("A decision writes {}.", delta.describe());
    }
    let each = u32::try_from(requests.len())?;
    let engine = || -> Fallible<Duration> {
        let folder = workspaces.copy(&base, "decisions-engine")?;
        let office = Office::open_as(&folder, "abe@bench.example")?;
        let started = Instant::now();
        for request in &requests {
            decide(&office, request)?;
        }
        Ok(started.elapsed() / each)
    };
    let raw = || -> Fallible<Duration> {
        let mut db = raw::writer(&workspaces.copy(&base, "decisions-raw")?)?;
        let started = Instant::now();
        for delta in &deltas {
            delta.replay(&mut db, 1)?;
        }
        Ok(started.elapsed() / each)
    };
    table.compare("A durable decision", 2.0, 7, engine, raw)
}

/// Ten thousand ends that are due at once against the raw rate of writing what they write.
fn due(table: &mut Table, workspaces: &Workspaces) -> Fallible {
    let made = workspaces.made("ending", ENDING, FEW_PACKAGES)?;
    let base = workspaces.copy(&made, "due-base")?;
    raw::let_reminders_pass(&base)?;
    // The day's backup is made before the measured work, as it would be at an earlier round of it.
    raw::move_clock(&base, Duration::from_hours(24))?;
    Office::open(&base)?.call("run_due_work", json!({}))?;
    raw::move_clock(&base, Duration::from_hours(24 * 60))?;
    let run = |name: &str| -> Fallible<(Duration, usize)> {
        let office = Office::open(&workspaces.copy(&base, name)?)?;
        let started = Instant::now();
        let done = office.call("run_due_work", json!({}))?;
        Ok((started.elapsed(), done["done"].as_array().map_or(0, Vec::len)))
    };
    let (_, done) = run("due-walked")?;
    let walked = workspaces.folder("due-walked");
    let delta =
        Delta::between(&raw::snapshot(&base, "before.db")?, &raw::snapshot(&walked, "after.db")?)?;
    println!("{done} things that fell due write {}.", delta.describe());
    let raw = || -> Fallible<Duration> {
        let mut db = raw::writer(&workspaces.copy(&base, "due-raw")?)?;
        let started = Instant::now();
        // As many transactions as the engine makes: one for each hundred things.
        delta.replay(&mut db, done.div_ceil(100))?;
        Ok(started.elapsed())
    };
    let what = format!("{} ends due at once, with their notices", ENDING * office::HELD);
    table.compare(&what, 2.0, 3, || Ok(run("due-engine")?.0), raw)
}

/// A hundred thousand agents from Graph JSON against the shell's import of the same rows.
fn import(table: &mut Table, workspaces: &Workspaces) -> Fallible {
    let base = workspaces.made("import", 1, FEW_PACKAGES)?;
    let text = office::family(&office::agents(1..LARGE + 1));
    let files = json!({ "files": [{ "name": "agents.json", "text": text }] });
    let run = |name: &str| -> Fallible<Duration> {
        let office = Office::open(&workspaces.copy(&base, name)?)?;
        let ask = files.clone();
        let started = Instant::now();
        office.call("import_directory", ask)?;
        Ok(started.elapsed())
    };
    run("import-walked")?;
    let (before, after) = (workspaces.folder("import-before"), workspaces.folder("import-walked"));
    workspaces.copy(&base, "import-before")?;
    let (before, after) =
        (raw::snapshot(&before, "before.db")?, raw::snapshot(&after, "after.db")?);
    let delta = Delta::between(&before, &after)?;
    println!("An import writes {}.", delta.describe());
    let script = raw::shell_script(&before, &after, &delta)?;
    let target = workspaces.folder("import-raw.db");
    let raw = || raw::shell(&target, &script);
    table.compare("An import of 100,000 agents", 4.0, 3, || run("import-engine"), raw)
}

/// Checking a million records against hashing the same bytes.
fn audit(table: &mut Table, folder: &Path) -> Fallible {
    use sha2::{Digest, Sha256};
    let office = Office::open(folder)?;
    let db = Connection::open(office.file())?;
    let (count, bytes): (u32, i64) = db.query_row(
        "SELECT count(*), sum(11 * 8 + 32 + 8 + 8 + 8 + coalesce(length(actor_id), 0) + length(origin) + length(activity)
           + length(subject_type) + 16 + octet_length(sentence) + octet_length(changes))
           + (SELECT count(*) * (8 + 16) FROM audit_subjects) FROM audit_records",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let length = usize::try_from(bytes / i64::from(count))?;
    let record = vec![7_u8; length];
    let engine = || -> Fallible<Duration> {
        let started = Instant::now();
        if office.call("verify_audit", json!({}))?["isIntact"] != true {
            return Err("the history is broken".into());
        }
        Ok(started.elapsed())
    };
    let raw = || -> Fallible<Duration> {
        let started = Instant::now();
        for _ in 0..count {
            std::hint::black_box(Sha256::digest(std::hint::black_box(&record)));
        }
        Ok(started.elapsed())
    };
    println!("{count} records of {length} bytes on average.");
    table.compare("Checking the history", 2.0, 3, engine, raw)
}

/// That the large workspace is one that the engine itself finds sound.
fn verify(folder: &Path) -> Fallible {
    let office = Office::open(folder)?;
    let started = Instant::now();
    let found = office.call("verify_workspace", json!({}))?;
    println!("The large workspace was checked in {:.1} s.", started.elapsed().as_secs_f64());
    let checks = found["checks"].as_array().into_iter().flatten();
    for broken in checks.filter(|check| check["holds"] != true) {
        println!("{}: {}", broken["name"], broken["sentence"]);
    }
    if found["isSound"] == true { Ok(()) } else { Err("the large workspace is not sound".into()) }
}
