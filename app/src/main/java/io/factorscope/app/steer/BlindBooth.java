package io.factorscope.app.steer;

import io.factorscope.app.session.Kept;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.BlindVote;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Steering;
import io.factorscope.core.steering.Votes;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// A blind comparison of two settings, round after round: two texts of a fresh seed, a vote, and
/// only then which was which.
///
/// **Threads**: FX thread.
public final class BlindBooth {
    private final Session session;
    private final Consumer<FactorscopeException> failures;
    private final Function<SteerSpec, Steering> steering;
    private final Latest latest;
    private final ObjectProperty<@Nullable BlindVote> round = new SimpleObjectProperty<>();
    private final ObjectProperty<Texts> texts = new SimpleObjectProperty<>(Texts.NONE);
    private final ReadOnlyStringWrapper result = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
    private final Kept<Votes> votes;
    private long seed = System.nanoTime();

    BlindBooth(
            Session session,
            TaskExecutor executor,
            Consumer<FactorscopeException> failures,
            Function<SteerSpec, Steering> steering) {
        this.session = session;
        this.failures = failures;
        this.steering = steering;
        this.latest = new Latest(executor, Lane.INTERACTIVE);
        Path folder = session.preferences().folder();
        this.votes =
                Kept.read(
                        Votes.NONE,
                        executor,
                        context -> Votes.load(folder),
                        now -> now.save(folder),
                        failures);
    }

    /// The seed of the first round; later ones follow from it.
    void seed(long first) {
        seed = first;
    }

    /// The round that is open, or null.
    public ObjectProperty<@Nullable BlindVote> roundProperty() {
        return round;
    }

    /// The left text as the baseline, the right one as the steered one.
    public ObjectProperty<Texts> textsProperty() {
        return texts;
    }

    /// Which was which, and the tally; empty until the vote.
    public ReadOnlyStringProperty resultProperty() {
        return result.getReadOnlyProperty();
    }

    /// Whether both texts are there and no vote has been cast.
    public ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }

    /// The tally of two settings.
    public BlindVote.Tally tally(SteerSpec first, SteerSpec second) {
        return votes.get().of(first, second);
    }

    /// Opens a round between two settings.
    public void begin(SteerSpec first, SteerSpec second) {
        seed++;
        BlindVote vote = new BlindVote(first, second, Math.floorMod(seed, 1_000_000L));
        round.set(vote);
        result.set("");
        ready.set(false);
        texts.set(Texts.NONE);
        Path folder;
        try {
            folder = session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        Steering left = steering.apply(vote.left());
        Steering right = steering.apply(vote.right());
        latest.<Texts, Texts>stream(
                (context, partial) -> {
                    ModelHost models = session.models();
                    LanguageModel model = models.model(folder);
                    List<String> one = write(model, vote.left(), left, context);
                    partial.accept(new Texts(one, List.of()));
                    return new Texts(one, write(model, vote.right(), right, context));
                },
                texts::set,
                this::written);
    }

    private static List<String> write(
            LanguageModel model, SteerSpec spec, Steering with, JobContext context)
            throws FactorscopeException {
        GenerateSpec like = spec.generate();
        int prompt = model.encode(like.prompt(), like.bos()).length;
        return new Generator(model, like, (sample, text) -> {})
                .run(with.interventions(prompt), context).stream()
                        .map(GenerateSpec.Sample::text)
                        .toList();
    }

    private void written(Outcome<Texts> outcome) {
        switch (outcome) {
            case Outcome.Done<Texts> done -> {
                texts.set(done.value());
                ready.set(true);
            }
            case Outcome.Failed<Texts> failed -> failures.accept(failed.failure());
            case Outcome.Cancelled<Texts> cancelled -> {}
        }
    }

    /// Casts the vote, tells which was which, and keeps the tally.
    public void vote(BlindVote.Choice choice) {
        BlindVote vote = round.get();
        if (vote == null || !ready.get()) {
            return;
        }
        ready.set(false);
        votes.set(votes.get().with(vote, choice));
        BlindVote.Tally tally = tally(vote.first(), vote.second());
        result.set(
                String.format(
                        vote.firstIsLeft()
                                ? Words.of("steer.a-was-on-the-left")
                                : Words.of("steer.a-was-on-the-right"),
                        tally.first(),
                        tally.second(),
                        tally.same(),
                        tally.rounds()));
    }

    /// Another round between the same two.
    public void again() {
        BlindVote vote = round.get();
        if (vote != null) {
            begin(vote.first(), vote.second());
        }
    }

    /// Ends it.
    public void close() {
        latest.cancel();
        ready.set(false);
        round.set(null);
    }
}
