//! Blanks of the course, as students fill them: what counts, what does not, and what is told of a near miss.

use dlrev::course::Lang;
use dlrev::course::kinds::Mark;

use crate::asked::Questions;

impl Questions {
    /// How an answer to a question is marked.
    fn mark(&self, id: &str, text: &str, lang: Lang) -> Mark {
        self.item(id, lang).task.mark(text, None).unwrap()
    }
}

#[test]
fn a_blank_takes_what_means_the_same_and_no_other() {
    let questions = Questions::new();
    for (id, right, wrong) in [
        ("fcnn.q27", &["(4,6)", "[4,6]", "（4，6）", "4 | 6"][..], &["(6,4)"][..]),
        ("attention.q64", &["(768, 64)", "[768,64]"], &["[20, 64]"]),
        ("activation.q26", &["（0，1）", "(0,1)"], &["(-1, 1)"]),
        (
            "hyperparameters.q8",
            &["权重（W）", "连接权重", "权重及偏置", "weight matrices"],
            &["学习率（lr）", "权重（学习率）"],
        ),
        ("gradients.q27", &["学习率（lr）", "lr", "自适应学习率", "η"], &["权重（W）"]),
        ("rnn.q26", &["隐藏（h）"], &["细胞（c）"]),
        ("rnn.q33", &["输出（o）"], &["遗忘（f）", "输入（i）"]),
        ("self-supervised.q3", &["e（第五个字母）", "答案是e"], &["d（第四个字母）", "答案是 d"]),
        ("cnn.q87", &["AlexNet（2012）", "答案是 AlexNet 网络"], &["LeNet（1998）", "VGGNet (2014)"]),
        ("history.q8", &["诺贝尔奖（物理学）", "2024年诺贝尔物理学奖"], &["图灵奖（2018）"]),
        ("rnn.q7", &["tanh激活函数", "tanh(x)", "tanh activation"], &["sigmoid激活函数", "sigmoid(x)"]),
        ("rnn.q45", &["tanh激活", "tanh 层"], &["softmax 层"]),
        ("optimizer.q29", &["1−β₁", "0.1"], &["β₁"]),
        ("activation.q60", &["2 | -α", "2 | −1"], &["2 | 0", "6.39 | -1"]),
        ("regularization.q33", &["提前结束", "早停策略"], &["剪枝"]),
        ("cnn.q105", &["残差单元", "residual unit"], &["瓶颈单元"]),
        ("fnn.q4", &["紧邻", "毗邻"], &["任意"]),
        ("cnn.q7", &["2304 numbers", "2304 个数值"], &["144 numbers"]),
        ("hyperparameters.q30", &["800 samples", "800个样本"], &["200 samples"]),
        ("cnn.q30", &["极大 | 平均"], &["平均 | 极大"]),
    ] {
        for lang in Lang::ALL {
            for text in right {
                assert!(questions.mark(id, text, lang).is_full(), "{id} {text}");
            }
            for text in wrong {
                assert!(!questions.mark(id, text, lang).is_full(), "{id} {text}");
            }
        }
    }
}

#[test]
fn a_near_miss_is_told_why_and_which_blank_it_is_in() {
    let questions = Questions::new();
    let told = |mark: Mark| mark.notes.iter().map(ToString::to_string).collect::<Vec<_>>();
    let notes = |id: &str, text: &str, lang: Lang| told(questions.mark(id, text, lang));
    assert_eq!(notes("cnn.q7", "144", Lang::Zh), ["这是一个通道的个数，还要乘以 16 个通道"]);
    assert_eq!(notes("cnn.q7", "12×12", Lang::En), ["that is one channel; there are 16"]);
    assert_eq!(notes("loss.q24", "33.3%", Lang::Zh), ["要写成分数"]);
    assert_eq!(notes("cnn.q118", "5", Lang::En).len(), 1);
    assert_eq!(notes("cnn.q118", "8", Lang::En), [""; 0]);
    let mark = questions.mark("activation.q60", "6.39 | -1", Lang::En);
    assert_eq!(mark.earned.as_deref(), Some("1 of 2 blanks right; not right: 1"));
    assert_eq!(told(mark), ["blank 1: positive inputs pass as they are; the exponential is for negative ones"]);
}

#[test]
fn a_hint_is_not_the_answer_and_comes_once() {
    let questions = Questions::new();
    let hints = |id: &str| questions.item(id, Lang::Zh).hints;
    assert!(!hints("cnn.q118").iter().any(|hint| hint.contains('7')), "{:?}", hints("cnn.q118"));
    assert!(hints("rnn.q60")[0].contains("长短期记忆网络"), "{:?}", hints("rnn.q60"));
    let of = hints("fitting.q15");
    assert!(of.iter().enumerate().all(|(at, hint)| !of[..at].contains(hint)), "{of:?}");
}
