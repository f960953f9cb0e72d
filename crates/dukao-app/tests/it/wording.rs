//! How derivations read: formula and numbers put in, of figures of every kind.

use std::fmt::Write as _;

use dukao_app::App;
use dukao_app::view::Asked;

use crate::support::{demo_app, import};

/// Indicator, unit, month, figure.
const FIGURES: &[(&str, &str, u8, &str)] = &[
    ("P01", "Q00", 7, "completion"),
    ("P01", "Q00", 7, "behind_pace"),
    ("P01", "Q00", 7, "shortfall"),
    ("P03", "Q00", 7, "shortfall"),
    ("P04", "Q00", 7, "shortfall"),
    ("I01", "Q00", 3, "shortfall"),
    ("E13", "Q00", 7, "shortfall"),
    ("E12", "Q00", 7, "shortfall"),
    ("P01", "Q00", 7, "monthly_requirement"),
    ("P01", "Q00", 1, "monthly_requirement"),
    ("E01", "Q00", 7, "monthly_shortfall"),
    ("P03", "Q00", 7, "monthly_shortfall"),
    ("X01", "Q00", 7, "shortfall"),
    ("E05", "Q00", 7, "growth_gap"),
    ("F01", "Q00", 7, "growth"),
    ("E13", "Q00", 7, "growth_amount_gap"),
    ("P01", "Q00", 7, "month_on_month"),
    ("G09", "Q00", 7, "month_on_month"),
    ("P01", "Q00", 7, "pressure"),
    ("P01", "Q00", 7, "remaining_monthly"),
    ("P01", "Q00", 7, "remaining_growth"),
    ("P01", "Q00", 7, "best_past_growth"),
    ("P01", "Q00", 7, "third_quarter"),
    ("L02", "Q00", 7, "implied_target"),
    ("O02", "Q00", 7, "implied_base"),
    ("O02", "Q00", 7, "change"),
    ("P01", "Q00", 7, "pace_movement"),
    ("E05", "Q00", 7, "growth_movement"),
    ("G02", "Q00", 7, "gap_to_target"),
    ("G02", "Q00", 7, "relative_gap"),
    ("P01", "Q00", 7, "parts_total"),
    ("P01", "Q00", 7, "parts_target"),
    ("L02", "Q00", 7, "rank"),
    ("E05", "Q00", 7, "to_above"),
    ("G02", "Q00", 7, "to_first"),
    ("E05", "Q00", 7, "rank_movement"),
    ("P02", "Q00", 7, "period_rank_movement"),
    ("E05", "Q00", 7, "last_year_rank"),
    ("P01", "S09", 7, "share_of_shortfall"),
    ("E03", "S09", 7, "contribution"),
    ("E03", "S09", 7, "contribution_share"),
    ("P07", "Q00", 7, "shortfall"),
    ("P07", "Q00", 7, "monthly_shortfall"),
    ("P07", "Q00", 7, "half_year"),
];

async fn described(app: &App, (indicator, unit, month, figure): (&str, &str, u8, &str)) -> String {
    let asked = Asked { unit: Some(unit.to_owned()), month: Some(month), ..Asked::default() };
    let view = app.trace(&asked, indicator, figure).await.unwrap();
    let shown = &view.figure;
    let unit = if shown.is_known() { shown.unit.as_str() } else { "" };
    let mut text = format!("{indicator} {} {month}月 {} = {}{unit}\n", view.unit_name, shown.label, shown.text);
    let Some((formula, substitution)) = view.formula.zip(view.substitution) else {
        writeln!(text, "  {}", shown.reason.as_deref().unwrap_or_default()).unwrap();
        return text;
    };
    writeln!(text, "  公式 {formula}\n  代入 {substitution}").unwrap();
    for input in &view.inputs {
        let indent = "  ".repeat(usize::from(input.depth));
        writeln!(text, "    {indent}{} {}{} ← {}", input.label, input.text, input.unit, input.source).unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn derivations_read_as_an_office_would_write_them() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    let bases = "指标,单位,期间,上年同期累计\nE03,S09,2018-07,33.8\n";
    import(&app, vec![("街镇上年.csv".to_owned(), bases.as_bytes().to_vec())]).await;
    let mut text = String::new();
    for figure in FIGURES {
        text.push_str(&described(&app, *figure).await);
    }
    insta::assert_snapshot!(text);
}
