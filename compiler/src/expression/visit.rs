//! Every expression of a template, outer before inner.

use plan::Template;
use plan::template::{Call, Expression, Node};

/// Shows every expression of a template; the calls of `{% filter %}` tags have no expression of their own, and are
/// shown by what they are given.
pub(crate) fn expressions<'t>(template: &'t Template, see: &mut dyn FnMut(&'t Expression)) {
    for makro in &template.macros {
        makro.parameters.iter().filter_map(|(_, default)| default.as_ref()).for_each(|it| expression(it, see));
        nodes(&makro.body, see);
    }
    nodes(&template.body, see);
    for block in &template.blocks {
        nodes(&block.body, see);
    }
}

/// Shows every call of a filter, function or test that an expression of a template is.
pub(crate) fn calls<'t>(template: &'t Template, see: &mut dyn FnMut(&'t Call)) {
    expressions(template, &mut |expression| match expression {
        Expression::Call(call) | Expression::IsNot(call) => see(call),
        _ => {}
    });
}

fn nodes<'t>(nodes_of: &'t [Node], see: &mut dyn FnMut(&'t Expression)) {
    for node in nodes_of {
        match node {
            Node::Text(_) | Node::Block(_) | Node::Fail(_) => {}
            Node::Print(printed) => expression(printed, see),
            Node::If { branches, otherwise } => {
                for (condition, body) in branches {
                    expression(condition, see);
                    nodes(body, see);
                }
                nodes(otherwise, see);
            }
            Node::For { over, body, otherwise, .. } => {
                expression(over, see);
                nodes(body, see);
                nodes(otherwise, see);
            }
            Node::Set { value, .. } => expression(value, see),
            Node::Filter { calls, body } => {
                for call in calls {
                    call.arguments.iter().flatten().chain(&call.rest).for_each(|it| expression(it, see));
                }
                nodes(body, see);
            }
        }
    }
}

fn expression<'t>(shown: &'t Expression, see: &mut dyn FnMut(&'t Expression)) {
    see(shown);
    for child in shown.children() {
        expression(child, see);
    }
}
