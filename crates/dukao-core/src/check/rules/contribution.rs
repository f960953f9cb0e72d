//! Rule 18: a printed 拉动 must be `(a − b) ÷ B`, or `b ÷ B × g`; a printed 贡献率 the same ÷ the growth of
//! the total.
//!
//! `a` and `b` are the part's figure and base, `A` and `B` those of the total of a written partition or of
//! the unit above; `g` and `G` are the published growth. Amounts serve only where growth may be derived
//! from them; bases are those printed, those that a printed change leaves, last year's own, or those that
//! published growth implies. Any way and any total that fits is enough. At constant prices only `b ÷ B × g`
//! holds, and as the weights printed are at current prices a difference is a warning, as it is with last
//! year's own figures. Tolerance: the interval of the formula, and half a digit of the printed figure.
//!
//! Example: 45.6 of 447.9 growing by 3.8 % pulls the total up by 0.39 points; a printed 0.50 is not that.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::view::{Draft, Series, View};
use crate::ledger::Measure;
use crate::number::Rational;
use crate::period::Month;
use crate::progress::{formula, shown};

use super::growth::{base, derivable};
use super::partitions;

/// One way to the figure.
struct Way {
    exact: Rational,
    bounds: Interval,
    words: String,
    from: Vec<Fact>,
    firm: bool,
}

impl Way {
    /// The value of `formula` and its bounds over the facts; nothing where it has none.
    fn of<const N: usize>(
        facts: [&Fact; N],
        words: String,
        firm: bool,
        formula: impl Fn([&Rational; N]) -> Option<Rational>,
    ) -> Option<Self> {
        let intervals = facts.map(Fact::interval);
        let exact = formula(facts.map(|fact| &fact.value))?;
        let bounds = Interval::hull(intervals.each_ref(), formula)?;
        Some(Self { exact, bounds, words, from: facts.map(Clone::clone).to_vec(), firm })
    }
}

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for measure in [Measure::Contribution, Measure::ContributionShare] {
        let printed = view.printed(measure).filter(|(series, _)| series.indicator.kind.accumulates());
        out.extend(printed.filter_map(|(series, month)| compare(view, series, month, measure)));
    }
}

fn compare(view: &View<'_>, series: &Series<'_>, month: Month, measure: Measure) -> Option<Finding> {
    let printed = view.lenient(Rule::Contribution, series, series.fact(measure, month)?);
    let mut ways = Vec::new();
    for whole in partitions::wholes(view, series, month) {
        let pair = Pair { view, part: series, whole, month };
        ways.extend(if measure == Measure::Contribution { pair.pulls() } else { pair.shares() });
    }
    if ways.iter().any(|way| way.bounds.meets(&printed.interval())) {
        return None;
    }
    let firm = ways.iter().position(|way| way.firm).unwrap_or(0);
    let way = ways.into_iter().nth(firm)?;
    let unit = if measure == Measure::Contribution { "个百分点" } else { "%" };
    let decimals = printed.decimals.max(1);
    let (text, computed) = (
        format!("{}{unit}", shown(&printed.value, printed.decimals)),
        format!("{}{unit}", shown(&way.exact, decimals)),
    );
    let facts: Vec<&Fact> = std::iter::once(&printed).chain(&way.from).collect();
    view.finding(Draft {
        rule: Rule::Contribution,
        severity: if way.firm { Severity::Error } else { Severity::Warning },
        indicator: series.indicator,
        unit: series.unit,
        span: printed.span,
        mark: series.mark(measure),
        statement: format!("发布{}{text}，{}＝{computed}", measure.label(), way.words),
        printed: Some(text),
        computed: Some(computed),
        tolerance: super::rate_tolerance(&way.bounds, &printed, "个百分点"),
        facts: &facts,
    })
}

/// A part and a total it may be a part of.
struct Pair<'p, 'a> {
    view: &'p View<'a>,
    part: &'p Series<'a>,
    whole: &'p Series<'a>,
    month: Month,
}

impl Pair<'_, '_> {
    fn derivable(&self) -> bool {
        derivable(self.view, self.part) && derivable(self.view, self.whole)
    }

    /// Figure and base of the part in the unit of the total, and whether the base is printed.
    fn of_part(&self) -> Option<(Fact, Fact, bool)> {
        let (actual, base, firm) = self.amounts(self.part)?;
        let converted = |fact: Fact| partitions::in_unit_of(fact, self.part.indicator, self.whole.indicator);
        Some((converted(actual)?, converted(base)?, firm))
    }

    /// Figure and positive base of the total.
    fn of_whole(&self) -> Option<(Fact, Fact, bool)> {
        self.amounts(self.whole).filter(|(_, base, _)| base.interval().is_positive())
    }

    fn amounts(&self, series: &Series<'_>) -> Option<(Fact, Fact, bool)> {
        let actual = series.actual(self.month)?;
        let by_change = || Some((Fact::difference(&actual, &series.fact(Measure::Change, self.month)?), true));
        let (base, firm) = base(series, Measure::CumulativeBase, Measure::Cumulative, self.month).or_else(by_change)?;
        Some((actual, base, firm))
    }

    fn growth(&self, series: &Series<'_>) -> Option<Fact> {
        series.fact(Measure::CumulativeGrowth, self.month)
    }

    /// Figure and published growth of both, where bases may be implied.
    fn by_growth(&self) -> Option<[Fact; 4]> {
        let part = self.part.actual(self.month).filter(|_| self.derivable())?;
        let part = partitions::in_unit_of(part, self.part.indicator, self.whole.indicator)?;
        Some([part, self.growth(self.part)?, self.whole.actual(self.month)?, self.growth(self.whole)?])
    }

    fn name(&self) -> String {
        super::whole_name(self.view, self.part, self.whole, self.month)
    }

    /// 拉动
    fn pulls(&self) -> Vec<Way> {
        [self.pull_by_amounts(), self.pull_by_weight(), self.pull_by_growth()].into_iter().flatten().collect()
    }

    fn pull_by_amounts(&self) -> Option<Way> {
        let ((a, b, own), (_, whole, other)) = (self.of_part()?, self.of_whole()?);
        let words = format!("({}−{})÷{}（{}上年同期）", a.text(), b.text(), whole.text(), self.name());
        let firm = own && other;
        Way::of([&a, &b, &whole], words, firm, |[a, b, whole]| formula::contribution(a, b, whole))
            .filter(|_| self.derivable())
    }

    fn pull_by_weight(&self) -> Option<Way> {
        let ((_, b, own), (_, whole, other)) = (self.of_part()?, self.of_whole()?);
        let g = self.growth(self.part)?;
        let words = format!("{}÷{}（{}上年同期）×{}%", b.text(), whole.text(), self.name(), g.text());
        let firm = own && other && self.derivable();
        Way::of([&b, &whole, &g], words, firm, |[b, whole, g]| formula::contribution_by_growth(b, whole, g))
    }

    fn pull_by_growth(&self) -> Option<Way> {
        let [a, g, whole, growth] = self.by_growth()?;
        let (name, left, right) = (self.name(), g.text(), growth.text());
        let words = format!("{}、{}（{name}）按增速{left}%、{right}%推算", a.text(), whole.text());
        Way::of([&a, &g, &whole, &growth], words, true, |[a, g, whole, growth]| {
            let (b, base) = (formula::implied_base(a, g)?, formula::implied_base(whole, growth)?);
            formula::contribution(a, &b, &base)
        })
    }

    /// 贡献率
    fn shares(&self) -> Vec<Way> {
        let ways = [self.share_by_pull(), self.share_by_amounts(), self.share_by_weight(), self.share_by_growth()];
        ways.into_iter().flatten().collect()
    }

    /// The printed 拉动 ÷ the published growth of the total.
    fn share_by_pull(&self) -> Option<Way> {
        let pull = self.part.fact(Measure::Contribution, self.month)?;
        let growth = self.growth(self.whole).filter(is_not_zero)?;
        let words = format!("拉动{}÷{}%（{}增速）", pull.text(), growth.text(), self.name());
        Way::of([&pull, &growth], words, true, |[pull, growth]| formula::contribution_share(pull, growth))
    }

    fn share_by_amounts(&self) -> Option<Way> {
        let ((a, b, own), (total, base, other)) = (self.of_part()?, self.of_whole().filter(|_| self.derivable())?);
        let change = Fact::difference(&total, &base);
        if !is_not_zero(&change) {
            return None;
        }
        let words = format!("({}−{})÷{}（{}增减额）", a.text(), b.text(), change.text(), self.name());
        Way::of([&a, &b, &change], words, own && other, |[a, b, change]| formula::contribution(a, b, change))
    }

    fn share_by_weight(&self) -> Option<Way> {
        let ((_, b, own), (_, whole, other)) = (self.of_part()?, self.of_whole()?);
        let (g, growth) = (self.growth(self.part)?, self.growth(self.whole).filter(is_not_zero)?);
        let (name, below) = (self.name(), growth.text());
        let words = format!("{}÷{}（{name}上年同期）×{}%÷{below}%（{name}增速）", b.text(), whole.text(), g.text());
        let firm = own && other && self.derivable();
        Way::of([&b, &whole, &g, &growth], words, firm, |[b, whole, g, growth]| {
            formula::contribution_share(&formula::contribution_by_growth(b, whole, g)?, growth)
        })
    }

    fn share_by_growth(&self) -> Option<Way> {
        let [a, g, whole, growth] = self.by_growth().filter(|[.., growth]| is_not_zero(growth))?;
        let (name, left, right) = (self.name(), g.text(), growth.text());
        let words = format!("{}、{}（{name}）按增速{left}%、{right}%推算", a.text(), whole.text());
        Way::of([&a, &g, &whole, &growth], words, true, |[a, g, whole, growth]| {
            formula::contribution_share(&formula::change(a, g)?, &formula::change(whole, growth)?)
        })
    }
}

/// Whether it may stand below a fraction line.
fn is_not_zero(fact: &Fact) -> bool {
    !fact.interval().meets(&Interval::around(&Rational::zero(), &Rational::zero()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};
    use crate::framework::{PriceBasis, ValueKind};

    fn industries(price: PriceBasis) -> Rows {
        district()
            .indicator("总值", "亿元", ValueKind::Flow, |one| one.price = price)
            .indicator("一产", "亿元", ValueKind::Flow, |one| one.price = price)
            .indicator("二产", "亿元", ValueKind::Flow, |one| one.price = price)
            .step(|builder| builder.made_of("总值", "按产业", &["一产", "二产"]))
    }

    fn gdp(measure: Measure, text: &str) -> Rows {
        industries(PriceBasis::Constant)
            .figure("总值", "Q00", "2018-06", Measure::Cumulative, "476.6")
            .figure("总值", "Q00", "2018-06", Measure::CumulativeBase, "447.9")
            .figure("总值", "Q00", "2018-06", Measure::CumulativeGrowth, "6.0")
            .figure("一产", "Q00", "2018-06", Measure::Cumulative, "47.5")
            .figure("一产", "Q00", "2018-06", Measure::CumulativeBase, "45.6")
            .figure("一产", "Q00", "2018-06", Measure::CumulativeGrowth, "3.8")
            .figure("一产", "Q00", "2018-06", measure, text)
    }

    #[test]
    fn at_constant_prices_the_weight_times_the_growth() {
        clean(gdp(Measure::Contribution, "0.39"));
        clean(gdp(Measure::Contribution, "0.4"));
        clean(gdp(Measure::ContributionShare, "6.4"));
        let found = only(gdp(Measure::Contribution, "0.50"));
        assert_eq!(found.statement, "发布拉动0.50个百分点，45.6÷447.9（指标总值上年同期）×3.8%＝0.39个百分点");
        assert_eq!(lines(gdp(Measure::Contribution, "0.50")), ["contribution 提醒 Q00 2018-06 B8 B6 B3 B7"]);
        // What amounts at current prices give is not it.
        assert_eq!(lines(gdp(Measure::Contribution, "0.42")).len(), 1);
        assert_eq!(lines(gdp(Measure::ContributionShare, "7.0")), ["contribution 提醒 Q00 2018-06 B8 B6 B3 B7 B4"]);
    }

    fn current(rows: Rows, measure: Measure, text: &str) -> Rows {
        rows.figure("一产", "Q00", "2018-06", measure, text)
    }

    fn by_base() -> Rows {
        industries(PriceBasis::Current)
            .figure("总值", "Q00", "2018-06", Measure::Cumulative, "220")
            .figure("总值", "Q00", "2018-06", Measure::CumulativeBase, "200")
            .figure("一产", "Q00", "2018-06", Measure::Cumulative, "88.0")
            .figure("一产", "Q00", "2018-06", Measure::CumulativeBase, "80.0")
    }

    #[test]
    fn at_current_prices_the_amounts() {
        clean(current(by_base(), Measure::Contribution, "4.00"));
        clean(current(by_base(), Measure::ContributionShare, "40.0"));
        let found = only(current(by_base(), Measure::Contribution, "5.00"));
        assert_eq!(found.statement, "发布拉动5.00个百分点，(88.0−80.0)÷200（指标总值上年同期）＝4.00个百分点");
        let share = only(current(by_base(), Measure::ContributionShare, "50.0"));
        assert_eq!(share.statement, "发布贡献率50.0%，(88.0−80.0)÷20（指标总值增减额）＝40.0%");
        assert_eq!(share.sources.len(), 5);
    }

    #[test]
    fn a_printed_change_leaves_the_base() {
        let rows = industries(PriceBasis::Current)
            .figure("总值", "Q00", "2018-06", Measure::Cumulative, "220")
            .figure("总值", "Q00", "2018-06", Measure::Change, "20")
            .figure("一产", "Q00", "2018-06", Measure::Cumulative, "88.0")
            .figure("一产", "Q00", "2018-06", Measure::Change, "8.0");
        let found = only(current(rows, Measure::Contribution, "5.00"));
        assert_eq!(found.statement, "发布拉动5.00个百分点，(88.0−80.0)÷200（指标总值上年同期）＝4.00个百分点");
    }

    #[test]
    fn growth_alone_is_enough_at_current_prices() {
        let rows = || {
            industries(PriceBasis::Current)
                .figure("总值", "Q00", "2018-06", Measure::Cumulative, "220")
                .figure("总值", "Q00", "2018-06", Measure::CumulativeGrowth, "10.0")
                .figure("一产", "Q00", "2018-06", Measure::Cumulative, "88.0")
                .figure("一产", "Q00", "2018-06", Measure::CumulativeGrowth, "10.0")
        };
        clean(current(rows(), Measure::Contribution, "4.0"));
        clean(current(rows(), Measure::ContributionShare, "40.0"));
        let found = only(current(rows(), Measure::Contribution, "4.2"));
        assert_eq!(found.statement, "发布拉动4.2个百分点，88.0、220（指标总值）按增速10.0%、10.0%推算＝4.0个百分点");
        assert_eq!(lines(current(rows(), Measure::ContributionShare, "44.0")).len(), 1);
    }

    #[test]
    fn the_two_printed_figures_must_agree_with_each_other() {
        let rows = || current(gdp(Measure::Contribution, "0.39"), Measure::ContributionShare, "8.9");
        assert_eq!(only(rows()).statement, "发布贡献率8.9%，拉动0.39÷6.0%（指标总值增速）＝6.5%");
    }

    #[test]
    fn a_total_that_does_not_move_has_no_shares() {
        let rows = by_base().figure("总值", "Q00", "2018-06", Measure::CumulativeBase, "220");
        clean(current(rows, Measure::ContributionShare, "40.0"));
    }
}
