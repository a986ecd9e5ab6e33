//! How an operation is written, and how a formula with it is told.

/// How a formula with an operation is told to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// As it is written.
    Written,
    /// By the number that the operation comes to: how many there are of something.
    Counted,
    /// In words, or by the steps inside it: no notation of mathematics says it.
    InWords,
}

/// How an operation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `name(x, y)`
    Function,
    /// Under another name: `ReLU(x)`.
    Named(&'static str),
    /// An operator of the language.
    Infix,
    /// ⌊x⌋
    Floor,
    /// ⌈x⌉
    Ceil,
    /// |x|
    Absolute,
    /// ‖x‖
    Norm,
    /// √x
    Radical,
    /// eˣ
    Exponential,
    /// x · ln y
    TimesLn,
    /// xᵀ
    Transpose,
    /// Σ x
    Sum,
    /// A brace with a value and a condition in each row.
    Cases,
    /// The first operand names the function: σ(z).
    Apply,
    /// The first operand names the function: σ′(z).
    Slope,
    /// h × w of a size.
    Area,
    /// Its first operand alone: it only lays that out otherwise.
    Operand,
    /// x yᵀ
    Outer,
    /// xᵀ y
    Dot,
    /// x/y
    Quotient,
    /// [x, y]
    Joined,
    /// [x = y]: 1 where it holds.
    Bracket,
    /// x[from…to]
    Rows,
    /// x[:, from…to]
    Columns,
    /// ∂L/∂x
    Partial,
    /// f(x), where f is the first operand.
    ValueAt,
}
