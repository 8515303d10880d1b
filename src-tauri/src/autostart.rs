//! Starting with the session. The session reads a file in its autostart folder; that file is the only place where the
//! choice is kept, so that what is shown is what will happen, also after somebody changed it in the desktop's own settings.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chaperone_commands::device::Autostart;
use chaperone_commands::view::device::AutostartView;
use chaperone_domain::autostart::AutostartTrouble;
use chaperone_domain::refusal::Refuse;
use clap::Parser;

use crate::arguments::Arguments;
use crate::file;

/// The file's name in the session's autostart folder.
const FILE: &str = "app.chaperone.desktop.desktop";
/// Where an `AppImage` says that it lies. The program inside it is at another place at each start.
const APP_IMAGE: &str = "APPIMAGE";
/// The line that starts the program.
const EXEC: &str = "Exec";

/// The entry of this program among what the session starts.
#[derive(Debug)]
pub(crate) struct Entry {
    file: PathBuf,
    program: PathBuf,
}

/// What an entry says.
#[derive(Debug, PartialEq, Eq)]
struct Written {
    is_on: bool,
    program: PathBuf,
    wish: Autostart,
}

impl Entry {
    /// The entry for the program that runs, in the person's folder of settings. Asked for early: a program that is replaced
    /// while it runs no longer knows where it lies.
    pub(crate) fn of_this_program(settings: &Path) -> std::io::Result<Self> {
        let image = std::env::var_os(APP_IMAGE).map(PathBuf::from).filter(|image| image.is_file());
        let program = image.map_or_else(std::env::current_exe, Ok)?;
        Ok(Self { file: settings.join("autostart").join(FILE), program })
    }

    /// What the session will do.
    pub(crate) fn show(&self) -> AutostartView {
        let written = self.read();
        let trouble = trouble(&written);
        let written = written.ok().flatten();
        AutostartView {
            is_on: written.as_ref().is_some_and(|written| written.is_on),
            is_hidden: written.as_ref().is_none_or(|written| written.wish.is_hidden),
            program: written
                .as_ref()
                .filter(|written| written.is_on)
                .map_or(&self.program, |written| &written.program)
                .display()
                .to_string(),
            workspace: written
                .and_then(|written| written.wish.workspace)
                .map(|workspace| workspace.display().to_string()),
            trouble: trouble.as_ref().map(ToString::to_string),
            trouble_saying: trouble.map(|trouble| trouble.said().into()),
        }
    }

    /// What stands in the way of what was chosen.
    pub(crate) fn trouble(&self) -> Option<AutostartTrouble> {
        trouble(&self.read())
    }

    /// Has the session start the program so, or not at all.
    pub(crate) fn set(&self, wish: Option<&Autostart>) -> Result<(), AutostartTrouble> {
        let could_not = |error: std::io::Error| file::unwritable(&self.file, &error);
        let Some(wish) = wish else {
            return match std::fs::remove_file(&self.file) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(could_not(error).into()),
                _ => Ok(()),
            };
        };
        let text = write(&self.program, wish)?;
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder).map_err(could_not)?;
        }
        // In one step, so that a session that begins meanwhile never reads half of it.
        let draft = self.file.with_extension("draft");
        std::fs::write(&draft, text)
            .and_then(|()| std::fs::rename(&draft, &self.file))
            .map_err(|error| could_not(error).into())
    }

    /// Points the entry at this program if what it points at is gone: an `AppImage` that was moved, a build that was
    /// cleaned away, an installation that lies elsewhere now.
    pub(crate) fn repair(&self) {
        let Ok(Some(written)) = self.read() else { return };
        if !written.is_on || written.program.is_file() {
            return;
        }
        match self.set(Some(&written.wish)) {
            Ok(()) => {
                let (gone, now) = (written.program.display(), self.program.display());
                tracing::info!(%gone, %now, "starting with the session was mended");
            }
            Err(reason) => tracing::warn!(%reason, "starting with the session could not be mended"),
        }
    }

    fn read(&self) -> Result<Option<Written>, AutostartTrouble> {
        match std::fs::read_to_string(&self.file) {
            Ok(text) => Ok(parse(&text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(AutostartTrouble::Unreadable {
                file: self.file.display().to_string(),
                why: file::why(&error),
            }),
        }
    }
}

/// What stands in the way, of what was read.
fn trouble(written: &Result<Option<Written>, AutostartTrouble>) -> Option<AutostartTrouble> {
    match written {
        Ok(Some(written)) if written.is_on && !written.program.is_file() => {
            Some(AutostartTrouble::Gone(written.program.display().to_string()))
        }
        Ok(_) => None,
        Err(trouble) => Some(trouble.clone()),
    }
}

/// The text of the entry.
fn write(program: &Path, wish: &Autostart) -> Result<String, AutostartTrouble> {
    let mut words = vec![word(program)?];
    if wish.is_hidden {
        words.push("--hidden".to_owned());
    }
    if let Some(workspace) = &wish.workspace {
        words.extend(["--workspace".to_owned(), word(workspace)?]);
    }
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Chaperone\nComment=Reminders before the access of AI agents ends\n\
         Comment[de]=Erinnerungen, bevor der Zugriff von KI-Agenten endet\n{EXEC}={}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
        words.join(" ")
    ))
}

/// A path as a word of an `Exec` line: quoted as the Desktop Entry Specification has it, then escaped as every text there.
fn word(path: &Path) -> Result<String, AutostartTrouble> {
    let text = path
        .to_str()
        .filter(|text| !text.contains(char::is_control))
        .ok_or_else(|| AutostartTrouble::OddName(path.display().to_string()))?;
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '`' | '$' => quoted.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    Ok(quoted)
}

/// What an entry says; nothing if the session would start nothing by it.
fn parse(text: &str) -> Option<Written> {
    let lines = text.lines().skip_while(|line| line.trim() != "[Desktop Entry]").skip(1);
    let entries: Vec<(&str, &str)> = lines
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let value =
        |wanted: &str| entries.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    let words = words(&value(EXEC)?.replace("\\\\", "\\"));
    let arguments = Arguments::try_parse_from(&words).unwrap_or_default();
    Some(Written {
        is_on: value("Hidden") != Some("true")
            && value("X-GNOME-Autostart-enabled") != Some("false"),
        program: PathBuf::from(words.into_iter().next()?),
        wish: Autostart { is_hidden: arguments.hidden, workspace: arguments.workspace },
    })
}

/// The words of an unescaped `Exec` line.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<String>, false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let literal = match letter {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
                continue;
            }
            ' ' if !is_quoted => {
                words.extend(word.take());
                continue;
            }
            '\\' if is_quoted => letters.next(),
            '%' if letters.next_if_eq(&'%').is_some() => Some('%'),
            // What else stands behind a per cent sign is filled in by whoever starts the program, and nothing at a login.
            '%' => {
                letters.next();
                continue;
            }
            _ => Some(letter),
        };
        word.get_or_insert_default().extend(literal);
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An empty folder that goes with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("chaperone-autostart-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir(&folder).expect("a temporary folder");
            Self(folder)
        }

        fn path(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // What stays behind lies among temporary files.
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn entry(folder: &Path, program: &str) -> Entry {
        Entry { file: folder.join("autostart").join(FILE), program: folder.join(program) }
    }

    fn wish(workspace: Option<&str>) -> Autostart {
        Autostart { is_hidden: true, workspace: workspace.map(PathBuf::from) }
    }

    #[test]
    fn a_path_of_any_letters_is_read_as_it_was_written_by_us_and_by_the_desktop() {
        let folder = Folder::new("letters");
        for name in
            ["plain", "with space", "a\"b", "back\\slash", "per%cent %u", "do$llar `x`", "é"]
        {
            let program = folder.path().join(name);
            std::fs::write(&program, "").expect("a file");
            let text = write(&program, &wish(Some("/w/a b"))).expect("it can be written");
            let read = parse(&text).expect("it can be read");
            assert_eq!(read.program, program);
            assert_eq!(read.wish, wish(Some("/w/a b")));
            let lines = gtk::glib::KeyFile::new();
            lines.load_from_data(&text, gtk::glib::KeyFileFlags::NONE).expect("a key file");
            let exec = lines.string("Desktop Entry", EXEC).expect("a line");
            let words = gtk::glib::shell_parse_argv(exec.replace("%%", "%")).expect("words");
            assert_eq!(PathBuf::from(&words[0]), program, "GLib reads it otherwise");
        }
    }

    #[test]
    fn an_entry_that_points_at_nothing_is_pointed_at_this_program_and_keeps_its_wish() {
        let folder = Folder::new("repair");
        let (gone, here) = (entry(folder.path(), "gone"), entry(folder.path(), "here"));
        std::fs::write(&here.program, "").expect("a file");
        gone.set(Some(&wish(Some("/w/other")))).expect("it can be written");
        assert!(gone.show().trouble.is_some_and(|trouble| trouble.contains("isn't there")));
        here.repair();
        let shown = here.show();
        assert_eq!(shown.program, here.program.display().to_string());
        assert_eq!(shown.workspace.as_deref(), Some("/w/other"));
        assert!(shown.is_on && shown.is_hidden && shown.trouble.is_none(), "{shown:?}");
    }

    #[test]
    fn what_the_desktops_own_settings_switched_off_is_shown_as_off_and_stays_off() {
        let folder = Folder::new("desktop");
        let entry = entry(folder.path(), "gone");
        entry.set(Some(&wish(None))).expect("it can be written");
        for off in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
            let text = format!("[Desktop Entry]\nExec=/nowhere --hidden\n{off}\n");
            std::fs::write(&entry.file, &text).expect("it can be written");
            entry.repair();
            assert!(!entry.show().is_on);
            assert_eq!(std::fs::read_to_string(&entry.file).expect("it is there"), text);
        }
    }

    #[test]
    fn switching_it_off_twice_is_off() {
        let folder = Folder::new("off");
        let entry = entry(folder.path(), "here");
        entry.set(None).expect("nothing is there");
        entry.set(Some(&wish(None))).expect("it can be written");
        entry.set(None).expect("it can be removed");
        assert!(!entry.show().is_on);
    }
}
