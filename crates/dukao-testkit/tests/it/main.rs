//! The whole product judged from outside: one binary, one module a subject.

#[cfg(test)]
mod demo;
