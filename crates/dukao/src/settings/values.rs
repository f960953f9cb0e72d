//! What stands behind the keys: numbers within bounds, addresses, names, files, choices.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use dukao_app::safety::rotation::Keep;
use dukao_app::text::{Node, Problems, Read};
use dukao_web::{Network, ProxyHeaders, Rate};

use super::LogFormat;

/// A whole number from `LEAST` to `MOST`.
pub(super) struct Whole<const LEAST: u32, const MOST: u32>(pub(super) u32);

impl<const LEAST: u32, const MOST: u32> Read for Whole<LEAST, MOST> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let number = u32::read(node, problems)?;
        if !(LEAST..=MOST).contains(&number) {
            problems.push(node.span.clone(), format!("{number}超出范围")).hint(format!("应当是{LEAST}—{MOST}的整数"));
            return None;
        }
        Some(Self(number))
    }
}

/// Seconds, from 1 to 3600.
pub(super) struct Seconds(pub(super) Duration);

impl Read for Seconds {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Whole(seconds) = Whole::<1, 3600>::read(node, problems)?;
        Some(Self(Duration::from_secs(u64::from(seconds))))
    }
}

/// So many a minute; 0 is no limit.
pub(super) struct Often(pub(super) Option<Rate>);

impl Read for Often {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Whole(rate) = Whole::<0, 1_000_000>::read(node, problems)?;
        Some(Self((rate > 0).then_some(Rate(rate))))
    }
}

/// What one text says, or what would be right.
fn said<T>(node: &Node, problems: &mut Problems, hint: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let text = String::read(node, problems)?;
    let found = read(&text);
    if found.is_none() {
        problems.push(node.span.clone(), format!("“{text}”不对")).hint(hint);
    }
    found
}

/// An address of the machine.
pub(super) struct Address(pub(super) IpAddr);

impl Read for Address {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(node, problems, "应当是 IP 地址，例如 127.0.0.1、0.0.0.0、::", |text| {
            text.parse().ok().map(Self)
        })
    }
}

/// A network.
pub(super) struct Range(pub(super) Network);

impl Read for Range {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(node, problems, "应当是 IP 地址或网段，例如 10.1.2.3、10.1.2.0/24", |text| {
            Network::parse(text).map(Self)
        })
    }
}

/// A name of the machine, without a port.
pub(super) struct HostName(pub(super) String);

impl Read for HostName {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(
            node,
            problems,
            "应当是域名或 IP 地址，不带 https://、端口和路径，例如 dukao.example.gov.cn",
            |text| {
                let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.[]:".contains(&byte));
                let port = !text.starts_with('[') && text.contains(':');
                (plain && !port).then(|| Self(text.to_owned()))
            },
        )
    }
}

/// A file or folder.
pub(super) struct Place(pub(super) PathBuf);

impl Read for Place {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        String::read(node, problems).map(|text| Self(PathBuf::from(text)))
    }
}

/// In which headers proxies speak.
pub(super) struct Headers(pub(super) ProxyHeaders);

impl Read for Headers {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(node, problems, "应当是 X-Forwarded 或 Forwarded", |text| {
            let known = [("x-forwarded", ProxyHeaders::XForwarded), ("forwarded", ProxyHeaders::Forwarded)];
            known.into_iter().find(|(word, _)| text.eq_ignore_ascii_case(word)).map(|(_, headers)| Self(headers))
        })
    }
}

/// What is logged.
pub(super) struct Level(pub(super) String);

impl Read for Level {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(node, problems, "应当是 error、warn、info、debug 或 trace，例如 info,dukao_web=debug", |text| {
            let levels = ["off", "error", "warn", "info", "debug", "trace"];
            let part = |part: &str| levels.contains(&part.rsplit('=').next().unwrap_or_default().trim());
            text.split(',').all(part).then(|| Self(text.to_owned()))
        })
    }
}

impl Read for LogFormat {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(node, problems, "应当是 文本 或 JSON", |text| match text {
            "文本" => Some(Self::Text),
            _ if text.eq_ignore_ascii_case("json") => Some(Self::Json),
            _ => None,
        })
    }
}

/// Which old backups stay.
pub(super) struct Kept(pub(super) Keep);

impl Read for Kept {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        said(node, problems, "应当是天、周、月三个数，例如 7,4,12", |text| {
            crate::command::backup::rule(text).ok().map(Self)
        })
    }
}
