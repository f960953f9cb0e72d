//! What everybody tries first: common words, runs of the keyboard, counting, repeating, years.
//!
//! What is left of a password when these count as one character each tells how much of it has to be guessed.

/// Words that stand in everybody's list, and in this trade's.
const WORDS: &str = include_str!("common.txt");

/// Runs of keys; they are also run backwards.
const RUNS: [&str; 14] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1qazxsw23edcvfr45tgbnhy67ujm",
    "zaq1xsw2cde3vfr4bgt5",
    "147258369",
    "!@#$%^&*()",
    "!qaz@wsx#edc$rfv",
    "qweasdzxc",
    "一二三四五六七八九十",
    "aqswdefrgthyjukilop",
];

/// How many characters of a password are left to be guessed, when `own` words (login, name) are known as well.
pub(super) fn unguessed(password: &str, own: &[&str]) -> usize {
    let plain: Vec<char> = password.chars().flat_map(char::to_lowercase).collect();
    let read: Vec<char> = plain.iter().map(|letter| letter_meant(*letter)).collect();
    let own: Vec<Vec<char>> = own.iter().map(|word| word.to_lowercase().chars().collect()).collect();
    let (mut rest, mut count) = (0, 0_usize);
    while rest < plain.len() {
        let here = |chars: &'_ [char]| chars.get(rest..).map(<[char]>::to_vec).unwrap_or_default();
        let (plain_here, read_here) = (here(&plain), here(&read));
        let words = longest_word(&plain_here, &own).max(longest_word(&read_here, &own));
        let known = words.max(run(&plain_here)).max(repeat(&plain_here)).max(year(&plain_here));
        rest += known.max(1);
        count += 1;
    }
    count
}

/// The letter that a sign stands for in `P@ssw0rd`.
fn letter_meant(letter: char) -> char {
    match letter {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// Length of the longest known word at the start.
fn longest_word(text: &[char], own: &[Vec<char>]) -> usize {
    let starts = |word: &[char]| word.len() > 1 && text.starts_with(word);
    let own = own.iter().filter(|word| starts(word)).map(Vec::len).max();
    let common = WORDS.split_whitespace().filter_map(|word| {
        let word: Vec<char> = word.chars().collect();
        starts(&word).then_some(word.len())
    });
    common.max().max(own).unwrap_or(0)
}

/// Length of a run of at least three keys at the start.
fn run(text: &[char]) -> usize {
    let along = |keys: &[char]| {
        let starts = (0..keys.len()).map(|start| {
            let keys = keys.get(start..).unwrap_or_default();
            keys.iter().zip(text).take_while(|(key, letter)| key == letter).count()
        });
        starts.max().unwrap_or(0)
    };
    let lengths = RUNS.iter().map(|keys| {
        let mut keys: Vec<char> = keys.chars().collect();
        let forwards = along(&keys);
        keys.reverse();
        forwards.max(along(&keys))
    });
    lengths.max().filter(|length| *length >= 3).unwrap_or(0)
}

/// Length of one character, or of a piece of up to four, said again and again.
fn repeat(text: &[char]) -> usize {
    let again = |piece: usize| {
        let first = text.get(..piece)?;
        let times = text.chunks(piece).take_while(|chunk| *chunk == first).count();
        (times * piece >= 3 && times >= 2).then_some(times * piece)
    };
    (1..=4).filter_map(again).max().unwrap_or(0)
}

/// A year, with month and day where they follow: 1989, 198906, 19890612.
fn year(text: &[char]) -> usize {
    let digits: String = text.iter().take(8).take_while(|letter| letter.is_ascii_digit()).collect();
    let is = |from: usize, to: usize, least: u32, most: u32| {
        let part = digits.get(from..to).and_then(|part| part.parse().ok());
        part.is_some_and(|part: u32| (least..=most).contains(&part))
    };
    match (is(0, 4, 1940, 2039), is(4, 6, 1, 12), is(6, 8, 1, 31)) {
        (true, true, true) => 8,
        (true, true, false) => 6,
        (true, false, _) => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_leaves_little() {
        for (password, left) in [
            ("Password1!", 3),
            ("P@ssw0rd", 1),
            ("Admin@123", 3),
            ("1qaz@WSX", 2),
            ("1qaz2wsx", 1),
            ("Qwer1234!", 3),
            ("Dukao@2026", 3),
            ("Aa123456", 3),
            ("aaaaaaaaaa", 1),
            ("ababababab", 1),
            ("19890612", 1),
            ("Zhang@19890612", 3),
            ("中国2026!a", 4),
            ("kL7#vRq2", 8),
        ] {
            assert_eq!(unguessed(password, &[]), left, "{password}");
        }
        assert_eq!(unguessed("Lantian-88", &["lantian"]), 4);
    }

    #[test]
    fn the_words_are_each_there_once() {
        let mut words: Vec<&str> = WORDS.split_whitespace().collect();
        assert!(words.len() > 300, "{}", words.len());
        words.sort_unstable();
        let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
