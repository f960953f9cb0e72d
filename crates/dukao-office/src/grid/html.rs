//! Tables of web pages, also of pages that are called `.xls`.
//!
//! Read as browsers do: end tags may be missing, cells span rows and columns, what is not displayed is not
//! read. A hidden row keeps its cells and is marked.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::docx::raise;
use super::open::{Limits, Wrong};
use super::span::Tables;
use super::{Book, Encoding, Kind};

/// Reads all tables of a page.
pub(super) fn read(name: &str, text: &str, encoding: Encoding, limits: Limits) -> Result<Book, Wrong> {
    let mut page = Page::new(limits);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => page.start(&tag)?,
            Token::EndTag(tag) => page.end(&String::from_utf8_lossy(&tag.name))?,
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.close_all()?;
    let sheets = page.tables.finish("网页")?;
    Ok(Book { name: name.to_owned(), kind: Kind::Html(encoding), sheets, notes: Vec::new() })
}

/// The cell that is read.
#[derive(Debug, Default)]
struct Slot {
    text: String,
    spans: (usize, usize),
    open: bool,
    /// Not displayed: takes no place.
    gone: bool,
}

struct Page {
    tables: Tables<Slot>,
    /// Text outside of tables, up to the next block.
    line: String,
    /// Element whose text is not read, and how many of its name are open.
    unread: Option<(String, usize)>,
    raised: bool,
    /// A table's caption is read.
    caption: bool,
}

impl Page {
    fn new(limits: Limits) -> Self {
        Self { tables: Tables::new(limits), line: String::new(), unread: None, raised: false, caption: false }
    }

    fn start(&mut self, tag: &StartTag<()>) -> Result<(), Wrong> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if let Some((unread, depth)) = &mut self.unread {
            *depth += usize::from(*unread == name);
            return Ok(());
        }
        let hidden = is_hidden(tag);
        match name.as_str() {
            "table" => {
                self.end_line();
                let above = self.tables.top().map(|(_, slot)| tidy(&slot.text)).unwrap_or_default();
                self.tables.begin(hidden, &above, Slot::default())?;
            }
            "tr" => {
                self.end_cell()?;
                if let Some((grid, _)) = self.tables.top() {
                    grid.row();
                    if hidden {
                        grid.hide_row();
                    }
                }
            }
            "td" | "th" => {
                self.end_cell()?;
                let spans = (span(tag, "colspan"), span(tag, "rowspan"));
                if let Some((_, slot)) = self.tables.top() {
                    *slot = Slot { text: String::new(), spans, open: true, gone: hidden };
                }
            }
            "caption" => {
                self.end_cell()?;
                self.end_line();
                self.caption = true;
            }
            "br" => self.push("\n"),
            "sup" => self.raised = true,
            "script" | "style" | "title" | "template" | "noscript" | "select" | "textarea" | "svg" | "math" => {
                self.unread = Some((name, 1));
            }
            _ if hidden && !tag.self_closing && !is_void(&name) => self.unread = Some((name, 1)),
            _ if is_block(&name) => self.end_block(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Wrong> {
        if let Some((unread, depth)) = &mut self.unread {
            if unread == name {
                *depth -= 1;
                if *depth == 0 {
                    self.unread = None;
                }
                return Ok(());
            }
            // Whatever was not closed ends with its cell.
            if !matches!(name, "td" | "th" | "tr" | "table") {
                return Ok(());
            }
            self.unread = None;
        }
        match name {
            "td" | "th" | "tr" => self.end_cell()?,
            "table" => {
                self.end_cell()?;
                self.tables.end();
            }
            "caption" => self.end_caption(),
            "sup" => self.raised = false,
            _ if is_block(name) => self.end_block(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.unread.is_some() {
            return;
        }
        // Line ends of the source are blanks to the reader.
        let shown: String = text
            .chars()
            .map(|c| match c {
                '\n' | '\r' | '\t' => ' ',
                c if self.raised => raise(c),
                c => c,
            })
            .collect();
        self.push(&shown);
    }

    fn push(&mut self, text: &str) {
        let caption = self.caption;
        match self.tables.top() {
            Some((_, slot)) if slot.open => append(&mut slot.text, text),
            Some(_) if !caption => {}
            _ => append(&mut self.line, text),
        }
    }

    fn end_block(&mut self) {
        if self.tables.top().is_some_and(|(_, slot)| slot.open) {
            self.push("\n");
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.tables.lines.push(&line);
    }

    fn end_caption(&mut self) {
        let line = std::mem::take(&mut self.line).split_whitespace().collect::<Vec<_>>().join(" ");
        self.caption = false;
        if let Some((grid, _)) = self.tables.top()
            && !line.is_empty()
        {
            grid.titles.push(line);
        }
    }

    fn end_cell(&mut self) -> Result<(), Wrong> {
        if self.caption {
            self.end_caption();
        }
        self.raised = false;
        let Some((_, slot)) = self.tables.top() else { return Ok(()) };
        let slot = std::mem::take(slot);
        if slot.open && !slot.gone {
            self.tables.cell(tidy(&slot.text).trim(), slot.spans)?;
        }
        Ok(())
    }

    fn close_all(&mut self) -> Result<(), Wrong> {
        while self.tables.top().is_some() {
            self.end_cell()?;
            self.tables.end();
        }
        Ok(())
    }
}

/// Adds a text; several blanks are one.
fn append(to: &mut String, text: &str) {
    for c in text.chars() {
        if c == ' ' && (to.is_empty() || to.ends_with([' ', '\n'])) {
            continue;
        }
        if c == '\n' && to.ends_with(' ') {
            to.pop();
        }
        to.push(c);
    }
}

/// Several line ends are one.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned())
}

fn span(tag: &StartTag<()>, name: &str) -> usize {
    let value = attribute(tag, name.as_bytes()).unwrap_or_default();
    let digits: String = value.trim().chars().take_while(char::is_ascii_digit).take(6).collect();
    digits.parse().unwrap_or(1)
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    let style = attribute(tag, b"style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    tag.attributes.contains_key(&b"hidden"[..]) || style.contains("display:none")
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input" | "link" | "meta" | "col" | "area" | "base" | "embed" | "wbr")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "center"
            | "hr"
            | "body"
            | "blockquote"
            | "pre"
            | "form"
            | "main"
    )
}
