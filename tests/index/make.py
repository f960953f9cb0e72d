"""Writes the cases of this folder: tables of invented units, and what their indices are.

Everything is computed here from the definitions, with forty digits and nothing of the product:

    python3 tests/index/make.py

Each case is a folder with 指数.yaml (by hand), 表.csv and 应得.csv: unit, node, figure. A unit called 权重 has weights.
"""

from decimal import Decimal as D, getcontext
from pathlib import Path

getcontext().prec = 40
HERE = Path(__file__).parent


class Numbers:
    """Invented figures, the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def next(self, least, most, decimals):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        steps = (most - least) * 10**decimals
        return D(least) + D(self.state >> 33) * D(steps) // D(2**31) / D(10**decimals)


def mean(v):
    return sum(v) / len(v)


def median(v):
    v = sorted(v)
    half = len(v) // 2
    return v[half] if len(v) % 2 else (v[half - 1] + v[half]) / 2


def sd(v, less=1):
    m = mean(v)
    return (sum((x - m) ** 2 for x in v) / (len(v) - less)).sqrt()


def corr(a, b):
    ma, mb = mean(a), mean(b)
    up = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    return up / (sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)).sqrt()


def minmax(v, down=False, low=D(0), high=D(1)):
    least, most = min(v), max(v)
    share = [(most - x) / (most - least) if down else (x - least) / (most - least) for x in v]
    return [low + s * (high - low) for s in share]


def to_one(w):
    return [x / sum(w) for x in w]


def entropy_weights(columns):
    d = []
    for v in columns:
        p = [x / sum(v) for x in v]
        d.append(1 + sum(q * q.ln() for q in p if q > 0) / D(len(v)).ln())
    return to_one(d)


def critic_weights(columns):
    return to_one([sd(a) * sum(1 - corr(a, b) for b in columns if b is not a) for a in columns])


def principal(a):
    w = [D(1) / len(a)] * len(a)
    for _ in range(400):
        w = to_one([sum(x * y for x, y in zip(row, w)) for row in a])
    largest = mean([sum(x * y for x, y in zip(row, w)) / own for row, own in zip(a, w)])
    return w, largest


def write(case, head, rows, expected):
    folder = HERE / case
    text = [",".join(head)] + [",".join("" if c is None else str(c) for c in row) for row in rows]
    (folder / "表.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    lines = ["单位,项,数"] + [f"{unit},{node},{+figure:.30g}" for unit, node, figure in expected]
    (folder / "应得.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def three_levels():
    """51 units, 49 indicators, missing figures by three rules, some indicators per head or the less the better."""
    numbers = Numbers(51)
    units = [f"单位{i:02d}" for i in range(1, 52)]
    groups = ["东部", "中部", "西部"]
    group = [groups[(i * 7) % 3] for i in range(51)]
    people = [numbers.next(20, 900, 1) for _ in units]
    columns, kept = {}, {}
    for k in range(1, 50):
        raw = [numbers.next(1, 40 + 25 * (k % 9), k % 4) for _ in units]
        columns[f"指标{k:02d}"] = [None if (i * 13 + k * 5) % 41 == 0 else x for i, x in enumerate(raw)]
    head = ["单位", "地带", "人口"] + list(columns)
    rows = [[units[i], group[i], people[i]] + [columns[c][i] for c in columns] for i in range(51)]
    sections = [("创新", 1, 7), ("协调", 8, 13), ("绿色", 14, 20), ("开放", 21, 26), ("共享", 27, 33), ("安全", 34, 41), ("治理", 42, 49)]
    expected, section_values = [], {}
    for name, first, last in sections:
        total = [D(0)] * 51
        weight = [D(0)] * 51
        for k in range(first, last + 1):
            v = list(columns[f"指标{k:02d}"])
            if k % 5 == 0:
                v = [None if x is None else x / people[i] for i, x in enumerate(v)]
            there = [x for x in v if x is not None]
            if name == "创新":
                v = [median(there) if x is None else x for x in v]
            elif name != "安全":
                by = {g: mean([x for x, own in zip(v, group) if own == g and x is not None]) for g in groups}
                v = [by[group[i]] if x is None else x for i, x in enumerate(v)]
            there = [x for x in v if x is not None]
            scaled = iter(minmax(there, down=k % 3 == 0, high=D(100)))
            for i, x in enumerate(v):
                if x is not None:
                    total[i] += next(scaled)
                    weight[i] += 1
        section_values[name] = [t / w for t, w in zip(total, weight)]
    halves = {"发展": (["创新", "协调", "开放"], [D("0.4"), D("0.35"), D("0.25")]),
              "保障": (["绿色", "共享", "安全", "治理"], [D(3), D(2), D(2), D(1)])}
    whole = [D(0)] * 51
    for half, (names, weights) in halves.items():
        weights = to_one(weights)
        value = [sum(w * section_values[n][i] for n, w in zip(names, weights)) for i in range(51)]
        expected += [(units[i], half, value[i]) for i in range(51)]
        share = D("0.55") if half == "发展" else D("0.45")
        whole = [t + share * x for t, x in zip(whole, value)]
    for name, values in section_values.items():
        expected += [(units[i], name, values[i]) for i in range(51)]
    expected += [(units[i], "", whole[i]) for i in range(51)]
    write("三层极差", head, rows, expected)
    lines = ["指数: 三层极差指数", "单位列: 单位", "分组列: 地带", "标准化: {方法: 极差, 区间: [0, 100]}",
             "缺失: {方法: 组均值, 分组: 地带}", "小数位: 2", "下级:"]
    for half, (names, weights) in halves.items():
        lines += [f"  - 名称: {half}", f"    权重: {'0.55' if half == '发展' else '0.45'}"]
        lines += ["    权重合计: 相对"] if half == "保障" else []
        lines += ["    下级:"]
        for name, weight in zip(names, weights):
            first, last = next((f, l) for n, f, l in sections if n == name)
            lines += [f"      - 名称: {name}", f"        权重: {weight}", "        赋权: 等权"]
            lines += {"创新": ["        缺失: 中位数"], "安全": ["        缺失: 剔除后权重归一"]}.get(name, [])
            lines += ["        下级:"]
            for k in range(first, last + 1):
                more = (", 方向: 越低越好" if k % 3 == 0 else "") + (", 除以: 人口" if k % 5 == 0 else "")
                lines += [f"          - {{指标: 指标{k:02d}{more}}}"]
    (HERE / "三层极差" / "指数.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def goalposts():
    """Life, schooling in two parts, income by logarithm; the geometric mean of three."""
    numbers = Numbers(7)
    rows, expected = [], []
    for i in range(12):
        life, years, hoped = numbers.next(52, 84, 1), numbers.next(2, 14, 2), numbers.next(6, 20, 1)
        income = numbers.next(400, 90000, 0)
        rows.append([f"地方{i + 1}", life, years, hoped, income])
        health = (life - 20) / (85 - 20)
        schooling = (min(years / 15, D(1)) + min(hoped / 18, D(1))) / 2
        earned = (min(income, D(75000)).ln() - D(100).ln()) / (D(75000).ln() - D(100).ln())
        expected += [(f"地方{i + 1}", "健康", health), (f"地方{i + 1}", "教育", schooling), (f"地方{i + 1}", "收入", earned)]
        expected.append((f"地方{i + 1}", "", ((health * schooling * earned).ln() / 3).exp()))
    write("上下限几何", ["地方", "寿命", "平均受教育年限", "预期受教育年限", "人均收入"], rows, expected)


def table(seed, units, columns):
    numbers = Numbers(seed)
    rows = [[f"企业{i + 1}"] + [numbers.next(least, most, decimals) for least, most, decimals in columns] for i in range(units)]
    return rows, [list(column) for column in zip(*rows)][1:]


def weights_from_spread():
    head = ["企业", "利润率", "周转", "负债率", "增长"]
    rows, v = table(11, 9, [(1, 30, 1), (1, 8, 2), (20, 80, 1), (1, 40, 1)])
    units = [row[0] for row in rows]
    y = [minmax(v[0]), minmax(v[1]), minmax(v[2], down=True), minmax(v[3])]
    for case, w in [("熵权", entropy_weights(y)), ("CRITIC", critic_weights(y)), ("标准差权", to_one([sd(c) for c in y])),
                    ("变异系数权", to_one([sd(c, 0) / mean(c) for c in y]))]:
        expected = [("权重", name, x) for name, x in zip(head[1:], w)]
        expected += [(unit, "", sum(x * c[i] for x, c in zip(w, y))) for i, unit in enumerate(units)]
        write(case, head, rows, expected)
    # Vector-normalised figures keep their direction; weights by the entropy of the shares of the figures themselves.
    w = entropy_weights(v)
    r = [[x / sum(z * z for z in c).sqrt() for x in c] for c in v]
    best = [min(c) if k == 2 else max(c) for k, c in enumerate(r)]
    worst = [max(c) if k == 2 else min(c) for k, c in enumerate(r)]
    near = []
    for i in range(len(units)):
        to_best = sum((w[k] * (r[k][i] - best[k])) ** 2 for k in range(4)).sqrt()
        to_worst = sum((w[k] * (r[k][i] - worst[k])) ** 2 for k in range(4)).sqrt()
        near.append(to_worst / (to_best + to_worst))
    write("TOPSIS", head, rows, [("权重", n, x) for n, x in zip(head[1:], w)] + [(u, "", x) for u, x in zip(units, near)])
    z = [[(x - mean(c)) / sd(c) * (-1 if k == 2 else 1) for x in c] for k, c in enumerate(v)]
    write("标准分", head, rows, [(u, "", sum(c[i] * 10 + 50 for c in z) / 4) for i, u in enumerate(units)])


def pairwise():
    third, half = D(1) / 3, D(1) / 2
    a3 = [[D(1), D(3), D(5)], [third, D(1), D(2)], [D(1) / 5, half, D(1)]]
    a4 = [[D(1), half, D(4), D(3)], [D(2), D(1), D(7), D(5)], [D(1) / 4, D(1) / 7, D(1), half], [third, D(1) / 5, D(2), D(1)]]
    rows, v = table(23, 6, [(1, 100, 0)] * 7)
    units = [row[0] for row in rows]
    w3, l3 = principal(a3)
    roots = []
    for row in a4:
        product = D(1)
        for x in row:
            product *= x
        roots.append((product.ln() / 4).exp())
    w4 = to_one(roots)
    l4 = mean([sum(x * y for x, y in zip(row, w4)) / own for row, own in zip(a4, w4)])
    y = [minmax(c) for c in v]
    one = [sum(w * c[i] for w, c in zip(w3, y[:3])) for i in range(6)]
    two = [sum(w * c[i] for w, c in zip(w4, y[3:])) for i in range(6)]
    names = ["甲", "乙", "丙", "丁", "戊", "己", "庚"]
    expected = [("权重", n, x) for n, x in zip(names, w3 + w4)]
    expected += [("一:λmax", "", l3), ("一:CI", "", (l3 - 3) / 2), ("一:CR", "", (l3 - 3) / 2 / D("0.58"))]
    expected += [("二:λmax", "", l4), ("二:CI", "", (l4 - 4) / 3), ("二:CR", "", (l4 - 4) / 3 / D("0.9"))]
    expected += [(u, "", (a + b) / 2) for u, a, b in zip(units, one, two)]
    write("AHP", ["企业"] + names, rows, expected)


def every_normalisation():
    """Each method on the same column of nine figures, two of them the same, as an index of its own."""
    numbers = Numbers(5)
    v = [numbers.next(2, 60, 1) for _ in range(9)]
    v[6] = v[2]
    units = [f"站{i + 1}" for i in range(9)]
    ln = [x.ln() for x in v]
    better = lambda x: sum(o > x for o in v)
    worse = lambda x: sum(o < x for o in v)
    same = lambda x: sum(o == x for o in v)
    ordered = sorted(v)
    place = D("0.9") * 8
    cut = ordered[int(place)] + (ordered[int(place) + 1] - ordered[int(place)]) * (place - int(place))
    capped = [min(x, cut) for x in v]
    second = [min(x, ordered[-2]) for x in v]
    columns = {
        "极差": minmax(v), "反极差": minmax(v, down=True, low=D(60), high=D(100)), "对数极差": minmax(ln),
        "总体分": [(x - mean(v)) / sd(v, 0) for x in v], "比最优": [x / max(v) for x in v],
        "反比最优": [min(v) / x for x in v], "距目标": [(x - min(v)) / (D(70) - min(v)) for x in v],
        "反距目标": [min(D(1), (max(v) - x) / (max(v) - D(5))) for x in v],
        "距参照": [(x - min(v)) / (v[0] - min(v)) for x in v], "名次n": [D(9 - better(x)) for x in v],
        "平均名次": [D(9) + 1 - (better(x) + D(same(x) + 1) / 2) for x in v],
        "取劣名次": [D(worse(x) + 1) for x in v], "折名次": [D(worse(x)) / 8 for x in v],
        "百分位其余": [D(worse(x)) / 8 for x in v], "百分位全部": [D(9 - better(x)) / 9 for x in v],
        "百分位居中": [(worse(x) + D(same(x)) / 2) / 9 for x in v], "反百分位": [D(better(x)) / 8 for x in v],
        "向量": [x / sum(z * z for z in v).sqrt() for x in v], "比重": [x / sum(v) for x in v],
        "均值化": [x / mean(v) for x in v], "倒数": minmax([1 / x for x in v]), "平方根": minmax([x.sqrt() for x in v]),
        "近最优": [1 - abs(x - 20) / max(abs(z - 20) for z in v) for x in v],
        "区间最优": [1 - max(D(0), 15 - x, x - 30) / max(15 - min(v), max(v) - 30) for x in v],
        "缩尾": minmax(capped), "缩尾个数": minmax(second), "截断": [(min(max(x, D(10)), D(50)) - 10) / 40 for x in v],
        "不截断": [60 + 40 * (x - 10) / 40 for x in v], "最大值减": [(max(v) - x) / 50 for x in v],
        "平移对数": minmax([(x - min(v) + D("0.01") * (max(v) - min(v))).ln() for x in v]),
    }
    expected = [(u, name, c[i]) for name, c in columns.items() for i, u in enumerate(units)]
    expected += [(u, "", sum(c[i] for c in columns.values()) / len(columns)) for i, u in enumerate(units)]
    write("各种标准化", ["站", "数"], [[u, x] for u, x in zip(units, v)], expected)


def inside_groups():
    """Min-max inside each group, mean of the unit's other figures for what is missing, harmonic mean, again min-max."""
    rows, v = table(31, 10, [(1, 90, 1), (1, 90, 1), (1, 90, 1)])
    units, group = [row[0] for row in rows], ["甲类" if i % 2 else "乙类" for i in range(10)]
    v[1][3] = v[2][8] = None
    y = []
    for c in v:
        out = [None] * 10
        for g in ["甲类", "乙类"]:
            at = [i for i in range(10) if group[i] == g and c[i] is not None]
            for i, x in zip(at, minmax([c[i] for i in at], low=D(1), high=D(100))):
                out[i] = x
        y.append(out)
    before = [list(c) for c in y]
    for k, c in enumerate(y):
        for i in range(10):
            if c[i] is None:
                c[i] = mean([o[i] for n, o in enumerate(before) if n != k and o[i] is not None])
    together = [1 / sum(w / c[i] for w, c in zip([D("0.5"), D("0.3"), D("0.2")], y)) for i in range(10)]
    rows = [[u, g] + [c[i] for c in v] for i, (u, g) in enumerate(zip(units, group))]
    write("组内", ["企业", "类别", "一", "二", "三"], rows, [(u, "", x) for u, x in zip(units, minmax(together, high=D(10)))])


for case in [three_levels, goalposts, weights_from_spread, pairwise, every_normalisation, inside_groups]:
    case()
