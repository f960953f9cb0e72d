//! The tree that is printed, and how it is printed.

use super::super::read::number_of;

/// What is written.
pub(super) enum Out {
    /// Text; quoted where the format would take it for something else.
    Text(String),
    /// A number, as it stands.
    Number(String),
    /// A word of a parameter: quoted when it looks like a number.
    Word(String),
    /// One line: `[甲, 乙]`.
    Row(Vec<Out>),
    /// One line: `{甲: 1, 乙: 2}`.
    Pairs(Vec<(String, Out)>),
    /// A line for each key.
    Keys(Vec<(String, Out)>),
    /// A line or more for each.
    Items(Vec<Out>),
}

impl Out {
    /// Text.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The whole file.
pub(super) fn print(root: &[(String, Out)]) -> String {
    let mut out = String::new();
    keys(root, 0, &mut out);
    out
}

fn keys(rows: &[(String, Out)], indent: usize, out: &mut String) {
    for (at, (key, value)) in rows.iter().enumerate() {
        // The first key of an item stands behind its dash.
        if at > 0 || !out.ends_with("- ") {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&quoted(key));
        out.push(':');
        match value {
            Out::Keys(rows) if !rows.is_empty() => {
                out.push('\n');
                keys(rows, indent + 2, out);
            }
            Out::Items(items) if !items.is_empty() => {
                out.push('\n');
                for item in items {
                    self::item(item, indent + 2, out);
                }
            }
            value => {
                out.push(' ');
                out.push_str(&line(value));
                out.push('\n');
            }
        }
    }
}

fn item(item: &Out, indent: usize, out: &mut String) {
    out.push_str(&" ".repeat(indent));
    out.push_str("- ");
    if let Out::Keys(rows) = item {
        keys(rows, indent + 2, out);
    } else {
        out.push_str(&line(item));
        out.push('\n');
    }
}

fn line(value: &Out) -> String {
    match value {
        Out::Number(text) => text.clone(),
        Out::Word(text) if number_of(text).is_some() => in_quotes(text),
        Out::Text(text) | Out::Word(text) => quoted(text),
        Out::Row(items) | Out::Items(items) => {
            let items: Vec<String> = items.iter().map(line).collect();
            format!("[{}]", items.join(", "))
        }
        Out::Pairs(rows) | Out::Keys(rows) => {
            let rows: Vec<String> =
                rows.iter().map(|(key, value)| format!("{}: {}", quoted(key), line(value))).collect();
            format!("{{{}}}", rows.join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    let inner = |c: char| matches!(c, ',' | '[' | ']' | '{' | '}' | '，' | '：' | '"' | '\'' | '#' | '\\' | '\u{3000}');
    let wrong = text.trim() != text
        || text.is_empty()
        || text == "~"
        || text.starts_with(['-', '?', ':', '&', '*', '!', '|', '>', '%', '@', '`', '=', '.', '\u{feff}'])
        || text.contains(|c: char| inner(c) || c.is_control())
        || text.contains(": ")
        || text.ends_with(':');
    if wrong { in_quotes(text) } else { text.to_owned() }
}

fn in_quotes(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
