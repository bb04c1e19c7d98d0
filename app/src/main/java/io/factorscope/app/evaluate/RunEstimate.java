package io.factorscope.app.evaluate;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ExperimentCost;
import io.factorscope.core.experiment.ExperimentEstimate;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.judge.ChatAddress;
import io.factorscope.core.judge.ServiceChat;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.tensor.ComputeSpeed;
import io.factorscope.core.text.Dataset;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// What the experiment in the form will take, in a line that follows it: time roughly, and, where a
/// chat service judges, the most calls and tokens.
public final class RunEstimate {
    private final EvaluateForm form;
    private final Session session;
    private final Latest latest;
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");

    RunEstimate(EvaluateForm form, Session session, TaskExecutor executor) {
        this.form = form;
        this.session = session;
        this.latest = new Latest(executor, Lane.FILES);
    }

    /// What is known of a model and of data from their files.
    record Facts(String model, int layers, long parameters, String data, int labels) {
        static Facts read(String model, String data) throws FactorscopeException {
            Path folder = RunRequest.modelFolder(model);
            ModelInspection found = ModelInspector.inspect(folder);
            Dataset texts = RunRequest.dataset(data);
            return new Facts(
                    String.valueOf(folder.getFileName()),
                    found.requireConfig().layers(),
                    found.parameters(),
                    texts.name(),
                    texts.labels().size());
        }

        ExperimentSpec spec(EvaluateForm.Draft draft) throws FactorscopeException {
            return draft.of(model, data, layers);
        }
    }

    /// The line; empty while the form is being looked at.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// Works it out again.
    void refresh() {
        EvaluateForm.Draft draft;
        RunRequest.Asked judge;
        try {
            draft = form.draft();
            judge = form.judge();
        } catch (FactorscopeException e) {
            latest.cancel();
            line.set(String.valueOf(e.getMessage()));
            return;
        }
        String model = form.model.get();
        String data = form.data.get();
        ComputeSpeed speed = session.models().rememberedSpeed();
        boolean offline = session.preferences().settings().get().offline();
        latest.request(
                context -> {
                    Facts facts = Facts.read(model, data);
                    return words(facts, facts.spec(draft), judge, speed, offline);
                },
                progress -> {},
                this::show);
    }

    private static String words(
            Facts facts,
            ExperimentSpec spec,
            RunRequest.Asked judge,
            @Nullable ComputeSpeed speed,
            boolean offline)
            throws FactorscopeException {
        boolean local = judge.kind() == JudgeKind.LOCAL;
        ExperimentEstimate estimate =
                ExperimentEstimate.of(spec, facts.labels(), facts.parameters(), speed, local);
        String time =
                estimate.seconds() < 0
                        ? Words.of("evaluate.time-unknown")
                        : Words.format("evaluate.about", Amounts.time(estimate.seconds()));
        String all =
                estimate.texts() == 0
                        ? Words.format("evaluate.estimate", time, facts.labels())
                        : Words.format(
                                "evaluate.estimate-texts", time, facts.labels(), estimate.texts());
        ChatAddress address = judge.kind().service() == null ? null : judge.address();
        if (address == null) {
            return all;
        }
        try (ServiceChat client = RunJob.open(address, 0, () -> offline)) {
            String cost = ExperimentCost.of(spec, facts.labels(), client, true).line();
            return Words.format("evaluate.estimate-chat", all, address.name(), cost);
        }
    }

    private void show(Outcome<String> outcome) {
        switch (outcome) {
            case Outcome.Done<String> done -> line.set(done.value());
            case Outcome.Failed<String> failed ->
                    line.set(String.valueOf(failed.failure().getMessage()));
            case Outcome.Cancelled<String> cancelled -> {}
        }
    }
}
