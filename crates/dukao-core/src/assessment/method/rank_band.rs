//! F15 名次分档: points by bands of places.
//!
//! Rule (key-project award 2020): places 1–3 → 7, 4–6 → 5, 7–10 → 3, else 0. The points are absolute. The place is counted
//! inside the class unless it is given. Ties share the place: 1, 2, 2, 4.

use super::common::{ask, plain};
use super::{Example, InputSpec, Outcome, ParameterSpec, Points, Reader, Row, Spec, Terms};
use crate::number::{Number, Rational};
use crate::progress::{Derived, Relation};

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "F15",
    name: "名次分档",
    formula: "名次落在哪一档就得该档的分，各档之外得“其余”",
    inputs: &[InputSpec::one("实绩", "用来排名的数；“依据: 名次”时就是名次本身")],
    parameters: &[
        ParameterSpec::required("档", "各档名次和分数，如 {1-3: 7, 4-6: 5, 7-10: 3}；从第1名起，不重叠、不间断"),
        ParameterSpec::optional("其余", "各档之外得几分，不写为0"),
        ParameterSpec::optional("依据", "数值（按实绩在同类中排名，不写就是它）、名次（实绩已是名次）"),
    ],
    edges: &[("并列", "同名次同分（1、2、2、4）"), ("缺报的单位", "不得分，也不占名次"), ("越低越好", "最低的第1名")],
    mirrored: true,
    example: Example {
        full: "7",
        parameters: "档: {1-3: 7, 4-6: 5, 7-10: 3}, 依据: 名次",
        units: &["实绩 1", "实绩 3", "实绩 4", "实绩 6", "实绩 7", "实绩 10", "实绩 11"],
        points: &["7", "7", "5", "5", "3", "3", "0"],
    },
};

/// One band of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// First place of the band.
    pub first: i64,
    /// Last place of the band.
    pub last: i64,
    /// What it gives.
    pub points: Rational,
}

/// Points by bands of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankBand {
    /// The bands, from the first place on, without gaps.
    pub bands: Vec<Band>,
    /// What is given beyond the last band.
    pub rest: Rational,
    /// Whether the input is the place itself.
    pub given: bool,
}

impl RankBand {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let bands = read_bands(reader);
        let rest = reader.number_or("其余", Rational::zero());
        let given = reader.choice("依据", &[("数值", false), ("名次", true)]);
        let (bands, rest) = (bands?, rest?);
        if bands.last().is_some_and(|last| last.points < rest) {
            reader.refuse("其余", "“其余”的分数高于最后一档", "名次靠后的分数不应更高");
            return None;
        }
        Some(Self { bands, rest, given: given? })
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        super::placed(terms, rows, self.given, |place| Points::plain(self.of(terms, place)))
    }

    fn of<N: Derived>(&self, terms: &Terms<'_, N>, place: &N) -> N {
        let mut beyond = N::integer(0);
        for band in &self.bands {
            let last = terms.number("本档末位", &Rational::integer(band.last), "位");
            let (inside, relation) = ask(place, Relation::AtMost, &last);
            if inside {
                let first = terms.number("本档首位", &Rational::integer(band.first), "位");
                let points = terms.number("本档得分", &band.points, "分");
                return points.because(place, Relation::AtLeast, &first).because(place, relation, &last);
            }
            beyond = last;
        }
        terms.number("其余得分", &self.rest, "分").because(place, Relation::Greater, &beyond)
    }
}

const HOW: &str = "写成 {1-3: 7, 4-6: 5}";

fn read_bands(reader: &mut Reader<'_>) -> Option<Vec<Band>> {
    let table = reader.table("档")?;
    let mut bands: Vec<Band> = Vec::new();
    let mut right = true;
    for (key, points) in table {
        let Some((first, last)) = places(&key) else {
            reader.refuse("档", format!("“{key}”不是名次"), HOW);
            right = false;
            continue;
        };
        let before = bands.last().map_or(0, |band| band.last);
        let problem = if last < first {
            Some((format!("“{key}”前后颠倒"), format!("写成 {last}-{first}")))
        } else if first <= before {
            Some((format!("“{key}”与前一档重叠，或没有按名次从前到后写"), HOW.to_owned()))
        } else if first > before.saturating_add(1) {
            let missing = before.saturating_add(1);
            Some((format!("“{key}”之前缺第{missing}名的分数"), "各档应从第1名起不间断".to_owned()))
        } else if bands.last().is_some_and(|band| band.points < points) {
            Some((format!("“{key}”得{}分，比前一档高", plain(&points)), "名次靠后的分数不应更高".to_owned()))
        } else {
            None
        };
        if let Some((message, hint)) = problem {
            reader.refuse("档", message, hint);
            right = false;
        }
        bands.push(Band { first, last, points });
    }
    right.then_some(bands)
}

/// `4-6` or `4`, from 1 on.
fn places(text: &str) -> Option<(i64, i64)> {
    let number = |text: &str| text.trim().parse::<i64>().ok().filter(|place| (1..=100_000).contains(place));
    match text.split_once(['-', '–', '—', '~', '～', '至']) {
        Some((first, last)) => Some((number(first)?, number(last)?)),
        None => number(text).map(|place| (place, place)),
    }
}
