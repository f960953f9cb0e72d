//! Findings: contradictions inside the data, and what was said about them.

use dukao_app::findings::{ExplainRequest, Explained, FindingState};
use dukao_app::view::{Basis, Explanation, FindingCounts, FindingFilter, ListedFinding};
use dukao_core::check::{Rule, Severity};
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{Kind, ORIGIN, PERIOD, Parameter, UNIT, WALK, may};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "核对";

const CHOICE: &[Parameter] = &[
    may(
        "state",
        Kind::Word(&["open", "explained", "dismissed", "corrected"]),
        "状态：待核实、已说明、不予处理、已改正；不写是现有的",
    ),
    may("rule", Kind::Known(rules), "按哪条规则查出的"),
    may("severity", Kind::Known(severities), "轻重"),
    may("owner", Kind::Text(200), "由谁负责：单位、人名；-是没有人负责的"),
    may("indicator", Kind::Text(200), "指标的代码或名称"),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/findings", "listFindings"), (TAG, "核对结果"), run!(list))
        .with(&[PERIOD, UNIT, ORIGIN, CHOICE, WALK])
        .lists(
            Components::add::<Found>,
            &[("basis", Components::add::<Basis>), ("counts", Components::add::<FindingCounts>)],
        )
        .refuses(&["nothing_yet"]),
    Operation::get(("/regions/{region}/findings/{key}", "readFinding"), (TAG, "一处核对结果和各次说明"), run!(show))
        .gives(Components::add::<FoundWithHistory>)
        .refuses(&["unknown_finding"]),
    Operation::changing(
        "PUT",
        ("/regions/{region}/findings/{key}", "explainFinding"),
        (TAG, "说明一处核对结果，或定由谁负责"),
        run!(explain),
    )
    .takes(Body::Json(explaining))
    .gives(Components::add::<Said>)
    .refuses(&["unknown_finding", "explanation"]),
];

fn rules() -> Vec<&'static str> {
    Rule::ALL.iter().map(|rule| rule.key()).collect()
}

fn severities() -> Vec<&'static str> {
    Severity::KEYS.iter().map(|(key, _)| *key).collect()
}

/// A finding.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Found {
    key: String,
    rule: &'static str,
    name: String,
    severity: &'static str,
    indicator: String,
    indicator_name: String,
    unit: String,
    unit_name: String,
    period: String,
    statement: String,
    printed: Option<String>,
    computed: Option<String>,
    tolerance: String,
    state: &'static str,
    owner_unit: Option<String>,
    owner_person: Option<String>,
    owner: String,
    explanation: Option<Explanation>,
    corrected_in: Option<i64>,
    places: Vec<String>,
}

impl Found {
    pub(super) fn of(one: ListedFinding, places: Vec<String>) -> Self {
        let finding = one.finding;
        Self {
            key: finding.key,
            rule: finding.rule.key(),
            name: finding.name,
            severity: finding.severity.key(),
            indicator: finding.indicator,
            indicator_name: one.indicator_name,
            unit: finding.unit,
            unit_name: one.unit_name,
            period: finding.period.to_string(),
            statement: finding.statement,
            printed: finding.printed,
            computed: finding.computed,
            tolerance: finding.tolerance,
            state: one.state.key(),
            owner_unit: one.owner_unit,
            owner_person: one.owner_person,
            owner: one.owner,
            explanation: one.explanation,
            corrected_in: one.corrected_in,
            places,
        }
    }
}

/// A finding with everything that was said about it.
#[derive(Serialize, utoipa::ToSchema)]
struct FoundWithHistory {
    basis: Basis,
    finding: Found,
    history: Vec<Explanation>,
    seen: String,
}

/// What is to be said.
#[derive(Deserialize, utoipa::ToSchema)]
struct Explaining {
    /// open, explained or dismissed.
    state: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    text: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    owner_unit: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    owner_person: String,
    #[schema(min_length = 1, max_length = 4000)]
    seen: String,
}

/// What was said.
#[derive(Serialize, utoipa::ToSchema)]
struct Said {
    version: i64,
    changed: bool,
    key: String,
    state: &'static str,
}

impl From<Explained> for Said {
    fn from(said: Explained) -> Self {
        Self { version: said.version, changed: said.changed, key: said.key, state: said.state.key() }
    }
}

fn explaining(components: &mut Components) -> serde_json::Value {
    let reference = components.input::<Explaining>();
    components.words("Explaining", "state", &["open", "explained", "dismissed"]);
    reference
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let severity = Severity::KEYS.iter().find(|(key, _)| call.text("severity") == Some(key)).map(|(_, own)| *own);
    let filter = FindingFilter {
        state: call.text("state").and_then(FindingState::from_text),
        rule: call.text("rule").and_then(|text| Rule::ALL.iter().copied().find(|rule| rule.key() == text)),
        severity,
        owner: call.text("owner").map(str::to_owned),
        indicator: call.text("indicator").map(str::to_owned),
    };
    let view = call.app.findings_by(&call.asked(), filter, None).await?;
    let places = view.places.into_iter().map(words);
    let items = view.findings.into_iter().zip(places).map(|(one, places)| Found::of(one, places));
    let list = List::new(view.basis.version, items.collect());
    list.beside("basis", &view.basis).beside("counts", &view.counts).page(&call)
}

fn words(places: Vec<dukao_app::view::SourcePlace>) -> Vec<String> {
    places.into_iter().map(|(words, _)| words).collect()
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let view = call.app.finding(&call.asked(), call.given("key")).await?;
    let finding = Found::of(view.finding, words(view.places));
    Reply::json(&FoundWithHistory { basis: view.basis, finding, history: view.history, seen: view.seen })
}

async fn explain(call: Call) -> Result<Reply, Failure> {
    let said: Explaining = call.body()?;
    let request = ExplainRequest {
        region: Some(call.region().to_owned()),
        key: call.given("key").to_owned(),
        state: said.state.as_deref().and_then(FindingState::from_text),
        text: said.text,
        owner_unit: said.owner_unit,
        owner_person: said.owner_person,
        seen: Some(said.seen),
    };
    Reply::json(&Said::from(call.app.explain_finding(request).await?))
}
