//! A sink that fails once and then keeps still.

use std::io::{Error, ErrorKind, Result, Seek, SeekFrom, Write};

/// A sink that reports its first failure and from then on only counts what comes: a zip writer that is given up still
/// writes its end, relies on the places it is told, and would tell the terminal that it cannot.
pub(super) struct Shield<W> {
    sink: W,
    failed: Option<Error>,
    /// Where the next byte goes.
    place: u64,
    /// Behind the last byte.
    end: u64,
}

impl<W> Shield<W> {
    pub(super) const fn new(sink: W) -> Self {
        Self { sink, failed: None, place: 0, end: 0 }
    }

    /// The sink, when nothing failed.
    pub(super) fn into_sink(self) -> Result<W> {
        self.failed.map_or(Ok(self.sink), Err)
    }

    /// Does it, or only pretends to when something failed before.
    fn shielded<T>(&mut self, pretended: T, run: impl FnOnce(&mut W) -> Result<T>) -> Result<T> {
        if self.failed.is_some() {
            return Ok(pretended);
        }
        let done = run(&mut self.sink);
        if let Err(error) = &done {
            self.failed = Some(Error::from(error.kind()));
        }
        done
    }
}

impl<W: Write> Write for Shield<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let count = self.shielded(bytes.len(), |sink| sink.write(bytes))?;
        self.place = self.place.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        self.end = self.end.max(self.place);
        Ok(count)
    }

    fn flush(&mut self) -> Result<()> {
        self.shielded((), Write::flush)
    }
}

impl<W: Seek> Seek for Shield<W> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let target = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(steps) => self.end.checked_add_signed(steps),
            SeekFrom::Current(steps) => self.place.checked_add_signed(steps),
        };
        let target = target.ok_or(ErrorKind::InvalidInput)?;
        self.place = self.shielded(target, |sink| sink.seek(to))?;
        Ok(self.place)
    }
}
