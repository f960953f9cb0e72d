//! Which lines of a text are new and which are gone.

use serde::Serialize;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineChange {
    /// In both.
    Same,
    /// Only before.
    Gone,
    /// Only after.
    New,
}

/// Texts of more lines than this in both directions are not compared line by line.
const MOST_PAIRS: usize = 4_000_000;

/// The lines of both texts in their order; of a changed line what was stands before what is.
pub(super) fn compare(before: &str, after: &str) -> Vec<(LineChange, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        let gone = old.iter().map(|line| (LineChange::Gone, *line));
        return own(gone.chain(new.iter().map(|line| (LineChange::New, *line))));
    }
    own(walk(&old, &new, &shared(&old, &new)))
}

fn own<'a>(lines: impl IntoIterator<Item = (LineChange, &'a str)>) -> Vec<(LineChange, String)> {
    lines.into_iter().map(|(change, line)| (change, line.to_owned())).collect()
}

/// How many lines the ends of both texts share, from each pair of places on: `rows[i][j]` for `old[i..]`, `new[j..]`.
fn shared(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut rows = vec![vec![0_u32; new.len() + 1]];
    for line in old.iter().rev() {
        let below = rows.last().map(Vec::as_slice).unwrap_or_default();
        let mut row = vec![0_u32; new.len() + 1];
        for at in (0..new.len()).rev() {
            let get = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(0);
            let longest =
                if new.get(at) == Some(line) { get(below, at + 1) + 1 } else { get(below, at).max(get(&row, at + 1)) };
            if let Some(cell) = row.get_mut(at) {
                *cell = longest;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

fn walk<'a>(old: &[&'a str], new: &[&'a str], rows: &[Vec<u32>]) -> Vec<(LineChange, &'a str)> {
    let get = |i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    loop {
        match (old.get(i), new.get(j)) {
            (Some(left), Some(right)) if left == right => {
                lines.push((LineChange::Same, *left));
                (i, j) = (i + 1, j + 1);
            }
            (Some(left), right) if right.is_none() || get(i + 1, j) >= get(i, j + 1) => {
                lines.push((LineChange::Gone, *left));
                i += 1;
            }
            (_, Some(right)) => {
                lines.push((LineChange::New, *right));
                j += 1;
            }
            (_, None) => return lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(before: &str, after: &str) -> Vec<String> {
        let sign = |change| match change {
            LineChange::Same => ' ',
            LineChange::Gone => '-',
            LineChange::New => '+',
        };
        compare(before, after).into_iter().map(|(change, line)| format!("{}{line}", sign(change))).collect()
    }

    #[test]
    fn changed_lines_stand_between_those_that_stayed() {
        assert_eq!(marked("a\nb\nc", "a\nx\nc\nd"), [" a", "-b", "+x", " c", "+d"]);
        assert_eq!(marked("", "a"), ["+a"]);
        assert_eq!(marked("a\nb", ""), ["-a", "-b"]);
        assert_eq!(marked("a\nb\na", "b\na\na"), ["-a", " b", " a", "+a"]);
        assert_eq!(marked("同\n", "同\n"), [" 同"]);
    }

    #[test]
    fn both_texts_can_be_read_out_again() {
        let (before, after) = ("一\n二\n三\n四\n二", "二\n三\n五\n二\n二");
        let lines = compare(before, after);
        let only = |but: LineChange| {
            let kept = lines.iter().filter(|(change, _)| *change != but).map(|(_, line)| line.as_str());
            kept.collect::<Vec<_>>().join("\n")
        };
        assert_eq!((only(LineChange::New), only(LineChange::Gone)), (before.to_owned(), after.to_owned()));
    }
}
