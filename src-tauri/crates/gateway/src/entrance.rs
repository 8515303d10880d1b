//! One way into the door: plain or encrypted, each at its port. What tokens and links say of the door's place follows the
//! entrance through which a client came, because clients insist that all of it has one scheme.

use chaperone_domain::id::TenantId;

/// One entrance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entrance {
    /// `http` or `https`.
    pub(crate) scheme: &'static str,
    pub(crate) port: u16,
}

impl Entrance {
    /// This entrance under the name by which a client called it.
    pub(crate) fn base(&self, host: Option<&str>) -> String {
        match host {
            Some(host) => format!("{}://{host}", self.scheme),
            None => format!("{}://127.0.0.1:{}", self.scheme, self.port),
        }
    }

    /// Whom the tokens that are made through this entrance name as their issuer.
    pub(crate) fn issuer(&self, tenant: TenantId) -> String {
        format!("{}/{tenant}/v2.0", self.base(None))
    }
}
