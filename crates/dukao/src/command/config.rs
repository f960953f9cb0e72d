//! `dukao config`: the configuration file of the server, explained and looked at.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::fault::Fault;
use crate::output;
use crate::settings::{SAMPLE, Settings};
use crate::transport::Certificates;

#[derive(Args, Debug)]
pub(super) struct Config {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    #[command(about = "打印一份配置文件，每个键都有说明，值是缺省值")]
    Sample,
    #[command(about = "检查配置文件，列出每一处不对；证书和密钥文件也读一遍")]
    Check(Check),
}

#[derive(Args, Debug)]
struct Check {
    #[arg(value_name = "文件", help = "配置文件")]
    file: PathBuf,
}

impl Config {
    pub(super) fn run(self) -> Result<(), Fault> {
        match self.what {
            What::Sample => output::print(SAMPLE),
            What::Check(check) => check.run(),
        }
    }
}

impl Check {
    fn run(self) -> Result<(), Fault> {
        let settings = Settings::load(&self.file)?;
        settings.must_be_safe()?;
        if let Some((chain, key)) = &settings.certificate {
            Certificates::read(chain, key).map_err(|fault| Fault::Said(fault.to_string()))?;
        }
        if let Some(provider) = &settings.provider {
            provider.open()?;
        }
        output::print(&format!("{} 没有发现问题。\n", self.file.display()))
    }
}
