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

/// What Java's `BigDecimal` computes; `None` where the scales are too far apart, or where a quotient never ends.
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

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let ((left, left_scale), (right, right_scale)) = (self.parts(), other.parts());
        Self::Decimal { unscaled: left * right, scale: left_scale.saturating_add(right_scale) }
    }

    /// The exact quotient.
    pub fn divided_by(&self, other: &Self) -> Option<Self> {
        let ((mut left, left_scale), (right, right_scale)) = ((self.parts().0.clone(), self.parts().1), other.parts());
        if *right == BigInt::ZERO {
            return None;
        }
        let mut scale = left_scale.checked_sub(right_scale)?;
        for _ in 0..WIDEST_SHIFT {
            if &left % right == BigInt::ZERO {
                return Some(Self::Decimal { unscaled: left / right, scale });
            }
            left *= 10;
            scale = scale.checked_add(1)?;
        }
        None
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
    fn comparison_ignores_the_scale() {
        let big = |text| Big::parse(text).expect("a number");
        assert_eq!(big("1.50").compare(&big("1.5")), Some(Ordering::Equal));
        assert_eq!(big("10").compare(&big("9.99")), Some(Ordering::Greater));
        assert_eq!(big("1e2000000000").compare(&big("1")), None);
    }
}
