//! What a proxy says about who stands behind it: believed of proxies that are named, of nobody else.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::network::Network;

/// In which headers the proxies say who stands behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyHeaders {
    /// `X-Forwarded-For`, `X-Forwarded-Proto`, `X-Forwarded-Host`.
    #[default]
    XForwarded,
    /// `Forwarded` of RFC 7239.
    Forwarded,
}

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// All headers by which somebody could say who he is or where he asks.
const ALL: [HeaderName; 7] = [
    FOR,
    PROTO,
    HOST,
    header::FORWARDED,
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-forwarded-prefix"),
    HeaderName::from_static("x-real-ip"),
];

/// What was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Who asks.
    pub(super) client: Option<IpAddr>,
    /// Whether he asks by https; nothing when it is not said.
    pub(super) secure: Option<bool>,
    /// The host that he asks for.
    pub(super) host: Option<HeaderValue>,
}

/// Takes all such headers away; whether there were any.
pub(super) fn strip(headers: &mut HeaderMap) -> bool {
    let before = headers.len();
    for name in &ALL {
        headers.remove(name);
    }
    headers.len() < before
}

/// Reads what trusted proxies say. The nearest proxy wrote last: from the right, the first address that is none of them
/// is the client's; what stands left of it the client may have written himself.
pub(super) fn read(headers: &HeaderMap, by: ProxyHeaders, proxies: &[Network]) -> Said {
    match by {
        ProxyHeaders::XForwarded => {
            let hops: Vec<&str> = values(headers, &FOR).collect();
            let host = values(headers, &HOST).next_back().and_then(|host| HeaderValue::from_str(host).ok());
            let secure = values(headers, &PROTO).next_back().map(|proto| proto.eq_ignore_ascii_case("https"));
            let (client, _) = client(&hops, proxies);
            Said { client, secure, host }
        }
        ProxyHeaders::Forwarded => {
            let hops: Vec<&str> = values(headers, &header::FORWARDED).collect();
            let fors: Vec<&str> = hops.iter().map(|hop| pair(hop, "for").unwrap_or_default()).collect();
            let (client, place) = client(&fors, proxies);
            let hop = place.and_then(|place| hops.get(place)).copied().unwrap_or_default();
            let host = pair(hop, "host").and_then(|host| HeaderValue::from_str(host).ok());
            Said { client, secure: pair(hop, "proto").map(|proto| proto.eq_ignore_ascii_case("https")), host }
        }
    }
}

/// The parts of all headers of a name, in order.
fn values<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl DoubleEndedIterator<Item = &'h str> {
    let lines = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// The client and where he stands. Behind something that is no address nobody is looked for.
fn client(hops: &[&str], proxies: &[Network]) -> (Option<IpAddr>, Option<usize>) {
    let mut found = (None, None);
    for (place, hop) in hops.iter().enumerate().rev() {
        let Some(address) = address(hop) else { break };
        found = (Some(address), Some(place));
        if !Network::any(proxies, address) {
            break;
        }
    }
    found
}

/// `10.1.2.3`, `10.1.2.3:4711`, `[fd00::1]`, `[fd00::1]:4711`, `fd00::1`.
fn address(text: &str) -> Option<IpAddr> {
    let bare = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None if text.matches(':').count() == 1 => text.split_once(':')?.0,
        None => text,
    };
    bare.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// The value of a name in one element of `Forwarded`.
fn pair<'h>(hop: &'h str, name: &str) -> Option<&'h str> {
    let mut pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(own, _)| own.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by: ProxyHeaders, lines: &[(&'static str, &str)]) -> Said {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        let proxies = ["10.0.0.0/24", "127.0.0.1"].map(|text| Network::parse(text).unwrap());
        read(&headers, by, &proxies)
    }

    fn asks(by: ProxyHeaders, lines: &[(&'static str, &str)]) -> String {
        said(by, lines).client.map_or_else(String::new, |address| address.to_string())
    }

    #[test]
    fn the_client_is_the_first_from_the_right_who_is_no_proxy() {
        for (header, client) in [
            ("198.51.100.7", "198.51.100.7"),
            ("1.1.1.1, 198.51.100.7", "198.51.100.7"),
            ("1.1.1.1,198.51.100.7,10.0.0.9", "198.51.100.7"),
            ("10.0.0.9, 127.0.0.1", "10.0.0.9"),
            ("198.51.100.7:4711", "198.51.100.7"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:198.51.100.7", "198.51.100.7"),
            ("198.51.100.7, unknown", ""),
            ("unknown, 10.0.0.9", "10.0.0.9"),
            ("", ""),
        ] {
            assert_eq!(asks(ProxyHeaders::XForwarded, &[("x-forwarded-for", header)]), client, "{header}");
        }
        let two = [("x-forwarded-for", "198.51.100.7"), ("x-forwarded-for", "10.0.0.9")];
        assert_eq!(asks(ProxyHeaders::XForwarded, &two), "198.51.100.7", "two lines are one list");
    }

    #[test]
    fn only_the_headers_that_are_named_count() {
        let lines =
            [("x-forwarded-for", "198.51.100.7"), ("forwarded", "for=203.0.113.9;proto=https;host=dukao.example")];
        assert_eq!(asks(ProxyHeaders::XForwarded, &lines), "198.51.100.7");
        let said = said(ProxyHeaders::Forwarded, &lines);
        assert_eq!(said.client, Some("203.0.113.9".parse().unwrap()));
        assert_eq!((said.secure, said.host.unwrap().to_str().unwrap()), (Some(true), "dukao.example"));
    }

    #[test]
    fn what_the_client_wrote_himself_is_not_read() {
        let forged = [("forwarded", "for=1.1.1.1;proto=https;host=evil.example, for=\"[2001:db8::9]:80\";proto=http")];
        let heard = said(ProxyHeaders::Forwarded, &forged);
        assert_eq!(heard.client, Some("2001:db8::9".parse().unwrap()));
        assert_eq!((heard.secure, heard.host), (Some(false), None));
        let forged = [("x-forwarded-host", "evil.example"), ("x-forwarded-host", "dukao.example")];
        assert_eq!(said(ProxyHeaders::XForwarded, &forged).host.unwrap(), "dukao.example");
    }

    #[test]
    fn all_of_them_are_taken_away() {
        let mut headers = HeaderMap::new();
        for name in ALL {
            headers.append(name, HeaderValue::from_static("x"));
        }
        headers.insert(header::HOST, HeaderValue::from_static("localhost"));
        assert!(strip(&mut headers) && !strip(&mut headers));
        assert_eq!(headers.keys().collect::<Vec<_>>(), [header::HOST]);
    }
}
