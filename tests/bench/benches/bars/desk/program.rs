//! A program with a window, and what the system tells of it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Fallible;

/// How much of the processor's time one tick is.
const TICK: Duration = Duration::from_millis(10);

/// A running program.
pub(crate) struct Program {
    child: Child,
    /// When it was started.
    pub(crate) started: Instant,
}

/// What a process did in a while.
pub(crate) struct Work {
    /// Its time on the processor.
    pub(crate) busy: Duration,
    /// How often its threads came onto a processor; those that ended meanwhile take their count along.
    pub(crate) switches: f64,
}

impl Program {
    /// Starts a program whose settings and data lie in a folder of their own.
    pub(crate) fn start(program: &Path, arguments: &[&str], home: &Path) -> Fallible<Self> {
        let started = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self { child, started })
    }

    /// Fails when it has ended by itself.
    pub(crate) fn still_runs(&mut self) -> Fallible {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(format!("the program ended by itself ({status})").into()),
        }
    }

    /// Ends it and waits until it is gone.
    pub(crate) fn end(mut self) -> Fallible {
        self.child.kill()?;
        self.child.wait()?;
        // The page's process ends when it notices.
        std::thread::sleep(Duration::from_millis(700));
        Ok(())
    }

    /// The resident memory of its own process, in bytes.
    pub(crate) fn resident(&self) -> Fallible<f64> {
        resident(self.child.id())
    }

    /// The resident memory of the process that draws its page, in bytes.
    pub(crate) fn resident_of_page(&self) -> Fallible<f64> {
        for entry in fs::read_dir("/proc")?.flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { continue };
            let parent = fields(&stat).nth(1).and_then(|parent| parent.parse::<u32>().ok());
            if stat.contains("(WebKitWebProces") && parent == Some(self.child.id()) {
                return resident(pid);
            }
        }
        Err("the process of the page isn't found".into())
    }

    /// What its own process does in a while.
    pub(crate) fn work_during(&self, while_: Duration) -> Fallible<Work> {
        let before = (self.busy()?, self.switches()?);
        std::thread::sleep(while_);
        let after = (self.busy()?, self.switches()?);
        Ok(Work { busy: after.0.saturating_sub(before.0), switches: (after.1 - before.1).max(0.0) })
    }

    fn busy(&self) -> Fallible<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let ticks: u32 =
            fields(&stat).skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
        Ok(TICK * ticks)
    }

    fn switches(&self) -> Fallible<f64> {
        let mut switches = 0.0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let Ok(status) = fs::read_to_string(thread?.path().join("status")) else { continue };
            let lines = status.lines().filter(|line| line.contains("ctxt_switches"));
            switches += lines
                .filter_map(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok())
                .sum::<f64>();
        }
        Ok(switches)
    }
}

fn resident(pid: u32) -> Fallible<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    Ok(kilobytes.ok_or("the resident memory isn't told")? * 1024.0)
}

/// The fields of a process's `stat` after its name, which may hold spaces.
fn fields(stat: &str) -> impl Iterator<Item = &str> {
    stat.rsplit(')').next().unwrap_or_default().split_whitespace()
}
