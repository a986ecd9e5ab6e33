//! The things that errors speak of. Each has a key, by which the messages of an interface know it.

use std::fmt;

/// A list of things, each with its key.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $value,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$value),*];

            /// Its key.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$value => $key,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.key())
            }
        }
    };
}

words! {
    /// What a value is, or what an operation takes.
    Sort {
        /// A number.
        Number = "number",
        /// A tensor of one or several maps: H×W or C×H×W.
        Maps = "maps",
        /// A vector or a matrix.
        VectorOrMatrix = "vector-or-matrix",
        /// An expression that is no name.
        Expression = "expression",
        /// A truth value.
        Truth = "truth",
        /// A tensor.
        Tensor = "tensor",
        /// A list or a vector.
        ListOrVector = "list-or-vector",
        /// A formula of one variable.
        Function = "function",
        /// A formula of several variables.
        SeveralVariables = "several-variables",
        /// Vectors or matrices.
        VectorsOrMatrices = "vectors-or-matrices",
        /// Rows `x1,y1,x2,y2`.
        Boxes = "boxes",
        /// Numbers.
        Numbers = "numbers",
        /// A text.
        Text = "text",
        /// A tensor to differentiate by.
        Variable = "variable",
        /// A record.
        Record = "record",
        /// A number to differentiate.
        Loss = "loss",
        /// A name.
        Name = "name",
        /// A matrix or a tensor.
        MatrixOrTensor = "matrix-or-tensor",
        /// A list.
        List = "list",
        /// A vector.
        Vector = "vector",
        /// A matrix.
        Matrix = "matrix",
        /// A size.
        Size = "size",
        /// A formula.
        Formula = "formula",
        /// Nothing: a value that was not given.
        Nothing = "nothing",
    }
}

words! {
    /// For what an operation is not defined.
    Unfit {
        /// There must be at least one number.
        NoNumber = "no-number",
        /// There must be a number or a list.
        NoNumberOrList = "no-number-or-list",
        /// An operand cannot be laid out in memory.
        Layout = "layout",
        /// There is no linear layer to give the classes.
        NoLinearLayer = "no-linear-layer",
        /// Padding may be at most half of the window.
        PaddingOverHalf = "padding-over-half",
        /// Output padding must be less than the stride.
        OutputPadding = "output-padding",
        /// The sides are too large.
        TooLarge = "too-large",
        /// Sides, strides and dilations must be at least 1.
        BelowOne = "below-one",
        /// There are no layers such as `conv:6:5,pool:2,fc:120`.
        NoLayers = "no-layers",
        /// Classes must be counted from 0.
        Classes = "classes",
        /// A whole number is wanted.
        NotWhole = "not-whole",
        /// A whole number that is not negative is wanted.
        NotWholeOrNegative = "not-whole-or-negative",
        /// A region `x1,y1,x2,y2` is wanted.
        NoRegion = "no-region",
        /// There are no windows.
        NoWindows = "no-windows",
        /// There are no bins.
        NoBins = "no-bins",
        /// A window lies in the padding.
        OnlyPadding = "only-padding",
        /// A row of the mask leaves nothing visible.
        NothingVisible = "nothing-visible",
    }
}

/// What could have stood somewhere in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A name.
    Name,
    /// A value.
    Value,
    /// An operator, or the end.
    OperatorOrEnd,
    /// `and`, `or`, or the end.
    AndOrEnd,
    /// An index.
    Index,
    /// This sign.
    Sign(&'static str),
}

impl Expected {
    /// All but signs.
    pub const ALL: &[Self] = &[Self::Name, Self::Value, Self::OperatorOrEnd, Self::AndOrEnd, Self::Index];

    /// Its key; none of a sign, which stands for itself.
    #[must_use]
    pub const fn key(self) -> Option<&'static str> {
        Some(match self {
            Self::Name => "name",
            Self::Value => "value",
            Self::OperatorOrEnd => "operator-or-end",
            Self::AndOrEnd => "and-or-end",
            Self::Index => "index",
            Self::Sign(_) => return None,
        })
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sign(sign) => f.write_str(sign),
            other => f.write_str(other.key().unwrap_or_default()),
        }
    }
}
