//! The policy: passwords, locks, timeouts, tokens, the command line, the identity provider.

use dukao_app::people::{Policy, SETTINGS};
use serde::{Deserialize, Serialize};

use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::reply::Reply;

const TAG: &str = "安全策略";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/policy", "readPolicy"), (TAG, "安全策略"), run!(show)).gives(Components::add::<PolicyInForce>),
    Operation::changing("PUT", ("/policy", "setPolicy"), (TAG, "修改安全策略"), run!(set))
        .takes(Body::Json(new_policy))
        .gives(Components::add::<PolicyInForce>),
];

/// The policy, with the version of all people on which it can be changed.
#[derive(Serialize, utoipa::ToSchema)]
struct PolicyInForce {
    based_on: i64,
    operator: bool,
    provider: bool,
    provider_administrators: bool,
    settings: Vec<SettingItem>,
}

/// One number of it with its limits.
#[derive(Serialize, utoipa::ToSchema)]
struct SettingItem {
    key: &'static str,
    label: &'static str,
    number: u32,
    unit: &'static str,
    least: u32,
    most: u32,
}

/// What is to be changed; what is not named stays.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewPolicy {
    #[schema(minimum = 1)]
    based_on: i64,
    operator: Option<bool>,
    provider: Option<bool>,
    provider_administrators: Option<bool>,
    #[serde(default)]
    #[schema(max_items = 13)]
    settings: Vec<NewSetting>,
}

/// One number.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewSetting {
    key: String,
    #[schema(minimum = 0, maximum = 2_000_000)]
    number: u32,
}

fn new_policy(components: &mut Components) -> serde_json::Value {
    let reference = components.input::<NewPolicy>();
    components.words("NewSetting", "key", &SETTINGS.map(|setting| setting.key));
    reference
}

fn told(policy: &Policy, based_on: i64) -> PolicyInForce {
    let settings = SETTINGS.iter().map(|one| SettingItem {
        key: one.key,
        label: one.label,
        number: one.of(policy),
        unit: one.unit,
        least: one.least,
        most: one.most,
    });
    PolicyInForce {
        based_on,
        operator: policy.operator,
        provider: policy.provider,
        provider_administrators: policy.provider_administrators,
        settings: settings.collect(),
    }
}

async fn show(call: Call) -> Result<Reply, Failure> {
    let people = call.people();
    let based_on = people.directory().await?.version();
    Reply::json(&told(&people.policy_to_change().await?, based_on))
}

async fn set(call: Call) -> Result<Reply, Failure> {
    let new: NewPolicy = call.body()?;
    let people = call.people().on_version(new.based_on);
    let present = people.policy_to_change().await?;
    let mut next = Policy {
        operator: new.operator.unwrap_or(present.operator),
        provider: new.provider.unwrap_or(present.provider),
        provider_administrators: new.provider_administrators.unwrap_or(present.provider_administrators),
        ..present
    };
    for one in &new.settings {
        let known = SETTINGS.iter().find(|setting| setting.key == one.key);
        let setting = known.ok_or_else(|| Failure::wrong("/settings", format!("没有“{}”这一项", one.key)))?;
        setting.put(&mut next, one.number);
    }
    let set = people.set_policy(&next).await?;
    Reply::json(&told(&set, call.people().directory().await?.version()))
}
