//! The certificates by which the door speaks HTTPS. An authority of this device's own signs them; its key lies in the
//! platform's folder for settings beside those that sign tokens, and can vouch for names of loopback alone, so that whoever
//! steals it can pose as nothing else. The door's own key never touches the disk. Who listens where stays out of here.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chaperone_commands::environment::Clock;
use chaperone_commands::{Environment, Failure, Reply, private_file};
use chaperone_domain::checkpoint::Hex;
use chaperone_domain::time::{Span, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, PKCS_ECDSA_P256_SHA256,
};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};

/// For how long the authority is good: clients were told by hand to trust it.
const AUTHORITY_LIFE: Span = Span::days(3_650);
/// How long before its end the next authority takes its place.
const AUTHORITY_RENEWED: Span = Span::days(30);
/// For how long the door's own certificate is good.
const LEAF_LIFE: Span = Span::days(7);
/// After how long the next one takes its place, also while the door is kept.
const LEAF_RENEWED: Span = Span::days(3);
/// How much earlier a certificate is good than it was made, for clocks that differ.
const GRACE: Span = Span::days(1);
/// The names under which the door is reached.
const NAMES: [&str; 3] = ["127.0.0.1", "::1", "localhost"];

/// Where the certificate of this device's authority lies, as PEM and without its key, for clients to trust. It is made when
/// there is none yet.
///
/// # Errors
///
/// `key_damaged` when the file with the authority's key holds none; the store's when a file can't be read or written.
pub fn authority_file(environment: &Environment) -> Reply<PathBuf> {
    Authority::of(&environment.settings_folder, environment.clock.now())?;
    Ok(public_file(&environment.settings_folder))
}

pub(crate) fn public_file(settings_folder: &Path) -> PathBuf {
    settings_folder.join("door-ca.pem")
}

/// Whoever signs the door's certificates on this device.
struct Authority {
    made_at: Timestamp,
    key: KeyPair,
    /// Its certificate as PEM.
    certificate: String,
}

impl Authority {
    /// The authority of this device, made anew when there is none or its time is over. One file holds its key and its
    /// certificate, so that they always fit together; the public one is written from it.
    fn of(settings_folder: &Path, now: Timestamp) -> Reply<Self> {
        let file = settings_folder.join("door-ca.key");
        let found = match private_file::read(&file)? {
            Some(text) => Some(Self::read(&text).ok_or_else(|| damaged(&file))?),
            None => None,
        };
        let authority = match found.filter(|found| found.is_good_at(now)) {
            Some(found) => found,
            None => {
                let made = Self::make(now).map_err(|wrong| not_made(&wrong))?;
                private_file::write(&file, &made.text())?;
                // Another process may have written its own meanwhile; what lies there is what counts.
                let text = private_file::read(&file)?.unwrap_or_default();
                Self::read(&text).ok_or_else(|| damaged(&file))?
            }
        };
        let public = public_file(settings_folder);
        if private_file::read(&public)?.as_ref() != Some(&authority.certificate) {
            private_file::write(&public, &authority.certificate)?;
        }
        Ok(authority)
    }

    fn make(now: Timestamp) -> Result<Self, rcgen::Error> {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = Self::params(&key)?;
        (params.not_before, params.not_after) = (instant(now.minus(GRACE)), instant(end(now)));
        let certificate = params.self_signed(&key)?.pem();
        Ok(Self { made_at: now, key, certificate })
    }

    /// What its certificate says, but for its time. It follows from the key alone.
    fn params(key: &KeyPair) -> Result<CertificateParams, rcgen::Error> {
        let mut params = CertificateParams::new(Vec::new())?;
        let digest: [u8; 32] = Sha256::digest(key.public_key_raw()).into();
        let mark: String = Hex(&digest).to_string().to_lowercase().chars().take(8).collect();
        params.distinguished_name = named(&format!("Chaperone's door on this device ({mark})"));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.use_authority_key_identifier_extension = true;
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![
                GeneralSubtree::DnsName("localhost".to_owned()),
                GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 1], 32)),
                GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(
                    std::net::Ipv6Addr::LOCALHOST.octets(),
                    128,
                )),
            ],
            excluded_subtrees: Vec::new(),
        });
        Ok(params)
    }

    fn is_good_at(&self, now: Timestamp) -> bool {
        now >= self.made_at.minus(GRACE) && now < end(self.made_at).minus(AUTHORITY_RENEWED)
    }

    fn text(&self) -> String {
        format!("{}\n{}{}", self.made_at, self.key.serialize_pem(), self.certificate)
    }

    fn read(text: &str) -> Option<Self> {
        let (made_at, rest) = text.split_once('\n')?;
        let secret = PrivatePkcs8KeyDer::from_pem_slice(rest.as_bytes()).ok()?;
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&secret, &PKCS_ECDSA_P256_SHA256).ok()?;
        let begin = rest.find("-----BEGIN CERTIFICATE-----")?;
        let certificate = rest.get(begin..)?.to_owned();
        CertificateDer::from_pem_slice(certificate.as_bytes()).ok()?;
        Some(Self { made_at: made_at.trim().parse().ok()?, key, certificate })
    }

    /// A certificate for the door, with a key of its own.
    fn sign(&self, now: Timestamp) -> Result<CertifiedKey, rcgen::Error> {
        let issuing = Self::params(&self.key)?;
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = CertificateParams::new(NAMES.map(str::to_owned))?;
        params.distinguished_name = named("localhost");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) =
            (instant(now.minus(GRACE)), instant(now.plus(LEAF_LIFE)));
        let signed = params.signed_by(&key, &Issuer::from_params(&issuing, &self.key))?;
        let secret = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signing = ring::sign::any_ecdsa_type(&secret)
            .map_err(|_| rcgen::Error::UnsupportedSignatureAlgorithm)?;
        Ok(CertifiedKey::new(vec![signed.der().clone()], signing))
    }
}

fn end(made_at: Timestamp) -> Timestamp {
    made_at.plus(AUTHORITY_LIFE)
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

fn instant(at: Timestamp) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(at.millis().div_euclid(1_000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn damaged(file: &Path) -> Failure {
    let message = format!("{} holds no key; move it away to have a new one made.", file.display());
    Failure::refused_because("key_damaged", message).with("file", file.display().to_string())
}

fn not_made(wrong: &dyn std::error::Error) -> Failure {
    Failure::could_not(
        "no_certificate",
        format!("The door's certificate can't be made ({wrong}); try again, or without TLS."),
    )
    .with("why", wrong.to_string())
}

/// How the door speaks TLS on this device: the versions 1.2 and 1.3, under a certificate that is renewed by itself.
pub(crate) fn configuration(environment: &Environment) -> Reply<Arc<ServerConfig>> {
    let now = environment.clock.now();
    let authority = Authority::of(&environment.settings_folder, now)?;
    let first = authority.sign(now).map_err(|wrong| not_made(&wrong))?;
    let leaf = Mutex::new((Arc::new(first), now));
    let renewed = Renewed { authority, clock: Arc::clone(&environment.clock), leaf };
    let mut configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|wrong: rustls::Error| not_made(&wrong))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(renewed));
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(configuration))
}

/// The door's certificate with the instant at which it was made, and who signs the next.
struct Renewed {
    authority: Authority,
    clock: Arc<dyn Clock>,
    leaf: Mutex<(Arc<CertifiedKey>, Timestamp)>,
}

impl std::fmt::Debug for Renewed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renewed").finish_non_exhaustive()
    }
}

impl Renewed {
    fn leaf(&self) -> Arc<CertifiedKey> {
        let now = self.clock.now();
        let mut leaf = self.leaf.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back makes the present one not good yet.
        let is_fresh = now >= leaf.1.minus(GRACE) && now < leaf.1.plus(LEAF_RENEWED);
        if !is_fresh {
            match self.authority.sign(now) {
                Ok(next) => *leaf = (Arc::new(next), now),
                Err(wrong) => tracing::warn!(%wrong, "the door's certificate was not renewed"),
            }
        }
        Arc::clone(&leaf.0)
    }
}

impl ResolvesServerCert for Renewed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.leaf())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chaperone_commands::environment::StoppedClock;
    use tokio_rustls::rustls::RootCertStore;
    use tokio_rustls::rustls::client::WebPkiServerVerifier;
    use tokio_rustls::rustls::client::danger::ServerCertVerifier;
    use tokio_rustls::rustls::pki_types::{ServerName, UnixTime};

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);

    /// Whether a client that trusts an authority takes a certificate for a name at an instant.
    fn trusts(authority: &Authority, leaf: &CertifiedKey, name: &str, at: Timestamp) -> bool {
        let mut roots = RootCertStore::empty();
        let root = CertificateDer::from_pem_slice(authority.certificate.as_bytes()).unwrap();
        roots.add(root).unwrap();
        let provider = Arc::new(ring::default_provider());
        let client =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
        let seconds = u64::try_from(at.millis() / 1_000).unwrap();
        let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let name = ServerName::try_from(name.to_owned()).unwrap();
        client.verify_server_cert(&leaf.cert[0], &[], &name, &[], at).is_ok()
    }

    #[test]
    fn the_doors_certificate_is_good_for_loopback_and_for_a_week() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::of(folder.path(), NOW).unwrap();
        let leaf = authority.sign(NOW).unwrap();
        for name in NAMES {
            assert!(trusts(&authority, &leaf, name, NOW), "{name}");
        }
        assert!(!trusts(&authority, &leaf, "127.0.0.2", NOW));
        assert!(!trusts(&authority, &leaf, "example.com", NOW));
        let over = NOW.plus(LEAF_LIFE);
        assert!(trusts(&authority, &leaf, "localhost", over));
        assert!(!trusts(&authority, &leaf, "localhost", over.plus(Span::from_millis(1_000))));
        let others = Authority::of(tempfile::tempdir().unwrap().path(), NOW).unwrap();
        assert!(!trusts(&others, &leaf, "localhost", NOW), "each device has its own");
    }

    #[test]
    fn the_authority_can_vouch_for_nothing_but_loopback() {
        let folder = tempfile::tempdir().unwrap();
        let authority = Authority::of(folder.path(), NOW).unwrap();
        let issuing = Authority::params(&authority.key).unwrap();
        for (name, is_ours) in
            [("localhost", true), ("example.com", false), ("10.0.0.1", false), ("127.0.0.2", false)]
        {
            let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
            let mut params = CertificateParams::new([name.to_owned()]).unwrap();
            (params.not_before, params.not_after) =
                (instant(NOW.minus(GRACE)), instant(NOW.plus(LEAF_LIFE)));
            let issuer = Issuer::from_params(&issuing, &authority.key);
            let forged = params.signed_by(&key, &issuer).unwrap();
            let secret = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
            let signing = ring::sign::any_ecdsa_type(&secret).unwrap();
            let forged = CertifiedKey::new(vec![forged.der().clone()], signing);
            assert_eq!(trusts(&authority, &forged, name, NOW), is_ours, "{name}");
        }
    }

    #[test]
    fn the_authority_outlives_restarts_and_is_followed_by_the_next_before_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let first = Authority::of(folder.path(), NOW).unwrap();
        let last = end(NOW).minus(AUTHORITY_RENEWED);
        let kept = Authority::of(folder.path(), last.minus(Span::from_millis(1))).unwrap();
        assert_eq!(kept.certificate, first.certificate);
        assert!(trusts(&first, &kept.sign(last).unwrap(), "::1", last));
        let next = Authority::of(folder.path(), last).unwrap();
        assert_ne!(next.certificate, first.certificate);
        let public = std::fs::read_to_string(public_file(folder.path())).unwrap();
        assert_eq!(public, next.certificate, "clients find the one that counts");
    }

    #[test]
    fn the_doors_certificate_is_renewed_while_the_door_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(StoppedClock::at(NOW));
        let authority = Authority::of(folder.path(), NOW).unwrap();
        let leaf = Mutex::new((Arc::new(authority.sign(NOW).unwrap()), NOW));
        let renewed = Renewed { authority, clock: Arc::<StoppedClock>::clone(&clock), leaf };
        let first = renewed.leaf();
        clock.set(NOW.plus(LEAF_RENEWED).minus(Span::from_millis(1)));
        assert_eq!(renewed.leaf().cert, first.cert);
        clock.set(NOW.plus(LEAF_RENEWED));
        assert_ne!(renewed.leaf().cert, first.cert);
        clock.set(NOW.minus(Span::days(300)));
        let back = renewed.leaf();
        assert_ne!(back.cert, first.cert, "a clock that was set back gets one that is good then");
    }

    #[test]
    fn the_authoritys_key_is_for_its_owners_eyes_only_and_a_damaged_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        Authority::of(folder.path(), NOW).unwrap();
        let file = folder.path().join("door-ca.key");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let public = std::fs::read_to_string(public_file(folder.path())).unwrap();
        assert!(!public.contains("PRIVATE"), "{public}");
        for text in ["", "no key", "2026-01-01T00:00:00Z\nno key"] {
            std::fs::write(&file, text).unwrap();
            let refused = Authority::of(folder.path(), NOW).map(|_| ()).unwrap_err();
            assert_eq!(refused.code, "key_damaged", "{text}");
            assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "it is left as it lies");
        }
    }
}
