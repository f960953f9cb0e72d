//! The words of meanings as the mapping file, the page and the command line use them.

use dukao_core::ledger::Measure;

use super::claims::What;
use super::decided::{Column, Meaning};
use super::heads::Scope;
use super::vocabulary::Label;
use crate::mapping::words::Item;

/// Meanings of columns of names.
pub(super) const LABELS: [(Label, &str); 7] = [
    (Label::Unit, "单位"),
    (Label::Indicator, "指标"),
    (Label::UnitOfMeasure, "计量单位"),
    (Label::Period, "期间"),
    (Label::Stage, "阶段"),
    (Label::Sequence, "序号"),
    (Label::Category, "类别"),
];

/// 不读.
pub(super) const UNREAD: &str = "不读";
/// Not known.
pub(super) const UNKNOWN: &str = "不明";

/// The word of a data item.
pub(super) fn item_word(item: Item) -> &'static str {
    match item {
        Item::Measure(measure) => measure.label(),
        Item::Turned(Measure::Change) => "减收",
        Item::Turned(_) => "短收",
        Item::Floor => "目标",
        Item::Stretch => "争取",
        Item::Stage => "阶段目标",
    }
}

/// The word of what a column is.
pub(super) fn word(column: &Column) -> &'static str {
    match column.meaning {
        Meaning::Label(label) => LABELS.iter().find(|(own, _)| *own == label).map_or("", |(_, word)| word),
        Meaning::Figures(_) => column.item().map_or("", item_word),
        Meaning::Unread => UNREAD,
        Meaning::Unknown => UNKNOWN,
    }
}

/// What a clerk's word means; `None` when there is no such word.
pub(super) fn meaning(word: &str) -> Option<(Meaning, Option<Scope>)> {
    if let Some((label, _)) = LABELS.iter().find(|(_, own)| *own == word) {
        return Some((Meaning::Label(*label), None));
    }
    let figures = |what, scope| Some((Meaning::Figures(what), Some(scope)));
    match word {
        "不读" | "忽略" | "备注" => return Some((Meaning::Unread, None)),
        "累计" => return figures(What::Amount, Scope::ToDate),
        "当月" => return figures(What::Amount, Scope::OneMonth),
        "上年同期累计" | "上年同期" => return figures(What::Base, Scope::ToDate),
        "上年同期当月" => return figures(What::Base, Scope::OneMonth),
        "累计增速" | "增速" => return figures(What::Growth, Scope::ToDate),
        "当月增速" => return figures(What::Growth, Scope::OneMonth),
        "目标" | "确保" => return figures(What::Fixed(Item::Floor), Scope::ToDate),
        "争取" => return figures(What::Fixed(Item::Stretch), Scope::ToDate),
        "阶段目标" => return figures(What::Fixed(Item::Stage), Scope::ToDate),
        _ => {}
    }
    let sided = crate::mapping::words::ONE_SIDED.iter().find(|(_, own)| *own == word).map(|(item, _)| *item);
    let measure = Measure::WORDS.iter().find(|(_, own, _)| *own == word).map(|(measure, ..)| Item::Measure(*measure));
    let item = sided.or(measure)?;
    figures(What::Fixed(item), Scope::ToDate)
}

/// All words a column may be corrected to.
pub(super) fn all() -> Vec<&'static str> {
    let labels = LABELS.iter().map(|(_, word)| *word);
    let measures = Measure::WORDS.iter().map(|(_, word, _)| *word);
    labels.chain(measures).chain(["目标", "争取", "阶段目标", "短收", "超收", "减收", "增收", UNREAD]).collect()
}
