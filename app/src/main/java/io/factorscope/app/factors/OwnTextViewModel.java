package io.factorscope.app.factors;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.TextReading;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A text of one's own, read as it is typed: what every concept says of every token, and which are
/// strongest on the whole text or on one chosen token.
///
/// The engine reads (interactive, latest wins); ranking is done on the files lane.
public final class OwnTextViewModel {
    /// No token is chosen: the whole text counts.
    public static final int WHOLE = -1;

    private static final int STRONGEST = 8;

    private final Session session;
    private final ObjectProperty<Shown> shown;
    private final Latest reader;
    private final Latest ranker;
    private final StringProperty text = new SimpleStringProperty("");
    private final IntegerProperty token = new SimpleIntegerProperty(WHOLE);
    private final ReadOnlyObjectWrapper<TextReading> reading =
            new ReadOnlyObjectWrapper<>(TextReading.empty());
    private final ReadOnlyObjectWrapper<Focus> focus = new ReadOnlyObjectWrapper<>(Focus.NONE);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /// A concept with its value as a share of its maximum.
    public record Strong(ConceptEntry entry, double share) {}

    /// The strongest concepts, and the share of every one by id; both empty where nothing is read.
    public record Focus(List<Strong> strongest, Map<String, Double> shares) {
        static final Focus NONE = new Focus(List.of(), Map.of());

        /// A copy that nobody can change.
        public Focus {
            strongest = List.copyOf(strongest);
            shares = Map.copyOf(shares);
        }
    }

    OwnTextViewModel(Session session, TaskExecutor executor, ObjectProperty<Shown> shown) {
        this.session = session;
        this.shown = shown;
        this.reader = new Latest(executor, Lane.INTERACTIVE);
        this.ranker = new Latest(executor, Lane.FILES);
        text.subscribe(typed -> read());
        session.analysisProperty().subscribe(analysis -> read());
        token.subscribe(which -> rank());
        shown.subscribe(kinds -> rank());
    }

    private void read() {
        Analysis analysis = session.analysis();
        String typed = text.get();
        problem.set("");
        if (analysis == null || typed.isBlank()) {
            reader.cancel();
            busy.set(false);
            show(TextReading.empty());
            return;
        }
        busy.set(true);
        reader.request(
                context -> {
                    Path folder = Session.modelFolder(analysis);
                    List<ConceptEntry> all = everything(analysis);
                    return TextReading.of(
                            session.models().model(folder),
                            session.models().encoders(folder),
                            analysis,
                            all,
                            typed,
                            context);
                },
                progress -> {},
                this::wasRead);
    }

    private static List<ConceptEntry> everything(Analysis analysis) {
        List<ConceptEntry> all = new ArrayList<>(analysis.concepts());
        all.addAll(analysis.nodes());
        return all;
    }

    private void wasRead(Outcome<TextReading> outcome) {
        busy.set(false);
        switch (outcome) {
            case Outcome.Done<TextReading> done -> show(done.value());
            case Outcome.Failed<TextReading> failed -> {
                problem.set(failed.failure().getMessage());
                show(TextReading.empty());
            }
            case Outcome.Cancelled<TextReading> cancelled -> {}
        }
    }

    private void show(TextReading read) {
        reading.set(read);
        if (token.get() >= read.tokens().size()) {
            token.set(WHOLE);
        }
        rank();
    }

    private void rank() {
        Analysis analysis = session.analysis();
        TextReading read = reading.get();
        if (analysis == null || read.tokens().isEmpty()) {
            ranker.cancel();
            focus.set(Focus.NONE);
            return;
        }
        int which = token.get();
        Shown kinds = shown.get();
        ranker.request(
                context -> ranked(analysis, read, which, kinds, context),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Focus> done) {
                        focus.set(done.value());
                    }
                });
    }

    private static Focus ranked(
            Analysis analysis, TextReading read, int token, Shown kinds, JobContext context)
            throws CancelledException {
        Map<String, Double> shares = new HashMap<>();
        List<Strong> strong = new ArrayList<>();
        for (ConceptEntry entry : everything(analysis)) {
            context.checkCancelled();
            double value =
                    token == WHOLE ? read.largest(entry.id()) : read.value(entry.id(), token);
            double share = share(read, entry, value);
            shares.put(entry.id(), share);
            if (share > 0 && kinds.has(ConceptRow.Kind.of(entry.concept().source()))) {
                strong.add(new Strong(entry, share));
            }
        }
        strong.sort(Comparator.comparingDouble(each -> -each.share()));
        return new Focus(strong.subList(0, Math.min(STRONGEST, strong.size())), shares);
    }

    /// The value as a share of the concept's maximum, or the value itself.
    private static double share(TextReading read, ConceptEntry entry, double value) {
        if (!isShared(read, entry)) {
            return value;
        }
        double maximum = entry.evidence().maximum();
        return maximum == 0 ? 0 : value / maximum;
    }

    /// Whether values are told as a share of the concept's maximum: not where the text is read by
    /// the cosine and the data was not.
    static boolean isShared(TextReading read, ConceptEntry entry) {
        return switch (entry.concept().source()) {
            case ConceptSource.TreeNode _, ConceptSource.SaeFeature _ -> !read.isCosine(entry.id());
            default -> true;
        };
    }

    /// One line on the autoencoder features in the table or on the card that are read by the
    /// cosine, since their encoder is not at hand; empty where there are none.
    String withoutEncoder(@Nullable ConceptEntry onCard) {
        Analysis analysis = session.analysis();
        boolean listed = shown.get().has(ConceptRow.Kind.OTHER);
        List<ConceptEntry> others =
                listed && analysis != null ? analysis.imported().entries() : List.of();
        return Stream.concat(Stream.ofNullable(onCard), others.stream())
                .filter(entry -> reading.get().isCosine(entry.id()))
                .map(entry -> entry.concept().source())
                .filter(ConceptSource.SaeFeature.class::isInstance)
                .map(ConceptSource.SaeFeature.class::cast)
                .findFirst()
                .map(OwnTextViewModel::withoutEncoder)
                .orElse("");
    }

    private static String withoutEncoder(ConceptSource.SaeFeature feature) {
        return feature.folder() == null
                ? Words.format("factors.encoder-not-kept", feature.sae())
                : Words.format("factors.encoder-gone", feature.sae(), feature.folder());
    }

    /// A concept's value on each token as a share of its maximum, for colours.
    public List<Double> shares(@Nullable ConceptEntry entry) {
        TextReading read = reading.get();
        List<Double> out = new ArrayList<>();
        for (int i = 0; i < read.tokens().size(); i++) {
            out.add(entry == null ? 0 : share(read, entry, read.value(entry.id(), i)));
        }
        return out;
    }

    /// Chooses a token, or lets go of it where it was chosen.
    public void toggle(int which) {
        token.set(token.get() == which ? WHOLE : which);
    }

    /// What was typed.
    public StringProperty textProperty() {
        return text;
    }

    /// The index of the chosen token, or [#WHOLE].
    public IntegerProperty tokenProperty() {
        return token;
    }

    /// What was read last.
    public ReadOnlyObjectProperty<TextReading> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /// What is strongest.
    public ReadOnlyObjectProperty<Focus> focusProperty() {
        return focus.getReadOnlyProperty();
    }

    /// Whether the engine reads.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Why the text could not be read, or an empty text.
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
