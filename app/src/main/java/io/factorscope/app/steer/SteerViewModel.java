package io.factorscope.app.steer;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Calibration;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.steering.SteerabilityMeter;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// A prompt, sliders, and the text with and without them; every change writes again, the latest
/// wins.
public final class SteerViewModel {
    /// The dial's right end is so many times the push of 0.25 nats: further out text breaks down.
    private static final double SCALE = 2;

    /// Where a slider stands when a concept is added: a push that can be seen.
    private static final double FIRST_VALUE = 0.5;

    private final Session session;
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final Latest latest;
    private final SteerForm form = new SteerForm();
    private final ObservableList<SteerSlider> sliders = FXCollections.observableArrayList();
    private final ObjectProperty<Texts> texts = new SimpleObjectProperty<>(Texts.NONE);
    private final ReadOnlyBooleanWrapper writing = new ReadOnlyBooleanWrapper();
    private @Nullable GenerateSpec baselineSpec;
    private List<String> baseline = List.of();
    private boolean loading;
    private boolean wanted;

    /// A view model that reports failures to `failures`.
    public SteerViewModel(
            Session session, TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.executor = executor;
        this.failures = failures;
        this.latest = new Latest(executor, Lane.INTERACTIVE);
        session.analysisProperty().subscribe(this::load);
        form.onChange(this::changed);
    }

    private void load(@Nullable Analysis analysis) {
        latest.cancel();
        loading = true;
        sliders.clear();
        texts.set(Texts.NONE);
        baselineSpec = null;
        SteerSpec steering = session.steeringProperty().get();
        form.show(steering.generate());
        if (analysis != null) {
            for (Slider saved : steering.sliders()) {
                ConceptEntry entry = analysis.find(saved.concept());
                if (entry != null) {
                    restore(entry, saved);
                }
            }
        }
        loading = false;
        wanted = false;
    }

    private void restore(ConceptEntry entry, Slider saved) {
        SteerSlider slider =
                new SteerSlider(entry, Math.max(scale(entry), Math.abs(saved.alpha())));
        slider.valueProperty().set(saved.alpha() / slider.scaleProperty().get());
        slider.mutedProperty().set(saved.muted());
        watch(slider);
    }

    private void watch(SteerSlider slider) {
        slider.valueProperty().subscribe((before, now) -> changed());
        slider.scaleProperty().subscribe((before, now) -> changed());
        slider.mutedProperty().subscribe((before, now) -> changed());
        sliders.add(slider);
    }

    private double scale(ConceptEntry entry) {
        Steerability measured = entry.steerability();
        Analysis analysis = session.analysis();
        if (measured != null && measured.alpha() > 0) {
            return SCALE * measured.alpha();
        }
        return analysis == null ? 1 : Math.max(1e-3, analysis.norm(entry));
    }

    /// Adds a slider for a concept, set so that its push can be seen; one that is there stays.
    public void add(ConceptEntry entry) {
        if (sliders.stream().anyMatch(slider -> slider.entry() == entry)) {
            return;
        }
        SteerSlider slider = new SteerSlider(entry, scale(entry));
        watch(slider);
        Steerability measured = entry.steerability();
        if (measured == null || measured.alpha() <= 0) {
            calibrate(slider);
        } else {
            slider.valueProperty().set(FIRST_VALUE);
        }
    }

    /// Adds a slider for the concept with this id, where the analysis has it.
    public void add(String id) {
        Analysis analysis = session.analysis();
        ConceptEntry entry = analysis == null ? null : analysis.find(id);
        if (entry != null) {
            add(entry);
        }
    }

    private void calibrate(SteerSlider slider) {
        Analysis analysis = session.analysis();
        if (analysis == null) {
            return;
        }
        Concept concept = slider.entry().concept();
        double norm = analysis.norm(slider.entry());
        String prompt = form.prompt.get();
        Path folder = modelFolder();
        if (folder == null) {
            return;
        }
        executor.<OptionalDouble>submit(
                Lane.INTERACTIVE,
                context -> {
                    LanguageModel model = session.models().model(folder);
                    return new Calibration(model, model.encode(prompt, true), norm)
                            .alpha(concept, 1, SteerabilityMeter.NATS, context);
                },
                outcome -> {
                    if (outcome instanceof Outcome.Done<OptionalDouble> done
                            && done.value().isPresent()) {
                        slider.scaleProperty().set(SCALE * done.value().getAsDouble());
                    }
                    slider.valueProperty().set(FIRST_VALUE);
                });
    }

    /// Takes a slider away.
    public void remove(SteerSlider slider) {
        sliders.remove(slider);
        changed();
    }

    /// Writes for the first time, where that has not been done; called when the screen is shown.
    public void shown() {
        if (!wanted && session.analysis() != null) {
            wanted = true;
            write();
        }
    }

    private void changed() {
        if (loading) {
            return;
        }
        try {
            SteerSpec spec =
                    new SteerSpec(form.spec(), sliders.stream().map(SteerSlider::saved).toList());
            session.steeringProperty().set(spec);
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        if (wanted) {
            write();
        }
    }

    /// Writes both texts again.
    public void write() {
        GenerateSpec spec;
        try {
            spec = form.spec();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        Path folder = modelFolder();
        if (folder == null) {
            return;
        }
        List<Intervention> interventions =
                sliders.stream()
                        .filter(SteerSlider::active)
                        .map(SteerSlider::intervention)
                        .toList();
        List<String> known = spec.equals(baselineSpec) ? baseline : List.of();
        SteerJob job = new SteerJob(session.models(), folder, spec, interventions, known);
        writing.set(true);
        latest.<Texts, Texts>stream(
                job::run, partial -> show(partial), outcome -> written(spec, outcome));
    }

    /// Keeps the old baseline in sight until the new one begins.
    private void show(Texts partial) {
        List<String> left =
                partial.baseline().isEmpty() ? texts.get().baseline() : partial.baseline();
        texts.set(new Texts(left, partial.steered()));
    }

    private void written(GenerateSpec spec, Outcome<Texts> outcome) {
        writing.set(false);
        switch (outcome) {
            case Outcome.Done<Texts> done -> {
                baselineSpec = spec;
                baseline = done.value().baseline();
                texts.set(done.value());
            }
            case Outcome.Failed<Texts> failed -> failures.accept(failed.failure());
            case Outcome.Cancelled<Texts> cancelled -> {}
        }
    }

    private @Nullable Path modelFolder() {
        try {
            return session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return null;
        }
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// The fields.
    public SteerForm form() {
        return form;
    }

    /// The sliders, in order.
    public ObservableList<SteerSlider> sliders() {
        return sliders;
    }

    /// The texts, growing while they are written.
    public ObjectProperty<Texts> textsProperty() {
        return texts;
    }

    /// Whether something is being written.
    public ReadOnlyBooleanProperty writingProperty() {
        return writing.getReadOnlyProperty();
    }
}
