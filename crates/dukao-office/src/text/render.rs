//! Problems as the user sees them: place, line, caret, what would be right.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::read::Problems;

/// Line and column, both from 1; the column counts characters.
pub fn line_column(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(start..).unwrap_or("").trim_start_matches('\u{feff}').chars().count() + 1;
    (line, column)
}

/// All problems of one file in the order of the file, with the lines they stand on.
pub fn render(name: &str, source: &str, problems: &Problems) -> String {
    let renderer = Renderer::plain().term_width(100);
    let mut out = String::new();
    for problem in problems.sorted() {
        let span = within(source, problem.span.clone());
        let snippet = Snippet::source(source).path(name).annotation(AnnotationKind::Primary.span(span));
        let mut group = Level::ERROR.with_name("错误").primary_title(problem.message.as_str()).element(snippet);
        if !problem.hint.is_empty() {
            group = group.element(Level::HELP.with_name("提示").message(problem.hint.as_str()));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// The span cut to the source, to whole characters and to its first line.
fn within(source: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = source.floor_char_boundary(span.start.min(source.len()));
    let end = source.floor_char_boundary(span.end.clamp(start, source.len()));
    let first_line = source.get(start..end).and_then(|text| text.find('\n')).map_or(end, |at| start + at);
    start..first_line
}
