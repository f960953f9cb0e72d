//! What a connection may cost, and where it may be waited for.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::time::Duration;

use crate::server::{Place, answer, run};

#[test]
fn whoever_sends_his_head_drop_by_drop_is_cut_off() {
    let place = Place::new();
    let server = place.serve("监听: {请求头秒数: 1}\n");
    let mut slow = server.connect();
    slow.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    slow.write_all(b"GET /login HTTP/1.1\r\nHost: localhost\r\n").unwrap();
    let mut raw = [0; 1024];
    let mut drops = 0;
    // A drop every tenth of a second would keep the connection open for ever.
    let cut_off = loop {
        match slow.read(&mut raw) {
            Ok(0) => break true,
            Ok(read) => assert!(!raw[..read].starts_with(b"HTTP/1.1 200")),
            Err(_) if slow.write_all(b"X-A: b\r\n").is_err() => break true,
            Err(_) if drops > 100 => break false,
            Err(_) => drops += 1,
        }
    };
    assert!(cut_off, "still open after {drops} drops");
    let mut idle = server.connect();
    assert_eq!(idle.read(&mut raw).unwrap_or(0), 0, "nothing sent at all is cut off as well");
    assert!(server.get("/login", "").body.contains("登录"));
}

#[test]
fn a_head_is_bounded() {
    let place = Place::new();
    let server = place.serve("日志: {级别: warn}\n");
    let long = format!("X-Long: {}\r\n", "x".repeat(100 << 10));
    assert_eq!(server.get("/login", &long).status, 431);
    let mut many = String::new();
    for number in 0..80 {
        write!(many, "X-{number}: y\r\n").unwrap();
    }
    assert_eq!(server.get("/login", &many).status, 431);
    assert_eq!(server.get(&format!("/login?back=/{}", "x".repeat(100 << 10)), "").status / 100, 4);
    let smuggled = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /";
    let mut stream = server.connect();
    stream.write_all(smuggled.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let refused = answer(&mut stream);
    assert_eq!(refused.status / 100, 4, "{}", refused.head);
    assert_eq!(refused.head.to_lowercase().matches("http/1.1").count(), 1, "one request, one answer");
}

#[test]
fn there_are_so_many_connections_and_no_more() {
    let place = Place::new();
    let server = place.serve("监听: {最多连接: 2, 请求头秒数: 2}\n");
    let (_one, _two) = (server.connect(), server.connect());
    // The third is answered when one of the idle ones is cut off.
    assert_eq!(server.get("/login", "").status, 200);
}

#[test]
fn nobody_waits_in_a_network_with_passwords_in_plain_text() {
    let place = Place::new();
    let serve = |more: &[&str], config: &str| {
        let file = place.write("dukao.yaml", config);
        let database = place.database();
        let first = ["serve", "--port", "0", "--db", &database, "--config", file.to_str().unwrap()];
        let run = run(&[&first[..], more].concat());
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    let (code, said) = serve(&["--listen", "0.0.0.0"], "");
    assert!(code == Some(2) && said.contains("密码不能明文传"), "{said}");
    let (code, said) = serve(&[], "监听: {地址: 0.0.0.0}\n网络: {代理: [127.0.0.1]}\n");
    assert!(code == Some(2) && said.contains("“域名”"), "{said}");
    let (code, said) = serve(&[], "监听:\n  地址: 本机\n  端口: x\n网络: {代理: [1.2.3]}\n");
    assert!(code == Some(2) && said.contains("3处不对") && said.contains("dukao.yaml:3:"), "{said}");
    let (code, said) = serve(&["--config", "/没有这个文件"], "");
    assert!(code == Some(2) || said.contains("没有这个文件"), "{said}");
}

#[test]
fn the_command_line_comes_before_the_file() {
    let place = Place::new();
    let config = place.write("dukao.yaml", "监听: {端口: 1}\n数据库: {位置: /没有/这里.db}\n");
    let mut command = crate::server::dukao();
    command.args(["serve", "--port", "0"]).env("DUKAO_CONFIG", config).env("DUKAO_DATABASE_URL", place.database());
    let server = crate::server::Server::start(command, &place.path("log"));
    assert_eq!(server.get("/login", "").status, 200);
    assert!(place.path("dukao.db").exists());
}
