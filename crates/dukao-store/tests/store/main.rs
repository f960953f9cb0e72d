//! The store on both engines: every test of `both!` is generated for SQLite and for PostgreSQL.
//!
//! The PostgreSQL ones fail when `DUKAO_TEST_POSTGRES` is unset. For quick local work leave them out by name:
//! `cargo nextest run -p dukao-store -E 'not test(postgres::)'`.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod bulk;
#[cfg(test)]
mod concurrency;
#[cfg(test)]
mod holder;
#[cfg(test)]
mod random;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod support;
