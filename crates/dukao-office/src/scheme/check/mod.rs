//! What can only be judged when the whole file is read.

mod marks;
mod references;

use dukao_core::assessment::scheme::Scheme;

use super::Beside;
use super::read::Draft;
use crate::text::Problems;

/// Judges what was read.
pub(super) fn check(draft: &Draft, beside: &Beside<'_>, problems: &mut Problems) {
    let Some(scheme) = &draft.scheme else { return };
    dates(scheme, draft, beside, problems);
    marks::check(scheme, draft, problems);
    references::check(scheme, draft, beside, problems);
}

/// When the scheme holds, and whether another version holds then, too.
fn dates(scheme: &Scheme, draft: &Draft, beside: &Beside<'_>, problems: &mut Problems) {
    let span = draft.places.of("", "适用");
    if scheme.effective.first > scheme.effective.last {
        problems.push(span, "起始月份在终止月份之后").hint("调换两个月份");
        return;
    }
    for (name, other) in beside.versions.iter().filter(|(_, other)| scheme.effective.overlaps(other)) {
        let message = format!("与“{name}”（适用{other}）有重叠的月份");
        problems.push(span.clone(), message).hint("同一办法的各版适用月份不能重叠");
    }
}

/// What could not be judged with what is at hand.
pub(super) fn unchecked(scheme: &Scheme, beside: &Beside<'_>) -> Vec<String> {
    let mut unchecked = Vec::new();
    if beside.framework.is_none() && references::names_indicators(scheme) {
        unchecked.push("没有打开地区数据，指标代码和名称没有核对".to_owned());
    }
    if beside.organisation.is_none() && scheme.classes.iter().any(|class| !class.units.is_empty()) {
        unchecked.push("没有打开地区数据，单位代码和名称没有核对".to_owned());
    }
    unchecked
}
