//! `dukao demo`: the demonstration district, imported in dated steps and served.

use std::sync::Arc;

use clap::Args;
use dukao_app::import::ImportRequest;
use dukao_app::rights::Caller;
use dukao_app::{App, FixedClock, demo, end_of_day};
use dukao_web::Options;

use super::serve;
use crate::bar::bar;
use crate::fault::Fault;
use crate::options::{file_of, open};
use crate::settings::Settings;
use crate::{demo_files, output};

/// The database when nothing names one: never that of the real work.
const DEFAULT_DATABASE: &str = "./dukao-demo.db";
/// Code of the demonstration district.
const DISTRICT: &str = "Q00";

#[derive(Args, Debug)]
pub(super) struct Demo {
    #[arg(long, value_name = "数据库", default_value = DEFAULT_DATABASE, help = "示范数据放在哪个库，缺省 ./dukao-demo.db；已经导完的直接打开")]
    db: String,
    #[arg(long, help = "另外导入三处预设差错，看核对怎样发现")]
    planted: bool,
    #[arg(long, help = "只导入，不打开网页")]
    no_serve: bool,
    #[arg(long, value_name = "端口", default_value = "8018", value_parser = serve::port, help = "端口，缺省8018；0表示由系统选")]
    port: u16,
}

/// What stands in the database.
enum State {
    Empty,
    Complete,
}

impl Demo {
    pub(super) async fn run(self) -> Result<(), Fault> {
        match self.state().await? {
            State::Empty => self.import().await?,
            State::Complete => output::say(&format!("示范数据已在 {}，直接使用。", self.db)),
        }
        if self.planted {
            self.plant().await?;
        }
        if self.no_serve {
            return Ok(());
        }
        let app = open(&self.db).await?;
        // A demonstration from before there were people has none.
        if app.people().directory().await?.accounts().next().is_none() {
            demo::people(&app, DISTRICT).await?;
        }
        let options = Options { demo: true, ..Options::default() };
        serve::serve(&app, &Settings { port: self.port, ..Settings::alone() }, options).await
    }

    /// Whether the database is empty, holds the whole demonstration, or something else, which is refused.
    async fn state(&self) -> Result<State, Fault> {
        if file_of(&self.db).is_some_and(|path| !std::path::Path::new(path).exists()) {
            return Ok(State::Empty);
        }
        let app = open(&self.db).await?;
        let regions = app.regions().await?;
        match regions.as_slice() {
            [] => Ok(State::Empty),
            [region] if region.code == DISTRICT => {
                let complete = is_complete(&app).await?;
                let unfinished =
                    || Fault::Said(format!("{} 里的示范数据没有导完；请删除后重来，或用 --db 换一个库", self.db));
                if complete { Ok(State::Complete) } else { Err(unfinished()) }
            }
            _ => Err(Fault::Said(format!("{} 里是别的数据，示范数据不能放进去；请用 --db 换一个库", self.db))),
        }
    }

    async fn import(&self) -> Result<(), Fault> {
        let steps = demo_files::steps()?;
        let bar = bar("正在导入示范数据", steps.len());
        let result = demo::import(&self.db, &steps, demo_files::read, |number, file| {
            bar.set_position(u64::try_from(number).unwrap_or(u64::MAX));
            bar.set_message(file.to_owned());
        });
        let result = result.await;
        bar.finish_and_clear();
        result?;
        output::say(&format!("示范数据已导入 {}：{}个文件，分{}天。", self.db, steps.len(), days(&steps)));
        Ok(())
    }

    async fn plant(&self) -> Result<(), Fault> {
        let app = App::open(&self.db, Arc::new(FixedClock(end_of_day(demo::TODAY))))
            .await?
            .called_by(Caller::operator("演示"));
        let request = ImportRequest::of(demo_files::planted());
        let report = app.import(request).await?;
        output::say(&format!(
            "三处预设差错已导入（数据版本v{}），用 dukao check --db {} 查看。",
            report.version, self.db
        ));
        Ok(())
    }
}

/// The last thing the import writes is which day counts as today.
async fn is_complete(app: &App) -> Result<bool, Fault> {
    let moment = app.moment(None, None).await?;
    Ok(moment.snapshot.setting("today").is_some_and(|today| today == demo::TODAY.to_string()))
}

fn days(steps: &[demo::Step]) -> usize {
    steps.iter().map(|step| step.date).collect::<std::collections::BTreeSet<_>>().len()
}
