//! What is sent of an organisation change: its kind, and what each kind needs.

use std::collections::BTreeMap;

use dukao_app::organisation::TargetPart;
use dukao_app::people::FieldProblem;
use dukao_core::number::Decimal;
use dukao_core::organisation::{Change, NewUnit, UnitKind};
use serde::Deserialize;

/// What changes.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ChangeToMake {
    /// 合并
    Merge {
        #[schema(min_items = 1, max_items = 100)]
        units: Vec<String>,
        #[schema(min_length = 1, max_length = 200)]
        into: Option<String>,
        #[schema(min_length = 1, max_length = 40)]
        code: String,
        #[serde(default)]
        #[schema(max_length = 200)]
        name: String,
        #[schema(max_length = 200)]
        short_name: Option<String>,
        unit_kind: Option<String>,
        #[schema(max_length = 200)]
        parent: Option<String>,
    },
    /// 拆分
    Split {
        #[schema(min_length = 1, max_length = 200)]
        unit: String,
        #[schema(min_items = 2, max_items = 100)]
        new: Vec<UnitToMake>,
        #[serde(default)]
        below: BTreeMap<String, String>,
    },
    /// 更名
    Rename {
        #[schema(min_length = 1, max_length = 200)]
        unit: String,
        #[schema(min_length = 1, max_length = 200)]
        name: String,
        #[schema(max_length = 200)]
        short_name: Option<String>,
    },
    /// 调整隶属
    Move {
        #[schema(min_length = 1, max_length = 200)]
        unit: String,
        #[schema(max_length = 200)]
        parent: Option<String>,
        unit_kind: Option<String>,
        #[schema(max_items = 100)]
        groups: Option<Vec<String>>,
    },
    /// 终止
    End {
        #[schema(min_length = 1, max_length = 200)]
        unit: String,
    },
    /// 删去记录
    Withdraw {
        #[schema(min_length = 1, max_length = 200)]
        unit: String,
    },
}

/// A unit that a division makes.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct UnitToMake {
    #[schema(min_length = 1, max_length = 40)]
    code: String,
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    #[schema(max_length = 200)]
    short_name: Option<String>,
    unit_kind: Option<String>,
    #[schema(max_length = 200)]
    parent: Option<String>,
}

/// A part of an annual target of the unit that is divided.
#[derive(Deserialize, utoipa::ToSchema)]
pub(super) struct TargetPartToGive {
    #[schema(minimum = 1949, maximum = 2199)]
    year: i16,
    #[schema(min_length = 1, max_length = 200)]
    indicator: String,
    #[schema(min_length = 1, max_length = 200)]
    unit: String,
    #[schema(min_length = 1, max_length = 40)]
    amount: String,
}

/// The kind of this word: the description lets no other through.
fn kind(word: Option<&String>) -> Option<UnitKind> {
    UnitKind::WORDS.iter().find(|(_, own)| word.is_some_and(|word| word == own)).map(|(kind, _)| *kind)
}

impl From<UnitToMake> for NewUnit {
    fn from(made: UnitToMake) -> Self {
        let kind = kind(made.unit_kind.as_ref());
        Self { code: made.code, name: made.name, short_name: made.short_name, kind, parent: made.parent }
    }
}

impl From<ChangeToMake> for Change {
    fn from(wanted: ChangeToMake) -> Self {
        match wanted {
            ChangeToMake::Merge { units, into, code, name, short_name, unit_kind, parent } => {
                let new = UnitToMake { code, name, short_name, unit_kind, parent }.into();
                Self::Merge { units, into, new }
            }
            ChangeToMake::Split { unit, new, below } => {
                Self::Split { unit, new: new.into_iter().map(NewUnit::from).collect(), below }
            }
            ChangeToMake::Rename { unit, name, short_name } => Self::Rename { unit, name, short_name },
            ChangeToMake::Move { unit, parent, unit_kind, groups } => {
                Self::Move { unit, parent, kind: kind(unit_kind.as_ref()), groups }
            }
            ChangeToMake::End { unit } => Self::End { unit },
            ChangeToMake::Withdraw { unit } => Self::Withdraw { unit },
        }
    }
}

/// How targets are divided, or every amount that is no number.
pub(super) fn parts(sent: &[TargetPartToGive]) -> Result<Vec<TargetPart>, Vec<FieldProblem>> {
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    for one in sent {
        if let Ok(amount) = Decimal::parse(&one.amount) {
            let (indicator, unit) = (one.indicator.clone(), one.unit.clone());
            parts.push(TargetPart { year: one.year, indicator, unit, amount });
        } else {
            problems.push(FieldProblem {
                field: "parts", message: format!("“{}”应当是数，例如12.5", one.amount)
            });
        }
    }
    if problems.is_empty() { Ok(parts) } else { Err(problems) }
}
