package io.factorscope.app.start;

import io.factorscope.app.control.Fields;
import io.factorscope.app.control.Tips;
import io.factorscope.app.words.Words;
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
        Tips.install(rule, Words.of("start.hals-fast-coordinate-descent-mu"));
        ComboBox<Start> start = Fields.choice(form.start, Start.values(), Start::id);
        start.setId("start-from");
        Tips.install(start, Words.of("start.random-numbers-the-largest-singular"));
        getChildren()
                .addAll(
                        Fields.named(Words.of("start.rule"), rule),
                        Fields.named(Words.of("start.start"), start),
                        Fields.field(
                                Words.of("start.iterations"),
                                Words.of("start.at-most-so-many"),
                                form.iterations,
                                4,
                                "iterations"),
                        Fields.field(
                                Words.of("start.patience"),
                                Words.of("start.end-after-so-many-iterations"),
                                form.patience,
                                4,
                                "patience"),
                        Fields.field(
                                Words.of("start.seconds"),
                                Words.of("start.at-most-so-many-seconds"),
                                form.seconds,
                                4,
                                "seconds"),
                        Fields.field(
                                Words.of("start.factors-a-token"),
                                Words.of("start.each-token-keeps-only-its"),
                                form.factorsPerToken,
                                3,
                                "per-token"),
                        Fields.field(
                                Words.of("start.frequency-exponent"),
                                Words.of("start.each-token-weighs-its-count"),
                                form.beta,
                                4,
                                "beta"),
                        Fields.field(
                                Words.of("start.skip-first"),
                                Words.of("start.tokens-left-out-at-the"),
                                form.skipFirst,
                                3,
                                "skip"),
                        Fields.check(
                                Words.of("start.unit-norm"),
                                Words.of("start.scale-every-activation-to-norm"),
                                form.unitNorm),
                        Fields.check(
                                Words.of("start.measure-what-steers"),
                                Words.of("start.try-every-label-concept-on"),
                                form.steerability),
                        Fields.field(
                                Words.of("start.refits"),
                                Words.of("start.how-stable-each-factor-is"),
                                form.refits,
                                3,
                                "refits"),
                        Fields.field(
                                Words.of("start.faithfulness-texts"),
                                Words.of("start.how-much-worse-the-model"),
                                form.faithfulness,
                                3,
                                "faithfulness"));
    }
}
