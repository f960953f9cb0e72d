//! Attempts to sign in: how many failed for a subject (an account, an address), and until when it is locked.
//!
//! An attempt is counted before its password is looked at and taken back when it was right: many attempts at the same
//! time, on several servers, get no more tries than one after the other.

use crate::db::{Row, Transaction, Work};
use crate::error::{DatabaseError, StoreError, WriteError};
use crate::ids::Micros;
use crate::store::Store;

/// What is counted, and how many may fail.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttemptLimit {
    /// An account or an address.
    pub subject: String,
    /// How many may fail before it is locked.
    pub tries: i32,
    /// For how long it is locked, and failures count together: microseconds.
    pub span: i64,
}

/// How many attempts failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempts {
    /// Failures that count.
    pub failures: i32,
    /// Since when they count.
    pub since: Micros,
    /// Locked until then.
    pub locked_until: Option<Micros>,
}

fn read(row: &dyn Row) -> Result<Attempts, DatabaseError> {
    let locked = row.int(2)?;
    let locked_until = (locked > 0).then_some(Micros(locked));
    Ok(Attempts { failures: row.int32(0)?, since: Micros(row.int(1)?), locked_until })
}

/// Takes the row of a subject, making it when there is none, and holds it until the transaction ends.
const HOLD: &str = "INSERT INTO attempt (subject, failures, since, locked_until) VALUES ($1, 0, $2, 0) \
                    ON CONFLICT (subject) DO UPDATE SET failures = attempt.failures \
                    RETURNING failures, since, locked_until";

const SET: &str = "UPDATE attempt SET failures = $2, since = $3, locked_until = $4 WHERE subject = $1";

async fn hold<T: Transaction>(tx: &mut T, subject: &str, at: Micros) -> Result<Attempts, DatabaseError> {
    let found = tx.query(HOLD, &[subject.into(), at.0.into()], read).await?;
    found.into_iter().next().ok_or(DatabaseError::Invalid("the attempt was not kept"))
}

async fn set<T: Transaction>(tx: &mut T, subject: &str, now: &Attempts) -> Result<(), DatabaseError> {
    let locked = now.locked_until.map_or(0, |until| until.0);
    tx.execute(SET, &[subject.into(), now.failures.into(), now.since.0.into(), locked.into()]).await?;
    Ok(())
}

/// Counts an attempt against each limit, or none when one is locked.
struct Begin {
    limits: Vec<AttemptLimit>,
    at: Micros,
}

impl Work for Begin {
    type Output = Option<Micros>;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Option<Micros>, WriteError> {
        let (mut counted, mut locked) = (Vec::new(), None);
        for limit in &self.limits {
            let there = hold(tx, &limit.subject, self.at).await?;
            locked = locked.max(there.locked_until.filter(|until| *until > self.at));
            counted.push((limit, next(&there, limit, self.at)));
        }
        if locked.is_none() {
            for (limit, next) in &counted {
                set(tx, &limit.subject, next).await?;
            }
        }
        Ok(locked)
    }
}

/// The row after one more failure.
fn next(there: &Attempts, limit: &AttemptLimit, at: Micros) -> Attempts {
    let over = there.locked_until.is_some() || at.0.saturating_sub(there.since.0) >= limit.span;
    let (failures, since) =
        if over || there.failures == 0 { (1, at) } else { (there.failures.saturating_add(1), there.since) };
    let locked_until = (failures >= limit.tries).then(|| Micros(at.0.saturating_add(limit.span)));
    Attempts { failures, since, locked_until }
}

/// Takes one counted attempt back, or all of a subject.
struct Forgive {
    all: Vec<String>,
    one: Vec<String>,
}

impl Work for Forgive {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        let mut subjects: Vec<(&str, bool)> = self.all.iter().map(|subject| (subject.as_str(), true)).collect();
        subjects.extend(self.one.iter().map(|subject| (subject.as_str(), false)));
        subjects.sort_unstable();
        for (subject, all) in subjects {
            let sql = if all {
                "DELETE FROM attempt WHERE subject = $1"
            } else {
                "UPDATE attempt SET failures = failures - 1, locked_until = 0 WHERE subject = $1 AND failures > 0"
            };
            tx.execute(sql, &[subject.into()]).await?;
        }
        Ok(())
    }
}

/// Forgets what is long ago.
struct Forget(Micros);

impl Work for Forget {
    type Output = ();

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
        let before = self.0.0.into();
        tx.execute("DELETE FROM attempt WHERE since < $1 AND locked_until < $1", &[before]).await?;
        Ok(())
    }
}

/// Takes a step of a subject that was not taken before.
struct Take {
    subject: String,
    step: Micros,
}

impl Work for Take {
    type Output = bool;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<bool, WriteError> {
        let there = hold(tx, &self.subject, Micros(0)).await?;
        if there.since >= self.step {
            return Ok(false);
        }
        set(tx, &self.subject, &Attempts { since: self.step, ..there }).await?;
        Ok(true)
    }
}

impl Store {
    /// Counts an attempt as failed against each limit before it is known whether it is right. `Some(until)`: one of them is
    /// locked until then, and nothing was counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_attempt(&self, mut limits: Vec<AttemptLimit>, at: Micros) -> Result<Option<Micros>, WriteError> {
        // One order for all, so that no two wait for each other.
        limits.sort();
        self.db.transact_once(Begin { limits, at }).await
    }

    /// The attempt was right: forgets the failures of some subjects, takes one back from others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forgive_attempt(&self, all: &[&str], one: &[&str]) -> Result<(), WriteError> {
        let owned = |subjects: &[&str]| subjects.iter().map(|subject| (*subject).to_owned()).collect();
        self.db.transact_once(Forgive { all: owned(all), one: owned(one) }).await
    }

    /// How many attempts failed for a subject.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts(&self, subject: &str) -> Result<Option<Attempts>, StoreError> {
        let sql = "SELECT failures, since, locked_until FROM attempt WHERE subject = $1";
        Ok(self.db.query(sql, vec![subject.into()], read).await?.into_iter().next())
    }

    /// Forgets subjects that were last counted, and are locked, no later than a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_attempts(&self, before: Micros) -> Result<(), WriteError> {
        self.db.transact_once(Forget(before)).await
    }

    /// Takes a moment (of a clock that makes codes) unless it or a later one was taken before. Whether it was free.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_step(&self, subject: &str, step: Micros) -> Result<bool, WriteError> {
        self.db.transact_once(Take { subject: subject.to_owned(), step }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: i64 = 30;

    fn after(there: Attempts, at: i64) -> Attempts {
        next(&there, &AttemptLimit { subject: "a".to_owned(), tries: 3, span: LIMIT }, Micros(at))
    }

    #[test]
    fn the_last_try_locks_and_time_forgives() {
        let none = Attempts { failures: 0, since: Micros(5), locked_until: None };
        let first = after(none, 10);
        assert_eq!(first, Attempts { failures: 1, since: Micros(10), locked_until: None });
        let third = after(after(first, 11), 12);
        assert_eq!(third, Attempts { failures: 3, since: Micros(10), locked_until: Some(Micros(12 + LIMIT)) });
        assert_eq!(after(third, 50).failures, 1, "after the lock one begins anew");
        assert_eq!(after(first, 10 + LIMIT).failures, 1, "old failures do not count");
    }
}
