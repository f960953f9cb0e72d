//! Assessment: what a scheme gives to each unit, every hundredth of a point opened.

mod explain;
mod ledger;
mod outline;
mod replay;
mod scheme_file;
mod score;
mod table;

pub use explain::{ExplainedEntry, ExplainedInput, Explanation, explain};
pub use ledger::{LedgerExplanation, LedgerReplay, LedgerScore};
pub use outline::{Outline, OutlineLine, outline};
pub use replay::{Replay, ReplayLine, Side, ThroughLine, replay};
pub use scheme_file::{CaseLineView, CaseView, CasesView, PlainTable, SchemeFile};
pub use score::{ClassScores, EntryHead, EntryLine, EventLine, PointsShown, SchemeRef, ScoreView, UnitLine, score};
pub use table::{file, remarks_of, tables};
