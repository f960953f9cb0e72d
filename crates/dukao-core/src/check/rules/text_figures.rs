//! Rule 22: figures in the words of a progress are those of the ledger.
//!
//! Read are an amount in the indicator's unit behind 完成, 累计, 实现 or 达到, the growth in the clause
//! right behind it, and a share of the annual task (完成年度任务的45.7%). Clauses about something else
//! (其中, 目标, 本月, 上年, 预计, 资金 …) and figures that are only about so much (约, 超过, 左右) are left
//! alone. Tolerance: half a digit of both.
//!
//! Example: “完成投资3.2亿元” beside a cumulative of 2.3.

use crate::check::fact::Fact;
use crate::check::finding::{Finding, Rule, Severity};
use crate::check::interval::Interval;
use crate::check::said::{self, Said};
use crate::check::view::{Draft, Series, View, tolerance};
use crate::ledger::{Cell, Measure};
use crate::number::{Number, Rational};
use crate::period::Month;
use crate::progress::formula;
use crate::quantity::UnitOfMeasure;

use super::text_target::shortened;

/// Words behind which the amount itself stands.
const DONE: [&str; 5] = ["完成", "累计", "实现", "达到", "达"];

/// Words of clauses that are about something else.
const ELSE: [&str; 31] = [
    "其中",
    "目标",
    "计划",
    "任务",
    "总投资",
    "本月",
    "当月",
    "当季",
    "单月",
    "上月",
    "上年",
    "去年",
    "同期",
    "预计",
    "力争",
    "确保",
    "争取",
    "新增",
    "剩余",
    "还差",
    "欠",
    "缺口",
    "概算",
    "批复",
    "拨付",
    "资金",
    "支付",
    "同比",
    "增长",
    "余",
    "净增",
];

/// Words that make a figure one of about so much.
const ABOUT: [&str; 8] = ["约", "超", "逾", "近", "突破", "不足", "超过", "接近"];

pub(super) fn find(view: &View<'_>, out: &mut Vec<Finding>) {
    for (series, month) in view.printed(Measure::Progress).filter(|(series, _)| series.indicator.kind.is_numeric()) {
        let Some(cell) = series.progress(month) else { continue };
        let Some(words) = cell.text.as_deref() else { continue };
        let text = Text { view, series, month, cell, words };
        let amount = text.amount();
        out.extend(amount.as_ref().and_then(|said| text.against_amount(said)));
        out.extend(amount.as_ref().and_then(|said| text.against_growth(said)));
        out.extend(text.against_completion());
    }
}

/// The words of one cell.
struct Text<'t, 'a> {
    view: &'t View<'a>,
    series: &'t Series<'a>,
    month: Month,
    cell: &'t Cell,
    words: &'t str,
}

impl Text<'_, '_> {
    /// The amount that the words state as done.
    fn amount(&self) -> Option<Said> {
        let figures = said::figures(self.words, &self.series.indicator.unit);
        figures
            .into_iter()
            .find(|said| {
                DONE.iter().any(|word| said.before.contains(word))
                    && !ELSE.iter().any(|word| said.before.contains(word))
                    && !of_a_month(&said.before)
            })
            .filter(is_exact)
    }

    fn against_amount(&self, said: &Said) -> Option<Finding> {
        let own = self.series.actual(self.month).or_else(|| self.series.fact(Measure::Cumulative, self.month))?;
        let unit = &self.series.indicator.unit;
        let stated = self.stated(said, unit, false)?;
        let computed = self.series.amount(&own.value, own.decimals);
        self.finding(&said.text, &stated, &own, &computed, Measure::Cumulative, unit.as_str())
    }

    fn against_growth(&self, amount: &Said) -> Option<Finding> {
        let percent = UnitOfMeasure::percent();
        let falls = |said: &Said| ["下降", "减少", "回落"].iter().any(|word| said.before.ends_with(word));
        let grows = |said: &Said| falls(said) || said.before.ends_with("增长");
        let mut figures = said::figures(self.words, &percent).into_iter();
        let said = figures.find(|said| said.clause == amount.clause + 1 && grows(said)).filter(is_exact)?;
        let own = self.series.fact(Measure::CumulativeGrowth, self.month)?;
        let stated = self.stated(&said, &percent, falls(&said))?;
        let computed = format!("{}%", own.text());
        let text = format!("{}{}", if falls(&said) { "下降" } else { "增长" }, said.text);
        self.finding(&text, &stated, &own, &computed, Measure::CumulativeGrowth, "个百分点")
    }

    fn against_completion(&self) -> Option<Finding> {
        let percent = UnitOfMeasure::percent();
        let of_task = |said: &Said| {
            let whole = ["年度", "全年"].iter().any(|word| said.before.contains(word));
            let task = ["任务", "目标", "计划"].iter().any(|word| said.before.contains(word));
            let done = said.before.contains("完成") || said.before.contains("占");
            whole && task && done && is_exact(said)
        };
        let said = said::figures(self.words, &percent).into_iter().find(of_task)?;
        let stated = self.stated(&said, &percent, false)?;
        if let Some(own) = self.series.fact(Measure::Completion, self.month) {
            let computed = format!("{}%", own.text());
            return self.finding(&said.text, &stated, &own, &computed, Measure::Completion, "个百分点");
        }
        let (done, target) = (self.series.actual(self.month)?, self.series.floor()?);
        let below = target.interval();
        if !self.series.indicator.kind.accumulates() || !below.is_positive() {
            return None;
        }
        let bounds = Interval::hull([&done.interval(), &below], |[done, target]| formula::completion(done, target))?;
        let exact = formula::completion(&done.value, &target.value)?;
        if bounds.meets(&stated.interval()) {
            return None;
        }
        let computed = crate::check::view::percent(&exact, stated.decimals.max(1));
        let half = bounds.half_width().add(&stated.half());
        self.draft(&said.text, &computed, Measure::Completion, tolerance(&half, "个百分点"), &[&stated, &done, &target])
    }

    /// What the words state, standing in their cell.
    fn stated(&self, said: &Said, unit: &UnitOfMeasure, falls: bool) -> Option<Fact> {
        let whole = self.series.indicator.kind == crate::framework::ValueKind::Count;
        let mut fact = Fact::written(said.value, &said.unit, unit, whole)?;
        if falls {
            fact.value = fact.value.negate();
        }
        fact.span = self.cell.span;
        fact.cells.push((self.cell.place, self.cell.version));
        Some(fact)
    }

    fn finding(
        &self,
        said: &str,
        stated: &Fact,
        own: &Fact,
        computed: &str,
        measure: Measure,
        unit: &str,
    ) -> Option<Finding> {
        if stated.interval().meets(&own.interval()) {
            return None;
        }
        let half: Rational = stated.half().add(&own.half());
        self.draft(said, computed, measure, tolerance(&half, unit), &[stated, own])
    }

    fn draft(
        &self,
        said: &str,
        computed: &str,
        measure: Measure,
        tolerance: String,
        facts: &[&Fact],
    ) -> Option<Finding> {
        self.view.finding(Draft {
            rule: Rule::TextFigures,
            severity: Severity::Error,
            indicator: self.series.indicator,
            unit: self.series.unit,
            span: self.cell.span,
            mark: self.series.mark(measure),
            statement: format!("进展“{}”写的是{said}，{}是{computed}", shortened(self.words), measure.label()),
            printed: Some(said.to_owned()),
            computed: Some(computed.to_owned()),
            tolerance,
            facts,
        })
    }
}

/// Not about so much.
fn is_exact(said: &Said) -> bool {
    let about = ABOUT.iter().any(|word| said.before.ends_with(word));
    !about && !["左右", "以上", "多", "余"].iter().any(|word| said.after.starts_with(word))
}

/// 7月完成: a month alone; 1—7月, 截至7月, 7月末 are not.
fn of_a_month(before: &str) -> bool {
    let Some((earlier, later)) = before.split_once('月') else { return false };
    let alone = earlier.ends_with(|c: char| c.is_ascii_digit());
    alone
        && !earlier.contains(['—', '-', '－', '–', '～', '~', '至', '截', '到'])
        && !later.starts_with(['底', '末', '份'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::Rows;
    use crate::check::tests::{clean, district, lines, only};

    fn said(words: &str) -> Rows {
        district()
            .figure("P01", "Q00", "2018-07", Measure::Progress, words)
            .figure("P01", "Q00", "2018-07", Measure::Cumulative, "115.25")
            .figure("P01", "Q00", "2018-07", Measure::CumulativeGrowth, "5.2")
            .target("P01", "Q00", "252", |_| ())
    }

    #[test]
    fn an_amount_that_is_not_the_cumulative_is_found() {
        let found = only(said("1—7月完成投资151.25亿元，增长5.2%"));
        assert_eq!(found.statement, "进展“1—7月完成投资151.25亿元，增长5.2%”写的是151.25亿元，累计是115.25亿元");
        assert_eq!(lines(said("累计完成1151250万元")), ["text_figures 矛盾 Q00 2018-07 B2 B3"]);
    }

    #[test]
    fn a_growth_and_a_share_that_are_others_are_found() {
        let growth = only(said("完成投资115.25亿元，同比下降5.2%"));
        assert_eq!(growth.statement, "进展“完成投资115.25亿元，同比下降5.2%”写的是下降5.2%，累计增速是5.2%");
        let share = only(said("完成投资115.3亿元，增长5.2%，完成年度任务的54.7%"));
        assert_eq!((share.printed.as_deref(), share.computed.as_deref()), (Some("54.7%"), Some("45.7%")));
    }

    #[test]
    fn what_is_right_within_its_digits_is_right() {
        clean(said("完成投资115.25亿元，增长5.2%，占全年任务的45.7%"));
        clean(said("累计完成115.3亿元，同比增长5%"));
        clean(said("截至7月底，完成投资1152500万元"));
    }

    #[test]
    fn what_is_about_something_else_says_nothing() {
        for words in [
            "7月完成16.25亿元",
            "本月完成16.25亿元",
            "项目总投资300亿元，已开工",
            "其中工业完成30亿元",
            "全年计划完成252亿元",
            "完成投资约120亿元",
            "完成投资超过100亿元",
            "完成投资110亿元以上",
            "已完成主体工程，拨付资金3亿元",
            "正在办理前期手续",
        ] {
            clean(said(words));
        }
    }
}
