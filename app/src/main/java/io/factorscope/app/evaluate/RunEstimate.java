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
import io.factorscope.core.tensor.ComputeSpeed;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

/// What the experiment in the form will take, in a line that follows it: time roughly, and, where a
/// chat service judges, the most calls and tokens.
public final class RunEstimate {
    private final Form form;
    private final Session session;
    private final Latest latest;
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");

    /// What the fields say.
    @FunctionalInterface
    interface Form {
        /// All of it, as it is now; null where it is not whole and something else says so.
        @Nullable Wanted read() throws FactorscopeException;
    }

    RunEstimate(Form form, Session session, TaskExecutor executor) {
        this.form = form;
        this.session = session;
        this.latest = new Latest(executor, Lane.FILES);
    }

    /// The line; empty while the form is being looked at.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// Works it out again.
    void refresh() {
        Wanted wanted;
        try {
            wanted = form.read();
        } catch (FactorscopeException e) {
            latest.cancel();
            line.set(String.valueOf(e.getMessage()));
            return;
        }
        if (wanted == null) {
            latest.cancel();
            line.set("");
            return;
        }
        ComputeSpeed speed = session.models().rememberedSpeed();
        boolean offline = session.preferences().settings().get().offline();
        latest.request(context -> words(wanted, speed, offline), progress -> {}, this::show);
    }

    private static String words(Wanted wanted, @Nullable ComputeSpeed speed, boolean offline)
            throws FactorscopeException {
        Wanted.Facts facts = wanted.facts();
        ExperimentSpec spec = wanted.spec(facts, "");
        RunRequest.Asked asked = wanted.chat().asked();
        boolean local = asked.kind() == JudgeKind.LOCAL;
        ExperimentEstimate estimate =
                ExperimentEstimate.of(spec, facts.labels(), facts.parameters(), speed, local);
        String time =
                estimate.seconds() < 0
                        ? Words.of("evaluate.time-unknown")
                        : Words.format("evaluate.about", Amounts.time(estimate.seconds()));
        String what = what(spec, facts);
        String all =
                estimate.texts() == 0
                        ? Words.format("evaluate.estimate", time, what)
                        : Words.format("evaluate.estimate-texts", time, what, estimate.texts());
        ChatAddress address = asked.address();
        if (address != null) {
            boolean judges = asked.kind() == JudgeKind.CHAT;
            var work = new ExperimentCost.Work(wanted.chat().byChat(), judges);
            try (ServiceChat client = RunJob.open(address, 0, () -> offline)) {
                String cost =
                        ExperimentCost.of(spec, facts.labels(), client, work)
                                .line(wanted.chat().price());
                all = Words.format("evaluate.estimate-chat", all, address.name(), cost);
            }
        }
        return facts.fitted() ? Words.format("evaluate.fitted-on-these", all) : all;
    }

    private static String what(ExperimentSpec spec, Wanted.Facts facts) {
        return spec.sources().chosen() == null
                ? Words.format("evaluate.labels-n", facts.labels())
                : EvaluateView.concepts(spec.concepts(facts.labels()));
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
