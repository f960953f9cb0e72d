//! What a mistake of a file looks like to a program: the fields of [`dukao_office::Problem`] for the description of the API.

/// One thing wrong at one place of a file.
#[derive(Debug, Clone, utoipa::ToSchema)]
pub struct ProblemShape {
    /// File name without folders.
    pub file: String,
    /// Sheet; empty for text files and whole files.
    pub sheet: String,
    /// Cell such as F17; empty for whole sheets and files.
    pub cell: String,
    /// What is wrong.
    pub message: String,
    /// What would be right; may be empty.
    pub hint: String,
    /// `error` or `note`.
    pub severity: String,
}
