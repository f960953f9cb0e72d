//! Who may see which figure, by the table in the documents and the lists of units and indicators: read here anew, so that
//! the product is not asked whether it is right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A figure somebody may or may not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) region: &'static str,
    pub(super) unit: String,
    pub(super) indicator: String,
}

/// A post, as it was given.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The name of the role in the table of rights.
    pub(super) role: &'static str,
    pub(super) region: Option<&'static str>,
    pub(super) unit: Option<String>,
}

/// Rights, units and indicators as their files say.
pub(super) struct Expected {
    /// Role → how far it sees figures: 系统, 地区, 单位 or —.
    reaches: BTreeMap<String, String>,
    /// Unit → the unit above.
    above: BTreeMap<String, String>,
    /// Indicator → who leads it, and who supports it.
    answers: BTreeMap<String, (String, BTreeSet<String>)>,
}

/// The cells of a file of comma-separated values without quotes, by the words of its head.
pub(super) fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| head.iter().zip(line.split(',')).map(|(name, cell)| ((*name).into(), cell.into())).collect();
    lines.map(row).collect()
}

/// Role → cell of the row `right` of the table of rights.
fn reaches(right: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/权限表.md");
    let text = std::fs::read_to_string(path).unwrap();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut lines = text.lines().filter(|line| line.starts_with('|'));
    let roles = cells(lines.next().unwrap());
    let row = lines.map(cells).find(|row| row[0] == right).unwrap();
    roles.into_iter().zip(row).skip(1).collect()
}

impl Expected {
    pub(super) fn read(units: &str, indicators: &str) -> Self {
        let above = rows(units).into_iter().map(|row| (row["代码"].clone(), row["上级"].clone()));
        let answers = rows(indicators).into_iter().map(|row| {
            let supporting = row["协助单位"].split('；').map(str::to_owned).collect();
            (row["代码"].clone(), (row["责任单位"].clone(), supporting))
        });
        Self { reaches: reaches("查看数据"), above: above.collect(), answers: answers.collect() }
    }

    /// Whether `unit` is `top` or below it.
    fn is_below(&self, unit: &str, top: &str) -> bool {
        let mut unit = unit;
        while unit != top {
            match self.above.get(unit) {
                Some(above) if !above.is_empty() => unit = above,
                _ => return false,
            }
        }
        true
    }

    /// Whether somebody with this post may see a figure.
    pub(super) fn may_see(&self, place: &Place, figure: &Figure) -> bool {
        let reach = self.reaches[place.role].as_str();
        if reach == "—" || place.region != Some(figure.region) {
            return false;
        }
        let Some(own) = place.unit.as_deref().filter(|_| reach == "单位") else { return true };
        let (lead, supporting) = &self.answers[&figure.indicator];
        let supports = supporting.iter().any(|unit| self.is_below(unit, own));
        self.is_below(&figure.unit, own) || self.is_below(lead, own) || (figure.unit == figure.region && supports)
    }
}
