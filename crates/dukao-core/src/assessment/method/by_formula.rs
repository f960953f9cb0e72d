//! 公式: points by a formula that the scheme writes itself.
//!
//! For rules that no other method has. The language is [`crate::assessment::formula`]: exact, without loops, only the
//! figures it names. Domain: whatever the formula divides by must not be zero; where it is, the unit gets no points and
//! the divisor is named. Lower is better: only 名次 looks at the direction, everything else is up to the formula.

use super::common::Floor;
use super::{Example, InputSpec, Outcome, ParameterSpec, Reader, Row, Spec, Terms};
use crate::assessment::formula::{Formula, is_name};
use crate::number::Rational;
use crate::progress::Derived;

/// What the method wants and means.
pub(super) const SPEC: Spec = Spec {
    id: "M4",
    name: "公式",
    formula: "由“公式”写定",
    inputs: &[InputSpec::one("（数据名）", "公式里用到的数据，名称见“数据”")],
    parameters: &[
        ParameterSpec::required("公式", "如 如果(实绩 ≥ 目标, 满分, 满分 × 实绩 ÷ 目标)"),
        ParameterSpec::optional("数据", "公式可用的数据名称，如 [实绩, 目标, 上年]；不写为实绩、目标"),
        ParameterSpec::optional("常数", "公式里有名称的数，如 {档距: 5}"),
        ParameterSpec::optional("最低分", "不写为0；写“不限”可为负分"),
    ],
    edges: &[
        ("除数为零", "不计算，并指出是哪个除数"),
        ("缺报任何一个用到的数据", "不得分，也不计入名次和同类各数"),
        ("得出负分", "计最低分"),
        ("越低越好", "只影响“名次”，其余由公式写定"),
    ],
    mirrored: true,
    example: Example {
        full: "10",
        parameters: "公式: 如果(实绩 ≥ 目标, 满分, 满分 × 实绩 ÷ 目标)",
        units: &["实绩 120, 目标 100", "实绩 85, 目标 100"],
        points: &["10", "8.5"],
    },
};

/// Points by a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByFormula {
    /// The formula.
    pub formula: Formula,
    /// The least points.
    pub floor: Floor,
}

impl ByFormula {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let floor = Floor::read(reader);
        let declared = reader.has("数据");
        let inputs =
            if declared { reader.words("数据") } else { Some(vec!["实绩".to_owned(), "目标".to_owned()]) };
        let constants = reader.table_or_none("常数");
        let text = reader.word("公式");
        let (inputs, constants, text) = (inputs?, constants?, text?);
        let named = names_fit(reader, &inputs, &constants);
        let formula = match Formula::read(text, &inputs, &constants) {
            Ok(formula) => formula,
            Err(errors) => {
                for error in errors {
                    reader.refuse("公式", error.to_string(), error.hint);
                }
                return None;
            }
        };
        let idle = inputs.iter().filter(|input| declared && !formula.used().contains(input));
        for input in idle {
            reader.refuse("数据", format!("公式没有用到“{input}”"), "从“数据”里去掉，或写进公式");
        }
        if formula.used().is_empty() {
            reader.refuse("公式", "公式没有用到任何数据，各单位得分都一样", "如 满分 × 实绩 ÷ 目标");
        }
        named.then_some(Self { formula, floor: floor? })
    }

    pub(super) fn inputs(&self) -> Vec<(String, bool)> {
        self.formula.used().iter().map(|name| (name.clone(), false)).collect()
    }

    pub(super) fn points<N: Derived>(&self, terms: &Terms<'_, N>, rows: &[Row<'_, N>]) -> Vec<Outcome<N>> {
        let values = self.formula.values(terms, rows);
        values.into_iter().map(|value| value.map(|value| self.floor.hold(terms, value))).collect()
    }
}

/// Whether every name can stand in a formula and means one thing.
fn names_fit(reader: &mut Reader<'_>, inputs: &[String], constants: &[(String, Rational)]) -> bool {
    let mut fit = true;
    let own = inputs.iter().map(|name| ("数据", name)).chain(constants.iter().map(|(name, _)| ("常数", name)));
    for (parameter, name) in own {
        if !is_name(name) {
            let hint = "名称由汉字、字母、数字组成，不以数字开头，不与函数、“满分”相同";
            reader.refuse(parameter, format!("“{name}”不能用作公式里的名称"), hint);
            fit = false;
        } else if parameter == "常数" && inputs.contains(name) {
            reader.refuse("常数", format!("“{name}”既是数据又是常数"), "换一个名称");
            fit = false;
        }
    }
    fit
}
