//! The store on both engines: every test of `both!` is generated for SQLite and for PostgreSQL.
//!
//! The PostgreSQL ones fail when `DUKAO_TEST_POSTGRES` is unset (`dev/postgres run` sets it). For quick local work leave
//! them out by name: `cargo nextest run -p dukao-store -E 'not test(postgres)'`.

mod answer;
mod archive;
mod archive_damage;
mod archive_live;
mod attempt;
mod audit;
mod broken_link;
mod bulk;
mod concurrency;
mod draft;
mod health;
mod holder;
mod keyed;
mod random;
mod round_trip;
mod schema;
mod session;
mod support;
mod system;
mod tamper;
mod tls;
mod trail;
