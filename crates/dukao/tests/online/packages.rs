//! What is delivered beside the program: it is there, it is read without a mistake, and it deletes nothing.

use std::path::{Path, PathBuf};

use crate::server::run;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|_| panic!("{path}"))
}

#[test]
fn the_configurations_that_are_delivered_have_no_mistake() {
    for path in ["deploy/deb/dukao.yaml", "deploy/container/dukao.yaml"] {
        let checked = run(&["config", "check", root().join(path).to_str().unwrap()]);
        assert!(checked.status.success(), "{path}: {}", String::from_utf8_lossy(&checked.stderr));
    }
}

#[test]
fn every_file_of_the_package_is_there() {
    let manifest = text("crates/dukao/Cargo.toml");
    let (_, assets) = manifest.split_once("assets = [").unwrap();
    let sources: Vec<&str> =
        assets.lines().filter_map(|line| line.trim().strip_prefix("[\"")?.split('"').next()).collect();
    assert!(sources.len() > 5, "{sources:?}");
    for source in sources.into_iter().filter(|source| !source.starts_with("target/")) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(source).is_file(), "{source}");
    }
    assert!(manifest.contains("conf-files = [\"/etc/dukao/dukao.yaml\"]"), "what was configured is not written over");
}

#[test]
fn what_runs_when_the_package_comes_and_goes_deletes_nothing() {
    for name in ["postinst", "prerm", "postrm"] {
        let path = format!("deploy/deb/{name}");
        let script = text(&path);
        let right = std::process::Command::new("sh").arg("-n").arg(root().join(&path)).status().unwrap();
        assert!(right.success(), "{name}");
        for word in script.split_whitespace() {
            assert!(!["rm", "rmdir", "unlink", "deluser", "shred", "mv"].contains(&word), "{name}: {word}");
        }
        assert!(!script.contains(">/etc") && !script.contains("> /etc"), "{name}");
    }
}

#[test]
fn the_proxy_of_the_sample_writes_every_header_that_is_believed() {
    let sample = text("deploy/nginx/dukao.conf");
    for header in
        ["X-Forwarded-For   $remote_addr;", "X-Forwarded-Proto $scheme;", "X-Forwarded-Host  $host;", "X-Request-Id"]
    {
        assert!(sample.contains(&format!("proxy_set_header {header}")), "{header}");
    }
    assert!(!sample.lines().any(|line| !line.trim().starts_with('#') && line.contains("$proxy_add_x_forwarded_for")));
}

#[test]
fn the_service_runs_as_somebody_who_may_little() {
    let unit = text("deploy/systemd/dukao.service");
    for line in ["User=dukao", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"] {
        assert!(unit.lines().any(|own| own == line), "{line}");
    }
    let container = text("deploy/container/Containerfile");
    assert!(container.contains("\nUSER 10018\n") && container.contains("\nHEALTHCHECK "));
}
