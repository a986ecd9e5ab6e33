//! The rules of differentiation by their names.

/// A rule of differentiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// (u + v)′ = u′ + v′
    Sum,
    /// (c·u)′ = c·u′
    ConstantFactor,
    /// (u·v)′ = u′·v + u·v′
    Product,
    /// (u/v)′ = (u′·v − u·v′)/v²
    Quotient,
    /// (xⁿ)′ = n·xⁿ⁻¹
    Power,
    /// (aˣ)′ = aˣ·ln a
    Exponential,
    /// (uᵛ)′ = uᵛ·(v′·ln u + v·u′/u)
    PowerOfTwo,
    /// (f(u))′ = f′(u)·u′
    Chain,
    /// A function's own derivative.
    Standard,
    /// Piece by piece, where cases are told apart.
    Cases,
}

impl Rule {
    /// What it is called in messages: `calc.rule.product`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sum => "calc.rule.sum",
            Self::ConstantFactor => "calc.rule.constant-factor",
            Self::Product => "calc.rule.product",
            Self::Quotient => "calc.rule.quotient",
            Self::Power => "calc.rule.power",
            Self::Exponential => "calc.rule.exponential",
            Self::PowerOfTwo => "calc.rule.power-of-two",
            Self::Chain => "calc.rule.chain",
            Self::Standard => "calc.rule.standard",
            Self::Cases => "calc.rule.cases",
        }
    }
}
