//! Signing in by an identity provider: who comes in, and what a wrong answer of it is worth.

mod turned;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dukao_app::people::Policy;
use dukao_sso::{Provider, Registration};
use dukao_testkit::provider::{CLIENT, Mood, SECRET, Signed, TestProvider};
use dukao_web::{Hosts, Outside};
use serde_json::{Value, json};

use crate::doors::{PASSWORD, with_password};
use crate::site::{Answer, Site};

/// The clock of the sites, in seconds.
const NOW: i64 = 1_534_723_200;

/// A site beside a provider.
struct Office {
    site: Site,
    /// The same as nobody has it.
    door: Site,
    provider: TestProvider,
}

async fn allow(site: &Site, provider: bool, provider_administrators: bool) {
    let policy = Policy { provider, provider_administrators, ..Policy::default() };
    site.as_app("anquan").await.people().set_policy(&policy).await.unwrap();
}

fn agreed(issuer: &str) -> Registration {
    Registration {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        secret: SECRET.to_owned(),
        claim: "preferred_username".to_owned(),
        button: "区统一身份认证".to_owned(),
        roots: None,
    }
}

fn beside(site: &Site, agreed: Registration) -> Site {
    let provider = Some(Arc::new(Provider::new(agreed).unwrap()));
    site.outside(Outside { provider, ..Outside::default() })
}

impl Office {
    async fn new() -> Self {
        let (site, provider) = (Site::empty().await, TestProvider::start().unwrap());
        allow(&site, true, false).await;
        let door = beside(&site, agreed(&provider.issuer));
        Self { site, door, provider }
    }

    /// Goes to the provider.
    async fn go(&self, back: &str) -> (String, String) {
        let sent = self.door.get(&format!("/login/oidc?back={back}")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        (sent.header("location").to_owned(), cookies(&sent).remove(0))
    }

    /// Comes back with a cookie and a query.
    async fn come(&self, cookie: &str, query: &str) -> Answer {
        self.door.with_cookie(cookie).get(&format!("/login/oidc/return?{query}")).await
    }

    /// There and back, with a token of these claims.
    async fn sign_in(&self, claims: &Value, signed: Signed) -> Answer {
        let (place, cookie) = self.go("%2Fme").await;
        let query = self.provider.sign_in(&place, NOW, claims, signed).unwrap();
        self.come(&cookie, &query).await
    }

    /// What the trail says of those who were turned away, the newest last.
    async fn turned_away(&self) -> Vec<String> {
        self.site.app.house().flush_trail().await;
        let page = self.site.as_card("shenji").await.page("/audit?book=trail&act=login.provider_refused").await;
        let rows = page.split("<tr").skip(1).filter(|row| row.contains("统一身份认证登录失败"));
        rows.map(str::to_owned).collect()
    }
}

/// `name=value` of each cookie that an answer sets.
fn cookies(answer: &Answer) -> Vec<String> {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    all.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned()).collect()
}

fn problem(answer: &Answer) -> &str {
    let said = answer.text.split("role=\"alert\"").nth(1).unwrap_or_else(|| panic!("{}", answer.text));
    said.split("</div>").next().unwrap()
}

/// That somebody is not in: nothing of a session, the login under way forgotten, the form there.
fn is_out(answer: &Answer, status: StatusCode, said: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert!(problem(answer).contains(said), "{said} in {}", problem(answer));
    assert_eq!(cookies(answer), ["dk-way="], "{said}");
    assert!(answer.text.contains("name=\"password\""), "the house's own login goes on");
}

#[tokio::test]
async fn whoever_the_provider_names_comes_in_with_a_session_of_his_own() {
    let office = Office::new().await;
    let page = office.door.page("/login?back=%2Fledger").await;
    assert!(page.contains("区统一身份认证") && page.contains("/login/oidc?back=%2Fledger"), "{page}");
    let sent = office.door.get("/login/oidc?back=%2Fme").await;
    let kept = sent.header("set-cookie");
    assert!(kept.starts_with("dk-way=state=") && kept.contains("; HttpOnly; SameSite=Lax; Max-Age=600"), "{kept}");
    let query =
        office.provider.sign_in(sent.header("location"), NOW, &json!({"preferred_username": "kaohe"}), Signed::Well);
    let before = office.site.cookie();
    let cookie = format!("{}; {before}", cookies(&sent)[0]);
    let entered = office.come(&cookie, &query.unwrap()).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, "/me"), "{}", entered.text);
    let [session, forgotten] = cookies(&entered).try_into().unwrap();
    assert_eq!(forgotten, "dk-way=");
    assert!(session.starts_with("dk-session=") && session != before);
    let me = office.site.with_cookie(&session).page("/me").await;
    assert!(me.contains("登录名 kaohe") && me.contains("统一身份认证"), "{me}");
    assert_eq!(office.site.get("/me").await.status, StatusCode::SEE_OTHER, "the session that he came with is over");
    office.site.app.house().flush_trail().await;
    let trail = office.site.as_card("shenji").await.page("/audit?book=trail").await;
    assert!(trail.contains("统一身份认证登录"), "{trail}");
    for said in ["统一身份认证的用户号 0001", office.provider.issuer.as_str(), "登录名取自 preferred_username"]
    {
        assert!(trail.contains(said), "{said} in {trail}");
    }
}

#[tokio::test]
async fn any_server_of_the_house_lets_him_in() {
    let office = Office::new().await;
    let other = beside(&office.site.beside().await, agreed(&office.provider.issuer));
    let (place, cookie) = office.go("%2Fme").await;
    let query = office.provider.sign_in(&place, NOW, &json!({ "preferred_username": "kaohe" }), Signed::Well).unwrap();
    let entered = other.with_cookie(&cookie).get(&format!("/login/oidc/return?{query}")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    assert_eq!(office.site.with_cookie(&cookies(&entered)[0]).get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_that_is_not_the_providers_for_us_for_this_login_is_worth_nothing() {
    let office = Office::new().await;
    let named = |further: Value| {
        let mut claims = json!({ "preferred_username": "kaohe" });
        claims.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
        claims
    };
    let cases = [
        (json!({ "nonce": "another" }), Signed::Well, "不是这次登录的"),
        (json!({ "nonce": null }), Signed::Well, "不是这次登录的"),
        (json!({ "aud": "another" }), Signed::Well, "给别的系统的"),
        (json!({ "aud": [CLIENT, "another"] }), Signed::Well, "给别的系统的"),
        (json!({ "iss": "https://sso.example" }), Signed::Well, "别处签发的"),
        (json!({ "exp": NOW }), Signed::Well, "已经过期"),
        (json!({ "exp": NOW - 86_400, "iat": NOW - 90_000 }), Signed::Well, "已经过期"),
        (json!({ "auth_time": null }), Signed::Well, "没有说何时"),
        (json!({ "auth_time": NOW - 43_261 }), Signed::Well, "登录得太久"),
        (json!({ "sub": "a\nb" }), Signed::Well, "用户号"),
        (json!({ "preferred_username": "k" , "sub": "" }), Signed::Well, "用户号"),
        (json!({}), Signed::ByAnother, "签名不对"),
        (json!({}), Signed::Not, "签名"),
        (json!({}), Signed::BySecret, "签名算法"),
        (json!({ "preferred_username": null }), Signed::Well, "没有登录名"),
        (json!({ "preferred_username": "a\nb" }), Signed::Well, "控制字符"),
        (json!({ "preferred_username": "k".repeat(65) }), Signed::Well, "太长"),
    ];
    for (claims, signed, why) in &cases {
        let answer = office.sign_in(&named(claims.clone()), *signed).await;
        is_out(&answer, StatusCode::UNPROCESSABLE_ENTITY, "不能采信");
        let last = office.turned_away().await;
        assert!(last.iter().any(|row| row.contains(why)), "{why}: {last:?}");
    }
    assert_eq!(office.turned_away().await.len(), cases.len(), "each stands in the trail");
    let rotated = office.sign_in(&named(json!({})), Signed::ByNext).await;
    assert_eq!(rotated.status, StatusCode::SEE_OTHER, "a new key of the provider's is asked for: {}", rotated.text);
}

#[tokio::test]
async fn what_belongs_to_no_login_of_this_browser_is_nobodys() {
    let office = Office::new().await;
    let claims = json!({ "preferred_username": "kaohe" });
    let (place, cookie) = office.go("%2Fme").await;
    let query = office.provider.sign_in(&place, NOW, &claims, Signed::Well).unwrap();
    let (_, anothers) = office.go("%2Fme").await;
    let code = query.split('&').next().unwrap();
    let forged = format!("{code}&state=another");
    let twice = format!("{query}&state=another");
    for (kept, asked) in
        [("", query.as_str()), (&anothers, &query), (&cookie, &forged), (&cookie, code), (&cookie, &twice)]
    {
        let answer = office.come(kept, asked).await;
        is_out(&answer, StatusCode::UNPROCESSABLE_ENTITY, "已经失效");
    }
    assert_eq!(office.provider.asked("/token"), 0, "nothing of it is taken to the provider");
    let refused = office.come(&cookie, &query.replace("code=", "error=access_denied&x=")).await;
    is_out(&refused, StatusCode::UNPROCESSABLE_ENTITY, "没有在统一身份认证登录");
    let entered = office.come(&cookie, &query).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
    let again = office.come(&cookie, &query).await;
    is_out(&again, StatusCode::UNPROCESSABLE_ENTITY, "不能采信");
    assert!(office.turned_away().await.iter().any(|row| row.contains("不认这次登录的凭据")), "a code counts once");
    let stolen = office.provider.sign_in(&office.go("%2Fme").await.0, NOW, &claims, Signed::Well).unwrap();
    let (own, cookie) = office.go("%2Fme").await;
    let state = own.split('&').find(|part| part.starts_with("state=")).unwrap();
    let answer = office.come(&cookie, &format!("{}&{state}", stolen.split('&').next().unwrap())).await;
    is_out(&answer, StatusCode::UNPROCESSABLE_ENTITY, "不能采信");
}

#[tokio::test]
async fn only_an_open_account_that_may_come_this_way_is_entered() {
    let office = Office::new().await;
    let xitong = office.site.as_app("xitong").await;
    xitong.people().close_account("chayue").await.unwrap();
    let named = async |login: &str| office.sign_in(&json!({ "preferred_username": login }), Signed::Well).await;
    let mut told = Vec::new();
    for login in ["mourentian", "chayue", "xitong", "anquan", "shenji", "1", "<b>kaohe</b>"] {
        let answer = named(login).await;
        is_out(&answer, StatusCode::UNPROCESSABLE_ENTITY, "不能这样登录本系统");
        assert!(!answer.text.contains(login) || login == "1", "{login}");
        assert!(!answer.text.contains("code-"), "the code stays out of the page");
        told.push(answer.text);
    }
    assert!(told.iter().all(|text| *text == told[0]), "all are told the same");
    let away = office.turned_away().await.concat();
    for why in ["没有这个登录名", "账号已经停用", "管理员不能这样登录", "mourentian"] {
        assert!(away.contains(why), "the trail says why: {why}");
    }
    assert!(!away.contains("<b>kaohe"), "{away}");
    allow(&office.site, true, true).await;
    assert_eq!(named("shenji").await.status, StatusCode::SEE_OTHER);
    allow(&office.site, false, true).await;
    assert!(!office.door.page("/login").await.contains("区统一身份认证"));
    for path in ["/login/oidc", "/login/oidc/return?code=x&state=y"] {
        let off = office.door.get(path).await;
        assert!(off.status == StatusCode::NOT_FOUND && off.text.contains("没有允许用统一身份认证登录"), "{}", off.text);
    }
    let none = office.site.as_nobody().get("/login/oidc").await;
    assert!(none.status == StatusCode::NOT_FOUND && none.text.contains("没有配置统一身份认证"), "{}", none.text);
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_when_he_is_in() {
    let office = Office::new().await;
    for (back, place) in [
        ("%2Fledger%3Fmonth%3D6%26light%3Dslow", "/ledger?month=6&light=slow"),
        ("%2F%2Fevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("%2F%5Cevil.example", "/"),
        ("%2Fa%0D%0ASet-Cookie%3A%20x%3Dy", "/"),
        ("%2Fa%3B%20Domain%3Devil.example", "/"),
    ] {
        let (sent, cookie) = office.go(back).await;
        let query = office.provider.sign_in(&sent, NOW, &json!({ "preferred_username": "kaohe" }), Signed::Well);
        let entered = office.come(&cookie, &query.unwrap()).await;
        assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, place), "{back}");
        assert_eq!(cookies(&entered).len(), 2, "{back}");
    }
    let (sent, cookie) = office.go("%2Fme").await;
    let query = office.provider.sign_in(&sent, NOW, &json!({ "preferred_username": "kaohe" }), Signed::Well).unwrap();
    let planted = cookie.replace("back=%2Fme", "back=https%3A%2F%2Fevil.example");
    assert_ne!(planted, cookie);
    assert_eq!(office.come(&planted, &query).await.header("location"), "/", "not even when the cookie says so");
    let named = Outside {
        provider: Some(Arc::new(Provider::new(agreed(&office.provider.issuer)).unwrap())),
        hosts: Hosts::new(["dukao.example".to_owned()]),
        ..Outside::default()
    };
    let elsewhere = Request::get("/login/oidc").header(header::HOST, "evil.example").body(Body::empty()).unwrap();
    let answer = office.site.outside(named).send(elsewhere).await;
    assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "a foreign name never becomes the way back");
}

#[tokio::test]
async fn only_from_here_does_anybody_begin() {
    let office = Office::new().await;
    for (from, begins) in [("same-origin", true), ("none", true), ("cross-site", false), ("same-site", false)] {
        let asked =
            Request::get("/login/oidc?back=%2Fme").header(header::HOST, "localhost").header("sec-fetch-site", from);
        let answer = office.door.send(asked.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, begins, "{from}: {}", answer.text);
        assert!(begins || (problem(&answer).contains("登录页上按按钮") && cookies(&answer).is_empty()), "{from}");
    }
}

#[tokio::test]
async fn without_the_provider_the_house_goes_on() {
    let office = Office::new().await;
    with_password(&office.site, "kaohe").await;
    let (sent, cookie) = office.go("%2Fme").await;
    let claims = json!({ "preferred_username": "kaohe" });
    for mood in [Mood::Page, Mood::Endless, Mood::Elsewhere] {
        office.provider.set_mood(mood);
        let query = office.provider.sign_in(&sent, NOW, &claims, Signed::Well).unwrap();
        is_out(&office.come(&cookie, &query).await, StatusCode::BAD_GATEWAY, "现在用不了");
        let fresh = beside(&office.site, agreed(&office.provider.issuer));
        let begun = fresh.get("/login/oidc?back=%2Fme").await;
        assert_eq!(begun.status, StatusCode::BAD_GATEWAY, "{mood:?}: {}", begun.text);
        assert!(problem(&begun).contains("现在用不了") && cookies(&begun).is_empty(), "{}", begun.text);
    }
    let asked = office.provider.asked("/.well-known/openid-configuration");
    assert_eq!(asked, 4, "once a minute, and once by each that never asked before; no redirect is followed");
    let gone = agreed(&office.provider.issuer);
    drop(office.provider);
    let door = beside(&office.site, gone);
    let down = door.get("/login/oidc").await;
    assert!(down.status == StatusCode::BAD_GATEWAY && problem(&down).contains("现在用不了"), "{}", down.text);
    let fields = format!("login=kaohe&password={PASSWORD}&back=%2Fme");
    let entered = door.submit("/login", &fields).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, "/me"));
}

#[tokio::test]
async fn a_provider_that_does_not_know_us_or_is_another_is_not_believed() {
    let office = Office::new().await;
    let wrong = Registration { secret: "another".to_owned(), ..agreed(&office.provider.issuer) };
    let door = beside(&office.site, wrong);
    let sent = door.get("/login/oidc").await;
    let query = office.provider.sign_in(sent.header("location"), NOW, &json!({}), Signed::Well).unwrap();
    let answer = door.with_cookie(&cookies(&sent)[0]).get(&format!("/login/oidc/return?{query}")).await;
    is_out(&answer, StatusCode::BAD_GATEWAY, "现在用不了");
    assert!(office.turned_away().await.concat().contains("不认本系统的客户端号或密钥"));
    let other = beside(&office.site, agreed(&office.provider.issuer.replace("127.0.0.1", "localhost")));
    let answer = other.get("/login/oidc").await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "it calls itself otherwise: {}", answer.text);
    assert!(!answer.text.contains(SECRET) && !answer.text.contains(&office.provider.issuer));
}
