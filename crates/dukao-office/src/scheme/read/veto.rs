//! 一票否决.

use dukao_core::assessment::scheme::{Effect, Veto};

use super::{Draft, Used, entry};
use crate::text::{Keys, Node, Problems, Read, Spanned};

pub(super) fn vetoes(nodes: &[Node], draft: &mut Draft, problems: &mut Problems) -> Vec<Veto> {
    let mut vetoes = Vec::new();
    for node in nodes {
        match veto(node, draft, problems) {
            Some(veto) => vetoes.push(veto),
            None => draft.incomplete.push("一票否决".to_owned()),
        }
    }
    vetoes
}

fn veto(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Option<Veto> {
    let mut keys = Keys::of(node, "一票否决", problems)?;
    let name: Option<Used> = keys.need("项", problems);
    let code = entry::code(&mut keys, name.as_ref(), node, draft, problems);
    let clause: Option<String> = keys.need("条款", problems);
    let effect = keys.need::<Node>("效果", problems).and_then(|node| effect(&node, draft, problems));
    let cascades = keys
        .node("责任单位")
        .map_or(Some(false), |node| super::value::word(node, &[("同罚", true), ("不罚", false)], problems));
    keys.done(problems);
    Some(Veto { code, name: name?.value, clause: clause?, effect: effect?, cascades: cascades? })
}

fn effect(node: &Node, draft: &mut Draft, problems: &mut Problems) -> Option<Effect> {
    let text = String::read(node, problems)?;
    match text.as_str() {
        "计零分" => Some(Effect::Zero),
        "取消资格" => Some(Effect::Excluded),
        other => {
            let grade = other.strip_prefix("等次不高于").map(str::trim).filter(|grade| !grade.is_empty());
            let Some(grade) = grade else {
                problems
                    .push(node.span.clone(), format!("没有“{other}”这种效果"))
                    .hint("可写：计零分、取消资格、等次不高于 良好");
                return None;
            };
            draft.grades_used.push(Spanned { span: node.span.clone(), value: grade.to_owned() });
            Some(Effect::Ceiling(grade.to_owned()))
        }
    }
}
