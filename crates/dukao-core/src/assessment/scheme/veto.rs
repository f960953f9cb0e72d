//! One vote vetoes (一票否决).

/// What a veto does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// 计零分: the total becomes zero.
    Zero,
    /// 等次不高于 …: the grade is at most this one.
    Ceiling(String),
    /// 取消资格: no place and no grade.
    Excluded,
}

/// A veto entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// 编号: unique in the scheme; the name where none is written.
    pub code: String,
    /// 项
    pub name: String,
    /// 条款
    pub clause: String,
    /// 效果
    pub effect: Effect,
    /// 及于责任单位: the same effect falls on the unit that is responsible.
    pub cascades: bool,
}
