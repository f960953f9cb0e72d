//! From a scheme to text in one fixed form: keys in one order, what is left out where it is the rule, no comments.

mod case;
mod entry;
mod out;
mod words;

use dukao_core::assessment::scheme::{
    Boundary, Colour, Effect, Entry, EventRule, ExtraBody, FullMarks, Grades, ListRule, Missing, Quota, QuotaRounding,
    RankOn, Reward, Rules, Scheme, Sign, Veto, Worth,
};
use dukao_core::number::{Number, Rational};

use out::Out;
use words::{criterion, event_condition, name_of, number, percent, whom};

/// Rows of keys with what stands behind them.
type Rows = Vec<(String, Out)>;

/// Adds a key.
fn put(rows: &mut Rows, key: &str, value: Out) {
    rows.push((key.to_owned(), value));
}

/// Adds a key with text, unless there is none.
fn put_text(rows: &mut Rows, key: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        put(rows, key, Out::text(text));
    }
}

/// Adds a key with what is listed below it, unless there is nothing.
fn put_items(rows: &mut Rows, key: &str, items: Vec<Out>) {
    if !items.is_empty() {
        put(rows, key, Out::Items(items));
    }
}

/// Adds a key with words on one line, unless there are none.
fn put_row(rows: &mut Rows, key: &str, words: &[String]) {
    if !words.is_empty() {
        put(rows, key, Out::Row(words.iter().map(|word| Out::text(word)).collect()));
    }
}

/// The scheme as text. Read again, it is the same scheme; written again, the same text.
pub fn write(scheme: &Scheme) -> String {
    let mut rows = Rows::new();
    put(&mut rows, "办法", Out::text(&scheme.name));
    put(&mut rows, "编号", Out::text(&scheme.code));
    put(&mut rows, "制定", Out::text(&scheme.owner));
    put_text(&mut rows, "文号", scheme.document.as_deref());
    put_text(&mut rows, "说明", scheme.about.as_deref());
    put(&mut rows, "适用", Out::Text(scheme.effective.to_string()));
    let units = |units: &[String]| Out::Row(units.iter().map(|unit| Out::text(unit)).collect());
    let classes: Rows = scheme.classes.iter().map(|class| (class.name.clone(), units(&class.units))).collect();
    if !classes.is_empty() {
        put(&mut rows, "对象", Out::Keys(classes));
    }
    if let Some(full) = full(&scheme.entries) {
        put(&mut rows, "满分", number(&full));
    }
    rules(&scheme.rules, &mut rows);
    put(&mut rows, "计分项", Out::Items(scheme.entries.iter().map(|entry| entry::entry(entry, None, None)).collect()));
    put_items(&mut rows, "加分", extras(scheme, Sign::Bonus));
    put_items(&mut rows, "扣分", extras(scheme, Sign::Deduction));
    put_items(&mut rows, "一票否决", scheme.vetoes.iter().map(veto).collect());
    if let Some(all) = &scheme.grades {
        put(&mut rows, "等次", grades(all));
    }
    put_items(&mut rows, "奖惩", scheme.rewards.iter().map(reward).collect());
    put_items(&mut rows, "红黑榜", scheme.lists.iter().map(list).collect());
    put_items(&mut rows, "算例", scheme.cases.iter().map(case::case).collect());
    out::print(&rows)
}

/// The sum of the marks where they are the same for all classes.
fn full(entries: &[Entry]) -> Option<Rational> {
    entries.iter().try_fold(Rational::zero(), |sum, entry| match &entry.points {
        FullMarks::Same(points) => Some(sum.add(points)),
        FullMarks::ByClass(_) => None,
    })
}

fn rules(rules: &Rules, rows: &mut Rows) {
    let usual = Rules::default();
    let mut own = Rows::new();
    if rules.missing != usual.missing {
        put(&mut own, "缺报", name_of(Missing::NAMES, &rules.missing));
    }
    if rules.decimals != usual.decimals {
        put(&mut own, "小数", Out::Number(rules.decimals.to_string()));
    }
    if rules.rank_on != usual.rank_on {
        put(&mut own, "排名依据", name_of(RankOn::NAMES, &rules.rank_on));
    }
    put_row(&mut own, "并列", &rules.tie_break);
    if !own.is_empty() {
        put(rows, "计算", Out::Keys(own));
    }
}

fn extras(scheme: &Scheme, sign: Sign) -> Vec<Out> {
    let of_sign = scheme.extras.iter().filter(|extra| extra.sign == sign);
    let one = |body: &ExtraBody| match body {
        ExtraBody::Events(rule) => event_rule(rule),
        ExtraBody::Entry(entry) => entry::entry(entry, None, None),
    };
    of_sign.map(|extra| one(&extra.body)).collect()
}

/// 项, 编号 where it differs, 条款.
fn named(name: &str, code: &str, clause: &str) -> Rows {
    let mut rows = Rows::new();
    put(&mut rows, "项", Out::text(name));
    put_text(&mut rows, "编号", (code != name).then_some(code));
    put(&mut rows, "条款", Out::text(clause));
    rows
}

fn event_rule(rule: &EventRule) -> Out {
    let mut rows = named(&rule.name, &rule.code, &rule.clause);
    let worth = match &rule.worth {
        Worth::Each(points) => number(points),
        Worth::ByLevel(levels) => {
            Out::Pairs(levels.iter().map(|(level, points)| (level.clone(), number(points))).collect())
        }
    };
    put(&mut rows, "分值", worth);
    if let Some(cap) = &rule.cap {
        put(&mut rows, "最多", number(cap));
    }
    put_text(&mut rows, "取最高", rule.highest_of.as_deref());
    put_text(&mut rows, "佐证", rule.needs_evidence.then_some("必须"));
    if !rule.event_conditions.is_empty() {
        put(&mut rows, "条件", Out::Row(rule.event_conditions.iter().map(event_condition).collect()));
    }
    let conditions: Vec<String> = rule.conditions.iter().map(|condition| condition.text.clone()).collect();
    put_row(&mut rows, "前提", &conditions);
    Out::Keys(rows)
}

fn veto(veto: &Veto) -> Out {
    let mut rows = named(&veto.name, &veto.code, &veto.clause);
    let effect = match &veto.effect {
        Effect::Zero => "计零分".to_owned(),
        Effect::Excluded => "取消资格".to_owned(),
        Effect::Ceiling(grade) => format!("等次不高于 {grade}"),
    };
    put(&mut rows, "效果", Out::Text(effect));
    put_text(&mut rows, "责任单位", veto.cascades.then_some("同罚"));
    Out::Pairs(rows)
}

fn grades(grades: &Grades) -> Out {
    let mut rows = Rows::new();
    put(&mut rows, "名额取整", name_of(QuotaRounding::NAMES, &grades.rounding));
    put(&mut rows, "边界并列", name_of(Boundary::NAMES, &grades.boundary));
    let one = |grade: &dukao_core::assessment::scheme::Grade| {
        let mut rows = Rows::new();
        put(&mut rows, "等次", Out::text(&grade.name));
        match &grade.quota {
            Some(Quota::Share(share)) => put(&mut rows, "比例", percent(share)),
            Some(Quota::Count(count)) => put(&mut rows, "名额", Out::Number(count.to_string())),
            None => {}
        }
        if let Some(least) = &grade.least {
            put(&mut rows, "不低于", number(least));
        }
        Out::Pairs(rows)
    };
    put(&mut rows, "列表", Out::Items(grades.list.iter().map(one).collect()));
    Out::Keys(rows)
}

fn reward(reward: &Reward) -> Out {
    let mut rows = Rows::new();
    put(&mut rows, "给", whom(&reward.whom));
    put(&mut rows, "内容", Out::text(&reward.what));
    put_text(&mut rows, "条款", Some(&reward.clause));
    Out::Pairs(rows)
}

fn list(rule: &ListRule) -> Out {
    let mut rows = Rows::new();
    let colour = match rule.colour {
        Colour::Red => "红榜",
        Colour::Black => "黑榜",
    };
    put(&mut rows, "榜", Out::text(colour));
    put_text(&mut rows, "项", rule.entry.as_deref());
    put(&mut rows, "入榜", criterion(&rule.criterion));
    put_text(&mut rows, "条款", Some(&rule.clause));
    Out::Pairs(rows)
}
