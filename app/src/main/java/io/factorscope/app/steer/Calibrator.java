package io.factorscope.app.steer;

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
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Calibration;
import io.factorscope.core.steering.FluencyMeter;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Pushes;
import io.factorscope.core.steering.Slider;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Calibrates sliders in the background: first the pushes of all, then where their texts break
/// down. The latest request wins; what is known of a concept on a prompt is kept.
///
/// **Threads**: FX thread.
final class Calibrator {
    private static final int KEPT = 500;

    private final Session session;
    private final Consumer<FactorscopeException> failures;
    private final Latest latest;
    private final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper("");
    private final Map<Key, Calibrated> known = new LinkedHashMap<>();
    private Map<Key, SteerSlider> asked = Map.of();

    /// Everything that a calibration depends on.
    private record Key(
            String concept,
            List<Slider.Part> parts,
            String prompt,
            boolean bos,
            Place place,
            Sampling sampling) {}

    /// A slider to calibrate; `norm` is the scale of its α.
    private record Wanted(Key key, Blend blend, double norm) {}

    Calibrator(Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.failures = failures;
        this.latest = new Latest(executor, Lane.BACKGROUND);
        session.analysisProperty().subscribe(analysis -> forget());
    }

    private void forget() {
        latest.cancel();
        progress.set("");
        known.clear();
        asked = Map.of();
    }

    /// What is going on, in words; empty when nothing is.
    ReadOnlyStringProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// Gives every slider what is known of it on this prompt, and finds out the rest.
    void request(List<SteerSlider> sliders, GenerateSpec spec, Place place) {
        Map<Key, SteerSlider> all = new LinkedHashMap<>();
        for (SteerSlider slider : sliders) {
            all.put(key(slider, spec, place), slider);
        }
        if (all.equals(asked)) {
            return;
        }
        latest.cancel();
        progress.set("");
        asked = all;
        Map<Key, SteerSlider> open = new LinkedHashMap<>();
        all.forEach((key, slider) -> {
            Calibrated before = known.get(key);
            slider.calibratedProperty().set(before);
            if (before == null) {
                open.put(key, slider);
            }
        });
        if (!open.isEmpty()) {
            start(open, spec);
        }
    }

    private static Key key(SteerSlider slider, GenerateSpec spec, Place place) {
        return new Key(
                slider.id(), slider.parts(), spec.prompt(), spec.bos(), place, spec.sampling());
    }

    private void start(Map<Key, SteerSlider> open, GenerateSpec spec) {
        Analysis analysis = Objects.requireNonNull(session.analysis());
        Path folder;
        try {
            folder = session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        List<Wanted> wanted =
                open.entrySet().stream()
                        .map(entry ->
                                new Wanted(
                                        entry.getKey(),
                                        entry.getValue().blend(),
                                        entry.getValue().norm(analysis)))
                        .toList();
        progress.set(Words.of("steer.calibrating"));
        latest.<Map<Key, Calibrated>, Map<Key, Calibrated>>stream(
                (context, partial) -> calibrate(folder, wanted, spec, new Run(context, partial)),
                found -> {
                    show(open, found);
                    progress.set(
                            found.size() < open.size()
                                    ? Words.format("steer.calibrated-of", found.size(), open.size())
                                    : Words.of("steer.looking-where-the-text-breaks"));
                },
                outcome -> done(open, outcome));
    }

    private record Run(JobContext context, Consumer<Map<Key, Calibrated>> partial) {}

    private Map<Key, Calibrated> calibrate(
            Path folder, List<Wanted> wanted, GenerateSpec spec, Run run)
            throws FactorscopeException {
        Map<Key, Calibrated> found = new HashMap<>();
        try (ModelHost.Pinned pinned = session.models().pin(folder)) {
            LanguageModel model = pinned.model();
            int[] prompt = model.encode(spec.prompt(), spec.bos());
            for (Wanted one : wanted) {
                Pushes pushes =
                        new Calibration(model, prompt, one.norm)
                                .pushes(one.blend, one.key.place, Pushes.TARGETS, run.context);
                found.put(
                        one.key,
                        new Calibrated(pushes, OptionalDouble.empty(), OptionalDouble.empty()));
                run.partial.accept(Map.copyOf(found));
            }
            FluencyMeter meter = new FluencyMeter(model, spec, run.context);
            for (Wanted one : wanted) {
                Pushes pushes = Objects.requireNonNull(found.get(one.key)).pushes();
                found.put(
                        one.key,
                        new Calibrated(
                                pushes,
                                breaks(meter, one, pushes.positive(), run.context),
                                breaks(meter, one, pushes.negative(), run.context)));
                run.partial.accept(Map.copyOf(found));
            }
        }
        return Map.copyOf(found);
    }

    private static OptionalDouble breaks(
            FluencyMeter meter, Wanted one, List<@Nullable Double> alphas, JobContext context)
            throws FactorscopeException {
        List<Double> reached =
                alphas.stream().filter(Objects::nonNull).map(a -> (double) a).toList();
        return meter.breaksAt(one.blend, one.key.place, reached, context);
    }

    private void show(Map<Key, SteerSlider> open, Map<Key, Calibrated> found) {
        found.forEach((key, calibrated) -> {
            SteerSlider slider = open.get(key);
            if (slider != null && !calibrated.equals(slider.calibratedProperty().get())) {
                slider.calibratedProperty().set(calibrated);
            }
        });
    }

    private void done(Map<Key, SteerSlider> open, Outcome<Map<Key, Calibrated>> outcome) {
        progress.set("");
        switch (outcome) {
            case Outcome.Done<Map<Key, Calibrated>> done -> {
                known.putAll(done.value());
                while (known.size() > KEPT) {
                    known.remove(known.keySet().iterator().next());
                }
                show(open, done.value());
            }
            case Outcome.Failed<Map<Key, Calibrated>> failed -> failures.accept(failed.failure());
            case Outcome.Cancelled<Map<Key, Calibrated>> cancelled -> {}
        }
    }
}
