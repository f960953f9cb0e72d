//! Zip files (xlsx, ods, docx): measured while they are inflated, before any reader sees them.
//!
//! What the directory of a zip says about sizes is not believed. Every part is inflated once and counted;
//! a part that is too large, or built so that a reader would have to hold too much of it at once, is refused.

use std::io::{BufReader, Cursor, Read};

use memchr::{memchr_iter, memmem};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::open::{Wrong, wrong};

/// Most parts of a file.
const MAX_PARTS: usize = 10_000;
/// Largest part that is read as a stream (sheets, documents), inflated.
const MAX_STREAM: u64 = 1 << 30;
/// Largest other part, inflated.
const MAX_PART: u64 = 64 << 20;
/// Largest sum of all parts, inflated.
const MAX_ALL: u64 = 2 << 30;
/// Longest text or tag inside XML; a cell holds 32,767 characters.
const MAX_GAP: u64 = 1 << 20;
/// Most tags of the shared texts of a workbook.
const MAX_TEXT_TAGS: u64 = 6_000_000;
/// Most tags of any other part that is held in memory.
const MAX_TAGS: u64 = 400_000;

type Bytes<'b> = Cursor<&'b [u8]>;

/// A zip file that was measured.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Bytes<'b>>,
    /// Parts in which rows or columns may be hidden or formulas may have no result.
    remarkable: Vec<String>,
}

/// One part while it is inflated.
pub(super) type Part<'a, 'b> = BufReader<ZipFile<'a, Bytes<'b>>>;

impl<'b> Archive<'b> {
    /// Opens and measures.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Wrong> {
        if memmem::find_iter(bytes, b"PK\x01\x02").take(MAX_PARTS + 1).count() > MAX_PARTS {
            return too_large();
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).or_else(|_| damaged())?;
        let mut archive = Self { zip, remarkable: Vec::new() };
        let mut all = 0;
        for index in 0..archive.zip.len() {
            all += archive.measure(index, MAX_ALL - all)?;
        }
        Ok(archive)
    }

    /// Inflates one part and says how large it is.
    fn measure(&mut self, index: usize, left: u64) -> Result<u64, Wrong> {
        let mut part = self.zip.by_index(index).or_else(|_| damaged())?;
        let Ok(name) = part.name().map(std::borrow::Cow::into_owned) else { return damaged() };
        let mut gauge = Gauge::of(&name);
        let most = left.min(if gauge.content == Content::Stream { MAX_STREAM } else { MAX_PART });
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(_) => return damaged(),
            };
            gauge.take(buffer.get(..read).unwrap_or_default());
            if gauge.size > most || !gauge.is_fine() {
                return too_large();
            }
        }
        if gauge.is_remarkable {
            self.remarkable.push(name);
        }
        Ok(gauge.size)
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Whether rows or columns of a worksheet may be hidden, or formulas may have no result.
    pub(super) fn deserves_a_look(&self, name: &str) -> bool {
        self.remarkable.iter().any(|part| part.eq_ignore_ascii_case(name))
    }

    /// Whether some part's name begins so.
    pub(super) fn has_folder(&self, start: &str) -> bool {
        self.zip.file_names().flatten().any(|name| name.starts_with(start))
    }

    /// Whether an OpenDocument file needs a password.
    pub(super) fn is_encrypted(&mut self) -> bool {
        let mut manifest = Vec::new();
        let read = self.part("META-INF/manifest.xml").map(|mut part| part.read_to_end(&mut manifest));
        read.is_some() && memmem::find(&manifest, b"encryption-data").is_some()
    }

    /// A part as a stream.
    pub(super) fn part(&mut self, name: &str) -> Option<Part<'_, 'b>> {
        Some(BufReader::with_capacity(1 << 16, self.zip.by_name(name).ok()?))
    }
}

/// How a part is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// XML that is read as a stream.
    Stream,
    /// XML that is held in memory.
    Xml,
    /// Pictures and the like: not read.
    Other,
}

/// What is counted while a part is inflated.
struct Gauge {
    size: u64,
    content: Content,
    max_tags: u64,
    tags: u64,
    /// Bytes since the last `<`.
    gap: u64,
    longest: u64,
    /// Comments, CDATA or declarations behind the start: a reader holds each of them whole.
    has_marked: bool,
    is_remarkable: bool,
    /// The end of the piece before, where a mark may begin.
    tail: Vec<u8>,
}

/// What hides rows and columns, and how formulas without a result are written.
const REMARKABLE: [&[u8]; 5] = [b" hidden=", b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />"];
/// Longest of these, less one byte.
const TAIL: usize = 10;

impl Gauge {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let is_stream = (name.starts_with("xl/") && name.contains("sheet"))
            || name == "content.xml"
            || name.starts_with("word/document");
        let is_xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
        let (content, max_tags) = match () {
            () if is_stream => (Content::Stream, u64::MAX),
            () if name.ends_with("sharedstrings.xml") => (Content::Xml, MAX_TEXT_TAGS),
            () if is_xml => (Content::Xml, MAX_TAGS),
            () => (Content::Other, MAX_TAGS),
        };
        Self {
            size: 0,
            content,
            max_tags,
            tags: 0,
            gap: 0,
            longest: 0,
            has_marked: false,
            is_remarkable: false,
            tail: Vec::new(),
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        let first = self.size == 0;
        self.size = self.size.saturating_add(length(bytes.len()));
        if self.content == Content::Other {
            return;
        }
        let mut last = 0;
        for at in memchr_iter(b'<', bytes) {
            self.tags += 1;
            self.longest = self.longest.max(self.gap + length(at - last));
            self.gap = 0;
            last = at;
            self.has_marked |= !first && bytes.get(at + 1) == Some(&b'!');
        }
        self.gap += length(bytes.len() - last);
        self.longest = self.longest.max(self.gap);
        if !self.is_remarkable && self.content == Content::Stream {
            self.tail.extend(bytes.iter().take(TAIL));
            let has = |mark: &&[u8]| memmem::find(bytes, mark).is_some() || memmem::find(&self.tail, mark).is_some();
            self.is_remarkable = REMARKABLE.iter().any(has);
            self.tail.clear();
            self.tail.extend(bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default());
        }
    }

    const fn is_fine(&self) -> bool {
        let small = self.size <= MAX_PART;
        self.tags <= self.max_tags && (small || (self.longest <= MAX_GAP && !self.has_marked))
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn too_large<T>() -> Result<T, Wrong> {
    wrong("文件解开后过大", "删去用不着的工作表、图片和空白区域的格式")
}

/// What is said of a file that cannot be read at all.
pub(super) fn damaged<T>() -> Result<T, Wrong> {
    wrong("文件损坏，或不是工作簿", "重新下载，或用表格软件打开后另存为 .xlsx")
}

/// What is said of a file that needs a password.
pub(super) fn locked<T>() -> Result<T, Wrong> {
    wrong("文件有打开密码", "取消密码后再导入")
}
