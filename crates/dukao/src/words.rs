//! Figures as words in a terminal: the sign is always said, never shown by colour alone.

use dukao_app::view::{Row, Shown};
use dukao_core::framework::Light;
use dukao_core::progress::FigureKind;

/// What stands in a cell without a figure that the indicator does not have.
pub(crate) const NONE: &str = "—";

/// The text of a figure; a dash where the kind does not have it.
pub(crate) fn text(row: &Row, kind: FigureKind) -> String {
    row.figure(kind.key()).map_or_else(|| NONE.to_owned(), plain)
}

/// The text of a figure; a dash where there can be none.
pub(crate) fn plain(figure: &Shown) -> String {
    use dukao_app::view::Status;
    match figure.status {
        Status::NotApplicable => NONE.to_owned(),
        _ => figure.text.clone(),
    }
}

/// What being ahead is called: over what is due, or, where less is better, room left below it.
fn ahead(row: &Row) -> &'static str {
    if row.indicator.lower_is_better { "余" } else { "超" }
}

/// The figure with a word for its sign.
fn signed(figure: &Shown, above: &str, below: &str) -> String {
    match figure.sign {
        _ if !figure.is_known() => plain(figure),
        sign if sign > 0 => format!("{above}{}", figure.magnitude),
        sign if sign < 0 => format!("{below}{}", figure.magnitude),
        _ => "持平".to_owned(),
    }
}

/// 欠12.60, 超3.20: an amount or percentage points behind or ahead.
pub(crate) fn owed_of(row: &Row, kind: FigureKind) -> String {
    row.figure(kind.key()).map_or_else(|| NONE.to_owned(), |figure| signed(figure, "欠", ahead(row)))
}

/// New shortfall of the month: 新账4.75; 超 when the month was above its requirement. A figure of an earlier
/// period (二季度 in July), or of a target without a duty for each month, brings none.
pub(crate) fn monthly(row: &Row) -> String {
    match row.figure(FigureKind::MonthlyShortfall.key()) {
        Some(figure) if figure.sign <= 0 || row.new_shortfall => signed(figure, "新账", ahead(row)),
        _ => NONE.to_owned(),
    }
}

/// The gap that the light rests on, with its unit: 欠12.60点, 差2.6点, 差3.20%.
pub(crate) fn gap(row: &Row) -> String {
    let Some(figure) = row.standing.by.and_then(|key| row.figure(key)) else {
        return NONE.to_owned();
    };
    let above = if figure.key == FigureKind::BehindPace.key() { "欠" } else { "差" };
    let unit = if figure.unit == "百分点" { "点" } else { &figure.unit };
    if figure.sign == 0 { plain(figure) } else { format!("{}{unit}", signed(figure, above, ahead(row))) }
}

/// The light as sign and word.
pub(crate) fn light(row: &Row) -> String {
    let sign = match row.standing.light {
        Light::Lagging => "●",
        Light::Slow => "◐",
        Light::Normal => "○",
        Light::Unreported => "？",
        Light::NotJudged => return NONE.to_owned(),
    };
    format!("{sign}{}", row.standing.label)
}

/// 5/13: the place among the ranked.
pub(crate) fn rank(row: &Row) -> String {
    match row.figure(FigureKind::Rank.key()).filter(|rank| rank.is_known()) {
        Some(rank) if row.ranked > 1 => format!("{}/{}", rank.text, row.ranked),
        _ => NONE.to_owned(),
    }
}

/// 固定资产投资·在地（亿元）, for titles.
pub(crate) fn full_name(row: &Row) -> String {
    let scope = row.indicator.scope.as_deref().map(|scope| format!("·{scope}")).unwrap_or_default();
    format!("{}{scope}（{}）", row.indicator.name, row.indicator.unit)
}

/// 固定资产投资 亿元, for the first column: a line breaks best at the space.
pub(crate) fn name_and_unit(row: &Row) -> String {
    format!("{} {}", row.indicator.name, row.indicator.unit)
}
