//! The examples of `docs/指数.md` and of `schemes/指数` run and give what stands with them.

use dukao_core::index::UnitResult;

use super::{read, root};

fn results(source: &str, table: &str) -> String {
    let (file, sheet) = read(source, table);
    let results = file.evaluate(&sheet).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let shown = |value| dukao_core::number::Rational::from(value).round(file.index.decimals);
    let line = |unit: &UnitResult| format!("{},{},{}\n", unit.unit, shown(unit.index), unit.rank);
    results.units.iter().map(line).collect::<Vec<_>>().concat()
}

#[test]
fn every_example_of_the_document() {
    let text = std::fs::read_to_string(root().join("docs/指数.md")).unwrap();
    let block = |text: &str, kind: &str| -> Option<(String, String)> {
        let (_, rest) = text.split_once(&format!("```{kind}\n"))?;
        let (block, rest) = rest.split_once("```")?;
        Some((block.to_owned(), rest.to_owned()))
    };
    let mut rest = text;
    let mut count = 0;
    while let Some((source, after)) = block(&rest, "yaml") {
        let (table, after) = block(&after, "csv").unwrap();
        let (expected, after) = block(&after, "结果").unwrap();
        assert_eq!(results(&source, &table), expected, "{source}");
        rest = after;
        count += 1;
    }
    assert_eq!(count, 5);
}

#[test]
fn every_method_the_document_names_is_read() {
    let text = std::fs::read_to_string(root().join("docs/指数.md")).unwrap();
    let section = |head: &str| {
        let (_, rest) = text.split_once(&format!("\n## {head}\n")).unwrap();
        rest.split("\n## ").next().unwrap().to_owned()
    };
    for (head, key, least) in [("标准化", "标准化", 12), ("缺失", "缺失", 7), ("权重", "赋权", 7)] {
        let section = section(head);
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        let mut count = 0;
        for row in rows {
            let cell = row.split('|').nth(1).unwrap();
            for written in cell.split('`').skip(1).step_by(2) {
                let source = format!("指数: 甲\n单位列: 县\n{key}: {written}\n下级: [数, 另一个]\n");
                crate::index::parse("甲.yaml", &source).unwrap_or_else(|problems| panic!("{written}: {problems:#?}"));
                count += 1;
            }
        }
        assert!(count >= least, "{head}: {count}");
    }
}

#[test]
fn the_shipped_examples() {
    let shipped = |name: &str| {
        let text =
            |end: &str| std::fs::read_to_string(root().join("schemes/指数").join(format!("{name}.{end}"))).unwrap();
        results(&text("yaml"), &text("csv"))
    };
    assert_eq!(
        shipped("县域高质量发展指数"),
        "青溪县,45.81,3\n白石县,53.72,2\n云岭县,34.65,5\n双桥县,30.06,6\n长滩县,24.04,7\n红枫县,44.74,4\n南港县,73.64,1\n三河县,12.35,8\n"
    );
    assert_eq!(
        shipped("园区营商环境指数"),
        "东湖园,0.8423,2\n西岭园,0.4846,5\n南湾园,0.8723,1\n北原园,0.0000,6\n中兴园,0.7512,3\n新城园,0.5601,4\n"
    );
    let files = std::fs::read_dir(root().join("schemes/指数")).unwrap().count();
    assert_eq!(files, 4, "each shipped example is run here");
}
