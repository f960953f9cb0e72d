//! Which vetoes hit a unit.

use crate::assessment::event::{Event, Stage};
use crate::assessment::result::VetoHit;
use crate::assessment::scheme::{Effect, Scheme, Veto};

/// The vetoes that hit the unit with this code: by an event of its own, or as the one that is responsible.
pub(super) fn hits(scheme: &Scheme, events: &[Event], unit: &str) -> Vec<VetoHit> {
    let mut hits = Vec::new();
    for event in events.iter().filter(|event| event.stage == Stage::Recognised) {
        for veto in scheme.vetoes.iter().filter(|veto| veto.code == event.rule) {
            let cascaded = event.unit != unit;
            let reached = veto.cascades && event.responsible.as_deref() == Some(unit);
            if !cascaded || reached {
                hits.push(VetoHit { veto: veto.code.clone(), event: event.id, cascaded });
            }
        }
    }
    hits
}

/// The vetoes of the scheme that stand behind the hits.
pub(super) fn effects<'s>(scheme: &'s Scheme, hits: &'s [VetoHit]) -> impl Iterator<Item = &'s Veto> {
    hits.iter().filter_map(|hit| scheme.vetoes.iter().find(|veto| veto.code == hit.veto))
}

/// Whether the unit has lost its place and grade.
pub(super) fn excluded(scheme: &Scheme, hits: &[VetoHit]) -> bool {
    effects(scheme, hits).any(|veto| veto.effect == Effect::Excluded)
}
