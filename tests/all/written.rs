//! Forms in which students write numbers, lists, matrices, sizes and verdicts: each is read as it is meant, and said how
//! where that differs from its letters, or it is sent back with a sentence that says how to write it.

use dlrev::calculation::draw::posed;
use dlrev::calculation::{Exercise, Wanted, Workings, given};
use dlrev::course::spec::Spec;
use dlrev::course::{Course, Lang};

/// An exercise of given values.
struct Asked {
    spec: Spec,
    exercise: Exercise,
}

/// What comes of an answer.
#[derive(Debug, PartialEq)]
enum Came {
    /// Right, read as it stands.
    Right,
    /// Right, and said how it was read.
    ReadAs(String),
    /// Marked wrong.
    Wrong,
    /// Sent back with these sentences.
    Back([String; 2]),
}

impl Asked {
    fn new(kind: &str, flags: &[(&str, &str)], keys: &[&str]) -> Self {
        let spec = Course::open(None).unwrap().calculation(kind).value.unwrap();
        let texts: Vec<(String, String)> = flags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let given = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let exercise = posed(&spec, &given, Wanted { keys: &keys, ..Wanted::default() }, false).unwrap();
        Self { spec, exercise }
    }

    /// One whose answer is this number.
    fn number(x: &str) -> Self {
        Self::new("chain", &[("f", "x"), ("at", &format!("x={x}"))], &["value"])
    }

    /// One whose answer is this list.
    fn list(list: &str) -> Self {
        Self::new("clip", &[("g", list), ("max-norm", "1000")], &["g"])
    }

    /// One whose answer is this matrix.
    fn matrix(matrix: &str) -> Self {
        Self::new("convolve", &[("x", matrix), ("k", "[[1]]")], &["y"])
    }

    fn came(&self, line: &str) -> Came {
        match Workings::of(&self.spec, &self.exercise).grade(line) {
            Ok(grade) if grade.score == 1.0 => grade.read_as.map_or(Came::Right, Came::ReadAs),
            Ok(_) => Came::Wrong,
            Err(why) => Came::Back(Lang::ALL.map(|lang| why.sentence().get(lang).to_owned())),
        }
    }
}

/// Forms that are read as they stand.
fn plain(asked: &Asked, forms: &[&str]) {
    all(asked, forms, |came| *came == Came::Right);
}

/// Forms that are read, and said how.
fn told(asked: &Asked, forms: &[&str]) {
    all(asked, forms, |came| matches!(came, Came::ReadAs(_)));
}

/// Forms that are sent back, free of charge, in both languages and without a word of Rust or of the answer.
fn back(asked: &Asked, forms: &[&str]) {
    let fair = |said: &String| !said.is_empty() && !said.contains("\\u") && !said.contains("Err(");
    all(asked, forms, |came| matches!(came, Came::Back(said) if said.iter().all(fair) && said[0] != said[1]));
}

/// Every form comes to what is wanted of it.
fn all(asked: &Asked, forms: &[&str], wanted: impl Fn(&Came) -> bool) {
    let came = forms.iter().map(|form| (form, asked.came(form)));
    let faults: Vec<_> = came.filter(|(_, came)| !wanted(came)).collect();
    assert!(faults.is_empty(), "{} of {}: {faults:#?}", faults.len(), forms.len());
}

#[test]
fn a_half_is_read_as_it_stands() {
    let half = Asked::number("0.5");
    let plainly = [
        "0.5",
        ".5",
        "0.50",
        "+0.5",
        "5e-1",
        "5E-1",
        "5*10^-1",
        "5x10^-1",
        "5·10^(-1)",
        "1/2",
        "1 / 2",
        " 1/2 ",
        "(1/2)",
        "（0.5）",
        "0.5。",
        "0.5.",
        "０．５",
        "1 ÷ 2",
        "1∕2",
        "1⁄2",
        "2^-1",
        "2^(−1)",
        "sqrt(0.25)",
        "√0.25",
        "1/4+1/4",
        "1-0.5",
        "sigmoid(0)",
        "σ(0)",
        "|−0.5|",
        "1/2 = 0.5",
        "= 0.5",
        "value = 0.5",
        "value=1/2=0.5",
        "value：0.5",
        "0.5!",
        "0.5；",
        "exp(-ln 2)",
        "exp(-ln2)",
        "0.5 ",
    ];
    plain(&half, &plainly);
}

#[test]
fn a_half_written_otherwise_is_read_and_said() {
    let half = Asked::number("0.5");
    let said = [
        "**0.5**",
        "*0.5*",
        "__0.5__",
        "`0.5`",
        "```0.5```",
        "$0.5$",
        "$$0.5$$",
        "\\(0.5\\)",
        "\\[0.5\\]",
        "\"0.5\"",
        "“0.5”",
        "「0.5」",
        "【0.5】",
        "<0.5>",
        "[0.5]",
        "{0.5}",
        "≈0.5",
        "~0.5",
        "约0.5",
        "大约 0.5",
        "约等于0.5",
        "0.5左右",
        "0.5 左右",
        "about 0.5",
        "About 0.5",
        "approximately 0.5",
        "approx. 0.5",
        "答案是 0.5",
        "答案：0.5",
        "答：0.5",
        "答案为0.5",
        "结果等于 0.5",
        "The answer is 0.5",
        "the answer is 0.5.",
        "answer: 0.5",
        "Answer: **0.5**",
        "答案：**0.5**",
        "所以得 0.5",
        "1/2 ≈ 0.5",
        "value ≈ 0.5 左右",
        "x=0.5 左右",
        "1/2（即一半）",
        "0.5 (rounded)",
        "0.5（保留一位小数）",
        "½",
        "50%",
        "50 %",
        "５０％",
        "50 percent",
        "百分之50",
        "500‰",
        "2⁻¹",
        "5×10⁻¹",
        "\\frac{1}{2}",
        "\\frac12",
        "\\dfrac{1}{2}",
        "1\\div 2",
        "\\boxed{0.5}",
        "5 \\times 10^{-1}",
        "5 e-1",
        "2**-1",
        "0。5",
        "一半",
        "百分之五十",
        "二分之一",
        "零点五",
        "half",
        "one half",
        "0.5 个",
        "0.5 ≈ 1/2",
        "1/2 → 0.5",
        "np.array([0.5])",
        "tensor([0.5000])",
        "\u{200b}≈0.5\u{feff}",
    ];
    told(&half, &said);
}

#[test]
fn what_is_no_number_is_sent_back() {
    let half = Asked::number("0.5");
    let unread = [
        "0.5 nats",
        "0.5 字节",
        "0.5 cats",
        "0,5",
        "0.5,0.6",
        "1 2 3",
        "0.5 ± 0.1",
        "∞",
        "abc",
        "≈",
        "1/",
        "(0.5",
        "0.5)",
        "?",
        "不是 0.5",
        "the answer is not 0.5",
        "ln(-1)",
        "1/0",
        "[[0.5],[0.6]]",
        "0.5 or 0.6",
        ">0.5",
        "大于0.5",
        "一半以上",
    ];
    back(&half, &unread);
}

#[test]
fn numbers_are_read_as_they_are_meant() {
    let minus = Asked::number("-0.5");
    plain(
        &minus,
        &[
            "-0.5", "−0.5", "–0.5", "—0.5", "－0.5", "﹣0.5", "- 0.5", "-1/2", "(-0.5)", "-.5", "‐0.5", "‑0.5",
            "0-0.5", "-(1/2)",
        ],
    );
    told(&minus, &["负0.5", "minus 0.5", "−½", "\\(-0.5\\)", "-50%", "$-\\frac{1}{2}$"]);

    let small = Asked::number("1e-3");
    let plainly = [
        "0.001",
        "1e-3",
        "1E-3",
        "1e−3",
        "1.0E-03",
        "10^-3",
        "10^−3",
        "10^(-3)",
        "1*10^-3",
        "1 × 10^−3",
        "1x10^-3",
        "1/1000",
        "10e-4",
    ];
    plain(&small, &plainly);
    let said = ["10⁻³", "1×10⁻³", "1·10⁻³", "10^{-3}", "1 \\times 10^{-3}", "10**-3", "1‰", "0.1%", "1 e-3"];
    told(&small, &said);

    let large = Asked::number("1024");
    plain(&large, &["1024", "1024.0", "１０２４", "2^10", "32*32", "1.024e3", "1.024×10^3", "(1024)"]);
    let said = [
        "1,024",
        "1，024",
        "1 024",
        "1_024",
        "1’024",
        "1'024",
        "1\u{a0}024",
        "1\u{202f}024",
        "1,024.0",
        "2¹⁰",
        "32²",
        "1024 个参数",
        "1024个",
        "共 1024 个",
        "1024 parameters",
        "1,024 params",
        "1.024×10³",
        "1.024k",
        "1.024K",
        "0.1024万",
        "1{,}024",
        "**1,024**",
        "1 024 个",
        "2**10",
        "1.024 千",
        "1.024 thousand",
    ];
    told(&large, &said);
    told(&Asked::number("1.5"), &["1 1/2", "1½", "3/2 (=1.5)"]);
    told(&Asked::number("ln 2"), &["ln2 = 0.6931471806 nats"]);
    plain(&Asked::number("ln 2"), &["ln2", "ln 2", "ln(2)", "log 2", "-ln0.5", "−log(0.5)"]);
}

#[test]
fn lists_are_read_as_they_are_meant_or_sent_back() {
    let list = Asked::list("1,-2");
    let plainly = [
        "1,-2",
        "1, -2",
        "[1,-2]",
        "[1, −2]",
        "(1,-2)",
        "(1, -2)",
        "（1，−2）",
        "1，-2",
        "1、-2",
        "1 -2",
        "1  -2",
        "［1，-2］",
        "[1 -2]",
        "[ 1 -2]",
        "[1,-2,]",
        "1,-2,",
        "1;-2",
        "[[1],[-2]]",
        "[[1,-2]]",
        "g = [1, -2]",
        "[1, -2]。",
        "1/1, -4/2",
        "g=1,-2",
        "⟨1,-2⟩",
        "[1. -2.]",
        "[1,-2]ᵀ",
    ];
    plain(&list, &plainly);
    let said = [
        "{1,-2}",
        "{ 1, -2 }",
        "<1, -2>",
        "**[1, -2]**",
        "`1,-2`",
        "$[1,-2]$",
        "\\{1,-2\\}",
        "[1,-2]^T",
        "(1,-2)^T",
        "[1, -2].T",
        "array([ 1., -2.])",
        "np.array([1, -2])",
        "tensor([ 1., -2.])",
        "\\begin{pmatrix}1\\\\-2\\end{pmatrix}",
        "\\begin{bmatrix} 1 & -2 \\end{bmatrix}",
        "1 和 -2",
        "1 and -2",
        "分别为 1, -2",
        "答案：1, -2",
        "the answer is [1, -2]",
        "≈ [1, -2]",
    ];
    told(&list, &said);
    back(&list, &["[1,-2", "1,,-2", "a,b", "一，负", "1 bis -2"]);
}

#[test]
fn matrices_are_read_as_they_are_meant_or_sent_back() {
    let matrix = Asked::matrix("1,2;3,4");
    let plainly = [
        "1,2;3,4",
        "1, 2; 3, 4",
        "[1,2;3,4]",
        "[[1,2],[3,4]]",
        "[[1, 2], [3, 4]]",
        "[[1,2];[3,4]]",
        "[1,2],[3,4]",
        "[1,2];[3,4]",
        "1 2; 3 4",
        "[1 2; 3 4]",
        "[[1 2] [3 4]]",
        "1，2；3，4",
        "(1,2);(3,4)",
        "((1,2),(3,4))",
        "(1 2; 3 4)",
        "[1,2] [3,4]",
        "y=[[1,2],[3,4]]",
        "[[1, 2], [3, 4]].",
        "[[1. 2.] [3. 4.]]",
        "[[1. 2.]\n [3. 4.]]",
    ];
    plain(&matrix, &plainly);
    let said = [
        "{1,2;3,4}",
        "{{1,2},{3,4}}",
        "array([[1., 2.], [3., 4.]])",
        "\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}",
        "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
        "**[[1,2],[3,4]]**",
        "$\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$",
        "[[1,3],[2,4]]^T",
        "torch.tensor([[1, 2], [3, 4]])",
    ];
    told(&matrix, &said);
    back(&matrix, &["[[1,2],[3]]", "1,2;3", "12 34 bis"]);
}

#[test]
fn sizes_are_read_as_they_are_meant_or_sent_back() {
    let size = Asked::new("conv", &[("n", "32x28"), ("f", "1")], &["out_h", "out_w"]);
    let plainly = [
        "32x28",
        "32×28",
        "32 x 28",
        "32X28",
        "３２×２８",
        "32,28",
        "(32, 28)",
        "[32, 28]",
        "32 28",
        "32×28。",
        "out_h=32; out_w=28",
        "out_h=32, out_w=28",
        "out_w=28; out_h=32",
    ];
    plain(&size, &plainly);
    told(&size, &["32*28", "32 \\times 28", "**32×28**", "约 32×28", "(32,28) 像素"]);
    back(&size, &["32", "32x", "32x28x", "高32宽28"]);
}

#[test]
fn verdicts_are_read_as_they_are_meant_or_sent_back() {
    let verdict = Asked::new("fit", &[("train", "0.02"), ("test", "0.4")], &["verdict"]);
    plain(
        &verdict,
        &["overfit", "过拟合", "Overfit", "overfitting", "OVERFITTING", "over fit", "过拟合。", "verdict: overfitting"],
    );
    let said = [
        "over-fit",
        "“过拟合”",
        "**过拟合**",
        "`overfit`",
        "是过拟合",
        "属于过拟合",
        "模型过拟合了",
        "过度拟合",
        "the model overfits",
        "It is overfitting.",
        "overfitted",
        "判定：过拟合",
        "答案是过拟合",
        "高方差",
        "high variance",
    ];
    told(&verdict, &said);
    back(&verdict, &["不过拟合", "不知道", "it does not overfit", "过拟合或欠拟合", "0.4", "neither"]);
    let verdict = Asked::new("gradient-flow", &[("act", "sigmoid"), ("depth", "20")], &["verdict"]);
    plain(&verdict, &["vanishing", "梯度消失"]);
    let said = ["消失", "vanishes", "The gradient vanishes", "梯度会消失", "vanishing gradients", "梯度消失了"];
    told(&verdict, &said);
    back(&verdict, &["梯度不消失", "爆炸或消失"]);
}
