//! The mapping file as values.

use dukao_core::framework::Goal;
use dukao_core::ledger::{Firmness, Origin, Standing};
use dukao_core::organisation::UnitKind;
use dukao_core::quantity::UnitOfMeasure;

use super::columns::{agree, columns, period_columns, sums};
use super::definition::Definition;
use super::keys::{indicators, region, rows_of, subject};
use super::when::{Area, When, Year};
use super::words::{Item, said};
use crate::text::{Keys, Node, Problems, Read, Spanned};
use crate::typed::{word, yes_no};

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
        /// A row names a part (an industry) and a column the indicator: together they name one.
        crossed: bool,
    },
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) head: Spanned<String>,
    pub(super) item: Item,
    pub(super) indicator: Option<Definition>,
    pub(super) unit: Option<UnitOfMeasure>,
    pub(super) period: Option<When>,
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
pub(super) struct Mapping {
    /// 映射: what the import is called.
    pub(super) title: String,
    pub(super) region: Option<Spanned<String>>,
    pub(super) region_kind: Option<UnitKind>,
    pub(super) year: Option<Year>,
    pub(super) period: Option<When>,
    pub(super) sheet: Option<Spanned<String>>,
    /// The part of the sheet that is the table.
    pub(super) area: Option<Area>,
    /// Rows and columns are changed over.
    pub(super) transposed: bool,
    /// Names of rows that are not read, such as 小计.
    pub(super) skipped: Vec<String>,
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
        let year: Option<Year> = keys.optional("年度", problems);
        let period: Option<When> = keys.optional("期间", problems);
        let year = year.or(match &period {
            Some(When::Fixed(period)) => Some(Year::Fixed(period.year())),
            Some(When::Title) => Some(Year::Title),
            _ => None,
        });
        let sheet = keys.optional("工作表", problems);
        let area = keys.optional("区域", problems);
        let transposed = keys.node("转置").and_then(|node| {
            let text = String::read(node, problems)?;
            said(node, problems, yes_no(&text))
        });
        let skipped = keys.optional("不读行", problems).unwrap_or_default();
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
            columns.extend(period_columns(node, year.as_ref(), problems));
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
            area,
            transposed: transposed.unwrap_or(false),
            skipped,
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
