//! The page of a refusal.

use minijinja::context;

use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::response::{Response, content, html};

/// The page, with the status of the problem.
pub fn page(context: &Context, problem: &Problem) -> Response {
    let title = problem.status.canonical_reason().unwrap_or("Error");
    let values = context! { title, message => sentence(&problem.message), status => problem.status.as_u16(), instead => &problem.instead };
    let mut response = match context.templates.render("problem.html", &values) {
        Ok(page) => html(page),
        Err(problem) => content("text/plain; charset=utf-8", problem.message),
    };
    *response.status_mut() = problem.status;
    problem.mark(&mut response);
    response
}

/// A message as a sentence of a page.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(letters).filter(|c| *c != '`').collect();
    sentence.push('.');
    sentence
}
