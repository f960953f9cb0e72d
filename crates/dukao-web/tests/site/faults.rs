//! Guards of the product taken away, one at a time: each must be missed by some test of the pages.

use dukao_testkit::faults::{PAGES, unnoticed};

use crate::site::Site;

#[tokio::test]
async fn every_guard_is_missed_when_it_is_gone() {
    let site = Site::family().await;
    assert_eq!(unnoticed(PAGES, site.folder()).unwrap(), [""; 0]);
}
