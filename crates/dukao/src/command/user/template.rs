//! `dukao user template`

use std::path::PathBuf;

use clap::Args;
use dukao_app::people::roster_template;

use crate::fault::Fault;
use crate::{files, output};

#[derive(Args, Debug)]
pub(super) struct Template {
    #[arg(value_name = "去处", help = "写成哪个工作簿，例如 用户.xlsx；已有的不覆盖")]
    to: PathBuf,
}

impl Template {
    pub(super) fn run(self) -> Result<(), Fault> {
        files::refuse_existing(&self.to)?;
        files::write(&self.to, &roster_template()?)?;
        output::say(&format!("已写成 {}", self.to.display()));
        Ok(())
    }
}
