//! What is refused: every mistake of a file or a table, at its place.

use std::fmt::Write;

use super::wrong;

const TABLE: &str = "县,类,一,二,三\n甲县,大,1,5,9\n乙县,小,2,4,8\n丙县,大,4,3,1\n";

/// A file over the table above.
fn file(more: &str) -> String {
    format!("指数: 试\n单位列: 县\n{more}")
}

#[test]
fn every_mistake_of_a_file_at_its_place() {
    let sources = [
        "标准化: 极值\n下级: [一]\n",
        "标准化: 标准分\n缺失: 定值\n赋权: AHP\n合成: 相乘\n下级: [一]\n",
        "标准化: {方法: 固定上下限, 下限: 9, 上限: 1}\n下级: [一]\n",
        "标准化: {方法: 极差, 区间: [100, 0]}\n下级: [一]\n",
        "标准化: {方法: 极差, 区间: 100, 范围: 类, 平移: 1}\n下级: [一]\n",
        "标准化: {方法: 名次, 最优为: 2}\n下级: [一]\n",
        "标准化: {方法: 距目标, 目标: 3, 参照单位: 甲县, 封顶: 是}\n下级: [一]\n",
        "缺失: {方法: 组均值}\n下级: [一]\n",
        "缺失: {方法: 均值, 分组: 类}\n下级: [一]\n",
        "缺失: {方法: 均值, 值: 1}\n下级: [一]\n",
        "权重合计: 0\n下级: [一]\n",
        "小数位: 12\n名次按: 四舍五入\n下级: [一]\n",
        "下级: 一\n",
        "下级: []\n",
        "下级:\n  - {指标: 一, 权重: 一半, 方向: 越大越好, 变换: {最优值: 三}, 缩尾: {上限: 9, 上分位: 0.9}}\n",
        "下级:\n  - {权重: 1}\n  - {名称: 甲, 指标: 一, 下级: [二]}\n  - 下级: [三]\n  - [一]\n",
        "下级:\n  - {指标: 一, 权種: 1, 变换: {}, 缩尾: {}}\n",
        "下级: [一, 一]\n",
        "赋权: {方法: 组合, 方式: 加权, 部分: [{方法: 熵权}]}\n下级: [一]\n",
        "赋权: {方法: AHP, 判断矩阵: 3}\n下级: [一]\n",
        "赋权: {方法: AHP, 判断矩阵: [[1]], RI: 0}\n下级: [一]\n",
        "合成: {方法: 算术, 权重用于: 数值}\n下级: [一]\n",
    ];
    let mut all = wrong("单位列: 县\n", TABLE);
    for source in sources {
        write!(all, "──── {source}{}", wrong(&file(source), TABLE)).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn what_does_not_apply_is_refused() {
    let equal = "赋权: 等权\n下级: [一, 二]\n";
    let cases = [
        (equal, "县,一,二\n甲县,1,\n乙县,,3\n乙县,2,5\n"),
        (equal, "县,一,二\n甲县,1,大\n乙县,2024-01-01,约3\n丙县,1,3万元\n丁县,1%,3\n,1,2\n"),
        (equal, "县,一\n甲县,1\n"),
        (equal, "县,一,二\n"),
        (equal, "县,一,二\n甲县,1,2\n乙县,1,3\n"),
        ("赋权: 等权\n缺失: 均值\n下级: [一]\n", "县,一\n甲县,\n乙县,\n"),
        ("赋权: 等权\n缺失: {方法: 组均值, 分组: 类}\n下级: [一]\n", "县,类,一\n甲县,大,\n乙县,小,3\n丙县,,4\n"),
        ("赋权: 等权\n缺失: 同级指标均值\n下级: [一, 二]\n", "县,一,二\n甲县,,\n乙县,1,3\n丙县,2,4\n"),
        ("赋权: 等权\n缺失: 剔除后权重归一\n下级: [一, 二]\n", "县,一,二\n甲县,,\n乙县,1,3\n丙县,2,4\n"),
        (
            "赋权: 等权\n下级: [{指标: 一, 变换: 对数}, {指标: 二, 变换: 倒数}]\n",
            "县,一,二\n甲县,0,1\n乙县,1,-3\n丙县,2,4\n",
        ),
        ("赋权: 等权\n下级: [{指标: 一, 除以: 二}]\n", "县,一,二\n甲县,1,0\n乙县,1,3\n丙县,2,4\n"),
        ("标准化: {方法: 极差, 范围: 类}\n赋权: 等权\n下级: [一]\n", "县,类,一\n甲县,大,2\n乙县,小,3\n丙县,小,4\n"),
        ("标准化: {方法: 标准分, 标准差: 样本}\n赋权: 等权\n下级: [一]\n", "县,一\n甲县,2\n"),
        ("标准化: {方法: 固定上下限, 下限: 2, 上限: 3, 超出: 拒绝}\n赋权: 等权\n下级: [一]\n", TABLE),
        ("标准化: {方法: 线性, 乘: -1}\n赋权: 等权\n下级: [一]\n", TABLE),
        ("标准化: 比最优\n方向: 越低越好\n赋权: 等权\n下级: [一]\n", "县,一\n甲县,0\n乙县,3\n"),
        ("标准化: {方法: 距目标, 参照单位: 丁县, 封顶: 是}\n赋权: 等权\n下级: [一]\n", TABLE),
        ("标准化: {方法: 距目标, 目标: 0.5, 封顶: 是}\n赋权: 等权\n下级: [一]\n", TABLE),
        ("标准化: 比重\n赋权: 等权\n下级: [一, {指标: 二, 方向: 越低越好}]\n", TABLE),
        ("赋权: 等权\n合成: 几何\n下级: [一, 二]\n", TABLE),
        ("下级: [{指标: 一, 权重: 0.5}, {指标: 二, 权重: 0.4}]\n", TABLE),
        ("下级: [{指标: 一, 权重: -1}, 二]\n", TABLE),
        ("权重合计: 相对\n下级: [{指标: 一, 权重: 0}]\n", TABLE),
        ("赋权: 熵权\n下级: [{指标: 一, 权重: 1}, 二]\n", TABLE),
        ("赋权: 熵权\n标准化: {方法: 标准分, 标准差: 总体}\n下级: [一, 二]\n", TABLE),
        ("赋权: {方法: 变异系数, 标准化: 不处理}\n下级: [一]\n", "县,一\n甲县,-2\n乙县,1\n"),
        ("赋权: CRITIC\n下级: [一]\n", TABLE),
        ("赋权: CRITIC\n下级: [{指标: 一, 标准化: {方法: 极差, 全部相同: 1}}, 二]\n", "县,一,二\n甲县,1,2\n乙县,1,3\n"),
        ("赋权: 熵权\n缺失: 剔除后权重归一\n下级: [一, 二]\n", "县,一,二\n甲县,,2\n乙县,1,3\n丙县,2,4\n"),
        ("赋权: 等权\n合成: TOPSIS\n标准化: {方法: 极差, 全部相同: 1}\n下级: [一]\n", "县,一\n甲县,1\n乙县,1\n"),
        ("赋权: {方法: AHP, 判断矩阵: [[1, 3], [0.33, 1]]}\n下级: [一, 二]\n", TABLE),
        ("赋权: {方法: AHP, 判断矩阵: [[2, 3], [1/3, -1]]}\n下级: [一, 二]\n", TABLE),
        ("赋权: {方法: AHP, 判断矩阵: [[1, 3], [1/3, 1]]}\n下级: [一, 二, 三]\n", TABLE),
        ("赋权: {方法: AHP, 判断矩阵: [[1, 5, 1/5], [1/5, 1, 5], [5, 1/5, 1]]}\n下级: [一, 二, 三]\n", TABLE),
        (
            "赋权: {方法: 组合, 方式: 加权, 部分: [{份额: 0.5, 方法: 等权}, {份额: 0.6, 方法: 熵权}]}\n下级: [一, 二]\n",
            TABLE,
        ),
        (
            "赋权: 等权\n下级: [{指标: 一, 缩尾: {上分位: 2}}, {指标: 二, 缩尾: {高端个数: 9}}, {指标: 三, 缩尾: {下限: 5, 上限: 2}}]\n",
            TABLE,
        ),
    ];
    let mut all = String::new();
    for (source, table) in cases {
        write!(all, "──── {source}{}", wrong(&file(source), table)).unwrap();
    }
    insta::assert_snapshot!(all);
}

#[test]
fn contradicting_comparisons_are_taken_when_the_file_says_so() {
    let source = file(
        "赋权: {方法: AHP, 一致性: 不合格也接受, 判断矩阵: [[1, 5, 1/5], [1/5, 1, 5], [5, 1/5, 1]]}\n下级: [一, 二, 三]\n",
    );
    let (file, sheet) = super::read(&source, TABLE);
    let results = file.evaluate(&sheet).unwrap();
    // Each row is the next one turned, so that all weigh the same and λ is the sum of a row: 6.2.
    let fact = |name: &str| results.nodes[0].facts.iter().find(|fact| fact.name == name).unwrap().value.to_string();
    assert_eq!((fact("λmax").as_str(), fact("CI").as_str(), fact("CR").as_str()), ("6.2", "1.6", "2.75862068966"));
}

#[test]
fn figures_all_the_same_get_what_the_file_says() {
    let source = file("标准化: {方法: 极差, 全部相同: 0.5}\n赋权: 等权\n下级: [一]\n");
    let (file, sheet) = super::read(&source, "县,一\n甲县,1\n乙县,1\n");
    let results = file.evaluate(&sheet).unwrap();
    assert!(results.units.iter().all(|unit| unit.index.to_string() == "0.5" && unit.rank == 1 && unit.tied));
}
