//! Random books: every kind of indicator with whatever cells.

use proptest::prelude::*;

use crate::framework::{Direction, Frequency, Goal, PacePoint, PaceProfile, PriceBasis, ValueKind};
use crate::ledger::{Book, Measure};
use crate::testing::{BookBuilder, OWN, decimal, month, stage};

/// The units of every random book: the district, its city, a peer, two streets.
pub(super) const UNITS: [&str; 5] = [OWN, "C00", "Q01", "S01", "S02"];

/// What a random cell says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    pub(super) unit: usize,
    pub(super) year: i16,
    pub(super) month: u8,
    pub(super) measure: Measure,
    pub(super) text: String,
    pub(super) wan: bool,
}

/// A random book before it is built.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    pub(super) kind: ValueKind,
    frequency: Frequency,
    flags: (bool, bool, bool, bool),
    constant: bool,
    pace: u8,
    goal: Goal,
    floor: i64,
    pub(super) cells: Vec<Said>,
}

impl Recipe {
    /// The book with `cells`.
    pub(super) fn book(&self) -> Book {
        let (down, late, joint, paired) = self.flags;
        let unit = self.unit(false);
        let mut builder = BookBuilder::new(2018)
            .peers(&["Q01"])
            .streets(&["S01", "S02"])
            .indicator_with("G", ValueKind::Growth, "%", |indicator| indicator.price = self.price())
            .indicator_with("I", self.kind, unit, |indicator| {
                indicator.frequency = self.frequency;
                indicator.price = self.price();
                indicator.direction = if down { Direction::Down } else { Direction::Up };
                (indicator.late_month, indicator.joint_january) = (late, joint);
                indicator.pair = paired.then(|| "G".to_owned());
            });
        for (place, holder) in UNITS.into_iter().enumerate().filter(|(place, _)| *place < 4) {
            let floor = (self.floor + i64::try_from(place).unwrap()).to_string();
            let unit = self.unit(place % 2 == 1);
            builder = builder.target_with("I", holder, self.goal.clone(), &floor, unit, |target| {
                target.pace = self.profile();
                target.stages = vec![stage("2018年上半年", "40"), stage("2018年", "100")];
            });
        }
        self.cells
            .iter()
            .fold(builder, |builder, said| {
                let period = format!("{}-{:02}", said.year, said.month);
                let unit = if said.measure.in_indicator_unit() { self.unit(said.wan) } else { "%" };
                builder.figure("I", UNITS[said.unit], &period, said.measure, &said.text, unit)
            })
            .figure("G", OWN, "2018-06", Measure::Cumulative, "7.5", "%")
            .build()
    }

    fn price(&self) -> PriceBasis {
        if self.constant { PriceBasis::Constant } else { PriceBasis::Current }
    }

    fn unit(&self, wan: bool) -> &'static str {
        match self.kind {
            ValueKind::Growth | ValueKind::Ratio => "%",
            ValueKind::Rank => "位",
            _ if wan => "万元",
            _ => "亿元",
        }
    }

    fn profile(&self) -> PaceProfile {
        let point = |number, share| PacePoint { month: month(number), share: decimal(share) };
        match self.pace {
            0 => PaceProfile::Even,
            1 => PaceProfile::LastYear,
            2 => PaceProfile::WorkingDays,
            3 => PaceProfile::Staged(vec![point(4, "0.3"), point(12, "1")]),
            _ => PaceProfile::Typed(
                (1..=12).map(|number| point(number, if number == 12 { "1" } else { "0.6" })).collect(),
            ),
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => (-200_i64..5000, 0_u8..3).prop_map(|(mantissa, scale)| crate::number::Decimal::new(mantissa, scale).unwrap().to_string()),
        1 => Just("0".to_owned()),
        1 => Just("—".to_owned()),
        1 => Just("×".to_owned()),
        1 => Just("不可比".to_owned()),
    ]
}

fn said() -> impl Strategy<Value = Said> {
    let measure = prop::sample::select(vec![
        Measure::Cumulative,
        Measure::Cumulative,
        Measure::Month,
        Measure::Month,
        Measure::CumulativeBase,
        Measure::CumulativeGrowth,
        Measure::Completion,
        Measure::StageCompletion,
        Measure::Rank,
        Measure::LastYearRank,
    ]);
    (0..UNITS.len(), 2015_i16..=2018, 1_u8..=12, measure, text(), any::<bool>())
        .prop_map(|(unit, year, month, measure, text, wan)| Said { unit, year, month, measure, text, wan })
}

/// Cells at random, and beside them whole series, so that most figures exist and many can be had in two ways:
/// printed and summed, published and computed.
fn cells() -> impl Strategy<Value = Vec<Said>> {
    let regular = [Measure::Cumulative, Measure::Month, Measure::CumulativeBase, Measure::CumulativeGrowth];
    let any_series = (0..UNITS.len(), 2016_i16..=2018, prop::sample::select(regular.to_vec()));
    let own_series = prop::sample::subsequence(regular.to_vec(), 1..=4);
    let shape = (own_series, prop::collection::vec(any_series, 0..5))
        .prop_map(|(own, others)| own.into_iter().map(|measure| (0, 2018, measure)).chain(others).collect::<Vec<_>>());
    let values = prop::collection::vec((1_i64..400, any::<bool>()), 12 * 8);
    (shape, values, prop::collection::vec(said(), 0..40)).prop_map(|(shape, values, extra)| {
        let series = shape.into_iter().flat_map(|head| (1_u8..=12).map(move |month| (head, month)));
        let regular = series.zip(values).map(|(((unit, year, measure), month), (value, wan))| Said {
            unit,
            year,
            month,
            measure,
            text: value.to_string(),
            wan,
        });
        regular.chain(extra).collect()
    })
}

/// Any book.
pub(super) fn recipes() -> impl Strategy<Value = Recipe> {
    let kinds: Vec<ValueKind> = ValueKind::WORDS.iter().map(|(kind, _)| *kind).chain([ValueKind::Flow; 10]).collect();
    let goals: Vec<Goal> = Goal::WORDS.iter().map(|(goal, _)| goal.clone()).chain(vec![Goal::Amount; 8]).collect();
    let frequencies =
        vec![Frequency::Monthly, Frequency::Monthly, Frequency::Quarterly, Frequency::HalfYearly, Frequency::Annual];
    (
        prop::sample::select(kinds),
        prop::sample::select(frequencies),
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        any::<bool>(),
        0_u8..5,
        prop::sample::select(goals),
        -1_i64..500,
        cells(),
    )
        .prop_map(|(kind, frequency, flags, constant, pace, goal, floor, cells)| Recipe {
            kind,
            frequency,
            flags,
            constant,
            pace,
            goal,
            floor,
            cells,
        })
}
