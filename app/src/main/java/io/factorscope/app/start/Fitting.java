package io.factorscope.app.start;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisRunner;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.UnfinishedFits;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs the analysis of the form, keeps its result on disk, and finds those whose window was gone
/// before they ended.
///
/// **Threads**: FX thread; the work runs on the batch lane.
public final class Fitting {
    private final StartViewModel start;
    private final Session session;
    private final TaskExecutor executor;
    private final Navigator navigator;
    private final Consumer<FactorscopeException> failures;
    private final @Nullable UnfinishedFits works;
    private final ObservableList<UnfinishedFits.Item> unfinished =
            FXCollections.observableArrayList();
    private Consumer<List<Iteration>> onIterations = iterations -> {};
    private @Nullable RunningFit running;

    Fitting(
            StartViewModel start,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.start = start;
        this.session = start.session();
        this.executor = executor;
        this.navigator = navigator;
        this.failures = failures;
        Path folder = session.preferences().unfinished();
        this.works = folder == null ? null : new UnfinishedFits(folder);
        look();
    }

    void setOnIterations(Consumer<List<Iteration>> listener) {
        onIterations = listener;
    }

    /// Analyses that were under way when their window went away.
    public ObservableList<UnfinishedFits.Item> unfinished() {
        return unfinished;
    }

    private void look() {
        UnfinishedFits all = works;
        if (all != null) {
            files(context -> all.list(), unfinished::setAll);
        }
    }

    /// Goes on with one from its last checkpoint, to the same result.
    public void goOn(UnfinishedFits.Item item) {
        begin(context -> item.request());
    }

    /// Forgets one and deletes its files.
    public void discard(UnfinishedFits.Item item) {
        UnfinishedFits all = works;
        if (all != null) {
            files(
                    context -> {
                        all.discard(item);
                        return all.list();
                    },
                    unfinished::setAll);
        }
    }

    /// Runs the analysis that the form asks for.
    void fit(FitEstimate estimate) {
        FitEstimate.Question question;
        try {
            question = estimate.question();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        begin(context -> {
            estimate.check(question, context);
            Path folder = StartViewModel.modelFolder(question.model());
            try (ModelHost.Pinned pinned = session.models().pin(folder)) {
                return new UnfinishedFits.Request(
                        question.model(),
                        question.data(),
                        question.pasted(),
                        question.spec(pinned.model().config()));
            }
        });
    }

    private void begin(Job<UnfinishedFits.Request> asked) {
        RunningFit fit =
                new RunningFit(
                        executor, iterations -> onIterations.accept(iterations), this::browse);
        running = fit;
        start.submit(
                Lane.BATCH,
                context -> {
                    UnfinishedFits.Request request = asked.run(context);
                    Path folder = StartViewModel.modelFolder(request.model());
                    try (ModelHost.Pinned pinned = session.models().pin(folder)) {
                        return run(pinned.model(), request, fit, context);
                    } finally {
                        fit.flush();
                    }
                },
                this::fitted);
    }

    private Analysis run(
            LanguageModel model, UnfinishedFits.Request request, RunningFit fit, JobContext context)
            throws FactorscopeException {
        AnalysisRunner runner =
                new AnalysisRunner(
                        model,
                        StartViewModel.dataset(request.data(), request.pasted()),
                        request.spec(),
                        fit);
        UnfinishedFits.Work work =
                works == null ? null : works.begin(request, runner.fingerprint());
        if (work == null) {
            return runner.run(context);
        }
        try (work) {
            return runner.run(work.folder(), context);
        } catch (CancelledException e) {
            throw e;
        } catch (FactorscopeException | RuntimeException | Error e) {
            work.keep();
            throw e;
        }
    }

    private void fitted(Analysis analysis) {
        AnalysisState fresh = AnalysisState.fresh();
        // What was said while it ran.
        Annotations said =
                session.soFarProperty().get()
                        ? session.annotationsProperty().get()
                        : fresh.annotations();
        AnalysisState state =
                new AnalysisState(said, FirstSliders.of(analysis, fresh.steering()), fresh.runs());
        keepWhatIsOpen();
        session.open(analysis, state, null);
        files(context -> true, told -> navigator.showFactors()); // in a step of its own
        keep(analysis, state);
    }

    private void keepWhatIsOpen() {
        start.opener().keepUnsaved().ifPresent(job -> files(job, start.opener()::said));
    }

    /// A fit may have taken hours: it is on disk before anyone thinks of saving it.
    private void keep(Analysis analysis, AnalysisState state) {
        files(
                context -> Optional.ofNullable(start.files().saveNew(analysis, state)),
                saved -> saved.ifPresent(onDisk -> kept(analysis, onDisk)));
    }

    private void kept(Analysis analysis, AnalysisFiles.OnDisk onDisk) {
        if (analysis.equals(session.analysis()) && session.folderProperty().get() == null) {
            start.saved(analysis, onDisk);
            return;
        }
        // Something else was opened meanwhile, or it was saved elsewhere.
        start.recent().add(onDisk.folder(), analysis);
        EditLog log = onDisk.log();
        if (log != null) {
            files(
                    context -> {
                        log.close();
                        return true;
                    },
                    closed -> {});
        }
    }

    private <T> void files(Job<T> job, Consumer<T> onDone) {
        executor.submit(
                Lane.FILES,
                job,
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<T> done -> onDone.accept(done.value());
                        case Outcome.Cancelled<T> cancelled -> {}
                        case Outcome.Failed<T> failed -> failures.accept(failed.failure());
                    }
                });
    }

    /// Shows the factors of the running fit, as they are after the present iteration.
    void browseSoFar() {
        RunningFit fit = running;
        if (fit != null) {
            fit.wantFactors();
        }
    }

    private void browse(Analysis soFar) {
        if (start.runningProperty().get()) {
            keepWhatIsOpen();
            session.openSoFar(soFar);
            navigator.showFactors();
        }
    }

    /// Whatever ran has ended.
    void ended() {
        running = null;
        look();
    }
}
