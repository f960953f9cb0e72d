//! The known name nearest to one that is not known.

/// The one of `known` that needs the fewest changed characters, if they are fewer than its own.
pub(super) fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let distance = |own: &&'k str| changes(name, own);
    let best = known.min_by_key(distance)?;
    (changes(name, best) < best.chars().count().max(name.chars().count())).then_some(best)
}

/// How many characters must be put in, left out or changed.
fn changes(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, sign) in left.chars().enumerate() {
        let mut before = at;
        let mut last = at.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = last;
        }
        for (slot, other) in row.iter_mut().skip(1).zip(&right) {
            let changed = if *other == sign { before } else { before.saturating_add(1) };
            before = *slot;
            last = changed.min(before.saturating_add(1)).min(last.saturating_add(1));
            *slot = last;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_changed_characters() {
        for (left, right, wanted) in [
            ("", "", 0),
            ("甲", "", 1),
            ("", "甲乙", 2),
            ("实绩", "实际", 1),
            ("目标数", "目标", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(changes(left, right), wanted, "{left} {right}");
        }
    }

    #[test]
    fn a_name_without_anything_in_common_is_not_near() {
        assert_eq!(nearest("实际", ["目标", "实绩"].into_iter()), Some("实绩"));
        assert_eq!(nearest("甲", ["目标", "实绩"].into_iter()), None);
        assert_eq!(nearest("甲", std::iter::empty()), None);
    }
}
