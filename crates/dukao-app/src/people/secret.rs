//! Secrets that the house makes: 32 random bytes, shown once, kept as a digest only.

use sm3::Digest as _;

use crate::AppError;
use crate::hex::hexadecimal;

/// A secret as it is handed out. Not printed, not logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// [`AppError::NoRandom`] when the machine has nothing that nobody can guess.
    pub fn new() -> Result<Self, AppError> {
        Ok(Self(hexadecimal(&random::<32>()?)))
    }

    /// A new one whose text says what it is for, so that it is recognised where it should not stand.
    pub(super) fn marked(mark: &str) -> Result<Self, AppError> {
        Ok(Self(format!("{mark}{}", Self::new()?.0)))
    }

    /// The text to hand out: 64 hexadecimal digits, behind the mark where there is one.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(super) fn digest(&self) -> [u8; 32] {
        digest(&self.0)
    }
}

/// The digest by which a secret is found again.
pub(super) fn digest(secret: &str) -> [u8; 32] {
    sm3::Sm3::digest(secret.as_bytes()).into()
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], AppError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| AppError::NoRandom)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_are_not_shown() {
        let (one, other) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 64);
        assert_ne!(hexadecimal(&one.digest()), one.reveal());
        assert!(!format!("{one:?}").contains(one.reveal()));
    }
}
