//! What every page shares: masthead, navigation, foot, and the addresses that keep the chosen period.

use dukao_app::rights::{Caller, Right};
use dukao_app::view::{Basis, Choices, Row};
use dukao_core::ledger::Origin;

use crate::door::Signed;
use crate::link::address;
use crate::query::Visit;
use crate::theme::Theme;

/// Which entry of the navigation is current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Front,
    Ledger,
    Peers,
    Units,
    Annex,
    Findings,
    Files,
    Import,
    Instructions,
    Interference,
    People,
    Regions,
    Policy,
    Audit,
    Rights,
    Me,
    None,
}

/// What one must be able to do for an entry to be there.
#[derive(Debug, Clone, Copy)]
enum Needs {
    /// The right, however far it reaches.
    Any(Right),
    /// The right over a whole region.
    Whole(Right),
    /// The right, but over no whole region.
    Part(Right),
}

/// Only what exists.
const NAVIGATION: &[(Place, &str, &str, Needs)] = &[
    (Place::Front, "/", "总览", Needs::Whole(Right::SeeFigures)),
    (Place::Units, "/", "本单位", Needs::Part(Right::SeeFigures)),
    (Place::Ledger, "/ledger", "指标台账", Needs::Any(Right::SeeFigures)),
    (Place::Peers, "/peers", "位次", Needs::Whole(Right::SeeFigures)),
    (Place::Units, "/units", "单位", Needs::Whole(Right::SeeFigures)),
    (Place::Annex, "/annex/1", "附表", Needs::Whole(Right::SeeFigures)),
    (Place::Findings, "/findings", "核对", Needs::Any(Right::SeeFindings)),
    (Place::Files, "/files", "文件", Needs::Whole(Right::SeeSources)),
    (Place::Import, "/import", "导入", Needs::Any(Right::Import)),
    (Place::Instructions, "/instructions", "批示", Needs::Any(Right::SeeInstructions)),
    (Place::Interference, "/interference", "干预记录", Needs::Any(Right::SeeInterference)),
    (Place::People, "/people", "用户", Needs::Any(Right::SeePeople)),
    (Place::Regions, "/regions", "地区", Needs::Any(Right::KeepHouse)),
    (Place::Policy, "/policy", "安全策略", Needs::Any(Right::SetPolicy)),
    (Place::Audit, "/audit", "审计", Needs::Any(Right::SeeAudit)),
    (Place::Rights, "/rights", "权限表", Needs::Any(Right::SeePeople)),
];

impl Needs {
    fn met_by(self, caller: &Caller) -> bool {
        match self {
            Self::Any(right) => caller.has(right),
            Self::Whole(right) => caller.has_whole(right),
            Self::Part(right) => caller.has(right) && !caller.has_whole(right),
        }
    }
}

/// Parameters that every link of a page keeps, once the reader has set them.
const KEPT: [&str; 5] = ["region", "year", "month", "as-of", "origin"];

/// An entry of the navigation.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) current: bool,
}

/// The frame of a page.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) theme: Option<Theme>,
    pub(crate) here: String,
    pub(crate) basis: Option<Basis>,
    place: Place,
    kept: Vec<(&'static str, String)>,
    /// The unit whose figures are shown when it is not the region itself.
    pub(crate) unit: Option<String>,
    /// Who is signed in.
    pub(crate) who: Option<Signed>,
    /// Whether it is the demonstration.
    pub(crate) demo: bool,
    /// The page as a file: label and address.
    pub(crate) files: Vec<(&'static str, String)>,
}

impl Frame {
    /// The frame of a page that shows data.
    pub(crate) fn new(visit: Visit, place: Place, title: &str, basis: &Basis) -> Self {
        Self { basis: Some(basis.clone()), place, title: title.to_owned(), ..Self::going_back(visit) }
    }

    /// Only what addresses need: where one came from, with what the reader has set.
    pub(crate) fn going_back(visit: Visit) -> Self {
        let kept = KEPT.iter().filter_map(|name| Some((*name, visit.value(name).ok()??.to_owned()))).collect();
        let unit = visit.value("unit").ok().flatten().map(str::to_owned);
        Self { kept, unit, ..Self::bare(visit, Place::None, "") }
    }

    /// The same with links to the page as a file.
    pub(crate) fn with_files(mut self) -> Self {
        let join = if self.here.contains('?') { '&' } else { '?' };
        let file = |(label, kind): (&'static str, &str)| (label, format!("{}{join}format={kind}", self.here));
        self.files = [("导出 Excel", "xlsx"), ("csv", "csv")].into_iter().map(file).collect();
        self
    }

    /// The frame of a page without data.
    pub(crate) fn bare(visit: Visit, place: Place, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            theme: visit.theme,
            who: visit.who,
            demo: visit.demo,
            here: visit.here,
            basis: None,
            place,
            kept: Vec::new(),
            unit: None,
            files: Vec::new(),
        }
    }

    pub(crate) fn navigation(&self) -> Vec<Entry> {
        let Some(who) = &self.who else { return Vec::new() };
        let there = NAVIGATION.iter().filter(|(_, _, _, needs)| needs.met_by(&who.visit.caller));
        let entry = |(place, path, label, _): &(Place, &str, &'static str, Needs)| Entry {
            href: self.page(path),
            label,
            current: *place == self.place,
        };
        there.map(entry).collect()
    }

    /// What the caller may do, for links that lead there.
    pub(crate) fn may(&self, right: Right) -> bool {
        self.who.as_ref().is_some_and(|who| who.visit.caller.has(right))
    }

    /// The form for an instruction about this page, for whoever may leave one: only about what stands now.
    pub(crate) fn instruct(&self) -> Option<String> {
        let about_data = self.basis.is_some() && !self.earlier() && self.may(Right::Instruct);
        about_data.then(|| crate::about::form(&self.here))?
    }

    /// A cell as a link, for whoever may look into imported files.
    pub(crate) fn link_to(&self, place: Option<&(i64, u32, String)>) -> Option<String> {
        let may = self.who.as_ref().is_some_and(|who| who.visit.caller.has_whole(Right::SeeSources));
        place.filter(|_| may).map(|place| self.cell_at(place))
    }

    /// The attribute that fixes the look, when the reader chose one.
    pub(crate) fn look(&self) -> &'static str {
        self.theme.map_or("auto", Theme::word)
    }

    /// A page with what the reader has set.
    pub(crate) fn page(&self, path: &str) -> String {
        self.page_with(path, &[])
    }

    /// The same with further parameters.
    pub(crate) fn page_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let kept = self.kept.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs: Vec<(&str, &str)> = more.iter().copied().chain(kept).collect();
        address(path, &pairs)
    }

    /// What taking a version back would do.
    pub(crate) fn undo_of(&self, version: impl std::fmt::Display) -> String {
        self.page_with("/undo", &[("version", &version.to_string())])
    }

    /// The form of an organisation change; of a unit, where one is given.
    pub(crate) fn change(&self, kind: &str, unit: &str) -> String {
        self.page_with("/organisation/change", &[("kind", kind), ("unit", unit)])
    }

    /// Whether an earlier version is shown: nothing can be said about it any more.
    pub(crate) fn earlier(&self) -> bool {
        self.basis.as_ref().is_some_and(|basis| basis.earlier)
    }

    /// The page of a finding, with the form to say something about it.
    pub(crate) fn finding(&self, key: &str) -> String {
        self.page_with("/findings/one", &[("key", key)])
    }

    /// Whether the reader was sent back because the data had moved on.
    pub(crate) fn moved(&self) -> bool {
        self.here.contains("moved=1")
    }

    /// The ledger with only the rows that a count is about.
    pub(crate) fn counted(&self, show: &str) -> String {
        self.page_with("/ledger", &[("show", show)])
    }

    /// Hidden fields of a form that must not lose what the reader has set.
    pub(crate) fn hidden(&self, without: &[&str]) -> Vec<(&'static str, String)> {
        self.kept.iter().filter(|(name, _)| !without.contains(name)).cloned().collect()
    }

    /// The page of an indicator, for the unit of this page.
    pub(crate) fn indicator(&self, code: &str) -> String {
        self.indicator_of(code, self.unit.as_deref().unwrap_or_default())
    }

    /// The page of an indicator for a unit.
    pub(crate) fn indicator_of(&self, code: &str, unit: &str) -> String {
        self.page_with(&format!("/indicators/{}", crate::link::encode(code)), &[("unit", unit)])
    }

    /// The page of a unit.
    pub(crate) fn unit_page(&self, code: &str) -> String {
        self.page(&format!("/units/{}", crate::link::encode(code)))
    }

    /// The ranking of an indicator, beside the unit of this page.
    pub(crate) fn peers_of(&self, code: &str) -> String {
        let unit = self.unit.as_deref().unwrap_or_default();
        self.page_with(&format!("/peers/{}", crate::link::encode(code)), &[("unit", unit)])
    }

    /// A cell of an imported file.
    pub(crate) fn cell(&self, file: i64, sheet: u32, cell: &str) -> String {
        self.page(&format!("/files/{file}/{sheet}/{}", crate::link::encode(cell)))
    }

    /// The place of a trace input.
    pub(crate) fn cell_at(&self, place: &(i64, u32, String)) -> String {
        self.cell(place.0, place.1, &place.2)
    }

    /// The trace of a figure.
    pub(crate) fn trace(&self, indicator: &str, unit: &str, figure: &str, month: u8) -> String {
        self.trace_by(indicator, unit, figure, month, "")
    }

    /// The trace of a place or a distance by the figure with the key `by`.
    pub(crate) fn trace_by(&self, indicator: &str, unit: &str, figure: &str, month: u8, by: &str) -> String {
        let (year, basis_month) = self.year_and_month();
        let month = if month == 0 { basis_month } else { month };
        self.trace_in(year, month, [("indicator", indicator), ("unit", unit), ("figure", figure), ("by", by)])
    }

    /// The trace of a figure of the year before the page's.
    pub(crate) fn trace_last_year(&self, row: &Row, figure: &str, month: u8) -> String {
        let of = [("indicator", row.indicator.code.as_str()), ("unit", row.unit.as_str()), ("figure", figure)];
        self.trace_in(self.year_and_month().0 - 1, month, of)
    }

    fn year_and_month(&self) -> (i16, u8) {
        self.basis.as_ref().map_or((0, 0), |basis| (basis.year, basis.month))
    }

    fn trace_in<const N: usize>(&self, year: i16, month: u8, of: [(&str, &str); N]) -> String {
        let kept = self.kept.iter().filter(|(name, _)| !["year", "month"].contains(name));
        let (year, month) = (year.to_string(), month.to_string());
        let own = of.into_iter().chain([("year", year.as_str()), ("month", month.as_str())]);
        let pairs: Vec<(&str, &str)> = own.chain(kept.map(|(name, value)| (*name, value.as_str()))).collect();
        address("/trace", &pairs)
    }

    /// The month of the page, 1 to 12; 0 on a page without data.
    pub(crate) fn month(&self) -> u8 {
        self.basis.as_ref().map_or(0, |basis| basis.month)
    }

    /// The day that counts as today: 8月20日.
    pub(crate) fn today(&self) -> String {
        self.basis.as_ref().map_or_else(String::new, |basis| day(&basis.today))
    }

    /// Whose figures, in words.
    pub(crate) fn series(&self) -> &'static str {
        match self.basis.as_ref().map(|basis| basis.origin) {
            Some(Origin::Recognised) => "按上级认定数",
            _ => "按本级申报数，以核定数为准",
        }
    }
}

/// 2018-08-20 as 8月20日; other texts as they are.
pub(crate) fn day(date: &str) -> String {
    let mut parts = date.split('-').skip(1).map(|part| part.trim_start_matches('0'));
    match (parts.next(), parts.next()) {
        (Some(month), Some(day)) => format!("{month}月{day}日"),
        _ => date.to_owned(),
    }
}

/// The control that switches year and month.
#[derive(Debug)]
pub(crate) struct Period {
    pub(crate) choices: Choices,
    pub(crate) hidden: Vec<(&'static str, String)>,
}

impl Period {
    pub(crate) fn new(frame: &Frame, choices: Choices, more: &[(&'static str, &str)]) -> Self {
        let more = more.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (*name, (*value).to_owned()));
        Self { choices, hidden: frame.hidden(&["year", "month"]).into_iter().chain(more).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_as_a_day_in_words() {
        assert_eq!(day("2018-08-20"), "8月20日");
        assert_eq!(day("2018-12-05"), "12月5日");
        assert_eq!(day("年底"), "年底");
    }
}
