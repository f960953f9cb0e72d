//! What is noted of whoever looks, comes in and is turned away, and who may read it.

use axum::http::StatusCode;
use dukao_app::Version;
use dukao_app::trail::{AuditAsked, Book};

use dukao_testkit::store::testing::remove_house;

use crate::site::Site;

fn trail(region: Option<&str>) -> AuditAsked {
    AuditAsked { region: region.map(str::to_owned), book: Book::Trail, ..AuditAsked::default() }
}

#[tokio::test]
async fn whoever_looked_at_a_figure_stands_in_the_audit() {
    let site = Site::district().await;
    let street = site.as_card("jiedao").await;
    street.page("/units/S01").await;
    street.page("/indicators/P01?unit=S01").await;
    street.page("/trace?indicator=P01&unit=S01&figure=shortfall&year=2018&month=7").await;
    assert_eq!(street.get("/units/S02").await.status, StatusCode::FORBIDDEN);
    site.page("/ledger?unit=S01").await;
    site.page("/ledger?unit=S02").await;
    site.app.house().flush_trail().await;

    let audit = site.as_card("shenji").await;
    let saw = site.as_app("shenji").await.who_saw("Q00", "S01", "P01").await.unwrap();
    let mut told: Vec<(&str, &str)> =
        saw.iter().map(|line| (line.actor.split(' ').nth(1).unwrap(), line.act.as_str())).collect();
    told.dedup();
    let street_saw = [("街道", "看数字出处"), ("街道", "看指标"), ("街道", "看单位任务")];
    assert_eq!(told, [[("区考核办", "看指标台账")].as_slice(), &street_saw].concat());
    let page = audit.page("/audit/figure?region=Q00&unit=S01&indicator=P01").await;
    for (_, act) in told {
        assert!(page.contains(act), "{act}");
    }
    let denied = audit.page("/audit?book=trail&act=denied").await;
    assert!(denied.contains("没有权限") && denied.contains("查看数据") && denied.contains("/units/S02"), "{denied}");
    let verdict = site.as_app("shenji").await.verify(None).await.unwrap();
    assert!(verdict.regions.iter().any(|region| region.views >= 5) && verdict.faults.is_empty(), "{verdict:?}");
}

/// Everybody taken away with all that was noted of them: whoever looked at a region still stands there.
#[tokio::test]
async fn a_house_that_is_gone_is_missed() {
    let site = Site::district().await;
    site.page("/ledger?unit=S01").await;
    site.app.house().flush_trail().await;
    assert!(site.app.verify(None).await.unwrap().sound);
    let url = site.folder().join("site.db");
    remove_house(url.to_str().unwrap()).await.unwrap();
    let verdict = site.beside().await.app.verify(None).await.unwrap();
    assert!(!verdict.sound && verdict.faults.len() == 1, "{verdict:?}");
    assert!(verdict.faults[0].contains("区考核办”做的记录，而本系统里没有这个用户"), "{verdict:?}");
}

#[tokio::test]
async fn whoever_comes_to_the_door_is_noted_without_what_he_typed() {
    let site = Site::district().await;
    let nobody = site.as_nobody();
    let secret = "Gz7-mimi-secret";
    let refused = nobody.submit("/login", &format!("login=kaohe&password={secret}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    nobody.submit("/login", &format!("login={secret}&password=x")).await;
    site.app.house().flush_trail().await;
    let view = site.as_app("shenji").await.audit_view(&trail(None)).await.unwrap();
    assert_eq!(view.lines.iter().filter(|line| line.act == "登录失败").count(), 2);
    let written = format!("{:?}", view.lines);
    assert!(!written.contains(secret), "{written}");
}

#[tokio::test]
async fn the_book_of_acts_is_read_in_pages() {
    let site = Site::district().await;
    let app = site.as_app("shenji").await;
    let first = app.audit_view(&AuditAsked::default()).await.unwrap();
    assert!(first.lines.iter().any(|line| line.act == "授予职务") && first.next.is_none());
    let numbers: Vec<i64> = first.lines.iter().map(|line| line.number).collect();
    assert!(numbers.is_sorted_by(|left, right| left > right));
    let middle = numbers[numbers.len() / 2];
    let asked = AuditAsked { before: Some(middle), ..AuditAsked::default() };
    let rest: Vec<i64> = app.audit_view(&asked).await.unwrap().lines.iter().map(|line| line.number).collect();
    assert_eq!(rest, numbers[numbers.len() / 2 + 1..]);
    let only = AuditAsked { act: Some("post.grant".to_owned()), ..AuditAsked::default() };
    assert!(app.audit_view(&only).await.unwrap().lines.iter().all(|line| line.act == "授予职务"));
    let region = site.app.region(None).await.unwrap().id;
    assert!(!site.app.store().audit(region, Version(0), 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_audit_is_taken_out_checked_and_held_against_an_earlier_head() {
    let site = Site::district().await;
    let audit = site.as_card("shenji").await;
    let csv = audit.get("/audit?format=csv").await;
    assert!(csv.header("content-disposition").contains("attachment"));
    let lines: Vec<&str> = csv.text.lines().collect();
    assert!(lines[0].ends_with("号,时间,谁,做了什么,对什么,细节") && lines.len() > 15, "{}", csv.text);
    assert!(csv.text.contains("角色 查阅人") && !csv.text.contains("person_number"), "in words: {}", csv.text);
    let first = audit.page("/audit?book=trail").await;
    assert!(first.contains("导出审计"), "that it was taken out is noted");

    let head = audit.submit("/audit/head", "").await;
    assert!(
        head.header("content-disposition").contains("attachment") && head.text.contains("导出时间"),
        "{}",
        head.text
    );
    site.page("/ledger").await;
    let plain = audit.upload_to("/audit/check", &[]).await;
    assert!(plain.text.contains("没有发现改动") && plain.text.contains("没有用导出的链头核对"), "{}", plain.text);
    let held = audit.upload_to("/audit/check", &[("files", "链头.txt", head.text.as_bytes())]).await;
    assert!(held.text.contains("没有发现改动") && held.text.contains("对照了"), "{}", held.text);
    let forged = head.text.replace("版本：2", "版本：3");
    assert_ne!(forged, head.text);
    let found = audit.upload_to("/audit/check", &[("files", "链头.txt", forged.as_bytes())]).await;
    assert!(found.text.contains("发现问题") && found.text.contains("签章不对"), "{}", found.text);
    let none = audit.upload_to("/audit/check", &[("files", "月报.txt", "月报".as_bytes())]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("不是导出的链头"), "{}", none.text);
}
