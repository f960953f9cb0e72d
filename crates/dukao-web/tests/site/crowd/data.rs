//! A region in which every figure is a number that stands nowhere else, a second one beside it, and people in both.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use dukao_app::import::ImportRequest;
use dukao_app::people::{AccountFields, NewPost};
use dukao_app::rights::Role;
use jiff::civil::date;

use super::chance::Chance;
use super::expected::{Expected, Figure, Place, rows};
use crate::site::{Site, demo};

/// Everything that the crowd walks through.
pub(super) struct Town {
    pub(super) site: Site,
    pub(super) expected: Expected,
    /// What is shown of a figure → whose it is.
    pub(super) marks: BTreeMap<String, Figure>,
    /// Login → what he has.
    pub(super) people: Vec<(String, Place)>,
    pub(super) units: Vec<String>,
    pub(super) indicators: Vec<String>,
}

/// The second region, about which nobody of the first may learn anything.
pub(super) const OTHER: &str = "Z90";
/// What is called by no other name in it.
pub(super) const OTHER_NAME: &str = "青屿";

const ROLES: [(&str, Role); 6] = [
    ("考核员", Role::Assessment),
    ("督查员", Role::Supervision),
    ("统计员", Role::Statistics),
    ("项目员", Role::Projects),
    ("领导", Role::Leader),
    ("查阅人", Role::Viewer),
];

/// Roles that are given at a unit.
const AT_UNITS: [(&str, Role); 4] =
    [("填报人", Role::Reporter), ("审签人", Role::Signer), ("领导", Role::Leader), ("查阅人", Role::Viewer)];

fn text(name: &str) -> String {
    String::from_utf8(demo(name).1).unwrap()
}

/// A table of figures, each with a number of its own.
fn figures(
    region: &'static str,
    (units, indicators): (&[String], &[String]),
    chance: &mut Chance,
    marks: &mut BTreeMap<String, Figure>,
) -> String {
    let mut table = "指标,单位,期间,累计\n".to_owned();
    for indicator in indicators {
        for unit in units {
            for month in ["2018-06", "2018-07"] {
                let mark = (100_000_000 + chance.below(899_999_999)).to_string();
                writeln!(table, "{indicator},{unit},{month},{mark}").unwrap();
                let figure = Figure { region, unit: unit.clone(), indicator: indicator.clone() };
                assert_eq!(marks.insert(mark, figure), None, "each number stands once");
            }
        }
    }
    table
}

impl Town {
    pub(super) async fn build() -> Self {
        let (mut chance, mut marks) = (Chance::new(7), BTreeMap::new());
        let (units, indicators) = (text("01-单位.csv"), text("02-指标-2018.csv"));
        let measured: Vec<String> = rows(&indicators)
            .into_iter()
            .filter(|row| row["数值类型"] == "流量" && row["频率"] == "月")
            .map(|row| row["代码"].clone())
            .collect();
        let counted = |row: &BTreeMap<String, String>| {
            row["失效日期"].is_empty()
                && (row["上级"] == "Q00" || ["Q00", "Q01", "Q02"].contains(&row["代码"].as_str()))
        };
        let there: Vec<String> =
            rows(&units).iter().filter(|row| counted(row)).map(|row| row["代码"].clone()).collect();
        let table = figures("Q00", (&there, &measured), &mut chance, &mut marks);
        let files = [demo("01-单位.csv"), demo("02-指标-2018.csv"), demo("04-合计关系.csv")];
        let files: Vec<_> = files.into_iter().chain([("数据.csv".to_owned(), table.into_bytes())]).collect();
        let site = Site::with(&files).await;
        other_region(&site, &mut chance, &mut marks).await;
        let people = people(&site, &there).await;
        let expected = Expected::read(&units, &indicators);
        Self { site, expected, marks, people, units: there, indicators: measured }
    }
}

async fn other_region(site: &Site, chance: &mut Chance, marks: &mut BTreeMap<String, Figure>) {
    site.app.create_region(OTHER, "青屿试验区").await.unwrap();
    let units = "代码,名称,类别,上级,生效日期\nZ90,青屿试验区,区县,,2010-01-01\nZ91,青屿镇,镇,Z90,2010-01-01\n";
    let indicators = text("02-指标-2018.csv");
    let head = indicators.lines().next().unwrap();
    let one = indicators.lines().find(|line| line.starts_with("2018,P01,")).unwrap();
    let mut cells: Vec<&str> = one.split(',').collect();
    let place = |name: &str| head.split(',').position(|own| own == name).unwrap();
    for (name, cell) in [("责任单位", "Z91"), ("协助单位", ""), ("对应指标", "")] {
        cells[place(name)] = cell;
    }
    let indicators = format!("{head}\n{}\n", cells.join(","));
    let codes = [OTHER.to_owned(), "Z91".to_owned()];
    let table = figures(OTHER, (&codes, &["P01".to_owned()]), chance, marks);
    let files = [("单位.csv", units.to_owned()), ("指标.csv", indicators), ("数据.csv", table)];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
    let request = ImportRequest { region: Some(OTHER.to_owned()), ..ImportRequest::of(files) };
    site.app.import(request).await.unwrap();
}

/// Somebody of each role over each region, the three administrators, and somebody at every unit of the first region.
async fn people(site: &Site, units: &[String]) -> Vec<(String, Place)> {
    let mut all = Vec::new();
    for region in ["Q00", OTHER] {
        for (word, role) in ROLES {
            all.push((role, Place { role: word, region: Some(region), unit: None }));
        }
    }
    for (number, unit) in units.iter().filter(|unit| !unit.starts_with('Q')).enumerate() {
        let (word, role) = AT_UNITS[number % AT_UNITS.len()];
        all.push((role, Place { role: word, region: Some("Q00"), unit: Some(unit.clone()) }));
    }
    let mut people = Vec::new();
    for (number, (role, place)) in all.into_iter().enumerate() {
        let login = format!("ren{number}");
        let fields = AccountFields { login: login.clone(), name: login.clone(), ..AccountFields::default() };
        site.as_app("xitong").await.people().add_account(&fields).await.unwrap();
        let post = NewPost {
            account: login.clone(),
            role,
            region: place.region.map(str::to_owned),
            unit: place.unit.clone(),
            years: None,
            from: Some(date(2018, 1, 1)),
            until: None,
            acting: false,
        };
        site.as_app("anquan").await.grant_post(&post).await.unwrap();
        people.push((login, place));
    }
    for (login, word) in [("xitong", "系统管理员"), ("anquan", "安全管理员"), ("shenji", "审计管理员")] {
        people.push((login.to_owned(), Place { role: word, region: None, unit: None }));
    }
    people
}
