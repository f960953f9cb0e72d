//! One's own account and those of others: codes, tokens, lending, tables of people, what is said of them.

use axum::http::StatusCode;

use crate::doors::{PASSWORD, with_password};
use crate::site::{Answer, Site};

/// What stands once between two marks.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split(before).nth(1).unwrap_or_else(|| panic!("no {before}: {text}")).split(after).next().unwrap()
}

/// The sentences of an error on a form.
fn problems(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    between(&answer.text, "id=\"dk-errors\"", "</div>").to_owned()
}

#[tokio::test]
async fn a_telephone_is_shown_once_and_asked_for_after_its_first_code() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let own = site.as_card("kaohe").await;
    assert!(problems(&own.submit("/me/code", "act=enrol&present=x").await).contains("现在的密码不对"));
    assert!(problems(&own.submit("/me/code", "act=confirm&code=123456").await).contains("没有等待确认"));
    let shown = own.submit("/me/code", &format!("act=enrol&present={PASSWORD}")).await;
    assert_eq!(shown.status, StatusCode::OK);
    let secret = between(&shown.text, "<p class=\"dk-code-line\">", "</p>").replace(' ', "");
    assert!(secret.len() == 32 && secret.chars().all(|letter| letter.is_ascii_alphanumeric()), "{secret}");
    assert!(shown.text.contains("class=\"dk-square\"") && shown.text.contains("viewBox"));
    let later = own.page("/me/code").await;
    assert!(!later.contains(&secret) && later.contains("没有启用") && later.contains("one-time-code"));
    let wrong = own.submit("/me/code", "act=confirm&code=abc").await;
    assert!(problems(&wrong).contains("动态口令不对"));
    assert!(!wrong.text.contains(&secret));
    assert_eq!(own.submit("/me/code", "act=steal").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_token_is_shown_once_and_revoked_by_its_holder_or_an_administrator() {
    let site = Site::empty().await;
    let own = site.as_card("kaohe").await;
    let refused = problems(&own.submit("/me/tokens", "name=&days=x").await);
    for words in ["令牌的用途要写", "有效期是0天", "至少选一项权限"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    let kept =
        own.submit("/me/tokens", "name=%E6%8A%A5%E8%A1%A8&days=9999&scope=%E6%9F%A5%E7%9C%8B%E6%95%B0%E6%8D%AE").await;
    assert!(kept.text.contains("value=\"报表\"") && kept.text.contains("value=\"查看数据\" checked"), "{}", kept.text);
    let made =
        own.submit("/me/tokens", "name=%E6%8A%A5%E8%A1%A8&days=30&scope=%E6%9F%A5%E7%9C%8B%E6%95%B0%E6%8D%AE").await;
    let secret = between(&made.text, "<p class=\"dk-code-line\">", "</p>");
    assert!(secret.starts_with("dukao_") && secret.len() > 40, "{secret}");
    let later = own.page("/me/tokens").await;
    assert!(!later.contains(secret) && later.contains("报表") && later.contains("注销"));
    let account = site.app.people().directory().await.unwrap().find("kaohe").unwrap().id.clone();
    let security = site.as_card("anquan").await;
    assert!(security.page(&format!("/people/{account}")).await.contains("报表"));
    let id = between(&later, "name=\"id\" value=\"", "\"").to_owned();
    let foreign = site.as_card("ducha").await.submit("/me/tokens/revoke", &format!("id={id}")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND, "somebody else's");
    let done = security.submit(&format!("/people/{account}"), &format!("act=token&id={id}")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert!(!own.page("/me/tokens").await.contains("/me/tokens/revoke"), "nothing is left to revoke");
    assert!(problems(&own.submit("/me/tokens/revoke", &format!("id={id}")).await).contains("已经注销或过期"));
}

#[tokio::test]
async fn a_post_is_lent_and_taken_back() {
    let site = Site::empty().await;
    let own = site.as_card("jiedao").await;
    let refused = problems(&own.submit("/me/lend", "post=&to=&until=").await);
    for words in ["选委托哪个职务", "写受委托人的登录名", "写委托到哪一天为止"] {
        assert!(refused.contains(words), "{words}: {refused}");
    }
    let post = between(&own.page("/me/lend").await, "name=\"post\" value=\"", "\"").to_owned();
    let unknown = own.submit("/me/lend", &format!("post={post}&to=nobody&until=2030-01-01")).await;
    assert!(problems(&unknown).contains("没有用户“nobody”"));
    let lent = own.submit("/me/lend", &format!("post={post}&to=chayue&from=2000-01-01&until=2030-01-01")).await;
    assert!(problems(&lent).contains("委托最早从今天"), "the past is not lent");
    let today = site.app.house().today();
    let until = format!("{}-12-31", today.year());
    let lent = own.submit("/me/lend", &format!("post={post}&to=chayue&until={until}")).await;
    assert_eq!(lent.status, StatusCode::SEE_OTHER, "{}", lent.text);
    let other = site.as_card("chayue").await;
    assert!(other.page("/me").await.contains("填报人"), "the borrower has it");
    let page = own.page("/me/lend").await;
    assert!(page.contains("查阅人（chayue）"));
    let id = between(&page, "name=\"post\" value=\"", "\"").to_owned();
    assert_eq!(own.submit("/me/lend", &format!("act=end&post={id}")).await.status, StatusCode::SEE_OTHER);
    assert!(!own.page("/me/lend").await.contains("chayue"));
    assert!(!site.as_card("chayue").await.page("/me").await.contains("填报人"), "at once");
}

pub(crate) const ROSTER: &str =
    "登录名,姓名,工号,电话,角色,地区,单位,年度,起,止,任职方式\nbai.yun,白云,G8,,填报人,,S02,,,,\n";

#[tokio::test]
async fn a_table_of_people_is_looked_at_and_brought_in_by_two_administrators() {
    let site = Site::district().await;
    let (system, security) = (site.as_card("xitong").await, site.as_card("anquan").await);
    let draft = async |asker: &Site, text: &str| -> String {
        let sent = asker.upload_to("/people/roster", &[("files", "用户.csv", text.as_bytes())]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        sent.header("location").to_owned()
    };
    let nothing = system.upload_to("/people/roster", &[]).await;
    assert!(problems(&nothing).contains("请先选择"), "no file");
    let wrong = draft(&system, &ROSTER.replace("bai.yun", "Bai Yun")).await;
    let told = system.get(&wrong).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.text.contains("A2") && told.text.contains("登录名只能用"), "{}", told.text);
    let place = draft(&system, ROSTER).await;
    let preview = system.page(&place).await;
    assert!(
        preview.contains("会新建1个用户") && preview.contains("bai.yun") && preview.contains("1个职务，由安全管理员")
    );
    assert_eq!(security.get(&place).await.status, StatusCode::NOT_FOUND, "somebody else's table");
    let id = place.split("draft=").nth(1).unwrap();
    let done = system.submit("/people/roster/apply", &format!("draft={id}")).await;
    assert!(done.text.contains("已新建1个用户"), "{}", done.text);
    let link = between(&done.text, "<code class=\"dk-code-line\">", "</code>");
    assert_eq!(site.as_nobody().get(link).await.status, StatusCode::OK, "{link}");
    assert_eq!(
        system.submit("/people/roster/apply", &format!("draft={id}")).await.status,
        StatusCode::NOT_FOUND,
        "once"
    );
    let place = draft(&security, ROSTER).await;
    let preview = security.page(&place).await;
    assert!(preview.contains("会授予1个职务") && preview.contains("填报人"), "{preview}");
    let id = place.split("draft=").nth(1).unwrap();
    let done = security.submit("/people/roster/apply", &format!("draft={id}")).await;
    assert!(done.text.contains("已授予1个职务"), "{}", done.text);
    let template = system.get("/people/roster/template").await;
    assert!(template.header("content-disposition").contains("attachment"));
}

#[tokio::test]
async fn what_is_said_of_a_person_and_whom_he_looks_after_is_changed() {
    let site = Site::district().await;
    let id = site.app.people().directory().await.unwrap().find("lingdao").unwrap().id.clone();
    let (system, security) = (site.as_card("xitong").await, site.as_card("anquan").await);
    let account = format!("/people/{id}/account");
    assert!(system.page(&account).await.contains("value=\"lingdao\""));
    let refused = problems(&system.submit(&account, "login=kaohe&name=&person_number=D101").await);
    assert!(
        refused.contains("已经有人用") && refused.contains("要写姓名") && refused.contains("工号D101"),
        "{refused}"
    );
    let changed = system.submit(&account, "login=lingdao&name=%E6%96%B0%E5%90%8D&person_number=D104&phone=").await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    assert!(system.page("/people").await.contains("新名"));
    let sponsors = format!("/people/{id}/sponsors");
    for (fields, words) in [
        ("region=Q00", "写其中一个"),
        ("region=Q00&unit=X99", "没有单位“X99”"),
        ("region=Q00&indicator=X99", "没有代码为“X99”的指标"),
        ("region=Q00&unit=S01&from=x", "写日期"),
    ] {
        assert!(problems(&security.submit(&sponsors, fields).await).contains(words), "{fields}");
    }
    for fields in ["region=Q00&unit=S01", "region=Q00&indicator=P01"] {
        assert_eq!(security.submit(&sponsors, fields).await.status, StatusCode::SEE_OTHER, "{fields}");
    }
    let page = security.page(&format!("/people/{id}")).await;
    let named = site.app.sponsored(&id).await.unwrap();
    assert_eq!(named.len(), 2);
    assert!(named.iter().all(|(_, words)| page.contains(words.as_str())), "{named:?}");
    assert_eq!(security.submit(&sponsors, &format!("id={}", named[0].0.id)).await.status, StatusCode::SEE_OTHER);
    assert!(site.app.sponsored(&id).await.unwrap()[0].0.until.is_some());
}

#[tokio::test]
async fn a_region_is_made_by_whoever_keeps_the_house_and_holds_nothing_yet() {
    let site = Site::district().await;
    let system = site.as_card("xitong").await;
    assert!(problems(&system.submit("/regions", "code=&name=").await).contains("要写地区的名称"));
    assert!(problems(&system.submit("/regions", "code=Q00&name=x").await).contains("已经有代码为“Q00”的地区"));
    assert!(problems(&system.submit("/regions", "code=Z%201&name=x").await).contains("不能有空格"));
    let made = system.submit("/regions", "code=Z90&name=%E9%9D%92%E5%B1%BF%E8%AF%95%E9%AA%8C%E5%8C%BA").await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    assert!(system.page("/regions").await.contains("青屿试验区"));
    let id = site.app.people().directory().await.unwrap().find("ducha").unwrap().id.clone();
    let post = "role=%E8%80%83%E6%A0%B8%E5%91%98&region=Z90";
    let given = site.as_card("anquan").await.submit(&format!("/people/{id}/posts"), post).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    let page = site.as_card("ducha").await.page("/ledger?region=Z90").await;
    assert!(page.contains("还没有数据"), "{page}");
}
