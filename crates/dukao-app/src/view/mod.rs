//! Views: what the command line prints, the pages show and JSON carries, as plain data.

mod across;
mod annex;
mod asked;
mod basis;
mod check;
mod facts;
mod files;
mod front;
mod history;
mod imported;
mod indicator;
mod ledger;
mod ranking;
mod rules;
mod sentence;
mod shown;
mod trace;
mod unit;

pub use across::{Across, OF_PARTS, PartitionRow};
pub use annex::{Annex1, Annex1Group, Annex1Row, Annex2, Annex2Block, Annex2Row};
pub use asked::Asked;
pub use basis::{Basis, Choice, Choices};
pub use check::{Explanation, FindingCounts, FindingFilter, FindingView, FindingsView, ListedFinding};
pub use files::{FileView, ImportedFile, SourceCell, SourceRow, SourceView};
pub use front::{DueItem, Front, FrontBehind, FrontMoves, FrontNew, FrontRank, PlaceBefore};
pub(crate) use history::said;
pub use imported::{Imported, NamedFile, TakenBack, VersionView};
pub use indicator::{ChartPoint, HistoryRow, IndicatorPage, MonthRow, ShareRow};
pub use ledger::{Counts, Group, IndicatorRef, Ledger, Row, Standing};
pub use ranking::{RankRow, RankingView, basis_words};
pub use rules::{RuleRow, RulesView};
pub use sentence::Piece;
pub use shown::{Shown, Status};
pub use trace::{SourcePlace, TraceBy, TraceInput, TraceView};
pub use unit::{UnitPage, UnitRef, UnitRow};
