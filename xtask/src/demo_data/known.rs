//! The figures of the district itself that the outline gives, or that follow from it exactly.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

use super::{
    fixed::Fixed,
    outline::{Indicator, Outline, Peer},
    period::{Month, is_joint},
};

/// The district itself.
pub(crate) const DISTRICT: &str = "Q00";

/// 规上工业增加值 of January to June 2017: the outline's text gives 55.0 ÷ 51.0, its tables do not.
const VALUE_ADDED_JUNE_2017: (&str, Month, Fixed) = ("E04", Month::new(2017, 6), Fixed::new(510, 1));

/// Indicator code and end of the period.
type Place = (String, Month);

/// Known figures by indicator and end of period.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Cumulative figures; for growth, ratio and the like the figure of the period.
    values: BTreeMap<Place, Fixed>,
    /// Rates and differences printed with a figure: header and text.
    printed: BTreeMap<Place, Vec<(&'static str, String)>>,
}

impl Known {
    /// Collects the figures; the same figure given twice must agree.
    pub(crate) fn collect(outline: &Outline) -> Result<Self> {
        let mut known = Self::default();
        for indicator in outline.indicators.iter().filter(|indicator| indicator.is_numeric()) {
            known.add_framework(indicator).with_context(|| format!("indicator {}", indicator.code))?;
        }
        known.add_source(outline)?;
        let (code, month, value) = VALUE_ADDED_JUNE_2017;
        known.add(code, month, value)?;
        let own = outline.peers.iter().filter(|peer| peer.district_code == DISTRICT);
        for peer in own {
            let place = || format!("table of {} for {}", peer.indicator_code, peer.period);
            known.add_ranked(outline, peer).with_context(place)?;
        }
        Ok(known)
    }

    /// All figures of one indicator and year, by month.
    pub(crate) fn of_year(&self, code: &str, year: u16) -> BTreeMap<u8, Fixed> {
        self.values
            .iter()
            .filter(|((of, end), _)| of == code && end.year == year)
            .map(|((_, end), value)| (end.month, *value))
            .collect()
    }

    /// What was printed with a figure.
    pub(crate) fn printed(&self, code: &str, end: Month) -> &[(&'static str, String)] {
        self.printed.get(&(code.to_owned(), end)).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, code: &str, end: Month, value: Fixed) -> Result<()> {
        let kept = self.values.entry((code.to_owned(), end)).or_insert(value);
        if !kept.equals(value) {
            bail!("{code} of {}-{:02} is given as {kept} and as {value}", end.year, end.month);
        }
        Ok(())
    }

    fn print(&mut self, code: &str, end: Month, header: &'static str, text: &str) {
        let cells = self.printed.entry((code.to_owned(), end)).or_default();
        if !cells.iter().any(|(of, _)| *of == header) {
            cells.push((header, text.to_owned()));
        }
    }

    /// Figures of the framework: so far, the same period of last year, last year.
    fn add_framework(&mut self, indicator: &Indicator) -> Result<()> {
        let code = indicator.code.as_str();
        if !indicator.last_year.is_empty() {
            self.add(code, Month::new(2017, 12), Fixed::parse(&indicator.last_year)?)?;
        }
        if indicator.period_so_far.is_empty() {
            return Ok(());
        }
        let end = Month::parse(&indicator.period_so_far)?;
        self.add(code, end, Fixed::parse(&indicator.value_so_far)?)?;
        if !indicator.same_period_last_year.is_empty() {
            self.add(code, end.last_year(), Fixed::parse(&indicator.same_period_last_year)?)?;
        }
        if let Some(header) = printed_header(indicator) {
            self.print(code, end, header, &indicator.yoy_so_far);
        }
        Ok(())
    }

    /// Monthly series and half-year pairs; January of a joint report is a dispatch figure and stays out.
    fn add_source(&mut self, outline: &Outline) -> Result<()> {
        for figure in &outline.source {
            let wanted = match figure.section.as_str() {
                "monthly" => figure.measure == "cumulative_value",
                "h1_pair" => matches!(figure.measure.as_str(), "cumulative_value" | "growth"),
                _ => false,
            };
            if !wanted {
                continue;
            }
            let end = Month::parse(&figure.period)?;
            if end.month > 1 || !is_joint(outline.indicator(&figure.indicator_code)?) {
                self.add(&figure.indicator_code, end, Fixed::parse(&figure.value)?)?;
            }
        }
        Ok(())
    }

    /// The district's own line in a table of the city.
    fn add_ranked(&mut self, outline: &Outline, peer: &Peer) -> Result<()> {
        let indicator = outline.indicator(&peer.indicator_code)?;
        let end = Month::parse(&peer.period)?;
        let value = Fixed::parse(&peer.cumulative_value)?;
        let growth = Fixed::parse(&peer.growth)?;
        let code = indicator.code.as_str();
        if indicator.value_kind == "growth" {
            return self.add(code, end, growth);
        }
        if peer.growth_unit == "个百分点" {
            self.print(code, end, "完成率", &peer.cumulative_value);
            return self.add_rates(indicator, end, value, growth);
        }
        self.add(code, end, value)?;
        if peer.growth_code == code {
            let is_rate = peer.growth_unit == "%";
            let header = if is_rate { "累计增速" } else { "增减额" };
            self.print(code, end, header, &peer.growth);
        } else {
            self.add(&peer.growth_code, end, growth)?;
        }
        let comparable = outline.indicator(&peer.growth_code)?.price_basis != "constant";
        if comparable && !self.values.contains_key(&(code.to_owned(), end.last_year())) {
            let base = base(value, peer, indicator.decimals)?;
            self.add(code, end.last_year(), base)?;
        }
        Ok(())
    }

    /// Counts behind printed completion rates: `rate` of the target, `rate − change` of last year's total.
    fn add_rates(&mut self, indicator: &Indicator, end: Month, rate: Fixed, change: Fixed) -> Result<()> {
        let totals = [(end, rate, &indicator.floor), (end.last_year(), rate.minus(change)?, &indicator.last_year)];
        for (end, rate, total) in totals {
            let total = Fixed::parse(total)?;
            let count = rate.times(total, 0)?.divided_by(Fixed::new(100, 0), indicator.decimals)?;
            let again = count.times(Fixed::new(100, 0), 0)?.divided_by(total, 2)?;
            if !again.equals(rate) {
                bail!("no count of {total} gives {rate} %");
            }
            self.add(&indicator.code, end, count)?;
        }
        Ok(())
    }
}

/// The column for the framework's comparison with last year; pairs carry their growth as an indicator,
/// and points of per cent are neither a growth nor an amount.
fn printed_header(indicator: &Indicator) -> Option<&'static str> {
    let own_growth = indicator.pair_code.is_empty() && indicator.price_basis != "constant";
    match indicator.yoy_unit.as_str() {
        "%" if own_growth && indicator.unit != "%" => Some("累计增速"),
        unit if unit == indicator.unit && unit != "%" && indicator.value_kind != "rank" => Some("增减额"),
        _ => None,
    }
}

/// The figure of last year that the printed comparison goes back to, in the indicator's decimals.
fn base(value: Fixed, peer: &Peer, decimals: u32) -> Result<Fixed> {
    let growth = Fixed::parse(&peer.growth)?;
    if peer.growth_unit != "%" {
        return value.minus(growth);
    }
    let hundred = Fixed::new(100, 0);
    let base = value.times(hundred, value.scale())?.divided_by(hundred.plus(growth)?, decimals)?;
    let again = value.minus(base)?.times(hundred, value.scale() + 2)?.divided_by(base, growth.scale())?;
    if !again.equals(growth) {
        bail!("no figure of {decimals} decimals gives a growth of {growth} %");
    }
    Ok(base)
}
