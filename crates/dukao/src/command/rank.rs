//! `dukao rank`: places among the peers and what is missing to the next.

use clap::Args;
use clap::builder::PossibleValuesParser;
use dukao_app::view::{RankRow, RankingView, Shown, basis_words};
use dukao_core::progress::{FigureKind, RANKING_BASES};

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};
use crate::words;

#[derive(Args, Debug)]
pub(super) struct Rank {
    #[arg(long, value_name = "指标", help = "指标代码或名称")]
    indicator: String,
    #[arg(
        long,
        value_name = "依据",
        value_parser = PossibleValuesParser::new(RANKING_BASES.map(FigureKind::key)),
        help = "按什么排：completion、growth、cumulative、behind_pace、stage_completion、change"
    )]
    by: Option<String>,
    #[arg(long, value_name = "单位", help = "与哪个单位同类的排；不写就是本地区，本地区没有同类时是下属单位")]
    unit: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Rank {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let by = self.by.as_deref().and_then(FigureKind::from_key);
        let ranking = app.ranking(&self.reading.asked(self.unit.as_deref()), &self.indicator, by).await?;
        self.reading.give(&ranking, &ranking, || shown(&ranking))
    }
}

fn shown(ranking: &RankingView) -> String {
    let by = basis_words(ranking.by, ranking.indicator.value_kind);
    let mut columns = vec![
        Column::Number("位次"),
        Column::Words("单位"),
        Column::Number(by),
        Column::Number("距前一位"),
        Column::Number("距第一位"),
        Column::Number("上期位次"),
        Column::Number("上年位次"),
        Column::Number("较上年"),
    ];
    let amounts = ranking.by != FigureKind::Cumulative.key();
    if amounts {
        columns.push(Column::Number("累计"));
    }
    let mut table = table::table(&columns);
    for row in &ranking.rows {
        let mut cells = cells(row);
        cells.extend(amounts.then(|| words::plain(&row.cumulative)));
        table.add_row(cells);
    }
    let order = if ranking.lower_is_better { "低者在前" } else { "高者在前" };
    let title = format!("{}{}年{}位次　按{by}，{order}", ranking.indicator.name, ranking.basis.year, ranking.period);
    let unit = ranking.rows.iter().find(|row| row.value.is_known()).map_or("", |row| row.value.unit.as_str());
    let amounts = if amounts { format!("；累计单位{}", ranking.indicator.unit) } else { String::new() };
    let legend = format!("{by}单位{unit}{amounts}；并列的写“并”，本单位前标*。");
    table::page(&title, &table, &[legend, foot(&ranking.basis)])
}

fn cells(row: &RankRow) -> Vec<String> {
    let tied = if row.tied { "并" } else { "" };
    let place = row.rank.map_or_else(|| words::NONE.to_owned(), |rank| format!("{tied}{rank}"));
    let distance = |figure: Option<&Shown>| {
        figure.map_or_else(|| words::NONE.to_owned(), |figure| format!("差{}", figure.magnitude))
    };
    let mark = if row.own { "*" } else { " " };
    let moved = match row.movement {
        Some(0) => "持平".to_owned(),
        Some(places) if places > 0 => format!("进{places}位"),
        Some(places) => format!("退{}位", places.unsigned_abs()),
        None => words::NONE.to_owned(),
    };
    vec![
        place,
        format!("{mark}{}", row.unit_name),
        words::plain(&row.value),
        distance(row.to_above.as_ref()),
        distance(row.to_first.as_ref()),
        row.rank_before.map_or_else(|| words::NONE.to_owned(), |rank| rank.to_string()),
        row.last_year_rank.clone().unwrap_or_else(|| words::NONE.to_owned()),
        moved,
    ]
}
