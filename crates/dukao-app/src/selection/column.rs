//! The columns of the ledger that a reader may choose; the name of the indicator is always there.

use dukao_core::progress::FigureKind;

/// What columns stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnGroup {
    /// What the indicator is.
    About,
    /// What is wanted and what is done.
    Done,
    /// How far it is, and what is missing.
    Progress,
    /// Where it stands.
    Place,
}

impl ColumnGroup {
    /// All, in their order.
    pub const ALL: [Self; 4] = [Self::About, Self::Done, Self::Progress, Self::Place];

    /// The word shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::About => "指标",
            Self::Done => "目标和完成",
            Self::Progress => "进度和欠账",
            Self::Place => "位次和状态",
        }
    }
}

macro_rules! columns {
    ($($(#[doc = $doc:literal])* $name:ident $key:literal $label:literal $group:ident $usual:literal $figure:expr;)*) => {
        /// A column of the ledger.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LedgerColumn { $($(#[doc = $doc])* $name,)* }

        impl LedgerColumn {
            /// All, in the order in which they stand.
            pub const ALL: [Self; columns!(@count $($name)*)] = [$(Self::$name),*];

            /// The word of `cols=`.
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key,)* } }

            /// What it is called where columns are chosen.
            pub const fn label(self) -> &'static str { match self { $(Self::$name => $label,)* } }

            /// With which others it stands.
            pub const fn group(self) -> ColumnGroup { match self { $(Self::$name => ColumnGroup::$group,)* } }

            /// Whether it is shown when nobody has chosen.
            pub const fn is_usual(self) -> bool { match self { $(Self::$name => $usual,)* } }

            /// The figure it shows; `None` for words and for those that show one of several figures.
            pub const fn figure(self) -> Option<FigureKind> { match self { $(Self::$name => $figure,)* } }
        }
    };
    (@count $($name:ident)*) => { <[&str]>::len(&[$(stringify!($name)),*]) };
}

columns! {
    /// Code of the indicator.
    Code "code" "代码" About false None;
    /// Unit of measure.
    Unit "unit" "计量单位" About true None;
    /// Lead unit.
    Lead "lead_unit" "责任单位" About true None;
    /// Scope.
    Scope "scope" "口径" About false None;
    /// The stretch that the figures are of.
    Period "period" "期间" About false None;
    /// Points.
    Points "points" "分值" About false None;
    /// Annual target.
    Target "target" "年度目标" Done true Some(FigureKind::Target);
    /// The last period alone.
    Month "month" "当月" Done true Some(FigureKind::Month);
    /// Since January.
    Cumulative "cumulative" "累计" Done true Some(FigureKind::Cumulative);
    /// The same of last year.
    Base "base" "上年同期" Done false Some(FigureKind::Base);
    /// Growth against it.
    Growth "growth" "同比" Done true Some(FigureKind::Growth);
    /// Growth of the last period alone.
    MonthGrowth "month_growth" "当月同比" Done false Some(FigureKind::MonthGrowth);
    /// Share of the target.
    Completion "completion" "完成率" Progress true Some(FigureKind::Completion);
    /// Share of the year.
    Pace "pace" "序时" Progress true Some(FigureKind::Pace);
    /// The gap the light rests on.
    Gap "gap" "与序时比" Progress true None;
    /// How the gap to pace moved since the period before.
    Movement "pace_movement" "较上期" Progress false Some(FigureKind::PaceMovement);
    /// Amount owed.
    Shortfall "shortfall" "累计欠账" Progress true Some(FigureKind::Shortfall);
    /// What the month should have brought.
    Requirement "monthly_requirement" "月度要求" Progress false Some(FigureKind::Requirement);
    /// What the month owes.
    New "monthly_shortfall" "当月新账" Progress false Some(FigureKind::MonthlyShortfall);
    /// What is left of the target.
    Remaining "remaining" "剩余任务" Progress false Some(FigureKind::Remaining);
    /// The same for each month left.
    RemainingMonthly "remaining_monthly" "剩余月均" Progress true Some(FigureKind::RemainingMonthly);
    /// Place among the units compared.
    Rank "rank" "位次" Place true Some(FigureKind::Rank);
    /// Distance to the place above.
    ToAbove "to_above" "距前一位" Place false Some(FigureKind::ToAbove);
    /// Place of last year.
    LastYearRank "last_year_rank" "上年位次" Place false Some(FigureKind::LastYearRank);
    /// Places won since then.
    RankMovement "rank_movement" "较上年" Place false Some(FigureKind::RankMovement);
    /// Light.
    Light "light" "状态" Place true None;
}

impl LedgerColumn {
    /// By the word of `cols=`.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }

    /// Whether rows can be ordered by it.
    pub fn sorts(self) -> bool {
        self == Self::Gap || (self.figure().is_some() && self != Self::Pace)
    }

    /// Whether the smallest comes first when nothing else is said.
    pub const fn ascends(self) -> bool {
        matches!(self, Self::Rank | Self::LastYearRank)
    }
}
