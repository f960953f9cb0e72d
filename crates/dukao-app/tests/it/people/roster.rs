//! Many people from a file: two acts, all mistakes at their cells.

use std::sync::Arc;

use dukao_app::import::ImportRequest;
use dukao_app::people::{Places, SignedIn, links_workbook, roster_template};
use dukao_app::{App, AppError, FixedClock, Problem, grid};
use dukao_core::rights::{Manner, Role, Years};
use dukao_testkit::store::testing::{TestEngine, key_file};
use jiff::civil::date;

use super::house::{GOOD, House, both, refusal};

both!(two_people_bring_it_in, everything_wrong_is_said_at_its_cell, posts_have_their_own_mistakes);

const UNITS: &str = "代码,名称,类别,上级,生效日期\nQ00,甲区,区县,,2010-01-01\nS01,甲街道,街道,Q00,2010-01-01\n";

const ROSTER: &str = "\
登录名,姓名,工号,电话,角色,地区,单位,年度,起,止,任职方式
tian,蓝天,G7,,考核员,,,,,,
tian,蓝天,,,填报人,,甲街道,2018,2018-09-01,2018/12/31,代理
yun,白云,G8,029-1,领导,Q00,,,,,
feng,清风,,,,,,,,,
";

fn files(text: &str) -> Vec<(String, Vec<u8>)> {
    vec![("用户.csv".to_owned(), text.as_bytes().to_vec())]
}

/// A region with two units in the database of the house.
async fn places(house: &House) -> Places {
    let (clock, key) = (Arc::new(FixedClock(house.clock_now())), key_file().unwrap());
    let app = App::open_with(house.url(), clock, 64, Some(&key)).await.unwrap();
    app.import(ImportRequest::of(vec![("单位.csv".to_owned(), UNITS.as_bytes().to_vec())])).await.unwrap();
    app.places().await.unwrap()
}

fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{} {}", problem.cell, problem.message)).collect()
}

async fn two_people_bring_it_in(engine: TestEngine) {
    let house = House::new(engine).await;
    let places = places(&house).await;
    let (system, security) = (house.person("xitong").await, house.person_by(1, "anquan").await);
    let preview = system.preview_accounts(&files(ROSTER)).await.unwrap();
    assert_eq!(preview.problems, []);
    let logins: Vec<&str> = preview.new.iter().map(|fields| fields.login.as_str()).collect();
    assert_eq!((logins, preview.posts), (vec!["tian", "yun", "feng"], 3));
    assert_eq!(refusal(security.preview_accounts(&files(ROSTER)).await), ["denied"]);
    assert_eq!(refusal(security.import_accounts(&files(ROSTER)).await), ["denied"]);
    let early = security.preview_posts(&files(ROSTER), &places).await.unwrap();
    assert_eq!(told(&early.problems), ["A2 没有用户“tian”", "A3 没有用户“tian”", "A4 没有用户“yun”"]);
    let links = system.import_accounts(&files(ROSTER)).await.unwrap();
    assert_eq!(links.len(), 3);
    house.nobody().use_link(links[1].secret.reveal(), GOOD).await.unwrap();
    assert!(matches!(house.sign_in("yun", GOOD).await, SignedIn::In(_)));
    assert!(system.import_accounts(&files(ROSTER)).await.unwrap().is_empty(), "nothing new");

    assert_eq!(refusal(system.import_posts(&files(ROSTER), &places).await), ["denied"]);
    assert_eq!(security.preview_posts(&files(ROSTER), &places).await.unwrap().new.len(), 3);
    let posts = security.import_posts(&files(ROSTER), &places).await.unwrap();
    let acting = &posts[1];
    assert_eq!((acting.region.as_deref(), acting.unit.as_deref()), (Some("Q00"), Some("S01")));
    assert_eq!((acting.from, acting.until), (date(2018, 9, 1), Some(date(2018, 12, 31))));
    assert_eq!((&acting.manner, acting.years), (&Manner::Acting, Some(Years { first: 2018, last: Some(2018) })));
    assert_eq!(posts[2].from, date(2018, 8, 20));
    let again = security.preview_posts(&files(ROSTER), &places).await.unwrap();
    assert_eq!((again.new.len(), again.same, again.problems.len()), (0, 3, 0));
    let yun = house.person("yun").await;
    assert!(yun.directory().await.unwrap().caller("5", date(2018, 8, 20)).is(Role::Leader));
    let acts = house.acts().await;
    for act in ["account.import", "post.import"] {
        assert_eq!(acts.iter().filter(|own| *own == act).count(), 1, "{act}");
    }
    let said = format!("{:?}", house.audit().await);
    assert!(links.iter().all(|link| !said.contains(link.secret.reveal())));

    let book = grid::open("链接.xlsx", &links_workbook(&links, "https://dukao.example").unwrap()).unwrap();
    let cells: Vec<&str> = (0..book.sheets[0].height()).map(|row| book.sheets[0].cell(row, 3).text()).collect();
    let address = format!("https://dukao.example/link/{}", links[0].secret.reveal());
    assert!(cells.contains(&address.as_str()), "{cells:?}");
}

async fn everything_wrong_is_said_at_its_cell(engine: TestEngine) {
    let house = House::new(engine).await;
    let system = house.person("xitong").await;
    let wrong = "用户表,,,\n登录名,姓名,工号,性别\nTian,蓝天,G7,女\ntian,蓝云,,\n,白云,G7,\nxitong,别人,,\n";
    let problems = match system.import_accounts(&files(wrong)).await {
        Err(AppError::Refused(problems)) => problems,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        told(&problems),
        [
            "D2 没有“性别”这一列",
            "A3 登录名只能用小写字母、数字、点、下划线、短横线或汉字",
            "B4 姓名“蓝云”和上面的行不同（蓝天）",
            "A5 要写登录名",
            "C5 工号G7和tian的重复",
            "B6 姓名“别人”和现有的用户不同（甲）",
        ]
    );
    assert_eq!(house.acts().await.iter().filter(|act| *act == "account.import").count(), 0, "nothing was stored");
    for (file, message) in [("代码,名称\n1,甲\n", "没有找到用户表"), ("登录名,姓名\n", "没有一行用户")]
    {
        let preview = system.preview_accounts(&files(file)).await.unwrap();
        assert_eq!(told(&preview.problems), [format!(" {message}")]);
    }
    assert_eq!(told(&system.preview_accounts(&[]).await.unwrap().problems), [" 没有一行用户"]);
    let template = vec![("模板.xlsx".to_owned(), roster_template().unwrap())];
    let empty = system.preview_accounts(&template).await.unwrap();
    assert_eq!(told(&empty.problems), [" 没有一行用户"], "the template is read");
}

async fn posts_have_their_own_mistakes(engine: TestEngine) {
    let house = House::new(engine).await;
    let places = places(&house).await;
    house.person("xitong").await.import_accounts(&files(ROSTER)).await.unwrap();
    let wrong = "\
登录名,姓名,角色,地区,单位,年度,起,止,任职方式
tian,蓝天,科长,,,今年,昨天,,兼任
yun,白云,领导,X,,,,,
yun,白云,领导,Q00,无此街道,,,,
yun,白云,安全管理员,Q00,,,,,
feng,别人,填报人,,S01,,2018-09-02,2018-09-01,
feng,清风,填报人,,S01,,,,
feng,清风,填报人,,甲街道,,,,
feng,清风,审计管理员,,,,,,
";
    let security = house.person("anquan").await;
    let preview = security.preview_posts(&files(wrong), &places).await.unwrap();
    assert_eq!(
        told(&preview.problems),
        [
            "C2 角色“科长”不对",
            "G2 起“昨天”不对",
            "F2 年度“今年”不对",
            "I2 任职方式“兼任”不对",
            "D3 没有代码为“X”的地区；有：Q00",
            "E4 地区Q00没有单位“无此街道”",
            "D5 安全管理员管理整个系统，不写地区和单位",
            "B6 姓名“别人”和现有的用户不同（清风）",
            "H6 结束日期2018-09-01早于开始日期2018-09-02",
            "C8 同样的职务已经有了，日期重叠",
            "A9 审计管理员要有工号：同一人不能有两个管理员账号",
            "C9 同一人不能同时是审计管理员和填报人：三员不能互兼，也不能兼任其他职务",
        ]
    );
    assert_eq!(refusal(security.import_posts(&files(wrong), &places).await), ["refused"]);
    assert!(security.see().await.unwrap().posts_of("4").next().is_none(), "nothing was stored");
}
