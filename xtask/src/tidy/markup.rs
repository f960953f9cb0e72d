//! Pages and scripts: nothing that the content policy would block, nothing younger than the floor.

use std::path::Path;

use super::Problem;

/// What `default-src 'self'; style-src 'self'` blocks or what reaches outside.
const BLOCKED: &[(&str, &str)] = &[
    (" style=\"", "inline styles are blocked: use a class"),
    (" style='", "inline styles are blocked: use a class"),
    ("<style", "inline styles are blocked: use a style sheet"),
    ("javascript:", "script addresses are blocked: use a script file"),
    ("hx-on", "hx-on needs eval, which is blocked: use a script file"),
    ("src=\"http", "offices are offline: nothing comes from outside"),
    ("src=\"//", "offices are offline: nothing comes from outside"),
    ("<link href=\"http", "offices are offline: nothing comes from outside"),
];

/// Calls that came after Chromium 90, and what to write instead.
const YOUNGER: &[(&str, &str)] = &[
    (".at(", "came with Chromium 92: index with length - 1"),
    ("Object.hasOwn(", "came with Chromium 93: use hasOwnProperty"),
    (".findLast(", "came with Chromium 97"),
    ("structuredClone(", "came with Chromium 98"),
    (".toSorted(", "came with Chromium 110: copy, then sort"),
    (".toReversed(", "came with Chromium 110: copy, then reverse"),
    ("Object.groupBy(", "came with Chromium 117"),
    ("showPopover(", "came with Chromium 114"),
    ("startViewTransition(", "came with Chromium 111"),
    ("eval(", "is blocked by the content policy"),
    ("new Function(", "is blocked by the content policy"),
];

/// Checks templates and the scripts that are sent to browsers.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    let extension = Path::new(path).extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
    let ours = path.starts_with("crates/");
    match extension {
        "html" | "svg" if ours => lines(path, text, markup_line),
        "js" if ours => lines(path, text, |line| found(line, YOUNGER)),
        _ => Vec::new(),
    }
}

fn lines(path: &str, text: &str, rule: fn(&str) -> Vec<String>) -> Vec<Problem> {
    (1..)
        .zip(text.lines())
        .flat_map(|(number, line)| rule(line).into_iter().map(move |message| Problem::line(path, number, message)))
        .collect()
}

fn found(line: &str, list: &[(&str, &str)]) -> Vec<String> {
    list.iter().filter(|(word, _)| line.contains(word)).map(|(word, why)| format!("{}: {why}", word.trim())).collect()
}

fn markup_line(line: &str) -> Vec<String> {
    let mut messages = found(line, BLOCKED);
    if line.contains("<script") && !line.contains("src=") && !line.contains("application/json") {
        messages.push("inline scripts are blocked: use a script file".to_owned());
    }
    if has_handler(line) {
        messages.push("inline handlers are blocked: use a script file".to_owned());
    }
    messages
}

/// Finds ` onclick="…"` and its kind.
fn has_handler(line: &str) -> bool {
    line.match_indices(" on").any(|(start, found)| {
        let rest = line.get(start + found.len()..).unwrap_or_default();
        let name = rest.chars().take_while(char::is_ascii_lowercase).count();
        name > 2 && rest.get(name..).is_some_and(|tail| tail.starts_with("=\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_policy_blocks_is_refused() {
        for wrong in [
            "<p style=\"color: red\">",
            "<style>p { color: red }</style>",
            "<a href=\"javascript:go()\">",
            "<button onclick=\"go()\">",
            "<button hx-on:click=\"go()\">",
            "<script>go()</script>",
            "<script src=\"http://elsewhere/x.js\"></script>",
        ] {
            assert_eq!(check("crates/dukao-web/templates/a.html", wrong).len(), 1, "{wrong}");
        }
        let fine = "<script src=\"/assets/a.js\" defer></script><p class=\"on\">one=\"1\"</p>";
        assert!(check("crates/dukao-web/templates/a.html", fine).is_empty());
    }

    #[test]
    fn young_script_is_refused() {
        for (word, _) in YOUNGER {
            assert_eq!(check("crates/dukao-web/assets/a.js", &format!("a{word}b)")).len(), 1, "{word}");
            assert!(check("tests/browser/a.js", word).is_empty(), "{word}");
        }
    }
}
