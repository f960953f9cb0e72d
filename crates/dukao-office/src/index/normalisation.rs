//! How figures are made comparable, as an index file writes it.

use dukao_core::index::{Beyond, Figure, Flat, Method, Normalisation, Percentile, Target, Ties};

use super::values::{Written, flag, key_word, must_say, number, pair, range, worded};
use crate::text::{Keys, Node, Problems, Read};

/// The methods by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Plain,
    Linear,
    MinMax,
    Goalposts,
    ZScore,
    Rank,
    Percentile,
    ShareOfBest,
    ToTarget,
    Vector,
    ShareOfSum,
    ShareOfMean,
}

const NAMES: [(Name, &str); 20] = [
    (Name::MinMax, "极差"),
    (Name::Goalposts, "固定上下限"),
    (Name::ZScore, "标准分"),
    (Name::Rank, "名次"),
    (Name::Percentile, "百分位"),
    (Name::ShareOfBest, "比最优"),
    (Name::ToTarget, "距目标"),
    (Name::Vector, "向量"),
    (Name::ShareOfSum, "比重"),
    (Name::ShareOfMean, "均值化"),
    (Name::Linear, "线性"),
    (Name::Plain, "不处理"),
    (Name::MinMax, "极差法"),
    (Name::MinMax, "最大最小"),
    (Name::Goalposts, "阈值"),
    (Name::ZScore, "z分数"),
    (Name::ZScore, "Z分数"),
    (Name::Rank, "排名"),
    (Name::Percentile, "百分位排名"),
    (Name::Vector, "向量归一"),
];

/// Reads `极差` or `{方法: 极差, 区间: [0, 100], …}`.
pub(super) fn normalisation(node: &Node, problems: &mut Problems) -> Option<Normalisation> {
    match Written::of(node, "标准化", problems)? {
        Written::Word(node) => {
            let name = worded(node, "标准化", &NAMES, problems)?;
            let method = alone(name);
            if method.is_none() {
                let hint = example(name);
                problems
                    .push(node.span.clone(), format!("“{}”还要写明怎样算", node.text().unwrap_or_default()))
                    .hint(hint);
            }
            Some(Normalisation { method: method?, within: None, flat: Flat::Refused })
        }
        Written::Map(mut keys) => {
            let name = must_say(&mut keys, "方法", &NAMES, problems);
            let within = keys.optional::<String>("范围", problems);
            let flat = match keys.node("全部相同") {
                Some(node) if node.text() == Some("拒绝") => Some(Flat::Refused),
                Some(node) => super::values::Number::read(node, problems).map(|number| Flat::Gets(number.0)),
                None => Some(Flat::Refused),
            };
            let method = name.and_then(|name| with_keys(name, &mut keys, problems));
            if name.is_some() {
                keys.done(problems);
            }
            Some(Normalisation { method: method?, within, flat: flat? })
        }
    }
}

/// What a method is when nothing more is said; `None` when more must be said.
fn alone(name: Name) -> Option<Method> {
    Some(match name {
        Name::Plain => Method::Plain,
        Name::MinMax => Method::MinMax { low: Figure::from(0), high: Figure::from(1) },
        Name::ShareOfBest => Method::ShareOfBest,
        Name::Vector => Method::Vector,
        Name::ShareOfSum => Method::ShareOfSum,
        Name::ShareOfMean => Method::ShareOfMean,
        Name::Linear | Name::Goalposts | Name::ZScore | Name::Rank | Name::Percentile | Name::ToTarget => return None,
    })
}

const fn example(name: Name) -> &'static str {
    match name {
        Name::Linear => "写成 {方法: 线性, 乘: 100, 加: 0}",
        Name::Goalposts => "写成 {方法: 固定上下限, 下限: 20, 上限: 85, 超出: 截断}",
        Name::ZScore => "写成 {方法: 标准分, 标准差: 样本} 或 {方法: 标准分, 标准差: 总体}",
        Name::Rank => "写成 {方法: 名次, 最优为: 1, 并列: 取优}；最优为也可以写 n，并列也可以写 平均、取劣",
        Name::Percentile => "写成 {方法: 百分位, 算法: 低于其余}；算法也可以写 不高于全部、居中",
        Name::ToTarget => "写成 {方法: 距目标, 目标: 100, 封顶: 是}",
        _ => "",
    }
}

const SAMPLE: [(bool, &str); 2] = [(true, "样本"), (false, "总体")];

fn with_keys(name: Name, keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Method> {
    match name {
        Name::Linear => {
            let times = number(keys, "乘", problems);
            let plus = number(keys, "加", problems);
            Some(Method::Linear {
                times: times.unwrap_or_else(|| Figure::from(1)),
                plus: plus.unwrap_or_else(|| Figure::from(0)),
            })
        }
        Name::MinMax => range(keys, problems).map(|(low, high)| Method::MinMax { low, high }),
        Name::Goalposts => goalposts(keys, problems),
        Name::ZScore => {
            let sample = must_say(keys, "标准差", &SAMPLE, problems);
            let centre = number(keys, "中心", problems).unwrap_or_else(|| Figure::from(0));
            let spread = number(keys, "幅度", problems).unwrap_or_else(|| Figure::from(1));
            Some(Method::ZScore { sample: sample?, centre, spread })
        }
        Name::Rank => {
            let best = must_say(keys, "最优为", &[(true, "1"), (false, "n")], problems);
            let ties =
                must_say(keys, "并列", &[(Ties::Best, "取优"), (Ties::Mean, "平均"), (Ties::Worst, "取劣")], problems);
            let scaled = flag(keys, "折成0到1", problems);
            Some(Method::Rank { best_first: best?, ties: ties?, scaled })
        }
        Name::Percentile => must_say(
            keys,
            "算法",
            &[
                (Percentile::BelowOfOthers, "低于其余"),
                (Percentile::NotAboveOfAll, "不高于全部"),
                (Percentile::Middle, "居中"),
            ],
            problems,
        )
        .map(Method::Percentile),
        Name::ToTarget => {
            let target = number(keys, "目标", problems).map(Target::At);
            let unit = keys.optional::<String>("参照单位", problems).map(Target::Unit);
            let capped = must_say(keys, "封顶", &[(true, "是"), (false, "否")], problems);
            if target.is_some() == unit.is_some() {
                let at: Option<Node> = keys.need("目标", problems);
                if let Some(at) = at {
                    problems.push(at.span, "目标和参照单位只写一个").hint("删去其中一个");
                }
                return None;
            }
            Some(Method::ToTarget { target: target.or(unit)?, capped: capped? })
        }
        _ => alone(name),
    }
}

fn goalposts(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<Method> {
    let min = keys.need::<super::values::Number>("下限", problems);
    let max: Option<Node> = keys.need("上限", problems);
    let span = max.as_ref().map(|node| node.span.clone());
    let max = max.and_then(|node| super::values::Number::read(&node, problems));
    let beyond = must_say(
        keys,
        "超出",
        &[(Beyond::Clipped, "截断"), (Beyond::Kept, "不截断"), (Beyond::Refused, "拒绝")],
        problems,
    );
    let range = range(keys, problems);
    let (min, max) = (min?.0, max?.0);
    if min.value() >= max.value() {
        problems
            .push(span.unwrap_or(0..0), format!("上限 {max} 应当大于下限 {min}"))
            .hint("越低越好的指标写“方向: 越低越好”，上下限仍是小的在前");
        return None;
    }
    let (low, high) = range?;
    Some(Method::Goalposts { min, max, beyond: beyond?, low, high })
}

/// What is done to a column before: `对数`, `{最优值: 10}`, `{最优区间: [35, 37]}`.
pub(super) fn transform(node: &Node, problems: &mut Problems) -> Option<dukao_core::index::Transform> {
    use dukao_core::index::Transform;
    const WORDS: [(Transform, &str); 6] = [
        (Transform::None, "无"),
        (Transform::Logarithm, "对数"),
        (Transform::ShiftedLogarithm, "平移对数"),
        (Transform::Root, "平方根"),
        (Transform::Reciprocal, "倒数"),
        (Transform::FromLargest, "最大值减"),
    ];
    match Written::of(node, "变换", problems)? {
        Written::Word(node) => worded(node, "变换", &WORDS, problems),
        Written::Map(mut keys) => {
            let best = number(&mut keys, "最优值", problems).map(Transform::Near);
            let stretch = keys.node("最优区间").and_then(|node| pair(node, "最优区间", problems));
            keys.done(problems);
            let found = best.or(stretch.map(|(low, high)| Transform::Within(low, high)));
            if found.is_none() {
                problems
                    .push(node.span.clone(), "变换没有写明")
                    .hint("写成 对数，或 {最优值: 10}，或 {最优区间: [35, 37]}");
            }
            found
        }
    }
}

/// What is cut off below and above: `{下限: 0, 上分位: 0.95}`.
pub(super) fn bounds(
    node: &Node,
    problems: &mut Problems,
) -> Option<(Option<dukao_core::index::Bound>, Option<dukao_core::index::Bound>)> {
    use dukao_core::index::Bound;
    let mut keys = Keys::of(node, "缩尾", problems)?;
    let mut side = |figure: &'static str, share: &'static str, count: &'static str, problems: &mut Problems| {
        let found = [
            number(&mut keys, figure, problems).map(Bound::At),
            number(&mut keys, share, problems).map(Bound::Quantile),
            keys.optional::<u32>(count, problems).map(Bound::Outermost),
        ];
        let found: Vec<Bound> = found.into_iter().flatten().collect();
        if found.len() > 1 {
            problems
                .push(node.span.clone(), format!("“{figure}”“{share}”“{count}”只写一个"))
                .hint("按数值、按分位、按个数只能选一种");
        }
        found.into_iter().next()
    };
    let floor = side("下限", "下分位", "低端个数", problems);
    let ceiling = side("上限", "上分位", "高端个数", problems);
    keys.done(problems);
    if floor.is_none() && ceiling.is_none() {
        problems
            .push(node.span.clone(), "缩尾没有写明")
            .hint("写成 {下限: 0, 上限: 100}、{上分位: 0.95} 或 {高端个数: 2}");
    }
    Some((floor, ceiling))
}

/// What happens where a figure is missing: `中位数`, `{方法: 组均值, 分组: 类别}`, `{方法: 定值, 值: 0}`.
pub(super) fn missing(node: &Node, problems: &mut Problems) -> Option<dukao_core::index::Missing> {
    use dukao_core::index::Missing;
    #[derive(Clone, Copy)]
    enum Way {
        Refused,
        Mean,
        Median,
        GroupMean,
        GroupMedian,
        Constant,
        Siblings,
        Renormalised,
    }
    const WAYS: [(Way, &str); 8] = [
        (Way::Refused, "不允许"),
        (Way::Mean, "均值"),
        (Way::Median, "中位数"),
        (Way::GroupMean, "组均值"),
        (Way::GroupMedian, "组中位数"),
        (Way::Constant, "定值"),
        (Way::Siblings, "同级指标均值"),
        (Way::Renormalised, "剔除后权重归一"),
    ];
    let (way, group, value) = match Written::of(node, "缺失", problems)? {
        Written::Word(node) => (worded(node, "缺失", &WAYS, problems)?, None, None),
        Written::Map(mut keys) => {
            let way = must_say(&mut keys, "方法", &WAYS, problems);
            let group = keys.optional::<String>("分组", problems);
            let value = number(&mut keys, "值", problems);
            keys.done(problems);
            (way?, group, value)
        }
    };
    let grouped = matches!(way, Way::GroupMean | Way::GroupMedian);
    if grouped != group.is_some() {
        let (wrong, hint) = if grouped {
            ("没有写按哪一列分组", "写成 {方法: 组均值, 分组: 类别}")
        } else {
            ("这种办法用不到“分组”", "删去“分组”，或把方法改成 组均值、组中位数")
        };
        problems.push(node.span.clone(), wrong).hint(hint);
        return None;
    }
    if matches!(way, Way::Constant) != value.is_some() {
        problems.push(node.span.clone(), "“定值”要写值，别的办法不写值").hint("写成 {方法: 定值, 值: 0}");
        return None;
    }
    Some(match way {
        Way::Refused => Missing::Refused,
        Way::Mean => Missing::Mean,
        Way::Median => Missing::Median,
        Way::GroupMean => Missing::GroupMean(group?),
        Way::GroupMedian => Missing::GroupMedian(group?),
        Way::Constant => Missing::Constant(value?),
        Way::Siblings => Missing::Siblings,
        Way::Renormalised => Missing::Renormalised,
    })
}

/// 越高越好 or 越低越好: whether less is better.
pub(super) fn direction(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<bool> {
    key_word(keys, "方向", &[(false, "越高越好"), (true, "越低越好"), (false, "正向"), (true, "逆向")], problems)
}
