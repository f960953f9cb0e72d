//! What the evaluator does with a scheme, besides what each method does.

mod register;
mod standing;
mod support;
mod whole;
