//! 督考: the command line and the server.

fn main() {}
