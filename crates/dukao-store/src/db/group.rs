//! Group commit: one thread owns the write connection, takes what is queued, commits it together, then answers.
//!
//! Each piece of work has its own savepoint, so a refused one leaves its neighbours alone; nobody is told "done" before
//! the commit is on disk.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};

use super::Work;
use super::sqlite::WriteConnection;
use crate::error::{DatabaseError, WriteError};

/// How many pieces of work one commit may carry.
const GROUP: usize = 256;
/// How many may wait before callers are held back.
const QUEUE: usize = 4096;

/// The way to the writer thread. Dropping it waits until the thread has finished what is queued and closed its
/// connection: a program that has ended leaves the whole database in its one file.
pub(crate) struct Writer {
    /// Nothing only while it is being dropped.
    queue: Option<mpsc::Sender<Box<dyn Queued>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(connection: WriteConnection) -> Result<Self, DatabaseError> {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("dukao-writer".to_owned())
            .spawn(move || {
                while let Some(first) = waiting.blocking_recv() {
                    commit_group(&connection, first, &mut waiting);
                }
            })
            .map_err(|error| DatabaseError::Engine(error.to_string()))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Hands the work over and waits for its commit.
    pub(crate) async fn submit<W: Work>(&self, work: W) -> Result<W::Output, WriteError> {
        let (reply, answer) = oneshot::channel();
        let job = Job { work, outcome: None, reply };
        let queue = self.queue.as_ref().ok_or(DatabaseError::Closed)?;
        queue.send(Box::new(job)).await.map_err(|_| DatabaseError::Closed)?;
        answer.await.map_err(|_| DatabaseError::UnknownOutcome("the writer ended".to_owned()))?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // A thread that has panicked has told its callers already.
            let _ended = thread.join();
        }
    }
}

/// Work of any type, as the queue holds it.
trait Queued: Send {
    /// Runs inside the open transaction; an error has left no trace.
    fn run(&mut self, connection: &WriteConnection) -> Result<(), DatabaseError>;

    /// Tells the caller how it ended.
    fn answer(self: Box<Self>, commit: Result<(), DatabaseError>);
}

struct Job<W: Work> {
    work: W,
    outcome: Option<Result<W::Output, WriteError>>,
    reply: oneshot::Sender<Result<W::Output, WriteError>>,
}

impl<W: Work> Queued for Job<W> {
    fn run(&mut self, connection: &WriteConnection) -> Result<(), DatabaseError> {
        connection.batch("SAVEPOINT act")?;
        let outcome = complete(self.work.run(&mut connection.transaction()));
        let undo = outcome.is_err();
        self.outcome = Some(outcome);
        if connection.outside_transaction() {
            return Err(DatabaseError::Engine("the transaction was lost".to_owned()));
        }
        connection.batch(if undo { "ROLLBACK TO act; RELEASE act" } else { "RELEASE act" })
    }

    fn answer(self: Box<Self>, commit: Result<(), DatabaseError>) {
        let outcome = match (self.outcome, commit) {
            (Some(Err(refused)), _) => Err(refused),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(output)), Ok(())) => Ok(output),
            (None, Ok(())) => Err(DatabaseError::Closed.into()),
        };
        // Who no longer waits for the answer does not need it.
        let _unheard = self.reply.send(outcome);
    }
}

fn commit_group(connection: &WriteConnection, first: Box<dyn Queued>, waiting: &mut mpsc::Receiver<Box<dyn Queued>>) {
    if let Err(error) = connection.batch("BEGIN IMMEDIATE") {
        // All who wait have waited for the same holder; one after the other would wait many times as long.
        first.answer(Err(error.clone()));
        while let Ok(next) = waiting.try_recv() {
            next.answer(Err(error.clone()));
        }
        return;
    }
    let mut group = Vec::new();
    let result = run_group(connection, first, waiting, &mut group).and_then(|()| commit(connection));
    if result.is_err() && !connection.outside_transaction() {
        // The error itself is what the callers are told; a failing rollback shows at the next BEGIN.
        let _rolled_back = connection.batch("ROLLBACK");
    }
    for job in group {
        job.answer(result.clone());
    }
    connection.give_memory_back();
}

fn run_group(
    connection: &WriteConnection,
    first: Box<dyn Queued>,
    waiting: &mut mpsc::Receiver<Box<dyn Queued>>,
    group: &mut Vec<Box<dyn Queued>>,
) -> Result<(), DatabaseError> {
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        let ran = job.run(connection);
        group.push(job);
        ran?;
        if group.len() < GROUP {
            next = waiting.try_recv().ok();
        }
    }
    Ok(())
}

/// A commit that fails inside its transaction, or because the disk is full, is undone and certain; another one that fails
/// after it is not.
fn commit(connection: &WriteConnection) -> Result<(), DatabaseError> {
    connection.batch("COMMIT").map_err(|error| match error {
        DatabaseError::DiskFull(_) => error,
        _ if connection.outside_transaction() => DatabaseError::UnknownOutcome(error.to_string()),
        _ => error,
    })
}

/// SQLite's statements never wait, so one poll runs the work to its end.
pub(super) fn complete<T, E: From<DatabaseError>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => Err(DatabaseError::Engine("work waited inside a transaction".to_owned()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::{Act, Actor, AuditEntry, Changes, Committed};
    use crate::db::{Address, Db, PATIENCE, Transaction};
    use crate::ids::{Micros, RegionId, Version};
    use crate::store::Store;
    use crate::testing::{KEY, Scratch, TestEngine, keys, open};
    use crate::write::WriteAct;

    type Answer<T> = oneshot::Receiver<Result<T, WriteError>>;

    fn job<W: Work>(work: W) -> (Box<dyn Queued>, Answer<W::Output>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Job { work, outcome: None, reply }), answer)
    }

    fn act(based_on: i64) -> WriteAct {
        let audit = AuditEntry { act: "t".to_owned(), subject: None, detail: "{}".to_owned() };
        let actor = Actor { kind: "t".to_owned(), id: "t".to_owned() };
        let (region, based_on) = (RegionId(1), Version(based_on));
        let act = Act { region, actor, based_on, at: Micros(0), audit, changes: Changes::default() };
        WriteAct { act, keys: Some(keys(KEY)) }
    }

    /// Ends the transaction behind the writer's back, as a full disk does.
    struct Lose;

    impl Work for Lose {
        type Output = ();

        async fn run<T: Transaction>(&self, tx: &mut T) -> Result<(), WriteError> {
            Ok(tx.script("ROLLBACK").await?)
        }
    }

    /// A store with one region, and a writer's connection of its own that no thread serves.
    async fn idle_writer() -> (Scratch, Store, WriteConnection) {
        let scratch = Scratch::new(TestEngine::Sqlite).await.unwrap();
        let store = open(scratch.url()).await.unwrap();
        let Act { actor, at, audit, .. } = act(0).act;
        store.create_region("甲", "甲", actor, at, audit).await.unwrap();
        let Ok(Address::File(path)) = Address::parse(scratch.url()) else { panic!("not a file") };
        let connection = WriteConnection::open(&path, PATIENCE).unwrap();
        (scratch, store, connection)
    }

    fn commit_together(connection: &WriteConnection, jobs: Vec<Box<dyn Queued>>) {
        let (queue, mut waiting) = mpsc::channel(jobs.len());
        for job in jobs {
            queue.try_send(job).unwrap_or_else(|_| panic!("the queue is full"));
        }
        let first = waiting.try_recv().unwrap();
        commit_group(connection, first, &mut waiting);
        assert!(waiting.try_recv().is_err(), "not all were taken into one group");
    }

    #[tokio::test]
    async fn one_commit_carries_many_acts_and_leaves_refused_ones_out() {
        let (_scratch, store, connection) = idle_writer().await;
        let (jobs, answers): (Vec<_>, Vec<Answer<Committed>>) =
            [1, 2, 1, 3, 9, 4].map(|v| job(act(v))).into_iter().unzip();
        commit_together(&connection, jobs);
        let mut outcomes = Vec::new();
        for answer in answers {
            outcomes.push(match answer.await.unwrap() {
                Ok(done) => Ok(done.version.0),
                Err(WriteError::Conflict { head }) => Err(head.0),
                Err(other) => panic!("{other}"),
            });
        }
        assert_eq!(outcomes, [Ok(2), Ok(3), Err(3), Ok(4), Err(4), Ok(5)]);
        assert_eq!(store.head(RegionId(1)).await.unwrap().version, Version(5));
        assert_eq!(store.audit(RegionId(1), Version::NONE, 99).await.unwrap().len(), 5);
    }

    #[tokio::test]
    async fn nobody_is_told_done_when_the_transaction_is_lost() {
        let (_scratch, store, connection) = idle_writer().await;
        let (first, answer) = job(act(1));
        let (lose, lost) = job(Lose);
        commit_together(&connection, vec![first, lose]);
        assert!(answer.await.unwrap().is_err());
        assert!(lost.await.unwrap().is_err());
        assert_eq!(store.head(RegionId(1)).await.unwrap().version, Version(1));
        let (again, answer) = job(act(1));
        commit_together(&connection, vec![again]);
        assert_eq!(answer.await.unwrap().unwrap().version, Version(2), "the writer goes on");
    }

    #[tokio::test]
    async fn a_closed_database_is_whole_in_its_one_file() {
        for _ in 0..20 {
            let scratch = Scratch::new(TestEngine::Sqlite).await.unwrap();
            let store = open(scratch.url()).await.unwrap();
            let Act { actor, at, audit, .. } = act(0).act;
            store.create_region("甲", "甲", actor, at, audit).await.unwrap();
            assert_eq!(store.regions().await.unwrap().len(), 1);
            drop(store);
            let Ok(Address::File(path)) = Address::parse(scratch.url()) else { panic!("not a file") };
            assert!(!path.with_extension("db-wal").exists(), "changes beside the file");
        }
    }

    #[tokio::test]
    async fn a_reading_connection_cannot_write() {
        let (scratch, _store, _connection) = idle_writer().await;
        let db = Db::connect(Address::parse(scratch.url()).unwrap(), PATIENCE).await.unwrap();
        let written = db.query("UPDATE region SET name = 'x' RETURNING id", Vec::new(), |row| row.int(0)).await;
        assert!(written.is_err(), "a reading connection wrote");
    }
}
