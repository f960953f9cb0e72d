//! `dukao trace`: a figure opened to its formula, numbers and cells.

use clap::Args;
use clap::builder::PossibleValuesParser;
use dukao_app::view::{TraceBy, TraceView};
use dukao_core::progress::{FigureKind, RANKING_BASES};

use crate::fault::Fault;
use crate::options::{Reading, foot};
use crate::table::{self, Column};

#[derive(Args, Debug)]
pub(super) struct Trace {
    #[arg(long, value_name = "指标", help = "指标代码或名称")]
    indicator: String,
    #[arg(
        long,
        value_name = "数",
        value_parser = PossibleValuesParser::new(FigureKind::ALL.iter().map(|kind| kind.key())),
        help = "哪个数，例如 shortfall、completion、behind_pace；全部名称见 docs/cli.md"
    )]
    figure: String,
    #[arg(long, value_name = "单位", help = "单位代码或名称；不写就是本地区")]
    unit: Option<String>,
    #[arg(long, value_name = "合计关系", help = "由分项得出的数用哪一种合计关系，例如 按县区；不写就用第一种")]
    partition: Option<String>,
    #[arg(
        long,
        value_name = "依据",
        value_parser = PossibleValuesParser::new(RANKING_BASES.map(FigureKind::key)),
        help = "位次、距前一位等按什么排，写法同 rank；不写就按这个指标惯用的"
    )]
    by: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Trace {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let app = self.reading.database.open_existing().await?;
        let asked = self.reading.asked(self.unit.as_deref());
        let ranking = self.by.as_deref().and_then(FigureKind::from_key);
        let by = TraceBy { partition: self.partition.as_deref(), ranking };
        let trace = app.trace_by(&asked, &self.indicator, &self.figure, by).await?;
        self.reading.give(&trace, &trace, || shown(&trace))
    }
}

fn shown(trace: &TraceView) -> String {
    let figure = &trace.figure;
    let unit = if figure.is_known() { format!(" {}", figure.unit) } else { String::new() };
    let mut title = format!(
        "{} {} {}年{}\n{} = {}{unit}\n",
        trace.unit_name, trace.indicator.name, trace.basis.year, trace.period, figure.label, figure.text
    );
    if let Some(by) = trace.by_label {
        title = title + "依据：按" + by + "排位次\n";
    }
    let lines =
        [("原因", &figure.reason), ("公式", &trace.formula), ("代入", &trace.substitution), ("互证", &trace.check)];
    for (name, text) in lines {
        if let Some(text) = text {
            title = title + name + "：" + text + "\n";
        }
    }
    if trace.inputs.is_empty() {
        return format!("{title}{}\n", foot(&trace.basis));
    }
    let columns = [
        Column::Words("用到的数"),
        Column::Number("值"),
        Column::Words("单位"),
        Column::Words("出处"),
        Column::Number("版本"),
    ];
    let mut table = table::table(&columns);
    for input in &trace.inputs {
        let label = format!("{}{}", "  ".repeat(usize::from(input.depth)), input.label);
        let version = input.version.map_or_else(String::new, |version| format!("v{version}"));
        table.add_row([label, input.text.clone(), input.unit.clone(), input.source.clone(), version]);
    }
    table::page(title.trim_end(), &table, &[foot(&trace.basis)])
}
