//! Signing in by an identity provider: whom the house lets in of those it names.

use dukao_app::AppError;
use dukao_app::people::{AccountFields, ByProvider, Door, NewSession, Policy, SignedIn, Vouched};
use dukao_core::rights::Role;
use dukao_testkit::store::testing::TestEngine;

use super::house::{GOOD, HOUR, House, MINUTE, both, refusal};

both!(
    an_account_is_whose_it_was_first,
    only_open_accounts_are_entered,
    failures_count_and_locks_hold,
    a_session_lasts_as_long_as_the_policy_lets_it
);

const FROM: Door<'_> = Door { address: "192.0.2.7", agent: "Firefox" };

async fn allow(house: &House, provider: bool, provider_administrators: bool) {
    let security = house.person("anquan").await;
    let next = Policy { provider, provider_administrators, ..security.policy_to_change().await.unwrap() };
    security.set_policy(&next).await.unwrap();
}

/// By the name that he has at the provider too.
async fn enter(house: &House, login: &str) -> Result<NewSession, &'static str> {
    enter_as(house, login, login).await
}

async fn enter_as(house: &House, sub: &str, login: &str) -> Result<NewSession, &'static str> {
    assert_eq!(house.nobody().count_provider(FROM).await.unwrap(), None);
    let vouched = Vouched { login, claim: "preferred_username", issuer: "https://sso.example", sub };
    match house.nobody().sign_in_by_provider(vouched, FROM).await.unwrap() {
        ByProvider::In(session) => Ok(session),
        ByProvider::Refused(why) => Err(why),
    }
}

async fn only_open_accounts_are_entered(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    house.somebody("yun", Role::Leader).await;
    let without_password = AccountFields { login: "he".to_owned(), name: "何".to_owned(), ..AccountFields::default() };
    house.person("xitong").await.add_account(&without_password).await.unwrap();
    assert_eq!(enter(&house, "tian").await, Err("安全策略不允许"), "nobody, until the security administrator says so");
    allow(&house, true, false).await;
    house.person("xitong").await.close_account("yun").await.unwrap();
    assert_eq!(enter(&house, "yun").await, Err("账号已经停用"));
    assert_eq!(enter(&house, "nobody").await, Err("没有这个登录名"));
    assert_eq!(enter(&house, "1").await, Err("没有这个登录名"), "a number of an account is no login name");
    for administrator in ["xitong", "anquan", "shenji"] {
        assert_eq!(enter(&house, administrator).await, Err("管理员不能这样登录"), "{administrator}");
    }
    for almost in ["Tian", " tian", "tian ", "TIAN"] {
        assert_eq!(enter(&house, almost).await, Err("没有这个登录名"), "“{almost}” is another name there");
    }
    let session = enter(&house, "tian").await.unwrap();
    let visit = house.nobody().visit(session.secret.reveal()).await.unwrap();
    assert_eq!((visit.account.login.as_str(), visit.manner.as_str(), visit.must_change), ("tian", "provider", false));
    assert!(enter(&house, "he").await.is_ok(), "also without a password of his own");
    allow(&house, true, true).await;
    assert!(enter(&house, "shenji").await.is_ok());
    let directory = house.nobody().directory().await.unwrap();
    assert_eq!(directory.accounts().count(), 6, "no account was made of a name");
}

async fn rename(house: &House, who: &str, login: &str) -> Result<(), AppError> {
    let fields = AccountFields { login: login.to_owned(), name: "某人".to_owned(), ..AccountFields::default() };
    house.person("xitong").await.change_account(who, &fields).await.map(drop)
}

async fn an_account_is_whose_it_was_first(engine: TestEngine) {
    let house = House::new(engine).await;
    for login in ["tian", "yun", "he"] {
        house.somebody(login, Role::Leader).await;
    }
    allow(&house, true, true).await;
    let (own, other) = (enter_as(&house, "1", "tian").await.unwrap(), enter_as(&house, "2", "yun").await.unwrap());
    let another = "绑定的是统一身份认证的另一个用户";
    assert_eq!(enter_as(&house, "9", "tian").await, Err(another), "the name was given to another there");
    assert_eq!(enter_as(&house, "2", "he").await, Err("统一身份认证的这个用户绑定了另一个账号"));
    rename(&house, "tian", "old").await.unwrap();
    let gone = house.nobody().visit(own.secret.reveal()).await.map(drop);
    assert!(matches!(gone, Err(AppError::SignedOut("登录名已经修改"))), "{gone:?}");
    assert!(house.nobody().visit(other.secret.reveal()).await.is_ok());
    rename(&house, "yun", "tian").await.unwrap();
    assert_eq!(enter_as(&house, "1", "tian").await, Err(another), "who rules the names does not rule who comes in");
    rename(&house, "he", "wo").await.unwrap();
    assert_eq!(enter_as(&house, "3", "wo").await, Err("登录名改过，安全管理员还没有解除绑定"));
    assert_eq!(refusal(rename(&house, "anquan", "wo2").await), ["login"], "an administrator's name is the operator's");
    let fields = AccountFields { login: "shen".to_owned(), name: "审计".to_owned(), ..AccountFields::default() };
    house.operator().change_account("shenji", &fields).await.unwrap();
    for who in ["xitong", "shen"] {
        assert_eq!(refusal(house.person(who).await.unbind_provider("wo").await), ["denied"], "{who}");
    }
    let security = house.person("anquan").await;
    security.unbind_provider("wo").await.unwrap();
    assert_eq!(refusal(security.unbind_provider("wo").await), ["provider"]);
    let session = enter_as(&house, "3", "wo").await.unwrap();
    security.unbind_provider("wo").await.unwrap();
    let gone = house.nobody().visit(session.secret.reveal()).await.map(drop);
    assert!(matches!(gone, Err(AppError::SignedOut("统一身份认证的绑定已经解除"))), "{gone:?}");
    assert!(enter_as(&house, "4", "wo").await.is_ok(), "the platform has changed its numbers");
}

async fn failures_count_and_locks_hold(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    allow(&house, true, false).await;
    for _ in 0..4 {
        assert_eq!(house.sign_in("tian", "x").await, SignedIn::Refused);
    }
    assert!(enter(&house, "tian").await.is_ok());
    assert_eq!(house.sign_in("tian", "x").await, SignedIn::Refused, "the fifth: he gave nobody further tries");
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::Locked(_)));
    assert_eq!(enter(&house, "tian").await, Err("登录名被锁定"));
    house.pass(30 * MINUTE);
    assert!(enter(&house, "tian").await.is_ok());
    for _ in 0..6 {
        assert_eq!(enter_as(&house, "9", "tian").await, Err("绑定的是统一身份认证的另一个用户"));
        assert_eq!(enter(&house, "Tian").await, Err("没有这个登录名"));
        assert_eq!(enter(&house, "shenji").await, Err("管理员不能这样登录"));
    }
    house.nobody().forgive_provider(FROM).await.unwrap();
    assert!(matches!(house.sign_in("tian", GOOD).await, SignedIn::In(_)), "none of it was a guess at his password");
    assert!(matches!(house.sign_in("shenji", GOOD).await, SignedIn::In(_)));
    for _ in 0..5 {
        assert_eq!(enter(&house, "nobody").await, Err("没有这个登录名"));
    }
    assert_eq!(enter(&house, "nobody").await, Err("登录名被锁定"));
    let mut counted = 0;
    while house.nobody().count_provider(FROM).await.unwrap().is_none() {
        counted += 1;
        assert!(counted < 60, "an address has an end too");
    }
    house.nobody().forgive_provider(FROM).await.unwrap();
    let elsewhere = Door { address: "192.0.2.8", agent: "" };
    assert_eq!(house.nobody().count_provider(elsewhere).await.unwrap(), None);
    let own = Door { address: "127.0.0.1", agent: "" };
    for _ in 0..60 {
        assert_eq!(house.nobody().count_provider(own).await.unwrap(), None, "the machine's own is not locked");
    }
}

async fn a_session_lasts_as_long_as_the_policy_lets_it(engine: TestEngine) {
    let house = House::new(engine).await;
    house.somebody("tian", Role::Leader).await;
    allow(&house, true, true).await;
    let visit = async |session: &NewSession| house.nobody().visit(session.secret.reveal()).await.map(drop);
    let (idle, off) = (enter(&house, "tian").await.unwrap(), enter(&house, "shenji").await.unwrap());
    assert!(visit(&off).await.is_ok());
    allow(&house, true, false).await;
    assert!(matches!(visit(&off).await, Err(AppError::SignedOut("不能再用统一身份认证登录"))));
    assert!(visit(&idle).await.is_ok(), "the others go on");
    house.pass(15 * MINUTE);
    assert!(matches!(visit(&idle).await, Err(AppError::SignedOut("太久没有操作"))));
    let long = enter(&house, "tian").await.unwrap();
    for _ in 0..72 {
        assert!(visit(&long).await.is_ok());
        house.pass(HOUR / 6);
    }
    assert!(matches!(visit(&long).await, Err(AppError::SignedOut("登录时间太长"))));
    let last = enter(&house, "tian").await.unwrap();
    assert_eq!(refusal(house.person("xitong").await.set_policy(&Policy::default()).await), ["denied"]);
    allow(&house, false, false).await;
    assert!(matches!(visit(&last).await, Err(AppError::SignedOut("不能再用统一身份认证登录"))));
}
