//! `dukao undo`: a version taken back by a new one.

use clap::Args;
use dukao_app::AsOf;
use dukao_app::undo::Undone;
use serde_json::json;

use super::difference;
use crate::fault::Fault;
use crate::options::{Answer, Format, Region, version};
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Undo {
    #[arg(value_name = "版本", value_parser = version, help = "撤销哪一版，例如 v12；以后又改过的数不动")]
    version: AsOf,
    #[arg(long, help = "只列出会改什么，不写入")]
    dry_run: bool,
    #[command(flatten)]
    region: Region,
    #[command(flatten)]
    answer: Answer,
}

impl Undo {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let AsOf::Version(version) = self.version else {
            return Err(Fault::Usage("要写版本，例如 v12".to_owned()));
        };
        let app = self.answer.database.open_existing().await?;
        let region = self.region.code();
        let undone =
            if self.dry_run { app.undo_preview(region, version).await? } else { app.undo(region, version).await? };
        match (self.answer.format, self.dry_run) {
            (Format::Json, true) => output::print_json(&json!({ "would_undo": undone })),
            (Format::Json, false) => output::print_json(&json!({ "undone": undone })),
            (Format::Table, dry_run) => output::print(&shown(&undone, dry_run)),
        }
    }
}

fn shown(undone: &Undone, dry_run: bool) -> String {
    let what = undone.subject.as_deref().map_or_else(String::new, |subject| format!("（{subject}）"));
    let start = if dry_run {
        format!("撤销 v{}{what}会怎样（没有写入）：", undone.undone)
    } else {
        format!("已撤销 v{}{what}，数据版本 v{}：", undone.undone, undone.version)
    };
    let counts = format!(
        "恢复原来的数 {}、撤回原来没有的数 {}、恢复或去掉单位、指标、目标、合计关系、规则、说明、筛选 {}；以后又改过、不动的 {}。\n",
        undone.restored, undone.withdrawn, undone.records, undone.kept
    );
    let unlisted = (undone.restored + undone.withdrawn).saturating_sub(undone.figures.len());
    format!("{start}{counts}{}", difference::figures(&undone.figures, unlisted))
}
