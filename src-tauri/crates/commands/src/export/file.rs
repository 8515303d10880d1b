//! New files for what is exported: for their owner's eyes only, never in place of another file, and whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::csv;
use crate::failure::{Failure, Reply};

/// A file that is being written beside its place. It is gone again unless it is finished.
pub(crate) struct NewFile {
    place: PathBuf,
    beside: PathBuf,
    file: File,
    is_finished: bool,
}

impl NewFile {
    /// Begins a file. A name alone lies in `folder`, which is made when missing. The ending is fixed by the form, so that
    /// what is exported can't take the place of something that another program runs. A table begins with the mark by which
    /// spreadsheets know UTF-8; without it Excel takes every umlaut for something else.
    pub(crate) fn begin(name: &str, folder: &Path, ending: &str) -> Reply<Self> {
        let place = place(name, folder, ending)?;
        if place.exists() {
            return Err(Failure::refused_because(
                "file_exists",
                format!("{} exists already and is kept; name another file.", place.display()),
            )
            .with("file", place.display().to_string()));
        }
        let parent = place.parent().unwrap_or(folder);
        if parent == folder {
            make_folder(folder)?;
        }
        let mut beside = place.file_name().unwrap_or_default().to_owned();
        beside.push(".being-written");
        let beside = place.with_file_name(beside);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&beside).map_err(|error| broken(&beside, error))?;
        let mut begun = Self { place, beside, file, is_finished: false };
        if ending == "csv" {
            begun.write(csv::MARK)?;
        }
        Ok(begun)
    }

    /// Adds to it.
    pub(crate) fn write(&mut self, content: impl AsRef<[u8]>) -> Reply<()> {
        self.file.write_all(content.as_ref()).map_err(|error| broken(&self.beside, error))
    }

    /// Puts the file into its place; answers where that is.
    pub(crate) fn finish(mut self) -> Reply<String> {
        self.file.sync_all().map_err(|error| broken(&self.beside, error))?;
        fs::rename(&self.beside, &self.place).map_err(|error| broken(&self.place, error))?;
        self.is_finished = true;
        Ok(self.place.display().to_string())
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_finished
            && let Err(error) = fs::remove_file(&self.beside)
        {
            tracing::warn!(%error, file = %self.beside.display(), "an unfinished file could not be removed");
        }
    }
}

fn place(name: &str, folder: &Path, ending: &str) -> Reply<PathBuf> {
    let wanted = Path::new(name.trim());
    let is_name_alone = wanted.components().count() == 1 && wanted.file_name().is_some();
    let place = if wanted.is_absolute() {
        wanted.to_owned()
    } else if is_name_alone {
        folder.join(wanted)
    } else {
        return Err(Failure::usage("Name a file, or give its whole path from the root on."));
    };
    let fits = place.extension().is_some_and(|has| has.eq_ignore_ascii_case(ending));
    if fits {
        Ok(place)
    } else {
        Err(Failure::usage(format!("A file of this form ends in .{ending}; name it so.")))
    }
}

fn make_folder(folder: &Path) -> Reply<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| broken(folder, error))
}

fn broken(path: &Path, error: std::io::Error) -> Failure {
    chaperone_store::Error::io(path, error).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = NewFile::begin("a.csv", folder.path(), "csv").unwrap();
        file.write("half").unwrap();
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut file = NewFile::begin("a.csv", folder.path(), "csv").unwrap();
        file.write("whole").unwrap();
        assert!(!folder.path().join("a.csv").exists());
        assert_eq!(fs::read_to_string(file.finish().unwrap()).unwrap(), "\u{feff}whole");
    }

    #[test]
    fn no_file_is_replaced_and_none_has_another_ending() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.csv"), "mine").unwrap();
        let refused = NewFile::begin("a.csv", folder.path(), "csv").err().unwrap();
        assert_eq!(refused.code, "file_exists");
        for bad in ["a.desktop", "../a.csv", "x/a.csv", "", ".", ".."] {
            assert!(NewFile::begin(bad, folder.path(), "csv").is_err(), "{bad}");
        }
        assert_eq!(fs::read_to_string(folder.path().join("a.csv")).unwrap(), "mine");
    }
}
