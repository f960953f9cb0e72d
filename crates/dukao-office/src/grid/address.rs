//! Cell addresses as spreadsheets write them.

/// `F17` for row 16, column 5 (both from 0).
pub fn address(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row.saturating_add(1))
}

/// `A`, `Z`, `AA` … for columns from 0.
pub fn column_name(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column;
    loop {
        let letter = u8::try_from(rest % 26).unwrap_or(0);
        name.push(char::from(b'A' + letter));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    name.iter().rev().collect()
}

/// Row and column, both from 0, of an address such as `F17`; `None` if it is not one.
pub fn parse_address(text: &str) -> Option<(usize, usize)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let upper = letter.to_ascii_uppercase();
        if !upper.is_ascii_uppercase() {
            return None;
        }
        column = column * 26 + usize::from(upper - b'A') + 1;
    }
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (16, 5, "F17"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (8, 701, "ZZ9"),
            (0, 702, "AAA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(address(row, column), name);
            assert_eq!(parse_address(name), Some((row, column)));
        }
        for wrong in ["", "A", "1", "A0", "1A", "甲1", "AAAA1", "A99999999", "A-1"] {
            assert_eq!(parse_address(wrong), None, "{wrong}");
        }
    }
}
