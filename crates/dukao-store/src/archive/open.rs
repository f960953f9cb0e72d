//! From an archive: every member unpacked, held against the list of contents, checked, and handed on.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use sm3::{Digest, Sm3};
use zip::ZipArchive;
use zip::result::ZipError;

use super::Summary;
use super::error::{ArchiveError, Fault};
use super::manifest::{self, Manifest, Member, TablePart, file_path, hexadecimal};
use super::verify::{Rows, StoredFile, Verifier};
use crate::db::Value;
use crate::db::lines::LineTable;
use crate::error::DatabaseError;
use crate::key::Keyring;

/// Lines are handed on in pieces of about this size.
const PIECE: usize = 1 << 20;
/// No list of contents is longer; it would name a million files.
const LONGEST_MANIFEST: u64 = 256 << 20;
/// No line is longer: nothing that is written fills a hundredth of it.
const LONGEST_LINE: usize = 64 << 20;

/// What goes into the database.
pub(super) enum Piece {
    /// Whole lines of a table, checked.
    Lines(&'static LineTable, Vec<u8>),
    /// A row of imported files, with its bytes.
    File(Vec<Value>),
    /// Everything came, and everything was right.
    Complete,
}

/// An archive whose list of contents was read and understood.
pub(super) struct Opened<R> {
    zip: ZipArchive<R>,
    manifest: Manifest,
    tables: &'static [LineTable],
}

/// The same with the keys that its entries were made with.
pub(super) fn verify_keyed<R: Read + Seek>(archive: R, keys: Option<Keyring>) -> Result<Summary, ArchiveError> {
    Opened::new(archive)?.read(keys, |_| true)
}

/// Reads a whole archive, to know that it is sound.
pub(super) fn verify<R: Read + Seek>(archive: R) -> Result<Summary, ArchiveError> {
    Opened::new(archive)?.read(None, |_| true)
}

impl<R: Read + Seek> Opened<R> {
    /// Reads the list of contents; what it names must be there, and nothing else.
    pub(super) fn new(archive: R) -> Result<Self, ArchiveError> {
        let mut zip = ZipArchive::new(archive).map_err(|error| match error {
            ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => ArchiveError::Io(error),
            _ => ArchiveError::NotOurs("it is no whole zip file"),
        })?;
        let Some(number) = zip.index_for_name(manifest::NAME) else {
            return Err(ArchiveError::NotOurs("it has no manifest.json"));
        };
        let wrong = |_| ArchiveError::damaged(manifest::NAME, Fault::Unreadable);
        let mut bytes = Vec::new();
        let member = zip.by_index(number).map_err(|_| ArchiveError::damaged(manifest::NAME, Fault::Unreadable))?;
        member.take(LONGEST_MANIFEST).read_to_end(&mut bytes).map_err(wrong)?;
        let (manifest, tables) = Manifest::read(&bytes)?;
        let opened = Self { zip, manifest, tables };
        opened.has_all_and_no_more()?;
        Ok(opened)
    }

    fn has_all_and_no_more(&self) -> Result<(), ArchiveError> {
        let mut named = BTreeSet::from([manifest::NAME]);
        for member in self.manifest.members() {
            if !named.insert(&member.path) {
                return Err(ArchiveError::damaged(&member.path, Fault::Surplus));
            }
            if self.zip.index_for_name(&member.path).is_none() {
                return Err(ArchiveError::damaged(&member.path, Fault::Missing));
            }
        }
        for name in self.zip.file_names_raw() {
            let known = str::from_utf8(name).is_ok_and(|name| named.contains(name));
            if !known {
                return Err(ArchiveError::damaged(&String::from_utf8_lossy(name), Fault::Surplus));
            }
        }
        if self.zip.len() != named.len() {
            return Err(ArchiveError::damaged(manifest::NAME, Fault::Surplus));
        }
        Ok(())
    }

    /// The number of the database's schema.
    pub(super) fn schema(&self) -> i32 {
        self.manifest.schema
    }

    /// What the list of contents says.
    pub(super) fn summary(&self) -> Summary {
        self.manifest.summary()
    }

    /// Reads everything; `hand` gets each piece once it is known to be right, and tells whether anybody listens.
    pub(super) fn read(
        mut self,
        keys: Option<Keyring>,
        mut hand: impl FnMut(Piece) -> bool,
    ) -> Result<Summary, ArchiveError> {
        let manifest = self.manifest.clone();
        let mut verifier = Verifier::new(keys);
        self.member(&manifest.readme, &mut |_| Ok(()))?;
        for (table, part) in self.tables.iter().zip(&manifest.tables) {
            self.table(table, part, &mut verifier, &mut hand)?;
        }
        self.files(&manifest.files, &mut verifier, &mut hand)?;
        verifier.finish(&manifest.regions)?;
        listened(hand(Piece::Complete))?;
        Ok(manifest.summary())
    }

    fn table(
        &mut self,
        table: &'static LineTable,
        part: &TablePart,
        verifier: &mut Verifier,
        hand: &mut impl FnMut(Piece) -> bool,
    ) -> Result<(), ArchiveError> {
        let head = table.head();
        let mut rows = Rows::new(table);
        // Rows of imported files wait for their bytes.
        let waits = table.name == "source_file";
        for member in &part.members {
            rows.next_member(&member.path);
            let mut waiting: Vec<u8> = Vec::with_capacity(PIECE.saturating_mul(2));
            let mut headed = false;
            let mut take = |bytes: &[u8], last: bool| {
                waiting.extend_from_slice(bytes);
                if waiting.len() < PIECE && !last {
                    return Ok(());
                }
                let end = waiting.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end.saturating_add(1));
                if waiting.len().saturating_sub(end) > LONGEST_LINE || (last && end != waiting.len()) {
                    return Err(rows.wrong());
                }
                let mut rest = Vec::with_capacity(PIECE.saturating_mul(2));
                rest.extend_from_slice(waiting.get(end..).unwrap_or_default());
                waiting.truncate(end);
                let mut piece = std::mem::replace(&mut waiting, rest);
                if !headed && !piece.is_empty() {
                    if !piece.starts_with(head.as_bytes()) {
                        return Err(rows.wrong());
                    }
                    piece.drain(..head.len());
                    headed = true;
                }
                verifier.take(&mut rows, &piece)?;
                if piece.is_empty() || waits {
                    return Ok(());
                }
                listened(hand(Piece::Lines(table, piece)))
            };
            self.member(member, &mut |bytes| take(bytes, false))?;
            take(&[], true)?;
        }
        if rows.count() == part.rows { Ok(()) } else { Err(ArchiveError::table(table, Fault::Rows)) }
    }

    /// The imported files, in the order of their rows, each held against the digest in its row.
    fn files(
        &mut self,
        members: &[Member],
        verifier: &mut Verifier,
        hand: &mut impl FnMut(Piece) -> bool,
    ) -> Result<(), ArchiveError> {
        let mut members = members.iter();
        for file in verifier.take_files() {
            let StoredFile { region, id, size, sm3, mut row } = file;
            let path = file_path(region, id);
            let found = members.next().filter(|member| member.path == path && i64::try_from(member.bytes) == Ok(size));
            let member = found.ok_or_else(|| ArchiveError::damaged(&path, Fault::Missing))?;
            if member.sm3 != hexadecimal(&sm3) {
                return Err(ArchiveError::damaged(&path, Fault::Digest));
            }
            let mut bytes = Vec::new();
            self.member(member, &mut |piece| {
                bytes.extend_from_slice(piece);
                Ok(())
            })?;
            row.push(Value::Blob(bytes));
            listened(hand(Piece::File(row)))?;
        }
        match members.next() {
            Some(more) => Err(ArchiveError::damaged(&more.path, Fault::Surplus)),
            None => Ok(()),
        }
    }

    /// Unpacks a member, which must be as long as recorded and have the recorded SM3. Never unpacks more than that.
    fn member(
        &mut self,
        member: &Member,
        take: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let fault = |fault| ArchiveError::damaged(&member.path, fault);
        let mut packed = self.zip.by_name(&member.path).map_err(|_| fault(Fault::Unreadable))?;
        let mut buffer = vec![0; 1 << 16];
        let (mut sm3, mut length) = (Sm3::new(), 0_u64);
        loop {
            let count = packed.read(&mut buffer).map_err(|_| fault(Fault::Unreadable))?;
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            length = length.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
            if length > member.bytes {
                return Err(fault(Fault::Length));
            }
            sm3.update(bytes);
            take(bytes)?;
        }
        if length != member.bytes {
            return Err(fault(Fault::Length));
        }
        if hexadecimal(&sm3.finalize()) == member.sm3 { Ok(()) } else { Err(fault(Fault::Digest)) }
    }
}

/// When nobody listens any more, the other end knows why.
fn listened(somebody: bool) -> Result<(), ArchiveError> {
    if somebody { Ok(()) } else { Err(DatabaseError::Closed.into()) }
}
