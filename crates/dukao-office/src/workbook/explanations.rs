//! 核对说明: what was said about findings, with each finding as it was then.

use dukao_core::check::{Rule, Severity};
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::Table;
use super::row::{Reported, Row};
use super::written::Written;
use crate::batch::{Batch, Placed, Report};
use crate::kept::Explanation;
use crate::lookup::Lookup;
use crate::typed::{Said, period, refuse, word};

/// Most characters of an explanation, and of a person's name.
const LONGEST: usize = 1000;
const LONGEST_NAME: usize = 40;

/// Offices work in Beijing time.
fn beijing() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

pub(super) fn read(table: &Table<'_>, lookup: &Lookup<'_>, batch: &mut Batch, report: &mut Report) {
    for row in table.rows() {
        let Ok(value) = explanation(&row, lookup, report) else { continue };
        let place = row.place("核对编号");
        if let Some(earlier) = batch.explanations.iter().find(|other| other.value.key == value.key) {
            let message = format!("核对编号“{}”重复，前面 {} 已有", value.key, earlier.place.cell());
            report.error(place, message, "一处只写一行，写最后的说明");
            continue;
        }
        batch.explanations.push(Placed { place, value });
    }
}

fn explanation(row: &Row<'_>, lookup: &Lookup<'_>, report: &mut Report) -> Result<Explanation, Reported> {
    let key = row.needed("核对编号", report, |cell| Ok(cell.trimmed().to_owned()));
    let state = row.needed("状态", report, |cell| word(cell.trimmed(), "状态", &Explanation::STATES));
    let text = row.optional("说明", report, |cell| at_most(cell.trimmed(), LONGEST));
    let owner_unit = row.text("责任单位", report);
    let owner_person = row.optional("责任人", report, |cell| at_most(cell.trimmed(), LONGEST_NAME));
    let by = row.text("说明人", report);
    let at = row.optional("说明时间", report, |cell| moment(cell.trimmed()));
    let finding = finding(row, report);
    let (state, text) = (state?, text?.unwrap_or_default());
    if text.is_empty() && state != Explanation::STATES[0].0 {
        report.error(row.place("说明"), format!("“{state}”要写说明"), "写明这几个数为什么对不上，或为什么不予处理");
        return Err(Reported);
    }
    let owner_unit = owner_unit?;
    if let Some(code) = owner_unit.as_deref().filter(|code| lookup.organisation().get(code).is_none()) {
        report.note(row.place("责任单位"), format!("没有代码为“{code}”的单位，照原样保存"), "");
    }
    Ok(Explanation { key: key?, state, text, owner_unit, owner_person: owner_person?, by: by?, at: at?, ..finding? })
}

/// The finding as it was.
fn finding(row: &Row<'_>, report: &mut Report) -> Result<Explanation, Reported> {
    let rules: Vec<(Rule, &str)> = Rule::ALL.iter().map(|rule| (*rule, rule.label())).collect();
    let severities = Severity::KEYS.map(|(_, severity)| (severity, severity.label()));
    let rule = row.needed("规则", report, |cell| word(cell.trimmed(), "规则", &rules));
    let name = row.text("规则名称", report);
    let severity = row.needed("轻重", report, |cell| word(cell.trimmed(), "轻重", &severities));
    let indicator = row.needed("指标", report, |cell| Ok(cell.trimmed().to_owned()));
    let unit = row.needed("单位", report, |cell| Ok(cell.trimmed().to_owned()));
    let period = row.needed("期间", report, period);
    let statement = row.needed("问题", report, |cell| Ok(cell.trimmed().to_owned()));
    let [printed, computed, tolerance, figures] =
        ["发布的", "算出的", "允许误差", "当时的数"].map(|column| row.text(column, report));
    let rule = rule?;
    Ok(Explanation {
        key: String::new(),
        state: "",
        text: String::new(),
        owner_unit: None,
        owner_person: None,
        by: None,
        at: None,
        rule,
        name: name?.unwrap_or_else(|| rule.label().to_owned()),
        severity: severity?,
        indicator: indicator?,
        unit: unit?,
        period: period?,
        statement: statement?,
        printed: printed?,
        computed: computed?,
        tolerance: tolerance?.unwrap_or_default(),
        figures: figures?.unwrap_or_default(),
    })
}

fn at_most(text: &str, most: usize) -> Said<String> {
    let count = text.chars().count();
    if count > most {
        return refuse(format!("有{count}个字，最多{most}个字"), "写短一些");
    }
    Ok(text.to_owned())
}

/// `2018-08-20 10:05:00`, in Beijing; as microseconds since 1970.
fn moment(text: &str) -> Said<i64> {
    let day_and_time = text.parse::<DateTime>().ok().filter(|_| text.contains(':'));
    let found = day_and_time.and_then(|civil| civil.to_zoned(beijing()).ok()).map(|zoned| zoned.timestamp());
    match found {
        Some(timestamp) => Ok(timestamp.as_microsecond()),
        None => refuse(format!("“{text}”不是时间"), "写成 2018-08-20 10:05:00"),
    }
}

/// What was said as a row of 核对说明.
pub fn row(own: &Explanation) -> Written {
    let said_at = own.at.and_then(|at| jiff::Timestamp::from_microsecond(at).ok());
    let said_at = said_at.map(|at| at.to_zoned(beijing()).datetime().to_string().replace('T', " "));
    let name = if own.name == own.rule.label() { "" } else { own.name.as_str() };
    let may = |text: &Option<String>| text.clone().unwrap_or_default();
    let cells = [
        ("核对编号", own.key.clone()),
        ("状态", own.state.to_owned()),
        ("说明", own.text.clone()),
        ("责任单位", may(&own.owner_unit)),
        ("责任人", may(&own.owner_person)),
        ("说明人", may(&own.by)),
        ("说明时间", said_at.unwrap_or_default()),
        ("规则", own.rule.label().to_owned()),
        ("规则名称", name.to_owned()),
        ("轻重", own.severity.label().to_owned()),
        ("指标", own.indicator.clone()),
        ("单位", own.unit.clone()),
        ("期间", own.period.code()),
        ("问题", own.statement.clone()),
        ("发布的", may(&own.printed)),
        ("算出的", may(&own.computed)),
        ("允许误差", own.tolerance.clone()),
        ("当时的数", own.figures.clone()),
    ];
    cells.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_to_the_microsecond() {
        assert_eq!(moment("2018-08-20 10:05:00").unwrap(), 1_534_730_700_000_000);
        assert_eq!(moment("2018-08-20T10:05:00.000001").unwrap(), 1_534_730_700_000_001);
        for wrong in ["2018-08-20", "十点", "2018-13-01 10:00:00"] {
            assert!(moment(wrong).is_err(), "{wrong}");
        }
    }
}
