//! Contradictions planted in a copy of the demonstration: every rule finds its own, once, at its cell.

use std::collections::BTreeSet;

use dukao_app::App;
use dukao_app::view::Asked;
use dukao_core::check::{Finding, Rule};
use dukao_core::progress::Source;

use crate::support::{copy, demo_app, import, open, read};

/// One contradiction, planted by one or two small files in the documented format.
struct Planted {
    rule: Rule,
    indicator: &'static str,
    unit: &'static str,
    /// Files, the last of which holds the planted cell.
    files: &'static [(&'static str, &'static str)],
    /// The planted cell of the last file.
    cell: &'static str,
    /// Whether the planted cell is the first source: the rule can know which side to doubt.
    first: bool,
    /// Both sides, as the sentence prints them.
    says: [&'static str; 2],
}

const fn planted(
    rule: Rule,
    indicator: &'static str,
    unit: &'static str,
    files: &'static [(&'static str, &'static str)],
    cell: &'static str,
    says: [&'static str; 2],
) -> Planted {
    Planted { rule, indicator, unit, files, cell, first: true, says }
}

/// Every rule once. None has companions: the figures are chosen so that nothing else contradicts them.
const KINDS: &[Planted] = &[
    planted(
        Rule::PartsTotal,
        "P01",
        "Q00",
        &[("街镇.csv", "指标,单位,期间,累计,当月\nP01,S09,2018-07,7.35,1.75\n")],
        "E2",
        ["17.25亿元", "16.25亿元"],
    ),
    planted(
        Rule::PartsTarget,
        "P01",
        "Q00",
        &[("目标.csv", "年度,指标,单位,目标类型,确保,进度方式\n2018,P01,S01,总量,12,均衡\n")],
        "E2",
        ["250亿元", "252亿元"],
    ),
    planted(
        Rule::MonthsSum,
        "E08",
        "Q00",
        &[("月报.csv", "指标,期间,累计\nE08,2018-07,62.70\n")],
        "C2",
        ["62.70亿元", "53.40＋8.30＝61.70亿元"],
    ),
    planted(
        Rule::Completion,
        "P01",
        "Q00",
        &[("通报.csv", "指标,期间,完成率\nP01,2018-07,46.7\n")],
        "C2",
        ["46.7%", "45.73%"],
    ),
    planted(
        Rule::StageCompletion,
        "P01",
        "Q00",
        &[
            (
                "目标.csv",
                "年度,指标,目标类型,确保,争取,进度方式,阶段目标\n2018,P01,总量,252,258,均衡,上半年:126；前三季度:189\n",
            ),
            ("通报.csv", "指标,期间,阶段完成率\nP01,2018-07,65.0\n"),
        ],
        "C2",
        ["65.0%", "60.98%"],
    ),
    planted(
        Rule::Growth,
        "P03",
        "Q00",
        &[("通报.csv", "指标,期间,累计增速\nP03,2018-07,12.1\n")],
        "C2",
        ["12.1%", "11.1%"],
    ),
    planted(
        Rule::PairGrowth,
        "E04",
        "Q00",
        &[("通报.csv", "指标,期间,累计增速\nE04,2018-06,7.8\n")],
        "C2",
        ["7.8%", "5.2%"],
    ),
    planted(
        Rule::CumulativeFalls,
        "G05",
        "Q00",
        &[("补报.csv", "指标,期间,累计\nG05,2018年一季度,6\n")],
        "C2",
        ["5个", "6个"],
    ),
    planted(
        Rule::Change,
        "I01",
        "Q00",
        &[("通报.csv", "指标,期间,增减额\nI01,2018-07,2\n")],
        "C2",
        ["增减额2户", "1户"],
    ),
    planted(
        Rule::Difference,
        "F01",
        "Q00",
        &[("预算.csv", "指标,期间,短收超收\nF01,2018-07,3814\n")],
        "C2",
        ["短收超收3814万元", "−3814万元"],
    ),
    planted(
        Rule::Share,
        "P01",
        "S09",
        &[("占比.csv", "指标,单位,期间,占比\nP01,S09,2018-07,7.4\n")],
        "D2",
        ["7.4%", "5.5%"],
    ),
    planted(
        Rule::Contribution,
        "E03",
        "S02",
        &[("拉动.csv", "指标,单位,期间,累计增速,拉动\nE03,S02,2018-07,8.0,5.0\n")],
        "E2",
        ["拉动5.0个百分点", "0.5个百分点"],
    ),
    planted(
        Rule::Rank,
        "E05",
        "Q03",
        &[("排名.csv", "指标,单位,期间,位次\nE05,Q03,2018-07,4\n")],
        "D2",
        ["第4位", "第3位"],
    ),
    planted(
        Rule::LastYear,
        "E08",
        "Q00",
        &[("月报.csv", "指标,期间,上年同期累计\nE08,2018-07,57.30\n")],
        "C2",
        ["57.30亿元", "56.30亿元"],
    ),
    planted(
        Rule::Rebuilt,
        "E03",
        "Q00",
        &[(
            "街镇增速.csv",
            "指标,单位,期间,累计增速\nE03,S02,2018-07,20.0\nE03,S03,2018-07,20.0\nE03,S07,2018-07,20.0\n\
             E03,S08,2018-07,20.0\nE03,S09,2018-07,20.0\nE03,S11,2018-07,20.0\nE03,S12,2018-07,20.0\n\
             E03,T01,2018-07,20.0\nE03,T02,2018-07,20.0\nE03,T04,2018-07,20.0\nE03,T06,2018-07,20.0\n",
        )],
        "D12",
        ["20.0%", "8.0%"],
    )
    .somewhere(),
    planted(
        Rule::UnitEnded,
        "F01",
        "D07",
        &[("部门.csv", "指标,单位,期间,累计\nF01,D07,2018-07,30000\n")],
        "D2",
        ["2018年7月19日", "截至7月"],
    ),
    planted(
        Rule::RankRange,
        "E05",
        "Q03",
        &[("排名.csv", "指标,单位,期间,上年位次\nE05,Q03,2018-07,14\n")],
        "D2",
        ["第14位", "1至13"],
    ),
    planted(
        Rule::Frequency,
        "P01",
        "Q00",
        &[("月报.csv", "指标,期间,当月\nP01,2018-01,7.30\n")],
        "C2",
        ["1月不单独发布", "1—2月"],
    ),
    planted(
        Rule::Stretch,
        "P01",
        "Q00",
        &[("目标.csv", "年度,指标,目标类型,确保,争取,进度方式\n2018,P01,总量,252,250,均衡\n")],
        "E2",
        ["250亿元", "252亿元"],
    ),
    planted(
        Rule::Implied,
        "E08",
        "Q01",
        &[("完成率.csv", "指标,单位,期间,完成率\nE08,Q01,2018-06,50.0\nE08,Q01,2018-07,20.0\n")],
        "D3",
        ["1—7月推算全年目标", "1—6月推算"],
    ),
    planted(
        Rule::PlanPace,
        "P01",
        "Q00",
        &[(
            "目标.csv",
            "年度,指标,目标类型,确保,争取,进度方式,阶段目标\n2018,P01,总量,252,258,均衡,上半年:110；前三季度:189\n",
        )],
        "G2",
        ["110亿元", "126亿元"],
    ),
    planted(
        Rule::TextTarget,
        "P01",
        "Q00",
        &[("目标.csv", "年度,指标,目标类型,目标表述,确保,争取,进度方式\n2018,P01,总量,完成投资225亿元,252,258,均衡\n")],
        "E2",
        ["225亿元", "252亿元"],
    ),
    planted(
        Rule::TextFigures,
        "P01",
        "Q00",
        &[("进展.csv", "指标,期间,进展\nP01,2018-07,1—7月完成投资151.25亿元\n")],
        "C2",
        ["151.25亿元", "115.25亿元"],
    ),
];

impl Planted {
    /// The planted cell is one of many of its kind: it need not be the first.
    const fn somewhere(mut self) -> Self {
        self.first = false;
        self
    }

    fn file(&self) -> &'static str {
        self.files.last().unwrap().0
    }
}

fn upload(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

async fn findings(app: &App, year: i16, month: u8) -> Vec<Finding> {
    let view = app.findings(&Asked { year: Some(year), month: Some(month), ..Asked::default() }).await.unwrap();
    view.findings.into_iter().map(|listed| listed.finding).collect()
}

/// `file cell` of every source that is a cell.
fn cells(finding: &Finding) -> Vec<String> {
    let cell = |source: &Source| match source {
        Source::Cell { file, cell, .. } => Some(format!("{file} {cell}")),
        _ => None,
    };
    finding.sources.iter().filter_map(cell).collect()
}

#[track_caller]
fn look(planted: &Planted, found: &[Finding]) {
    let [finding] = found else { panic!("{:?}: {found:#?}", planted.rule) };
    let place = (finding.rule, finding.indicator.as_str(), finding.unit.as_str());
    assert_eq!(place, (planted.rule, planted.indicator, planted.unit), "{}", finding.statement);
    for side in planted.says {
        assert!(finding.statement.contains(side), "{:?}: “{side}” is not in {}", planted.rule, finding.statement);
    }
    let (cells, wanted) = (cells(finding), format!("{} {}", planted.file(), planted.cell));
    assert_eq!(cells.len(), finding.sources.len(), "{:?}: {:?}", planted.rule, finding.sources);
    if planted.first {
        assert_eq!(cells.first(), Some(&wanted), "{:?}: {}: {cells:?}", planted.rule, finding.statement);
    } else {
        assert!(cells.contains(&wanted), "{:?}: {cells:?}", planted.rule);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_planted_alone_is_found_once_and_at_its_cell() {
    let covered: BTreeSet<Rule> = KINDS.iter().map(|planted| planted.rule).collect();
    assert_eq!(covered.len(), KINDS.len());
    assert_eq!(covered, Rule::ALL.iter().copied().collect(), "a rule has no planted contradiction");
    let clean = tempfile::tempdir().unwrap();
    let idle = demo_app(&clean).await;
    for planted in KINDS {
        let directory = copy(&idle, &clean);
        let app = open(&directory).await;
        assert_eq!(findings(&app, 2018, 7).await, [], "{:?} before anything is planted", planted.rule);
        for file in upload(planted.files) {
            assert!(import(&app, vec![file]).await.changed, "{:?}", planted.rule);
        }
        look(planted, &findings(&app, 2018, 7).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_three_mistakes_of_the_demonstration_are_found_and_go_away_when_they_are_corrected() {
    let directory = tempfile::tempdir().unwrap();
    let app = demo_app(&directory).await;
    for (year, months) in [(2016, 1..=12), (2017, 1..=12), (2018, 1..=7)] {
        for month in months {
            assert_eq!(findings(&app, year, month).await, [], "{year}-{month}");
        }
    }
    for file in ["01-街镇7月固投.csv", "02-通报稿比率.csv"] {
        import(&app, vec![(file.to_owned(), read(&format!("planted/{file}")).unwrap())]).await;
    }
    let found = findings(&app, 2018, 7).await;
    let told: Vec<(Rule, &str, String)> =
        found.iter().map(|found| (found.rule, found.statement.as_str(), cells(found).swap_remove(0))).collect();
    let expected = [
        (
            Rule::PairGrowth,
            "随总量发布增速7.8%，规模以上工业增加值增长率（在地）为5.2%；7.8%是55.0÷51.0的现价增速，可比价增速不得由现价推算",
            "02-通报稿比率.csv D3",
        ),
        (
            Rule::PartsTotal,
            "各街镇7月合计17.25亿元，全区16.25亿元，多1.00亿元，累计也差同样的数",
            "01-街镇7月固投.csv G2",
        ),
        (Rule::Completion, "1—7月累计115.25÷发布的46.7%推出目标246.8，目标为252，应为45.73%", "02-通报稿比率.csv E2"),
    ];
    assert_eq!(told, expected.map(|(rule, statement, cell)| (rule, statement, cell.to_owned())));
    let corrected = "指标,单位,期间,累计,当月,累计增速,完成率\nP01,S09,2018-07,6.35,0.75,,\nP01,,2018-07,,,,45.73\n\
                     E04,,2018-06,,,5.2,\n";
    import(&app, upload(&[("更正.csv", corrected)])).await;
    assert_eq!(findings(&app, 2018, 7).await, []);
}
