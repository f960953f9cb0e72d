//! A stored figure.

use crate::act::Place;
use crate::ids::{SheetId, Version, WordId};

/// One figure as it is stored; 96 bytes, no allocation. Word ids resolve through the region's dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The act that brought it.
    pub version: Version,
    /// Its place in that act.
    pub seq: i32,
    /// Code of the indicator.
    pub indicator: WordId,
    /// Code of the unit.
    pub unit: WordId,
    /// The period.
    pub period: i32,
    /// Which figure of the indicator.
    pub measure: WordId,
    /// Known, missing, masked …
    pub state: i16,
    /// Digits without the point.
    pub mantissa: Option<i64>,
    /// How many of them stand behind the point.
    pub scale: i16,
    /// Unit of measure as it was written.
    pub unit_of_measure: Option<WordId>,
    /// What span the figure covers.
    pub span: i16,
    /// Expected, flash, final.
    pub firmness: i16,
    /// Draft, submitted, reviewed, certified.
    pub standing: i16,
    /// How it came in.
    pub origin: i16,
    /// The cell it came from.
    pub place: Option<Place<SheetId>>,
    /// A remark.
    pub note: Option<WordId>,
}
