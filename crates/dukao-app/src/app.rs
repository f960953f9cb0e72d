//! The application: a house with a store, a clock and a shelf of snapshots, and the app as one caller has it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use dukao_core::framework::{Framework, Frequency};
use dukao_core::ledger::{Book, Measure, Origin, Row, RowKey, Symbol, Version};
use dukao_core::period::Month;
use dukao_core::rights::{Caller, CallerKind, Right, Sight};
use dukao_store::{Actor, Micros, Region, RegionId, Store};
use jiff::civil::Date;

use crate::audit::KeyPlace;
use crate::clock::{Clock, date_of, end_of_day};
use crate::people::{People, Registry};
use crate::shelf::{Shelf, Snapshot};
use crate::{AppError, clock};

/// Memory for resident tables when nothing else is said.
const DEFAULT_CACHE_MB: usize = 256;

/// As of when the data is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// A version.
    Version(i64),
    /// The last version committed by the end of a day.
    Date(Date),
}

/// A region's data with everything a view says about it.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The region.
    pub region: Region,
    /// The data.
    pub snapshot: Snapshot,
    /// The day that counts as today.
    pub today: Date,
    /// When the version was committed.
    pub committed_at: Micros,
    /// Whether an earlier version was asked for.
    pub earlier: bool,
    /// What of it the caller may see; `snapshot` holds nothing else.
    pub(crate) sight: Sight,
    /// All of it, where the caller may not see all: what a figure is held against before it is shown.
    pub(crate) whole: Option<Arc<Book>>,
}

/// What runs: one for all callers.
pub struct House {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shelf: Shelf,
    /// The imported file that was looked at last, by the SM3 of its bytes.
    pub(crate) opened: Mutex<Option<OpenedFile>>,
    /// The findings of versions that were looked at.
    pub(crate) found: crate::findings::Found,
    /// Where the key of the audit is.
    pub(crate) keys: crate::audit::KeyPlace,
    /// Books cut down to what somebody may see.
    pub(crate) cut: crate::sight::CutBooks,
    /// What is shared of people.
    registry: Registry,
}

/// The application as one caller has it: every act and every view asks for a right first ([`App::permit`]).
#[derive(Clone)]
pub struct App {
    house: Arc<House>,
    pub(crate) caller: Arc<Caller>,
}

impl std::ops::Deref for App {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

/// An imported file as it was read again, and the SM3 of its bytes.
pub(crate) type OpenedFile = ([u8; 32], Arc<dukao_office::grid::Book>);

impl std::fmt::Debug for App {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("App").field("caller", &self.caller.name).finish_non_exhaustive()
    }
}

/// The operator when nothing names him.
const OPERATOR: &str = "本机";

impl House {
    /// The application as `caller` has it.
    pub fn called_by(self: &Arc<Self>, caller: Caller) -> App {
        App { house: Arc::clone(self), caller: Arc::new(caller) }
    }

    /// People as `caller` has them.
    pub fn people(&self, caller: Caller) -> People<'_> {
        People::new(&self.store, self.clock.as_ref(), &self.registry, caller)
    }

    /// Somebody of whom nothing is known: he may sign in.
    pub fn nobody(&self) -> Caller {
        Caller::person("", "未登录", &[], date_of(self.clock.now()))
    }

    /// The store, for maintenance commands and tests.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The present moment by the clock that was given.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }
}

impl App {
    /// Opens the database at `url` (a path, `sqlite:…` or `postgres://…`) as the local operator.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open(url: &str, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        Self::open_with_cache(url, clock, DEFAULT_CACHE_MB).await
    }

    /// The same with a limit for resident tables in MiB.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn open_with_cache(url: &str, clock: Arc<dyn Clock>, cache_mb: usize) -> Result<Self, AppError> {
        Self::open_with(url, clock, cache_mb, None).await
    }

    /// The same with a key file that is named. Where none is, neither here nor by the variable
    /// [`crate::audit::KEY_VARIABLE`], it is the database file's name with `.key` behind it; a
    /// server's database without one is left as it is: read, and not written when it is keyed. A key file that is not
    /// there is made when the database has no keyed entry yet.
    ///
    /// # Errors
    /// When the database cannot be opened, or nothing is keyed yet and the key file cannot be read or made.
    pub async fn open_with(
        url: &str,
        clock: Arc<dyn Clock>,
        cache_mb: usize,
        key_file: Option<&Path>,
    ) -> Result<Self, AppError> {
        let store = Store::open(url).await?;
        let (store, keys) = KeyPlace::of(url, key_file).open(store, clock.now()).await?;
        let house = House {
            store,
            keys,
            clock,
            shelf: Shelf::new(cache_mb.saturating_mul(1 << 20)),
            opened: Mutex::default(),
            found: crate::findings::Found::default(),
            cut: crate::sight::CutBooks::default(),
            registry: Registry::default(),
        };
        Ok(Arc::new(house).called_by(Caller::operator(OPERATOR)))
    }

    /// The same application for somebody else.
    #[must_use]
    pub fn called_by(&self, caller: Caller) -> Self {
        self.house.called_by(caller)
    }

    /// What all callers share.
    pub fn house(&self) -> &Arc<House> {
        &self.house
    }

    /// People as the caller has them.
    pub fn people(&self) -> People<'_> {
        self.house.people(self.caller.as_ref().clone())
    }

    /// Who calls.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Who calls, for the audit.
    pub(crate) fn actor(&self) -> Actor {
        let caller = &self.caller;
        let id = match caller.kind {
            CallerKind::Operator | CallerKind::Program => caller.name.clone(),
            // The number is never given again; the name is what he was called then.
            CallerKind::Person => format!("{} {}", caller.account, caller.name),
        };
        Actor { kind: caller.kind.key().to_owned(), id }
    }

    /// The regions in which the caller has a post; all of them for the operator.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn regions(&self) -> Result<Vec<Region>, AppError> {
        let mut regions = self.store.regions().await?;
        regions.retain(|region| self.caller.knows(&region.code));
        Ok(regions)
    }

    /// The region with this code; the only one when none is named.
    ///
    /// # Errors
    /// When there is none, or more than one and none is named.
    pub async fn region(&self, code: Option<&str>) -> Result<Region, AppError> {
        if let Some(code) = code {
            // The database takes no such text: there is no region of that name.
            if code.is_empty() || code.contains('\0') {
                return Err(AppError::UnknownRegion(code.replace('\0', "")));
            }
            let found = self.store.region_by_code(code).await?.filter(|region| self.caller.knows(&region.code));
            return found.ok_or_else(|| AppError::UnknownRegion(code.to_owned()));
        }
        let mut regions = self.regions().await?;
        match regions.len() {
            0 => Err(AppError::NoRegion),
            1 => regions.pop().ok_or(AppError::NoRegion),
            _ => Err(AppError::ManyRegions(
                regions.iter().take(8).map(|region| region.code.as_str()).collect::<Vec<_>>().join("、"),
            )),
        }
    }

    /// Creates a region without data.
    ///
    /// # Errors
    /// When the code is taken or the store fails.
    pub async fn create_region(&self, code: &str, name: &str) -> Result<RegionId, AppError> {
        self.permit_house(Right::KeepHouse)?;
        let detail = serde_json::json!({ "code": code, "name": name }).to_string();
        let audit = dukao_store::AuditEntry { act: "region.create".to_owned(), subject: Some(code.to_owned()), detail };
        let (region, _) = self
            .store
            .create_region(code, name, self.actor(), self.clock.now(), audit)
            .await
            .map_err(AppError::Write)?;
        Ok(region)
    }

    /// The data of a region as of a moment.
    ///
    /// # Errors
    /// When the region or version does not exist, the caller may see nothing of it, or the store fails.
    pub async fn moment(&self, region: Option<&str>, as_of: Option<AsOf>) -> Result<Moment, AppError> {
        self.moment_for(Right::SeeFigures, region, as_of).await
    }

    /// The same, as far as `right` lets the caller see it.
    pub(crate) async fn moment_for(
        &self,
        right: Right,
        region: Option<&str>,
        as_of: Option<AsOf>,
    ) -> Result<Moment, AppError> {
        let region = self.region_with(right, region).await?;
        let snapshot = match as_of {
            None => self.shelf.head(&self.store, region.id).await?,
            Some(as_of) => {
                let version = self.version_of(region.id, as_of).await?;
                self.shelf.as_of(&self.store, region.id, version).await?
            }
        };
        let version = snapshot.book.version;
        let committed_at = self.committed_at(region.id, version).await?;
        // An earlier answer stays as it was: its today is its own day, whatever the clock says now.
        let today = match as_of {
            Some(AsOf::Date(date)) => date.min(self.today(&snapshot)),
            Some(AsOf::Version(_)) => date_of(committed_at),
            None => self.today(&snapshot),
        };
        let (sight, snapshot, whole) = self.seen(right, &region, snapshot, today)?;
        Ok(Moment { region, snapshot, today, committed_at, earlier: as_of.is_some(), sight, whole })
    }

    /// The day that counts as today: the demonstration's own, else the clock's.
    pub(crate) fn today(&self, snapshot: &Snapshot) -> Date {
        let fixed = snapshot.setting("today").and_then(|text| text.parse().ok());
        fixed.unwrap_or_else(|| date_of(self.clock.now()))
    }

    async fn version_of(&self, region: RegionId, as_of: AsOf) -> Result<Version, AppError> {
        let head = self.store.head(region).await?.version.0;
        match as_of {
            AsOf::Version(asked) if asked > head || asked < 1 => Err(AppError::UnknownVersion { asked, head }),
            AsOf::Version(asked) => Ok(Version(asked)),
            AsOf::Date(date) => Ok(Version(self.store.version_at(region, end_of_day(date)).await?.0)),
        }
    }

    async fn committed_at(&self, region: RegionId, version: Version) -> Result<Micros, AppError> {
        let before = dukao_store::Version(version.0.saturating_sub(1));
        let rows = self.store.audit(region, before, 1).await?;
        Ok(rows.first().map_or(Micros(0), |row| row.at))
    }
}

impl Moment {
    /// All there is, whoever asks: which month is shown does not depend on who looks.
    fn everything(&self) -> &Book {
        self.whole.as_deref().unwrap_or(&self.snapshot.book)
    }

    /// The year and month shown when none is asked for: the latest month of the latest year that has been
    /// reported; before the first report, the framework's own year and the last month that has ended.
    pub fn latest_period(&self) -> Option<(i16, Month)> {
        let book = self.everything();
        let reported = book.frameworks.keys().rev().find_map(|year| Some((*year, self.latest_month(*year)?)));
        reported.or_else(|| {
            let year = *book.frameworks.keys().next_back()?;
            let ended = u8::try_from(self.today.month() - 1).ok().and_then(Month::new);
            let month = if self.today.year() == year { ended.or(Month::new(1))? } else { Month::DECEMBER };
            Some((year, month))
        })
    }

    /// The latest month of `year` that has been reported: one for which the region's own figures are at
    /// least half as many as in its fullest month, so that a first flash figure does not turn every page
    /// to a month of which nothing else is known. Without own figures, any unit's count.
    pub fn latest_month(&self, year: i16) -> Option<Month> {
        let book = self.everything();
        let own = book.organisation.own().and_then(|unit| book.symbols.symbol(&unit.code));
        let monthly = |indicator: Symbol| {
            let code = book.symbols.code(indicator);
            let found = code.and_then(|code| book.framework(year)?.get(code));
            found.is_none_or(|indicator| indicator.frequency == Frequency::Monthly)
        };
        let own_rows = || own.into_iter().flat_map(|own| self.own_rows(year, own));
        latest_full(&counts(own_rows().filter(|(key, _)| monthly(key.indicator))))
            .or_else(|| latest_full(&counts(own_rows())))
            .or_else(|| latest_full(&counts(self.all_rows(year))))
    }

    /// The last month of `year` of which any figure is there: a first flash figure is not where a page
    /// opens, but one must be able to go and see it.
    pub fn last_month(&self, year: i16) -> Option<Month> {
        counts(self.all_rows(year)).into_keys().next_back()
    }

    fn all_rows(&self, year: i16) -> impl Iterator<Item = (&RowKey, &Row)> {
        self.everything().tables.get(&year).into_iter().flat_map(|table| table.rows())
    }

    /// The region's own rows of the indicators of a year.
    fn own_rows(&self, year: i16, own: Symbol) -> impl Iterator<Item = (&RowKey, &Row)> {
        let book = self.everything();
        let indicators = book.framework(year).into_iter().flat_map(Framework::iter);
        let known = indicators.filter_map(|indicator| book.symbols.symbol(&indicator.code));
        known
            .zip(std::iter::repeat(book.tables.get(&year)))
            .flat_map(move |(indicator, table)| table.into_iter().flat_map(move |table| table.rows_of(indicator, own)))
    }

    /// When the version was committed, in words.
    pub fn committed_in_words(&self) -> String {
        clock::in_words(self.committed_at)
    }
}

/// The name of whoever acted, without his number.
pub(crate) fn name_of(actor: &Actor) -> &str {
    let person = (actor.kind == CallerKind::Person.key()).then_some(actor.id.as_str());
    person.and_then(|id| id.split_once(' ')).map_or(actor.id.as_str(), |(_, name)| name)
}

/// How many rows have a figure in each month.
fn counts<'a>(rows: impl Iterator<Item = (&'a RowKey, &'a Row)>) -> BTreeMap<Month, usize> {
    let counted = [Measure::Cumulative, Measure::Month, Measure::Completion, Measure::Done];
    let mut counts = BTreeMap::new();
    for (_, row) in rows.filter(|(key, _)| key.origin == Origin::Claimed && counted.contains(&key.measure)) {
        for (month, _) in row.cells() {
            *counts.entry(month).or_insert(0) += 1;
        }
    }
    counts
}

/// The latest month with at least half as many as the fullest.
fn latest_full(counts: &BTreeMap<Month, usize>) -> Option<Month> {
    let fullest = counts.values().copied().max()?;
    counts.iter().rev().find(|(_, count)| **count * 2 >= fullest).map(|(month, _)| *month)
}
