//! Where the measured workspaces lie. A large one takes a while to make, so it is kept for the next run; it is made anew when
//! the schema or the making has changed, and once a week, because what lies ahead in it comes nearer.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::{Fallible, multiply, office};

/// What lies ahead in a workspace lies a month ahead when it is made.
const KEPT_FOR: Duration = Duration::from_hours(24 * 7);

/// The folder of all measured workspaces.
pub(crate) struct Workspaces {
    root: PathBuf,
    /// Changes with the schema and with how workspaces are made.
    version: u64,
}

impl Workspaces {
    /// Takes the folder, and founds a company to see which schema this is.
    pub(crate) fn new() -> Fallible<Self> {
        let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bars");
        let folder = fresh(&root.join("schema"))?;
        office::found(&folder, office::HELD + 1)?;
        let schema: String = Connection::open(folder.join("workspace.db"))?.query_row(
            "SELECT group_concat(sql ORDER BY rowid) FROM sqlite_schema",
            [],
            |row| row.get(0),
        )?;
        let mut version = DefaultHasher::new();
        (schema, include_str!("office.rs"), include_str!("multiply.rs")).hash(&mut version);
        Ok(Self { root, version: version.finish() })
    }

    /// A folder of this name, which need not be there.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A workspace of so many agents and packages; one that stands from an earlier run is taken as it is.
    pub(crate) fn made(&self, name: &str, agents: usize, packages: usize) -> Fallible<PathBuf> {
        let folder = self.folder(name);
        let mark = folder.join("made");
        let version = self.version.to_string();
        let is_fresh = fs::metadata(&mark)
            .and_then(|mark| mark.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age < KEPT_FOR));
        if !is_fresh || fs::read_to_string(&mark)? != version {
            let started = Instant::now();
            fresh(&folder)?;
            multiply::make(&folder, agents, packages)?;
            fs::write(&mark, version)?;
            println!("Made the workspace '{name}' in {:.1} s.", started.elapsed().as_secs_f64());
        }
        Ok(folder)
    }

    /// A copy of a workspace that nobody has open, with its backups, in place of the copy before.
    pub(crate) fn copy(&self, folder: &Path, name: &str) -> Fallible<PathBuf> {
        let copy = fresh(&self.folder(name))?;
        fs::copy(folder.join("workspace.db"), copy.join("workspace.db"))?;
        if let Ok(backups) = fs::read_dir(folder.join("backups")) {
            fs::create_dir_all(copy.join("backups"))?;
            for backup in backups {
                let name = backup?.file_name();
                // Only the name counts: it says that the day's backup was made.
                fs::write(copy.join("backups").join(name), "")?;
            }
        }
        Ok(copy)
    }
}

fn fresh(folder: &Path) -> Fallible<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}
