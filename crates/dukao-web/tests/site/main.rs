//! The pages as a browser gets them, over a small region of the demonstration's own files.

#![expect(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test fail the test")]

mod api;
mod api_acts;
mod api_keyed;
mod api_pages;
mod api_roles;
mod attacks;
mod audit;
mod crowd;
mod doors;
mod faults;
mod figures;
mod findings;
mod fragments;
mod front;
mod handed_out;
mod import;
mod kin;
mod ledger;
mod network;
mod own;
mod program;
mod provider;
mod roles;
mod routes;
mod safety;
mod site;
mod table;
