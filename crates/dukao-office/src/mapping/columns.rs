//! The columns and sums of a mapping file.

use dukao_core::ledger::Measure;
use dukao_core::period::Period;

use super::definition::Definition;
use super::spec::{Column, Indicators, Sum, SumBy};
use super::when::{When, Year};
use super::words::{GoalWord, Item};
use crate::text::{Keys, Node, Problems, Read, Spanned, Value};

impl Column {
    /// Every figure needs an indicator and a period, every target a year.
    pub(super) fn demand(&self, period: bool, year: bool, indicator: bool, problems: &mut Problems) {
        let head = &self.head.value;
        if !indicator && self.indicator.is_none() {
            problems
                .push(self.head.span.clone(), format!("不知道“{head}”是哪个指标的"))
                .hint("写上“指标: 名称”，在这一列里或在整个文件里");
        }
        let undated = matches!(self.period, Some(When::InYear(_))) && !year;
        let dated = (period || self.period.is_some()) && !undated;
        match self.item {
            Item::Measure(_) | Item::Turned(_) if !dated => {
                problems
                    .push(self.head.span.clone(), format!("不知道“{head}”是哪个期间的"))
                    .hint("写上“期间: 2018-07”，在这一列里或在整个文件里");
            }
            Item::Floor | Item::Stretch | Item::Stage if !dated && !year => {
                problems.push(self.head.span.clone(), format!("不知道“{head}”是哪一年的")).hint("写上“年度: 2018”");
            }
            _ => {}
        }
    }
}

/// 列: one entry for every column.
pub(super) fn columns(node: &Node, problems: &mut Problems) -> Vec<Column> {
    let Some(mut keys) = Keys::of(node, "列", problems) else { return Vec::new() };
    keys.rest().into_iter().filter_map(|(key, value)| column(key, value, problems)).collect()
}

/// `完成数: 累计` or `完成数: {数据项: 累计, …}`.
fn column(key: &Node, value: &Node, problems: &mut Problems) -> Option<Column> {
    let head = Spanned { span: key.span.clone(), value: key.text()?.to_owned() };
    if let Value::Text { .. } = value.value {
        return Item::read(value, problems).map(|item| plain_column(head, item));
    }
    let mut keys = Keys::of(value, "列的说明", problems)?;
    let item = keys.need("数据项", problems);
    let indicator = keys.optional("指标", problems);
    let unit = keys.optional("计量单位", problems);
    let period = keys.optional("期间", problems);
    let stage = keys.optional("阶段", problems);
    let goal: Option<GoalWord> = keys.optional("目标类型", problems);
    let about = keys.optional("单位", problems);
    keys.done(problems);
    if item == Some(Item::Stage) && stage.is_none() {
        problems.push(value.span.clone(), "阶段目标要说明是哪个阶段").hint("加上“阶段: 前三季度”或“阶段: {列: 阶段}”");
    }
    Some(Column { indicator, unit, period, stage, goal: goal.map(|goal| goal.0), about, ..plain_column(head, item?) })
}

const fn plain_column(head: Spanned<String>, item: Item) -> Column {
    Column { head, item, indicator: None, unit: None, period: None, stage: None, goal: None, about: None }
}

/// One place that describes an indicator is enough: other columns may name it only.
pub(super) fn agree(columns: &mut [Column], indicators: Option<&Indicators>) {
    let mut all: Vec<Definition> = columns.iter().filter_map(|column| column.indicator.clone()).collect();
    match indicators {
        Some(Indicators::One(definition)) => all.push(definition.clone()),
        Some(Indicators::Column { defined, .. }) => {
            all.extend(defined.iter().map(|(_, definition)| definition.clone()));
        }
        Some(Indicators::None) | None => {}
    }
    for definition in columns.iter_mut().filter_map(|column| column.indicator.as_mut()) {
        let same: Vec<&Definition> = all.iter().filter(|other| other.identity() == definition.identity()).collect();
        *definition = same.into_iter().fold(definition.clone(), Definition::or);
    }
}

/// `期间列: {当月: [1月, 2月]}`: heads that are themselves periods.
pub(super) fn period_columns(node: &Node, year: Option<&Year>, problems: &mut Problems) -> Vec<Column> {
    let Some(mut keys) = Keys::of(node, "期间列", problems) else { return Vec::new() };
    let mut columns = Vec::new();
    for (key, value) in keys.rest() {
        let Some(item) = Item::read(key, problems) else { continue };
        let heads: Vec<Spanned<String>> = Read::read(value, problems).unwrap_or_default();
        if !matches!(
            item,
            Item::Measure(Measure::Cumulative | Measure::Month | Measure::CumulativeGrowth | Measure::MonthGrowth)
        ) {
            problems
                .push(key.span.clone(), "期间列只用于累计、当月、累计增速、当月增速")
                .hint("其他数据项在“列”里逐列写");
            continue;
        }
        for head in heads {
            let in_year = |year: i16| Period::parse(&format!("{year}年{}", head.value));
            let period = match year {
                Some(Year::Fixed(year)) => in_year(*year).map(When::Fixed),
                Some(Year::Title) => in_year(2000).map(|_| When::InYear(head.clone())),
                None => None,
            };
            let period = Period::parse(&head.value).map(When::Fixed).or(period);
            if period.is_some() {
                columns.push(Column { period, ..plain_column(head, item) });
            } else {
                let hint = if year.is_none() {
                    "写上“年度: 2018”，列头写成 1月、1-2月、一季度"
                } else {
                    "列头写成 1月、1-2月、一季度"
                };
                problems.push(head.span, format!("列头“{}”不是期间", head.value)).hint(hint);
            }
        }
    }
    columns
}

/// 合计关系.
pub(super) fn sums(node: &Node, problems: &mut Problems) -> Vec<Sum> {
    let nodes: Vec<Node> = Read::read(node, problems).unwrap_or_default();
    let one = |node: &Node| {
        let mut keys = Keys::of(node, "合计关系", problems)?;
        let name = keys.need("划分", problems);
        if let Some(parts) = keys.optional("分项指标", problems) {
            let whole = keys.need("指标", problems);
            keys.done(problems);
            return Some(Sum { name: name?, by: SumBy::Indicators { whole: whole?, parts }, indicator: None });
        }
        let total = keys.need("合计", problems);
        let parts = keys.need("分项", problems);
        let indicator = keys.optional("指标", problems);
        keys.done(problems);
        Some(Sum { name: name?, by: SumBy::Units { total: total?, parts: parts? }, indicator })
    };
    nodes.iter().filter_map(one).collect()
}
