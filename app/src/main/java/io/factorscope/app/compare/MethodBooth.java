package io.factorscope.app.compare;

import io.factorscope.app.session.Kept;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.steering.MethodVotes;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Blind votes between the methods: texts of a fresh seed in an order that nobody knows, a vote,
/// and only then which was which.
///
/// **Threads**: FX thread.
public final class MethodBooth {
    private final CompareViewModel model;
    private final ReadOnlyObjectWrapper<@Nullable BlindRound> round = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper result = new ReadOnlyStringWrapper("");
    private final Kept<MethodVotes> votes;
    private String label = "";
    private long seed = System.nanoTime();

    MethodBooth(
            CompareViewModel model,
            Path folder,
            TaskExecutor executor,
            Consumer<FactorscopeException> failures) {
        this.model = model;
        this.votes =
                Kept.read(
                        MethodVotes.NONE,
                        executor,
                        context -> MethodVotes.load(folder),
                        now -> now.save(folder),
                        failures);
    }

    /// Decides the order of the rounds to come.
    void seed(long first) {
        seed = first;
    }

    /// The open round, or null.
    public ReadOnlyObjectProperty<@Nullable BlindRound> roundProperty() {
        return round.getReadOnlyProperty();
    }

    /// Whether all texts are there and no vote has been cast.
    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }

    /// Which was which, and the tally; empty until the vote.
    public ReadOnlyStringProperty resultProperty() {
        return result.getReadOnlyProperty();
    }

    /// The votes so far.
    public MethodVotes votes() {
        return votes.get();
    }

    /// Opens a round with a fresh seed for all; its vote counts for the label that is chosen now.
    public void begin() {
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < model.columns().size(); i++) {
            if (model.columns().get(i).chosenProperty().get() != null) {
                there.add(i);
            }
        }
        seed++;
        label = model.labelProperty().get();
        result.set("");
        ready.set(false);
        round.set(BlindRound.of(there, seed));
        model.writeAnew(written -> ready.set(round.get() != null));
    }

    /// Votes for the text at a place of the round, counted from 0; a negative place is for none.
    public void vote(int place) {
        BlindRound open = round.get();
        if (open == null || !ready.get()) {
            return;
        }
        ready.set(false);
        String concept = label;
        if (place >= 0) {
            Method preferred = model.columns().get(open.order().get(place)).method();
            votes.set(votes().with(concept, preferred.id()));
        }
        round.set(null);
        result.set(
                Words.format(
                        "compare.result",
                        open.order().stream()
                                .map(i -> CompareViewModel.name(model.columns().get(i).method()))
                                .collect(Collectors.joining(", ")),
                        model.columns().stream()
                                .map(column -> tally(concept, column.method()))
                                .collect(Collectors.joining(" · "))));
    }

    private String tally(String concept, Method method) {
        return Words.format(
                "compare.tally",
                CompareViewModel.name(method),
                votes().of(concept, method.id()),
                votes().of(method.id()));
    }

    /// Ends the round without a vote.
    public void close() {
        ready.set(false);
        round.set(null);
        result.set("");
    }
}
