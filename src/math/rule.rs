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
