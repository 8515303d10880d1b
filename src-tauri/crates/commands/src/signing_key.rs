//! The key that signs checkpoints. It lies outside the workspace, in the platform's folder for settings, so that whoever
//! gets hold of the workspace's file alone can't sign a history that they wrote. What is signed stays out of here.

use std::path::Path;

use chaperone_domain::checkpoint::{Hex, SignedCheckpoint, read_hex};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

use crate::failure::{Failure, Reply};
use crate::private_file;

const FILE: &str = "checkpoint.key";

/// The key of this device, if it has one.
pub(crate) fn find(folder: &Path) -> Reply<Option<SigningKey>> {
    let file = folder.join(FILE);
    let Some(text) = private_file::read(&file)? else { return Ok(None) };
    read_hex(text.trim()).map(|seed| Some(SigningKey::from_bytes(&seed))).ok_or_else(|| {
        Failure::refused_because(
            "key_damaged",
            format!(
                "{} holds no key; put its copy back, or move it away to have a new key made.",
                file.display()
            ),
        )
        .of("copy")
        .with("file", file.display().to_string())
    })
}

/// The key of this device; it is made at first use, for its owner's eyes only.
pub(crate) fn find_or_make(folder: &Path) -> Reply<SigningKey> {
    if let Some(key) = find(folder)? {
        return Ok(key);
    }
    let key = SigningKey::generate(&mut argon2::password_hash::rand_core::OsRng);
    private_file::write(&folder.join(FILE), &format!("{}\n", Hex(&key.to_bytes())))?;
    Ok(key)
}

/// Signs a statement.
pub(crate) fn sign(key: &SigningKey, statement: &str) -> [u8; 64] {
    key.sign(statement.as_bytes()).to_bytes()
}

/// Whether a checkpoint bears the signature of the key that it names.
pub(crate) fn is_signed(signed: &SignedCheckpoint) -> bool {
    let statement = signed.checkpoint.to_string();
    VerifyingKey::from_bytes(&signed.public_key).is_ok_and(|key| {
        key.verify(statement.as_bytes(), &Signature::from_bytes(&signed.signature)).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use chaperone_domain::checkpoint::Checkpoint;
    use chaperone_domain::time::Timestamp;

    #[test]
    fn a_key_is_made_once_for_its_owners_eyes_only_and_signs_one_statement_only() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("settings");
        assert!(find(&home).unwrap().is_none());
        let key = find_or_make(&home).unwrap();
        assert_eq!(find_or_make(&home).unwrap(), key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(home.join(FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let checkpoint = Checkpoint {
            records: 3,
            head: [1; 32],
            first: [2; 32],
            made_at: Timestamp::from_millis(5),
        };
        let signature = sign(&key, &checkpoint.to_string());
        let public_key = key.verifying_key().to_bytes();
        let signed = SignedCheckpoint { checkpoint, public_key, signature };
        assert!(is_signed(&signed));
        let other = Checkpoint { records: 4, ..checkpoint };
        assert!(!is_signed(&SignedCheckpoint { checkpoint: other, ..signed }));
        fs::write(home.join(FILE), "no key").unwrap();
        assert_eq!(find(&home).unwrap_err().code, "key_damaged");
    }
}
