//! Rules of differentiation as they are got wrong.

/// One rule taken for another, wherever it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// (f(u))′ = f′(u): the inner derivative is left out.
    Chain,
    /// (u·v)′ = u′·v′
    Product,
    /// (u/v)′ = u′/v′
    Quotient,
    /// (u/v)′ = (u·v′ − u′·v)/v²
    QuotientReversed,
    /// (xⁿ)′ = n·xⁿ: the exponent is not lowered.
    Power,
    /// (xⁿ)′ = xⁿ⁻¹: the exponent does not come in front.
    Factor,
}

impl Slip {
    /// Each with its name in the formula language.
    pub const ALL: [(&'static str, Self); 6] = [
        ("chain", Self::Chain),
        ("product", Self::Product),
        ("quotient", Self::Quotient),
        ("quotient-reversed", Self::QuotientReversed),
        ("power", Self::Power),
        ("factor", Self::Factor),
    ];

    /// The slip of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, slip)| slip)
    }
}
