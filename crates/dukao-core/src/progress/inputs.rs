//! Looking up what the formulas need: cells, bases, targets, shares — as numbers under a lens, each
//! with its source, or the reason why it is not there.

use crate::framework::{Framework, Goal, Indicator, PaceProfile, Target, ValueKind};
use crate::ledger::{Book, Cell, Measure, Place, State, Version};
use crate::number::{Decimal, Number, Rational};
use crate::period::{Month, Span, year_to_date};
use crate::quantity::UnitOfMeasure;

use super::subject::{Subject, latest_period_end, period_before};
use super::{Absence, Leaf, Lens, Source, formula};

/// Everything a figure of one subject may need.
#[derive(Debug)]
pub(super) struct Inputs<'a, L> {
    pub(super) book: &'a Book,
    pub(super) subject: Subject<'a>,
    pub(super) framework: &'a Framework,
    pub(super) indicator: &'a Indicator,
    pub(super) target: Option<&'a Target>,
    lens: std::marker::PhantomData<L>,
}

impl<'a, L: Lens> Inputs<'a, L> {
    pub(super) fn new(book: &'a Book, subject: Subject<'a>) -> Result<Self, Absence> {
        let framework = book
            .framework(subject.year)
            .ok_or_else(|| Absence::NotApplicable(format!("{}年没有指标体系", subject.year)))?;
        let indicator = framework
            .get(subject.indicator)
            .ok_or_else(|| Absence::NotApplicable(format!("{}年没有指标“{}”", subject.year, subject.indicator)))?;
        let target = framework.target(subject.indicator, subject.unit);
        Ok(Self { book, subject, framework, indicator, target, lens: std::marker::PhantomData })
    }

    /// The end of the latest period due by the subject's month.
    pub(super) fn end(&self) -> Result<Month, Absence> {
        latest_period_end(self.indicator, self.subject.month).ok_or_else(|| {
            let reason = if self.indicator.joint_january && self.subject.month.number() == 1 {
                "1月不单独发布，与2月合并".to_owned()
            } else {
                format!("{}月还没有到期的数据", self.subject.month.number())
            };
            Absence::NotDue(reason)
        })
    }

    pub(super) fn accumulates(&self) -> Result<(), Absence> {
        if self.indicator.kind.accumulates() {
            return Ok(());
        }
        Err(Absence::NotApplicable(format!("{}类指标不按时序累计，只与目标本身相比", self.indicator.kind.label())))
    }

    /// One reported cell, in the unit the measure has for this indicator.
    pub(super) fn cell(&self, measure: Measure, year: i16, end: Month) -> Result<L::N, Absence> {
        self.cell_of(self.subject.indicator, measure, year, end)
    }

    fn cell_of(&self, indicator: &str, measure: Measure, year: i16, end: Month) -> Result<L::N, Absence> {
        let found = self.book.cell(indicator, self.subject.unit, measure, self.subject.origin, year, end);
        let what = || format!("{year}年{}{}", span_label(measure, end), measure.label());
        let Some(cell) = found else {
            return Err(Absence::unreported(format!("{}未报", what())));
        };
        match (cell.state, cell.value) {
            (State::Known, Some(value)) => self.cell_number(cell, value, measure, year, end),
            (State::Masked, _) => Err(Absence::Masked(format!("{}在原表中已隐去", what()))),
            (State::Incomparable, _) => Err(Absence::Incomparable(format!("{}原表注明不可比", what()))),
            _ => Err(Absence::unreported(format!("{}原表为无数据", what()))),
        }
    }

    fn cell_number(
        &self,
        cell: &Cell,
        value: Decimal,
        measure: Measure,
        year: i16,
        end: Month,
    ) -> Result<L::N, Absence> {
        let own_unit = if measure.in_indicator_unit() { &self.indicator.unit } else { cell.unit.as_ref() };
        let exact = converted(value, &cell.unit, own_unit)?;
        Ok(L::leaf(exact, |value_exact| Leaf {
            label: cell_label(measure, cell.span, year, end, self.subject.year, self.indicator.kind),
            value: value_exact,
            text: if cell.unit.as_ref() == own_unit { value.to_string() } else { format!("{value}{}", cell.unit) },
            unit: own_unit.to_string(),
            source: self.source(cell.place, cell.version),
        }))
    }

    pub(super) fn source(&self, place: Option<Place>, version: Version) -> Source {
        match place.and_then(|place| self.book.sheets.get(&place.sheet).map(|sheet| (place, sheet))) {
            Some((place, sheet)) => Source::Cell {
                file_id: sheet.file_id,
                file: sheet.file.clone(),
                sheet: sheet.sheet.clone(),
                cell: place.cell(),
                version,
            },
            None => Source::Typed { version },
        }
    }

    /// `A(m)`: the printed cumulative, or the sum of the months when each is known.
    pub(super) fn cumulative(&self, year: i16, end: Month) -> Result<L::N, Absence> {
        let printed = self.cell(Measure::Cumulative, year, end);
        if !matches!(printed, Err(Absence::Unreported(_))) || !self.indicator.kind.accumulates() {
            return printed;
        }
        match self.sum_of_months(year, end) {
            Some(terms) => {
                let label = format!("{}累计", dated(year, self.subject.year, &year_to_date(end)));
                Ok(self.own_named(formula::total(&terms), &label))
            }
            None => printed,
        }
    }

    /// The months' own figures when together they cover January to `end` without a hole.
    pub(super) fn sum_of_months(&self, year: i16, end: Month) -> Option<Vec<L::N>> {
        let mut terms = Vec::new();
        let mut covered = 0;
        for month in Month::all().take_while(|month| *month <= end) {
            let cell = self.book.cell(
                self.subject.indicator,
                self.subject.unit,
                Measure::Month,
                self.subject.origin,
                year,
                month,
            );
            let Some(cell) = cell else { continue };
            let months = crate::period::Period::new(year, cell.span)?.months();
            if month.number() != covered + months {
                return None;
            }
            covered = month.number();
            terms.push(self.cell(Measure::Month, year, month).ok()?);
        }
        (covered == end.number()).then_some(terms)
    }

    /// `a(m)`: the printed figure of the period, or the difference of two cumulatives.
    pub(super) fn month(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        let printed = self.cell(Measure::Month, year, end);
        if !matches!(printed, Err(Absence::Unreported(_))) || !self.indicator.kind.accumulates() {
            return printed;
        }
        let cumulative = self.cumulative(year, end)?;
        match period_before(self.indicator, end) {
            None => Ok(cumulative),
            Some(before) => {
                let earlier = self.cumulative(year, before)?;
                Ok(self.own_named(cumulative.sub(&earlier), &self.period_label(end)))
            }
        }
    }

    /// The period that ends in `end`, by the indicator's frequency: 7月, 1—2月, 二季度.
    pub(super) fn period_label(&self, end: Month) -> String {
        let joint = self.indicator.joint_january && end.number() == 2;
        match (self.indicator.frequency.months(), end.number()) {
            (1, _) if joint => "1—2月".to_owned(),
            (1, month) => format!("{month}月"),
            (3, 3) => "一季度".to_owned(),
            (3, 6) => "二季度".to_owned(),
            (3, 9) => "三季度".to_owned(),
            (3, _) => "四季度".to_owned(),
            (6, 6) => "上半年".to_owned(),
            (6, _) => "下半年".to_owned(),
            _ => "全年".to_owned(),
        }
    }

    /// `B(m)`: printed beside the figure, or last year's own cumulative.
    pub(super) fn base(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        match self.cell(Measure::CumulativeBase, year, end) {
            Err(Absence::Unreported(_)) => self.cumulative(year - 1, end),
            other => other,
        }
    }

    /// `g` in percent: printed; else the growth indicator of the pair; else from the amounts, unless
    /// prices are constant.
    pub(super) fn growth(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        match self.indicator.kind {
            ValueKind::Growth => return self.cumulative(year, end),
            ValueKind::Flow | ValueKind::Count => {}
            kind => return Err(Absence::NotApplicable(format!("{}类指标不计同比增速", kind.label()))),
        }
        let printed = self.cell(Measure::CumulativeGrowth, year, end);
        if !matches!(printed, Err(Absence::Unreported(_))) {
            return printed;
        }
        if let Some(pair) = self.pair().filter(|pair| pair.kind == ValueKind::Growth) {
            return self.cell_of(&pair.code, Measure::Cumulative, year, end);
        }
        self.computed_growth(end)
    }

    /// Growth from the amounts.
    pub(super) fn computed_growth(&self, end: Month) -> Result<L::N, Absence> {
        if self.indicator.price == crate::framework::PriceBasis::Constant {
            return Err(Absence::not_applicable("可比价增速以发布数为准，不得由现价总量推算"));
        }
        let base = positive_base::<L>(self.base(end)?)?;
        let actual = self.cumulative(self.subject.year, end)?;
        formula::growth(&actual, &base).ok_or_else(|| Absence::incomparable("上年同期为零"))
    }

    pub(super) fn pair(&self) -> Option<&'a Indicator> {
        self.framework.get(self.indicator.pair.as_deref()?)
    }

    fn the_target(&self) -> Result<&'a Target, Absence> {
        let target = self.target.ok_or_else(|| Absence::not_applicable("没有下达目标"))?;
        match target.goal {
            Goal::None => Err(Absence::not_applicable("不设目标，只作监测")),
            Goal::Milestone | Goal::YesNo => Err(Absence::not_applicable("节点和是否类目标不计数值")),
            _ => Ok(target),
        }
    }

    fn target_number(
        &self,
        target: &Target,
        value: Decimal,
        place: Option<Place>,
        label: &str,
    ) -> Result<L::N, Absence> {
        let exact = converted(value, &target.unit_of_measure, &self.indicator.unit)?;
        let same = target.unit_of_measure == self.indicator.unit;
        Ok(L::leaf(exact, |exact| Leaf {
            label: label.to_owned(),
            value: exact,
            text: if same { value.to_string() } else { format!("{value}{}", target.unit_of_measure) },
            unit: self.indicator.unit.to_string(),
            source: self.source(place, target.version),
        }))
    }

    /// `T`: the floor of the unit's own target.
    pub(super) fn floor(&self) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        if target.goal == Goal::Growth && self.indicator.kind != ValueKind::Growth {
            return Err(Absence::not_applicable("目标是增速，没有总量目标"));
        }
        if target.goal == Goal::RankImprovement {
            return self.rank_to_reach(target);
        }
        let floor = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
        self.target_number(target, floor, target.floor_place, "全年目标")
    }

    /// 位次提升: last year's published rank minus the places to win.
    fn rank_to_reach(&self, target: &Target) -> Result<L::N, Absence> {
        let places = target.floor.ok_or_else(|| Absence::not_applicable("目标没有数值"))?;
        let places = self.target_number(target, places, target.floor_place, "应提升位次")?;
        let last_year = self.cell(Measure::LastYearRank, self.subject.year, self.end()?)?;
        Ok(L::named(last_year.sub(&places), "目标位次", "位", 0))
    }

    pub(super) fn stretch(&self) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        let stretch = target.stretch.ok_or_else(|| Absence::not_applicable("没有争取目标"))?;
        self.target_number(target, stretch, target.stretch_place, "争取目标")
    }

    /// `g*` in percent: the target of the growth indicator itself, or of the flow's pair, or the flow's own growth target.
    pub(super) fn target_growth(&self) -> Result<L::N, Absence> {
        let own = self.target.filter(|target| target.goal == Goal::Growth || self.indicator.kind == ValueKind::Growth);
        let pair = || {
            let pair = self.pair().filter(|pair| pair.kind == ValueKind::Growth)?;
            self.framework.target(&pair.code, self.subject.unit)
        };
        let target = own.or_else(pair).ok_or_else(|| Absence::not_applicable("没有增速目标"))?;
        let floor = target.floor.ok_or_else(|| Absence::not_applicable("增速目标没有数值"))?;
        Ok(L::leaf(Rational::from(floor), |value| Leaf {
            label: "目标增速".to_owned(),
            value,
            text: floor.to_string(),
            unit: "%".to_owned(),
            source: self.source(target.floor_place, target.version),
        }))
    }

    /// `S` and its stage.
    pub(super) fn stage(&self, end: Month) -> Result<L::N, Absence> {
        let target = self.the_target()?;
        let stage = target.stage_at(end).ok_or_else(|| Absence::not_applicable("没有下达阶段目标"))?;
        self.target_number(target, stage.amount, stage.place, &format!("{}目标", stage.stage))
    }

    /// `f(m)`, 0 to 1; zero before the year begins.
    pub(super) fn share(&self, end: Option<Month>) -> Result<L::N, Absence> {
        self.accumulates()?;
        let Some(end) = end else {
            return Ok(rule_leaf::<L>(Rational::zero(), "年初序时", "0", "年初为0"));
        };
        match self.target.map(|target| &target.pace) {
            None | Some(PaceProfile::Even) => Ok(even_share::<L>(end)),
            Some(PaceProfile::LastYear) => self.last_year_share(end),
            Some(PaceProfile::WorkingDays) => self.working_day_share(end),
            Some(profile @ (PaceProfile::Typed(_) | PaceProfile::Staged(_))) => Ok(self.typed_share(profile, end)),
        }
    }

    fn typed_share(&self, profile: &PaceProfile, end: Month) -> L::N {
        let Some(point) = profile.point(end) else {
            return rule_leaf::<L>(Rational::zero(), "序时", "0", "第一个进度节点之前");
        };
        let (place, version) =
            self.target.map_or((None, Version::default()), |target| (target.floor_place, target.version));
        L::leaf(Rational::from(point.share), |value| Leaf {
            label: format!("{}月末应完成份额", point.month.number()),
            value,
            text: point.share.to_string(),
            unit: String::new(),
            source: self.source(place, version),
        })
    }

    /// Last year's own cumulative share `B(m) ÷ B(12)`.
    fn last_year_share(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year - 1;
        let to_date = self.cumulative(year, end)?;
        let whole = positive_base::<L>(self.cumulative(year, Month::DECEMBER)?)?;
        let share = to_date.div(&whole).ok_or_else(|| Absence::incomparable("上年全年为零"))?;
        Ok(L::named(share, "上年同期份额", "", 4))
    }

    fn working_day_share(&self, end: Month) -> Result<L::N, Absence> {
        let year = self.subject.year;
        let number = i8::try_from(end.number()).unwrap_or(12);
        let (done, total) = self
            .book
            .calendar
            .working_day_share(year, number)
            .map_err(|error| Absence::Incomparable(error.to_string()))?;
        let notice =
            self.book.calendar.notice(year).and_then(|notice| notice.document_number.clone()).unwrap_or_default();
        let value = Rational::ratio(i64::from(done), i64::from(total)).unwrap_or_else(Rational::zero);
        Ok(L::leaf(value, |value| Leaf {
            label: "工作日序时".to_owned(),
            value,
            text: format!("{done}/{total}"),
            unit: String::new(),
            source: Source::Calendar { notice },
        }))
    }

    /// Named in the indicator's own unit.
    pub(super) fn own_named(&self, value: L::N, label: &str) -> L::N {
        L::named(value, label, self.indicator.unit.as_str(), self.indicator.decimals)
    }
}

/// A written figure in another unit of its family: only the point moves.
fn converted(value: Decimal, from: &UnitOfMeasure, to: &UnitOfMeasure) -> Result<Rational, Absence> {
    let power = from.power_to(to).ok_or_else(|| Absence::Incomparable(format!("计量单位“{from}”不能换算为“{to}”")))?;
    Ok(Rational::from(value).mul(&Rational::power_of_ten(power)))
}

/// A base that growth may be measured against.
pub(super) fn positive_base<L: Lens>(base: L::N) -> Result<L::N, Absence> {
    match base.signum() {
        0 => Err(Absence::incomparable("上年同期为零")),
        sign if sign < 0 => Err(Absence::incomparable("上年同期为负数")),
        _ => Ok(base),
    }
}

fn even_share<L: Lens>(end: Month) -> L::N {
    let months = i64::from(end.number());
    let value = Rational::ratio(months, 12).unwrap_or_else(Rational::zero);
    rule_leaf::<L>(value, "序时", &format!("{months}/12"), "均衡进度：已完成的月数÷12")
}

fn rule_leaf<L: Lens>(value: Rational, label: &str, text: &str, rule: &str) -> L::N {
    L::leaf(value, |value| Leaf {
        label: label.to_owned(),
        value,
        text: text.to_owned(),
        unit: String::new(),
        source: Source::Rule { rule: rule.to_owned() },
    })
}

/// A whole number that a rule of the field gives (months left).
pub(super) fn counted<L: Lens>(value: i64, label: &str, rule: &str) -> L::N {
    rule_leaf::<L>(Rational::integer(value), label, &value.to_string(), rule)
}

fn dated(year: i16, current: i16, what: &str) -> String {
    if year == current { what.to_owned() } else { format!("{year}年{what}") }
}

fn span_label(measure: Measure, end: Month) -> String {
    match measure {
        Measure::Month | Measure::MonthBase | Measure::MonthGrowth => format!("{}月", end.number()),
        _ => year_to_date(end),
    }
}

fn cell_label(measure: Measure, span: Span, year: i16, end: Month, current: i16, kind: ValueKind) -> String {
    let stretch = match (measure, span) {
        (Measure::Month, Span::Month(month)) => format!("{}月", month.number()),
        (Measure::Month, Span::JanFeb) => "1—2月".to_owned(),
        (Measure::Cumulative, _) => year_to_date(end),
        _ => String::new(),
    };
    let what = match measure {
        Measure::Cumulative if kind.accumulates() => "累计完成",
        Measure::Cumulative => "本期数",
        Measure::Month => "完成",
        other => other.label(),
    };
    dated(year, current, &format!("{stretch}{what}"))
}
