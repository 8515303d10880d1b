//! Checkpoints of the history as people note them down and hold them against it.

use chaperone_domain::checkpoint::CheckpointVerdict;

use super::said::Saying;
use crate::wire::{When, Wire};

asks! {
    /// Make a checkpoint of the history, to be noted down elsewhere.
    MakeCheckpoint {}

    /// List the checkpoints that the workspace remembers.
    ListCheckpoints {}

    /// Hold the history against a checkpoint.
    VerifyCheckpoint {
        /// The text of its file, its line, or its six words.
        checkpoint: String,
    }
}

views! {
    /// A checkpoint that was just made.
    CheckpointView {
        /// At which record.
        #[ts(type = "number")]
        records: i64,
        /// When.
        made_at: When,
        /// The hash of that record, hexadecimal.
        head: String,
        /// Six words that stand for the hash.
        words: Vec<String>,
        /// The key that signed it, hexadecimal.
        public_key: String,
        /// The line as a QR code, row by row: `1` is dark.
        qr: Vec<String>,
        /// All of it on one line.
        line: String,
        /// The text of its file.
        text: String,
        /// Where it was written beside the workspace, if it could be.
        file: Option<String>,
    }

    /// A checkpoint that is remembered.
    CheckpointRow {
        /// At which record.
        #[ts(type = "number")]
        records: i64,
        /// When.
        made_at: When,
        /// Six words that stand for it.
        words: Vec<String>,
        /// The key that signed it, hexadecimal.
        public_key: String,
        /// All of it on one line.
        line: String,
    }

    /// The checkpoints that are remembered.
    Checkpoints {
        /// The latest first.
        rows: Vec<CheckpointRow>,
    }

    /// What a checkpoint proves.
    CheckpointAnswer {
        /// What was found.
        verdict: Wire<CheckpointVerdict>,
        /// Whether everything up to it is as it was.
        holds: bool,
        /// In words, with what to do.
        sentence: String,
        /// The same as code and values.
        saying: Saying,
        /// At which record it was made; of words that no record has, how many records there are.
        #[ts(type = "number")]
        records: i64,
        /// When it was made, where it tells.
        made_at: Option<When>,
        /// The key that signed it, where it tells.
        public_key: Option<String>,
        /// Whether that is this device's own key; nothing when either is missing.
        is_own_key: Option<bool>,
    }
}
