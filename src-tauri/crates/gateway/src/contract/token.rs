//! What isn't Graph's: tokens and how they are found, and how each protocol says that something isn't done.

use super::shape::Holds::{Address, Details, Many, One, Text, Whole};
use super::shape::{Type, always, sometimes};

/// Whether the door is there.
pub(super) static HEALTH: Type =
    Type::plain("health", "That somebody is here.", &[always("status", Text)]);

/// Where tokens are made.
pub(super) static CONFIGURATION: Type = Type::plain(
    "openidConfiguration",
    "Where tokens are made and by which keys they are signed. Source: OpenID Connect Discovery 1.0.",
    &[
        always("issuer", Address),
        always("token_endpoint", Address),
        always("authorization_endpoint", Address),
        always("device_authorization_endpoint", Address),
        always("jwks_uri", Address),
        always("token_endpoint_auth_methods_supported", Many(&Text)),
        always("grant_types_supported", Many(&Text)),
        always("response_types_supported", Many(&Text)),
        always("subject_types_supported", Many(&Text)),
        always("id_token_signing_alg_values_supported", Many(&Text)),
    ],
);

static KEY: Type = Type::plain(
    "jsonWebKey",
    "A public key. Source: RFC 7517.",
    &[
        always("kty", Text),
        always("crv", Text),
        always("x", Text),
        always("y", Text),
        always("alg", Text),
        always("use", Text),
        always("kid", Text),
    ],
);
/// The keys of tokens.
pub(super) static KEYS: Type = Type::plain(
    "jsonWebKeySet",
    "The keys by which tokens are signed.",
    &[always("keys", Many(&One(&KEY)))],
);

/// A token.
pub(super) static TOKEN: Type = Type::plain(
    "tokenAnswer",
    "A token. Source: RFC 6749.",
    &[
        always("token_type", Text),
        always("expires_in", Whole),
        always("ext_expires_in", Whole),
        always("access_token", Text),
        sometimes("id_token", Text),
        sometimes("client_info", Text),
        sometimes("scope", Text),
    ],
);
/// A token, for a managed identity.
pub(super) static MANAGED_TOKEN: Type = Type::plain(
    "managedIdentityToken",
    "A token, as the managed-identity protocol of App Service writes it.",
    &[
        always("access_token", Text),
        always("expires_on", Text),
        always("resource", Text),
        always("token_type", Text),
        always("client_id", Text),
    ],
);

/// What is sent for a token.
pub(super) static TOKEN_FORM: Type = Type::given(
    "tokenForm",
    "Who proves what: an agent by its secret, a blueprint by its secret for an agent that it names, an agent by its blueprint's word, a person by their passphrase or by a code that they confirmed. Each field once.",
    &[
        always("grant_type", Text),
        sometimes("client_id", Text),
        sometimes("client_secret", Text),
        sometimes("scope", Text),
        sometimes("fmi_path", Text),
        sometimes("client_assertion_type", Text),
        sometimes("client_assertion", Text),
        sometimes("user_federated_identity_credential", Text),
        sometimes("user_id", Text),
        sometimes("username", Text),
        sometimes("password", Text),
        sometimes("requested_token_use", Text),
        sometimes("device_code", Text),
    ],
);

/// What is sent for a code.
pub(super) static DEVICE_CODE_FORM: Type = Type::given(
    "deviceCodeForm",
    "Which program asks, and for what.",
    &[always("client_id", Text), always("scope", Text)],
);
/// A code.
pub(super) static DEVICE_CODE: Type = Type::plain(
    "deviceCodeAnswer",
    "A code to show to a person, and the one by which the program asks what became of it. Source: RFC 8628.",
    &[
        always("user_code", Text),
        always("device_code", Text),
        always("verification_uri", Address),
        always("expires_in", Whole),
        always("interval", Whole),
        always("message", Text),
    ],
);
/// Where a code is confirmed.
pub(super) static DEVICE_LOGIN: Type = Type::plain(
    "deviceLogin",
    "Where a code is confirmed: at the desk, and on no page.",
    &[always("message", Text)],
);

/// OAuth's error.
pub(super) static OAUTH_ERROR: Type = Type::plain(
    "oauthError",
    "Why there is no token. `error_description` begins with the refusal's code.",
    &[
        always("error", Text),
        always("error_description", Text),
        always("error_codes", Many(&Whole)),
        always("timestamp", Text),
        always("trace_id", Text),
        always("correlation_id", Text),
    ],
);

static INNER_ERROR: Type = Type::plain(
    "innerError",
    "When it was, and under which ids it stands in the door's log.",
    &[
        always("date", Text),
        always("request-id", Text),
        sometimes("client-request-id", Text),
        sometimes("details", Details),
    ],
);
static MAIN_ERROR: Type = Type::plain(
    "mainError",
    "Programs branch on the status and the code; the message is for people and says what to do next. \
     The target is the property that a refusal speaks of.",
    &[
        always("code", Text),
        always("message", Text),
        sometimes("target", Text),
        always("innerError", One(&INNER_ERROR)),
    ],
);
/// Graph's error.
pub(super) static GRAPH_ERROR: Type =
    Type::plain("odataError", "Why it wasn't done.", &[always("error", One(&MAIN_ERROR))]);
