package io.factorscope.app.compare;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.LabelMatch;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One method's concepts that fit the label, and the one that is shown.
///
/// **Threads**: FX thread.
public final class CompareColumn {
    private static final int SHOWN = 8;

    private final Method method;
    private final ObservableList<LabelMatch> candidates = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable LabelMatch> chosen = new SimpleObjectProperty<>();

    CompareColumn(Method method) {
        this.method = method;
    }

    /// The method.
    public Method method() {
        return method;
    }

    /// The concepts that fit best, best first.
    public ObservableList<LabelMatch> candidates() {
        return candidates;
    }

    /// The one that is shown and steered; null where the method has none.
    public ObjectProperty<@Nullable LabelMatch> chosenProperty() {
        return chosen;
    }

    /// The method's concepts in an analysis; of mean differences only the label's own.
    List<ConceptEntry> of(Analysis analysis, String label) {
        return switch (method) {
            case SNMF -> analysis.factors();
            case SAE ->
                    analysis.imported().entries().stream()
                            .filter(e -> e.concept().source() instanceof ConceptSource.SaeFeature)
                            .toList();
            case TREE -> analysis.nodes();
            case GIVEN ->
                    analysis.imported().entries().stream()
                            .filter(e -> e.concept().source() instanceof ConceptSource.Given)
                            .toList();
            case DIFFMEANS ->
                    analysis.labels().stream()
                            .filter(e ->
                                    e.concept().source() instanceof ConceptSource.Label its
                                            && its.name().equals(label))
                            .toList();
        };
    }

    void show(List<LabelMatch> matches) {
        candidates.setAll(matches.stream().limit(SHOWN).toList());
        chosen.set(candidates.isEmpty() ? null : candidates.getFirst());
    }
}
