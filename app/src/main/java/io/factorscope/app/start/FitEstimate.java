package io.factorscope.app.start;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.model.ModelConfig;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.project.AnalysisSpec;
import io.factorscope.core.project.Checks;
import io.factorscope.core.project.Estimate;
import io.factorscope.core.project.Estimator;
import io.factorscope.core.project.Machine;
import io.factorscope.core.project.SteeringPrompts;
import io.factorscope.core.project.TokenCount;
import io.factorscope.core.tensor.ComputeSpeed;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// What the analysis in the form will take, in one line that follows the form; empty while the form
/// describes none.
///
/// Sizes are worked out on the files lane. The machine's speed is measured once, on the engine's.
public final class FitEstimate {
    private final FitForm form;
    private final ModelHost models;
    private final TaskExecutor executor;
    private final Latest latest;
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
    private volatile @Nullable Counted counted;
    private boolean measured;

    /// The last count, so that a new K does not read the texts again.
    private record Counted(String model, String data, String pasted, TokenCount count) {}

    /// The form as it stood.
    record Question(
            String model, String data, String pasted, HookPoint hook, FitSpec fit, Beside beside) {
        AnalysisSpec spec(ModelConfig config) throws FactorscopeException {
            return new AnalysisSpec(
                    hook,
                    fit,
                    AnalysisSpec.defaultLabelHook(config),
                    true,
                    SteeringPrompts.first(beside.prompts),
                    beside.checks);
        }
    }

    /// What is measured beside the fit.
    record Beside(int prompts, Checks checks) {}

    private record Answer(String line, boolean timed) {}

    FitEstimate(FitForm form, ModelHost models, TaskExecutor executor) {
        this.form = form;
        this.models = models;
        this.executor = executor;
        this.latest = new Latest(executor, Lane.FILES);
    }

    /// The line.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// Begins to follow the form.
    public void follow() {
        form.model.subscribe(value -> refresh());
        form.data.subscribe(value -> refresh());
        form.pasted.subscribe(value -> refresh());
        form.layer.subscribe(value -> refresh());
        form.site.subscribe(value -> refresh());
        form.rank.subscribe(value -> refresh());
        form.sparsity.subscribe(value -> refresh());
        form.rule.subscribe(value -> refresh());
        form.iterations.subscribe(value -> refresh());
        form.steerability.subscribe(value -> refresh());
        form.refits.subscribe(value -> refresh());
        form.faithfulness.subscribe(value -> refresh());
    }

    private void refresh() {
        Question question;
        try {
            question = question();
        } catch (FactorscopeException e) {
            // Half-typed numbers; Fit says what is wrong with them.
            latest.cancel();
            line.set("");
            return;
        }
        latest.request(context -> answer(question, context), progress -> {}, this::show);
    }

    /// The form as it stands.
    ///
    /// **Errors**: `FS-FORM-001` names the field that is not a number.
    Question question() throws FactorscopeException {
        return new Question(
                form.model.get(),
                form.data.get(),
                form.pasted.get(),
                form.hook(),
                form.fit(),
                new Beside(form.steerability.get() ? StartViewModel.PROMPTS : 0, form.checks()));
    }

    /// Refuses what cannot fit; whatever else is wrong the fit itself says better.
    void check(Question question, JobContext context) throws FactorscopeException {
        try {
            check(estimate(question, null, context));
        } catch (FactorscopeException e) {
            if (Estimate.isRefusal(e)) {
                throw e;
            }
        }
        context.checkCancelled();
    }

    private static void check(Estimate estimate) throws FactorscopeException {
        estimate.check(Path.of(System.getProperty("java.io.tmpdir")), Machine.here());
    }

    private Answer answer(Question question, JobContext context) throws FactorscopeException {
        ComputeSpeed speed = models.rememberedSpeed();
        Estimate estimate = estimate(question, speed, context);
        try {
            check(estimate);
        } catch (FactorscopeException cannotFit) {
            return new Answer(String.valueOf(cannotFit.getMessage()), true);
        }
        return new Answer(estimate.line(), speed != null);
    }

    private Estimate estimate(Question question, @Nullable ComputeSpeed speed, JobContext context)
            throws FactorscopeException {
        Path model = StartViewModel.modelFolder(question.model());
        TokenCount count = count(question, model, context);
        ModelInspection inspected = ModelInspector.inspect(model);
        return new Estimator(speed)
                .analysis(inspected, question.spec(inspected.requireConfig()), count);
    }

    private TokenCount count(Question question, Path model, JobContext context)
            throws FactorscopeException {
        Counted known = counted;
        if (known != null
                && known.model().equals(question.model())
                && known.data().equals(question.data())
                && known.pasted().equals(question.pasted())) {
            return known.count();
        }
        TokenCount count =
                TokenCount.of(
                        StartViewModel.dataset(question.data(), question.pasted()), model, context);
        counted = new Counted(question.model(), question.data(), question.pasted(), count);
        return count;
    }

    private void show(Outcome<Answer> outcome) {
        if (!(outcome instanceof Outcome.Done<Answer> done)) {
            line.set("");
            return;
        }
        line.set(done.value().line());
        if (!done.value().timed() && !measured) {
            measured = true;
            executor.submit(
                    Lane.INTERACTIVE,
                    context -> models.speed(),
                    speed -> {
                        if (speed instanceof Outcome.Done<ComputeSpeed>) {
                            refresh();
                        }
                    });
        }
    }
}
