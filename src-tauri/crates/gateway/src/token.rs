//! Tokens: five minutes long, signed with ES256, with the claims that Entra writes. What a token says is only for whom it
//! speaks and by which proof; whether that still holds is asked of the command layer at each call.
//!
//! Source of the claims: Microsoft Entra, token claims of agent identities. `xms_idrel` 7 is a single-tenant agent,
//! `xms_act_fct` and `xms_sub_fct` are 11 for an agent identity and 13 for an agent's user account.

use std::sync::Once;

use chaperone_commands::door::Bearer;
use chaperone_domain::door::TOKEN_LIFE;
use chaperone_domain::id::{BlueprintId, Id, TenantId};
use chaperone_domain::time::Timestamp;
use jsonwebtoken::crypto::{CryptoProvider, JwkUtils, JwtSigner, JwtVerifier};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::key::Keys;
use crate::problem::Problem;

/// The audience of tokens for this door: Graph's own, so that an agent that was written for it asks for the right one.
pub(crate) const GRAPH: &str = "https://graph.microsoft.com";
/// The audience of tokens by which a blueprint vouches for an agent.
pub(crate) const EXCHANGE: &str = "api://AzureADTokenExchange";

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) aud: String,
    pub(crate) iss: String,
    pub(crate) iat: i64,
    pub(crate) nbf: i64,
    pub(crate) exp: i64,
    pub(crate) tid: String,
    pub(crate) oid: String,
    pub(crate) sub: String,
    /// The client.
    pub(crate) azp: String,
    pub(crate) appid: String,
    /// `app` or `user`.
    pub(crate) idtyp: String,
    /// By which proof: the secret's id, or which passphrase.
    pub(crate) sid: String,
    pub(crate) ver: String,
    pub(crate) uti: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) preferred_username: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scp: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) groups: Vec<String>,
    /// Directory roles in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) wids: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) xms_idrel: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) xms_act_fct: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) xms_sub_fct: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) xms_par_app_azp: Option<String>,
    /// For which agent a blueprint vouches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fmi_path: Option<String>,
}

/// Where and when a token is made or checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'p> {
    pub(crate) keys: &'p Keys,
    pub(crate) tenant: TenantId,
    /// Where tokens are made.
    pub(crate) issuer: &'p str,
    /// Whose tokens are good.
    pub(crate) issuers: &'p [String],
    /// By the machine's clock, because others check tokens by theirs.
    pub(crate) now: Timestamp,
}

impl Claims {
    /// The claims that every token has.
    pub(crate) fn new(
        place: Place<'_>,
        uti: Uuid,
        audience: &str,
        subject: Uuid,
        client: Uuid,
    ) -> Self {
        let seconds = place.now.millis().div_euclid(1_000);
        Self {
            aud: audience.to_owned(),
            iss: place.issuer.to_owned(),
            iat: seconds,
            nbf: seconds,
            exp: seconds + TOKEN_LIFE.millis() / 1_000,
            tid: place.tenant.to_string(),
            oid: subject.to_string(),
            sub: subject.to_string(),
            azp: client.to_string(),
            appid: client.to_string(),
            idtyp: "app".to_owned(),
            sid: String::new(),
            ver: "2.0".to_owned(),
            uti: uti.to_string(),
            name: None,
            preferred_username: None,
            roles: Vec::new(),
            scp: None,
            groups: Vec::new(),
            wids: Vec::new(),
            xms_idrel: None,
            xms_act_fct: None,
            xms_sub_fct: None,
            xms_par_app_azp: None,
            fmi_path: None,
        }
    }

    /// Marks the claims as those of an agent, or of its user account.
    #[must_use]
    pub(crate) fn of_agent(mut self, blueprint: Option<BlueprintId>, is_user: bool) -> Self {
        self.xms_idrel = Some("7".to_owned());
        self.xms_act_fct = Some("11".to_owned());
        self.xms_sub_fct = Some(if is_user { "13" } else { "11" }.to_owned());
        self.xms_par_app_azp = blueprint.map(|id| id.to_string());
        if is_user {
            self.idtyp = "user".to_owned();
        }
        self
    }

    /// For whom a token for this door speaks.
    pub(crate) fn bearer(&self) -> Result<Bearer, Problem> {
        let odd =
            || Problem::unauthenticated("This token says nothing that this door understands.");
        let secret = || self.sid.parse().map_err(|_| odd());
        fn id<I: Id>(text: &str) -> Option<I> {
            text.parse().ok()
        }
        match (self.idtyp.as_str(), self.xms_sub_fct.as_deref()) {
            ("app", Some("11")) => {
                Ok(Bearer::Agent { agent: id(&self.oid).ok_or_else(odd)?, secret: secret()? })
            }
            ("user", Some("13")) => Ok(Bearer::AgentUser {
                user: id(&self.oid).ok_or_else(odd)?,
                agent: id(&self.azp).ok_or_else(odd)?,
                secret: secret()?,
            }),
            ("user", None) => Ok(Bearer::Person {
                person: id(&self.oid).ok_or_else(odd)?,
                stamp: self.sid.clone(),
            }),
            _ => Err(odd()),
        }
    }
}

/// Signs claims.
pub(crate) fn sign(place: Place<'_>, claims: &Claims) -> Result<String, Problem> {
    install();
    let key = place.keys.signing(place.now)?;
    let header = Header { kid: Some(key.kid.clone()), ..Header::new(Algorithm::ES256) };
    jsonwebtoken::encode(&header, claims, &key.encoding()).map_err(|wrong| {
        tracing::error!(%wrong, "a token could not be signed");
        Problem::new(503, "token_not_made", "The token could not be made; try again.")
    })
}

/// Reads a token that has to be one of ours, for an audience, and alive.
pub(crate) fn read(place: Place<'_>, token: &str, audience: &str) -> Result<Claims, Problem> {
    let seen = place.keys.seen.find(token, audience, place.issuers);
    let claims = match seen {
        Some(claims) => claims,
        None => {
            let claims = verify(place, token, audience)?;
            place.keys.seen.keep(token, &claims, place.now);
            claims
        }
    };
    let now = place.now.millis().div_euclid(1_000);
    if claims.tid != place.tenant.to_string() {
        refuse("This token is of another workspace.")
    } else if claims.exp <= now {
        refuse("This token ran out.")
    } else if claims.nbf > now + 60 || claims.exp > now + 60 + TOKEN_LIFE.millis() / 1_000 {
        refuse("This token isn't valid yet.")
    } else {
        Ok(claims)
    }
}

fn refuse<T>(why: &str) -> Result<T, Problem> {
    Err(Problem::unauthenticated(format!("{why} Ask for a new token.")))
}

/// Makes sure that a token was signed here, and for this.
fn verify(place: Place<'_>, token: &str, audience: &str) -> Result<Claims, Problem> {
    install();
    let Ok(header) = jsonwebtoken::decode_header(token) else {
        return refuse("This is no token.");
    };
    // Everything but the one algorithm that signs here, `none` included, was already refused as unreadable or is now.
    let kid = header.kid.as_deref().filter(|_| header.alg == Algorithm::ES256);
    let key = match kid {
        Some(kid) => place.keys.find(kid, place.now)?,
        None => None,
    };
    let Some(key) = key else { return refuse("This token was not signed here, or long ago.") };
    let mut validation = Validation::new(Algorithm::ES256);
    // Times are checked below by the clock that the host lends.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.set_audience(&[audience]);
    validation.set_issuer(place.issuers);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    match jsonwebtoken::decode::<Claims>(token, &key.decoding(), &validation) {
        Ok(decoded) => Ok(decoded.claims),
        Err(wrong) => refuse(match wrong.kind() {
            ErrorKind::InvalidAudience => "This token is for somebody else.",
            ErrorKind::InvalidIssuer => "This token comes from another door.",
            _ => "This token is not in order.",
        }),
    }
}

struct Es256Signer(SigningKey);

impl Signer<Vec<u8>> for Es256Signer {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let signature: Signature = self.0.try_sign(message)?;
        Ok(signature.to_vec())
    }
}

impl JwtSigner for Es256Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

struct Es256Verifier(VerifyingKey);

impl Verifier<Vec<u8>> for Es256Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        self.0.verify(message, &Signature::from_slice(signature)?)
    }
}

impl JwtVerifier for Es256Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

fn signer(
    algorithm: &Algorithm,
    key: &EncodingKey,
) -> jsonwebtoken::errors::Result<Box<dyn JwtSigner>> {
    let key = SigningKey::from_slice(key.inner()).map_err(|_| ErrorKind::InvalidEcdsaKey)?;
    if *algorithm == Algorithm::ES256 {
        Ok(Box::new(Es256Signer(key)))
    } else {
        Err(ErrorKind::InvalidAlgorithm.into())
    }
}

fn verifier(
    algorithm: &Algorithm,
    key: &DecodingKey,
) -> jsonwebtoken::errors::Result<Box<dyn JwtVerifier>> {
    let key =
        VerifyingKey::from_sec1_bytes(key.as_bytes()).map_err(|_| ErrorKind::InvalidEcdsaKey)?;
    if *algorithm == Algorithm::ES256 {
        Ok(Box::new(Es256Verifier(key)))
    } else {
        Err(ErrorKind::InvalidAlgorithm.into())
    }
}

/// The one way in which tokens are signed here. Others aren't even built along.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: signer,
    verifier_factory: verifier,
    jwk_utils: JwkUtils::new_unimplemented(),
};

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Only ours is ever installed in this program, so a second one that is refused is the same.
        let _ = PROVIDER.install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use chaperone_domain::time::Span;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::from_millis(1_767_600_000_000);
    const ISSUER: &str = "http://127.0.0.1:1/t/v2.0";

    fn at<'p>(keys: &'p Keys, issuers: &'p [String]) -> Place<'p> {
        Place { keys, tenant: tenant(7), issuer: ISSUER, issuers, now: NOW }
    }

    fn issuers() -> [String; 1] {
        [ISSUER.to_owned()]
    }

    fn keys(folder: &tempfile::TempDir, tenant: TenantId) -> Keys {
        Keys::of(folder.path(), tenant).unwrap()
    }

    fn tenant(number: u128) -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(number))
    }

    fn made(place: Place<'_>) -> String {
        let one = Uuid::from_u128(1);
        let mut claims = Claims::new(place, one, GRAPH, one, one).of_agent(None, false);
        claims.sid = Uuid::from_u128(2).to_string();
        sign(place, &claims).unwrap()
    }

    #[test]
    fn a_token_is_read_back_and_lives_five_minutes() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(&folder, tenant(7));
        let issuers = issuers();
        let place = at(&keys, &issuers);
        let token = made(place);
        let at = |millis: i64| Place {
            now: NOW.plus(TOKEN_LIFE).plus(Span::from_millis(millis)),
            ..place
        };
        assert!(matches!(read(at(-1), &token, GRAPH).unwrap().bearer(), Ok(Bearer::Agent { .. })));
        assert!(read(at(0), &token, GRAPH).unwrap_err().message.contains("ran out"));
        let before = Place { now: NOW.minus(Span::from_millis(61_001)), ..place };
        assert!(read(before, &token, GRAPH).unwrap_err().message.contains("isn't valid yet"));
    }

    #[test]
    fn alg_none_and_every_other_algorithm_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(&folder, tenant(7));
        let issuers = issuers();
        let place = at(&keys, &issuers);
        let token = made(place);
        let parts: Vec<_> = token.split('.').collect();
        let kid = place.keys.signing(NOW).unwrap().kid;
        for algorithm in ["none", "None", "HS256", "RS256", "ES384"] {
            let header = json!({ "alg": algorithm, "typ": "JWT", "kid": kid }).to_string();
            let header = URL_SAFE_NO_PAD.encode(header);
            for signature in ["", parts[2]] {
                let forged = format!("{header}.{}.{signature}", parts[1]);
                assert_eq!(read(place, &forged, GRAPH).unwrap_err().status, 401, "{algorithm}");
            }
        }
    }

    #[test]
    fn a_token_whose_claims_were_changed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(&folder, tenant(7));
        let issuers = issuers();
        let place = at(&keys, &issuers);
        let token = made(place);
        let parts: Vec<_> = token.split('.').collect();
        let claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        let claims =
            String::from_utf8(claims).unwrap().replace("\"exp\":1767600300", "\"exp\":1767600360");
        let forged = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims), parts[2]);
        assert_ne!(forged, token);
        assert_eq!(read(place, &forged, GRAPH).unwrap_err().status, 401);
    }

    #[test]
    fn a_token_of_another_workspace_door_or_audience_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, others) = (keys(&folder, tenant(7)), keys(&folder, tenant(8)));
        let issuers = issuers();
        let place = at(&mine, &issuers);
        let other = Place { keys: &others, tenant: tenant(8), ..place };
        assert_eq!(read(place, &made(other), GRAPH).unwrap_err().status, 401);
        let token = made(place);
        assert!(read(place, &token, EXCHANGE).unwrap_err().message.contains("somebody else"));
        let others = ["http://127.0.0.1:2/t/v2.0".to_owned()];
        let moved = Place { issuers: &others, ..place };
        assert!(read(moved, &token, GRAPH).unwrap_err().message.contains("another door"));
        let same_keys = Place { tenant: tenant(9), ..place };
        assert!(read(same_keys, &token, GRAPH).unwrap_err().message.contains("another workspace"));
        for text in ["", ".", "..", "a.b.c", "chp_00"] {
            assert_eq!(read(place, text, GRAPH).unwrap_err().status, 401, "{text}");
        }
    }
}
