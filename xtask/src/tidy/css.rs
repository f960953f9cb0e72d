//! The floor of the browsers: Chromium 90. What is younger may stand only inside `@supports`.

use std::path::Path;

use super::Problem;

/// Text that a browser of the floor does not understand, and the Chromium that brought it.
const YOUNGER: &[(&str, u16)] = &[
    (":has(", 105),
    (":dir(", 120),
    (":modal", 105),
    (":user-valid", 119),
    (":user-invalid", 119),
    ("@container", 105),
    ("@layer", 99),
    ("@scope", 118),
    ("@starting-style", 117),
    ("@position-try", 125),
    ("container-type", 105),
    ("color-mix(", 111),
    ("oklch(", 111),
    ("oklab(", 111),
    ("lch(", 111),
    ("lab(", 111),
    ("hwb(", 101),
    ("light-dark(", 123),
    ("color(", 111),
    ("(from ", 119),
    ("round(", 125),
    ("sin(", 111),
    ("cos(", 111),
    ("accent-color", 93),
    ("field-sizing", 123),
    ("text-wrap", 114),
    ("text-box", 133),
    ("scrollbar-gutter", 94),
    ("subgrid", 117),
    ("anchor-name", 125),
    ("interpolate-size", 129),
    ("view-transition", 111),
    ("animation-timeline", 115),
    ("initial-letter", 110),
    ("inset-area", 125),
    ("dvh", 108),
    ("svh", 108),
    ("lvh", 108),
    ("cqw", 105),
    ("cqi", 105),
    ("rlh", 111),
];

/// Properties that are younger than the floor; the same words are older as values.
const YOUNGER_PROPERTIES: &[(&str, u16)] =
    &[("translate", 104), ("rotate", 104), ("scale", 104), ("mask", 120), ("mask-image", 120), ("zoom", 0)];

/// Checks one style sheet.
pub(super) fn check(path: &str, text: &str) -> Vec<Problem> {
    if Path::new(path).extension().is_none_or(|extension| extension != "css") {
        return Vec::new();
    }
    let mut sheet = Sheet { path, line: 1, blocks: Vec::new(), piece: String::new(), problems: Vec::new() };
    for character in without_comments(text).chars() {
        sheet.read(character);
    }
    sheet.problems
}

/// What encloses the place that is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Supports,
    At,
    Rule,
}

struct Sheet<'a> {
    path: &'a str,
    line: usize,
    blocks: Vec<Block>,
    piece: String,
    problems: Vec<Problem>,
}

impl Sheet<'_> {
    fn read(&mut self, character: char) {
        match character {
            '{' => {
                let piece = std::mem::take(&mut self.piece);
                self.open(piece.trim());
            }
            '}' => {
                self.end_piece();
                self.blocks.pop();
            }
            ';' => self.end_piece(),
            '\n' => {
                self.line += 1;
                self.piece.push(' ');
            }
            other => self.piece.push(other),
        }
    }

    fn open(&mut self, prelude: &str) {
        let block = if prelude.starts_with("@supports") {
            Block::Supports
        } else {
            self.judge(prelude);
            if prelude.starts_with('@') { Block::At } else { Block::Rule }
        };
        if block == Block::Rule && self.blocks.contains(&Block::Rule) {
            self.report("nested rules came with Chromium 112: write the whole selector");
        }
        if prelude.starts_with("@media") && prelude.contains(['<', '>']) {
            self.report("ranges in @media came with Chromium 104: write min-width, max-width");
        }
        self.blocks.push(block);
    }

    fn end_piece(&mut self) {
        let piece = std::mem::take(&mut self.piece);
        let piece = piece.trim();
        self.judge(piece);
        let property = piece.split(':').next().unwrap_or_default().trim();
        if let Some((_, version)) = YOUNGER_PROPERTIES.iter().find(|(name, _)| *name == property) {
            let message = match version {
                0 => format!("{property} is no standard property"),
                version => {
                    format!("the property {property} came with Chromium {version}; the floor is 90")
                }
            };
            self.report(&message);
        }
    }

    fn judge(&mut self, piece: &str) {
        for (word, version) in YOUNGER.iter().filter(|(word, _)| contains(piece, word)) {
            self.report(&format!("{word} came with Chromium {version}; the floor is 90: put it inside @supports"));
        }
    }

    fn report(&mut self, message: &str) {
        if !self.blocks.contains(&Block::Supports) {
            self.problems.push(Problem::line(self.path, self.line, message));
        }
    }
}

/// True when `word` begins where a word begins (or after digits, as in `100dvh`) and ends where one ends.
fn contains(piece: &str, word: &str) -> bool {
    piece.match_indices(word).any(|(start, _)| {
        let before = piece.get(..start).and_then(|text| text.chars().next_back());
        let after = piece.get(start + word.len()..).and_then(|text| text.chars().next());
        let begins = word.starts_with([':', '('])
            || !before.is_some_and(|character| character.is_alphabetic() || character == '-');
        let open = word.ends_with(['(', ' ']) || word.contains('-') || word.starts_with('@');
        begins && (open || !after.is_some_and(|character| character.is_alphanumeric() || character == '-'))
    })
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        let (inside, after) = comment.split_once("*/").unwrap_or((comment, ""));
        out.extend(inside.chars().filter(|&character| character == '\n'));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        check("a.css", text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_younger_than_the_floor_is_refused() {
        for wrong in [
            "a:has(b) { color: red }",
            "a { color: oklch(50% 0 0) }",
            "a { color: color-mix(in srgb, red, blue) }",
            "a { color: light-dark(red, blue) }",
            "@container (min-width: 1px) { a { color: red } }",
            "@layer base { a { color: red } }",
            "@media (width >= 600px) { a { color: red } }",
            "a { b { color: red } }",
            "a { &:hover { color: red } }",
            "a { height: 100dvh }",
            "a { translate: 1px }",
            "a { text-wrap: balance }",
            "a { color: rgb(from red r g b) }",
            "a { accent-color: red }",
        ] {
            assert_eq!(messages(wrong).len(), 1, "{wrong}: {:?}", messages(wrong));
        }
    }

    #[test]
    fn what_is_old_enough_passes() {
        for fine in [
            "a:is(b, c) { inset: 0; aspect-ratio: 1; gap: 4px }",
            "@media (min-width: 600px) { a { transform: translate(1px) rotate(3deg) scale(2) } }",
            "@media print { .slab { background-color: rgb(1 2 3 / 50%) } }",
            ".svh-label, .lab { color: var(--color) } /* a:has(b) */",
            "@font-face { font-family: x }",
        ] {
            assert_eq!(messages(fine), Vec::<String>::new());
        }
    }

    #[test]
    fn an_improvement_stands_inside_supports() {
        let text = "@supports selector(:has(a)) {\n a:has(b) { color: red }\n}\n\na:has(b) { color: red }\n";
        assert_eq!(messages(text).len(), 1);
        assert!(messages(text)[0].starts_with("a.css:5:"), "{:?}", messages(text));
        assert!(check("a.html", text).is_empty());
    }
}
