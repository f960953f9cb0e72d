//! TLS from files.

use rustls::pki_types::CertificateDer;

use crate::server::{Place, run};

const CONFIG: &str = "证书:\n  证书文件: CHAIN\n  私钥文件: KEY\n日志: {级别: info}\n";

/// A new certificate for `localhost` in the files of a place.
fn issue(place: &Place) -> CertificateDer<'static> {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    place.write("chain.pem", &issued.cert.pem());
    place.write("key.pem", &issued.signing_key.serialize_pem());
    issued.cert.der().clone()
}

fn config(place: &Place) -> String {
    let path = |name: &str| place.path(name).to_str().unwrap().to_owned();
    CONFIG.replace("CHAIN", &path("chain.pem")).replace("KEY", &path("key.pem"))
}

#[test]
fn pages_come_by_tls_and_a_new_certificate_without_a_new_start() {
    let place = Place::new();
    let first = issue(&place);
    let server = place.serve(&config(&place));
    let page = server.get_by_tls(&first, "/login").unwrap();
    assert_eq!(page.status, 200, "{}", page.head);
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
    let mut plain = server.connect();
    std::io::Write::write_all(&mut plain, b"GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut raw = Vec::new();
    let _reset = std::io::Read::read_to_end(&mut plain, &mut raw);
    assert!(!raw.starts_with(b"HTTP/"), "nothing is said in plain text");
    let second = issue(&place);
    assert!(server.get_by_tls(&first, "/login").is_ok(), "not before it is told to");
    server.signal("HUP");
    while server.get_by_tls(&second, "/login").is_err() {
        assert!(server.get_by_tls(&first, "/healthz").is_ok() || server.get_by_tls(&second, "/healthz").is_ok());
    }
    assert!(server.get_by_tls(&first, "/login").is_err(), "the old one is shown no more");
    place.write("key.pem", "x");
    server.signal("HUP");
    while !server.log().contains("the certificate was not read again") {
        assert!(server.get_by_tls(&second, "/login").is_ok());
    }
    assert!(server.get_by_tls(&second, "/login").is_ok(), "what cannot be read changes nothing");
    server.signal("TERM");
    assert_eq!(server.ended(), Some(0));
}

#[test]
fn files_that_are_no_pair_are_refused_in_words() {
    let place = Place::new();
    let told = |place: &Place| {
        let file = place.write("dukao.yaml", &config(place));
        let checked = run(&["config", "check", file.to_str().unwrap()]);
        let served = run(&["serve", "--port", "0", "--db", &place.database(), "--config", file.to_str().unwrap()]);
        let said = String::from_utf8(checked.stderr).unwrap();
        assert_eq!(said, String::from_utf8(served.stderr).unwrap());
        assert_eq!((checked.status.code(), served.status.code()), (Some(1), Some(1)));
        said
    };
    assert!(told(&place).contains("读不了"));
    issue(&place);
    let key = std::fs::read_to_string(place.path("key.pem")).unwrap();
    issue(&place);
    place.write("key.pem", &key);
    assert!(told(&place).contains("两者不是一对"));
    place.write("key.pem", "-----");
    assert!(told(&place).contains("没有私钥"));
    place.write("chain.pem", &key);
    assert!(told(&place).contains("没有证书"));
    assert!(!told(&place).contains("PRIVATE"));
}
