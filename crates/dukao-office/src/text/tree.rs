//! Text to tree. The only file that knows the YAML parser.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle};

use super::lint;
use super::read::Problems;

/// Largest text file that is read, in bytes.
const MAX_BYTES: usize = 1 << 20;
/// Deepest nesting that is read.
const MAX_DEPTH: usize = 24;

/// One place of the file with what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Byte range in the source text.
    pub span: Range<usize>,
    /// What stands there.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar, still text; `plain` is false when it was quoted.
    Text {
        /// The text after unquoting.
        raw: String,
        /// Written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the file.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text { raw, .. } => Some(raw),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// A key whose value was left out.
    pub fn is_blank(&self) -> bool {
        matches!(&self.value, Value::Text { raw, plain: true } if raw.is_empty())
    }
}

/// Reads one file. `None` when there is no usable tree; then `problems` says why.
///
/// Problems found here: everything that looks like the format and is not (see [`super`]), repeated
/// keys, syntax errors. A tree that comes back may still be accompanied by problems.
pub fn parse(source: &str, problems: &mut Problems) -> Option<Node> {
    if source.len() > MAX_BYTES {
        problems.push(0..0, "文件过大").hint("文本文件不超过 1 MiB");
        return None;
    }
    let repaired = lint::repair(source, problems);
    let suspicious = !problems.is_empty();
    let mut builder = Builder::default();
    let options = granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH };
    for next in Parser::new_from_str_with_options(&repaired, options) {
        match next {
            Ok((event, span)) => {
                let span = span.byte_range().unwrap_or(0..0);
                if !builder.take(event, span, problems) {
                    return None;
                }
            }
            // What the lint has named already is the cause; the parser's words would only confuse.
            Err(_) if suspicious => return None,
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                let (message, hint) = syntax_message(error.kind());
                problems.push(at..at, message).hint(hint);
                return None;
            }
        }
    }
    if builder.root.is_none() && problems.is_empty() {
        problems.push(0..0, "文件是空的").hint("至少写一行“键: 值”");
    }
    builder.root
}

/// A collection whose end has not been seen.
enum Open {
    List(usize, Vec<Node>),
    Map(usize, Vec<(Node, Node)>, Option<Node>),
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
}

impl Builder {
    /// Takes one event; false when reading cannot go on.
    fn take(&mut self, event: Event<'_>, span: Range<usize>, problems: &mut Problems) -> bool {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    problems.push(span, "一个文件里有第二份文档").hint("删去这里的 ---，一个文件只写一份");
                    return false;
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                refuse_marks(anchor, tag.is_some(), &span, problems);
                if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    problems.push(span.clone(), "不支持用 | 或 > 写多行文字").hint("写成一行，必要时加引号");
                }
                // A value left out comes as “~” without a place of its own.
                let left_out = style == ScalarStyle::Plain && span.is_empty();
                let raw = if left_out { String::new() } else { text.into_owned() };
                let value = Value::Text { raw, plain: style == ScalarStyle::Plain };
                self.put(Node { span, value }, problems);
            }
            Event::SequenceStart(_, anchor, tag) => {
                refuse_marks(anchor, tag.is_some(), &span, problems);
                self.open.push(Open::List(span.start, Vec::new()));
            }
            Event::MappingStart(_, anchor, tag) => {
                refuse_marks(anchor, tag.is_some(), &span, problems);
                self.open.push(Open::Map(span.start, Vec::new(), None));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end, problems),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                problems.push(span, "不支持 * 引用").hint("把内容原样写出来，或给文字加引号");
                return false;
            }
            _ => {}
        }
        true
    }

    fn close(&mut self, end: usize, problems: &mut Problems) {
        let node = match self.open.pop() {
            Some(Open::List(start, items)) => {
                let end = items.last().map_or(end, |last| end.max(last.span.end));
                Node { span: start..end.max(start), value: Value::List(items) }
            }
            Some(Open::Map(start, entries, _)) => {
                let end = entries.last().map_or(end, |(_, last)| end.max(last.span.end));
                Node { span: start..end.max(start), value: Value::Map(entries) }
            }
            None => return,
        };
        self.put(node, problems);
    }

    fn put(&mut self, node: Node, problems: &mut Problems) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, pending)) => match pending.take() {
                None => {
                    check_key(&node, entries, problems);
                    *pending = Some(node);
                }
                // A repeated key has been reported; its second value would only confuse the readers.
                Some(key) if entries.iter().any(|(earlier, _)| earlier.text() == key.text()) => {}
                Some(key) => entries.push((key, node)),
            },
        }
    }
}

fn check_key(key: &Node, entries: &[(Node, Node)], problems: &mut Problems) {
    let Some(text) = key.text() else {
        problems.push(key.span.clone(), "键不能是列表或一组键值").hint("键写成文字");
        return;
    };
    if entries.iter().any(|(earlier, _)| earlier.text() == Some(text)) {
        problems.push(key.span.clone(), format!("“{text}”重复出现")).hint("每个键只写一次，删去多余的一处");
    }
}

fn refuse_marks(anchor: usize, tagged: bool, span: &Range<usize>, problems: &mut Problems) {
    if anchor != 0 || tagged {
        problems.push(span.clone(), "不支持 & 锚点和 ! 标签").hint("把内容原样写出来，或给文字加引号");
    }
}

/// What is wrong and what would be right, for the parser's own errors.
fn syntax_message(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind as E;
    match kind {
        E::UnclosedFlowCollection { open: '[' } | E::UnexpectedEofFlowSequence => ("方括号没有写完", "在末尾补上 ]"),
        E::UnclosedFlowCollection { .. } | E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => {
            ("花括号没有写完", "在末尾补上 }")
        }
        E::MisplacedFlowCollectionEnd | E::MismatchedFlowCollectionEnd { .. } => {
            ("括号不配对", "方括号配方括号，花括号配花括号")
        }
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => {
            ("括号里缺少逗号或右括号", "各项之间用半角逗号隔开，末尾写右括号")
        }
        E::UnclosedQuotedScalar => ("引号没有写完", "在文字末尾补上同样的引号"),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            ("引号后面还有文字", "整段文字放进一对引号，或去掉引号")
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidUnicodeEscape
        | E::InvalidLowSurrogate
        | E::InvalidLowSurrogateHexEscape
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate => ("双引号里的反斜杠写法不认识", "改用单引号，或把 \\ 写成 \\\\"),
        E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabInPlainScalar => {
            ("这里不能用制表符", "缩进用空格")
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey | E::ExpectedBlockMappingKey => {
            ("这一行不是“键: 值”", "写成“键: 值”，冒号用半角，后空一格")
        }
        E::InvalidIndentation
        | E::MappingValueNotAllowed
        | E::MappingKeyNotAllowed
        | E::InvalidColonPlacement
        | E::ExpectedBlockSequenceEntry
        | E::BlockSequenceEntryNotAllowed
        | E::InvalidFlowScalarIndent
        | E::InvalidQuotedScalarIndent => ("缩进不对", "同一层左对齐，下一层多缩进两个空格"),
        E::UnexpectedCharacter { .. } | E::ExpectedNodeContent => ("这里的符号不能放在开头", "给这段文字加引号"),
        E::DuplicateVersionDirective | E::DirectiveDisallowed | E::ExpectedDocumentStart | E::MissingDirectiveName => {
            ("不支持以 % 开头的指令行", "删去这一行，或给文字加引号")
        }
        E::RecursionLimitExceeded => ("层数太多", "最多二十四层"),
        _ => ("写法不合格式", "写成“键: 值”，同一层左对齐，文字里有特殊符号时加引号"),
    }
}
