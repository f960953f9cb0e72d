//! What somebody looked at.

use dukao_store::TrailEntry;
use serde_json::json;

use crate::App;
use crate::view::basis::Settled;

/// Which view it was: the trail's words, `see.` before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    Front,
    Ledger,
    Units,
    Unit,
    Indicator,
    Trace,
    Across,
    Ranking,
    Rankings,
    Annex1,
    Annex2,
    Findings,
    Finding,
    Files,
    Source,
}

impl Page {
    const fn act(self) -> &'static str {
        match self {
            Self::Front => "see.front",
            Self::Ledger => "see.ledger",
            Self::Units => "see.units",
            Self::Unit => "see.unit",
            Self::Indicator => "see.indicator",
            Self::Trace => "see.trace",
            Self::Across => "see.across",
            Self::Ranking => "see.ranking",
            Self::Rankings => "see.rankings",
            Self::Annex1 => "see.annex1",
            Self::Annex2 => "see.annex2",
            Self::Findings => "see.findings",
            Self::Finding => "see.finding",
            Self::Files => "see.files",
            Self::Source => "see.source",
        }
    }
}

impl App {
    /// Notes that the caller looks at a view: of which unit, which indicator and which figure, where it is about one.
    pub(crate) async fn saw(&self, page: Page, settled: &Settled, indicator: Option<&str>, more: Option<&str>) {
        if !self.is_noted() {
            return;
        }
        let subject = match indicator {
            Some(indicator) => format!("{} {indicator}", settled.unit),
            None => settled.unit.clone(),
        };
        let detail = json!({
            "year": settled.year,
            "month": settled.month.number(),
            "version": settled.book().version.0,
            "of": more,
        });
        let entry = TrailEntry {
            at: self.now(),
            actor: self.actor(),
            session: self.session.as_deref().map(str::to_owned),
            act: page.act().to_owned(),
            subject: Some(subject),
            detail: detail.to_string(),
        };
        self.note_look(settled.moment.region.id, entry).await;
    }
}
