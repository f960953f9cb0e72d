//! Addresses that do not exist, and methods that an address does not take.

use crate::error::WebError;

pub(crate) async fn show() -> WebError {
    WebError::NoPage
}

pub(crate) async fn wrong_method() -> WebError {
    WebError::WrongMethod
}
