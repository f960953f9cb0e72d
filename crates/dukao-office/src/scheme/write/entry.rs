//! 计分项.

use dukao_core::assessment::scheme::{Body, Combine, Entry, Missing, Origin, Scored};
use dukao_core::number::Rational;

use super::out::Out;
use super::words::{marks, name_of, number, origin, percent, setting};
use super::{Rows, put, put_row, put_text};

/// An entry, in a group with this clause and with this share where the group is made up by shares.
pub(super) fn entry(entry: &Entry, clause: Option<&str>, share: Option<&Rational>) -> Out {
    let mut rows = Rows::new();
    put(&mut rows, "项", Out::text(&entry.name));
    put_text(&mut rows, "编号", (entry.code != entry.name).then_some(entry.code.as_str()));
    put_text(&mut rows, "条款", (clause != Some(entry.clause.as_str())).then_some(entry.clause.as_str()));
    match share {
        Some(share) => put(&mut rows, "占比", percent(share)),
        None => put(&mut rows, "分值", marks(&entry.points)),
    }
    if let Body::Scored(scored) = &entry.body {
        self::scored(&entry.name, scored, &mut rows);
    }
    common(entry, &mut rows);
    if let Body::Group { combine, entries } = &entry.body {
        let shares = match combine {
            Combine::Sum => [].as_slice(),
            Combine::Mix(shares) => {
                put(&mut rows, "合成", Out::text("按占比"));
                shares.as_slice()
            }
        };
        let below = entries.iter().enumerate();
        let below = below.map(|(at, below)| self::entry(below, Some(&entry.clause), shares.get(at)));
        put(&mut rows, "下级", Out::Items(below.collect()));
    }
    Out::Keys(rows)
}

fn scored(name: &str, scored: &Scored, rows: &mut Rows) {
    put_text(rows, "指标", scored.indicator.as_deref());
    put(rows, "方法", Out::text(scored.method.spec().name));
    if !scored.parameters.is_empty() {
        let parameters = scored.parameters.iter().map(|(name, value)| (name.clone(), setting(value)));
        put(rows, "参数", Out::Pairs(parameters.collect()));
    }
    put_text(rows, "方向", scored.direction.lower().then_some("越低越好"));
    if !as_left_out(name, scored) {
        let own = scored.indicator.as_deref();
        let feeds = scored.feeds.iter().map(|feed| (feed.input.clone(), origin(&feed.origin, own)));
        put(rows, "取数", Out::Pairs(feeds.collect()));
    }
}

/// Whether the inputs are what they are when nothing is written: columns of a plain table.
fn as_left_out(name: &str, scored: &Scored) -> bool {
    let inputs = scored.method.inputs();
    let one = inputs.len() == 1;
    let head = |input: &str| if one { name.to_owned() } else { format!("{name}{input}") };
    scored.feeds.len() == inputs.len()
        && (scored.indicator.is_none() || inputs.is_empty())
        && scored.feeds.iter().zip(&inputs).all(|(feed, (input, _))| {
            feed.input == *input && matches!(&feed.origin, Origin::Column(column) if *column == head(input))
        })
}

fn common(entry: &Entry, rows: &mut Rows) {
    if let Some(cap) = &entry.cap {
        put(rows, "上限", number(cap));
    }
    if let Some(floor) = &entry.floor {
        put(rows, "下限", number(floor));
    }
    if let Some(missing) = &entry.missing {
        put(rows, "缺报", name_of(Missing::NAMES, missing));
    }
    let conditions: Vec<String> = entry.conditions.iter().map(|condition| condition.text.clone()).collect();
    put_row(rows, "前提", &conditions);
    if !entry.process.is_empty() {
        let process = entry.process.iter().map(|(checkpoint, share)| (checkpoint.name(), percent(share)));
        put(rows, "过程", Out::Pairs(process.collect()));
    }
    put_text(rows, "责任", entry.responsible.as_deref());
    put_text(rows, "核实", entry.checked_by.as_deref());
    put_text(rows, "上级评分", entry.scored_by.as_deref());
    put_row(rows, "佐证", &entry.evidence);
    if let Some(goal) = entry.rank_goal {
        put(rows, "目标名次", Out::Number(goal.to_string()));
    }
}
