//! What the head of one column says: a path of texts taken apart into words, units, stretches of time and
//! what is left, which may be the name of an indicator or a unit.

use dukao_core::period::Period;
use dukao_core::quantity::UnitOfMeasure;

use super::names;
use super::vocabulary::{Label, Sense, labels, senses};
use crate::mapping::head_text::{bare_name, plain, split_unit, sure_unit};
use crate::mapping::moment::Moment;
use crate::mapping::stretch::{Stretch, stretches};

/// A head taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The texts from top to bottom, made plain, without repetitions.
    pub(super) path: Vec<String>,
    /// The words known to mean something.
    pub(super) senses: Vec<(&'static str, Sense)>,
    /// What is left of each text of the path.
    pub(super) rests: Vec<String>,
    /// The unit of measure, from the lowest text that has one.
    pub(super) unit: Option<UnitOfMeasure>,
    /// Stretches of time.
    pub(super) stretches: Vec<Stretch>,
    /// What the whole head says of a column of names.
    pub(super) labels: Vec<Label>,
}

/// Whether a figure is of the month alone or runs from January.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    ToDate,
    OneMonth,
}

impl Head {
    /// Takes the texts of a head apart.
    pub(super) fn of(texts: &[String]) -> Self {
        let mut head = Self::default();
        for text in texts.iter().map(|text| plain(text)).filter(|text| !text.is_empty()) {
            if head.path.last() == Some(&text) {
                continue;
            }
            head.level(&text);
            head.path.push(text);
        }
        if let Some(last) = head.path.last() {
            let bare = last.trim_end_matches(':');
            head.labels = labels(bare);
            if head.labels.is_empty() {
                head.labels = labels(&split_unit(bare).0);
            }
        }
        head
    }

    fn level(&mut self, text: &str) {
        if text.is_ascii() {
            self.ascii(text);
            return;
        }
        let (bare, unit) = split_unit(text.trim_end_matches(':'));
        let (bare, unit) = match (sure_unit(&bare), unit) {
            (Some(unit), None) => (String::new(), Some(unit)),
            (_, unit) => (bare, unit),
        };
        if unit.is_some() {
            self.unit = unit;
        }
        let (bare, found) = stretches(&bare);
        let mut outside = String::new();
        let mut at = 0;
        for one in &found {
            outside.push_str(bare.get(at..one.start).unwrap_or(""));
            at = one.end;
            // 8月底, 8月末, 8月止: up to then, not of that month alone.
            if let Some(sign) =
                bare.get(at..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '底' | '末' | '止'))
            {
                at += sign.len_utf8();
                self.senses.push(("月底", Sense::ToDate));
            }
        }
        outside.push_str(bare.get(at..).unwrap_or(""));
        self.stretches.extend(found);
        let (words, rest) = words_of(&outside);
        self.senses.extend(words);
        self.rests.push(rest);
    }

    /// `done_yi`, `yoy_pct`.
    fn ascii(&mut self, text: &str) {
        let (words, rest) = senses(text);
        self.senses.extend(words);
        if text == "%" {
            self.unit = Some(UnitOfMeasure::percent());
        }
        let mut left = Vec::new();
        for token in rest.split('_').filter(|token| !token.is_empty()) {
            let unit = match token {
                "yi" => "亿元",
                "wan" => "万元",
                "yuan" if self.unit.is_none() => "元",
                "pct" | "percent" | "percentage" => "%",
                "pp" => "百分点",
                "yuan" => continue,
                _ => {
                    left.push(token);
                    continue;
                }
            };
            self.unit = UnitOfMeasure::parse(unit).ok();
        }
        let (bare, found) = stretches(text);
        if found.iter().any(|one| one.start == 0 && one.end == bare.len()) {
            self.stretches.extend(found);
            left.clear();
        }
        let named: Vec<&str> = left.iter().map(|token| super::vocabulary::chinese(token).unwrap_or(token)).collect();
        let all_named = left.iter().all(|token| super::vocabulary::chinese(token).is_some());
        self.rests.push(if all_named { named.concat() } else { left.join("_") });
    }

    /// The whole head with `/` between its texts.
    pub(super) fn joined(&self) -> String {
        self.path.join("/")
    }

    /// Whether one of the words says this.
    pub(super) fn says(&self, sense: Sense) -> bool {
        self.senses.iter().any(|(_, own)| *own == sense)
    }

    /// The word that says this, for reasons.
    pub(super) fn word(&self, sense: Sense) -> Option<&'static str> {
        self.senses.iter().find(|(_, own)| *own == sense).map(|(word, _)| *word)
    }

    /// What is left of all texts: the name of what the column is about.
    pub(super) fn rest(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for rest in &self.rests {
            if !rest.is_empty() && parts.last() != Some(&rest.as_str()) {
                parts.push(rest);
            }
        }
        parts.concat()
    }

    /// Percent or percentage points, by the unit in the head.
    pub(super) fn is_percent(&self) -> bool {
        self.unit.as_ref().is_some_and(|unit| matches!(unit.as_str(), "%" | "百分点" | "‰"))
    }

    /// Whether the figures are of the month or to date, as far as the head says.
    pub(super) fn scope(&self, moment: Moment) -> Option<Scope> {
        let to_date = self.says(Sense::ToDate) || self.stretches.iter().any(|one| one.to_date);
        let single = self.stretches.iter().any(|one| one.span.is_some() && !one.to_date && !one.day);
        let january = moment.period.and_then(Period::end).is_some_and(|end| end.number() == 1);
        if to_date {
            Some(Scope::ToDate)
        } else if self.says(Sense::OneMonth) || single {
            Some(if january && !self.says(Sense::OneMonth) { Scope::ToDate } else { Scope::OneMonth })
        } else {
            None
        }
    }

    /// The year that the head names.
    pub(super) fn year(&self) -> Option<i16> {
        self.stretches.iter().find_map(|one| one.year)
    }
}

/// Words of a text and what is left; names of indicators are left whole, and so are endings such as 总额
/// that belong to a name.
pub(super) fn words_of(text: &str) -> (Vec<(&'static str, Sense)>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut at = 0;
    while let Some(tail) = text.get(at..).filter(|tail| !tail.is_empty()) {
        let name = names::at_start(tail).map_or("", |one| one.name);
        let word = first_sense(tail);
        let first = tail.chars().next().map_or("", |sign| tail.get(..sign.len_utf8()).unwrap_or(""));
        match word {
            Some((word, sense)) if word.len() > name.len() && !belongs(word, sense, &rest) => {
                found.push((word, sense));
                at += word.len();
            }
            _ if name.is_empty() => {
                rest.push_str(first);
                at += first.len();
            }
            _ => {
                rest.push_str(name);
                at += name.len();
            }
        }
    }
    (found, tidy(&rest))
}

/// The longest word at the beginning.
fn first_sense(tail: &str) -> Option<(&'static str, Sense)> {
    super::vocabulary::longest(tail)
}

/// Endings of names: 总额 in 工资总额 is part of the name, 总额 alone is an amount.
fn belongs(word: &str, sense: Sense, rest: &str) -> bool {
    let ending = matches!(
        word,
        "总额"
            | "总量"
            | "总值"
            | "总数"
            | "数"
            | "值"
            | "额"
            | "计"
            | "情况"
            | "数量"
            | "金额"
            | "进度"
            | "比例"
            | "比重"
            | "月末"
            | "期末"
            | "构成"
            | "份额"
            | "为"
            | "占"
            | "止"
            | "数据"
            | "幅度"
            | "任务"
            | "目标"
    );
    let short =
        matches!(sense, Sense::Of | Sense::Amount | Sense::Completion | Sense::Share | Sense::ToDate | Sense::Growth);
    let real = !rest.trim_matches(['(', ')', '、', ',']).is_empty();
    ending
        && short
        && real
        && matches!(
            word,
            "总额"
                | "总量"
                | "总值"
                | "总数"
                | "数"
                | "值"
                | "计"
                | "数量"
                | "金额"
                | "比例"
                | "为"
                | "占"
                | "止"
                | "构成"
        )
}

/// A rest without brackets left empty, numbering, joints and marks at its ends.
fn tidy(rest: &str) -> String {
    let mut text = rest.replace("()", "").replace("(%)", "");
    for joint in ["其中:", "其中"] {
        text = text.strip_prefix(joint).unwrap_or(&text).to_owned();
    }
    let text = text.trim_matches(|c: char| "、,;:.。/-—_+±%*#①②③④⑤的".contains(c));
    let text = if text == "(" || text == ")" { "" } else { text };
    let open = text.matches('(').count();
    let closed = text.matches(')').count();
    let text = match (open, closed) {
        (1, 0) => text.replace('(', ""),
        (0, 1) => text.replace(')', ""),
        _ => text.to_owned(),
    };
    bare_name(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(texts: &[&str]) -> Head {
        Head::of(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn words_names_units_and_time() {
        for (texts, rest, unit) in [
            (&["累计完成投资（亿元）"][..], "投资", Some("亿元")),
            (&["一般公共预算收入", "同比±%"], "一般公共预算收入", Some("%")),
            (&["1—8月累计", "占年初预算%"], "", Some("%")),
            (&["社会消费品零售总额", "总额"], "社会消费品零售总额", None),
            (&["地区生产总值", "总量"], "地区生产总值", None),
            (&["done_yi"], "", Some("亿元")),
            (&["fai_growth_pct"], "固定资产投资", Some("%")),
            (&["规上工业增加值增速"], "规上工业增加值", None),
            (&["工资总额"], "工资总额", None),
        ] {
            let head = head(texts);
            assert_eq!(
                (head.rest().as_str(), head.unit.as_ref().map(UnitOfMeasure::as_str)),
                (rest, unit),
                "{texts:?}"
            );
        }
        assert_eq!(head(&["2018年1-7月"]).year(), Some(2018));
        assert_eq!(head(&["8月份"]).scope(Moment::default()), Some(Scope::OneMonth));
        assert_eq!(head(&["1-8月累计", "增减额"]).scope(Moment::default()), Some(Scope::ToDate));
    }
}
