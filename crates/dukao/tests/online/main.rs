//! Servers as they stand in a network: TLS, bounds of a connection, proxies, logs, several of them on one database.

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod database;
#[cfg(test)]
mod heads;
#[cfg(test)]
mod log;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod provider;
#[cfg(test)]
mod server;
#[cfg(test)]
mod several;
#[cfg(test)]
mod tls;
