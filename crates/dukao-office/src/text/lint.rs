//! What the eye takes for the format and the parser does not: full-width marks, tabs, glued comments.
//!
//! Each finding is repaired in a copy of the same byte length, so that the parser can go on and the
//! rest of the file is checked in the same pass. A file with a finding is never accepted.

use std::ops::Range;

use super::read::Problems;

/// Reports what is wrong and gives a copy of the same length in which it is mended.
pub(super) fn repair(source: &str, problems: &mut Problems) -> String {
    let mut lint = Lint { out: source.to_owned(), brackets: Vec::new(), problems };
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let bom = usize::from(start == 0 && body.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
        lint.line(start + bom, body.get(bom..).unwrap_or(""));
        start += line.len();
    }
    lint.out
}

struct Lint<'p> {
    out: String,
    /// Open inline brackets, carried from line to line.
    brackets: Vec<Bracket>,
    problems: &'p mut Problems,
}

/// An open inline bracket.
struct Bracket {
    /// A map, not a list.
    map: bool,
    /// In a map: the colon of the present entry has been seen.
    separated: bool,
}

/// Where the eye is inside one line.
struct Walk {
    /// At the place where a value, key or item begins.
    fresh: bool,
    /// The quote that is open.
    quote: Option<char>,
    /// How many backslashes in double quotes came just before, as parity.
    backslashes: u8,
    /// Where the last quote closed; the same mark right behind it opens again.
    closed: usize,
    /// Half-width separators seen outside brackets.
    separators: usize,
    /// First full-width colon outside brackets and quotes.
    wide_colon: Option<usize>,
    /// Something other than blanks and list dashes was seen.
    content: bool,
    listed: bool,
}

impl Lint<'_> {
    fn line(&mut self, start: usize, line: &str) {
        let entered_inside = !self.brackets.is_empty();
        let mut walk = Walk {
            fresh: true,
            quote: None,
            backslashes: 0,
            closed: usize::MAX - 1,
            separators: 0,
            wide_colon: None,
            content: false,
            listed: false,
        };
        let mut previous = ' ';
        let mut chars = line.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let next = chars.peek().map_or('\n', |(_, next)| *next);
            let at = start + offset;
            if c == '#' && walk.quote.is_none() && (previous == ' ' || previous == '\t') {
                if walk.content && !matches!(next, ' ' | '\n' | '#') {
                    self.problem(
                        at..at + 1,
                        "“#”前有空格，后面的文字会被当作批注略去",
                        "真是批注就写成“# 批注”；是内容就加引号",
                    );
                }
                break;
            }
            self.character(at, c, next, previous, &mut walk);
            previous = c;
        }
        if walk.quote.is_some() {
            self.problem(start..start + line.len(), "引号没有在本行写完", "文字写在一行之内，末尾补上同样的引号");
        }
        self.whole_line(start, line, entered_inside, &walk);
    }

    /// A line outside brackets must be an entry, a list item or blank.
    fn whole_line(&mut self, start: usize, line: &str, entered_inside: bool, walk: &Walk) {
        let trimmed = line.trim();
        if entered_inside || !walk.content || walk.separators > 0 || trimmed == "---" {
            return;
        }
        if let Some(at) = walk.wide_colon {
            self.mend(at.."：".len() + at, ":  ", "这里是全角冒号", "冒号要用半角，后空一格");
        } else if !walk.listed && self.brackets.is_empty() && !trimmed.starts_with(['[', '{', '%', '.', ']', '}']) {
            let indent = line.len() - line.trim_start().len();
            let span = start + indent..start + indent + trimmed.len();
            let hint = if trimmed.contains(':') {
                "冒号后要空一格"
            } else {
                "写成“键: 值”；接着上一行的文字要并到上一行"
            };
            self.problem(span, "这一行不是“键: 值”", hint);
        }
    }

    fn character(&mut self, at: usize, c: char, next: char, previous: char, walk: &mut Walk) {
        if let Some(quote) = walk.quote {
            let escaped = std::mem::take(&mut walk.backslashes) == 1;
            if c == '\\' && quote == '"' {
                walk.backslashes = u8::from(!escaped);
            } else if c == quote && !escaped {
                walk.quote = None;
                walk.closed = at;
            }
            return;
        }
        if c == '\'' && previous == '\'' && walk.closed + 1 == at {
            walk.quote = Some(c);
            return;
        }
        match c {
            ' ' => return,
            '\t' => {
                self.mend(at..at + 1, " ", "这里有制表符", "缩进和间隔用空格");
                return;
            }
            '\u{3000}' => {
                self.mend(at..at + c.len_utf8(), "   ", "这里是全角空格", "改成半角空格；文字里真要全角空格就加引号");
                return;
            }
            '-' if walk.fresh && !walk.content && matches!(next, ' ' | '\n') => {
                walk.listed = true;
                return;
            }
            _ => {}
        }
        self.mark(at, c, next, walk);
        walk.content = true;
    }

    /// Anything but blanks, outside quotes.
    fn mark(&mut self, at: usize, c: char, next: char, walk: &mut Walk) {
        let inside = !self.brackets.is_empty();
        let fresh = std::mem::replace(&mut walk.fresh, false);
        match c {
            '"' | '\'' if fresh => walk.quote = Some(c),
            '[' | '{' if fresh || inside => {
                self.brackets.push(Bracket { map: c == '{', separated: false });
                walk.fresh = true;
            }
            ']' | '}' if inside => {
                self.brackets.pop();
            }
            ',' if inside => self.next_item(walk),
            '，' if inside => {
                self.mend(at..at + c.len_utf8(), ",  ", "括号里用了全角逗号，两项会连成一项", "改成半角逗号");
                self.next_item(walk);
            }
            '：' => self.wide_colon(at, walk),
            ':' if matches!(next, ' ' | '\n' | '\t' | '\u{3000}') => self.separator(at, walk),
            '*' | '&' | '!' | '|' | '>' | '%' | '@' | '`' if fresh => {
                self.mend(at..at + 1, "x", &format!("文字不能以“{c}”开头"), "给这段文字加引号");
            }
            _ => {}
        }
    }

    fn next_item(&mut self, walk: &mut Walk) {
        walk.fresh = true;
        if let Some(bracket) = self.brackets.last_mut() {
            bracket.separated = false;
        }
    }

    fn wide_colon(&mut self, at: usize, walk: &mut Walk) {
        match self.brackets.last_mut() {
            None => walk.wide_colon = walk.wide_colon.or(Some(at)),
            Some(bracket) if bracket.map && !bracket.separated => {
                bracket.separated = true;
                walk.fresh = true;
                self.mend(at..at + '：'.len_utf8(), ":  ", "这里是全角冒号", "冒号要用半角，后空一格");
            }
            Some(_) => {}
        }
    }

    fn separator(&mut self, at: usize, walk: &mut Walk) {
        walk.fresh = true;
        if let Some(bracket) = self.brackets.last_mut() {
            bracket.separated = true;
            return;
        }
        walk.separators += 1;
        if walk.separators > 1 {
            self.mend(at..at + 1, "x", "一行里有两个“: ”", "文字里含有“: ”时要加引号；下一层要换行并缩进");
        }
    }

    fn mend(&mut self, range: Range<usize>, with: &str, message: &str, hint: &str) {
        self.out.replace_range(range.clone(), with);
        self.problem(range, message, hint);
    }

    fn problem(&mut self, range: Range<usize>, message: &str, hint: &str) {
        self.problems.push(range, message).hint(hint);
    }
}
