//! What an operation is: a row of the table from which router and description are built.

use std::future::Future;
use std::pin::Pin;

use dukao_app::rights::Right;
use serde_json::Value;

use super::call::Call;
use super::document::Components;
use super::failure::Failure;
use super::parameter::Parameter;
use super::reply::Reply;

/// What a handler promises.
pub(crate) type Answering = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send>>;

/// Puts a type into the description and gives where it is to be found there.
pub(crate) type Shape = fn(&mut Components) -> Value;

/// What a request carries.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Body {
    /// Nothing.
    Nothing,
    /// An object.
    Json(Shape),
    /// Files, with fields beside them, for whoever has the right somewhere: it is asked before they are read.
    Files(Right, &'static [Parameter]),
}

/// What is answered when all is well.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// An object.
    Json(Shape),
    /// A page of a list, with what stands beside it.
    List {
        /// What is listed.
        item: Shape,
        /// Names and shapes of what stands beside it.
        beside: &'static [(&'static str, Shape)],
    },
    /// A file of one of these kinds.
    File(&'static [&'static str]),
}

/// An operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) id: &'static str,
    /// Under which head it stands in the description.
    pub(crate) tag: &'static str,
    pub(crate) title: &'static str,
    pub(crate) parameters: &'static [&'static [Parameter]],
    pub(crate) body: Body,
    pub(crate) answer: Answer,
    /// Codes of the table that it may refuse with, beside those that every operation of its kind may.
    pub(crate) refuses: &'static [&'static str],
    /// Whether it changes something: it then asks for an Idempotency-Key.
    pub(crate) changing: bool,
    /// Whether its answer holds a secret, which is not kept for a second request with the same key.
    pub(crate) secret: bool,
    /// Whether nobody may ask too.
    pub(crate) open: bool,
    pub(crate) run: fn(Call) -> Answering,
}

/// The handler of an operation.
macro_rules! run {
    ($handler:path) => {
        |call| Box::pin($handler(call))
    };
}
pub(crate) use run;

impl Operation {
    const fn new(
        method: &'static str,
        (path, id): (&'static str, &'static str),
        (tag, title): (&'static str, &'static str),
        run: fn(Call) -> Answering,
    ) -> Self {
        let (parameters, body, answer) = (&[] as &[&[Parameter]], Body::Nothing, Answer::File(&[]));
        Self {
            method,
            path,
            id,
            tag,
            title,
            parameters,
            body,
            answer,
            refuses: &[],
            changing: false,
            secret: false,
            open: false,
            run,
        }
    }

    /// One that reads.
    pub(crate) const fn get(
        place: (&'static str, &'static str),
        words: (&'static str, &'static str),
        run: fn(Call) -> Answering,
    ) -> Self {
        Self::new("GET", place, words, run)
    }

    /// One that changes something.
    pub(crate) const fn changing(
        method: &'static str,
        place: (&'static str, &'static str),
        words: (&'static str, &'static str),
        run: fn(Call) -> Answering,
    ) -> Self {
        Self { changing: true, ..Self::new(method, place, words, run) }
    }

    /// One that is sent something and changes nothing.
    pub(crate) const fn asking(
        place: (&'static str, &'static str),
        words: (&'static str, &'static str),
        run: fn(Call) -> Answering,
    ) -> Self {
        Self::new("POST", place, words, run)
    }

    pub(crate) const fn with(self, parameters: &'static [&'static [Parameter]]) -> Self {
        Self { parameters, ..self }
    }

    pub(crate) const fn takes(self, body: Body) -> Self {
        Self { body, ..self }
    }

    pub(crate) const fn gives(self, shape: Shape) -> Self {
        Self { answer: Answer::Json(shape), ..self }
    }

    pub(crate) const fn lists(self, item: Shape, beside: &'static [(&'static str, Shape)]) -> Self {
        Self { answer: Answer::List { item, beside }, ..self }
    }

    pub(crate) const fn hands_out(self, kinds: &'static [&'static str]) -> Self {
        Self { answer: Answer::File(kinds), ..self }
    }

    pub(crate) const fn refuses(self, refuses: &'static [&'static str]) -> Self {
        Self { refuses, ..self }
    }

    pub(crate) const fn with_secret(self) -> Self {
        Self { secret: true, ..self }
    }

    pub(crate) const fn to_everybody(self) -> Self {
        Self { open: true, ..self }
    }

    /// The names in braces of the path, in order.
    pub(crate) fn places(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
    }
}
