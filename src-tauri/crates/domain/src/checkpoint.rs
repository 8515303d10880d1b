//! Checkpoints: what somebody notes down elsewhere about the history, so that nobody can later cut it off or write it anew
//! unseen. What a checkpoint says, and what it proves when the history is held against it. Signing stays out of here.

use std::fmt;

use crate::term::terms;
use crate::time::Timestamp;

terms! {
    /// What holding the history against a checkpoint shows. In order of precedence.
    CheckpointVerdict {
        /// The checkpoint's signature is not of this checkpoint: it proves nothing.
        Forged => "forged",
        /// A record was changed.
        Edited => "edited",
        /// A record is missing from the middle.
        Deleted => "deleted",
        /// The history is shorter than it was.
        Truncated => "truncated",
        /// The chain fits together, but it is another one.
        Rewritten => "rewritten",
        /// No record has these words.
        Unknown => "unknown",
        /// Everything up to the checkpoint is as it was.
        Holds => "holds",
    }
}

/// What a checkpoint states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many records there were.
    pub records: i64,
    /// The last record's hash.
    pub head: [u8; 32],
    /// The first record's hash: which workspace this is.
    pub first: [u8; 32],
    /// When it was made.
    pub made_at: Timestamp,
}

/// What begins a checkpoint's line.
pub const MARK: &str = "CHAPERONE:1:";

impl fmt::Display for Checkpoint {
    /// The statement that is signed. Only letters that a QR code packs tightly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{MARK}{}:{}:{}:{}",
            self.records,
            Hex(&self.head),
            Hex(&self.first),
            self.made_at.millis()
        )
    }
}

/// Bytes as capital hexadecimal digits.
pub struct Hex<'b>(pub &'b [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

/// Reads hexadecimal digits of exactly so many bytes.
pub fn read_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// A checkpoint with its signature, as it is noted down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What it states.
    pub checkpoint: Checkpoint,
    /// The Ed25519 key that signed it.
    pub public_key: [u8; 32],
    /// The signature over the statement.
    pub signature: [u8; 64],
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.checkpoint, Hex(&self.public_key), Hex(&self.signature))
    }
}

impl SignedCheckpoint {
    /// Finds a checkpoint's line in a text, such as the file that holds it; nothing when there is none.
    pub fn find(text: &str) -> Option<Self> {
        let line = text.split_whitespace().find(|word| word.starts_with(MARK))?;
        let mut parts = line.strip_prefix(MARK)?.split(':');
        let mut next = || parts.next();
        let checkpoint = Checkpoint {
            records: next()?.parse().ok().filter(|&records| records >= 1)?,
            head: read_hex(next()?)?,
            first: read_hex(next()?)?,
            made_at: Timestamp::from_millis(next()?.parse().ok()?),
        };
        let (public_key, signature) = (read_hex(next()?)?, read_hex(next()?)?);
        next().is_none().then_some(Self { checkpoint, public_key, signature })
    }
}

/// How a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// A record's hash is not that of the record, or it doesn't follow the one before.
    Edited,
    /// A number is missing.
    Deleted,
}

/// What was found in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// How many records fit together from the first on.
    pub records: i64,
    /// How the chain is broken after them, if it is.
    pub broken: Option<Break>,
    /// The first record's hash.
    pub first: Option<[u8; 32]>,
    /// The hash of the record at which the checkpoint was made.
    pub at: Option<[u8; 32]>,
}

/// Says what a checkpoint proves about a history.
pub fn judge(checkpoint: &Checkpoint, is_signed: bool, found: &Found) -> CheckpointVerdict {
    if !is_signed {
        return CheckpointVerdict::Forged;
    }
    match found.broken {
        Some(Break::Edited) => return CheckpointVerdict::Edited,
        Some(Break::Deleted) => return CheckpointVerdict::Deleted,
        None => {}
    }
    if found.first.is_some_and(|first| first != checkpoint.first) {
        return CheckpointVerdict::Rewritten;
    }
    match found.at {
        None => CheckpointVerdict::Truncated,
        Some(at) if at == checkpoint.head => CheckpointVerdict::Holds,
        Some(_) => CheckpointVerdict::Rewritten,
    }
}

/// Which six words of a list of 2048 stand for a hash: its first 66 bits, eleven for each word.
pub fn word_numbers(hash: &[u8; 32]) -> [usize; 6] {
    let mut numbers = [0; 6];
    for (word, number) in numbers.iter_mut().enumerate() {
        for bit in word * 11..word * 11 + 11 {
            let is_set = hash[bit / 8] >> (7 - bit % 8) & 1;
            *number = *number << 1 | usize::from(is_set);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKPOINT: Checkpoint = Checkpoint {
        records: 12,
        head: [0xAB; 32],
        first: [0x01; 32],
        made_at: Timestamp::from_millis(1_000),
    };

    fn found(at: Option<[u8; 32]>) -> Found {
        Found { records: 12, broken: None, first: Some([0x01; 32]), at }
    }

    #[test]
    fn a_checkpoint_is_found_again_in_the_text_that_holds_it() {
        let signed =
            SignedCheckpoint { checkpoint: CHECKPOINT, public_key: [7; 32], signature: [9; 64] };
        assert_eq!(SignedCheckpoint::find(&format!("Made by Ines.\n{signed}\n")), Some(signed));
        for bad in ["", "CHAPERONE:1:", "CHAPERONE:1:0:AB", &format!("{signed}:1"), "ability zoo"] {
            assert_eq!(SignedCheckpoint::find(bad), None, "{bad}");
        }
    }

    #[test]
    fn each_tampering_is_told_apart() {
        let judge = |found| super::judge(&CHECKPOINT, true, &found);
        assert_eq!(judge(found(Some([0xAB; 32]))), CheckpointVerdict::Holds);
        assert_eq!(judge(found(Some([0xAC; 32]))), CheckpointVerdict::Rewritten);
        assert_eq!(judge(found(None)), CheckpointVerdict::Truncated);
        let other = Found { first: Some([2; 32]), ..found(Some([0xAB; 32])) };
        assert_eq!(judge(other), CheckpointVerdict::Rewritten);
        for (broken, verdict) in [
            (Break::Edited, CheckpointVerdict::Edited),
            (Break::Deleted, CheckpointVerdict::Deleted),
        ] {
            assert_eq!(judge(Found { broken: Some(broken), ..found(None) }), verdict);
        }
        let nothing = Found { records: 0, broken: None, first: None, at: None };
        assert_eq!(judge(nothing), CheckpointVerdict::Truncated, "an empty history was cut off");
    }

    #[test]
    fn a_checkpoint_whose_signature_is_wrong_proves_nothing() {
        let verdict = judge(&CHECKPOINT, false, &found(Some([0xAB; 32])));
        assert_eq!(verdict, CheckpointVerdict::Forged);
    }

    #[test]
    fn six_words_are_the_first_66_bits() {
        let mut hash = [0; 32];
        hash[..2].copy_from_slice(&[0b1111_1111, 0b1110_0000]);
        assert_eq!(word_numbers(&hash), [2047, 0, 0, 0, 0, 0]);
        hash[8] = 0b0100_0000;
        assert_eq!(word_numbers(&hash)[5], 1, "the 66th bit is the last");
    }
}
