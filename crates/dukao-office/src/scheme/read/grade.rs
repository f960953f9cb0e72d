//! 等次 and 奖惩.

use dukao_core::assessment::scheme::{Boundary, Grade, Grades, Quota, QuotaRounding, Reward, RewardFor};
use dukao_core::number::{Number, Rational};

use super::entry::percent;
use super::value::{points, positive, word};
use super::{Draft, Used};
use crate::text::{Keys, Node, Problems, Spanned};

/// Reads 等次.
pub(super) fn grades(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Option<Grades> {
    let mut keys = Keys::of(node, "等次", problems)?;
    let rounding =
        keys.node("名额取整").map_or(Some(QuotaRounding::Down), |node| word(node, QuotaRounding::NAMES, problems));
    let boundary = keys.node("边界并列").map_or(Some(Boundary::AllIn), |node| word(node, Boundary::NAMES, problems));
    let nodes: Option<Spanned<Vec<Node>>> = keys.need("列表", problems);
    keys.done(problems);
    let nodes = nodes?;
    let read: Vec<Option<Grade>> = nodes.value.iter().map(|node| grade(node, problems)).collect();
    let list: Option<Vec<Grade>> = read.into_iter().collect();
    let Some(list) = list else {
        draft.incomplete.push("等次".to_owned());
        return None;
    };
    judge(&list, &nodes, problems);
    Some(Grades { list, rounding: rounding?, boundary: boundary? })
}

fn grade(node: &Node, problems: &mut Problems) -> Option<Grade> {
    let mut keys = Keys::of(node, "等次", problems)?;
    let name: Option<String> = keys.need("等次", problems);
    let share = keys.node("比例").map(|node| positive(node, "比例", problems));
    let count: Option<u32> = keys.optional("名额", problems);
    let least = keys.node("不低于").map(|node| points(node, problems));
    keys.done(problems);
    let quota = match (share, count) {
        (Some(_), Some(_)) => {
            problems.push(node.span.clone(), "比例和名额只能写一个").hint("删去一个");
            return None;
        }
        (Some(share), None) => Some(Quota::Share(share?)),
        (None, count) => count.map(Quota::Count),
    };
    Some(Grade { name: name?, quota, least: least.map_or(Some(None), |least| least.map(Some))? })
}

/// Quotas over the whole, thresholds that do not fall, names that stand twice, a last grade that leaves units without one.
fn judge(list: &[Grade], nodes: &Spanned<Vec<Node>>, problems: &mut Problems) {
    let span = |at: usize| nodes.value.get(at).map_or(nodes.span.clone(), |node| node.span.clone());
    let mut whole = Rational::zero();
    for (at, grade) in list.iter().enumerate() {
        if let Some(Quota::Share(share)) = &grade.quota {
            whole = whole.add(share);
            if whole > Rational::integer(1) {
                let message = format!("名额比例到这里合计{}，超过100%", percent(&whole));
                problems.push(span(at), message).hint("各等次比例合计不超过100%");
            }
        }
        // The same threshold twice parts nobody, unless the better grade has a quota.
        let above = list.iter().take(at).rev().find_map(|grade| Some((grade.least.as_ref()?, grade.quota.is_some())));
        if let (Some(least), Some((above, limited))) = (&grade.least, above)
            && (least > above || (least == above && !limited))
        {
            problems.push(span(at), format!("“{}”的最低分不比上一等次低", grade.name)).hint("等次从高到低写");
        }
        if list.iter().take(at).any(|other| other.name == grade.name) {
            problems.push(span(at), format!("等次“{}”写了两次", grade.name)).hint("等次名各不相同");
        }
    }
    match list.last() {
        None => {
            problems.push(nodes.span.clone(), "等次列表是空的").hint("至少写一个等次");
        }
        Some(last) if last.quota.is_some() || last.least.is_some() => {
            let message = format!("“{}”是最后一个等次，还有名额或最低分，可能有单位评不上任何等次", last.name);
            problems.push(span(list.len() - 1), message).hint("最后再写一个不限的等次，如 {等次: 一般}");
        }
        Some(_) => {}
    }
}

/// Reads 奖惩.
pub(super) fn rewards(nodes: &[Node], draft: &mut Draft, problems: &mut Problems) -> Vec<Reward> {
    let mut rewards = Vec::new();
    for node in nodes {
        match reward(node, draft, problems) {
            Some(reward) => rewards.push(reward),
            None => draft.incomplete.push("奖惩".to_owned()),
        }
    }
    rewards
}

fn reward(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Option<Reward> {
    let mut keys = Keys::of(node, "奖惩", problems)?;
    let whom: Option<Used> = keys.need("给", problems);
    let what: Option<String> = keys.need("内容", problems);
    let clause: Option<String> = keys.optional("条款", problems);
    keys.done(problems);
    let whom = whom?;
    let whom = match places(&whom.value) {
        Some(Ok((first, last))) => RewardFor::Places(first, last),
        Some(Err(())) => {
            problems.push(whom.span, format!("“{}”不是名次", whom.value)).hint("写成 第1名，或 第1名至第3名");
            return None;
        }
        None => {
            draft.grades_used.push(whom.clone());
            RewardFor::Grade(whom.value)
        }
    };
    Some(Reward { whom, what: what?, clause: clause.unwrap_or_default() })
}

/// 第1名, 第1名至第3名; nothing for what is no place at all.
fn places(text: &str) -> Option<Result<(u32, u32), ()>> {
    let place =
        |text: &str| -> Option<u32> { text.trim().strip_prefix('第')?.strip_suffix('名')?.trim().parse().ok() };
    if !(text.starts_with('第') && text.ends_with('名')) {
        return None;
    }
    let (first, last) = text.split_once('至').unwrap_or((text, text));
    let read = place(first).zip(place(last)).filter(|(first, last)| *first >= 1 && first <= last);
    Some(read.ok_or(()))
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn places_are_read_from_to() {
        assert_eq!(places("第1名至第3名"), Some(Ok((1, 3))));
        assert_eq!(places("第2名"), Some(Ok((2, 2))));
        assert_eq!(places("第3名至第1名"), Some(Err(())));
        assert_eq!(places("第零名"), Some(Err(())));
        assert_eq!(places("优秀"), None);
    }
}
