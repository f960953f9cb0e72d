//! The functions of a formula.

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// 如果
    If,
    /// 最小值
    Least,
    /// 最大值
    Greatest,
    /// 平均
    Mean,
    /// 求和
    Sum,
    /// 绝对值
    Absolute,
    /// 四舍五入
    Round,
    /// 取整
    Whole,
    /// 名次
    Place,
    /// 同类最大
    ClassGreatest,
    /// 同类最小
    ClassLeast,
    /// 同类平均
    ClassMean,
}

/// Every function with its name, how it is written and what it gives, to the user.
pub const FUNCTIONS: &[(Function, &str, &str, &str)] = &[
    (Function::If, "如果", "如果(条件, 甲, 乙)", "条件成立得甲，否则得乙"),
    (Function::Least, "最小值", "最小值(甲, 乙, …)", "其中最小的"),
    (Function::Greatest, "最大值", "最大值(甲, 乙, …)", "其中最大的"),
    (Function::Mean, "平均", "平均(甲, 乙, …)", "各数的平均"),
    (Function::Sum, "求和", "求和(甲, 乙, …)", "各数之和"),
    (Function::Absolute, "绝对值", "绝对值(甲)", "去掉负号"),
    (Function::Round, "四舍五入", "四舍五入(甲, 位数)", "保留几位小数，位数为0到12的整数"),
    (Function::Whole, "取整", "取整(甲)", "舍去小数，只留整数部分"),
    (Function::Place, "名次", "名次(实绩)", "这个数在同类中的名次，并列同名次，按指标方向"),
    (Function::ClassGreatest, "同类最大", "同类最大(实绩)", "同类各单位中最大的"),
    (Function::ClassLeast, "同类最小", "同类最小(实绩)", "同类各单位中最小的"),
    (Function::ClassMean, "同类平均", "同类平均(实绩)", "同类各单位的平均"),
];

impl Function {
    /// The function with this name.
    pub fn named(name: &str) -> Option<Self> {
        FUNCTIONS.iter().find(|(_, own, ..)| *own == name).map(|(function, ..)| *function)
    }

    /// How it is written.
    pub fn written(self) -> &'static str {
        FUNCTIONS.iter().find(|(own, ..)| *own == self).map_or("", |(_, _, written, _)| written)
    }

    /// How many arguments it has; `None` for one or more.
    pub const fn arguments(self) -> Option<usize> {
        match self {
            Self::If => Some(3),
            Self::Round => Some(2),
            Self::Least | Self::Greatest | Self::Mean | Self::Sum => None,
            _ => Some(1),
        }
    }
}
