//! Hashes what comes, and compares.

use tokio::sync::mpsc;

use super::exported::ExportedHead;
use super::read::{Message, State};
use super::report::{Book, Fault, RegionReport, RowsChange, Verification};
use crate::audit::{Chain, Packed, Standing, Told, unpack};
use crate::ids::{FileId, RegionId, Version};
use crate::key::{Domain, Keyring};
use crate::seal::{Group, Groups, Sealed, by_number, combine, parts};

/// No more faults of one region are told.
const FAULTS: usize = 100;

/// The whole check.
pub(super) struct Check {
    keys: Option<Keyring>,
    exported: Vec<ExportedHead>,
    report: Verification,
    walking: Option<Walking>,
}

/// What the pieces that come are of.
enum Reading {
    Table(&'static Sealed),
    Files,
    Audit,
    Trail,
}

/// One region on its way.
struct Walking {
    state: State,
    exported: Option<ExportedHead>,
    reading: Reading,
    groups: Groups,
    /// All groups by version, once all rows came, and how many of them were compared.
    sorted: Vec<Group>,
    compared: usize,
    audit: Chain,
    trail: Chain,
    keys: bool,
    rows: u64,
    faults: Vec<Fault>,
    untold: u64,
}

impl Check {
    pub(super) fn new(keys: Option<Keyring>, exported: Vec<ExportedHead>) -> Self {
        let report = Verification { regions: Vec::new(), faults: Vec::new() };
        Self { keys, exported, report, walking: None }
    }

    /// Takes all that comes; nothing when it does not come to its end.
    pub(super) fn run(mut self, mut from: mpsc::Receiver<Message>) -> Option<Verification> {
        loop {
            let message = from.blocking_recv()?;
            match message {
                Message::Region(state) => {
                    self.close();
                    let exported = self.exported.iter().find(|head| head.region == state.region).cloned();
                    self.walking = Some(Walking::new(state, exported, self.keys.as_ref()));
                }
                Message::Stray(table, region) => {
                    self.close();
                    self.report.faults.push(Fault::Stray { table, region });
                }
                Message::Made(made) => {
                    self.close();
                    self.lost(made);
                }
                Message::End => return Some(self.report),
                of_region => self.walking.as_mut()?.take(of_region),
            }
        }
    }

    fn close(&mut self) {
        if let Some(walking) = self.walking.take() {
            self.report.regions.push(walking.finish());
        }
    }

    /// Regions that were made, or exported, and are gone.
    fn lost(&mut self, made: i64) {
        let there = |region: RegionId| self.report.regions.iter().any(|known| known.region == region);
        let code =
            |region: RegionId| self.exported.iter().find(|head| head.region == region).map(|head| head.code.clone());
        let made = (1..=i32::try_from(made).unwrap_or(i32::MAX)).map(RegionId).take_while(|_| made > 0);
        let named = self.exported.iter().map(|head| head.region);
        let mut lost: Vec<RegionId> = made.chain(named).filter(|region| !there(*region)).take(FAULTS).collect();
        lost.sort_unstable();
        lost.dedup();
        let faults: Vec<Fault> =
            lost.into_iter().map(|region| Fault::LostRegion { region, code: code(region) }).collect();
        self.report.faults.extend(faults);
    }
}

impl Walking {
    fn new(state: State, exported: Option<ExportedHead>, keys: Option<&Keyring>) -> Self {
        let chain = |domain| Chain::new(state.region, domain, keys.cloned());
        let (mut audit, mut trail) = (chain(Domain::Audit), chain(Domain::Trail));
        if let Some(exported) = &exported {
            audit.watch(exported.version.0);
            trail.watch(exported.views);
        }
        Self {
            state,
            exported,
            reading: Reading::Files,
            groups: Groups::default(),
            sorted: Vec::new(),
            compared: 0,
            audit,
            trail,
            keys: keys.is_some(),
            rows: 0,
            faults: Vec::new(),
            untold: 0,
        }
    }

    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        } else {
            self.untold = self.untold.saturating_add(1);
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Table(sealed) => self.reading = Reading::Table(sealed),
            Message::Files => self.reading = Reading::Files,
            Message::Trail => self.reading = Reading::Trail,
            Message::Audit => {
                self.reading = Reading::Audit;
                self.sorted = std::mem::take(&mut self.groups).finish();
                self.sorted.sort_by_key(|group| (group.version, group.table, group.year));
            }
            Message::Piece(piece) => self.piece(&piece),
            // Not of a region; the caller keeps them.
            Message::Region(_) | Message::Stray(..) | Message::Made(_) | Message::End => {}
        }
    }

    fn piece(&mut self, piece: &[u8]) {
        let mut rest = piece;
        match self.reading {
            Reading::Table(sealed) => {
                while let Some((version, year, row)) = next_row(&mut rest) {
                    self.rows = self.rows.saturating_add(1);
                    self.groups.take(sealed.number, year, version, row);
                }
            }
            Reading::Files => {
                for number in piece.chunks_exact(4).filter_map(|bytes| bytes.try_into().ok()) {
                    self.fault(Fault::File { file: FileId(i32::from_be_bytes(number)) });
                }
            }
            Reading::Audit => {
                while let Some(entry) = unpack(&mut rest) {
                    let first = !self.audit.keyed();
                    let standing = self.audit.take(&entry);
                    if entry.key.is_some() {
                        self.compare(&entry, first, standing);
                    }
                }
            }
            Reading::Trail => {
                while let Some(entry) = unpack(&mut rest) {
                    self.trail.take(&entry);
                }
            }
        }
    }

    /// Holds the rows of a version against what its entry says of them; the first keyed one covers all earlier ones. What a
    /// wrong entry says of them is worth nothing.
    fn compare(&mut self, entry: &Packed<'_>, first: bool, standing: Standing) {
        let waiting = self.sorted.get(self.compared..).unwrap_or_default();
        let skipped = waiting.iter().take_while(|group| !first && group.version < entry.number).count();
        let own = waiting.get(skipped..).unwrap_or_default();
        let count = own.iter().take_while(|group| group.version <= entry.number).count();
        let own = own.get(..count).unwrap_or_default().to_vec();
        self.compared = self.compared.saturating_add(skipped).saturating_add(count);
        if standing == Standing::Wrong || (own.is_empty() && entry.rows.is_empty()) {
            return;
        }
        let found = combine(own);
        if found != entry.rows {
            for (table, year, change) in differences(&found, entry.rows) {
                self.rows_fault((table, year), entry.number, first && entry.number > 1, change);
            }
        }
    }

    fn rows_fault(&mut self, (number, year): (u8, i32), version: i64, earlier: bool, change: RowsChange) {
        let sealed = by_number(number);
        let table = sealed.map_or("?", |sealed| sealed.table.name);
        let year = sealed.and_then(|sealed| sealed.year).map(|_| year);
        self.fault(Fault::Rows { table, year, version: Version(version), earlier, change });
    }

    fn finish(mut self) -> RegionReport {
        let rows = std::mem::take(&mut self.faults);
        let untold = std::mem::take(&mut self.untold);
        let (acts, views, keyed) = (self.audit.entries(), self.trail.entries(), self.audit.keyed());
        let fresh = |region| Chain::new(region, Domain::Audit, None);
        let (audit, trail) = (
            std::mem::replace(&mut self.audit, fresh(self.state.region)),
            std::mem::replace(&mut self.trail, fresh(self.state.region)),
        );
        if self.keys && !keyed && acts > 0 {
            self.fault(Fault::Unkeyed);
        }
        let head = self.state.head.clone();
        self.end(Book::Audit, audit, head.as_ref());
        self.untold = self.untold.saturating_add(untold);
        for fault in rows {
            self.fault(fault);
        }
        self.beyond(head.as_ref().map_or(0, |head| head.number));
        let trail_head = self.state.trail_head.clone();
        if keyed || views > 0 || trail_head.is_some() {
            self.end(Book::Trail, trail, trail_head.as_ref());
        }
        let (code, name) = self.state.row.unwrap_or_default();
        RegionReport {
            region: self.state.region,
            code,
            name,
            version: Version(head.as_ref().map_or(0, |head| head.number)),
            keyed: head.is_some_and(|head| head.key.is_some()),
            acts,
            views,
            rows: self.rows,
            faults: self.faults,
            untold: self.untold,
        }
    }

    /// Rows of versions that no entry made. Those of plain versions have no entry that covers them.
    fn beyond(&mut self, head: i64) {
        let rest = self.sorted.get(self.compared..).unwrap_or_default();
        let beyond: Vec<Group> = rest.iter().filter(|group| group.version > head).copied().collect();
        for group in beyond {
            self.rows_fault((group.table, group.year), group.version, false, RowsChange::Added);
        }
    }

    /// The end of a chain, against its head and the exported one.
    fn end(&mut self, book: Book, chain: Chain, head: Option<&Told>) {
        let exported = self.exported.as_ref().map(|exported| match book {
            Book::Audit => (exported.version.0, exported.hash),
            Book::Trail => (exported.views, exported.views_hash),
        });
        let watched = chain.watched().map(<[u8]>::to_vec);
        let Some(head) = head else {
            self.fault(Fault::NoHead(book));
            let none = Told { number: 0, at: 0, hash: crate::audit::GENESIS.to_vec(), key: None };
            // Without a head every entry is one too many; only what is wrong with the entries themselves is told.
            let surplus = |fault: &(i64, _)| fault.0 == 1 && matches!(fault.1, crate::AuditFault::Surplus);
            for (number, fault) in chain.finish(&none).into_iter().filter(|fault| !surplus(fault)) {
                self.fault(Fault::Entry { book, number, fault });
            }
            return;
        };
        if let Some((number, hash)) = exported.filter(|(number, _)| *number > 0) {
            if head.number < number {
                self.fault(Fault::Cut { book, exported: number, found: head.number });
            } else if watched.as_deref() != Some(&hash[..]) {
                self.fault(Fault::Replaced { book, number });
            }
        }
        for (number, fault) in chain.finish(head) {
            self.fault(Fault::Entry { book, number, fault });
        }
    }
}

fn next_row<'p>(rest: &mut &'p [u8]) -> Option<(i64, i32, &'p [u8])> {
    let (start, after) = rest.split_at_checked(16)?;
    let version = i64::from_be_bytes(start.get(..8)?.try_into().ok()?);
    let year = i32::from_be_bytes(start.get(8..12)?.try_into().ok()?);
    let length = u32::from_be_bytes(start.get(12..)?.try_into().ok()?);
    let (row, after) = after.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some((version, year, row))
}

/// Which tables and years differ between two digests of rows.
fn differences(found: &[u8], written: &[u8]) -> Vec<(u8, i32, RowsChange)> {
    let (found, written) = (parts(found).unwrap_or_default(), parts(written).unwrap_or_default());
    let has = |all: &[(u8, i32, &[u8])], part: &(u8, i32, &[u8])| {
        all.iter().find(|other| (other.0, other.1) == (part.0, part.1)).map(|other| other.2 == part.2)
    };
    let mut differences: Vec<_> = found
        .iter()
        .filter_map(|part| match has(&written, part) {
            Some(true) => None,
            Some(false) => Some((part.0, part.1, RowsChange::Changed)),
            None => Some((part.0, part.1, RowsChange::Added)),
        })
        .collect();
    let removed = written.iter().filter(|part| has(&found, part).is_none());
    differences.extend(removed.map(|part| (part.0, part.1, RowsChange::Removed)));
    differences.sort_by_key(|difference| (difference.0, difference.1));
    differences
}
