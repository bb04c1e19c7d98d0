package io.factorscope.app.evaluate;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.judge.ApiKeys;
import io.factorscope.core.judge.ChatService;
import io.factorscope.core.project.Home;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Who can judge here: chat services only where their key is set. A key itself is never shown.
public final class JudgeChoice {
    private static final List<JudgeKind> FREE =
            List.of(JudgeKind.NONE, JudgeKind.LOCAL, JudgeKind.PERSON);

    private final Latest looking;
    private final Consumer<FactorscopeException> failures;
    private final ObservableList<JudgeKind> kinds = FXCollections.observableArrayList(FREE);
    private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");

    JudgeChoice(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.looking = new Latest(executor, Lane.FILES);
        this.failures = failures;
    }

    /// The judges to choose from.
    public ObservableList<JudgeKind> kinds() {
        return kinds;
    }

    /// Which variables are not set, and what for; empty where all are.
    public ReadOnlyStringProperty missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /// Reads the keys again.
    void look() {
        looking.request(
                context -> Home.apiKeys(),
                progress -> {},
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<ApiKeys> done -> show(done.value());
                        case Outcome.Failed<ApiKeys> failed -> failures.accept(failed.failure());
                        case Outcome.Cancelled<ApiKeys> cancelled -> {}
                    }
                });
    }

    /// Offers those whose keys are there.
    void show(ApiKeys keys) {
        List<JudgeKind> there = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (JudgeKind kind : JudgeKind.values()) {
            ChatService service = kind.service();
            if (service == null || !kind.paid() || keys.has(service)) {
                there.add(kind);
            } else {
                without.add(Words.format("evaluate.needs", kind.words(), service.keyName()));
            }
        }
        // One by one, so that the choice that stands is not cleared.
        kinds.retainAll(there);
        for (int i = 0; i < there.size(); i++) {
            if (!kinds.contains(there.get(i))) {
                kinds.add(i, there.get(i));
            }
        }
        String hint = Words.format("evaluate.missing", String.join(", ", without));
        missing.set(without.isEmpty() ? "" : hint);
    }
}
