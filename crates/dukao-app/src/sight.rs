//! What the caller may see of a region: the book cut down to it, and figures held against the whole.

use std::sync::{Arc, Mutex, PoisonError};

use dukao_core::ledger::Book;
use dukao_core::rights::{Denial, Right, Role, Sight, Why};
use dukao_store::{Region, RegionId};
use jiff::civil::Date;

use crate::shelf::Snapshot;
use crate::{App, AppError, fault};

/// How many cut books are kept: a county's offices and streets at one version.
const KEPT: usize = 64;

/// A region at a version, cut down to a sight.
type Key = (RegionId, i64, Sight);

/// The books that were cut last, least recently used first out.
#[derive(Debug, Default)]
pub(crate) struct CutBooks(Mutex<Vec<(Key, Arc<Book>)>>);

impl CutBooks {
    fn get(&self, key: Key, book: &Book) -> Arc<Book> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.iter().position(|(own, _)| *own == key) {
            let found = kept.remove(place);
            let cut = Arc::clone(&found.1);
            kept.push(found);
            return cut;
        }
        let cut = Arc::new(key.2.within(book));
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&cut)));
        cut
    }
}

impl App {
    /// What `right` lets the caller see of a region: how far, the data cut down to it, and the whole book where that is
    /// less than everything.
    pub(crate) fn seen(
        &self,
        right: Right,
        region: &Region,
        snapshot: Snapshot,
        today: Date,
    ) -> Result<(Sight, Snapshot, Option<Arc<Book>>), AppError> {
        let sight = Sight::of(&self.caller, right, &region.code, &snapshot.book.organisation, today);
        if sight.is_blind() {
            // Whoever has the right has it elsewhere; whoever has not is told who has.
            self.permit_in(right, region, &[], None)?;
            let roles = right.roles().filter(|role| *role != Role::Operator).collect();
            return Err(AppError::Denied(Denial { right, why: Why::Role(roles) }));
        }
        if sight.is_whole() || fault::on("sight") {
            return Ok((sight, snapshot, None));
        }
        let whole = Arc::clone(&snapshot.book);
        let cut = self.cut.get((region.id, whole.version.0, sight.clone()), &whole);
        Ok((sight, snapshot.with_book(cut), Some(whole)))
    }
}
