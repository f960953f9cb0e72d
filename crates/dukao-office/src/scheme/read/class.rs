//! 对象: classes and their units.

use dukao_core::assessment::scheme::Class;

use super::{Draft, Used};
use crate::text::{Node, Problems, Read, Value};

/// Reads the classes.
pub(super) fn classes(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Vec<Class> {
    let Value::Map(rows) = &node.value else {
        problems.push(node.span.clone(), "对象应是一组“类: [单位]”").hint("写成 城区: [S01, S02]，换行缩进");
        return Vec::new();
    };
    let mut classes = Vec::new();
    for (key, value) in rows {
        let Some(name) = key.text() else { continue };
        let units: Vec<Used> = Vec::read(value, problems).unwrap_or_default();
        for unit in &units {
            if draft.units_used.iter().any(|other| other.value == unit.value) {
                problems.push(unit.span.clone(), format!("“{}”已在前面列过", unit.value)).hint("一个单位只归一类");
            }
            draft.units_used.push(unit.clone());
        }
        let units = units.into_iter().map(|unit| unit.value).collect();
        classes.push(Class { name: name.to_owned(), units });
    }
    classes
}
