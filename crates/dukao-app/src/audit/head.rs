//! Exported heads: a text that can be printed and put into a drawer, and that nobody without the key can forge.

use std::fmt::Write as _;

use dukao_store::verify::ExportedHead;
use dukao_store::{KeyId, Keyring, Micros, RegionId, Version};

use crate::AppError;
use crate::clock::civil;
use crate::hex::hexadecimal;

const TITLE: &str = "督考 审计链头 格式1";
const SEAL: &str = "签章：";

/// A text with heads, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedText {
    /// The heads in it.
    pub heads: Vec<ExportedHead>,
    /// When it was written, as it says.
    pub exported: String,
    /// The key that it was sealed with.
    pub key: KeyId,
    /// Whether the seal is right; nothing when the key is not there.
    pub genuine: Option<bool>,
}

/// Writes the text.
pub(crate) fn write(at: Micros, heads: &[ExportedHead], keys: &Keyring) -> String {
    let mut text = format!(
        "{TITLE}\n\n导出时间：{}（北京时间）\n地区个数：{}\n密钥编号：{}\n",
        stamp(at),
        heads.len(),
        keys.newest()
    );
    for head in heads {
        let ExportedHead { region, code, name, version, at, hash, views, views_hash } = head;
        let (at, hash, views_hash) = (stamp(*at), grouped(hash), grouped(views_hash));
        // Writing into a String cannot fail.
        let _ = write!(
            text,
            "\n地区号：{region}\n代码：{code}\n名称：{name}\n版本：{version}\n入库时间：{at}\n审计链头：{hash}\n\
             访问记录：{views}\n访问链头：{views_hash}\n"
        );
    }
    text.push('\n');
    let (_, seal) = keys.sign(&text);
    text + SEAL + &grouped(&seal) + "\n"
}

/// Reads such a text, and whether its seal is right.
///
/// # Errors
/// [`AppError::Head`]: it is no such text, or not a whole one.
pub fn read_head(text: &str, keys: Option<&Keyring>) -> Result<ExportedText, AppError> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let wrong = |line: usize, wanted: &str| AppError::Head(format!("第{line}行应当是“{wanted}”"));
    if !text.starts_with(TITLE) {
        return Err(wrong(1, TITLE));
    }
    let end = text.rfind(SEAL).ok_or_else(|| wrong(text.lines().count(), SEAL))?;
    let (sealed, seal) = text.split_at(end);
    let seal = digest(seal.trim_start_matches(SEAL).trim()).ok_or_else(|| wrong(text.lines().count(), SEAL))?;
    let mut lines = Lines { lines: (1..).zip(sealed.lines()).skip(1).collect(), place: 0 };
    let exported = lines.value("导出时间")?;
    let count: usize = lines.number("地区个数")?;
    let key = lines.value("密钥编号")?;
    let key = KeyId::read(&key).ok_or_else(|| wrong(lines.line(), "密钥编号：16位十六进制"))?;
    let heads = (0..count).map(|_| lines.head()).collect::<Result<Vec<_>, _>>()?;
    if let Some((line, _)) = lines.rest() {
        return Err(AppError::Head(format!("第{line}行多出来了")));
    }
    Ok(ExportedText { heads, exported, key, genuine: keys.and_then(|keys| keys.vouches(key, sealed, &seal)) })
}

/// The lines that are still to be read.
struct Lines<'t> {
    lines: Vec<(usize, &'t str)>,
    place: usize,
}

impl<'t> Lines<'t> {
    fn rest(&mut self) -> Option<(usize, &'t str)> {
        while let Some((line, text)) = self.lines.get(self.place).copied() {
            self.place = self.place.saturating_add(1);
            if !text.trim().is_empty() {
                return Some((line, text));
            }
        }
        None
    }

    /// The number of the line that was read last.
    fn line(&self) -> usize {
        self.lines.get(self.place.saturating_sub(1)).map_or(1, |(line, _)| *line)
    }

    fn value(&mut self, name: &str) -> Result<String, AppError> {
        let found = self.rest();
        let line = found.map_or_else(|| self.lines.len().saturating_add(1), |(line, _)| line);
        let value = found.and_then(|(_, text)| text.strip_prefix(name)?.strip_prefix('：'));
        value.map(str::to_owned).ok_or_else(|| AppError::Head(format!("第{line}行应当是“{name}：…”")))
    }

    fn number<N: std::str::FromStr>(&mut self, name: &str) -> Result<N, AppError> {
        let value = self.value(name)?;
        value.trim().parse().map_err(|_| AppError::Head(format!("第{}行的“{name}”应当是整数", self.line())))
    }

    fn digest(&mut self, name: &str) -> Result<[u8; 32], AppError> {
        let value = self.value(name)?;
        let wrong = || AppError::Head(format!("第{}行的“{name}”应当是64位十六进制", self.line()));
        digest(&value).ok_or_else(wrong)
    }

    fn head(&mut self) -> Result<ExportedHead, AppError> {
        let (region, code, name) = (self.number("地区号")?, self.value("代码")?, self.value("名称")?);
        let version = self.number("版本")?;
        self.value("入库时间")?;
        let (hash, views) = (self.digest("审计链头")?, self.number("访问记录")?);
        Ok(ExportedHead {
            region: RegionId(region),
            code,
            name,
            version: Version(version),
            at: Micros(0),
            hash,
            views,
            views_hash: self.digest("访问链头")?,
        })
    }
}

/// 2018-08-20 17:30:00.123456
fn stamp(at: Micros) -> String {
    let moment = civil(at);
    let micros = moment.subsec_nanosecond() / 1000;
    format!(
        "{}-{:02}-{:02} {:02}:{:02}:{:02}.{micros:06}",
        moment.year(),
        moment.month(),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second()
    )
}

/// In groups of eight digits, so that it can be read out.
fn grouped(hash: &[u8; 32]) -> String {
    hash.chunks(4).map(hexadecimal).collect::<Vec<_>>().join(" ")
}

fn digest(text: &str) -> Option<[u8; 32]> {
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(region: i32, name: &str) -> ExportedHead {
        ExportedHead {
            region: RegionId(region),
            code: format!("C{region}"),
            name: name.to_owned(),
            version: Version(12),
            at: Micros(0),
            hash: [region.to_be_bytes()[3] ^ 0xa5; 32],
            views: 7,
            views_hash: [9; 32],
        }
    }

    #[test]
    fn what_is_written_is_read_and_nobody_can_forge_it() {
        let keys = Keyring::parse(&Keyring::line(&[3; 32])).unwrap();
        let heads = [head(0, "本系统"), head(1, "甲区：东")];
        let text = write(Micros(1_534_723_200_123_456), &heads, &keys);
        assert!(text.contains("导出时间：2018-08-20 08:00:00.123456（北京时间）"), "{text}");
        let read = read_head(&text, Some(&keys)).unwrap();
        assert_eq!((read.heads.as_slice(), read.genuine, read.key), (&heads[..], Some(true), keys.newest()));
        let typed = text.replace('\n', "\r\n");
        assert_eq!(read_head(&typed, Some(&keys)).unwrap().genuine, Some(true), "a printer's line ends");
        let forged = text.replace("版本：12", "版本：11");
        assert_eq!(read_head(&forged, Some(&keys)).unwrap().genuine, Some(false));
        let other = Keyring::parse(&Keyring::line(&[4; 32])).unwrap();
        assert_eq!(read_head(&text, Some(&other)).unwrap().genuine, None);
        for cut in (1..text.chars().count()).step_by(7) {
            let part: String = text.chars().take(cut).collect();
            let found = read_head(&part, Some(&keys));
            assert!(found.is_err() || part.trim_end() == text.trim_end(), "cut off at {cut}");
        }
    }
}
