//! A tree back to text: the same tree is read from it again.

use super::tree::{Argument, Callee, Expression, Link, Literal, Name, Node, Piece, Prefix, Tree};

/// Writes a template. Operators stand as they stood; white space inside tags is made uniform.
pub fn print(tree: &Tree<'_>) -> String {
    let mut out = String::with_capacity(tree.text.len());
    nodes(&tree.nodes, &mut out);
    out
}

fn nodes(nodes: &[Node<'_>], out: &mut String) {
    for node in nodes {
        self::node(node, out);
    }
}

fn node(node: &Node<'_>, out: &mut String) {
    match node {
        // Text that would be read as something else, alone or with what follows. `verbatim` swallows a line break
        // behind each of its tags.
        Node::Text(text) if text.ends_with('{') || ["{{", "{%", "{#"].iter().any(|tag| text.contains(tag)) => {
            if text.contains("endverbatim") {
                out.extend(["{% raw %}", text, "{% endraw %}"]);
            } else {
                out.extend(["{% verbatim %}\n", text, "{% endverbatim %}\n"]);
            }
        }
        Node::Text(text) => out.push_str(text),
        Node::Comment(text, _) => comment(text, out),
        Node::Error(_) => {}
        Node::Print { expression, .. } => {
            out.push_str("{{ ");
            self::expression(expression, out);
            out.push_str(" }}");
        }
        Node::If { branches, otherwise, .. } => {
            for (index, (condition, body)) in branches.iter().enumerate() {
                out.push_str(if index == 0 { "{% if " } else { "{% elseif " });
                expression(condition, out);
                out.push_str(" %}");
                nodes(body, out);
            }
            or_else(otherwise.as_deref(), out);
            out.push_str("{% endif %}");
        }
        Node::For { variable, over, body, otherwise, .. } => {
            out.extend(["{% for ", variable.text, " in "]);
            expression(over, out);
            out.push_str(" %}");
            nodes(body, out);
            or_else(otherwise.as_deref(), out);
            out.push_str("{% endfor %}");
        }
        Node::Set { name, value, .. } => {
            out.extend(["{% set ", name.text, " = "]);
            expression(value, out);
            out.push_str(" %}");
        }
        Node::Macro { name, parameters, body, .. } => {
            out.extend(["{% macro ", name.text, "("]);
            for (index, (parameter, default)) in parameters.iter().enumerate() {
                out.extend([if index == 0 { "" } else { ", " }, parameter.text]);
                if let Some(default) = default {
                    out.push('=');
                    expression(default, out);
                }
            }
            out.push_str(") %}");
            nodes(body, out);
            out.push_str("{% endmacro %}");
        }
        Node::Block { name, body, .. } => {
            out.push_str("{% block ");
            text(name.text, out);
            out.push_str(" %}");
            nodes(body, out);
            out.push_str("{% endblock %}");
        }
        Node::Filter { calls, body, .. } => {
            out.push_str("{% filter ");
            for (index, call) in calls.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { " | " });
                callee(call, out);
            }
            out.push_str(" %}");
            nodes(body, out);
            out.push_str("{% endfilter %}");
        }
    }
}

/// A `-` at the end of a comment can only stand before one that trims; at its beginning, none trims that blanks do not
/// follow.
fn comment(text: &str, out: &mut String) {
    let after = if text.ends_with('-') { "-" } else { "" };
    out.extend(["{#", text, after, "#}"]);
}

fn or_else(otherwise: Option<&[Node<'_>]>, out: &mut String) {
    if let Some(otherwise) = otherwise {
        out.push_str("{% else %}");
        nodes(otherwise, out);
    }
}

fn expression(expression: &Expression<'_>, out: &mut String) {
    match expression {
        Expression::Literal(literal, _) => self::literal(literal, out),
        Expression::Interpolation(pieces, _) => {
            out.push('"');
            for piece in pieces {
                match piece {
                    Piece::Text(text) => out.push_str(text),
                    Piece::Hole(hole) => {
                        out.push_str("#{");
                        self::expression(hole, out);
                        out.push('}');
                    }
                }
            }
            out.push('"');
        }
        Expression::Name(name) => out.push_str(name.text),
        Expression::Group(grouped, _) => {
            out.push('(');
            self::expression(grouped, out);
            out.push(')');
        }
        Expression::List(items, _) => {
            out.push('[');
            separated(items, out, self::expression);
            out.push(']');
        }
        Expression::Map(entries, _) => {
            out.push('{');
            separated(entries, out, |(key, value), out| {
                self::expression(key, out);
                out.push_str(": ");
                self::expression(value, out);
            });
            // Not `}}`, which would end the tag where a bracket is missing.
            out.push_str(" }");
        }
        Expression::Attribute(of, name) => {
            self::expression(of, out);
            out.push('.');
            out.push_str(name.text);
        }
        Expression::Index(of, key, _) => {
            self::expression(of, out);
            out.push('[');
            self::expression(key, out);
            out.push(']');
        }
        Expression::Call(callee) => called(callee, out),
        Expression::Method(of, callee) => {
            self::expression(of, out);
            out.push('.');
            called(callee, out);
        }
        Expression::Unary(prefix, operand, _) => {
            out.push_str(match prefix {
                Prefix::Not => "not ",
                Prefix::Minus => "-",
                Prefix::Plus => "+",
            });
            self::expression(operand, out);
        }
        Expression::Chain(chain) => {
            self::expression(&chain.first, out);
            for link in &chain.links {
                self::link(link, out);
            }
        }
        Expression::Choice(choice) => {
            self::expression(&choice.condition, out);
            out.push_str(" ? ");
            self::expression(&choice.then, out);
            out.push_str(" : ");
            self::expression(&choice.otherwise, out);
        }
        Expression::Missing(_) => {}
    }
}

fn link(link: &Link<'_>, out: &mut String) {
    match link {
        Link::Binary(operator, _, right) => {
            out.extend([" ", operator.symbol(), " "]);
            expression(right, out);
        }
        Link::Filter(filter) => {
            out.push_str(" | ");
            callee(filter, out);
        }
        Link::Is(test, _) => {
            out.push_str(" is ");
            callee(test, out);
        }
        Link::IsNot(test, _) => {
            out.push_str(" is not ");
            callee(test, out);
        }
    }
}

/// A filter or test: parentheses only around arguments.
fn callee(callee: &Callee<'_>, out: &mut String) {
    if callee.arguments.is_empty() { out.push_str(callee.name.text) } else { called(callee, out) }
}

fn called(callee: &Callee<'_>, out: &mut String) {
    out.push_str(callee.name.text);
    out.push('(');
    separated(&callee.arguments, out, |Argument { name, value }, out| {
        if let Some(Name { text, .. }) = name {
            out.push_str(text);
            out.push('=');
        }
        expression(value, out);
    });
    out.push(')');
}

fn separated<T>(items: &[T], out: &mut String, mut write: impl FnMut(&T, &mut String)) {
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        write(item, out);
    }
}

fn literal(literal: &Literal<'_>, out: &mut String) {
    match literal {
        Literal::Null => out.push_str("null"),
        Literal::Bool(true) => out.push_str("true"),
        Literal::Bool(false) => out.push_str("false"),
        Literal::Integer(value) => out.push_str(&value.to_string()),
        // Never an exponent, which the language does not have.
        Literal::Float(value) => {
            let digits = value.to_string();
            out.push_str(&digits);
            out.push_str(if digits.contains('.') { "" } else { ".0" });
        }
        Literal::Text(text) => self::text(text, out),
    }
}

/// A text in quotes. Of the two kinds of quotes the one is taken in which the text can be written.
fn text(text: &str, out: &mut String) {
    let fits = |quote: char| {
        let mut escaped = false;
        for char in text.chars() {
            if escaped && char == quote {
                return false;
            }
            escaped = char == '\\' && !escaped;
        }
        !escaped
    };
    match (text.contains('\''), text.contains('"'), text.contains('#')) {
        (false, _, _) if fits('\'') => out.extend(["'", text, "'"]),
        (true, false, false) if fits('"') => out.extend(["\"", text, "\""]),
        // With a `#` in double quotes nothing is unescaped.
        (_, _, true) if !fits('\'') => out.extend(["\"", text, "\""]),
        _ if fits('\'') => out.extend(["'", &text.replace('\'', "\\'"), "'"]),
        _ => out.extend(["\"", &text.replace('"', "\\\""), "\""]),
    }
}
