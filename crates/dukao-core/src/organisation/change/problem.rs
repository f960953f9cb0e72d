//! What speaks against an organisation change.

use jiff::civil::Date;

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ChangeProblem {
    /// No unit has this code.
    #[error("没有单位“{0}”")]
    UnknownUnit(String),
    /// The unit does not exist yet on the day before.
    #[error("{name}从{first}才有，变更日期要晚于这一天")]
    TooEarly {
        /// Its name.
        name: String,
        /// Its first day.
        first: Date,
    },
    /// The unit is no more.
    #[error("{name}到{last}已经失效")]
    Ended {
        /// Its name.
        name: String,
        /// Its last day.
        last: Date,
    },
    /// Another change of the unit holds from the day or from later on.
    #[error("{name}在{date}已有变更，先撤销那一次，或者把日期写在它之后")]
    Overlaps {
        /// Its name.
        name: String,
        /// Its first day.
        date: Date,
    },
    /// The region itself is not to be merged, divided or ended.
    #[error("{0}是本地区，只能更名")]
    Region(String),
    /// One unit is no merger.
    #[error("合并至少要两个单位")]
    Alone,
    /// One unit is no division.
    #[error("拆分至少要分成两个单位")]
    Undivided,
    /// The unit into which the others are merged and that is none of them.
    #[error("新单位的代码没有写")]
    NoCode,
    /// A code that cannot be one.
    #[error("单位代码“{0}”不对：不超过四十个字，不含空格、逗号、分号")]
    BadCode(String),
    /// A new unit without a name.
    #[error("新单位的名称没有写")]
    NoName,
    /// The code was given before; it is never given again.
    #[error("代码“{code}”已经是{name}的；一个代码一个口径，合并、拆分以后的单位要用没有用过的代码")]
    CodeTaken {
        /// The code.
        code: String,
        /// Whose it is.
        name: String,
    },
    /// Two of the new units have the same code or name.
    #[error("新单位的“{0}”写了两次")]
    Twice(String),
    /// Another unit that exists then is called so.
    #[error("“{name}”已经是{code}的名称")]
    NameTaken {
        /// The name.
        name: String,
        /// The code of the unit that has it.
        code: String,
    },
    /// Units of different classes make no common kind.
    #[error("要合并的单位类别不同（{0}），要写明合并后的类别")]
    Kinds(String),
    /// The parent does not exist on the day.
    #[error("上级“{0}”在变更之日不存在")]
    NoParent(String),
    /// The group is none on the day.
    #[error("所属分组“{0}”在变更之日不存在，或者不是园区、片区、分组")]
    NoGroup(String),
    /// A unit would stand above itself.
    #[error("{0}不能归自己的下属管，上级关系成环")]
    Circle(String),
    /// A unit below one that is divided or ended, of which is not said where it goes.
    #[error("下属单位{0}没有写明归谁")]
    Below(String),
    /// What is not below the unit that is divided, or goes where there is nothing.
    #[error("“{0}”不是它的下属单位，或者“{1}”不是拆分后的单位")]
    NotBelow(String, String),
    /// Nothing would be different.
    #[error("{0}本来就是这样，没有变更")]
    Nothing(String),
    /// The unit has no record that begins on the day.
    #[error("{name}没有从{date}起的记录；有：{known}")]
    NoRecord {
        /// Its name.
        name: String,
        /// The day.
        date: Date,
        /// The days on which its records begin.
        known: String,
    },
    /// Without the record the organisation does not hold together.
    #[error("删去以后{name}{problem}")]
    Needed {
        /// Whose record would be wrong.
        name: String,
        /// What would be wrong with it.
        problem: String,
    },
    /// There is no such day, or no day before it.
    #[error("变更日期{0}太早")]
    Day(Date),
}

impl ChangeProblem {
    /// The field of a form that it is about.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::TooEarly { .. } | Self::Overlaps { .. } | Self::Day(_) | Self::NoRecord { .. } => "date",
            Self::NoCode | Self::BadCode(_) | Self::CodeTaken { .. } | Self::Twice(_) => "code",
            Self::NoName | Self::NameTaken { .. } => "name",
            Self::Kinds(_) => "kind",
            Self::NoParent(_) | Self::Circle(_) => "parent",
            Self::NoGroup(_) => "groups",
            Self::Below(_) | Self::NotBelow(..) => "below",
            _ => "units",
        }
    }
}
