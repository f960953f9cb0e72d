//! How far an import is, for whoever waits for it.

/// The steps of an import, in their order; decided anew, it goes back to reading or comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Files are opened.
    Opening,
    /// Every cell is read and checked.
    Reading,
    /// What was read is compared with what is there.
    Comparing,
    /// The version is written.
    Storing,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Opening, Self::Reading, Self::Comparing, Self::Storing];

    /// What is being done, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Opening => "打开文件",
            Self::Reading => "逐格核对",
            Self::Comparing => "与库中的数比较",
            Self::Storing => "写入数据库",
        }
    }
}
