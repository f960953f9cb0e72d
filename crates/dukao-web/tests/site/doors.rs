//! The door: who gets in, what he carries, and what a stranger learns (nothing).

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use dukao_app::people::{AccountFields, Door, NewAdministrator};
use dukao_web::{Options, ROUTES};

use crate::site::{Answer, Site};

/// Good enough for the rules, and nobody's.
pub(crate) const PASSWORD: &str = "Mokuai-73-Lvse";

/// Gives the holder of a card a password, by a one-time link.
pub(crate) async fn with_password(site: &Site, login: &str) {
    let link = site.as_app("xitong").await.people().make_link(login).await.unwrap();
    site.app.people().use_link(link.secret.reveal(), PASSWORD).await.unwrap();
}

async fn sign_in(site: &Site, login: &str, password: &str) -> Answer {
    site.submit("/login", &format!("login={login}&password={password}&back=%2Fledger")).await
}

/// `name=value` of the cookie that an answer sets.
fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// The sentence of an error on a form.
fn problem(answer: &Answer) -> &str {
    answer.text.split("role=\"alert\"").nth(1).unwrap().split("</div>").next().unwrap()
}

#[tokio::test]
async fn only_paths_of_the_site_are_gone_back_to() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    for (back, place) in [
        ("%2Fledger%3Fmonth%3D6", "/ledger?month=6"),
        ("%2F%2Fevil.example", "/"),
        ("https%3A%2F%2Fevil.example", "/"),
        ("%2F%5Cevil.example", "/"),
        ("%2Fa%0D%0ASet-Cookie%3A%20x%3Dy", "/"),
        ("%2Fa%0D%0A%0D%0A%3Cscript%3E", "/"),
        ("javascript%3Aalert(1)", "/"),
        ("", "/"),
    ] {
        let fields = format!("login=kaohe&password={PASSWORD}&back={back}");
        let answer = site.as_nobody().submit("/login", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, place), "{back}");
        assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1, "{back}");
        let page = site.as_nobody().page(&format!("/login?back={back}")).await;
        assert!(
            !page.contains("value=\"//evil") && !page.contains("value=\"https://evil") && !page.contains("<script>"),
            "{back}: {page}"
        );
        let signed = site.as_card("kaohe").await.get(&format!("/login?back={back}")).await;
        assert_eq!((signed.status, signed.header("location")), (StatusCode::SEE_OTHER, place), "{back}");
        let theme = site.as_nobody().submit("/theme", &format!("theme=dark&back={back}")).await;
        assert_eq!(theme.header("location"), place, "{back}");
    }
}

#[tokio::test]
async fn a_wrong_password_tells_nothing_and_five_lock() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let (nobody, before) = (site.as_nobody(), site.as_card("kaohe").await);
    let (known, unknown) = (sign_in(&nobody, "kaohe", "x").await, sign_in(&nobody, "mourentian", "x").await);
    assert_eq!((known.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert!(problem(&known).contains("登录名、密码或动态口令不对"), "{}", known.text);
    assert_eq!(problem(&known), problem(&unknown));
    assert_eq!(known.text.replace("kaohe", ""), unknown.text.replace("mourentian", ""), "the whole page is the same");
    assert_eq!(known.header("set-cookie"), "");
    assert!(!known.text.contains("value=\"x\""), "the password is not sent back");
    for _ in 0..4 {
        assert_eq!(problem(&sign_in(&nobody, "kaohe", "x").await), problem(&sign_in(&nobody, "mourentian", "x").await));
    }
    for login in ["kaohe", "mourentian"] {
        let locked = sign_in(&nobody, login, PASSWORD).await;
        assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
        assert!(problem(&locked).contains("失败次数太多") && locked.header("set-cookie").is_empty(), "{}", locked.text);
    }
    assert_eq!(before.get("/me").await.status, StatusCode::OK, "a session that is there goes on");
}

#[tokio::test]
async fn each_login_makes_a_session_of_its_own() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let planted = site.with_cookie("dk-session=planted-by-somebody-else");
    assert_eq!(planted.get("/me").await.status, StatusCode::SEE_OTHER);
    let first = sign_in(&planted, "kaohe", PASSWORD).await;
    assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, "/ledger"));
    assert!(!first.header("set-cookie").contains("planted"));
    assert_eq!(planted.get("/me").await.status, StatusCode::SEE_OTHER, "what was there before opens nothing");
    let second = sign_in(&site.with_cookie(&cookie_of(&first)), "kaohe", PASSWORD).await;
    assert_ne!(cookie_of(&first), cookie_of(&second));
    assert_eq!(site.with_cookie(&cookie_of(&second)).get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_leaves_is_out() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let other = site.as_card("kaohe").await;
    let entered = site.with_cookie(&cookie_of(&sign_in(&site.as_nobody(), "kaohe", PASSWORD).await));
    assert_eq!(entered.get("/me").await.status, StatusCode::OK);
    let left = entered.submit("/logout", "").await;
    assert_eq!((left.status, left.header("location")), (StatusCode::SEE_OTHER, "/login"));
    assert!(left.header("set-cookie").starts_with("dk-session=;") && left.header("set-cookie").contains("Max-Age=0"));
    let old = entered.get("/me").await;
    assert_eq!((old.status, old.header("location")), (StatusCode::SEE_OTHER, "/login?back=%2Fme"));
    assert!(entered.page("/login").await.contains("已经退出"), "it is said why");
    let part = Request::get("/me").header(header::HOST, "localhost").header("hx-request", "true");
    assert_eq!(entered.send(part.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(other.get("/me").await.status, StatusCode::OK, "his other session goes on");
}

#[tokio::test]
async fn a_session_of_ones_own_is_ended_from_another_and_nobody_elses() {
    let site = Site::district().await;
    let (other, street) = (site.as_card("kaohe").await, site.as_card("jiedao").await);
    let ids = |page: &str| -> Vec<String> {
        page.split("name=\"id\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let found = ids(&site.page("/me").await);
    assert!(!found.is_empty());
    for id in &found {
        let refused = street.submit("/me/sessions/end", &format!("id={id}")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text);
    }
    assert_eq!(other.get("/me").await.status, StatusCode::OK);
    for id in &found {
        site.submit("/me/sessions/end", &format!("id={id}")).await;
    }
    assert_eq!(other.get("/me").await.header("location"), "/login?back=%2Fme");
    assert_eq!(street.get("/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_cookie_is_for_this_host_only_and_not_for_scripts() {
    let site = Site::empty().await;
    with_password(&site, "kaohe").await;
    let plain = sign_in(&site.as_nobody(), "kaohe", PASSWORD).await;
    let cookie = plain.header("set-cookie");
    assert!(cookie.starts_with("dk-session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    assert!(cookie_of(&plain).len() > "dk-session=".len() + 30, "a secret that is not guessed: {cookie}");

    let bound = site.with_options(Options { secure: true, ..Options::default() });
    let answer = sign_in(&bound, "kaohe", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-dk-session="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure") && !cookie.contains("Domain"), "{cookie}");
    assert_eq!(bound.with_cookie(&cookie_of(&answer)).get("/me").await.status, StatusCode::OK);
    let unbound = cookie_of(&answer).replace("__Host-", "");
    assert_eq!(
        bound.with_cookie(&unbound).get("/me").await.status,
        StatusCode::SEE_OTHER,
        "only the bound name counts"
    );
    let left = bound.with_cookie(&cookie_of(&answer)).submit("/logout", "").await;
    assert!(left.header("set-cookie").starts_with("__Host-dk-session=;"), "a bound cookie is forgotten by its name");
}

#[tokio::test]
async fn whoever_must_choose_a_new_password_does_nothing_else() {
    let site = Site::district().await;
    with_password(&site, "kaohe").await;
    let people = site.app.people();
    let account = people.directory().await.unwrap().find("kaohe").unwrap().id.clone();
    let session = people.open_session(&account, "must_change", Door::default()).await.unwrap();
    let bound = site.with_cookie(&format!("dk-session={}", session.secret.reveal()));
    for route in ROUTES.iter().filter(|route| !crate::routes::OPEN.contains(&route.path)) {
        if route.path == "/me/password" {
            continue;
        }
        let answer = match route.method {
            "GET" => bound.get(route.sample).await,
            _ => bound.submit(route.sample, "").await,
        };
        assert_eq!(answer.header("location"), "/me/password", "{} {}", route.method, route.path);
        assert!(!answer.text.contains("示范区"), "{}", route.path);
    }
    assert_eq!(bound.get("/me/password").await.status, StatusCode::OK);
    let (new, wrong) = ("Daolu-58-Hongse", format!("present={PASSWORD}&password=x&again=y"));
    let refused = bound.submit("/me/password", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("两次输入的新密码不一样"), "{}", refused.text);
    let changed = bound.submit("/me/password", &format!("present={PASSWORD}&password={new}&again={new}")).await;
    assert_eq!((changed.status, changed.header("location")), (StatusCode::SEE_OTHER, "/me"), "{}", changed.text);
    assert_eq!(site.with_cookie(&cookie_of(&changed)).get("/ledger").await.status, StatusCode::OK);
    assert_eq!(
        bound.get("/me/password").await.header("location"),
        "/login?back=%2Fme%2Fpassword",
        "the old one is over"
    );
}

#[tokio::test]
async fn no_other_site_makes_anybody_do_anything() {
    let site = Site::empty().await;
    for route in ROUTES.iter().filter(|route| route.method == "POST") {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let request = Request::post(route.sample).header(header::HOST, "localhost").header(name, value);
            let form = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let answer = site.send(form.body(Body::from("card=kaohe")).unwrap()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {name}: {value}", route.path);
            assert_eq!(answer.header("set-cookie"), "", "{} {name}: {value}", route.path);
        }
    }
    assert_eq!(site.get("/me").await.status, StatusCode::OK, "nobody was signed out");
}

#[tokio::test]
async fn no_page_is_put_into_another_or_kept() {
    let site = Site::district().await;
    for asker in [site.as_nobody(), site.as_card("jiedao").await, site] {
        for route in ROUTES {
            let answer = match route.method {
                "GET" => asker.get(route.sample).await,
                _ => asker.submit(route.sample, "").await,
            };
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'none'"), "{} {}", route.method, route.path);
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", route.path);
            assert!(!answer.status.is_server_error(), "{} {}: {}", route.method, route.path, answer.text);
            if !route.path.starts_with("/assets") {
                assert_eq!(answer.header("cache-control"), "no-store", "{} {}", route.method, route.path);
            }
        }
    }
}

#[tokio::test]
async fn strange_parameters_are_values_and_nothing_more() {
    let site = Site::district().await;
    let strange = ["%0D%0ASet-Cookie:%20a=b", "..%2F..%2F..%2Fetc%2Fpasswd", "%00", "%3Cscript%3E", "'%20OR%201=1--"];
    for value in strange {
        for path in [
            format!("/indicators/{value}"),
            format!("/units/{value}"),
            format!("/peers/{value}"),
            format!("/files/1/1/{value}"),
            format!("/files/{value}/1/A1"),
            format!("/link/{value}"),
            format!("/assets/0/{value}"),
            format!("/assets/{value}/dukao.css"),
            format!("/?region={value}"),
            format!("/ledger?q={value}&sort={value}&unit={value}"),
            format!("/trace?indicator={value}&figure={value}&unit={value}"),
            format!("/findings/one?key={value}"),
            format!("/import/check?draft={value}"),
            format!("/login?back={value}"),
        ] {
            for asker in [&site, &site.as_nobody()] {
                let answer = asker.get(&path).await;
                assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
                assert_eq!(answer.header("set-cookie"), "", "{path}");
                assert!(
                    !answer.text.contains("<script>") && !answer.text.contains("root:x:"),
                    "{path}: {}",
                    answer.text
                );
                assert!(!answer.header("location").contains(['\r', '\n']), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn a_one_time_link_works_once() {
    let site = Site::empty().await;
    let nobody = site.as_nobody();
    let link = site.as_app("xitong").await.people().make_link("jiedao").await.unwrap();
    let path = format!("/link/{}", link.secret.reveal());
    let page = nobody.page(&path).await;
    assert!(page.contains("jiedao") && page.contains("name=\"again\""), "{page}");
    let fields = |password: &str, again: &str| format!("password={password}&again={again}");
    for (password, again, words) in [(PASSWORD, "other", "两次输入的密码不一样"), ("12345678", "12345678", "密码")]
    {
        let refused = nobody.submit(&path, &fields(password, again)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains(words) && !refused.text.contains(PASSWORD), "{}", refused.text);
    }
    let done = nobody.submit(&path, &fields(PASSWORD, PASSWORD)).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/login"), "{}", done.text);
    assert_eq!(done.header("set-cookie"), "", "nobody is signed in by a link");
    let (used, wrong) = (nobody.get(&path).await, nobody.get("/link/wrong").await);
    assert_eq!((used.status, wrong.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert!(!used.text.contains("jiedao"));
    assert_eq!(nobody.submit(&path, &fields(PASSWORD, PASSWORD)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(sign_in(&nobody, "jiedao", PASSWORD).await.header("location"), "/ledger");
}

#[tokio::test]
async fn the_first_administrators_come_in_by_their_links() {
    let site = Site::bare().await;
    let links = site.app.people().first_start().await.unwrap();
    assert_eq!(links.len(), 3);
    for (number, link) in links.iter().enumerate() {
        let path = format!("/link/{}", link.secret.reveal());
        assert!(site.page(&path).await.contains(link.role.label()));
        let fields =
            format!("login=guanli{number}&name=N{number}&person_number=G{number}&password={PASSWORD}&again={PASSWORD}");
        let empty = site.submit(&path, &fields.replace(&format!("person_number=G{number}"), "person_number=")).await;
        assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.text.contains("工号"), "{}", empty.text);
        let done = site.submit(&path, &fields).await;
        assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/login"), "{}", done.text);
        assert_eq!(site.submit(&path, &fields).await.status, StatusCode::NOT_FOUND, "used");
        let entered = site.with_cookie(&cookie_of(&sign_in(&site, &format!("guanli{number}"), PASSWORD).await));
        assert!(entered.page("/me").await.contains(link.role.label()));
    }
    let late = NewAdministrator {
        fields: AccountFields { login: "late".to_owned(), ..AccountFields::default() },
        password: PASSWORD.to_owned(),
    };
    assert!(site.app.people().use_first_link(links[0].secret.reveal(), &late).await.is_err());
}

#[tokio::test]
async fn roles_are_entered_in_the_demonstration_only() {
    let site = Site::district().await;
    let card = "card=kaohe&back=%2F";
    let refused = site.as_nobody().submit("/enter", card).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (StatusCode::NOT_FOUND, ""));
    assert!(!site.as_nobody().page("/login").await.contains("/enter"));
    let demo = site.with_options(Options { demo: true, ..Options::default() });
    assert!(demo.page("/login").await.contains("value=\"jiedao\""));
    assert_eq!(demo.submit("/enter", "card=nobody").await.status, StatusCode::NOT_FOUND);
    let entered = demo.submit("/enter", card).await;
    assert_eq!((entered.status, entered.header("location")), (StatusCode::SEE_OTHER, "/"));
    let office = demo.with_cookie(&cookie_of(&entered));
    assert!(office.page("/me").await.contains("区考核办"));
    let switched = office.submit("/enter", "card=jiedao").await;
    assert!(demo.with_cookie(&cookie_of(&switched)).page("/me").await.contains("街道"));
    assert_eq!(office.get("/me").await.status, StatusCode::SEE_OTHER, "the role before is over");
}
