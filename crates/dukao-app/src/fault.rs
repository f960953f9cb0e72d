//! Guards that a test takes away, one at a time, to see whether some test misses it (`docs/decisions/0017`).
//!
//! A program without the feature `faults` holds nothing of this: [`on`] is then known to be `false` while it is compiled.
//! That no program that is shipped has the feature is a rule of the repository (`cargo xtask tidy`).

/// The environment variable that names the guard to take away.
#[cfg(feature = "faults")]
pub const VARIABLE: &str = "DUKAO_FAULT";

/// Whether the guard of this name is taken away: never.
#[cfg(not(feature = "faults"))]
#[inline]
pub const fn on(_guard: &str) -> bool {
    false
}

/// Whether the guard of this name is taken away in this process.
#[cfg(feature = "faults")]
pub fn on(guard: &str) -> bool {
    static TAKEN: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    TAKEN.get_or_init(|| std::env::var(VARIABLE).ok()).as_deref() == Some(guard)
}
