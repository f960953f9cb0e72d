//! The check rules: those in force, and the region's own text of them.

use dukao_app::view::Basis;
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::{PERIOD, WALK};
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "核对规则";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/rules", "listRules"), (TAG, "在用的核对规则"), run!(list))
        .with(&[PERIOD, WALK])
        .lists(Components::add::<InForce>, &[("basis", Components::add::<Basis>)])
        .refuses(&["nothing_yet"]),
    Operation::get(("/regions/{region}/rules/text", "readRules"), (TAG, "本地区自己的规则文字"), run!(show))
        .gives(Components::add::<OwnRules>)
        .refuses(&["nothing_yet"]),
    Operation::changing(
        "PUT",
        ("/regions/{region}/rules/text", "saveRules"),
        (TAG, "换成这段规则文字；只有说明的，改回出厂规则"),
        run!(save),
    )
    .takes(Body::Json(Components::input::<NewRules>))
    .gives(Components::add::<Kept>)
    .refuses(&["refused"]),
    Operation::asking(
        ("/regions/{region}/rules/preview", "previewRules"),
        (TAG, "换成这段规则文字会改变什么；不保存"),
        run!(propose),
    )
    .takes(Body::Json(Components::input::<RulesToTry>))
    .gives(Components::add::<Proposal>)
    .refuses(&["refused"]),
];

/// A rule in force.
#[derive(Serialize, utoipa::ToSchema)]
struct InForce {
    rule: &'static str,
    kind: &'static str,
    name: String,
    severity: &'static str,
    tolerance: String,
    scope: String,
    off: bool,
    own: bool,
    differences: Vec<String>,
}

/// The region's own text.
#[derive(Serialize, utoipa::ToSchema)]
struct OwnRules {
    basis: Basis,
    text: String,
    own: bool,
    based_on: i64,
}

/// A text to be saved.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewRules {
    #[schema(max_length = 100_000)]
    text: String,
    #[schema(minimum = 1)]
    based_on: i64,
}

/// A text to be tried.
#[derive(Deserialize, utoipa::ToSchema)]
struct RulesToTry {
    #[schema(max_length = 100_000)]
    text: String,
}

/// What was saved.
#[derive(Serialize, utoipa::ToSchema)]
struct Kept {
    version: i64,
    changed: bool,
    settings: usize,
}

/// What other rules would change: statements of findings.
#[derive(Serialize, utoipa::ToSchema)]
struct Proposal {
    based_on: i64,
    changed: bool,
    settings: usize,
    appears: Vec<String>,
    vanishes: Vec<String>,
    regraded: Vec<String>,
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let view = call.app.rules(&call.asked()).await?;
    let items = view.rules.into_iter().map(|row| InForce {
        rule: row.rule,
        kind: row.kind,
        name: row.name,
        severity: row.severity,
        tolerance: row.tolerance,
        scope: row.scope,
        off: row.off,
        own: row.own,
        differences: row.differences,
    });
    List::new(view.basis.version, items.collect()).beside("basis", &view.basis).page(&call)
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let view = call.app.rules_text(&call.asked()).await?;
    let based_on = view.basis.version;
    Reply::json(&OwnRules { basis: view.basis, text: view.text, own: view.own, based_on })
}

async fn save(call: Call) -> Result<Reply, Failure> {
    let new: NewRules = call.body()?;
    let saved = call.app.save_rules_text(Some(call.region()), &new.text, new.based_on).await?;
    Reply::json(&Kept { version: saved.version, changed: saved.changed, settings: saved.settings })
}

async fn propose(call: Call) -> Result<Reply, Failure> {
    let new: RulesToTry = call.body()?;
    let view = call.app.propose_rules(&call.asked(), &new.text).await?;
    let said = |findings: Vec<dukao_app::view::ListedFinding>| {
        findings.into_iter().map(|one| one.finding.statement).collect::<Vec<_>>()
    };
    Reply::json(&Proposal {
        based_on: view.basis.version,
        changed: view.changed,
        settings: view.settings,
        appears: said(view.appears),
        vanishes: said(view.vanishes),
        regraded: said(view.regraded.into_iter().map(|(_, then)| then).collect()),
    })
}
