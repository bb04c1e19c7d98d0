package io.factorscope.app.start;

import io.factorscope.app.control.Tips;
import io.factorscope.core.factorization.Start;
import io.factorscope.core.factorization.UpdateRule;

import javafx.scene.control.ComboBox;
import javafx.scene.layout.FlowPane;

/// What few change of a new analysis.
final class FitMore extends FlowPane {
    FitMore(FitForm form) {
        super(16, 12);
        setPrefWrapLength(640);
        ComboBox<UpdateRule> rule = Fields.choice(form.rule, UpdateRule.values(), UpdateRule::id);
        rule.setId("rule");
        Tips.install(rule, "hals: fast coordinate descent; mu: the reference's updates");
        ComboBox<Start> start = Fields.choice(form.start, Start.values(), Start::id);
        start.setId("start-from");
        Tips.install(
                start,
                "random numbers, the largest singular vectors (svd), or clusters of tokens"
                        + " (kmeans)");
        getChildren()
                .addAll(
                        Fields.named("Rule", rule),
                        Fields.named("Start", start),
                        Fields.field(
                                "Iterations", "At most so many", form.iterations, 4, "iterations"),
                        Fields.field(
                                "Patience",
                                "End after so many iterations without a lower loss",
                                form.patience,
                                4,
                                "patience"),
                        Fields.field(
                                "Seconds",
                                "At most so many seconds of fitting; 0 for no limit",
                                form.seconds,
                                4,
                                "seconds"),
                        Fields.field(
                                "Factors a token",
                                "Each token keeps only its strongest factors; 0 keeps all",
                                form.factorsPerToken,
                                3,
                                "per-token"),
                        Fields.field(
                                "Frequency exponent",
                                "Each token weighs its count to the power of minus this; 0 weighs"
                                        + " all alike",
                                form.beta,
                                4,
                                "beta"),
                        Fields.field(
                                "Skip first",
                                "Tokens left out at the start of each text",
                                form.skipFirst,
                                3,
                                "skip"),
                        Fields.check(
                                "Unit norm", "Scale every activation to norm 1", form.unitNorm),
                        Fields.check(
                                "Measure what steers",
                                "Try every label concept on prompts; takes about a second each",
                                form.steerability),
                        Fields.field(
                                "Refits",
                                "How stable each factor is: fit again from so many other seeds and"
                                        + " look for it; 0 leaves it out",
                                form.refits,
                                3,
                                "refits"),
                        Fields.field(
                                "Faithfulness texts",
                                "How much worse the model predicts without each factor, over so"
                                        + " many texts; a pass for each factor; 0 leaves it out",
                                form.faithfulness,
                                3,
                                "faithfulness"));
    }
}
