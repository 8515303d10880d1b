//! The decision point as programs ask it that guard a resource: over real HTTP on loopback, so many questions a second whether
//! or not the ones before have been answered, all with one caller's token. What counts is the time from the instant at which
//! a question was due to the last byte of its answer, so that a stall weighs on all that were due meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chaperone_commands::Environment;
use chaperone_gateway::{Keeper, Ports, to_wire};
use serde_json::{Value, json};

use crate::Fallible;
use crate::office::{Office, agent, group_name, package_of};
use crate::table::{Bar, Table};

/// How many questions are due in a second.
const PER_SECOND: u32 = 1_000;
/// For how many seconds they are asked before it counts, and how many it counts.
const WARMING: u32 = 2;
const MEASURED: u32 = 8;
/// How many connections the client keeps, each with a thread that asks one question at a time.
const CONNECTIONS: u32 = 8;
/// What the slowest hundredth may take.
const SLOWEST: Duration = Duration::from_millis(2);

/// How many agents and packages there are to ask about.
#[derive(Clone, Copy)]
pub(crate) struct Company {
    pub(crate) agents: usize,
    pub(crate) packages: usize,
}

/// Measures the door of a workspace that nobody else has open.
pub(crate) fn measure(table: &mut Table, size: &str, folder: &Path, company: Company) -> Fallible {
    let office = Office::open(folder)?;
    std::io::copy(&mut std::fs::File::open(office.file())?, &mut std::io::sink())?;
    office.call("switch_door", json!({ "isOpen": true }))?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let settings = folder.join("settings");
    let environment = Environment { settings_folder: settings, ..Environment::system(None) };
    let ports = Ports { http: Some(0), https: None };
    let (keeper, stands) =
        runtime.block_on(Keeper::open(Arc::new(office.desk), environment, ports))?;
    let asked = ask(&to_wire(&stands), company);
    runtime.block_on(keeper.stop());
    let mut took = asked?;
    took.sort_unstable();
    let share = |thousandths: usize| {
        took.get((took.len() * thousandths / 1_000).min(took.len() - 1)).copied()
    };
    let what = |which: &str| {
        format!("`checkAccess` at the door, {PER_SECOND} a second, {size} assignments, {which}")
    };
    table.add(&what("p50"), share(500).unwrap_or_default(), None, Bar::None);
    table.add(&what("p99"), share(990).unwrap_or_default(), None, Bar::Within(SLOWEST));
    table.add(&what("slowest"), share(1_000).unwrap_or_default(), None, Bar::None);
    Ok(())
}

/// Asks on all connections; answers how long each answer that counts took.
fn ask(door: &Value, company: Company) -> Fallible<Vec<Duration>> {
    let url = |name: &str| door[name].as_str().unwrap_or_default().to_owned();
    let form = "grant_type=password&username=ada%40bench.example&password=&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";
    let mut answer = ureq::post(url("tokenEndpoint"))
        .header("content-type", "application/x-www-form-urlencoded")
        .send(form)?;
    let token: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap_or_default());
    let url = format!("{}/identityGovernance/entitlementManagement/checkAccess", url("graph"));
    let begin = Instant::now() + Duration::from_millis(100);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|first| {
                let (url, bearer) = (&url, &bearer);
                scope.spawn(move || {
                    one_connection(url, bearer, begin, first, company)
                        .map_err(|wrong| wrong.to_string())
                })
            })
            .collect();
        let mut took = Vec::new();
        for client in clients {
            took.extend(client.join().map_err(|_| "a client broke off")??);
        }
        Ok(took)
    })
}

fn one_connection(
    url: &str,
    bearer: &str,
    begin: Instant,
    first: u32,
    company: Company,
) -> Fallible<Vec<Duration>> {
    let client = ureq::Agent::new_with_defaults();
    let mut took = Vec::new();
    for number in (first..PER_SECOND * (WARMING + MEASURED)).step_by(CONNECTIONS as usize) {
        let due = begin + Duration::from_secs(1) / PER_SECOND * number;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let mut whose = (number as usize * 7_919) % company.agents;
        // Every fiftieth agent is switched off.
        if whose.is_multiple_of(50) {
            whose += 1;
        }
        let resource = group_name(package_of(whose, 3, company.packages));
        let body = json!({ "agentId": agent(whose), "resource": resource }).to_string();
        let mut answer = client
            .post(url)
            .header("authorization", bearer)
            .header("content-type", "application/json")
            .send(body)?;
        let told: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
        if told["decision"] != "allow" {
            return Err(format!("agent {whose} may not use {resource}: {told}").into());
        }
        if number >= PER_SECOND * WARMING {
            took.push(due.elapsed());
        }
    }
    Ok(took)
}
