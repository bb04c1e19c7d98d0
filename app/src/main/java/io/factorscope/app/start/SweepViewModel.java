package io.factorscope.app.start;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.Sweep;
import io.factorscope.core.factorization.SweepSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.CacheFolder;
import io.factorscope.core.text.Dataset;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Fits every combination that its form lists, and shows what each came to.
///
/// Each sweep has a folder of its own in the cache, named by what it sweeps; one that was cancelled
/// goes on where it was.
public final class SweepViewModel {
    private final StartViewModel start;
    private final Session session;
    private final FitForm form;
    private final SweepForm sweep;
    private final Consumer<FactorscopeException> failures;
    private final ReadOnlyObjectWrapper<Sweep.@Nullable Report> report =
            new ReadOnlyObjectWrapper<>();

    SweepViewModel(StartViewModel start, Consumer<FactorscopeException> failures) {
        this.start = start;
        this.session = start.session();
        this.form = start.form();
        this.sweep = new SweepForm(form);
        this.failures = failures;
    }

    /// What is swept.
    public SweepForm form() {
        return sweep;
    }

    /// What the last sweep found, or null.
    public ReadOnlyObjectProperty<Sweep.@Nullable Report> reportProperty() {
        return report.getReadOnlyProperty();
    }

    /// Collects once and fits everything.
    public void run() {
        SweepSpec spec;
        FitEstimate.Question question;
        try {
            spec = sweep.spec();
            question = start.estimate().question();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        start.submit(
                Lane.BATCH,
                context -> {
                    Path folder = StartViewModel.modelFolder(question.model());
                    Dataset data = StartViewModel.dataset(question.data(), question.pasted());
                    try (ModelHost.Pinned pinned = session.models().pin(folder)) {
                        return run(pinned.model(), data, spec, context);
                    }
                },
                report::set);
    }

    private static Sweep.Report run(
            LanguageModel model, Dataset data, SweepSpec spec, JobContext context)
            throws FactorscopeException {
        for (HookPoint hook : spec.hooks()) {
            model.config().check(hook);
        }
        Path folder =
                CacheFolder.path()
                        .resolve("sweeps")
                        .resolve(
                                Hashes.sha256(
                                                Json.text(
                                                        List.of(
                                                                spec,
                                                                model.hash(),
                                                                data.examples())))
                                        .substring(0, 16));
        Map<HookPoint, ActivationSet> sets = activations(model, data, spec, folder, context);
        try {
            return new Sweep(model.engine(), spec, FitStorage.usual()).run(sets, folder, context);
        } finally {
            sets.values().forEach(ActivationSet::close);
        }
    }

    private static Map<HookPoint, ActivationSet> activations(
            LanguageModel model, Dataset data, SweepSpec spec, Path folder, JobContext context)
            throws FactorscopeException {
        Path kept = folder.resolve("activations");
        Map<HookPoint, ActivationSet> before = Collector.collected(spec.hooks(), kept);
        if (!before.isEmpty()) {
            return before;
        }
        List<CollectSpec> specs =
                spec.hooks().stream().map(hook -> new CollectSpec(hook, true, true)).toList();
        return Collector.collectAll(model, specs, data, kept, context);
    }

    /// Puts a fit's numbers into the form of a new analysis.
    public void use(Sweep.Row row) {
        form.rank.set(Integer.toString(row.rank()));
        form.sparsity.set(
                BigDecimal.valueOf(100 * row.sparsity())
                        .round(new MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString());
        form.seed.set(Long.toString(row.seed()));
        try {
            form.layer.set(HookPoint.parse(row.hook()).layer());
        } catch (FactorscopeException e) {
            failures.accept(e);
        }
    }
}
