//! 设置.

use super::Table;
use super::row::{Reported, Row};
use crate::batch::{Batch, Placed, Report, Setting};
use crate::typed::{date, word};

pub(super) fn read(table: &Table<'_>, batch: &mut Batch, report: &mut Report) {
    for row in table.rows() {
        let Ok(setting) = setting(&row, report) else { continue };
        if batch.settings.iter().any(|other| other.value.name == setting.name) {
            report.error(row.place("设置"), "这项设置重复", "每项设置只写一行");
            continue;
        }
        let message = format!("导入以后，按 {} 为今天", setting.value);
        report.note(row.place("内容"), message, "不要这样就删去这一行");
        batch.settings.push(Placed { place: row.place("设置"), value: setting });
    }
}

fn setting(row: &Row<'_>, report: &mut Report) -> Result<Setting, Reported> {
    let name = row.needed("设置", report, |cell| word(cell.trimmed(), "设置", &Setting::WORDS));
    let value = row.needed("内容", report, |cell| date(cell.trimmed()));
    Ok(Setting { name: name?, value: value?.to_string() })
}
