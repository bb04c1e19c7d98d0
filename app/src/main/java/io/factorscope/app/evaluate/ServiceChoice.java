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

/// Which chat services can be asked here: a paid one only where its key is set. A key itself is
/// never shown.
public final class ServiceChoice {
    private static final List<ServiceKind> FREE = List.of(ServiceKind.NONE, ServiceKind.COMPATIBLE);

    private final Latest looking;
    private final Consumer<FactorscopeException> failures;
    private final ObservableList<ServiceKind> kinds = FXCollections.observableArrayList(FREE);
    private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");

    ServiceChoice(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.looking = new Latest(executor, Lane.FILES);
        this.failures = failures;
    }

    /// The services to choose from.
    public ObservableList<ServiceKind> kinds() {
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
        List<ServiceKind> there = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (ServiceKind kind : ServiceKind.values()) {
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
