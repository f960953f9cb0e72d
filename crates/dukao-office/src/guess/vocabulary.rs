//! The words of heads, from `words.txt` and `labels.txt`.

use std::sync::LazyLock;

/// What a word in a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sense {
    ToDate,
    OneMonth,
    Amount,
    Growth,
    Against,
    Change,
    UpDown,
    Gain,
    Loss,
    Completion,
    StageCompletion,
    Rank,
    RankBefore,
    Share,
    Pull,
    Contribution,
    Target,
    Adjusted,
    Stretch,
    Stage,
    Pace,
    MonthOnMonth,
    Unread,
    Difference,
    Short,
    Over,
    Base,
    LastYear,
    LastMonth,
    Progress,
    Of,
}

const SENSES: [(&str, Sense); 31] = [
    ("累计", Sense::ToDate),
    ("当月", Sense::OneMonth),
    ("数", Sense::Amount),
    ("增速", Sense::Growth),
    ("比", Sense::Against),
    ("增减额", Sense::Change),
    ("增减", Sense::UpDown),
    ("增收", Sense::Gain),
    ("减收", Sense::Loss),
    ("完成率", Sense::Completion),
    ("阶段完成率", Sense::StageCompletion),
    ("位次", Sense::Rank),
    ("上期", Sense::RankBefore),
    ("占比", Sense::Share),
    ("拉动", Sense::Pull),
    ("贡献率", Sense::Contribution),
    ("目标", Sense::Target),
    ("调整", Sense::Adjusted),
    ("争取", Sense::Stretch),
    ("阶段目标", Sense::Stage),
    ("序时", Sense::Pace),
    ("环比", Sense::MonthOnMonth),
    ("不读", Sense::Unread),
    ("短收超收", Sense::Difference),
    ("短收", Sense::Short),
    ("超收", Sense::Over),
    ("同期", Sense::Base),
    ("上年", Sense::LastYear),
    ("上月", Sense::LastMonth),
    ("进展", Sense::Progress),
    ("占", Sense::Of),
];

/// What a column of names, not of figures, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    Unit,
    Indicator,
    UnitOfMeasure,
    Period,
    Stage,
    Sequence,
    Category,
}

const LABELS: [(&str, Label); 7] = [
    ("单位", Label::Unit),
    ("指标", Label::Indicator),
    ("计量单位", Label::UnitOfMeasure),
    ("期间", Label::Period),
    ("阶段", Label::Stage),
    ("序号", Label::Sequence),
    ("类别", Label::Category),
];

/// Words with what they say, the longest first.
static WORDS: LazyLock<Vec<(&str, Sense)>> = LazyLock::new(|| {
    let mut words = listed(include_str!("words.txt"), &SENSES);
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
    words
});

static LABEL_WORDS: LazyLock<Vec<(&str, Label)>> = LazyLock::new(|| listed(include_str!("labels.txt"), &LABELS));

/// The lines of a word file: `meaning: word word …`.
fn listed<T: Copy>(text: &'static str, meanings: &[(&str, T)]) -> Vec<(&'static str, T)> {
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    let mut all = Vec::new();
    for (meaning, words) in lines {
        let Some((_, value)) = meanings.iter().find(|(word, _)| *word == meaning) else { continue };
        all.extend(words.split_whitespace().map(|word| (word, *value)));
    }
    all
}

/// The longest word at the beginning of a text.
pub(super) fn longest(text: &str) -> Option<(&'static str, Sense)> {
    WORDS.iter().find(|(word, _)| !word.is_ascii() && text.starts_with(word)).copied()
}

/// The words of a head such as `done_yi`, `yoy_pct`, and what is left of it.
pub(super) fn senses(text: &str) -> (Vec<(&'static str, Sense)>, String) {
    let lower = text.to_ascii_lowercase();
    let tokens: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let longest = (1..=4).rev().find_map(|length| {
            let joined = tokens.get(at..at + length)?.join("_");
            let hit = WORDS.iter().find(|(word, _)| *word == joined)?;
            Some((length, *hit))
        });
        if let Some((length, hit)) = longest {
            found.push(hit);
            at += length;
        } else {
            rest.extend(tokens.get(at).copied());
            at += 1;
        }
    }
    (found, rest.join("_"))
}

static ENGLISH: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    include_str!("english.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .collect()
});

/// The Chinese name of a word such as `gdp`.
pub(super) fn chinese(token: &str) -> Option<&'static str> {
    ENGLISH.iter().find(|(word, _)| *word == token).map(|(_, name)| *name)
}

/// What a whole head says of a column of names; 单位 may be a unit or a unit of measure.
pub(super) fn labels(head: &str) -> Vec<Label> {
    let lower = head.to_lowercase();
    LABEL_WORDS.iter().filter(|(word, _)| *word == lower).map(|(_, label)| *label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_word_files_is_used() {
        for (text, count) in [(include_str!("words.txt"), SENSES.len()), (include_str!("labels.txt"), LABELS.len())] {
            let lines = text.lines().filter(|line| line.contains(": ") && !line.starts_with('#'));
            assert_eq!(lines.count(), count);
        }
        assert!(WORDS.len() > 500, "{}", WORDS.len());
    }

    #[test]
    fn heads_are_taken_apart() {
        let say = |text: &str| {
            let (found, rest) = senses(text);
            (found.into_iter().map(|(_, sense)| sense).collect::<Vec<_>>(), rest)
        };
        assert_eq!(longest("本月止累计完成"), Some(("本月止累计", Sense::ToDate)));
        assert_eq!(say("pct_of_annual_budget"), (vec![Sense::Of, Sense::Target], "pct".to_owned()));
        assert_eq!(say("done_yi"), (vec![Sense::Amount], "yi".to_owned()));
        assert_eq!(labels("单位"), vec![Label::Unit, Label::UnitOfMeasure]);
    }
}
