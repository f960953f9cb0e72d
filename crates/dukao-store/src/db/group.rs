//! Group commit: one thread owns the write connection, takes what is queued, commits it together, then answers.
//!
//! Each piece of work has its own savepoint, so a refused one leaves its neighbours alone; nobody is told "done" before
//! the commit is on disk.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tokio::sync::{mpsc, oneshot};

use super::Work;
use super::sqlite::WriteConnection;
use crate::error::{DatabaseError, WriteError};

/// How many pieces of work one commit may carry.
const GROUP: usize = 256;
/// How many may wait before callers are held back.
const QUEUE: usize = 4096;

/// The way to the writer thread. The thread ends when this is dropped.
pub(crate) struct Writer {
    queue: mpsc::Sender<Box<dyn Queued>>,
}

impl Writer {
    /// Starts the thread.
    pub(crate) fn start(connection: WriteConnection) -> Result<Self, DatabaseError> {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("dukao-writer".to_owned())
            .spawn(move || {
                while let Some(first) = waiting.blocking_recv() {
                    commit_group(&connection, first, &mut waiting);
                }
            })
            .map_err(|error| DatabaseError::Engine(error.to_string()))?;
        Ok(Self { queue })
    }

    /// Hands the work over and waits for its commit.
    pub(crate) async fn submit<W: Work>(&self, work: W) -> Result<W::Output, WriteError> {
        let (reply, answer) = oneshot::channel();
        let job = Job { work, outcome: None, reply };
        self.queue.send(Box::new(job)).await.map_err(|_| DatabaseError::Closed)?;
        answer.await.map_err(|_| DatabaseError::UnknownOutcome("the writer ended".to_owned()))?
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
        first.answer(Err(error));
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

/// A commit that fails inside its transaction is undone and certain; one that fails after it is not.
fn commit(connection: &WriteConnection) -> Result<(), DatabaseError> {
    connection.batch("COMMIT").map_err(|error| {
        if connection.outside_transaction() { DatabaseError::UnknownOutcome(error.to_string()) } else { error }
    })
}

/// SQLite's statements never wait, so one poll runs the work to its end.
fn complete<T>(work: impl Future<Output = Result<T, WriteError>>) -> Result<T, WriteError> {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => Err(DatabaseError::Engine("work waited inside a transaction".to_owned()).into()),
    }
}
