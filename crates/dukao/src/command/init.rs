//! `dukao init`: a region without data.

use clap::Args;

use crate::fault::Fault;
use crate::options::Database;
use crate::output;

#[derive(Args, Debug)]
pub(super) struct Init {
    #[arg(long, value_name = "代码", help = "地区代码，例如行政区划代码")]
    code: String,
    #[arg(long, value_name = "名称", help = "地区全称")]
    name: String,
    #[command(flatten)]
    database: Database,
}

impl Init {
    pub(super) async fn run(self) -> Result<(), Fault> {
        let (code, name) = (self.code.trim(), self.name.trim());
        if code.is_empty() || name.is_empty() {
            return Err(Fault::Usage("--code 和 --name 不能是空的".to_owned()));
        }
        let app = self.database.open().await?;
        if app.regions().await?.iter().any(|region| region.code == code) {
            return Err(Fault::Said(format!("{}里已经有代码为“{code}”的地区", self.database.url()?)));
        }
        app.create_region(code, name).await?;
        output::say(&format!(
            "已在 {} 新建地区：{name}（{code}）。下一步：dukao import 单位、指标、目标和数据。",
            self.database.url()?
        ));
        Ok(())
    }
}
