//! One act: files and sheets, entries, observations, audit.

use super::{Locked, check_json, following, largest, lock_head, observations, seal};
use crate::act::{Act, Committed, NewEntry, NewFile};
use crate::audit::digest;
use crate::db::{Transaction, Work};
use crate::error::{DatabaseError, WriteError};
use crate::ids::{FileId, SheetId, Version};
use crate::key::Keyring;
use crate::seal::{Recorder, sealed};

/// An act on its way into the database.
pub(crate) struct WriteAct {
    pub(crate) act: Act,
    pub(crate) keys: Option<Keyring>,
}

/// The numbers that this act's files and sheets were given.
pub(super) struct Numbered {
    pub(super) files: Vec<FileId>,
    /// For each file, its sheets.
    pub(super) sheets: Vec<Vec<SheetId>>,
}

impl Work for WriteAct {
    type Output = Committed;

    async fn run<T: Transaction>(&self, tx: &mut T) -> Result<Committed, WriteError> {
        let (act, keys) = (&self.act, self.keys.as_ref());
        check_json(&act.audit.detail, "audit detail must be JSON")?;
        let head = lock_head(tx, act.region, act.at, keys).await?;
        let before = Version(head.version.0.saturating_sub(1));
        if before != act.based_on {
            return Err(WriteError::Conflict { head: before });
        }
        let mut rows = Recorder::new(head.version, head.key.is_some());
        let numbered = write_files(tx, &mut rows, &head, &act.changes.files).await?;
        write_entries(tx, &mut rows, &head, &act.changes.entries).await?;
        observations::write(tx, &mut rows, &head, (&act.changes.observations, &numbered)).await?;
        seal(tx, &head, (&act.actor, &act.audit), rows, keys).await?;
        Ok(Committed { version: head.version, committed_at: head.committed_at, files: numbered.files })
    }
}

async fn write_files<T: Transaction>(
    tx: &mut T,
    recorder: &mut Recorder,
    head: &Locked,
    files: &[NewFile],
) -> Result<Numbered, WriteError> {
    if files.is_empty() {
        return Ok(Numbered { files: Vec::new(), sheets: Vec::new() });
    }
    let last_file = largest(tx, "SELECT COALESCE(MAX(id), 0) FROM source_file WHERE region = $1", head.region).await?;
    let last_sheet = largest(tx, "SELECT COALESCE(MAX(id), 0) FROM sheet WHERE region = $1", head.region).await?;
    let numbered = number_files(files, last_file, last_sheet)?;
    for (file, id) in files.iter().zip(&numbered.files) {
        let size = i64::try_from(file.bytes.len()).map_err(|_| DatabaseError::Range(i64::MAX))?;
        recorder
            .insert(tx, sealed::FILE, 1, &mut |_, row| {
                row.extend([
                    head.region.0.into(),
                    id.0.into(),
                    head.version.0.into(),
                    file.name.as_str().into(),
                    file.kind.as_str().into(),
                    size.into(),
                    digest(&file.bytes).as_slice().into(),
                    file.bytes.as_slice().into(),
                ]);
                Ok(())
            })
            .await?;
    }
    write_sheets(tx, recorder, head, files, &numbered).await?;
    Ok(numbered)
}

fn number_files(files: &[NewFile], last_file: i32, last_sheet: i32) -> Result<Numbered, DatabaseError> {
    let mut numbered = Numbered { files: Vec::new(), sheets: Vec::new() };
    let mut sheets_so_far = 0_usize;
    for (position, file) in files.iter().enumerate() {
        numbered.files.push(FileId(following(last_file, position)?));
        let ids = (0..file.sheets.len()).map(|sheet| following(last_sheet, sheets_so_far.saturating_add(sheet)));
        numbered.sheets.push(ids.map(|id| id.map(SheetId)).collect::<Result<_, _>>()?);
        sheets_so_far = sheets_so_far.saturating_add(file.sheets.len());
    }
    Ok(numbered)
}

async fn write_sheets<T: Transaction>(
    tx: &mut T,
    recorder: &mut Recorder,
    head: &Locked,
    files: &[NewFile],
    numbered: &Numbered,
) -> Result<(), DatabaseError> {
    let of_file = |(file, (id, ids)): (_, (&FileId, &Vec<SheetId>))| {
        let file: &NewFile = file;
        let rows: Vec<_> = file.sheets.iter().zip(ids).map(|(name, sheet)| (*id, *sheet, name.clone())).collect();
        rows
    };
    for rows in files.iter().zip(numbered.files.iter().zip(&numbered.sheets)).map(of_file) {
        let mut position = 0_i32;
        let mut waiting = rows.iter();
        recorder
            .insert(tx, sealed::SHEET, rows.len(), &mut |_, row| {
                if let Some((file, sheet, name)) = waiting.next() {
                    position = position.saturating_add(1);
                    row.extend([
                        head.region.0.into(),
                        sheet.0.into(),
                        head.version.0.into(),
                        file.0.into(),
                        name.as_str().into(),
                        position.into(),
                    ]);
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

async fn write_entries<T: Transaction>(
    tx: &mut T,
    recorder: &mut Recorder,
    head: &Locked,
    entries: &[NewEntry],
) -> Result<(), WriteError> {
    for entry in entries {
        if let Some(body) = &entry.body {
            check_json(body, "the body of an entry must be JSON")?;
        }
    }
    let mut waiting = entries.iter();
    recorder
        .insert(tx, sealed::ENTRY, entries.len(), &mut |number, row| {
            if let Some(entry) = waiting.next() {
                row.extend([
                    head.region.0.into(),
                    head.version.0.into(),
                    following(0, number)?.into(),
                    entry.kind.as_str().into(),
                    entry.year.into(),
                    entry.key.as_str().into(),
                    entry.body_schema.into(),
                    entry.body.as_deref().into(),
                ]);
            }
            Ok(())
        })
        .await?;
    Ok(())
}
