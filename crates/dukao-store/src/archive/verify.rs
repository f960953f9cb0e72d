//! Whether rows are what they must be: each by itself, in their order, and against heads, counts and the chains.
//! Without keys, keyed entries are held to be gap-free and to lead to their heads, no more.

use std::collections::BTreeMap;

use super::chains::{Chains, optional};
use super::error::{ArchiveError, Fault};
use super::manifest::{RegionLine, hexadecimal};
use crate::audit::Told;
use crate::db::lines::{self, Column, LineTable};
use crate::db::{Value, Width};
use crate::ids::RegionId;
use crate::key::Keyring;

/// No table has more columns.
pub(super) const COLUMNS: usize = 24;

/// The rows of one table on their way.
pub(super) struct Rows {
    table: &'static LineTable,
    member: String,
    /// Lines of this member so far, its head included.
    line: u64,
    count: u64,
    /// The fields of the row that is looked at, as numbers; 0 for null and for texts.
    numbers: [i64; COLUMNS],
    /// The key of the row before it: numbers, or the one text.
    key: Option<([i64; 4], Vec<u8>)>,
    /// Which column holds the version, if there is one.
    version: Option<usize>,
}

impl Rows {
    pub(super) fn new(table: &'static LineTable) -> Self {
        let version = table.columns.iter().position(|column| column.name == "version");
        Self { table, member: String::new(), line: 0, count: 0, numbers: [0; COLUMNS], key: None, version }
    }

    pub(super) fn next_member(&mut self, path: &str) {
        path.clone_into(&mut self.member);
        self.line = 1;
    }

    /// How many rows there were.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The row that is looked at is no row of this table.
    pub(super) fn wrong(&self) -> ArchiveError {
        ArchiveError::damaged(&self.member, Fault::Line(self.line))
    }

    fn contradicts(&self) -> ArchiveError {
        ArchiveError::damaged(&self.member, Fault::Contradiction(self.line))
    }

    pub(super) fn number(&self, column: usize) -> i64 {
        self.numbers.get(column).copied().unwrap_or(0)
    }

    /// Reads the fields of a line; `last` are those of the line before, which need not be looked at again.
    fn read<'p>(&mut self, line: &'p [u8], last: &mut [&'p [u8]; COLUMNS]) -> Option<()> {
        let mut fields = lines::fields(line);
        let places = self.table.columns.iter().zip(last.iter_mut()).zip(&mut self.numbers);
        for ((column, last), number) in places {
            let field = fields.next()?;
            if *last == field {
                continue;
            }
            *number = read_field(column, field)?;
            *last = field;
        }
        fields.next().is_none().then_some(())
    }

    /// Keys rise from row to row.
    fn rises(&mut self, last: &[&[u8]; COLUMNS]) -> bool {
        let mut numbers = [0; 4];
        for (to, from) in numbers.iter_mut().zip(self.numbers.iter().take(self.table.key)) {
            *to = *from;
        }
        let text = match self.table.columns.first() {
            Some(Column { width: Width::Text, .. }) => last.first().copied().unwrap_or_default(),
            _ => &[],
        };
        let rises = self.key.as_ref().is_none_or(|(before, earlier)| (*before, earlier.as_slice()) < (numbers, text));
        self.key = Some((numbers, text.to_vec()));
        rises
    }
}

/// The number of a field, 0 for other kinds; nothing when the field does not fit its column.
fn read_field(column: &Column, field: &[u8]) -> Option<i64> {
    if lines::is_null(field) {
        return column.optional.then_some(0);
    }
    match column.width {
        Width::Text => lines::text(field).map(|_| 0),
        Width::Bytes => lines::bytes(field).filter(|bytes| fits(column.name, bytes.len())).map(|_| 0),
        Width::Small => lines::int(field).filter(|value| i16::try_from(*value).is_ok()),
        Width::Int => lines::int(field).filter(|value| i32::try_from(*value).is_ok()),
        Width::Big => lines::int(field),
    }
}

/// How long bytes may be: the id of a key, digests of groups of rows, or one digest.
fn fits(column: &str, length: usize) -> bool {
    match column {
        "key_id" => length == 8,
        "rows_digest" => length.is_multiple_of(37),
        _ => length == 32,
    }
}

/// An imported file as its row says it.
pub(super) struct StoredFile {
    pub(super) region: i64,
    pub(super) id: i64,
    pub(super) size: i64,
    pub(super) sm3: Vec<u8>,
    /// The row, for the database; the bytes are still missing.
    pub(super) row: Vec<Value>,
}

/// What must fit together across tables.
#[derive(Default)]
pub(super) struct Verifier {
    /// To check keyed entries with.
    keys: Option<Keyring>,
    regions: BTreeMap<i64, Known>,
    files: Vec<StoredFile>,
    /// How many rows an act brought of a year: region, year, version, count.
    years: Vec<([i64; 3], i64)>,
    /// Which of them is being counted, and how many rows it had.
    counted: (usize, i64),
}

/// A region: its row, its head, and its audit as far as it was walked.
struct Known {
    code: String,
    name: String,
    head: Option<Told>,
    chains: Chains,
}

impl Verifier {
    pub(super) fn new(keys: Option<Keyring>) -> Self {
        Self { keys, ..Self::default() }
    }

    /// Checks the rows of a piece.
    pub(super) fn take(&mut self, rows: &mut Rows, piece: &[u8]) -> Result<(), ArchiveError> {
        let mut last: [&[u8]; COLUMNS] = [&[]; COLUMNS];
        for line in lines::lines(piece) {
            rows.line = rows.line.saturating_add(1);
            rows.count = rows.count.saturating_add(1);
            rows.read(line, &mut last).ok_or_else(|| rows.wrong())?;
            if !rows.rises(&last) {
                return Err(rows.contradicts());
            }
            self.across(rows, &last).ok_or_else(|| rows.contradicts())?;
        }
        Ok(())
    }

    /// What a row has to do with other tables.
    fn across(&mut self, rows: &Rows, fields: &[&[u8]; COLUMNS]) -> Option<()> {
        let first = rows.number(0);
        match rows.table.name {
            "counter" => return Some(()),
            "region" => return self.region(first, fields),
            _ => {}
        }
        let region = self.regions.get_mut(&first)?;
        if rows.table.name == "region_head" {
            let (hash, key) = (lines::bytes(fields.get(3)?)?, optional(fields.get(4)?));
            region.head = Some(Told { number: rows.number(1), at: rows.number(2), hash, key });
            return Some(());
        }
        if let Some(column) = rows.version {
            let head = region.head.as_ref()?.number;
            let version = rows.number(column);
            // Texts from before schema 5 do not say which act brought them.
            if version < i64::from(rows.table.name != "word") || version > head {
                return None;
            }
        }
        match rows.table.name {
            "audit" => region.chains.act(rows, fields)?,
            "trail" => region.chains.view(rows, fields)?,
            "trail_head" => region.chains.head(rows, fields)?,
            "source_file" => self.files.push(stored_file(rows, fields)?),
            "observation_year" => {
                self.years.push(([first, rows.number(1), rows.number(2)], rows.number(3)));
            }
            "observation" => return self.count([first, rows.number(1), rows.number(2)]),
            _ => {}
        }
        Some(())
    }

    fn region(&mut self, id: i64, fields: &[&[u8]; COLUMNS]) -> Option<()> {
        let number = RegionId(i32::try_from(id).ok()?);
        let text =
            |place: usize| fields.get(place).and_then(|field| lines::text(field)).map(std::borrow::Cow::into_owned);
        let known =
            Known { code: text(1)?, name: text(2)?, head: None, chains: Chains::new(number, self.keys.as_ref()) };
        self.regions.insert(id, known).is_none().then_some(())
    }

    /// Counts a figure for its year and act; both tables come in the same order.
    fn count(&mut self, act: [i64; 3]) -> Option<()> {
        let (place, count) = &mut self.counted;
        if *count > 0 && self.years.get(*place)?.0 != act {
            if self.years.get(*place)?.1 != *count {
                return None;
            }
            (*place, *count) = (place.saturating_add(1), 0);
        }
        *count = count.saturating_add(1);
        (self.years.get(*place)?.0 == act).then_some(())
    }

    /// The rows of imported files, in order.
    pub(super) fn take_files(&mut self) -> Vec<StoredFile> {
        std::mem::take(&mut self.files)
    }

    /// All rows are in: nothing is missing, the chains lead to the heads, and the list of contents says the same.
    pub(super) fn finish(self, listed: &[RegionLine]) -> Result<(), ArchiveError> {
        let (place, count) = self.counted;
        let rest = self.years.get(place..).unwrap_or_default();
        let complete = match rest {
            [] => true,
            [(_, last)] => *last == count,
            _ => false,
        };
        if !complete {
            return Err(ArchiveError::damaged("tables/observation", Fault::Rows));
        }
        let broken = || ArchiveError::damaged("tables/audit", Fault::Audit);
        if listed.len() != self.regions.len() {
            return Err(ArchiveError::damaged("tables/region", Fault::Rows));
        }
        for ((id, known), line) in self.regions.into_iter().zip(listed) {
            let head = known.head.ok_or_else(broken)?;
            let same = i64::from(line.region) == id
                && (line.code.as_str(), line.name.as_str()) == (known.code.as_str(), known.name.as_str())
                && (line.version, line.committed_at) == (head.number, head.at)
                && line.chain_head == hexadecimal(&head.hash);
            if !same {
                return Err(ArchiveError::damaged("manifest.json", Fault::Manifest));
            }
            if !known.chains.lead_to(&head) {
                return Err(broken());
            }
        }
        Ok(())
    }
}

fn stored_file(rows: &Rows, fields: &[&[u8]; COLUMNS]) -> Option<StoredFile> {
    let values = rows.table.columns.iter().zip(fields).map(|(column, field)| lines::value(column, field).ok());
    Some(StoredFile {
        region: rows.number(0),
        id: rows.number(1),
        size: rows.number(5),
        sm3: lines::bytes(fields.get(6)?)?,
        row: values.collect::<Option<_>>()?,
    })
}
