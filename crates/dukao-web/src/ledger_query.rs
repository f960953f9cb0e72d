//! What the ledger is filtered and sorted by, read from the address and written back into links.

use dukao_app::view::{Group, Row};
use dukao_core::framework::Light;
use dukao_core::number::Rational;

use crate::error::WebError;
use crate::query::Visit;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    Light(Light),
    /// With new shortfall this month.
    New,
    /// Behind by any gap.
    Behind,
    /// Warned by the superior.
    Warned,
    /// On pace or ahead.
    OnPace,
    /// Behind by pace.
    BehindPace,
    /// Behind a target that is not measured by pace.
    BehindTarget,
    /// In the first three places.
    FirstThree,
    /// Below the fifth place.
    BelowFifth,
    /// In the last three places.
    LastThree,
}

impl Show {
    /// Whether the row is shown.
    pub(crate) fn keeps(self, row: &Row) -> bool {
        match self {
            Self::Light(light) => row.standing.light == light,
            Self::New => row.new_shortfall,
            Self::Behind => row.standing.behind,
            Self::Warned => row.indicator.warned,
            Self::OnPace => row.standing.on_pace,
            Self::BehindPace => row.is_behind_pace(),
            Self::BehindTarget => row.standing.behind && !row.is_behind_pace(),
            Self::FirstThree => row.is_in_first_three(),
            Self::BelowFifth => row.is_below_fifth(),
            Self::LastThree => row.is_in_last_three(),
        }
    }
}

/// The words of `show=`.
pub(crate) const SHOW: [(&str, Show); 14] = [
    ("lagging", Show::Light(Light::Lagging)),
    ("slow", Show::Light(Light::Slow)),
    ("normal", Show::Light(Light::Normal)),
    ("unreported", Show::Light(Light::Unreported)),
    ("not_judged", Show::Light(Light::NotJudged)),
    ("new", Show::New),
    ("behind", Show::Behind),
    ("warned", Show::Warned),
    ("on_pace", Show::OnPace),
    ("behind_pace", Show::BehindPace),
    ("behind_target", Show::BehindTarget),
    ("first_three", Show::FirstThree),
    ("below_fifth", Show::BelowFifth),
    ("last_three", Show::LastThree),
];

/// Columns that sort, with the figure they sort by; the gap the light rests on has no single figure.
pub(crate) const SORTS: [&str; 9] =
    ["target", "month", "cumulative", "growth", "completion", "gap", "shortfall", "remaining_monthly", "rank"];

/// Filter and order of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LedgerQuery {
    pub(crate) show: Option<Show>,
    pub(crate) lead: Option<String>,
    pub(crate) search: Option<String>,
    pub(crate) sort: Option<&'static str>,
    pub(crate) ascending: bool,
    pub(crate) loose: bool,
}

impl LedgerQuery {
    pub(crate) fn of(visit: &Visit) -> Result<Self, WebError> {
        let sorts = SORTS.map(|key| (key, key));
        Ok(Self {
            show: visit.one_of("show", &SHOW)?,
            lead: visit.value("lead")?.map(str::to_owned),
            search: visit.value("q")?.map(str::to_owned),
            sort: visit.one_of("sort", &sorts)?,
            ascending: visit.one_of("dir", &[("asc", true), ("desc", false)])?.unwrap_or(false),
            loose: visit.one_of("density", &[("loose", true), ("tight", false)])?.unwrap_or(false),
        })
    }

    /// The parameters of the address.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, &str)> {
        let show = self.show.and_then(|show| SHOW.iter().find(|(_, own)| *own == show)).map(|(word, _)| *word);
        vec![
            ("show", show.unwrap_or_default()),
            ("lead", self.lead.as_deref().unwrap_or_default()),
            ("q", self.search.as_deref().unwrap_or_default()),
            ("sort", self.sort.unwrap_or_default()),
            ("dir", if self.sort.is_some() && self.ascending { "asc" } else { "" }),
            ("density", if self.loose { "loose" } else { "" }),
        ]
    }

    fn keeps(&self, row: &Row) -> bool {
        let shown = self.show.is_none_or(|show| show.keeps(row));
        let led = self.lead.as_deref().is_none_or(|lead| row.indicator.lead_unit_code.as_deref() == Some(lead));
        shown && led && self.search.as_deref().is_none_or(|text| matches(row, text))
    }

    /// The groups with only what is wanted; without groups when a column sorts.
    pub(crate) fn apply(&self, groups: Vec<Group>) -> Vec<Group> {
        let mut groups: Vec<Group> = groups
            .into_iter()
            .map(|group| Group { rows: group.rows.iter().filter(|row| self.keeps(row)).cloned().collect(), ..group })
            .filter(|group| !group.rows.is_empty())
            .collect();
        let Some(sort) = self.sort else { return groups };
        let mut rows: Vec<Row> = groups.drain(..).flat_map(|group| group.rows).collect();
        rows.sort_by(|left, right| match (value(left, sort), value(right, sort)) {
            (Some(left), Some(right)) if self.ascending => left.cmp(&right),
            (Some(left), Some(right)) => right.cmp(&left),
            (left, right) => right.is_some().cmp(&left.is_some()),
        });
        if rows.is_empty() {
            return Vec::new();
        }
        vec![Group { category: String::new(), points: String::new(), counts: dukao_app::view::Counts::default(), rows }]
    }
}

fn value(row: &Row, sort: &str) -> Option<Rational> {
    if sort == "gap" {
        return row.gap.clone();
    }
    let shown = row.figure(sort)?;
    Rational::from_texts(shown.numerator.as_deref()?, shown.denominator.as_deref()?)
}

fn matches(row: &Row, text: &str) -> bool {
    let wanted = text.to_lowercase();
    let own = &row.indicator;
    let fields = [Some(own.name.as_str()), Some(own.code.as_str()), own.scope.as_deref(), own.lead_unit.as_deref()];
    fields.into_iter().flatten().any(|field| field.to_lowercase().contains(&wanted))
}
