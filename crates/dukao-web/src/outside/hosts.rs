//! By which names the site may be asked: against DNS rebinding, and against links that lead elsewhere.

/// The names: those that were given, and the machine's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

/// The machine's own names.
const OWN: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Hosts {
    /// These names beside the machine's own, without ports.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    /// Whether only the machine's own names count.
    pub(crate) fn only_this_machine(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a `Host` header names the site, with any port.
    pub(super) fn hold(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        OWN.into_iter().chain(self.0.iter().map(String::as_str)).any(|own| name.eq_ignore_ascii_case(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_names() {
        let (alone, named) = (Hosts::default(), Hosts::new(["dukao.example".to_owned()]));
        for own in ["localhost", "localhost:8000", "127.0.0.1:80", "[::1]", "[::1]:8000", "LOCALHOST"] {
            assert!(alone.hold(own) && named.hold(own), "{own}");
        }
        for host in ["dukao.example", "DUKAO.example:8443"] {
            assert!(named.hold(host) && !alone.hold(host), "{host}");
        }
        for foreign in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:80",
            "localhost.evil.example",
            "dukao.example.evil.example",
            "dukao.example:",
            "dukao.example:80:80",
            "evil.example@dukao.example",
            "dukao.example/evil",
            "[::2]:80",
            "10.0.0.1",
        ] {
            assert!(!named.hold(foreign), "{foreign}");
        }
    }
}
