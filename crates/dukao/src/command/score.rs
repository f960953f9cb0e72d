//! `dukao score`: a scheme over the ledger of a region, or over a plain table without a database.

use std::path::{Path, PathBuf};

use clap::Args;
use comfy_table::CellAlignment;
use dukao_app::AppError;
use dukao_app::assessment::{
    self, Explanation, LedgerExplanation, LedgerScore, Replay, SchemeFile, ScoreView, Side, UnitLine, replay,
};
use dukao_app::tables::FileKind;
use dukao_core::period::Month;

use crate::fault::Fault;
use crate::options::{Reading, Way, foot};
use crate::table::{self, Column};
use crate::{output, words};

/// How many of the lines that moved are shown to people.
const MOST: usize = 3;

#[derive(Args, Debug)]
pub(super) struct Score {
    #[arg(value_name = "办法文件", help = "考核办法，写法见 docs/考核办法.md")]
    scheme: PathBuf,
    #[arg(value_name = "表", help = "数据表：每个单位一行，每项输入一列；不写就按库里的台账算")]
    table: Option<PathBuf>,
    #[arg(long, value_name = "单位", help = "这个单位的每一分怎样得来")]
    explain: Option<String>,
    #[arg(
        long,
        value_name = "原办法",
        conflicts_with = "explain",
        help = "同样的数按原办法再算一遍：谁升谁降，升降在哪一项"
    )]
    against: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

impl Score {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let done = match &self.table {
            Some(table) => self.plain(table),
            None => self.ledger().await,
        };
        match done {
            Err(Fault::App(AppError::Refused(problems))) => {
                Err(super::scheme::refused(&problems, self.reading.is_json(), "没有计分"))
            }
            other => other,
        }
    }

    fn plain(&self, table: &Path) -> Result<(), Fault> {
        let (name, bytes) = super::import::read(&self.scheme)?;
        let file = SchemeFile::read(&name, &bytes, &[])?;
        let (name, bytes) = super::import::read(table)?;
        let month = self.reading.month.and_then(Month::new).unwrap_or(Month::DECEMBER);
        let plain = file.facts(&name, &bytes, month)?;
        if !plain.notes.is_empty() && !self.reading.is_json() {
            output::say(&table::problems(&plain.notes));
        }
        if let Some(old) = self.old()? {
            let before = old.facts(&name, &bytes, month)?;
            let before = Side { scheme: &old.scheme, facts: &before.facts };
            let view = replay(&before, &Side { scheme: &file.scheme, facts: &plain.facts }, month);
            return self.reading.answer(&view, || compared(&view, None));
        }
        if let Some(unit) = &self.explain {
            let explanation = assessment::explain(&file.scheme, &plain.facts, month, unit)?;
            return self.reading.answer(&explanation, || opened(&explanation, None));
        }
        let view = assessment::score(&file.scheme, &plain.facts, month);
        self.give(&view, &view, None)
    }

    /// The old rules, where they are asked for.
    fn old(&self) -> Result<Option<SchemeFile>, Fault> {
        let Some(path) = &self.against else { return Ok(None) };
        let (name, bytes) = super::import::read(path)?;
        Ok(Some(SchemeFile::read(&name, &bytes, &[])?))
    }

    async fn ledger(&self) -> Result<(), Fault> {
        let (name, bytes) = super::import::read(&self.scheme)?;
        let app = self.reading.database.open_existing().await?;
        let asked = self.reading.asked(None);
        let file = app.read_scheme(&asked, &name, &bytes).await?;
        if let Some(unit) = &self.explain {
            let LedgerExplanation { basis, result } = &app.explain_score(&asked, &file.scheme, unit).await?;
            let whole = LedgerExplanation { basis: basis.clone(), result: result.clone() };
            return self.reading.answer(&whole, || opened(result, Some(foot(basis))));
        }
        if let Some(path) = &self.against {
            let (name, bytes) = super::import::read(path)?;
            let old = app.read_scheme(&asked, &name, &bytes).await?;
            let compared_over = app.replay(&asked, &old.scheme, &file.scheme).await?;
            let basis = foot(&compared_over.basis);
            return self.reading.answer(&compared_over, || compared(&compared_over.result, Some(basis)));
        }
        let scored: LedgerScore = app.score(&asked, &file.scheme).await?;
        self.give(&scored, &scored.result, Some(foot(&scored.basis)))
    }

    /// Gives a result as it is wanted: `json` to programs, `view` to people and as a file.
    fn give<V: serde::Serialize>(&self, json: &V, view: &ScoreView, foot: Option<String>) -> Result<(), Fault> {
        let bytes = match self.reading.way()? {
            Way::Table => return output::print(&shown(view, foot)),
            Way::Json => output::json(json)?.into_bytes(),
            Way::Csv => assessment::file(view, FileKind::Csv)?,
            Way::Xlsx => assessment::file(view, FileKind::Xlsx)?,
        };
        self.reading.write(&bytes)
    }
}

/// Class by class, the first place first.
fn shown(view: &ScoreView, foot: Option<String>) -> String {
    let mut text = String::new();
    let mut heading = format!("{}　{}月", view.scheme.name, view.month);
    for class in &view.classes {
        let graded = class.units.iter().any(|unit| unit.grade.is_some());
        let extras = class.units.iter().any(|unit| unit.extras.value != "0");
        let mut heads = vec!["名次", "单位", "总分"];
        heads.extend(graded.then_some("等次"));
        heads.extend(extras.then_some("加减分"));
        let tops: Vec<usize> = (0..view.entries.len())
            .filter(|at| view.entries.get(*at).is_some_and(|entry| entry.depth == 0 && entry.extra.is_none()))
            .collect();
        heads.extend(tops.iter().filter_map(|at| Some(view.entries.get(*at)?.name.as_str())));
        let mut shown = table::table(&[]);
        shown.set_header(&heads);
        for unit in &class.units {
            let mut cells = vec![place(unit), unit.name.clone(), total(unit)];
            cells.extend(graded.then(|| unit.grade.clone().unwrap_or_else(|| words::NONE.to_owned())));
            cells.extend(extras.then(|| unit.extras.text.clone()));
            cells.extend(tops.iter().filter_map(|at| {
                let line = unit.entries.get(*at)?;
                Some(line.points.as_ref().map_or_else(|| line.standing.to_owned(), |points| points.text.clone()))
            }));
            shown.add_row(cells);
        }
        for column in 0..heads.len() {
            if let Some(place) = shown.column_mut(column)
                && !matches!(heads.get(column), Some(&"单位" | &"等次"))
            {
                place.set_cell_alignment(CellAlignment::Right);
            }
        }
        let title = if class.name.is_empty() { heading.clone() } else { format!("{heading}\n{}", class.name) };
        text.push_str(&table::page(&title, &shown, &assessment::remarks_of(view, class)));
        heading.clear();
    }
    for note in &view.notes {
        output::line(&mut text, &format!("注意：{note}。"));
    }
    text.push_str("并列的写“并”；带*的是暂计，有待补的项。\n");
    text.extend(foot.map(|foot| foot + "\n"));
    text
}

/// Unit by unit: places and totals under both rules, and the lines that moved most.
fn compared(view: &Replay, foot: Option<String>) -> String {
    let columns = [
        Column::Words("单位"),
        Column::Number("原名次"),
        Column::Number("名次"),
        Column::Number("原总分"),
        Column::Number("总分"),
        Column::Number("增减"),
        Column::Words("增减在哪几项"),
    ];
    let mut shown = table::table(&columns);
    let rank = |rank: Option<usize>| rank.map_or_else(|| words::NONE.to_owned(), |rank| rank.to_string());
    for line in &view.units {
        let through = line.through.iter().take(MOST).map(|line| format!("{}{}", line.name, line.change.text));
        let before = line.before.as_ref().map_or_else(|| words::NONE.to_owned(), |points| points.text.clone());
        shown.add_row([
            line.name.clone(),
            rank(line.rank_before),
            rank(line.rank_after),
            before,
            line.after.text.clone(),
            line.change.text.clone(),
            through.collect::<Vec<_>>().join("，"),
        ]);
    }
    let title = format!("{} → {}　{}月", view.old.name, view.new.name, view.month);
    let legend = format!("增减最大的{MOST}项；全部各项见 --format json。");
    table::page(&title, &shown, &[vec![legend], foot.into_iter().collect()].concat())
}

fn place(unit: &UnitLine) -> String {
    let tied = if unit.tied { "并" } else { "" };
    unit.rank.map_or_else(|| words::NONE.to_owned(), |rank| format!("{tied}{rank}"))
}

fn total(unit: &UnitLine) -> String {
    let mark = if unit.provisional { "*" } else { "" };
    format!("{}{mark}", unit.total.text)
}

/// Entry by entry: points, formula, numbers, sources.
fn opened(explanation: &Explanation, foot: Option<String>) -> String {
    let rank = explanation.rank.map_or_else(String::new, |rank| format!("　第{rank}名"));
    let total = explanation.total.points.as_ref().map_or("", |points| points.text.as_str());
    let mut text = format!("{}　{}\n总分 {total}{rank}\n", explanation.name, explanation.scheme.name);
    for entry in &explanation.entries {
        let indent = "  ".repeat(entry.depth);
        let points = entry.points.as_ref().map_or_else(|| entry.standing.to_owned(), |points| points.text.clone());
        let full = entry.full.as_ref().map_or_else(String::new, |full| format!("／{full}"));
        output::line(&mut text, &format!("\n{indent}{}　{points}{full}　{}", entry.name, entry.clause));
        let reached = (entry.reaches != "1").then(|| format!("计入总分的比例 {}", entry.reaches));
        let lines =
            [("公式", &entry.formula), ("代入", &entry.substitution), ("原因", &entry.reason), ("说明", &reached)];
        for (name, line) in lines {
            if let Some(line) = line {
                output::line(&mut text, &format!("{indent}  {name}：{line}"));
            }
        }
        for note in &entry.notes {
            output::line(&mut text, &format!("{indent}  注意：{note}"));
        }
        let sources = entry.inputs.iter().filter(|input| input.source != entry.clause);
        for input in sources {
            output::line(
                &mut text,
                &format!("{indent}  {} = {}{}　{}", input.label, input.text, input.unit, input.source),
            );
        }
    }
    text.push('\n');
    text.extend(foot.map(|foot| foot + "\n"));
    text
}
