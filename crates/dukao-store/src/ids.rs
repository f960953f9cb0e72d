//! Small numbers with a meaning of their own, so that one is never taken for another.

macro_rules! number {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

number! {
    /// One assessed administration inside this database; the first part of every large key.
    RegionId(i32)
}
number! {
    /// How many acts a region has seen: gap-free, in commit order, first act = 1.
    Version(i64)
}
number! {
    /// A moment in microseconds since 1970-01-01T00:00:00Z.
    Micros(i64)
}
number! {
    /// A text of the region's dictionary (indicator code, unit code, unit of measure, note …).
    WordId(i32)
}
number! {
    /// A file that was imported into the region.
    FileId(i32)
}
number! {
    /// One sheet of an imported file.
    SheetId(i32)
}

/// The house itself, not an assessed administration: accounts, rights and settings. Regions that people see begin at 1.
pub const SYSTEM: RegionId = RegionId(0);

impl Default for Version {
    fn default() -> Self {
        Self::NONE
    }
}

impl Version {
    /// Before the first act: `entries(region, Version::NONE, head)` reads everything.
    pub const NONE: Self = Self(0);

    /// The version after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
