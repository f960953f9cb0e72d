//! A backup while others write, and a disk that takes no more.

use std::io::{Cursor, Seek, SeekFrom, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinSet;

use super::archive::{AT, archive, restored};
use super::support::{START, act, actor, audit, both, figures, scratch};
use crate::archive::ArchiveError;
use crate::testing::{TestEngine, open};
use crate::{AuditCheck, NewFile, Store, Version, WriteError};

both!(while_writers_write, full_disk, full_disk_when_restoring);

/// Each act of region `n` brings a file, an entry-less sheet and as many figures as its version says.
async fn write_on(store: Arc<Store>, region: crate::RegionId, over: Arc<AtomicBool>) {
    while !over.load(Ordering::Relaxed) {
        let head = store.head(region).await.unwrap().version;
        let mut changes = figures(2018, i32::try_from(head.0 % 300).unwrap() + 1);
        let bytes = head.0.to_be_bytes().to_vec();
        changes.files.push(NewFile { name: "数.csv".to_owned(), kind: "csv".to_owned(), bytes, sheets: Vec::new() });
        match store.write(act(region, head, changes)).await {
            Ok(_) | Err(WriteError::Conflict { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// What is restored is the beginning of what was written: the same rows up to a version, and nothing after it.
async fn while_writers_write(engine: TestEngine) {
    let scratch = scratch(engine).await;
    let store = Arc::new(open(scratch.url()).await.unwrap());
    let mut regions = Vec::new();
    for number in 0..3 {
        let code = format!("R{number}");
        let made = store.create_region(&code, "甲", actor(), START, audit("region.create")).await.unwrap();
        regions.push(made.0);
    }
    let over = Arc::new(AtomicBool::new(false));
    let mut writers = JoinSet::new();
    for region in regions.iter().chain(&regions) {
        writers.spawn(write_on(Arc::clone(&store), *region, Arc::clone(&over)));
    }
    let mut archives = Vec::new();
    for wanted in [4, 12, 30, 45] {
        while store.heads(&regions).await.unwrap().iter().any(|head| head.version.0 < wanted) {
            tokio::task::yield_now().await;
        }
        archives.push(archive(&store).await);
    }
    over.store(true, Ordering::Relaxed);
    while let Some(writer) = writers.join_next().await {
        writer.unwrap();
    }
    let mut earlier = vec![Version(0); 3];
    for (summary, bytes) in archives {
        let (kept, copy) = restored(engine, &bytes).await;
        for (known, before) in summary.regions.iter().zip(&mut earlier) {
            let (region, head) = (known.region, known.version);
            assert!(head > *before, "the writers did not write between two backups");
            *before = head;
            assert_eq!(copy.head(region).await.unwrap().version, head);
            let check = copy.verify_audit(region).await.unwrap();
            assert_eq!(check, AuditCheck::Sound { entries: u64::try_from(head.0).unwrap() });
            let rows = |store: Arc<Store>| async move {
                let rows = store.observations(region, 2018, Version::NONE, head).await.unwrap();
                (
                    rows,
                    store.files(region, head).await.unwrap(),
                    store.audit(region, Version::NONE, 9999).await.unwrap(),
                )
            };
            let (copied, files, trail) = rows(Arc::new(open(kept.url()).await.unwrap())).await;
            let (whole, all_files, all_trail) = rows(Arc::clone(&store)).await;
            assert!(copied == whole && files == all_files, "not the rows up to {head}");
            assert_eq!(trail[..], all_trail[..trail.len()]);
            assert_eq!(i64::try_from(trail.len()).unwrap(), head.0);
        }
    }
}

/// A disk with so much room.
struct Small {
    room: usize,
    inner: Cursor<Vec<u8>>,
}

impl Write for Small {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.inner.get_ref().len() + bytes.len() > self.room {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for Small {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

async fn full_disk(engine: TestEngine) {
    let scratch = scratch(engine).await;
    let store = open(scratch.url()).await.unwrap();
    let (region, first) = store.create_region("甲", "甲", actor(), START, audit("region.create")).await.unwrap();
    store.write(act(region, first.version, figures(2018, 30_000))).await.unwrap();
    let whole = archive(&store).await.1.len();
    for room in [0, 30, 1000, whole / 2, whole - 1000, whole - 1] {
        let sink = Small { room, inner: Cursor::default() };
        let refused = store.backup(AT, sink).await.map(|_| ());
        match refused {
            Err(ArchiveError::Io(error)) => assert_eq!(error.kind(), std::io::ErrorKind::StorageFull, "{room}"),
            other => panic!("room for {room} of {whole}: {other:?}"),
        }
    }
    assert_eq!(store.head(region).await.unwrap().version, Version(2));
    store.write(act(region, Version(2), figures(2018, 3))).await.unwrap();
}

/// The sizes of files that a process may write are limited in a process of its own: see the tests of the command line.
/// Here the reading side fails in the middle instead, and nothing of the database is there.
async fn full_disk_when_restoring(engine: TestEngine) {
    let source = scratch(engine).await;
    let store = open(source.url()).await.unwrap();
    let (region, first) = store.create_region("甲", "甲", actor(), START, audit("region.create")).await.unwrap();
    store.write(act(region, first.version, figures(2018, 30_000))).await.unwrap();
    let (_, bytes) = archive(&store).await;
    let target = scratch(engine).await;
    let failing = Failing { inner: Cursor::new(bytes.clone()), reads: 40 };
    let refused = crate::archive::restore_from(failing, target.url()).await;
    assert!(refused.is_err(), "{refused:?}");
    crate::archive::restore_from(Cursor::new(bytes), target.url()).await.expect("nothing was left behind");
}

/// A disk that cannot be read any more after so many reads.
struct Failing {
    inner: Cursor<Vec<u8>>,
    reads: usize,
}

impl std::io::Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.reads = self.reads.checked_sub(1).ok_or(std::io::ErrorKind::Other)?;
        let most = buffer.len().min(8192);
        self.inner.read(&mut buffer[..most])
    }
}

impl Seek for Failing {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}
