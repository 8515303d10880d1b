//! The keys that sign tokens. They lie outside the workspace, in the platform's folder for settings, beside the one that signs
//! checkpoints: whoever gets hold of the workspace's file alone can't make a token. Each workspace has its own, so that a
//! token of one is worth nothing at another. What a token says stays out of here.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chaperone_commands::{Failure, Reply, private_file};
use chaperone_domain::checkpoint::{Hex, read_hex};
use chaperone_domain::door::TOKEN_LIFE;
use chaperone_domain::id::TenantId;
use chaperone_domain::time::{Span, Timestamp};
use jsonwebtoken::{DecodingKey, EncodingKey};
use p256::ecdsa::SigningKey;
use p256::elliptic_curve::rand_core::OsRng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::seen::Seen;

/// For how long a key signs before the next takes its place.
const SIGNS_FOR: Span = Span::days(1);
/// How much longer than its last token an old key is still known, for clocks that differ.
const GRACE: Span = Span::from_millis(5 * 60 * 1_000);

/// One key.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) kid: String,
    made_at: Timestamp,
    signing: SigningKey,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl Key {
    fn new(signing: SigningKey, made_at: Timestamp) -> Self {
        let point = signing.verifying_key().to_encoded_point(false);
        let digest: [u8; 32] = Sha256::digest(point.as_bytes()).into();
        let kid = Hex(&digest).to_string().to_lowercase().chars().take(16).collect();
        Self { kid, made_at, signing }
    }

    /// As jsonwebtoken wants it: the bare secret, which only this crate's own signer reads.
    pub(crate) fn encoding(&self) -> EncodingKey {
        EncodingKey::from_ec_der(&self.signing.to_bytes())
    }

    /// As jsonwebtoken wants it.
    pub(crate) fn decoding(&self) -> DecodingKey {
        DecodingKey::from_ec_der(self.signing.verifying_key().to_encoded_point(false).as_bytes())
    }

    fn jwk(&self) -> Value {
        let point = self.signing.verifying_key().to_encoded_point(false);
        let part = |bytes: Option<&p256::FieldBytes>| {
            bytes.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default()
        };
        json!({
            "kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256", "kid": self.kid,
            "x": part(point.x()), "y": part(point.y()),
        })
    }
}

/// The keys of one workspace, newest last.
#[derive(Debug)]
pub(crate) struct Keys {
    file: PathBuf,
    ring: Mutex<Vec<Key>>,
    /// The tokens whose signatures by one of these keys have been checked.
    pub(crate) seen: Seen,
}

impl Keys {
    /// The keys of a workspace, as far as there are any yet.
    pub(crate) fn of(settings_folder: &Path, tenant: TenantId) -> Reply<Self> {
        let file = settings_folder.join(format!("door-{tenant}.keys"));
        let ring = Mutex::new(read(&file)?);
        Ok(Self { file, ring, seen: Seen::default() })
    }

    /// The key that signs now. A day after it was made the next one is made; the old one is known until its tokens ended.
    pub(crate) fn signing(&self, now: Timestamp) -> Reply<Key> {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = ring.last().filter(|key| signs_at(key, now)) {
            return Ok(key.clone());
        }
        // Another process may have made the next one.
        *ring = read(&self.file)?;
        if let Some(key) = ring.last().filter(|key| signs_at(key, now)) {
            return Ok(key.clone());
        }
        let made = Key::new(SigningKey::random(&mut OsRng), now);
        ring.retain(|key| is_known_at(key, now));
        ring.push(made.clone());
        write(&self.file, &ring)?;
        Ok(made)
    }

    /// The key with an id, if it is known and its tokens may still be alive.
    pub(crate) fn find(&self, kid: &str, now: Timestamp) -> Reply<Option<Key>> {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            |ring: &[Key]| ring.iter().find(|key| key.kid == kid && is_known_at(key, now)).cloned();
        if let Some(key) = known(&ring) {
            return Ok(Some(key));
        }
        *ring = read(&self.file)?;
        Ok(known(&ring))
    }

    /// The public halves, for whoever checks tokens.
    pub(crate) fn jwks(&self, now: Timestamp) -> Reply<Value> {
        self.signing(now)?;
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        let keys: Vec<_> = ring.iter().filter(|key| is_known_at(key, now)).map(Key::jwk).collect();
        Ok(json!({ "keys": keys }))
    }
}

fn signs_at(key: &Key, now: Timestamp) -> bool {
    now < key.made_at.plus(SIGNS_FOR)
}

fn is_known_at(key: &Key, now: Timestamp) -> bool {
    now < key.made_at.plus(SIGNS_FOR).plus(TOKEN_LIFE).plus(GRACE)
}

fn read(file: &Path) -> Reply<Vec<Key>> {
    let Some(text) = private_file::read(file)? else { return Ok(Vec::new()) };
    let damaged = || {
        Failure::refused_because(
            "key_damaged",
            format!("{} holds no keys; move it away to have new ones made.", file.display()),
        )
        .with("file", file.display().to_string())
    };
    let mut keys = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (made_at, secret) = line.split_once(' ').ok_or_else(damaged)?;
        let made_at = made_at.parse().map_err(|_| damaged())?;
        let secret: [u8; 32] = read_hex(secret.trim()).ok_or_else(damaged)?;
        let signing = SigningKey::from_bytes(&secret.into()).map_err(|_| damaged())?;
        keys.push(Key::new(signing, made_at));
    }
    Ok(keys)
}

fn write(file: &Path, keys: &[Key]) -> Reply<()> {
    let lines: String = keys
        .iter()
        .map(|key| format!("{} {}\n", key.made_at, Hex(&key.signing.to_bytes())))
        .collect();
    private_file::write(file, &lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_domain::id::Id;

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);

    fn keys(folder: &Path) -> Keys {
        Keys::of(folder, TenantId::from_uuid(uuid::Uuid::from_u128(7))).unwrap()
    }

    #[test]
    fn a_key_signs_for_a_day_and_is_known_until_its_last_token_ended() {
        let folder = tempfile::tempdir().unwrap();
        let mine = keys(folder.path());
        let first = mine.signing(NOW).unwrap();
        let last = NOW.plus(SIGNS_FOR);
        let at = |instant: Timestamp, millis: i64| instant.plus(Span::from_millis(millis));
        assert_eq!(mine.signing(at(last, -1)).unwrap().kid, first.kid);
        let second = mine.signing(last).unwrap();
        assert_ne!(second.kid, first.kid);
        let over = last.plus(TOKEN_LIFE).plus(GRACE);
        assert!(mine.find(&first.kid, at(over, -1)).unwrap().is_some());
        assert!(mine.find(&first.kid, over).unwrap().is_none());
        assert_eq!(mine.jwks(at(last, 1)).unwrap()["keys"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn another_process_knows_the_same_keys_and_another_workspace_has_others() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, other) = (keys(folder.path()), keys(folder.path()));
        let made = mine.signing(NOW).unwrap();
        assert_eq!(other.signing(NOW).unwrap().kid, made.kid, "it looks before it makes one");
        let elsewhere = Keys::of(folder.path(), TenantId::from_uuid(uuid::Uuid::from_u128(8)));
        assert_eq!(elsewhere.unwrap().find(&made.kid, NOW).unwrap().map(|key| key.kid), None);
    }

    #[test]
    fn keys_are_for_their_owners_eyes_only_and_damaged_ones_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let mine = keys(folder.path());
        let made = mine.signing(NOW).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&mine.file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(!format!("{made:?}").contains(&Hex(&made.signing.to_bytes()).to_string()));
        std::fs::write(&mine.file, "no key").unwrap();
        let damaged = Keys::of(folder.path(), TenantId::from_uuid(uuid::Uuid::from_u128(7)));
        assert_eq!(damaged.unwrap_err().code, "key_damaged");
    }
}
