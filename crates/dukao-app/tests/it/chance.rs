//! Choices from a seed, and rows written as csv by the test itself.

/// A source of choices, the same for the same seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }

    /// A text that is hard to keep.
    pub(crate) fn text(&mut self) -> String {
        const PIECES: [&str; 31] = [
            "=1+1",
            "+86",
            "-",
            "@甲",
            "'",
            "\"引号\"",
            "换\n行",
            "逗,号",
            "；",
            "正文",
            "＝甲",
            "\t",
            "<b>&",
            "#注",
            "1.50",
            "\r\n",
            "_x000D_",
            "🏭",
            "注：",
            "甲\u{3000}乙",
            "丙\u{A0}丁",
            "\u{1}",
            "\u{200B}",
            "\u{FEFF}",
            "_x0041_",
            "1E5",
            "''",
            "TRUE",
            "2018-07-01",
            "#N/A",
            "×",
        ];
        let pieces = (0..=self.below(3)).map(|_| *self.one(&PIECES)).collect::<String>();
        let text = pieces.trim();
        if text.is_empty() { "文字".to_owned() } else { text.to_owned() }
    }

    /// A name without what lists are parted by.
    pub(crate) fn name(&mut self, stem: &str) -> String {
        let front = *self.one(&["", "", "=", "+", "-", "@", "'", "\"", "＋"]);
        let back = *self.one(&["", "", "（新）", "\"", "'", ",乙"]);
        format!("{front}{stem}{back}")
    }

    /// A code that may look like something else.
    pub(crate) fn code(&mut self, stem: &str) -> String {
        let odd = ["=", "00", "-", "1E", "1.5", "2018-07-", "'", "#", "@", "＝", "TRUE", "×", "注："];
        if self.once_in(2) { stem.to_owned() } else { format!("{}{}", self.one(&odd), &stem[1..]) }
    }

    /// A number as it is written: up to 15 digits, zeros kept at the end.
    pub(crate) fn decimal(&mut self, scale: u64) -> String {
        let sign = if self.once_in(4) { "-" } else { "" };
        let limit = *self.one(&[10, 1_000, 100_000, 100_000_000]);
        let whole = self.below(limit);
        let decimals = self.below(scale + 1);
        if decimals == 0 {
            return if whole == 0 { "0".to_owned() } else { format!("{sign}{whole}") };
        }
        let fraction: String =
            (0..decimals).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap())).collect();
        let zero = whole == 0 && fraction.bytes().all(|digit| digit == b'0');
        format!("{}{whole}.{fraction}", if zero { "" } else { sign })
    }
}

/// A row as (head, text).
pub(crate) type Fields = Vec<(&'static str, String)>;

/// Rows as a csv with all heads that any of them has.
pub(crate) fn csv(rows: &[Fields]) -> Vec<u8> {
    let mut heads: Vec<&str> = Vec::new();
    for (head, _) in rows.iter().flatten() {
        if !heads.contains(head) {
            heads.push(head);
        }
    }
    // What begins with an apostrophe before a formula is written with one more: the format's own rule.
    let quoted = |text: &str| {
        let risky = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        let guard = if risky && text.starts_with('\'') { "'" } else { "" };
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    };
    // With a mark, so that control characters in it are text.
    let mut text = "\u{FEFF}".to_owned() + &heads.join(",") + "\n";
    for row in rows {
        let cell =
            |head: &&str| row.iter().find(|(own, _)| own == head).map_or(String::new(), |(_, text)| quoted(text));
        text += &(heads.iter().map(cell).collect::<Vec<_>>().join(",") + "\n");
    }
    text.into_bytes()
}
