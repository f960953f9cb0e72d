//! What is wrong with an index, and how it is computed, in the user's words.

use dukao_core::index::{Fault, Index, Method, Missing, Problem, Spread, Sum, Table, Weighting};

/// The keys of the file that a fault is about, the likeliest first.
pub(super) const fn place_of(fault: &Fault) -> &'static [&'static str] {
    match fault {
        Fault::NoSpread(_)
        | Fault::TooFewUnits { .. }
        | Fault::BeyondPosts(_)
        | Fault::FactorNotPositive
        | Fault::NotPositive(_)
        | Fault::UnknownReference(_)
        | Fault::TargetNotBetter => &["标准化", "再标准化"],
        Fault::BoundsCrossed | Fault::BadBound => &["缩尾", "变换", "标准化"],
        Fault::OutsideDomain(_) => &["变换"],
        Fault::MissingFigure | Fault::NothingToImpute => &["缺失"],
        Fault::WeightSum { .. } => &["权重合计"],
        Fault::NoWeight | Fault::NegativeWeight | Fault::WeightUnused => &["权重"],
        Fault::NoWeightAtAll
        | Fault::NeedsAll(_)
        | Fault::EntropyOfNegative(..)
        | Fault::NoTotal(_)
        | Fault::Constant(_)
        | Fault::OnlyOneChild
        | Fault::MatrixSize { .. }
        | Fault::MatrixNotPositive(..)
        | Fault::MatrixDiagonal(_)
        | Fault::NotReciprocal(..)
        | Fault::MatrixTooLarge(_)
        | Fault::Inconsistent(_)
        | Fault::Shares(_) => &["赋权"],
        Fault::MixedDirections(_) | Fault::AggregatedNotPositive(..) | Fault::NoDistance => &["合成"],
        _ => &[],
    }
}

/// What is wrong and what would be right.
pub fn explain_fault(index: &Index, table: &Table, problem: &Problem) -> (String, String) {
    let node = index.nodes.get(problem.node).map_or("", |node| node.name.as_str());
    let unit = problem.unit.and_then(|unit| table.units.get(unit)).map_or("", String::as_str);
    let column = problem.column.as_deref().unwrap_or("");
    let about_unit = if unit.is_empty() { String::new() } else { format!("{unit}的") };
    let (message, hint) = of_data(&problem.fault, node, &about_unit, column)
        .or_else(|| of_method(&problem.fault, node, &about_unit))
        .unwrap_or_else(|| of_weights(&problem.fault, node));
    (message, hint.to_owned())
}

/// What is wrong and what would be right.
type Words = (String, &'static str);

/// Faults of the table and its figures.
fn of_data(fault: &Fault, node: &str, unit: &str, column: &str) -> Option<Words> {
    Some(match fault {
        Fault::NoUnits => ("表里没有单位".to_owned(), "每个单位一行"),
        Fault::DuplicateUnit(name) => (format!("单位“{name}”重复出现"), "每个单位只写一行，或改成不同的名字"),
        Fault::UnknownColumn(column) => (format!("表里没有“{column}”这一列"), "改成表里的列头"),
        Fault::UnknownGroup(column) => (format!("表里没有分组用的“{column}”这一列"), "改成表里的列头"),
        Fault::NoGroup => (format!("{unit}“{column}”是空的，不知道属于哪一组"), "补上组名"),
        Fault::NothingBelow => (format!("“{node}”下面没有指标"), "至少写一个指标"),
        Fault::Misplaced => (format!("“{node}”的位置不对"), "先写上级，再写下级"),
        Fault::MissingFigure => (
            format!("{unit}“{column}”没有数，“{node}”不允许缺失"),
            "补上数；或写明“缺失: 中位数”等办法（均值、组均值、定值、同级指标均值、剔除后权重归一）",
        ),
        Fault::NothingToImpute => (format!("{unit}“{node}”缺数，却没有别的数可以用来补"), "换一种补缺办法，或补上数"),
        Fault::DivisionByZero => (format!("{unit}“{column}”是零，不能作除数"), "改正这个数，或不除以这一列"),
        Fault::OutsideDomain(value) => (
            format!("{unit}“{node}”是 {value}，不能取对数、开方或取倒数"),
            "对数和倒数要求大于零，平方根要求不小于零；改正这个数，或换一种变换（如 平移对数）",
        ),
        Fault::TooLarge => (format!("{unit}“{node}”大得写不下"), "换用更大的计量单位"),
        Fault::AllMissing => (format!("{unit}指标全都没有数"), "补上数，或把这个单位写进“略去单位”"),
        _ => return None,
    })
}

/// Faults of making figures comparable and putting them together.
fn of_method(fault: &Fault, node: &str, unit: &str) -> Option<Words> {
    Some(match fault {
        Fault::NoSpread(group) => {
            let inside = group.as_ref().map(|group| format!("在“{group}”组里")).unwrap_or_default();
            (
                format!("“{node}”{inside}各单位的数全都相同，没有差距可以折算"),
                "写明“全部相同: 1”（或别的数），或去掉这个指标",
            )
        }
        Fault::TooFewUnits { needed, there } => {
            (format!("“{node}”至少要 {needed} 个单位才能算，这里有 {there} 个"), "换一种办法，或补上单位")
        }
        Fault::BoundsCrossed => (format!("“{node}”的下限不小于上限"), "小的写在前面"),
        Fault::BadBound => (format!("“{node}”的缩尾不对"), "分位写 0 到 1 之间的数；个数要小于单位数"),
        Fault::BeyondPosts(value) => (
            format!("{unit}“{node}”（{value}）超出了上下限"),
            "改正这个数；或写“超出: 截断”（按上下限计）、“超出: 不截断”（照算）",
        ),
        Fault::FactorNotPositive => {
            (format!("“{node}”的乘数、幅度应当大于零"), "写大于零的数；要反过来写“方向: 越低越好”")
        }
        Fault::NotPositive(value) => (format!("“{node}”这种标准化要求大于零，这里是 {value}"), "换一种标准化，如极差"),
        Fault::UnknownReference(name) => (format!("没有参照单位“{name}”，或它的“{node}”没有数"), "写表里的单位名"),
        Fault::TargetNotBetter => (format!("“{node}”的目标不比最差的单位好，算不出距离"), "检查目标和方向"),
        Fault::MixedDirections(names) => (
            format!("“{node}”下面的{}仍是越低越好，别的是越高越好，不能直接相加", quoted(names)),
            "换用会转正的标准化（极差、标准分、名次……），或写“变换: 倒数”“变换: 最大值减”，或用“合成: TOPSIS”",
        ),
        Fault::AggregatedNotPositive(child, value) => (
            format!("{unit}“{child}”是 {value}，“{node}”的几何平均、调和平均要求大于零"),
            "改用“合成: 算术”，或把标准化的区间改成从大于零起，如“区间: [1, 100]”",
        ),
        Fault::NoDistance => (format!("“{node}”各单位完全相同，算不出与理想解的距离"), "去掉相同的指标，或换一种合成"),
        _ => return None,
    })
}

/// Faults of weights.
fn of_weights(fault: &Fault, node: &str) -> Words {
    match fault {
        Fault::WeightSum { sum, expected } => (
            format!("“{node}”下级的权重合计是 {sum}，应当是 {expected}"),
            "改正权重；或写“权重合计: 100”，或“权重合计: 相对”（按各权重之和折算）、“权重合计: 不除”（原样使用）",
        ),
        Fault::NoWeight => (format!("“{node}”没有权重"), "补上“权重: …”，或在上一级写“赋权: 等权”"),
        Fault::NegativeWeight => (format!("“{node}”的权重小于零"), "权重不能小于零；越低越好的指标写“方向: 越低越好”"),
        Fault::NoWeightAtAll => (format!("“{node}”下级的权重全是零，没有一项起作用"), "检查权重，或换一种赋权"),
        Fault::WeightUnused => {
            (format!("“{node}”写了权重，上一级的赋权却不用它"), "删去“权重”，或在上一级写“赋权: 给定”")
        }
        Fault::NeedsAll(child) => {
            (format!("“{child}”有缺失，“{node}”的赋权或合成要求每个数都有"), "给它写明补缺办法，如“缺失: 中位数”")
        }
        Fault::EntropyOfNegative(child, value) => (
            format!("“{child}”有小于零的数（{value}），“{node}”不能用熵权"),
            "熵权要求不小于零：用极差标准化，或写“平移”",
        ),
        Fault::NoTotal(child) => {
            (format!("“{child}”的合计或均值不大于零，“{node}”的赋权算不出比重"), "换一种标准化或赋权，熵权可以写“平移”")
        }
        Fault::Constant(child) => {
            (format!("“{child}”各单位全都相同，“{node}”不能用 CRITIC"), "去掉这个指标，或换一种赋权")
        }
        Fault::OnlyOneChild => (format!("“{node}”下面只有一项，CRITIC 无从比较"), "至少两项，或用“赋权: 等权”"),
        Fault::MatrixSize { expected, rows } => (
            format!("“{node}”的判断矩阵应是 {expected} 行 {expected} 列，这里有 {rows} 行，或有的行长短不一"),
            "次序与下级相同，每行每列各一项",
        ),
        Fault::MatrixNotPositive(row, column) => {
            (format!("“{node}”的判断矩阵第{row}行第{column}列应当大于零"), "写 1/9 到 9 之间的数")
        }
        Fault::MatrixDiagonal(row) => {
            (format!("“{node}”的判断矩阵第{row}行第{row}列应当是 1"), "对角线是自己比自己，都写 1")
        }
        Fault::NotReciprocal(row, column) => (
            format!("“{node}”的判断矩阵第{row}行第{column}列与第{column}行第{row}列不互为倒数"),
            "一个写 3，另一个就写 1/3（写分数，不写 0.33）",
        ),
        Fault::MatrixTooLarge(size) => {
            (format!("“{node}”的判断矩阵有 {size} 阶，随机一致性指标只到 15 阶"), "分成几层，或写明“RI: …”")
        }
        Fault::Inconsistent(ratio) => (
            format!("“{node}”的判断矩阵一致性比率 CR = {ratio}，不小于 0.1，判断互相矛盾"),
            "修改判断矩阵；确实要用，写“一致性: 不合格也接受”",
        ),
        Fault::Shares(sum) => (format!("“{node}”组合赋权的份额合计是 {sum}，应当是 1"), "改正份额"),
        _ => (format!("“{node}”算不出来"), ""),
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join("、")
}

/// How figures are made comparable, as the file writes it.
pub const fn method_words(method: &Method) -> &'static str {
    match method {
        Method::Plain => "不处理",
        Method::Linear { .. } => "线性",
        Method::MinMax { .. } => "极差",
        Method::Goalposts { .. } => "固定上下限",
        Method::ZScore { .. } => "标准分",
        Method::Rank { .. } => "名次",
        Method::Percentile(_) => "百分位",
        Method::ShareOfBest => "比最优",
        Method::ToTarget { .. } => "距目标",
        Method::Vector => "向量",
        Method::ShareOfSum => "比重",
        Method::ShareOfMean => "均值化",
    }
}

/// Where weights come from, as the file writes it.
pub fn weighting_words(weighting: &Weighting) -> String {
    match weighting {
        Weighting::Given(Sum::To(sum)) => format!("给定，合计 {}", sum.significant()),
        Weighting::Given(Sum::Relative) => "给定，按合计折算".to_owned(),
        Weighting::Given(Sum::AsGiven) => "给定，原样使用".to_owned(),
        Weighting::Equal => "等权".to_owned(),
        Weighting::Spread { by, .. } => match by {
            Spread::Entropy { .. } => "熵权",
            Spread::Critic => "CRITIC",
            Spread::Deviation { .. } => "标准差",
            Spread::Variation { .. } => "变异系数",
        }
        .to_owned(),
        Weighting::Pairwise(_) => "AHP".to_owned(),
        Weighting::Combined { product, parts } => {
            let parts: Vec<String> = parts.iter().map(|(_, part)| weighting_words(part)).collect();
            format!("组合（{}）：{}", if *product { "连乘" } else { "加权" }, parts.join(" + "))
        }
    }
}

/// What happens where a figure is missing, as the file writes it.
pub fn missing_words(missing: &Missing) -> String {
    match missing {
        Missing::Refused => "不允许".to_owned(),
        Missing::Mean => "均值".to_owned(),
        Missing::Median => "中位数".to_owned(),
        Missing::GroupMean(group) => format!("组均值（{group}）"),
        Missing::GroupMedian(group) => format!("组中位数（{group}）"),
        Missing::Constant(figure) => format!("定值 {figure}"),
        Missing::Siblings => "同级指标均值".to_owned(),
        Missing::Renormalised => "剔除后权重归一".to_owned(),
    }
}
