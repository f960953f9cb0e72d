//! Guards of the product taken away, one at a time: each must be missed by some test of acts and views.

use dukao_testkit::faults::{ACTS, unnoticed};

use crate::support::demo_app;

#[tokio::test]
async fn every_guard_is_missed_when_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let _idle = demo_app(&folder).await;
    assert_eq!(unnoticed(ACTS, folder.path()).unwrap(), [""; 0]);
}
