//! Why somebody did not come in by the provider: for the log and the trail. What the provider answered is never repeated.

/// Why a login by the provider did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It could not be asked, or did not answer in time.
    #[error("连不上统一身份认证：{0}")]
    Unreachable(String),
    /// It answered something else than the protocol says, or does not know us.
    #[error("统一身份认证的答复不合规范：{0}")]
    Nonsense(String),
    /// It does not take the code: used before, too old, or another's.
    #[error("统一身份认证不认这次登录的凭据")]
    NotGiven,
    /// What it says of somebody cannot be believed.
    #[error("{0}")]
    Untrusted(&'static str),
}

impl Fault {
    /// Whether the provider is to blame, and not whoever came.
    pub const fn is_of_provider(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Nonsense(_))
    }
}
