//! The application: a house with a store, a clock and a shelf of snapshots, and the app as one caller has it.

use std::path::Path;
use std::sync::{Arc, Mutex};

use dukao_core::ledger::{Book, Version};
use dukao_core::rights::{Caller, CallerKind, Right, Sight};
use dukao_store::{Actor, Micros, Region, RegionId, Store};
use jiff::civil::Date;

use crate::audit::KeyPlace;
use crate::clock::{Clock, date_of, end_of_day};
use crate::kept::Kept;
use crate::notes::Notes;
use crate::people::{People, Registry};
use crate::shelf::{Shelf, Snapshot};
use crate::trail::Recorder;
use crate::{AppError, fault};

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
    pub(crate) store: Arc<Store>,
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
    /// What was noted by hand.
    pub(crate) notes: Kept<Notes>,
    /// Writes the trail.
    pub(crate) recorder: Recorder,
}

/// The application as one caller has it: every act and every view asks for a right first.
#[derive(Clone)]
pub struct App {
    house: Arc<House>,
    pub(crate) caller: Arc<Caller>,
    /// The name of his session, where he has one.
    pub(crate) session: Option<Arc<str>>,
    /// Whether this is a command of the local operator, whose looks are noted.
    pub(crate) at_terminal: bool,
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
        App { house: Arc::clone(self), caller: Arc::new(caller), session: None, at_terminal: false }
    }

    /// People as `caller` has them.
    pub fn people(&self, caller: Caller) -> People<'_> {
        People::new(&self.store, self.clock.as_ref(), &self.registry, caller)
    }

    /// Somebody of whom nothing is known: he may sign in.
    pub fn nobody(&self) -> Caller {
        Caller::person("", "未登录", &[], date_of(self.clock.now()))
    }

    /// The day that the clock shows.
    pub fn today(&self) -> Date {
        date_of(self.clock.now())
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
        let store = Arc::new(store);
        let house = House {
            keys,
            clock,
            shelf: Shelf::new(cache_mb.saturating_mul(1 << 20)),
            opened: Mutex::default(),
            found: crate::findings::Found::default(),
            cut: crate::sight::CutBooks::default(),
            registry: Registry::default(),
            notes: Kept::default(),
            recorder: Recorder::start(Arc::clone(&store)),
            store,
        };
        Ok(Arc::new(house).called_by(Caller::operator(OPERATOR)))
    }

    /// The same application for somebody else.
    #[must_use]
    pub fn called_by(&self, caller: Caller) -> Self {
        self.house.called_by(caller)
    }

    /// The same in a session.
    #[must_use]
    pub fn in_session(self, session: Option<&str>) -> Self {
        Self { session: session.map(Arc::from), ..self }
    }

    /// The same, noting what the local operator looks at.
    #[must_use]
    pub(crate) fn noted(self) -> Self {
        Self { at_terminal: true, ..self }
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
        actor_of(&self.caller)
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
            let known = |region: &Region| fault::on("hidden_region") || self.caller.knows(&region.code);
            let found = self.store.region_by_code(code).await?.filter(known);
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
            Some(AsOf::Date(date)) => date.min(self.today_of(&snapshot)),
            Some(AsOf::Version(_)) => date_of(committed_at),
            None => self.today_of(&snapshot),
        };
        let (sight, snapshot, whole) = self.seen(right, &region, snapshot, today)?;
        Ok(Moment { region, snapshot, today, committed_at, earlier: as_of.is_some(), sight, whole })
    }

    /// The day that counts as today: the demonstration's own, else the clock's.
    pub(crate) fn today_of(&self, snapshot: &Snapshot) -> Date {
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

/// Who acts, for the audit.
pub(crate) fn actor_of(caller: &Caller) -> Actor {
    let id = match caller.kind {
        CallerKind::Operator | CallerKind::Program => caller.name.clone(),
        // The number is never given again; the name is what he was called then.
        CallerKind::Person => format!("{} {}", caller.account, caller.name),
    };
    Actor { kind: caller.kind.key().to_owned(), id }
}

/// The name of whoever acted, without his number.
pub(crate) fn name_of(actor: &Actor) -> &str {
    let person = (actor.kind == CallerKind::Person.key()).then_some(actor.id.as_str());
    person.and_then(|id| id.split_once(' ')).map_or(actor.id.as_str(), |(_, name)| name)
}
