//! The bars that speed is held to: each measures the engine and, on the same file in the same run, the raw work that can't be
//! avoided. `make bench` prints the table; nothing here fails because of a time.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a bench prints its table and ends when something fails"
)]

mod big;
mod delta;
mod table;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use big::{Office, agent};
use criterion::Criterion;
use delta::Delta;
use rusqlite::Connection;
use serde_json::json;

type Fallible<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// How many agents the large workspace has.
const LARGE: usize = 100_000;
/// How many the small one.
const SMALL: usize = 1_000;
/// How many decisions, and how many ends due at once, are measured together.
const DECISIONS: usize = 100;
const DUE: usize = 10_000;

fn main() -> Fallible {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bars");
    fs::create_dir_all(&root)?;
    let mut criterion = Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(3))
        .warm_up_time(Duration::from_millis(500))
        .configure_from_args();
    let small = workspace(&root, "small", SMALL)?;
    check(&mut criterion, "check, 10 thousand", &small)?;
    decisions(&mut criterion, &root)?;
    due(&mut criterion, &root)?;
    import(&mut criterion, &root)?;
    let large = workspace(&root, "large", LARGE)?;
    check(&mut criterion, "check, 1 million", &large)?;
    lists(&mut criterion, &large)?;
    verify(&mut criterion, &large)?;
    criterion.final_summary();
    table::print(&root.join("../../criterion"))
}

/// A workspace of so many agents; one that stands from an earlier run of the same program is taken as it is.
fn workspace(root: &Path, name: &str, agents: usize) -> Fallible<PathBuf> {
    let folder = root.join(format!("{name}-{}", table::built()));
    if !folder.join("made").exists() {
        let _ = fs::remove_dir_all(&folder);
        big::make(&folder, agents)?;
        fs::write(folder.join("made"), "")?;
    }
    Ok(folder)
}

/// A copy of a workspace, in place of the one before.
fn copy_of(folder: &Path, name: &str) -> Fallible<PathBuf> {
    let copy = folder.with_file_name(name);
    let _ = fs::remove_dir_all(&copy);
    fs::create_dir_all(&copy)?;
    fs::copy(folder.join("workspace.db"), copy.join("workspace.db"))?;
    Ok(copy)
}

/// Whether an agent may use a right: the decision point against the SELECT under it.
fn check(criterion: &mut Criterion, name: &str, folder: &Path) -> Fallible {
    let office = Office::open(folder)?;
    let db = Connection::open(office.file())?;
    let agents: i64 = db.query_row("SELECT count(*) FROM agents", [], |row| row.get(0))?;
    let agents = usize::try_from(agents)?;
    let mut next = 0_usize;
    let mut turn = move || {
        next = (next + 7_919) % agents;
        next
    };
    let mut group = criterion.benchmark_group(name);
    group.bench_function("engine", |bencher| {
        bencher.iter(|| {
            let ask = json!({ "agentId": agent(turn()), "resource": "Group 03" });
            let answer = office.call("check_access", ask);
            assert!(answer.is_ok_and(|answer| answer["isAllowed"] == true));
        });
    });
    let mut statement = db.prepare(
        "SELECT 1 FROM grants WHERE agent_id = ?1 AND right_kind = 'groupMembership' AND origin_id = ?2
           AND starts_at <= ?3 AND withdrawn_at IS NULL AND (ends_at IS NULL OR ends_at > ?3)",
    )?;
    let origin = (0x6666_6666_0000_4000_8000_0000_0000_0003_u128).to_be_bytes();
    let now: i64 =
        db.query_row("SELECT max(recorded_at) FROM audit_records", [], |row| row.get(0))?;
    group.bench_function("raw", |bencher| {
        bencher.iter(|| {
            let id =
                (0xaaaa_aaaa_0000_4000_8000_0000_0000_0000_u128 | turn() as u128).to_be_bytes();
            let found: Result<i64, _> = statement.query_row((id, origin, now), |row| row.get(0));
            assert!(black_box(found).is_ok());
        });
    });
    group.finish();
    Ok(())
}

/// A durable decision against a raw transaction that writes the same rows.
fn decisions(criterion: &mut Criterion, root: &Path) -> Fallible {
    let base = workspace(root, "decisions", DECISIONS)?;
    let office = Office::open(&base)?;
    let package =
        office.call("list_access_packages", json!({ "filter": { "search": "Package 10" } }))?;
    let package =
        package["rows"][0]["accessPackage"]["id"].as_str().or(package["rows"][0]["id"].as_str());
    let sam = office.desk.person_by_email("sam@bench.example")?.to_string();
    office.call("act_as", json!({ "personId": sam }))?;
    let mut requests = Vec::new();
    for number in 0..DECISIONS {
        let ask =
            json!({ "agentId": agent(number), "accessPackageId": package, "justification": "x" });
        let found = office.call("request_access", ask);
        // A workspace that stands from an earlier run has them already.
        if let Ok(found) = found {
            requests.push(found["request"]["id"].clone());
        }
    }
    if requests.is_empty() {
        let page =
            office.call("list_requests", json!({ "filter": { "open": true }, "limit": 500 }))?;
        requests =
            page["rows"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect();
    }
    office.desk.close();
    let decide = |office: &Office, request: &serde_json::Value| {
        office.call("approve_request", json!({ "requestId": request }))
    };
    let approver = |folder: &Path| -> Fallible<Office> {
        let office = Office::open(folder)?;
        let abe = office.desk.person_by_email("abe@bench.example")?.to_string();
        office.call("act_as", json!({ "personId": abe }))?;
        Ok(office)
    };
    // What each decision writes, found by comparing the file before and after.
    let walked = copy_of(&base, "walked")?;
    let office = approver(&walked)?;
    let mut deltas = Vec::new();
    for request in &requests {
        let before = snapshot(&walked, "before.db")?;
        decide(&office, request)?;
        deltas.push(Delta::between(&before, &snapshot(&walked, "after.db")?)?);
    }
    drop(office);
    let mut group = criterion.benchmark_group("decision");
    group.bench_function("engine", |bencher| {
        bencher.iter_custom(|count| {
            in_rounds(count, requests.len(), |round| {
                let office = copy_of(&base, "engine")
                    .and_then(|folder| approver(&folder))
                    .expect("a copy opens");
                let started = Instant::now();
                for request in &requests[..round] {
                    decide(&office, request).expect("the request waits");
                }
                started.elapsed()
            })
        });
    });
    group.bench_function("raw", |bencher| {
        bencher.iter_custom(|count| {
            in_rounds(count, deltas.len(), |round| {
                let folder = copy_of(&base, "raw").expect("a copy is made");
                let mut db = writer(&folder).expect("the copy opens");
                let started = Instant::now();
                for delta in &deltas[..round] {
                    delta.replay(&mut db, usize::MAX).expect("the rows fit");
                }
                started.elapsed()
            })
        });
    });
    group.finish();
    Ok(())
}

/// Ten thousand ends that are due at once against the raw rate of writing what they write.
fn due(criterion: &mut Criterion, root: &Path) -> Fallible {
    let base = workspace(root, "due", DUE / big::PACKAGES)?;
    let later = |office: &Office| office.call("run_due_work", json!({}));
    let walked = copy_of(&base, "walked-due")?;
    pass_over(&walked)?;
    let office = Office::open(&walked)?;
    let before = snapshot(&walked, "before.db")?;
    later(&office)?;
    let delta = Delta::between(&before, &snapshot(&walked, "after.db")?)?;
    drop(office);
    println!("10,000 ends write {} rows", delta.rows());
    let mut group = criterion.benchmark_group("due");
    group.bench_function("engine", |bencher| {
        bencher.iter_custom(|count| {
            in_rounds(count, 1, |_| {
                let folder = copy_of(&base, "engine-due").expect("a copy is made");
                pass_over(&folder).expect("the clock moves");
                let office = Office::open(&folder).expect("the copy opens");
                let started = Instant::now();
                later(&office).expect("due work is done");
                started.elapsed()
            })
        });
    });
    group.bench_function("raw", |bencher| {
        bencher.iter_custom(|count| {
            in_rounds(count, 1, |_| {
                let folder = copy_of(&base, "raw-due").expect("a copy is made");
                pass_over(&folder).expect("the clock moves");
                let mut db = writer(&folder).expect("the copy opens");
                let started = Instant::now();
                // As many transactions as the engine makes: one for each hundred ends.
                delta.replay(&mut db, delta.rows() / (DUE / 100)).expect("the rows fit");
                started.elapsed()
            })
        });
    });
    group.finish();
    Ok(())
}

/// Moves the training clock past every end, as days of sleep would.
fn pass_over(folder: &Path) -> Fallible {
    let db = Connection::open(folder.join("workspace.db"))?;
    db.execute("UPDATE workspace SET clock_ahead_ms = clock_ahead_ms + 400 * 86400000", [])?;
    db.execute(
        "UPDATE reminders SET state = 'superseded', done_at = due_at WHERE state = 'scheduled'",
        [],
    )?;
    Ok(())
}

/// The first page of each list, as it comes, filtered and sorted, against one frame of a screen.
fn lists(criterion: &mut Criterion, folder: &Path) -> Fallible {
    let office = Office::open(folder)?;
    let mut group = criterion.benchmark_group("first page");
    for (name, command, ask) in [
        ("agents", "list_agents", json!({})),
        ("agents, active", "list_agents", json!({ "filter": { "state": "active" } })),
        ("agents by name", "list_agents", json!({ "filter": { "search": "Agent 0999" } })),
        ("packages", "list_access_packages", json!({})),
        ("requests", "list_requests", json!({})),
        ("requests, open", "list_requests", json!({ "filter": { "open": true } })),
        ("assignments", "list_assignments", json!({})),
        ("assignments in force", "list_assignments", json!({ "filter": { "inForce": true } })),
        (
            "assignments of an agent",
            "list_assignments",
            json!({ "filter": { "agentId": agent(5) } }),
        ),
        ("history", "list_audit", json!({})),
        ("people", "list_people", json!({})),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(office.call(command, ask.clone())).is_ok());
        });
    }
    group.finish();
    Ok(())
}

/// A hundred thousand agents from Graph JSON against the shell's import of the same rows.
fn import(criterion: &mut Criterion, root: &Path) -> Fallible {
    let base = workspace(root, "import", 1)?;
    let text = big::family(&big::agents(0..LARGE));
    let csv: String = (0..LARGE)
        .map(|number| format!("{},Agent {number:06},kind,active,[],0\n", agent(number)))
        .collect();
    let rows = root.join("agents.csv");
    fs::write(&rows, csv)?;
    let mut group = criterion.benchmark_group("import");
    group.bench_function("engine", |bencher| {
        bencher.iter_custom(|count| {
            in_rounds(count, 1, |_| {
                let folder = copy_of(&base, "engine-import").expect("a copy is made");
                let office = Office::open(&folder).expect("the copy opens");
                let ask = json!({ "files": [{ "name": "agents.json", "text": text }] });
                let started = Instant::now();
                office.call("import_directory", ask).expect("the agents fit");
                started.elapsed()
            })
        });
    });
    group.bench_function("raw", |bencher| {
        bencher.iter_custom(|count| {
            in_rounds(count, 1, |_| {
                let file = root.join("shell.db");
                let _ = fs::remove_file(&file);
                let script = format!(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;\nCREATE TABLE agents (id TEXT PRIMARY KEY, \
                     display_name TEXT, blueprint TEXT, state TEXT, tags TEXT, created_at INTEGER) WITHOUT ROWID;\n\
                     CREATE INDEX agents_by_name ON agents (display_name COLLATE NOCASE, id);\n\
                     CREATE INDEX agents_by_blueprint ON agents (blueprint);\nCREATE INDEX agents_by_state ON agents (state);\n\
                     .import --csv {} agents\n",
                    rows.display()
                );
                let started = Instant::now();
                shell(&file, &script).expect("the sqlite3 shell imports");
                started.elapsed()
            })
        });
    });
    group.finish();
    Ok(())
}

fn shell(file: &Path, script: &str) -> Fallible {
    use std::io::Write as _;
    let mut child = std::process::Command::new("sqlite3")
        .arg(file)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()?;
    child.stdin.take().ok_or("no input")?.write_all(script.as_bytes())?;
    if child.wait()?.success() { Ok(()) } else { Err("sqlite3 failed".into()) }
}

/// Checking a million records against hashing the same bytes.
fn verify(criterion: &mut Criterion, folder: &Path) -> Fallible {
    use sha2::{Digest, Sha256};
    let office = Office::open(folder)?;
    let db = Connection::open(office.file())?;
    let (count, bytes): (i64, i64) = db.query_row(
        "SELECT count(*), sum(length(origin) + length(activity) + length(subject_type) + length(sentence) + length(changes)
           + 32 + 8 + 8 + 8 + 16 + 16 + 12 * 8) FROM audit_records",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let record = vec![0_u8; usize::try_from(bytes / count)?];
    let mut group = criterion.benchmark_group("verification");
    group.bench_function("engine", |bencher| {
        bencher.iter(|| {
            let found = office.call("verify_audit", json!({}));
            assert!(found.is_ok_and(|found| found["isIntact"] == true));
        });
    });
    group.bench_function("raw", |bencher| {
        bencher.iter(|| {
            for _ in 0..count {
                black_box(Sha256::digest(&record));
            }
        });
    });
    group.finish();
    Ok(())
}

/// A connection that is as careful as the engine's.
fn writer(folder: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(folder.join("workspace.db"))?;
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

/// The file as it is now, beside the workspace.
fn snapshot(folder: &Path, name: &str) -> Fallible<PathBuf> {
    let to = folder.join(name);
    let _ = fs::remove_file(&to);
    let db = Connection::open(folder.join("workspace.db"))?;
    db.execute("VACUUM INTO ?1", [to.display().to_string()])?;
    Ok(to)
}

/// Does something so many times, in rounds of at most so many, and answers how long the measured part took.
fn in_rounds(count: u64, most: usize, mut round: impl FnMut(usize) -> Duration) -> Duration {
    let (mut left, mut took) = (usize::try_from(count).unwrap_or(usize::MAX), Duration::ZERO);
    while left > 0 {
        let now = left.min(most.max(1));
        took += round(now);
        left -= now;
    }
    took
}
