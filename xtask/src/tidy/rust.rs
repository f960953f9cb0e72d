//! Rules about Rust text: no `allow`, no unfinished code, functions of at most 100 lines.

use super::Problem;

/// Longest function, from its `fn` line to its closing brace.
const LONGEST_FUNCTION: usize = 100;

/// Checks one Rust file; other files have no problem.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    if !is_rust(path) {
        return Vec::new();
    }
    let code = code(text);
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(code.lines()) {
        if line.contains("#[allow(") || line.contains("#![allow(") {
            problems.push(Problem::line(path, number, "use #[expect(lint, reason = \"…\")] instead of allow"));
        }
        for mark in ["todo!", "unimplemented!"] {
            if has_word(line, mark) {
                problems.push(Problem::line(path, number, format!("{mark} is unfinished code")));
            }
        }
    }
    for (line, length) in functions(&code) {
        if length > LONGEST_FUNCTION {
            let message = format!("a function of {length} lines; at most {LONGEST_FUNCTION}, split it");
            problems.push(Problem::line(path, line, message));
        }
    }
    problems
}

/// True for the path of a Rust source file.
pub(super) fn is_rust(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

/// True when `line` holds `word` with no letter, digit or underscore next to it.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(start, found)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + found.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// First line and number of lines of each function that has a body.
fn functions(code: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<Option<usize>> = Vec::new(); // for each brace: the line of the function it belongs to
    let mut announced = None;
    let mut nested = 0_usize; // parentheses and brackets: `[u8; 4]` is no end of a signature
    let mut found = Vec::new();
    for (number, line) in (1..).zip(code.lines()) {
        let mut word = String::new();
        for character in line.chars().chain([' ']) {
            if character.is_alphanumeric() || character == '_' {
                word.push(character);
                continue;
            }
            if word == "fn" {
                announced = Some(number);
            }
            word.clear();
            match character {
                '(' | '[' => nested += 1,
                ')' | ']' => nested = nested.saturating_sub(1),
                ';' if nested == 0 => announced = None,
                '{' => open.push(announced.take()),
                '}' => found.extend(open.pop().flatten().map(|first| (first, number - first + 1))),
                _ => {}
            }
        }
    }
    found
}

/// The text with comments and the contents of literals blanked; lines stay where they are.
pub(super) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = token(rest, out.chars().next_back());
        let (head, tail) = rest.split_at_checked(length.max(first.len_utf8())).unwrap_or((rest, ""));
        if keep {
            out.push_str(head);
        } else {
            out.extend(head.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        }
        rest = tail;
    }
    out
}

/// Length of the next token in bytes, and whether it is code.
fn token(rest: &str, before: Option<char>) -> (usize, bool) {
    let in_word = before.is_some_and(|character| character.is_alphanumeric() || character == '_');
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), false);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), false);
    }
    if !in_word && let Some(length) = raw_string(rest) {
        return (length, false);
    }
    if rest.starts_with('"') {
        return (quoted(rest, '"'), false);
    }
    if rest.starts_with('\'') && is_character(rest) {
        return (quoted(rest, '\''), false);
    }
    (0, true)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..) {
        let step = tail.chars().next().map_or(0, char::len_utf8);
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else if step == 0 {
            break;
        } else {
            at += step;
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`, `br"…"`: the length with both ends.
fn raw_string(rest: &str) -> Option<usize> {
    let prefix = if rest.starts_with("br") || rest.starts_with("cr") { 2 } else { usize::from(rest.starts_with('r')) };
    let marked = rest.get(prefix..).filter(|_| prefix > 0)?;
    let hashes = marked.chars().take_while(|&character| character == '#').count();
    let body = marked.get(hashes..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let close = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(prefix + hashes + 1 + close)
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return at + quote.len_utf8();
        }
    }
    rest.len()
}

/// Tells `'a'` from the lifetime `'a`.
fn is_character(rest: &str) -> bool {
    let mut characters = rest.chars().skip(1);
    match characters.next() {
        Some('\\') => true,
        Some(_) => characters.next() == Some('\''),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        check("crates/a/src/b.rs", text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn allow_and_unfinished_code_are_refused() {
        let problems = messages("#[allow(dead_code)]\nfn a() { todo!() }\nfn b() { unimplemented!(\"x\") }\n");
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].starts_with("crates/a/src/b.rs:1: use #[expect"), "{problems:?}");
        assert!(problems[1].starts_with("crates/a/src/b.rs:2: todo!"), "{problems:?}");
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let text = "// todo!\n/* #[allow( /* x */ todo! */\nlet a = \"todo!\\\" todo!\"; let b = r#\"todo!\" \"#;\nlet c = '\"'; let d: &'a str = x;\n";
        assert_eq!(messages(text), Vec::<String>::new());
        let code = code(text);
        assert_eq!(code.lines().count(), text.lines().count());
        assert!(code.contains("let d: &'a str = x;"), "{code}");
    }

    #[test]
    fn a_long_function_is_refused_at_its_first_line() {
        let body = "    x();\n".repeat(99);
        let text = format!("fn short(a: [u8; 2]);\n\nfn long(a: [u8; 2]) {{\n{body}}}\nfn fits() {{\n}}\n");
        let problems = messages(&text);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("crates/a/src/b.rs:3: a function of 101 lines"), "{problems:?}");
    }

    #[test]
    fn a_word_stands_alone() {
        assert!(has_word("use tokio::x", "tokio"));
        assert!(!has_word("use tokio_postgres::x", "tokio"));
        assert!(!has_word("my_tokio", "tokio"));
    }

    #[test]
    fn other_files_have_no_rust_rules() {
        assert!(check("docs/a.md", "#[allow(x)]").is_empty());
    }
}
