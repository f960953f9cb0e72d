//! Filters of the ledger that are kept under a name.

use dukao_app::selection::{SaveFilter, SavedFilter, Selection, StoredFilter};
use serde::{Deserialize, Serialize};

use super::ledger::{shows, sorts};
use crate::api::call::Call;
use crate::api::document::Components;
use crate::api::failure::Failure;
use crate::api::operation::{Body, Operation, run};
use crate::api::parameter::WALK;
use crate::api::reply::Reply;
use crate::api::walk::List;

const TAG: &str = "常用筛选";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get(("/regions/{region}/filters", "listFilters"), (TAG, "常用筛选"), run!(list))
        .with(&[WALK])
        .lists(Components::add::<Filter>, &[])
        .refuses(&["nothing_yet"]),
    Operation::changing(
        "PUT",
        ("/regions/{region}/filters/{name}", "saveFilter"),
        (TAG, "按这个名字存一个筛选"),
        run!(save),
    )
    .takes(Body::Json(new_filter))
    .gives(Components::add::<KeptAs>)
    .refuses(&["filter_name", "bad_request"]),
    Operation::changing(
        "DELETE",
        ("/regions/{region}/filters/{name}", "removeFilter"),
        (TAG, "删除一个常用筛选"),
        run!(remove),
    )
    .gives(Components::add::<KeptAs>)
    .refuses(&["unknown_filter"]),
];

/// A kept filter.
#[derive(Serialize, utoipa::ToSchema)]
struct Filter {
    name: String,
    text: String,
    #[schema(value_type = Object)]
    fields: std::collections::BTreeMap<String, String>,
}

/// A filter to be kept: the parameters of the ledger.
#[derive(Deserialize, utoipa::ToSchema)]
struct NewFilter {
    show: Option<String>,
    #[schema(max_length = 200)]
    lead: Option<String>,
    #[schema(max_length = 200)]
    search: Option<String>,
    sort: Option<String>,
    dir: Option<String>,
    #[schema(max_length = 200)]
    unit: Option<String>,
    #[serde(default)]
    replace: bool,
}

/// What was done.
#[derive(Serialize, utoipa::ToSchema)]
struct KeptAs {
    version: i64,
    changed: bool,
    name: String,
}

impl From<SavedFilter> for KeptAs {
    fn from(saved: SavedFilter) -> Self {
        Self { version: saved.version, changed: saved.changed, name: saved.name }
    }
}

fn new_filter(components: &mut Components) -> serde_json::Value {
    let reference = components.input::<NewFilter>();
    components.words("NewFilter", "show", &shows());
    components.words("NewFilter", "sort", &sorts());
    components.words("NewFilter", "dir", &["asc", "desc"]);
    reference
}

async fn list(call: Call) -> Result<Reply, Failure> {
    let ledger = call.app.ledger(&call.asked()).await?;
    let items = ledger.filters.into_iter().map(|kept| Filter {
        name: kept.name,
        text: kept.words,
        fields: kept.filter.parameters,
    });
    List::new(ledger.basis.version, items.collect()).page(&call)
}

async fn save(call: Call) -> Result<Reply, Failure> {
    let new: NewFilter = call.body()?;
    let get = |name: &str| match name {
        "show" => new.show.clone(),
        "lead" => new.lead.clone(),
        "q" => new.search.clone(),
        "sort" => new.sort.clone(),
        "dir" => new.dir.clone(),
        _ => None,
    };
    let wrong = |wrong: dukao_app::selection::WrongWord| {
        Failure::wrong(&format!("/{}", wrong.name), format!("可用的值：{}", wrong.known.join("、")))
    };
    let filter = StoredFilter::of(&Selection::parse(get).map_err(wrong)?, new.unit.as_deref());
    let (region, name) = (Some(call.region().to_owned()), call.given("name").to_owned());
    let request = SaveFilter { region, name, filter, replace: new.replace };
    Reply::json(&KeptAs::from(call.app.save_filter(request).await?))
}

async fn remove(call: Call) -> Result<Reply, Failure> {
    Reply::json(&KeptAs::from(call.app.remove_filter(Some(call.region()), call.given("name")).await?))
}
