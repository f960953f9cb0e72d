//! The table of rights: every right, every role, and how far the right reaches. There is no other place
//! that gives a right.

use serde::{Deserialize, Serialize};

use super::Role;

/// How far a right reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// 本单位及下属: the unit of the post and every unit below it; a post at the region's own unit reaches the
    /// whole region.
    Unit,
    /// 全地区: the whole region of the post.
    Region,
    /// 全系统: every region, accounts, and the house itself.
    House,
}

impl Reach {
    /// The word shown to users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unit => "本单位及下属",
            Self::Region => "全地区",
            Self::House => "全系统",
        }
    }
}

/// Something that one may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Figures with their traces.
    SeeFigures,
    /// Imported files and their cells.
    SeeSources,
    /// Findings of the checks.
    SeeFindings,
    /// Saying something about a finding.
    Explain,
    /// Keeping filters for the region.
    KeepFilters,
    /// Bringing files in.
    Import,
    /// Taking a version back.
    Undo,
    /// Changing the check rules.
    ChangeRules,
    /// Taking a whole region out.
    Export,
    /// Merging, splitting, renaming, moving units.
    Reorganise,
    /// Leaving an instruction (批示).
    Instruct,
    /// Seeing instructions.
    SeeInstructions,
    /// Acknowledging an instruction.
    Acknowledge,
    /// Recording an attempt to have figures changed (干预记录).
    RecordInterference,
    /// Seeing those records.
    SeeInterference,
    /// Having tokens of one's own for programs.
    UseTokens,
    /// Seeing accounts and posts.
    SeePeople,
    /// Creating, renaming, closing accounts; one-time links.
    ManagePeople,
    /// Giving and ending posts.
    GrantPosts,
    /// Passwords, locks, timeouts, the command line.
    SetPolicy,
    /// Ending the sessions of others, lifting locks.
    EndSessions,
    /// The audit, and who saw which figure.
    SeeAudit,
    /// New regions, backups, upkeep.
    KeepHouse,
}

const NO: Option<Reach> = None;
const UN: Option<Reach> = Some(Reach::Unit);
const RE: Option<Reach> = Some(Reach::Region);
const HO: Option<Reach> = Some(Reach::House);

/// Every right by role, in the order of [`Role::ALL`].
#[rustfmt::skip]
pub const TABLE: [(Right, [Option<Reach>; 12]); 23] = [
    //                          考核 督查 统计 项目 填报 审签 领导 查阅 系统 安全 审计 本机
    (Right::SeeFigures,         [RE,  RE,  RE,  RE,  UN,  UN,  UN,  UN,  NO,  NO,  NO,  HO]),
    (Right::SeeSources,         [RE,  RE,  RE,  RE,  NO,  NO,  UN,  UN,  NO,  NO,  NO,  HO]),
    (Right::SeeFindings,        [RE,  RE,  RE,  RE,  UN,  UN,  UN,  UN,  NO,  NO,  NO,  HO]),
    (Right::Explain,            [RE,  NO,  RE,  RE,  UN,  UN,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::KeepFilters,        [RE,  RE,  RE,  RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::Import,             [RE,  NO,  RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::Undo,               [RE,  NO,  RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::ChangeRules,        [RE,  NO,  RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::Export,             [RE,  NO,  RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::Reorganise,         [RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO]),
    (Right::Instruct,           [NO,  NO,  NO,  NO,  NO,  NO,  UN,  NO,  NO,  NO,  NO,  NO]),
    (Right::SeeInstructions,    [RE,  RE,  NO,  RE,  UN,  UN,  UN,  NO,  NO,  NO,  NO,  NO]),
    (Right::Acknowledge,        [RE,  RE,  NO,  RE,  UN,  UN,  NO,  NO,  NO,  NO,  NO,  NO]),
    (Right::RecordInterference, [NO,  NO,  RE,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO]),
    (Right::SeeInterference,    [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  NO]),
    (Right::UseTokens,          [RE,  RE,  RE,  RE,  UN,  UN,  UN,  UN,  HO,  HO,  HO,  NO]),
    (Right::SeePeople,          [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  HO,  HO,  HO]),
    (Right::ManagePeople,       [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  NO,  NO,  HO]),
    (Right::GrantPosts,         [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  NO,  NO]),
    (Right::SetPolicy,          [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  NO,  NO]),
    (Right::EndSessions,        [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  NO,  NO]),
    (Right::SeeAudit,           [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  HO]),
    (Right::KeepHouse,          [NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  HO,  NO,  NO,  HO]),
];

/// How far `right` reaches for `role`; `None` when the role does not have it.
pub fn reach(role: Role, right: Right) -> Option<Reach> {
    let (_, row) = TABLE.iter().find(|(own, _)| *own == right)?;
    let (_, found) = Role::ALL.iter().zip(row).find(|(own, _)| **own == role)?;
    *found
}

impl Right {
    /// The words shown to users: what one may do.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SeeFigures => "查看数据",
            Self::SeeSources => "查看文件和出处",
            Self::SeeFindings => "查看核对结果",
            Self::Explain => "填写核对说明",
            Self::KeepFilters => "保存常用筛选",
            Self::Import => "导入数据",
            Self::Undo => "撤销版本",
            Self::ChangeRules => "修改核对规则",
            Self::Export => "导出整个地区",
            Self::Reorganise => "机构变动",
            Self::Instruct => "批示",
            Self::SeeInstructions => "查看批示",
            Self::Acknowledge => "签收批示",
            Self::RecordInterference => "登记干预",
            Self::SeeInterference => "查看干预记录",
            Self::UseTokens => "使用接口令牌",
            Self::SeePeople => "查看用户",
            Self::ManagePeople => "管理用户",
            Self::GrantPosts => "授予职务",
            Self::SetPolicy => "设置安全策略",
            Self::EndSessions => "注销他人会话",
            Self::SeeAudit => "查看审计",
            Self::KeepHouse => "维护系统",
        }
    }

    /// The roles that have it, in the order of the table.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| reach(*role, self).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_stands_once_and_somebody_has_it() {
        for (place, (right, _)) in TABLE.iter().enumerate() {
            assert_eq!(TABLE.iter().position(|(other, _)| other == right), Some(place), "{right:?} stands twice");
            assert!(right.roles().next().is_some(), "nobody may {right:?}");
        }
    }

    #[test]
    fn administrators_see_no_figures_and_the_others_administer_nothing() {
        let administers = [
            Right::SeePeople,
            Right::ManagePeople,
            Right::GrantPosts,
            Right::SetPolicy,
            Right::EndSessions,
            Right::SeeAudit,
            Right::SeeInterference,
            Right::KeepHouse,
        ];
        // A token of one's own gives no right that its holder has not.
        for (right, _) in TABLE.into_iter().filter(|(right, _)| *right != Right::UseTokens) {
            for role in right.roles().filter(|role| *role != Role::Operator) {
                assert_eq!(role.is_administrator(), administers.contains(&right), "{} {}", role.label(), right.label());
            }
        }
    }

    #[test]
    fn no_two_administrators_share_more_than_seeing_people_and_tokens() {
        let three = [Role::SystemAdministrator, Role::SecurityAdministrator, Role::AuditAdministrator];
        let own = [Right::SeePeople, Right::UseTokens];
        for (right, _) in TABLE.iter().filter(|(right, _)| !own.contains(right)) {
            assert!(three.iter().filter(|role| reach(**role, *right).is_some()).count() <= 1, "{right:?}");
        }
    }
}
