//! Checkpoints of the history: made, remembered in the workspace and beside it, and held against the history later. What a
//! checkpoint proves is decided by `domain::checkpoint`.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use chaperone_domain::authority::Action;
use chaperone_domain::checkpoint::{
    Break, Checkpoint, CheckpointVerdict, Found, Hex, SignedCheckpoint, judge, word_numbers,
};
use chaperone_domain::said::{Said, Value};
use chaperone_domain::term::Term;
use chaperone_store::Db;
use chaperone_store::table::audit_records;
use chaperone_store::table::checkpoints::{self, Made};
use qrcode::{Color, EcLevel, QrCode};

use crate::audit::{self, Record, Walk};
use crate::change::Tag;
use crate::context::{Context, workspace_id};
use crate::desk::Desk;
use crate::failure::{Failure, Reply};
use crate::session::Session;
use crate::view::checkpoint::{
    CheckpointAnswer, CheckpointRow, CheckpointView, Checkpoints, ListCheckpoints, MakeCheckpoint,
    VerifyCheckpoint,
};
use crate::wire::Wire;
use crate::{context, signing_key};

/// The folder beside the workspace's file in which checkpoints are remembered.
pub(crate) const FOLDER: &str = "checkpoints";
/// How many checkpoints are listed and held against the history.
const LATEST: u32 = 1_000;

/// 2048 short English words, no two alike in their first four letters: the list of BIP 39, from the crate `bip39` (CC0-1.0).
static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../words/english.txt").lines().collect());

/// Six words that stand for a hash.
fn words(hash: &[u8; 32]) -> Vec<String> {
    word_numbers(hash)
        .iter()
        .map(|&number| WORDS.get(number).copied().unwrap_or_default().to_owned())
        .collect()
}

/// Reads six words; their first four letters are enough.
fn read_words(text: &str) -> Option<Vec<String>> {
    let given: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if given.len() != 6 {
        return None;
    }
    given
        .iter()
        .map(|given| {
            let fits = |word: &&&str| {
                **word == given.as_str() || (given.len() >= 4 && word.starts_with(given.as_str()))
            };
            WORDS.iter().find(fits).map(|word| (*word).to_owned())
        })
        .collect()
}

/// A checkpoint's line as a pattern of light and dark, row by row: `1` is dark.
fn qr(line: &str) -> Vec<String> {
    let Ok(code) = QrCode::with_error_correction_level(line.as_bytes(), EcLevel::L) else {
        return Vec::new();
    };
    let shade = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    code.to_colors().chunks(code.width()).map(|row| row.iter().map(shade).collect()).collect()
}

fn view(signed: &SignedCheckpoint, workspace: &str, file: Option<String>) -> CheckpointView {
    let Checkpoint { records, head, made_at, .. } = signed.checkpoint;
    let words = words(&head);
    let line = signed.to_string();
    let text = format!(
        "Checkpoint of the history of {workspace}\n\nRecords  {records}\nMade     {made_at}\nHead     {}\nWords    {}\nKey      {}\n\n{line}\n",
        audit::hex(&head),
        words.join(" "),
        audit::hex(&signed.public_key),
    );
    CheckpointView {
        records,
        made_at: Wire(made_at),
        head: audit::hex(&head),
        words,
        public_key: audit::hex(&signed.public_key),
        qr: qr(&line),
        line,
        text,
        file,
    }
}

/// Makes a checkpoint of the whole history, its own record included.
pub(crate) fn make_checkpoint(
    desk: &Desk,
    session: &Session,
    _: MakeCheckpoint,
) -> Reply<CheckpointView> {
    let open = desk.workspace()?;
    // Who may not make one doesn't make a key either.
    desk.read(session, |cx| cx.authorise(Action::MakeCheckpoint, &[], "history"))?;
    let key = signing_key::find_or_make(&desk.environment.settings_folder)?;
    let (signed, workspace) = desk.write(session, |cx| {
        cx.authorise(Action::MakeCheckpoint, &[], "history")?;
        let id = workspace_id(cx.db())?;
        let next = audit_records::last(cx.db())?.map_or(1, |last| last.seq + 1);
        let sentence = format!("A checkpoint of the history was made at record {next}.");
        cx.record(Record::new("make_checkpoint", "workspace", id, sentence))?;
        let (last, first) = (audit_records::last(cx.db())?, audit_records::get(cx.db(), 1)?);
        let (Some(last), Some(first)) = (last, first) else {
            return Err(Failure::not_found("history"));
        };
        let checkpoint =
            Checkpoint { records: last.seq, head: last.hash, first: first.hash, made_at: cx.now() };
        let signature = signing_key::sign(&key, &checkpoint.to_string());
        let public_key = key.verifying_key().to_bytes();
        let signed = SignedCheckpoint { checkpoint, public_key, signature };
        let made = Made { seq: last.seq, made_at: cx.now(), line: signed.to_string() };
        checkpoints::insert(cx.db_mut(), &made)?;
        cx.touch(Tag::Audit);
        Ok((signed, context::workspace_name(cx.db())?))
    })?;
    let unsaved = view(&signed, &workspace, None);
    let file = remember_beside(&open.folder, &signed, &unsaved.text);
    Ok(CheckpointView { file, ..unsaved })
}

/// Writes a checkpoint beside the workspace. It is in the workspace already, so that a failure loses nothing.
fn remember_beside(folder: &Path, signed: &SignedCheckpoint, text: &str) -> Option<String> {
    let name = format!("checkpoint-{:09}.txt", signed.checkpoint.records);
    let file = folder.join(FOLDER).join(name);
    let written = fs::create_dir_all(folder.join(FOLDER)).and_then(|()| fs::write(&file, text));
    match written {
        Ok(()) => Some(file.display().to_string()),
        Err(error) => {
            tracing::warn!(%error, file = %file.display(), "a checkpoint could not be written beside the workspace");
            None
        }
    }
}

/// Lists the checkpoints that this workspace remembers, the latest first.
pub(crate) fn list_checkpoints(
    cx: &context::Reading<'_>,
    _: ListCheckpoints,
) -> Reply<Checkpoints> {
    cx.authorise(Action::ListCheckpoints, &[], "history")?;
    let rows = checkpoints::latest(cx.db(), LATEST)?
        .iter()
        .filter_map(|made| SignedCheckpoint::find(&made.line))
        .map(|signed| CheckpointRow {
            records: signed.checkpoint.records,
            made_at: Wire(signed.checkpoint.made_at),
            words: words(&signed.checkpoint.head),
            public_key: audit::hex(&signed.public_key),
            line: signed.to_string(),
        })
        .collect();
    Ok(Checkpoints { rows })
}

/// Holds the history against a checkpoint: its file's text, its line, or its six words.
pub(crate) fn verify_checkpoint(
    desk: &Desk,
    session: &Session,
    ask: VerifyCheckpoint,
) -> Reply<CheckpointAnswer> {
    let own_key = signing_key::find(&desk.environment.settings_folder)?
        .map(|key| key.verifying_key().to_bytes());
    let progress = desk.begin_work(session, "verify_checkpoint");
    desk.read_watched(session, progress, |cx| {
        cx.authorise(Action::VerifyCheckpoint, &[], "history")?;
        if let Some(signed) = SignedCheckpoint::find(&ask.checkpoint) {
            let verdict = against(cx.db(), &audit::walk(cx, |_| {})?, &signed)?;
            let is_own_key = own_key.map(|own| own == signed.public_key);
            return Ok(answer(verdict, signed.checkpoint.records, is_own_key, Some(&signed)));
        }
        let Some(wanted) = read_words(&ask.checkpoint) else {
            return Err(Failure::refused_because(
                "no_checkpoint",
                "This is no checkpoint: give the text of its file, the line that its QR code holds, or its six words.",
            ));
        };
        let mut at = None;
        let walked = audit::walk(cx, |record| {
            if words(&record.hash) == wanted {
                at = Some(record.seq);
            }
        })?;
        let verdict = match (walked.broken, at) {
            (Some((_, Break::Edited)), _) => CheckpointVerdict::Edited,
            (Some((_, Break::Deleted)), _) => CheckpointVerdict::Deleted,
            (None, Some(_)) => CheckpointVerdict::Holds,
            (None, None) => CheckpointVerdict::Unknown,
        };
        Ok(answer(verdict, at.unwrap_or(walked.records), None, None))
    })
}

/// What a checkpoint proves about a history that was walked.
fn against(db: &Db, walked: &Walk, signed: &SignedCheckpoint) -> Reply<CheckpointVerdict> {
    let at = audit_records::get(db, signed.checkpoint.records)?.map(|record| record.hash);
    let found = Found {
        records: walked.records,
        broken: walked.broken.map(|(_, broken)| broken),
        first: walked.first,
        at: at.filter(|_| signed.checkpoint.records <= walked.records),
    };
    Ok(judge(&signed.checkpoint, signing_key::is_signed(signed), &found))
}

fn answer(
    verdict: CheckpointVerdict,
    records: i64,
    is_own_key: Option<bool>,
    signed: Option<&SignedCheckpoint>,
) -> CheckpointAnswer {
    let sentence = match verdict {
        CheckpointVerdict::Holds => {
            format!("Everything up to record {records} is as it was when the checkpoint was made.")
        }
        CheckpointVerdict::Edited => {
            "A record was changed after it was written; restore a backup that verifies.".to_owned()
        }
        CheckpointVerdict::Deleted => {
            "Records are missing from the middle; restore a backup that verifies.".to_owned()
        }
        CheckpointVerdict::Truncated => format!(
            "The history was cut off: the checkpoint was made at record {records}, which is gone. Unless an older backup was restored, look for who did it."
        ),
        CheckpointVerdict::Rewritten => format!(
            "This is another history than the one at record {records} of which the checkpoint was made: it was written anew, or the checkpoint is of another workspace."
        ),
        CheckpointVerdict::Forged => {
            "The checkpoint's signature doesn't fit what it says; it proves nothing. Take another copy of it.".to_owned()
        }
        CheckpointVerdict::Unknown => {
            "No record has these words. Look for a mistyped word; else the history was cut off or written anew.".to_owned()
        }
    };
    CheckpointAnswer {
        verdict: Wire(verdict),
        holds: verdict == CheckpointVerdict::Holds,
        sentence,
        saying: Said::new(verdict.term()).with("records", records).into(),
        records,
        made_at: signed.map(|signed| Wire(signed.checkpoint.made_at)),
        public_key: signed.map(|signed| Hex(&signed.public_key).to_string().to_lowercase()),
        is_own_key,
    }
}

/// A remembered checkpoint that doesn't hold.
pub(crate) struct Broken {
    /// In words.
    pub(crate) sentence: String,
    /// The same as values.
    pub(crate) said: Said,
}

/// Every checkpoint that is remembered in the workspace or beside it and doesn't hold; and how many there are.
pub(crate) fn remembered(db: &Db, folder: &Path, walked: &Walk) -> Reply<(usize, Vec<Broken>)> {
    let mut all: Vec<SignedCheckpoint> = checkpoints::latest(db, LATEST)?
        .iter()
        .filter_map(|made| SignedCheckpoint::find(&made.line))
        .collect();
    for signed in beside(folder) {
        if !all.contains(&signed) {
            all.push(signed);
        }
    }
    let mut broken = Vec::new();
    for signed in &all {
        let verdict = against(db, walked, signed)?;
        if verdict != CheckpointVerdict::Holds {
            let Checkpoint { records, made_at, .. } = signed.checkpoint;
            let said = Said::new("checkpoints")
                .of("broken")
                .with("record", records)
                .with("madeAt", made_at)
                .with("verdict", Value::term(verdict));
            let made_at = made_at.in_words();
            let sentence = format!(
                "against the checkpoint at record {records} of {made_at} the history is {verdict}"
            );
            broken.push(Broken { sentence, said });
        }
    }
    Ok((all.len(), broken))
}

fn beside(folder: &Path) -> Vec<SignedCheckpoint> {
    let Ok(entries) = fs::read_dir(folder.join(FOLDER)) else { return Vec::new() };
    entries
        .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
        .filter_map(|text| SignedCheckpoint::find(&text))
        .collect()
}

/// Puts checkpoints away that are later than a restored history, so that they stay at hand as evidence of what was replaced
/// and the restored history isn't told to be cut off for ever.
pub(crate) fn put_away_after(folder: &Path, records: i64, name: &str) -> std::io::Result<()> {
    let away = folder.join(FOLDER).join(name);
    let Ok(entries) = fs::read_dir(folder.join(FOLDER)) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        let is_later = path.is_file()
            && fs::read_to_string(&path)
                .ok()
                .and_then(|text| SignedCheckpoint::find(&text))
                .is_some_and(|signed| signed.checkpoint.records > records);
        if is_later {
            fs::create_dir_all(&away)?;
            fs::rename(&path, away.join(path.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_2048_words_and_four_letters_tell_each_from_all_others() {
        assert_eq!(WORDS.len(), 2_048);
        let mut starts: Vec<_> = WORDS.iter().map(|word| &word[..word.len().min(4)]).collect();
        starts.dedup();
        assert_eq!(starts.len(), 2_048);
        assert!(WORDS.iter().all(|word| (3..=8).contains(&word.len())), "short words");
    }

    #[test]
    fn words_are_read_in_any_letter_case_with_anything_between_and_cut_short() {
        let six = words(&[0x5A; 32]);
        assert_eq!(read_words(&six.join(" ")), Some(six.clone()));
        assert_eq!(read_words(&six.join(" · ").to_uppercase()), Some(six.clone()));
        let short: Vec<_> = six.iter().map(|word| &word[..word.len().min(4)]).collect();
        assert_eq!(read_words(&short.join("\n")), Some(six.clone()));
        assert_eq!(read_words(&six[..5].join(" ")), None);
        assert_eq!(read_words("one two three four five xyzzy"), None);
    }

    #[test]
    fn a_line_fits_a_code_that_a_telephone_reads_from_a_screen() {
        let line = format!("CHAPERONE:1:1000000:{}:1767600000000", "AB".repeat(32 + 32 + 32 + 64));
        let code = qr(&line);
        assert!((21..=69).contains(&code.len()), "{} squares", code.len());
        assert!(code.iter().all(|row| row.len() == code.len()));
    }
}
