package io.factorscope.app.factors;

import io.factorscope.app.session.Kept;
import io.factorscope.app.session.Session;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Settings;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What the columns of the table depend on: what the open analysis has measured, and what a person
/// wished for, which is remembered.
final class ColumnChoice {
    private final Session session;

    ColumnChoice(Session session) {
        this.session = session;
    }

    /// Whether the open analysis says how stable its factors are.
    boolean hasStability() {
        Analysis analysis = session.analysis();
        return analysis != null && analysis.manifest().stability() != null;
    }

    /// Whether it says what predictions lose without a factor.
    boolean hasFaithfulness() {
        Analysis analysis = session.analysis();
        return analysis != null && analysis.manifest().faithfulness() != null;
    }

    /// Whether somebody has measured how concepts steer since the fit.
    boolean hasMeasuredSteering() {
        return !session.annotationsProperty().get().measured().isEmpty();
    }

    /// Which columns are wished for or not wanted, as it was last left.
    Map<Column, Boolean> kept() {
        Map<Column, Boolean> kept = new EnumMap<>(Column.class);
        Map<String, Boolean> named = session.preferences().settings().get().columns();
        for (Column column : Column.values()) {
            Boolean wish = named.get(column.id());
            if (wish != null) {
                kept.put(column, wish);
            }
        }
        return kept;
    }

    /// Remembers which columns are wished for or not wanted.
    void keep(Map<Column, Boolean> wished) {
        Map<String, Boolean> named = new TreeMap<>();
        wished.forEach((column, wish) -> named.put(column.id(), wish));
        Kept<Settings> settings = session.preferences().settings();
        settings.set(settings.get().withColumns(named));
    }
}
