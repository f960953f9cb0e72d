//! How often somebody may ask: for each key a bucket that fills at a steady rate. Its whole state is one moment, the memory
//! for all of them is bounded, and whoever finds no room shares one bucket with all others who find none.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// So many a minute, all of them at once if need be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(pub u32);

const MINUTE: i64 = 60_000_000;

impl Rate {
    /// Microseconds between two.
    fn between(self) -> i64 {
        MINUTE.checked_div(i64::from(self.0)).unwrap_or(MINUTE).max(1)
    }
}

/// Buckets of one kind.
#[derive(Debug)]
pub(super) struct Buckets<K> {
    rate: Option<Rate>,
    room: usize,
    state: Mutex<State<K>>,
}

#[derive(Debug)]
struct State<K> {
    /// When each is full again.
    full_at: BTreeMap<K, i64>,
    /// The same for all who find no room.
    others: i64,
}

impl<K: Ord> Buckets<K> {
    /// Without a rate nothing is counted.
    pub(super) fn new(rate: Option<Rate>, room: usize) -> Self {
        Self { rate, room, state: Mutex::new(State { full_at: BTreeMap::new(), others: 0 }) }
    }

    /// Takes one at a moment in microseconds; when there is none, after how many seconds there is.
    pub(super) fn take(&self, key: K, now: i64) -> Result<(), i64> {
        let Some(rate) = self.rate else { return Ok(()) };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.full_at.len() >= self.room && !state.full_at.contains_key(&key) {
            state.full_at.retain(|_, full_at| *full_at > now);
        }
        if state.full_at.len() >= self.room && !state.full_at.contains_key(&key) {
            return draw(&mut state.others, rate, now);
        }
        draw(state.full_at.entry(key).or_insert(now), rate, now)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.state.lock().unwrap().full_at.len()
    }
}

fn draw(full_at: &mut i64, rate: Rate, now: i64) -> Result<(), i64> {
    // A clock that was put back must not lock anybody out.
    let from = (*full_at).clamp(now, now.saturating_add(MINUTE));
    let next = from.saturating_add(rate.between());
    let over = next.saturating_sub(now.saturating_add(MINUTE));
    *full_at = from;
    if over > 0 {
        return Err(over.saturating_add(999_999).checked_div(1_000_000).unwrap_or(1).max(1));
    }
    *full_at = next;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn so_many_at_once_and_then_one_by_one() {
        let buckets = Buckets::new(Some(Rate(6)), 10);
        for _ in 0..6 {
            assert_eq!(buckets.take("甲", 0), Ok(()));
        }
        assert_eq!(buckets.take("甲", 0), Err(10));
        assert_eq!(buckets.take("乙", 0), Ok(()), "everybody has his own");
        assert_eq!(buckets.take("甲", 4 * SECOND), Err(6));
        assert_eq!(buckets.take("甲", 10 * SECOND), Ok(()));
        assert_eq!(buckets.take("甲", 10 * SECOND), Err(10));
        for _ in 0..6 {
            assert_eq!(buckets.take("甲", 100 * SECOND), Ok(()), "full again after a minute");
        }
        assert_eq!(buckets.take("甲", 100 * SECOND), Err(10));
        assert_eq!(Buckets::new(None, 1).take("甲", 0), Ok(()));
    }

    #[test]
    fn a_clock_that_was_put_back_locks_nobody_out() {
        let buckets = Buckets::new(Some(Rate(1)), 10);
        assert_eq!(buckets.take("甲", 1_000_000 * SECOND), Ok(()));
        assert_eq!(buckets.take("甲", 0), Err(60));
        assert_eq!(buckets.take("甲", 60 * SECOND), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_the_rest_share_one() {
        let buckets = Buckets::new(Some(Rate(2)), 100);
        for key in 0..100 {
            assert_eq!(buckets.take(key, 0), Ok(()));
        }
        assert_eq!((buckets.take(100, 0), buckets.take(101, 0)), (Ok(()), Ok(())));
        assert!(buckets.take(102, 0).is_err(), "those without room share one bucket");
        assert_eq!(buckets.take(7, 0), Ok(()), "who is known keeps his own");
        assert_eq!(buckets.len(), 100);
        assert_eq!(buckets.take(102, 61 * SECOND), Ok(()));
        assert_eq!(buckets.len(), 1, "who is full again is forgotten");
    }
}
