//! Coefficients as a person keeps them: fractions exact, decimals as decimals.

use crate::expr::{Expr, ExprKind};
use crate::value::Value;

/// A fraction in lowest terms, its denominator above 0. A decimal one is written with a point: 0.1 and not 1/10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    pub(super) above: i64,
    pub(super) below: i64,
    decimal: bool,
}

const fn common(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Ratio {
    pub(super) const ONE: Self = Self::whole(1);

    pub(super) const fn whole(number: i64) -> Self {
        Self { above: number, below: 1, decimal: false }
    }

    fn new(above: i64, below: i64, decimal: bool) -> Option<Self> {
        let shared = common(above.checked_abs()?, below.checked_abs()?);
        if below == 0 || shared == 0 {
            return (below != 0).then_some(Self { above: 0, below: 1, decimal });
        }
        let sign = below.signum();
        Some(Self { above: sign * above / shared, below: sign * below / shared, decimal })
    }

    /// The number that an expression is written as, where it is a short decimal.
    pub(super) fn of(expr: &Expr) -> Option<Self> {
        match &expr.kind {
            ExprKind::Number(_, text) => Self::read(text),
            ExprKind::Value(Value::Number(number)) => Self::read(&number.to_string()),
            _ => None,
        }
    }

    fn read(text: &str) -> Option<Self> {
        match text.split_once('.') {
            None => Some(Self::whole(text.parse().ok()?)),
            Some((whole, fraction)) => {
                let below = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
                Self::new(format!("{whole}{fraction}").parse().ok()?, below, true)
            }
        }
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let above = self.above.checked_mul(other.below)?.checked_add(other.above.checked_mul(self.below)?)?;
        Self::new(above, self.below.checked_mul(other.below)?, self.decimal || other.decimal)
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let decimal = self.decimal || other.decimal;
        Self::new(self.above.checked_mul(other.above)?, self.below.checked_mul(other.below)?, decimal)
    }

    pub(super) fn inverse(self) -> Option<Self> {
        Self::new(self.below, self.above, self.decimal)
    }

    pub(super) fn to_the(self, power: i64) -> Option<Self> {
        let size = u32::try_from(power.unsigned_abs()).ok()?;
        let raised = Self::new(self.above.checked_pow(size)?, self.below.checked_pow(size)?, self.decimal)?;
        if power < 0 { raised.inverse() } else { Some(raised) }
    }

    pub(super) const fn negative(self) -> Self {
        Self { above: -self.above, ..self }
    }

    pub(super) fn is_one(self) -> bool {
        self.above == 1 && self.below == 1
    }

    /// The number itself, where it is whole.
    pub(super) fn as_whole(self) -> Option<i64> {
        (self.below == 1).then_some(self.above)
    }

    /// Above and below the line, without the sign; nothing below where a decimal has an end.
    pub(super) fn parts(self) -> (String, Option<String>) {
        let (above, below) = (self.above.unsigned_abs(), self.below.unsigned_abs());
        let places = (1..=9_u32).find(|places| 10_u64.pow(*places) % below == 0);
        match places {
            _ if below == 1 => (above.to_string(), None),
            Some(places) if self.decimal => {
                let scaled = u128::from(above) * 10_u128.pow(places) / u128::from(below);
                let digits = format!("{scaled:0>width$}", width = places as usize + 1);
                let (whole, fraction) = digits.split_at(digits.len() - places as usize);
                (format!("{whole}.{fraction}"), None)
            }
            _ => (above.to_string(), Some(below.to_string())),
        }
    }
}
