//! Which addresses are asked at all.

use hyper::Uri;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Name or address, without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Whether by TLS; without it only on this machine.
    pub(crate) tls: bool,
}

impl Place {
    /// Where an address leads, if it may be asked: by TLS, or on this machine.
    pub(crate) fn of(address: &Uri) -> Option<Self> {
        let host = address.host()?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let tls = match address.scheme_str()? {
            "https" => true,
            "http" if is_this_machine(&host) => false,
            _ => return None,
        };
        let port = address.port_u16().unwrap_or(if tls { 443 } else { 80 });
        Some(Self { host, port, tls })
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

/// Why a text cannot be the address of a provider, in words.
pub fn issuer_problem(text: &str) -> Option<&'static str> {
    let Ok(address) = text.parse::<Uri>() else {
        return Some("应当是网址，例如 https://sso.example.gov.cn/realms/office");
    };
    if Place::of(&address).is_none() {
        return Some("应当以 https:// 开头；只有本机的才可以用 http://");
    }
    let plain = address.query().is_none() && !text.contains('#') && !text.contains('@');
    (!plain).then_some("不带“?”“#”和用户名")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_in_plain_text_over_a_network() {
        for fine in [
            "https://sso.example",
            "https://sso.example:8443/realms/office",
            "http://127.0.0.1:9/a",
            "http://[::1]:9",
            "http://localhost",
        ] {
            assert_eq!(issuer_problem(fine), None, "{fine}");
        }
        for wrong in [
            "http://sso.example",
            "ftp://sso.example",
            "sso.example",
            "",
            "https://",
            "https://a/?b=c",
            "https://u:p@a/",
            "https://a/#b",
            "甲",
        ] {
            assert!(issuer_problem(wrong).is_some(), "{wrong}");
        }
        let place = Place::of(&"http://[::1]:9/x".parse().unwrap()).unwrap();
        assert_eq!(place, Place { host: "::1".to_owned(), port: 9, tls: false });
    }
}
