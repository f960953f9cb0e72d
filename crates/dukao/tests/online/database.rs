//! TLS to PostgreSQL, as whoever runs the program sees it.

use dukao_testkit::store::testing::{Scratch, TestEngine, authority, key_file};

use crate::server::{Place, dukao};

/// `dukao doctor` on an address: whether it came to an end, and what it said.
fn look(url: &str) -> (bool, String) {
    let looked =
        dukao().env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap()).args(["doctor", "--db", url]).output().unwrap();
    (looked.status.success(), String::from_utf8_lossy(&looked.stderr).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cause_is_named_when_there_is_no_tls_as_it_was_asked_for() {
    let (scratch, own) = (Scratch::new(TestEngine::Postgres).await.unwrap(), authority().unwrap());
    let url = scratch.url();
    let place = Place::new();
    let foreign = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
    let foreign = place.write("根.pem", &foreign).display().to_string();
    let good = format!("{}&sslmode=verify-full&sslrootcert={own}", url.replace("127.0.0.1", "localhost"));
    let made = dukao().env("DUKAO_AUDIT_KEY_FILE", key_file().unwrap()).args(["init", "--db", &good]).output().unwrap();
    let (well, said) = look(&good);
    assert!(well, "{said} {}", String::from_utf8_lossy(&made.stderr));
    for (asked, why) in [
        (format!("sslmode=verify-full&sslrootcert={own}"), "不是地址里这个主机名的"),
        (format!("sslmode=verify-ca&sslrootcert={foreign}"), "不是 sslrootcert 里的根证书签发的"),
        ("sslmode=verify-full".to_owned(), "还要写 sslrootcert"),
        ("sslmode=verify-full&sslrootcert=/nonexistent/ca.pem".to_owned(), "/nonexistent/ca.pem 读不了"),
        ("sslmode=always".to_owned(), "verify-ca 或 verify-full"),
    ] {
        let (well, said) = look(&format!("{url}&{asked}"));
        assert!(!well && said.contains(why), "{asked}: {said}");
        let password = url.split([':', '@']).nth(2).unwrap();
        assert!(!said.contains(password), "{said}");
    }
}
