//! Numbers of requests: by which an error page, the log and a telephone call speak of the same one.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::HeaderValue;

/// Longest number that a proxy may give.
const LONGEST: usize = 64;

/// Gives numbers: eight digits that are another's in each process, and how many there were.
#[derive(Debug)]
pub(super) struct References {
    process: u32,
    count: AtomicU64,
}

impl References {
    pub(super) fn new() -> Self {
        let [_, _, _, _, process @ ..] = RandomState::new().hash_one(0_u8).to_be_bytes();
        Self { process: u32::from_be_bytes(process), count: AtomicU64::new(1) }
    }

    pub(super) fn next(&self) -> String {
        format!("{:08x}-{}", self.process, self.count.fetch_add(1, Ordering::Relaxed))
    }

    /// A number that a proxy gave, if it is one: letters, digits and `-_.` only, so that it can stand in a log, a page and a
    /// header.
    pub(super) fn take_over(given: Option<HeaderValue>) -> Option<String> {
        let given = given?;
        let text = given.to_str().ok()?;
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        (plain && (1..=LONGEST).contains(&text.len())).then(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_another_and_what_a_proxy_gives_is_looked_at() {
        let (one, two) = (References::new(), References::new());
        assert_ne!(one.next(), one.next());
        assert_ne!(one.next().split('-').next(), two.next().split('-').next(), "two processes");
        let take = |text: &'static str| References::take_over(Some(HeaderValue::from_static(text)));
        assert_eq!(take("a1-B2_c.3").as_deref(), Some("a1-B2_c.3"));
        for wrong in ["", "a b", "<b>", "a\"b", "甲"] {
            assert_eq!(References::take_over(HeaderValue::from_str(wrong).ok()), None, "{wrong}");
        }
        assert_eq!(References::take_over(HeaderValue::from_str(&"a".repeat(65)).ok()), None);
    }
}
