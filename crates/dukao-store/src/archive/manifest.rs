//! The list of contents: what an archive must hold, to the byte.

use serde::{Deserialize, Serialize};

use super::error::{ArchiveError, Fault};
use super::tables;
use super::{FORMAT, Summary, SummaryRegion};
use crate::db::lines::LineTable;
use crate::ids::{Micros, RegionId, SYSTEM, Version};
use crate::migrate::NEWEST;

/// Its name in the archive.
pub(super) const NAME: &str = "manifest.json";

/// The list of contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Which rules the archive follows.
    pub(super) format: u64,
    /// The version of the program that wrote it.
    pub(super) program: String,
    /// The number of the database's newest migration.
    pub(super) schema: i32,
    /// When it was made, in microseconds since 1970.
    pub(super) made_at: i64,
    pub(super) regions: Vec<RegionLine>,
    pub(super) readme: Member,
    pub(super) tables: Vec<TablePart>,
    /// The imported files, `files/REGION/NUMBER`.
    pub(super) files: Vec<Member>,
}

/// How far a region is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionLine {
    pub(super) region: i32,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) version: i64,
    pub(super) committed_at: i64,
    pub(super) chain_head: String,
}

/// A table and the members that hold its rows, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TablePart {
    pub(super) name: String,
    pub(super) rows: u64,
    pub(super) members: Vec<Member>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Member {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sm3: String,
}

/// The path of a table's member; they count from 1.
pub(super) fn table_path(table: &LineTable, number: usize) -> String {
    format!("tables/{}/{number:05}.tsv", table.name)
}

/// The path of a file's member.
pub(super) fn file_path(region: i64, id: i64) -> String {
    format!("files/{region}/{id}")
}

/// What is needed to decide whether the rest can be understood.
#[derive(Deserialize)]
struct Numbers {
    format: u64,
    schema: i32,
}

impl Manifest {
    /// Reads it, and holds it against what this program knows.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, &'static [LineTable]), ArchiveError> {
        let wrong = || ArchiveError::damaged(NAME, Fault::Manifest);
        let numbers: Numbers = serde_json::from_slice(bytes).map_err(|_| wrong())?;
        if numbers.format > FORMAT {
            return Err(ArchiveError::NewerFormat { found: numbers.format, known: FORMAT });
        }
        if numbers.schema > NEWEST {
            return Err(ArchiveError::NewerSchema { found: numbers.schema, known: NEWEST });
        }
        let tables = tables::of_schema(numbers.schema).ok_or_else(wrong)?;
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| wrong())?;
        let same = manifest.tables.iter().map(|part| part.name.as_str()).eq(tables.iter().map(|table| table.name));
        let numbered = manifest.tables.iter().zip(tables).all(|(part, table)| {
            let paths = (1..).map(|number| table_path(table, number));
            part.members.iter().map(|member| &member.path).zip(paths).all(|(path, right)| *path == right)
        });
        if manifest.format == FORMAT && same && numbered { Ok((manifest, tables)) } else { Err(wrong()) }
    }

    /// Every member that the archive must hold, itself left out.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member> {
        let tables = self.tables.iter().flat_map(|part| &part.members);
        std::iter::once(&self.readme).chain(tables).chain(&self.files)
    }

    /// What people want to know of it.
    pub(super) fn summary(&self) -> Summary {
        let rows = |name: &str| self.tables.iter().filter(|part| part.name == name).map(|part| part.rows).sum();
        let region = |line: &RegionLine| SummaryRegion {
            region: RegionId(line.region),
            code: line.code.clone(),
            name: line.name.clone(),
            version: Version(line.version),
            committed_at: Micros(line.committed_at),
        };
        Summary {
            format: self.format,
            program: self.program.clone(),
            schema: self.schema,
            made_at: Micros(self.made_at),
            regions: self.regions.iter().filter(|line| line.region != SYSTEM.0).map(region).collect(),
            figures: rows("observation"),
            entries: rows("entry"),
            files: u64::try_from(self.files.len()).unwrap_or(u64::MAX),
        }
    }
}

/// A digest as it stands in the manifest.
pub(crate) fn hexadecimal(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
