//! How tight operators bind in each dialect (expressions.md §1.5, expression-versions.md).

use grammar::expression::tree::{Chain, Expression, Link, Operator};
use plan::Dialect;

/// A chain of operands with its operators applied in order.
#[derive(Debug, PartialEq)]
pub(super) enum Nested<'t, 'a> {
    /// The first operand, or that on the right of an operator.
    Operand(&'t Expression<'a>),
    /// An operator between two operands; the link says which.
    Binary(&'t Link<'a>, Box<Nested<'t, 'a>>, Box<Nested<'t, 'a>>),
    /// A filter or test behind an operand.
    Behind(&'t Link<'a>, Box<Nested<'t, 'a>>),
}

const FILTER: u8 = 100;
const TEST: u8 = 20;

/// A higher number binds tighter; all are left-associative.
fn binding(operator: Operator, dialect: Dialect) -> u8 {
    match (operator, dialect) {
        (Operator::Range, _) => 120,
        (Operator::OrNull | Operator::OrUndefined | Operator::IsIn, Dialect::V1) => 120,
        (Operator::OrNull | Operator::OrUndefined | Operator::IsIn, Dialect::V2) => 30,
        (Operator::Concatenate, _) => 110,
        (Operator::Multiply | Operator::Divide | Operator::Remainder, _) => 60,
        (Operator::Add | Operator::Subtract, _) => 40,
        (
            Operator::Equal
            | Operator::Equals
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual,
            _,
        ) => 30,
        (Operator::Contains, _) => 20,
        (Operator::And, _) => 15,
        (Operator::Or, _) => 10,
    }
}

/// Applies the operators of a chain in the order of a dialect.
pub(super) fn nest<'t, 'a>(chain: &'t Chain<'a>, dialect: Dialect) -> Nested<'t, 'a> {
    let mut links = chain.links.as_slice();
    climb(Nested::Operand(&chain.first), &mut links, 0, dialect)
}

fn climb<'t, 'a>(
    mut left: Nested<'t, 'a>,
    links: &mut &'t [Link<'a>],
    tightest: u8,
    dialect: Dialect,
) -> Nested<'t, 'a> {
    while let Some((link, rest)) = links.split_first() {
        let binds = match link {
            Link::Binary(operator, ..) => binding(*operator, dialect),
            Link::Filter(_) => FILTER,
            Link::Is(..) | Link::IsNot(..) => TEST,
        };
        if binds < tightest {
            break;
        }
        *links = rest;
        left = match link {
            Link::Binary(_, _, right) => {
                let right = climb(Nested::Operand(right), links, binds + 1, dialect);
                Nested::Binary(link, Box::new(left), Box::new(right))
            }
            Link::Filter(_) | Link::Is(..) | Link::IsNot(..) => Nested::Behind(link, Box::new(left)),
        };
    }
    left
}

/// Whether a chain means different things in the two dialects.
pub(super) fn is_ambiguous(chain: &Chain<'_>) -> bool {
    let depends =
        |link: &Link<'_>| matches!(link, Link::Binary(Operator::OrNull | Operator::OrUndefined | Operator::IsIn, ..));
    chain.links.len() > 1 && chain.links.iter().any(depends) && nest(chain, Dialect::V1) != nest(chain, Dialect::V2)
}

/// What an operator or test is called that compares its sides.
pub(super) fn compares(link: &Link<'_>) -> Option<&'static str> {
    match link {
        Link::Binary(operator, ..) => match operator {
            Operator::Equal
            | Operator::Equals
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::Contains
            | Operator::IsIn => Some(operator.symbol()),
            Operator::Range
            | Operator::OrNull
            | Operator::OrUndefined
            | Operator::Concatenate
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Add
            | Operator::Subtract
            | Operator::And
            | Operator::Or => None,
        },
        Link::Is(..) => Some("is"),
        Link::IsNot(..) => Some("is not"),
        Link::Filter(_) => None,
    }
}
