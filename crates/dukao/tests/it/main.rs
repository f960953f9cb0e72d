//! The built command line, end to end: one binary, one module a subject.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod difference;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod export;
#[cfg(test)]
mod guess;
#[cfg(test)]
mod help;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod index;
#[cfg(test)]
mod jsonpath;
#[cfg(test)]
mod levels;
#[cfg(test)]
mod published;
#[cfg(test)]
mod runner;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod score;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod table;
#[cfg(test)]
mod user;
#[cfg(test)]
mod wrong;
