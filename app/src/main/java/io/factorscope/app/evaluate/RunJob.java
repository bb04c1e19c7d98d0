package io.factorscope.app.evaluate;

import io.factorscope.app.session.ModelHost;
import io.factorscope.core.experiment.Authors;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentRunner;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.ResultReport;
import io.factorscope.core.experiment.SentenceSource;
import io.factorscope.core.experiment.TokenDescriber;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.ApiJudge;
import io.factorscope.core.judge.CallBudget;
import io.factorscope.core.judge.ChatAddress;
import io.factorscope.core.judge.ChatLimits;
import io.factorscope.core.judge.LocalJudge;
import io.factorscope.core.judge.ServiceChat;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.AnalysisChoice;
import io.factorscope.core.project.Home;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// Runs a request in its folder, from where it was.
///
/// **Threads**: the engine thread.
record RunJob(RunRequest request, Path folder, ModelHost models, BooleanSupplier offline)
        implements Job<ExperimentResult> {
    @Override
    public ExperimentResult run(JobContext context) throws FactorscopeException {
        ExperimentSpec.Chosen chosen = request.spec().sources().chosen();
        AnalysisChoice choice = chosen == null ? null : AnalysisChoice.open(chosen);
        boolean unneeded = choice != null && request.spec().sources().written();
        Dataset data = unneeded ? AnalysisChoice.noData() : RunRequest.dataset(request.data());
        Path place = choice == null ? RunRequest.modelFolder(request.model()) : choice.model();
        Sae sae = choice == null ? request.autoencoder() : null;
        try (ModelHost.Pinned pinned = models.pin(place)) {
            LanguageModel model = pinned.model();
            ExperimentRunner runner =
                    new ExperimentRunner(model, data, request.spec(), sae, folder);
            if (choice != null) {
                runner.of(choice.read(context));
            }
            SentenceSource heldOut =
                    choice == null ? null : choice.heldOut(data, model, request.spec());
            return judged(runner, model, heldOut, context);
        }
    }

    private ExperimentResult judged(
            ExperimentRunner runner,
            LanguageModel model,
            @Nullable SentenceSource heldOut,
            JobContext context)
            throws FactorscopeException {
        switch (request.judge().kind()) {
            case LOCAL -> runner.judgedBy(new LocalJudge(model));
            case PERSON -> runner.describing();
            case NONE, CHAT -> {}
        }
        RunRequest.Wording wording = request.described();
        ChatAddress address = request.judge().address();
        if (address == null) {
            runner.inWordsOf(new Authors(new TokenDescriber(), wording.known(), heldOut));
            return finish(runner, context);
        }
        try (ServiceChat client = open(address, request.judge().calls(), offline)) {
            int many = ChatLimits.DEFAULT.concurrency();
            Authors authors = Authors.of(client, many, wording.byChat(), request.spec(), heldOut);
            runner.inWordsOf(authors.knowing(wording.known()));
            if (request.judge().kind() == JudgeKind.CHAT) {
                runner.judgedBy(new ApiJudge(client, many));
            }
            return finish(runner, context);
        }
    }

    private ExperimentResult finish(ExperimentRunner runner, JobContext context)
            throws FactorscopeException {
        ExperimentResult result = runner.run(context);
        ResultReport.write(result, folder);
        return result;
    }

    /// A client of a service, which may pay for so many calls; 0: without a limit.
    static ServiceChat open(ChatAddress address, long calls, BooleanSupplier offline)
            throws FactorscopeException {
        CallBudget budget =
                calls == 0 ? CallBudget.unlimited() : new CallBudget(calls, Long.MAX_VALUE / 2);
        ServiceChat.Terms terms =
                new ServiceChat.Terms(ChatLimits.DEFAULT, budget, Home.answers(), offline);
        return ServiceChat.open(address, Home.apiKeys(), terms);
    }
}
