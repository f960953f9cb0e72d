//! Who is compared with whom.

/// Units that are compared with one another and with nobody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// Codes or names of its units; empty where the class is only named (entries differ by class) and the units
    /// themselves say which class they belong to.
    pub units: Vec<String>,
}
