//! Numbers beyond 64 bits: Java's `BigInteger` and `BigDecimal`.

use std::cmp::Ordering;

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// How many digits a power of ten may add when two scales meet; more is refused as too large.
const WIDEST_SHIFT: u32 = 4096;

/// An integer of any size, or a decimal: `unscaled × 10^-scale`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Big {
    /// A `BigInteger`.
    Integer(BigInt),
    /// A `BigDecimal`; two of different scale are not equal, as in Java.
    Decimal {
        /// All digits.
        unscaled: BigInt,
        /// How many of them stand behind the point; negative for trailing zeros left out.
        scale: i32,
    },
}

impl Big {
    /// Reads `12`, `-1.50`, `1e400`; without point and exponent it is an integer.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], Some(text[at + 1..].parse::<i32>().ok()?)),
            None => (text, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(digits) || !fraction.is_none_or(all_digits) || digits.len() + fraction.map_or(0, str::len) == 0 {
            return None;
        }
        let unscaled: BigInt = format!("{whole}{}", fraction.unwrap_or_default()).parse().ok()?;
        match (fraction, exponent) {
            (None, None) => Some(Self::Integer(unscaled)),
            (fraction, exponent) => {
                let scale = i32::try_from(fraction.map_or(0, str::len)).ok()?.checked_sub(exponent.unwrap_or(0))?;
                Some(Self::Decimal { unscaled, scale })
            }
        }
    }

    /// The nearest 64-bit float.
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::Integer(value) => value.to_string().parse().unwrap_or(f64::NAN),
            Self::Decimal { unscaled, scale } => {
                format!("{unscaled}e{}", -i64::from(*scale)).parse().unwrap_or(f64::NAN)
            }
        }
    }

    /// The decimal digits and the scale; an integer has scale 0.
    pub fn parts(&self) -> (&BigInt, i32) {
        match self {
            Self::Integer(value) => (value, 0),
            Self::Decimal { unscaled, scale } => (unscaled, *scale),
        }
    }

    /// Compares by value, whatever the scales; `None` where they are too far apart to be written out.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let ((left, right), _) = Self::aligned(self, other)?;
        Some(left.cmp(&right))
    }

    /// Both at the larger scale.
    pub(crate) fn aligned(left: &Self, right: &Self) -> Option<((BigInt, BigInt), i32)> {
        let ((a, left_scale), (b, right_scale)) = (left.parts(), right.parts());
        let scale = left_scale.max(right_scale);
        let raise = |value: &BigInt, from: i32| {
            let shift =
                u32::try_from(i64::from(scale) - i64::from(from)).ok().filter(|shift| *shift <= WIDEST_SHIFT)?;
            Some(value * BigInt::from(10).pow(shift))
        };
        Some(((raise(a, left_scale)?, raise(b, right_scale)?), scale))
    }
}

/// How many digits Pebble lets products and quotients have: `MathContext.DECIMAL128`.
const PRECISION: usize = 34;

/// Whether something smaller than the last digit was left out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    Something,
}

/// A decimal with no more digits than are kept, halves rounded to the even neighbour.
fn rounded(unscaled: BigInt, scale: i64, rest: Rest) -> Big {
    let clamped = |scale: i64| i32::try_from(scale).unwrap_or(if scale < 0 { i32::MIN } else { i32::MAX });
    let digits = unscaled.magnitude().to_string();
    let Some(dropped) = digits.len().checked_sub(PRECISION).filter(|dropped| *dropped > 0) else {
        return Big::Decimal { unscaled, scale: clamped(scale) };
    };
    let (kept, gone) = digits.split_at(PRECISION);
    let (first, others) = gone.split_at(1);
    let above_half = rest == Rest::Something || others.bytes().any(|digit| digit != b'0');
    let odd = kept.ends_with(['1', '3', '5', '7', '9']);
    let up = match first.cmp("5") {
        Ordering::Less => false,
        Ordering::Equal => above_half || odd,
        Ordering::Greater => true,
    };
    let mut magnitude: BigInt = kept.parse().unwrap_or_default();
    if up {
        magnitude += 1;
    }
    let unscaled = if unscaled < BigInt::ZERO { -magnitude } else { magnitude };
    let decimal = (unscaled, scale - i64::try_from(dropped).unwrap_or(i64::MAX));
    // Nine behind nine may have become one digit more.
    if decimal.0.magnitude().to_string().len() > PRECISION {
        rounded(decimal.0, decimal.1, Rest::Nothing)
    } else {
        Big::Decimal { unscaled: decimal.0, scale: clamped(decimal.1) }
    }
}

/// What Java's `BigDecimal` computes; `None` where the scales are too far apart, or the divisor is zero.
impl Big {
    /// The sum.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let ((left, right), scale) = Self::aligned(self, other)?;
        Some(Self::Decimal { unscaled: left + right, scale })
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Option<Self> {
        let ((left, right), scale) = Self::aligned(self, other)?;
        Some(Self::Decimal { unscaled: left - right, scale })
    }

    /// The product, of 34 digits at most.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let ((left, left_scale), (right, right_scale)) = (self.parts(), other.parts());
        rounded(left * right, i64::from(left_scale) + i64::from(right_scale), Rest::Nothing)
    }

    /// The quotient: exact where it ends within 34 digits, and then as short as the scales allow.
    pub fn divided_by(&self, other: &Self) -> Option<Self> {
        let ((left, left_scale), (right, right_scale)) = (self.parts(), other.parts());
        if *right == BigInt::ZERO {
            return None;
        }
        let wanted = i64::from(left_scale) - i64::from(right_scale);
        let digits = |value: &BigInt| value.magnitude().to_string().len();
        // One digit more than is kept decides about the last.
        let shift = (PRECISION + 2 + digits(right)).saturating_sub(digits(left));
        let raised = left * BigInt::from(10).pow(u32::try_from(shift).ok()?);
        let rest = if &raised % right == BigInt::ZERO { Rest::Nothing } else { Rest::Something };
        let quotient = rounded(raised / right, wanted + i64::try_from(shift).ok()?, rest);
        Some(match (quotient, rest) {
            (Self::Decimal { mut unscaled, mut scale }, Rest::Nothing) => {
                while i64::from(scale) > wanted && &unscaled % 10 == BigInt::ZERO {
                    unscaled /= 10;
                    scale -= 1;
                }
                Self::Decimal { unscaled, scale }
            }
            (other, _) => other,
        })
    }

    /// What a division leaves, with the sign of the dividend.
    pub fn remainder(&self, other: &Self) -> Option<Self> {
        let ((left, right), scale) = Self::aligned(self, other)?;
        if right == BigInt::ZERO {
            return None;
        }
        Some(Self::Decimal { unscaled: left % right, scale })
    }
}

impl From<i64> for Big {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_read_with_their_scale() {
        assert_eq!(Big::parse("-12"), Some(Big::Integer((-12).into())));
        assert_eq!(Big::parse("1.50"), Some(Big::Decimal { unscaled: 150.into(), scale: 2 }));
        assert_eq!(Big::parse("1e3"), Some(Big::Decimal { unscaled: 1.into(), scale: -3 }));
        for refused in ["", ".", "1.x", "0x1", "--1", "1e", "1_0"] {
            assert_eq!(Big::parse(refused), None, "{refused}");
        }
        assert_eq!(Big::parse("1.50").map(|value| value.to_f64()), Some(1.5));
    }

    #[test]
    fn products_and_quotients_have_34_digits() {
        let big = |text: &str| match Big::parse(text).expect("a number") {
            Big::Integer(unscaled) => Big::Decimal { unscaled, scale: 0 },
            decimal @ Big::Decimal { .. } => decimal,
        };
        let quotient = |left: &str, right: &str| big(left).divided_by(&big(right)).map(|big| crate::java::big(&big));
        for (left, right, expected) in [
            ("1.0", "3.0", "0.3333333333333333333333333333333333"),
            ("2.0", "3.0", "0.6666666666666666666666666666666667"),
            ("1.5", "2.0", "0.75"),
            ("1.00", "2.0", "0.5"),
            ("10", "2", "5"),
            ("100.0", "3.0", "33.33333333333333333333333333333333"),
            ("-1.0", "7.0", "-0.1428571428571428571428571428571429"),
        ] {
            assert_eq!(quotient(left, right).as_deref(), Some(expected), "{left} / {right}");
        }
        assert_eq!(quotient("1", "0"), None);
        let product = big("1234567890123456789.0").times(&big("9876543210987654321.0"));
        assert_eq!(crate::java::big(&product), "1.219326311370217952237463801111264E+37");
    }

    #[test]
    fn comparison_ignores_the_scale() {
        let big = |text| Big::parse(text).expect("a number");
        assert_eq!(big("1.50").compare(&big("1.5")), Some(Ordering::Equal));
        assert_eq!(big("10").compare(&big("9.99")), Some(Ordering::Greater));
        assert_eq!(big("1e2000000000").compare(&big("1")), None);
    }
}
