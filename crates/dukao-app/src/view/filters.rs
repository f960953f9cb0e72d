//! The filters that were kept.

use super::basis::Settled;
use crate::selection::StoredFilter;

/// A filter that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFilter {
    /// Its name.
    pub name: String,
    /// What it wants.
    pub filter: StoredFilter,
    /// The same in words.
    pub words: String,
}

impl Settled {
    /// Those of the region, by their names.
    pub(crate) fn filters(&self) -> Vec<KeptFilter> {
        let kept = |(name, filter): (&String, &StoredFilter)| KeptFilter {
            name: name.clone(),
            words: filter.in_words(|code| self.unit_label(code)),
            filter: filter.clone(),
        };
        self.moment.snapshot.filters().iter().map(kept).collect()
    }
}
