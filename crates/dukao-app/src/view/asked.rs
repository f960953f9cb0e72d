//! What a view is asked for.

use dukao_core::ledger::Origin;

use crate::AsOf;

/// The common parameters of every view; `None` means the obvious one.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Region code.
    pub region: Option<String>,
    /// Assessment year.
    pub year: Option<i16>,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// As of when.
    pub as_of: Option<AsOf>,
    /// Unit code or name; the region itself when `None`.
    pub unit: Option<String>,
    /// Whose figures; ours when `None`.
    pub origin: Option<Origin>,
}
