//! `dukao routes`: the addresses of the site, for tests and tours.

use dukao_web::ROUTES;
use serde_json::json;

use crate::fault::Fault;
use crate::output;

pub(super) fn run() -> Result<(), Fault> {
    let routes: Vec<_> = ROUTES
        .iter()
        .map(
            |route| json!({ "method": route.method, "path": route.path, "sample": route.sample, "title": route.title }),
        )
        .collect();
    output::print_json(&json!({ "routes": routes }))
}
