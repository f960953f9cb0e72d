//! Style sheet and scripts, embedded in the binary and addressed by their content.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::error::WebError;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Files;

const SHEET: &str = "dukao.css";
const FOREVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// One served file.
struct Asset {
    bytes: Cow<'static, [u8]>,
    hash: String,
    kind: &'static str,
}

impl Asset {
    fn new(bytes: Cow<'static, [u8]>, kind: &'static str) -> Self {
        Self { hash: fingerprint(&bytes), bytes, kind }
    }
}

static ASSETS: LazyLock<[(&str, Asset); 3]> = LazyLock::new(|| {
    let file = |name: &str| Files::get(name).map_or(Cow::Borrowed(&[][..]), |file| file.data);
    [
        (SHEET, Asset::new(Cow::Owned(sheet()), "text/css; charset=utf-8")),
        ("dukao.js", Asset::new(file("dukao.js"), "text/javascript; charset=utf-8")),
        ("htmx.js", Asset::new(file("vendor/htmx.min.js"), "text/javascript; charset=utf-8")),
    ]
});

/// The parts of the sheet in the order of their names.
fn sheet() -> Vec<u8> {
    let mut names: Vec<String> = Files::iter().filter(|name| name.starts_with("css/")).map(Cow::into_owned).collect();
    names.sort();
    names.iter().filter_map(|name| Files::get(name)).flat_map(|file| file.data.into_owned()).collect()
}

/// FNV-1a, 64 bit: tells versions apart, keeps no secret.
fn fingerprint(bytes: &[u8]) -> String {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// The address of an asset, which changes with its content.
pub(crate) fn address(name: &str) -> String {
    let hash = find(name).map_or("0", |asset| asset.hash.as_str());
    format!("/assets/{hash}/{name}")
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|(own, _)| *own == name).map(|(_, asset)| asset)
}

/// `GET /assets/{hash}/{name}`
pub(crate) async fn serve(
    Path((hash, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let asset = find(&name).ok_or(WebError::NoPage)?;
    let tag = format!("\"{}\"", asset.hash);
    let cache = if hash == asset.hash { FOREVER } else { ASK_AGAIN };
    let head = [(header::CACHE_CONTROL, cache.to_owned()), (header::ETAG, tag.clone())];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, [(header::CONTENT_TYPE, asset.kind)], asset.bytes.clone()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_assets_are_there_and_told_apart() {
        for (name, asset) in ASSETS.iter() {
            assert!(!asset.bytes.is_empty(), "{name}");
            assert_eq!(address(name), format!("/assets/{}/{name}", asset.hash));
        }
        assert_eq!(fingerprint(b""), "cbf29ce484222325");
        assert_eq!(fingerprint(b"a"), "af63dc4c8601ec8c");
    }

    #[test]
    fn the_sheet_asks_for_nothing_newer_than_the_floor() {
        let sheet = String::from_utf8(sheet()).unwrap();
        for newer in [":has(", "oklch", "color-mix", "light-dark", "@container", "@layer", "dvh", "inset:", "&:"] {
            assert!(!sheet.contains(newer), "{newer}");
        }
        assert!(sheet.find("/* Tokens").unwrap() < sheet.find("/* Print").unwrap());
    }
}
