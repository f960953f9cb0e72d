//! The mapping file as values.

use dukao_core::framework::Goal;
use dukao_core::ledger::{Firmness, Origin, Standing};
use dukao_core::organisation::UnitKind;
use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::columns::{agree, columns, period_columns, sums};
use super::definition::Definition;
use super::words::{Item, Kind, said};
use crate::text::{Keys, Node, Problems, Read, Spanned, Value};
use crate::typed::{refuse, word, year};

/// Something that is the same everywhere, or stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source<T> {
    Fixed(T),
    Column(Spanned<String>),
}

/// What tells the kind of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KindRule {
    /// The unit's own name.
    Guess,
    /// All alike.
    All(UnitKind),
    /// A column, whose words stand for kinds.
    Column { column: Spanned<String>, words: Vec<(String, UnitKind)> },
}

/// Which unit a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// Its column; without one all rows are about the region itself, or about `fixed`.
    pub(super) column: Option<Spanned<String>>,
    pub(super) fixed: Option<String>,
    /// Names that mean the region itself.
    pub(super) totals: Vec<String>,
    pub(super) kind: KindRule,
}

/// Which indicator a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Indicators {
    /// The columns say.
    None,
    One(Definition),
    Column {
        column: Spanned<String>,
        defined: Vec<(String, Definition)>,
    },
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) head: Spanned<String>,
    pub(super) item: Item,
    pub(super) indicator: Option<Definition>,
    pub(super) unit: Option<UnitOfMeasure>,
    pub(super) period: Option<Source<Period>>,
    pub(super) stage: Option<Source<String>>,
    pub(super) goal: Option<Goal>,
    pub(super) about: Option<String>,
}

/// A complete partition of a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) name: String,
    pub(super) by: SumBy,
    pub(super) indicator: Option<Spanned<String>>,
}

/// What the parts of a sum are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SumBy {
    Units {
        total: Spanned<String>,
        parts: Vec<Spanned<String>>,
    },
    /// Other indicators make up this one.
    Indicators {
        whole: Spanned<String>,
        parts: Vec<Spanned<String>>,
    },
}

/// A mapping file without mistakes of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// 映射: what the import is called.
    pub title: String,
    pub(super) region: Option<Spanned<String>>,
    pub(super) region_kind: Option<UnitKind>,
    pub(super) year: Option<i16>,
    pub(super) period: Option<Source<Period>>,
    pub(super) sheet: Option<Spanned<String>>,
    pub(super) head: Option<(usize, usize)>,
    pub(super) rows: Option<(usize, Option<usize>)>,
    pub(super) unit: Option<Source<UnitOfMeasure>>,
    pub(super) subject: Subject,
    pub(super) indicators: Indicators,
    pub(super) defaults: Option<Definition>,
    pub(super) columns: Vec<Column>,
    /// Columns whose blank cells mean the same as the cell above.
    pub(super) carried: Vec<Spanned<String>>,
    pub(super) ignored: Vec<Spanned<String>>,
    pub(super) sums: Vec<Sum>,
    pub(super) firmness: Firmness,
    pub(super) standing: Standing,
    pub(super) origin: Origin,
}

impl Mapping {
    /// Reads the tree of a mapping file.
    pub(super) fn of(root: &Node, problems: &mut Problems) -> Option<Self> {
        let mut keys = Keys::of(root, "映射文件", problems)?;
        let title = keys.need("映射", problems);
        let (region, region_kind) = region(&mut keys, problems);
        let year = keys.node("年度").and_then(|node| {
            let text = String::read(node, problems)?;
            said(node, problems, year(&text))
        });
        let period: Option<Source<Period>> = keys.optional("期间", problems);
        let year = year.or(match &period {
            Some(Source::Fixed(period)) => Some(period.year()),
            _ => None,
        });
        let sheet = keys.optional("工作表", problems);
        let head = keys
            .node("表头")
            .and_then(|node| rows_of(node, problems))
            .map(|(first, last)| (first, last.unwrap_or(first)));
        let rows = keys.node("数据行").and_then(|node| rows_of(node, problems));
        let unit = keys.optional("计量单位", problems);
        let subject = keys.node("单位").and_then(|node| subject(node, problems));
        let indicators = keys.node("指标").and_then(|node| indicators(node, problems));
        let defaults = keys.optional("指标缺省", problems);
        let mut columns = keys.node("列").map(|node| columns(node, problems)).unwrap_or_default();
        if let Some(node) = keys.node("期间列") {
            columns.extend(period_columns(node, year, problems));
        }
        agree(&mut columns, indicators.as_ref());
        let carried = keys.optional("沿用上行", problems).unwrap_or_default();
        let ignored = keys.optional("忽略", problems).unwrap_or_default();
        let sums = keys.node("合计关系").map(|node| sums(node, problems)).unwrap_or_default();
        let firmness = pick(&mut keys, "快慢", &Firmness::WORDS.map(|(value, word, _)| (value, word)), problems);
        let standing = pick(&mut keys, "状态", &Standing::WORDS.map(|(value, word, _)| (value, word)), problems);
        let origin = pick(&mut keys, "数源", &Origin::WORDS.map(|(value, word, _)| (value, word)), problems);
        keys.done(problems);
        for column in &columns {
            column.demand(period.is_some(), year.is_some(), indicators.is_some(), problems);
        }
        if columns.is_empty() {
            problems
                .push(root.span.start..root.span.start, "映射文件没有说明任何一列")
                .hint("写上“列:”，下面每行一列，如“完成数: {数据项: 累计}”");
        }
        Some(Self {
            title: title?,
            region,
            region_kind,
            year,
            period,
            sheet,
            head,
            rows,
            unit,
            subject: subject.unwrap_or(Subject {
                column: None,
                fixed: None,
                totals: Vec::new(),
                kind: KindRule::Guess,
            }),
            indicators: indicators.unwrap_or(Indicators::None),
            defaults,
            columns,
            carried,
            ignored,
            sums,
            firmness: firmness.unwrap_or(Firmness::Flash),
            standing: standing.unwrap_or(Standing::Certified),
            origin: origin.unwrap_or(Origin::Claimed),
        })
    }
}

fn pick<T: Clone>(keys: &mut Keys<'_>, key: &'static str, words: &[(T, &str)], problems: &mut Problems) -> Option<T> {
    let node = keys.node(key)?;
    let text = String::read(node, problems)?;
    said(node, problems, word(&text, key, words))
}

/// `地区: 甲市` or `地区: {名称: 甲市, 类别: 区县}`.
fn region(keys: &mut Keys<'_>, problems: &mut Problems) -> (Option<Spanned<String>>, Option<UnitKind>) {
    let Some(node) = keys.node("地区") else { return (None, None) };
    if let Value::Text { .. } = node.value {
        return (Spanned::read(node, problems), None);
    }
    let Some(mut inner) = Keys::of(node, "地区", problems) else { return (None, None) };
    let name = inner.need("名称", problems);
    let kind: Option<Kind> = inner.optional("类别", problems);
    inner.done(problems);
    (name, kind.map(|kind| kind.0))
}

/// `3`, `2-3` or `5-` (to the end), counted from 1 as the user sees them; given from 0.
fn rows_of(node: &Node, problems: &mut Problems) -> Option<(usize, Option<usize>)> {
    let text = String::read(node, problems)?;
    let (first, last) = text
        .split_once(['-', '—', '至'])
        .map_or((text.as_str(), Some(text.as_str())), |(first, last)| (first, Some(last)));
    let number = |text: &str| text.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let first_row = number(first);
    let last_row = last.filter(|last| !last.trim().is_empty()).map(number);
    match (first_row, last_row) {
        (Some(first), None) => Some((first, None)),
        (Some(first), Some(Some(last))) if first <= last && last < 1_000_000 => Some((first, Some(last))),
        _ => said(node, problems, refuse(format!("“{text}”不是行号"), "写成 1 或 2-3，与表格左边的行号一致")),
    }
}

impl<T: Read> Read for Source<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let mut keys = Keys::of(node, "这里", problems)?;
            let column = keys.need("列", problems);
            keys.done(problems);
            return column.map(Self::Column);
        }
        T::read(node, problems).map(Self::Fixed)
    }
}

impl Read for Period {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        said(node, problems, crate::typed::period(&crate::grid::Cell::of_text(&text)))
    }
}

fn subject(node: &Node, problems: &mut Problems) -> Option<Subject> {
    if let Value::Text { .. } = node.value {
        let fixed = String::read(node, problems)?;
        return Some(Subject { column: None, fixed: Some(fixed), totals: Vec::new(), kind: KindRule::Guess });
    }
    let mut keys = Keys::of(node, "单位", problems)?;
    let column = keys.need("列", problems);
    let totals = keys.optional("合计", problems).unwrap_or_default();
    let kind = keys.node("类别").map_or(Some(KindRule::Guess), |node| kind_rule(node, problems));
    keys.done(problems);
    Some(Subject { column: Some(column?), fixed: None, totals, kind: kind? })
}

fn kind_rule(node: &Node, problems: &mut Problems) -> Option<KindRule> {
    if let Value::Text { .. } = node.value {
        return Kind::read(node, problems).map(|kind| KindRule::All(kind.0));
    }
    let mut keys = Keys::of(node, "类别", problems)?;
    let column = keys.need("列", problems);
    let mut words = Vec::new();
    for (key, value) in keys.rest() {
        if let (Some(word), Some(kind)) = (key.text(), Kind::read(value, problems)) {
            words.push((word.to_owned(), kind.0));
        }
    }
    Some(KindRule::Column { column: column?, words })
}

fn indicators(node: &Node, problems: &mut Problems) -> Option<Indicators> {
    let Value::Map(entries) = &node.value else {
        return Definition::read(node, problems).map(Indicators::One);
    };
    if !entries.iter().any(|(key, _)| key.text() == Some("列")) {
        return Definition::read(node, problems).map(Indicators::One);
    }
    let mut keys = Keys::of(node, "指标", problems)?;
    let column = keys.need("列", problems);
    let mut defined = Vec::new();
    for (key, value) in keys.rest() {
        if let (Some(word), Some(definition)) = (key.text(), Definition::read(value, problems)) {
            let name = definition.name.clone().unwrap_or_else(|| word.to_owned());
            defined.push((word.to_owned(), Definition { name: Some(name), ..definition }));
        }
    }
    Some(Indicators::Column { column: column?, defined })
}
