//! How long the shared texts of an old Excel file are, without building them: a text of 32,767 characters may
//! stand in a million cells.

/// Takes up the record of the shared texts and those that continue it.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Characters of each text, in their order.
    pub(super) lengths: Vec<u16>,
    state: State,
}

/// What comes next in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// No record of texts is open.
    #[default]
    Closed,
    /// A text begins.
    Begin,
    /// Characters are left, and then other bytes.
    Inside { characters: usize, width: usize, behind: usize },
    /// Bytes without characters are left.
    Behind(usize),
}

impl Texts {
    /// The first record.
    pub(super) fn begin(&mut self, data: &[u8]) {
        self.state = State::Begin;
        self.read(data.get(8..).unwrap_or_default());
    }

    /// A record that continues it. In the middle of a text it says anew how wide its characters are.
    pub(super) fn go_on(&mut self, data: &[u8]) {
        let mut data = data;
        if let State::Inside { width, .. } = &mut self.state {
            *width = wide(data.first());
            data = data.get(1..).unwrap_or_default();
        }
        self.read(data);
    }

    /// Another record: there are no more texts.
    pub(super) const fn end(&mut self) {
        self.state = State::Closed;
    }

    fn read(&mut self, mut data: &[u8]) {
        while !data.is_empty() {
            let rest = match self.state {
                State::Closed => return,
                State::Begin => self.head(data),
                State::Inside { characters, width, behind } => {
                    let here = characters.min(data.len() / width);
                    self.state = match characters - here {
                        0 => State::Behind(behind),
                        left => State::Inside { characters: left, width, behind },
                    };
                    // A half character at the end of a record belongs to nothing.
                    let used = if characters > here { data.len() } else { here * width };
                    data.get(used..)
                }
                State::Behind(bytes) => {
                    let here = bytes.min(data.len());
                    self.state = if here == bytes { State::Begin } else { State::Behind(bytes - here) };
                    data.get(here..)
                }
            };
            data = rest.unwrap_or_default();
        }
    }

    /// The head of a text; what lies behind it.
    fn head<'d>(&mut self, data: &'d [u8]) -> Option<&'d [u8]> {
        let word = |at: usize| Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?));
        let characters = word(0)?;
        let flags = *data.get(2)?;
        let mut at = 3;
        let mut behind = 0_usize;
        if flags & 8 != 0 {
            behind += usize::from(word(at)?) * 4;
            at += 2;
        }
        if flags & 4 != 0 {
            let bytes = u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?);
            behind = behind.saturating_add(usize::try_from(bytes).unwrap_or(usize::MAX));
            at += 4;
        }
        self.lengths.push(characters);
        self.state = State::Inside { characters: usize::from(characters), width: wide(Some(&flags)), behind };
        data.get(at..)
    }
}

fn wide(flags: Option<&u8>) -> usize {
    flags.map_or(1, |flags| if flags & 1 == 0 { 1 } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_over_several_records() {
        let mut texts = Texts::default();
        // Two letters; five wide letters, two of them in the next record, with one format run.
        texts.begin(&[0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, b'a', b'b', 5, 0, 9, 1, 0, 1, 0, 2, 0, 3, 0]);
        texts.go_on(&[0, b'x', b'y', 9, 9, 9, 9, 1, 0, 0, b'z']);
        texts.end();
        texts.go_on(&[7, 0, 0, 1, 1]);
        assert_eq!(texts.lengths, [2, 5, 1]);
    }
}
