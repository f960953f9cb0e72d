//! Hashing passwords: argon2id, away from the threads that serve pages, a few at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::Policy;
use super::record::Hashed;
use super::secret::random;
use crate::AppError;
use crate::hex::{bytes, hexadecimal};
use crate::import::off_runtime;

/// How many are hashed at the same time: each takes a processor and its memory.
const AT_ONCE: usize = 2;

/// Bytes of a hash.
const LENGTH: usize = 32;

/// Where passwords are hashed.
#[derive(Debug)]
pub(super) struct Hasher {
    slots: Arc<Semaphore>,
    done: AtomicU64,
}

impl Default for Hasher {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)), done: AtomicU64::new(0) }
    }
}

impl Hasher {
    /// How many hashes were made: KiB of memory times passes, the work that an observer could measure.
    pub(super) fn work(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// A new password, with a salt of its own.
    pub(super) async fn hash(&self, policy: &Policy, password: &str) -> Result<Hashed, AppError> {
        let salt = random::<16>()?;
        let (memory, passes) = (policy.memory_kib, policy.passes);
        let hash = self.run(memory, passes, password, salt.to_vec()).await?;
        Ok(Hashed { memory, passes, salt: hexadecimal(&salt), hash: hexadecimal(&hash) })
    }

    /// Whether it is the password. Without one the same work is done for nothing, so that nobody can tell by the time.
    pub(super) async fn verify(
        &self,
        policy: &Policy,
        password: &str,
        kept: Option<&Hashed>,
    ) -> Result<bool, AppError> {
        let Some(kept) = kept else {
            self.run(policy.memory_kib, policy.passes, password, vec![0; 16]).await?;
            return Ok(false);
        };
        let damaged = || AppError::Damaged("密码".to_owned());
        let (salt, wanted) = (bytes(&kept.salt).ok_or_else(damaged)?, bytes(&kept.hash).ok_or_else(damaged)?);
        let found = self.run(kept.memory, kept.passes, password, salt).await?;
        Ok(same(&found, &wanted))
    }

    async fn run(&self, memory: u32, passes: u32, password: &str, salt: Vec<u8>) -> Result<[u8; LENGTH], AppError> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.map_err(|_| AppError::Interrupted)?;
        let password = password.to_owned();
        let made = off_runtime(move || {
            let _slot = slot;
            let mut hash = [0; LENGTH];
            let params = Params::new(memory, passes, 1, Some(LENGTH))?;
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
                password.as_bytes(),
                &salt,
                &mut hash,
            )?;
            Ok::<_, argon2::Error>(hash)
        })
        .await?;
        self.done.fetch_add(u64::from(memory) * u64::from(passes), Ordering::Relaxed);
        made.map_err(|error| AppError::Damaged(format!("密码：{error}")))
    }
}

/// Compares without stopping at the first difference.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differences = one.iter().zip(other).fold(0, |so_far, (one, other)| so_far | (one ^ other));
    one.len() == other.len() && std::hint::black_box(differences) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the reference implementation (`argon2 -id -t 2 -m 16 -p 1 -l 32`, salt `somesalt`).
    #[tokio::test]
    async fn the_hash_is_argon2id() {
        let hasher = Hasher::default();
        let hash = hasher.run(65_536, 2, "password", b"somesalt".to_vec()).await.unwrap();
        assert_eq!(hexadecimal(&hash), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    #[tokio::test]
    async fn the_right_one_is_known_and_nobody_takes_as_long() {
        let (hasher, policy) = (Hasher::default(), Policy::default());
        let kept = hasher.hash(&policy, "kL7#vRq2").await.unwrap();
        assert_ne!(kept, hasher.hash(&policy, "kL7#vRq2").await.unwrap(), "salted");
        let start = hasher.work();
        assert!(hasher.verify(&policy, "kL7#vRq2", Some(&kept)).await.unwrap());
        let known = hasher.work() - start;
        assert!(!hasher.verify(&policy, "kL7#vRq3", Some(&kept)).await.unwrap());
        assert!(!hasher.verify(&policy, "kL7#vRq2", None).await.unwrap());
        assert_eq!(hasher.work() - start, known * 3);
    }

    #[test]
    fn bytes_are_compared_whole() {
        assert!(same(b"ab", b"ab") && !same(b"ab", b"ac") && !same(b"ab", b"abc") && !same(b"", b"a"));
    }
}
