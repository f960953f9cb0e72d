//! The roles.

use serde::{Deserialize, Serialize};

/// What a post makes of its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 考核员: the assessment office.
    Assessment,
    /// 督查员: the supervision office.
    Supervision,
    /// 统计员: the statistics office's own; records attempts to have figures changed.
    Statistics,
    /// 项目员: key projects.
    Projects,
    /// 填报人: reports for a unit.
    Reporter,
    /// 审签人: signs what a unit reports.
    Signer,
    /// 领导: reads, leaves instructions.
    Leader,
    /// 查阅人: reads.
    Viewer,
    /// 系统管理员: accounts and upkeep.
    SystemAdministrator,
    /// 安全管理员: posts, policy, sessions.
    SecurityAdministrator,
    /// 审计管理员: the audit.
    AuditAdministrator,
    /// 本机操作: the command line on the server. No post gives it.
    Operator,
}

impl Role {
    /// Every role, in the order of the table of rights.
    pub const ALL: [Self; 12] = [
        Self::Assessment,
        Self::Supervision,
        Self::Statistics,
        Self::Projects,
        Self::Reporter,
        Self::Signer,
        Self::Leader,
        Self::Viewer,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::AuditAdministrator,
        Self::Operator,
    ];

    /// The word shown to users and used in files.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Assessment => "考核员",
            Self::Supervision => "督查员",
            Self::Statistics => "统计员",
            Self::Projects => "项目员",
            Self::Reporter => "填报人",
            Self::Signer => "审签人",
            Self::Leader => "领导",
            Self::Viewer => "查阅人",
            Self::SystemAdministrator => "系统管理员",
            Self::SecurityAdministrator => "安全管理员",
            Self::AuditAdministrator => "审计管理员",
            Self::Operator => "本机操作",
        }
    }

    /// The role with this label that a post may give.
    pub fn from_label(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.label() == text && *role != Self::Operator)
    }

    /// Whether it is one of the three administrators.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator)
    }

    /// Whether one person must not hold both: an administrator holds nothing else.
    pub fn excludes(self, other: Self) -> bool {
        self != other && (self.is_administrator() || other.is_administrator())
    }
}
