//! The operations, one file a resource. A new resource is a file with its table and a line here.

mod accounts;
mod annex;
mod audit;
mod change;
mod filters;
mod findings;
mod front;
mod house;
mod imports;
mod indicators;
mod instructions;
mod interferences;
mod ledger;
mod me;
mod organisation;
mod peers;
mod policy;
mod posts;
mod regions;
mod rosters;
mod rules;
mod sources;
mod sponsors;
pub(super) mod tables;
mod trace;
mod units;
mod versions;

use super::operation::Operation;

/// Every operation.
pub(super) fn all() -> impl Iterator<Item = &'static Operation> {
    let tables: [&'static [Operation]; 26] = [
        house::OPERATIONS,
        me::OPERATIONS,
        regions::OPERATIONS,
        front::OPERATIONS,
        ledger::OPERATIONS,
        indicators::OPERATIONS,
        units::OPERATIONS,
        organisation::OPERATIONS,
        annex::OPERATIONS,
        peers::OPERATIONS,
        trace::OPERATIONS,
        findings::OPERATIONS,
        rules::OPERATIONS,
        imports::OPERATIONS,
        versions::OPERATIONS,
        sources::OPERATIONS,
        tables::OPERATIONS,
        filters::OPERATIONS,
        instructions::OPERATIONS,
        interferences::OPERATIONS,
        accounts::OPERATIONS,
        posts::OPERATIONS,
        rosters::OPERATIONS,
        sponsors::OPERATIONS,
        policy::OPERATIONS,
        audit::OPERATIONS,
    ];
    tables.into_iter().flatten()
}
