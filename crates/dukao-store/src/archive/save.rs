//! From a snapshot into an archive: one end reads the database, the other packs.

use std::io::{Seek, Write};

use sm3::{Digest, Sm3};
use tokio::sync::mpsc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::error::ArchiveError;
use super::manifest::{self, Manifest, Member, RegionLine, TablePart, file_path, hexadecimal, table_path};
use super::shield::Shield;
use super::{FORMAT, Summary, tables};
use crate::db::lines::{self, LineTable};
use crate::db::{Look, Row, Snapshot};
use crate::error::DatabaseError;
use crate::ids::Micros;
use crate::migrate::NEWEST;

/// A member of a table ends with the line that makes it this long.
const CHUNK: u64 = 32 << 20;
/// Text for who opens the archive without the program.
const README: &str = include_str!("README.txt");
const README_PATH: &str = "README.txt";

/// What comes from the database.
pub(super) enum Saved {
    /// Rows of this table follow.
    Table(&'static LineTable),
    /// Whole lines.
    Lines(Vec<u8>),
    /// An imported file.
    File { region: i64, id: i64, bytes: Vec<u8> },
    /// That was all.
    End,
}

impl From<Vec<u8>> for Saved {
    fn from(lines: Vec<u8>) -> Self {
        Self::Lines(lines)
    }
}

/// Reads everything from one snapshot.
pub(super) struct Save(mpsc::Sender<Saved>);

impl Save {
    pub(super) const fn new(to: mpsc::Sender<Saved>) -> Self {
        Self(to)
    }
}

impl Look for Save {
    type Output = ();

    async fn run<S: Snapshot>(&self, snapshot: &mut S) -> Result<(), DatabaseError> {
        for table in tables::of_schema(NEWEST).unwrap_or_default() {
            snapshot.send(Saved::Table(table), &self.0).await?;
            snapshot.lines(table, &self.0).await?;
        }
        let numbers = |row: &dyn Row| Ok((row.int(0)?, row.int(1)?));
        for (region, id) in
            snapshot.query("SELECT region, id FROM source_file ORDER BY region, id", &[], numbers).await?
        {
            let sql = "SELECT bytes FROM source_file WHERE region = $1 AND id = $2";
            let found = snapshot.query(sql, &[region.into(), id.into()], |row| Ok(row.blob(0)?.to_owned())).await?;
            for bytes in found {
                snapshot.send(Saved::File { region, id, bytes }, &self.0).await?;
            }
        }
        snapshot.send(Saved::End, &self.0).await
    }
}

/// Packs what comes.
pub(super) fn write<W: Write + Seek>(
    at: Micros,
    sink: W,
    mut from: mpsc::Receiver<Saved>,
) -> Result<(Summary, W), ArchiveError> {
    let mut packer = Packer::new(at, sink)?;
    loop {
        match from.blocking_recv() {
            Some(Saved::Table(table)) => packer.table(table)?,
            Some(Saved::Lines(piece)) => packer.lines(&piece)?,
            Some(Saved::File { region, id, bytes }) => packer.file(region, id, &bytes)?,
            Some(Saved::End) => return packer.finish(),
            None => return Err(DatabaseError::Closed.into()),
        }
    }
}

/// An archive that is being written.
struct Packer<W: Write + Seek> {
    zip: ZipWriter<Shield<W>>,
    manifest: Manifest,
    /// The table whose rows come, and the member that takes them.
    table: Option<&'static LineTable>,
    open: Option<Open>,
}

/// The member that is being written.
struct Open {
    path: String,
    bytes: u64,
    sm3: Sm3,
}

impl<W: Write + Seek> Packer<W> {
    fn new(at: Micros, sink: W) -> Result<Self, ArchiveError> {
        let readme = Member { path: README_PATH.to_owned(), bytes: 0, sm3: String::new() };
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: NEWEST,
            made_at: at.0,
            regions: Vec::new(),
            readme,
            tables: Vec::new(),
            files: Vec::new(),
        };
        let mut packer = Self { zip: ZipWriter::new(Shield::new(sink)), manifest, table: None, open: None };
        packer.manifest.readme = packer.whole(README_PATH, README.as_bytes())?;
        Ok(packer)
    }

    /// Every member bears the same date, so that the same rows give the same archive.
    fn start(&mut self, path: String, large: bool) -> Result<(), ArchiveError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .large_file(large);
        self.zip.start_file(path.as_str(), options).map_err(packing)?;
        self.open = Some(Open { path, bytes: 0, sm3: Sm3::new() });
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        if let Some(open) = &mut self.open {
            open.sm3.update(bytes);
            open.bytes = open.bytes.saturating_add(length(bytes));
            self.zip.write_all(bytes)?;
        }
        Ok(())
    }

    fn close(&mut self) -> Option<Member> {
        let open = self.open.take()?;
        Some(Member { path: open.path, bytes: open.bytes, sm3: hexadecimal(&open.sm3.finalize()) })
    }

    fn whole(&mut self, path: &str, bytes: &[u8]) -> Result<Member, ArchiveError> {
        self.start(path.to_owned(), bytes.len() > 1 << 30)?;
        self.put(bytes)?;
        Ok(self.close().unwrap_or(Member { path: path.to_owned(), bytes: 0, sm3: String::new() }))
    }

    fn table(&mut self, table: &'static LineTable) -> Result<(), ArchiveError> {
        self.close_chunk();
        self.table = Some(table);
        self.manifest.tables.push(TablePart { name: table.name.to_owned(), rows: 0, members: Vec::new() });
        self.start_chunk()
    }

    /// Each member of a table begins with the names of its columns.
    fn start_chunk(&mut self) -> Result<(), ArchiveError> {
        if let Some((table, part)) = self.table.zip(self.manifest.tables.last()) {
            let path = table_path(table, part.members.len().saturating_add(1));
            self.start(path, false)?;
            self.put(table.head().as_bytes())?;
        }
        Ok(())
    }

    fn close_chunk(&mut self) {
        if let Some((member, part)) = self.close().zip(self.manifest.tables.last_mut()) {
            part.members.push(member);
        }
    }

    /// Cuts the lines into members at places that do not depend on the pieces they come in.
    fn lines(&mut self, piece: &[u8]) -> Result<(), ArchiveError> {
        self.note(piece)?;
        let mut rest = piece;
        while !rest.is_empty() {
            if self.open.is_none() {
                self.start_chunk()?;
            }
            let room = CHUNK.saturating_sub(self.open.as_ref().map_or(0, |open| open.bytes));
            let room = usize::try_from(room).unwrap_or(usize::MAX);
            let full = rest.get(room.saturating_sub(1)..).and_then(|tail| {
                let line_end = tail.iter().position(|byte| *byte == b'\n')?;
                Some(room.saturating_sub(1).saturating_add(line_end).saturating_add(1))
            });
            let (now, later) = rest.split_at_checked(full.unwrap_or(rest.len())).unwrap_or((rest, &[]));
            self.put(now)?;
            if full.is_some() {
                self.close_chunk();
            }
            rest = later;
        }
        Ok(())
    }

    /// Counts the rows, and takes the regions over into the list of contents.
    fn note(&mut self, piece: &[u8]) -> Result<(), ArchiveError> {
        let Some((table, part)) = self.table.zip(self.manifest.tables.last_mut()) else {
            return Ok(());
        };
        let ends: u64 = piece.iter().map(|byte| u64::from(*byte == b'\n')).sum();
        part.rows = part.rows.saturating_add(ends);
        match table.name {
            "region" => {
                for line in lines::lines(piece) {
                    self.manifest.regions.push(RegionLine::new(line).ok_or_else(unexpected)?);
                }
            }
            "region_head" => {
                for line in lines::lines(piece) {
                    RegionLine::complete(&mut self.manifest.regions, line).ok_or_else(unexpected)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn file(&mut self, region: i64, id: i64, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.close_chunk();
        let member = self.whole(&file_path(region, id), bytes)?;
        self.manifest.files.push(member);
        Ok(())
    }

    fn finish(mut self) -> Result<(Summary, W), ArchiveError> {
        self.close_chunk();
        let mut text = serde_json::to_vec_pretty(&self.manifest).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.whole(manifest::NAME, &text)?;
        let mut sink = self.zip.finish().map_err(packing)?.into_sink()?;
        sink.flush()?;
        Ok((self.manifest.summary(), sink))
    }
}

impl RegionLine {
    /// From a line of the table of regions.
    fn new(line: &[u8]) -> Option<Self> {
        let mut fields = lines::fields(line);
        let (id, code, name) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Self {
            region: i32::try_from(lines::int(id)?).ok()?,
            code: lines::text(code)?.into_owned(),
            name: lines::text(name)?.into_owned(),
            version: 0,
            committed_at: 0,
            chain_head: String::new(),
        })
    }

    /// Takes the head from a line of the table of heads.
    fn complete(regions: &mut [Self], line: &[u8]) -> Option<()> {
        let mut fields = lines::fields(line);
        let region = lines::int(fields.next()?)?;
        let own = regions.iter_mut().find(|own| i64::from(own.region) == region)?;
        own.version = lines::int(fields.next()?)?;
        own.committed_at = lines::int(fields.next()?)?;
        own.chain_head = hexadecimal(&lines::bytes(fields.next()?)?);
        Some(())
    }
}

fn unexpected() -> ArchiveError {
    DatabaseError::Invalid("a region's row or head is not what it should be").into()
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn packing(error: zip::result::ZipError) -> ArchiveError {
    ArchiveError::Io(error.into())
}
