//! Who is turned away on the way back, who may ask for the two routes, and whose the account is.

use axum::http::StatusCode;
use dukao_testkit::provider::{Mood, Signed};
use dukao_web::{Limits, Outside, Rate};
use serde_json::json;

use super::{Office, agreed, beside, cookies, is_out};
use std::sync::Arc;

#[tokio::test]
async fn whoever_comes_too_often_is_told_so_and_no_login_goes_on() {
    let office = Office::new().await;
    let provider = Some(Arc::new(dukao_sso::Provider::new(agreed(&office.provider.issuer)).unwrap()));
    let limits = Limits { account: Some(Rate(1)), ..Limits::default() };
    let office = Office { door: office.site.outside(Outside { provider, limits, ..Outside::default() }), ..office };
    let claims = json!({ "preferred_username": "kaohe" });
    assert_eq!(office.sign_in(&claims, Signed::Well).await.status, StatusCode::SEE_OTHER);
    is_out(&office.sign_in(&claims, Signed::Well).await, StatusCode::TOO_MANY_REQUESTS, "登录太频繁");
    assert!(office.turned_away().await.iter().any(|row| row.contains("登录太频繁") && row.contains("kaohe")));
}

#[tokio::test]
async fn every_card_is_answered_alike_on_both_routes() {
    let office = Office::new().await;
    for card in ["jiedao", "ducha", "tongji", "kaohe", "chayue", "xitong", "anquan", "shenji"] {
        let own = office.door.with_cookie(office.site.as_card(card).await.cookie());
        let begun = own.get("/login/oidc?back=%2Fme").await;
        assert_eq!((begun.status, begun.header("location")), (StatusCode::SEE_OTHER, "/me"), "{card} is in already");
        let back = own.get("/login/oidc/return?code=x&state=x").await;
        is_out(&back, StatusCode::UNPROCESSABLE_ENTITY, "已经失效");
    }
    let (place, _) = office.go("%2Fme").await;
    assert!(place.starts_with(&format!("{}/authorize?", office.provider.issuer)), "nobody is sent there: {place}");
}

#[tokio::test]
async fn an_account_is_bound_to_whom_the_provider_meant_first() {
    let office = Office::new().await;
    let come =
        async |sub: &str| office.sign_in(&json!({ "preferred_username": "kaohe", "sub": sub }), Signed::Well).await;
    assert_eq!(come("0001").await.status, StatusCode::SEE_OTHER);
    is_out(&come("0002").await, StatusCode::UNPROCESSABLE_ENTITY, "不能这样登录本系统");
    assert!(office.turned_away().await.iter().any(|row| row.contains("另一个用户") && row.contains("0002")));
    let security = office.site.as_card("anquan").await;
    let directory = office.site.as_app("anquan").await.people().see().await.unwrap();
    let place = format!("/people/{}", directory.by_login("kaohe").unwrap().id);
    assert!(security.page(&place).await.contains("解除统一身份认证绑定"));
    assert_eq!(security.submit(&place, "act=unbind").await.status, StatusCode::SEE_OTHER);
    assert!(!security.page(&place).await.contains("解除统一身份认证绑定"));
    assert_eq!(security.submit(&place, "act=unbind").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(come("0002").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_dead_platform_is_spared() {
    let office = Office::new().await;
    let door = beside(&office.site, agreed(&office.provider.issuer));
    office.provider.set_mood(Mood::Page);
    let (first, second) = tokio::join!(door.get("/login/oidc"), door.get("/login/oidc"));
    for answer in [first, second, door.get("/login/oidc").await] {
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{}", answer.text);
        assert!(cookies(&answer).is_empty());
    }
    assert_eq!(office.provider.asked("/.well-known/openid-configuration"), 1, "one asked for all of them");
}
