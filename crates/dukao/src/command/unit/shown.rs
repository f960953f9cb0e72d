//! What a change touches, as tables.

use dukao_app::organisation::ChangeEffect;

use crate::table::{self, Column};

/// The effect, section by section.
pub(super) fn shown(effect: &ChangeEffect) -> String {
    let start = match effect.version {
        None => format!("{}（没有写入，按 v{} 看）\n", effect.title, effect.based_on),
        Some(version) => format!("已办理：{}，数据版本 v{version}\n", effect.title),
    };
    let mut text = start;
    for section in &effect.sections {
        let mut rows = table::table(&[Column::Words(section.title), Column::Words("原来"), Column::Words("以后")]);
        for line in &section.lines {
            rows.add_row([line.subject.clone(), line.before.clone(), line.after.clone()]);
        }
        text.push('\n');
        text.push_str(&table::ruled(&rows));
        if section.unlisted > 0 {
            text.extend([format!("另有 {} 项没有逐项列出。\n", section.unlisted)]);
        }
    }
    text
}
