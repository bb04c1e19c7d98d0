package io.factorscope.app.card;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.words.Words;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Context;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.Examples;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

import java.util.List;

/// Which examples the card shows: from where in the range of activations, and how much around them.
/// Drawn on the files lane, the latest choice wins.
public final class ExamplesViewModel {
    private static final long SEED = 0;

    private final ConceptEntry entry;
    private final TokenTable tokens;
    private final Latest latest;
    private final ObjectProperty<Range> range = new SimpleObjectProperty<>(Range.TOP);
    private final ObjectProperty<Width> width = new SimpleObjectProperty<>(Width.LINE);
    private final ReadOnlyObjectWrapper<List<Examples.Band>> bands =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /// From where examples are taken, and how many of each band.
    public enum Range {
        TOP(Words.of("card.top"), 25),
        QUANTILES(Words.of("card.quantiles"), 4),
        RANDOM(Words.of("card.random"), 12);

        private final String words;
        private final int each;

        Range(String words, int each) {
            this.words = words;
            this.each = each;
        }

        /// As people read it.
        public String words() {
            return words;
        }

        private boolean has(Examples.Kind kind) {
            return switch (this) {
                case TOP -> kind == Examples.Kind.TOP;
                case QUANTILES -> kind == Examples.Kind.QUANTILE;
                case RANDOM -> kind == Examples.Kind.RANDOM;
            };
        }
    }

    /// How much is shown around a token.
    public enum Width {
        LINE(Words.of("card.one-line"), 15),
        AROUND(Words.of("card.20-tokens-around"), 20),
        WIDE(Words.of("card.60-tokens-around"), 60),
        TEXT(Words.of("card.the-whole-text"), 400);

        private final String words;
        private final int window;

        Width(String words, int window) {
            this.words = words;
            this.window = window;
        }

        /// As people read it.
        public String words() {
            return words;
        }
    }

    /// Examples of a concept of an analysis.
    public ExamplesViewModel(Session session, Analysis analysis, ConceptEntry entry) {
        this.entry = entry;
        this.tokens = analysis.tokens();
        this.latest = new Latest(session.tasks(), Lane.FILES);
        bands.set(List.of(known(entry.evidence())));
        range.subscribe((before, now) -> draw());
        width.subscribe((before, now) -> draw());
    }

    /// What is shown until more is asked for.
    private static Examples.Band known(Evidence evidence) {
        List<Context> contexts = evidence.contexts();
        double least = contexts.isEmpty() ? 0 : contexts.getLast().value();
        return new Examples.Band(
                Examples.Kind.TOP, 1, 1, least, evidence.maximum(), contexts.size(), contexts);
    }

    private void draw() {
        Range from = range.get();
        Examples.Spec spec = new Examples.Spec(from.each, width.get().window, SEED);
        latest.request(
                context -> Examples.of(tokens, entry.scores(), spec),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Examples> done) {
                        problem.set("");
                        bands.set(
                                done.value().bands().stream()
                                        .filter(band -> from.has(band.kind()))
                                        .toList());
                    } else if (outcome instanceof Outcome.Failed<Examples> failed) {
                        problem.set(failed.failure().getMessage());
                    }
                });
    }

    /// Lets go of what is still being drawn.
    public void cancel() {
        latest.cancel();
    }

    /// From where examples are taken.
    public ObjectProperty<Range> rangeProperty() {
        return range;
    }

    /// How much is shown around them.
    public ObjectProperty<Width> widthProperty() {
        return width;
    }

    /// The bands to show.
    public ReadOnlyObjectProperty<List<Examples.Band>> bandsProperty() {
        return bands.getReadOnlyProperty();
    }

    /// Why there is nothing to show, or an empty text.
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// A token's position in its text, counted from 1.
    public int position(int row) {
        return tokens.rank(row) + 1;
    }
}
