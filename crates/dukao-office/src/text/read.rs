//! Tree to values: problems are collected, never returned on the first one.

use std::ops::Range;

use super::tree::{Node, Value};

/// One thing wrong in a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Byte range in the source.
    pub span: Range<usize>,
    /// What is wrong, in the user's language.
    pub message: String,
    /// What would be right; may be empty.
    pub hint: String,
}

impl Problem {
    /// Says what would be right.
    pub fn hint(&mut self, hint: impl Into<String>) {
        self.hint = hint.into();
    }
}

/// All that is wrong in one text file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// None yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one; chain [`Problem::hint`] to say what would be right.
    pub fn push(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Problem {
        let at = self.0.len();
        self.0.push(Problem { span, message: message.into(), hint: String::new() });
        #[expect(clippy::indexing_slicing, reason = "pushed on the line above")]
        &mut self.0[at]
    }

    /// Nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In the order of the file.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.0.iter().collect();
        all.sort_by_key(|problem| problem.span.start);
        all
    }
}

/// What can be read from a node. Pushes problems and gives `None`; never stops its siblings.
pub trait Read: Sized {
    /// Reads one value.
    fn read(node: &Node, problems: &mut Problems) -> Option<Self>;
}

impl Read for String {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text { .. } if node.is_blank() => {
                problems.push(node.span.clone(), "这里是空的").hint("写上文字");
                None
            }
            Value::Text { raw, .. } => Some(raw.clone()),
            Value::List(_) | Value::Map(_) => {
                problems.push(node.span.clone(), "这里应是一段文字").hint("去掉括号；文字里有括号、冒号时加引号");
                None
            }
        }
    }
}

impl Read for u32 {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        if text.len() > 9 || text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            problems.push(node.span.clone(), format!("“{text}”不是整数")).hint("写成半角数字，如 3");
            return None;
        }
        text.parse().ok()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::List(items) => {
                let all: Vec<Option<T>> = items.iter().map(|item| T::read(item, problems)).collect();
                all.into_iter().collect()
            }
            Value::Text { .. } => T::read(node, problems).map(|one| vec![one]),
            Value::Map(_) => {
                problems.push(node.span.clone(), "这里应是一个列表").hint("写成 [甲, 乙]，或每行一项，以“- ”开头");
                None
            }
        }
    }
}

/// A value with the place it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// Byte range in the source.
    pub span: Range<usize>,
    /// The value.
    pub value: T,
}

impl<T: Read> Read for Spanned<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        Some(Self { span: node.span.clone(), value: T::read(node, problems)? })
    }
}

impl Read for Node {
    fn read(node: &Node, _: &mut Problems) -> Option<Self> {
        Some(node.clone())
    }
}

/// The entries of a map while they are asked for one by one.
pub struct Keys<'n> {
    span: Range<usize>,
    what: &'static str,
    entries: Vec<(&'n Node, &'n Node, bool)>,
    known: Vec<&'static str>,
}

impl<'n> Keys<'n> {
    /// The entries of `node`; `what` names the thing in messages.
    pub fn of(node: &'n Node, what: &'static str, problems: &mut Problems) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            let wide = node.text().is_some_and(|text| text.contains('：'));
            let hint = if wide {
                "冒号要用半角，后空一格"
            } else {
                "换行缩进写“键: 值”，或写成 {键: 值}"
            };
            problems.push(node.span.clone(), format!("{what}应是一组“键: 值”")).hint(hint);
            return None;
        };
        let entries = entries.iter().map(|(key, value)| (key, value, false)).collect();
        Some(Self { span: node.span.clone(), what, entries, known: Vec::new() })
    }

    fn take(&mut self, name: &'static str) -> Option<&'n Node> {
        self.known.push(name);
        let entry = self.entries.iter_mut().find(|(key, _, _)| key.text() == Some(name))?;
        entry.2 = true;
        Some(entry.1)
    }

    /// A value that must be there.
    pub fn need<T: Read>(&mut self, name: &'static str, problems: &mut Problems) -> Option<T> {
        if let Some(node) = self.take(name) {
            return T::read(node, problems);
        }
        let at = self.span.start;
        problems.push(at..at, format!("{}缺少“{name}”", self.what)).hint(format!("补上“{name}: …”"));
        None
    }

    /// A value that may be left out; `None` too when it is there and wrong (then a problem is noted).
    pub fn optional<T: Read>(&mut self, name: &'static str, problems: &mut Problems) -> Option<T> {
        self.take(name).and_then(|node| T::read(node, problems))
    }

    /// The node of a key, as it is.
    pub fn node(&mut self, name: &'static str) -> Option<&'n Node> {
        self.take(name)
    }

    /// The node of a key, for its place only: whether somebody knows the key is another question.
    pub fn peek(&self, name: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(key, _, _)| key.text() == Some(name)).map(|(_, value, _)| *value)
    }

    /// All entries nobody has asked for yet; for maps whose keys are the user's own words.
    pub fn rest(&mut self) -> Vec<(&'n Node, &'n Node)> {
        let mut rest = Vec::new();
        for (key, value, taken) in &mut self.entries {
            if !*taken {
                *taken = true;
                rest.push((*key, *value));
            }
        }
        rest
    }

    /// Reports every key nobody asked for, with the nearest known one.
    pub fn done(self, problems: &mut Problems) {
        for (key, _, taken) in &self.entries {
            if *taken {
                continue;
            }
            let text = key.text().unwrap_or("…");
            let hint = match nearest(text, self.known.iter().copied()) {
                Some(known) => format!("是不是“{known}”？"),
                None => format!("可用的键：{}", self.known.join("、")),
            };
            problems.push(key.span.clone(), format!("{}没有“{text}”这个键", self.what)).hint(hint);
        }
    }
}

/// The word of `known` that was probably meant, if any is near.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = word.chars().count();
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            let longest = length.max(candidate.chars().count());
            *distance * 2 <= longest || (length >= 2 && (candidate.contains(word) || word.contains(candidate)))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word() {
        let known = ["权重", "名称", "累计增速", "当月增速"];
        for (word, expected) in [
            ("权种", Some("权重")),
            ("累计增长", Some("累计增速")),
            ("名", Some("名称")),
            ("完全不同", None),
            ("增速", Some("累计增速")),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }
}
