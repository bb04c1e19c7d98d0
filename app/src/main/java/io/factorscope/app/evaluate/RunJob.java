package io.factorscope.app.evaluate;

import io.factorscope.app.session.ModelHost;
import io.factorscope.core.experiment.Authors;
import io.factorscope.core.experiment.ChatDescriber;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentRunner;
import io.factorscope.core.experiment.ResultReport;
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
import io.factorscope.core.project.Home;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Runs a request in its folder, from where it was.
///
/// **Threads**: the engine thread.
record RunJob(RunRequest request, Path folder, ModelHost models, BooleanSupplier offline)
        implements Job<ExperimentResult> {
    @Override
    public ExperimentResult run(JobContext context) throws FactorscopeException {
        var data = RunRequest.dataset(request.data());
        Path place = RunRequest.modelFolder(request.model());
        Sae sae = request.autoencoder();
        ChatAddress address = request.judge().address();
        try (ModelHost.Pinned pinned = models.pin(place)) {
            LanguageModel model = pinned.model();
            ExperimentRunner runner =
                    new ExperimentRunner(model, data, request.spec(), sae, folder);
            if (request.judge().kind() == JudgeKind.LOCAL) {
                runner.judgedBy(new LocalJudge(model));
            }
            if (address == null) {
                return finish(runner, context);
            }
            try (ServiceChat client = open(address, request.judge().calls(), offline)) {
                int many = ChatLimits.DEFAULT.concurrency();
                runner.inWordsOf(new Authors(new ChatDescriber(client, many), List.of(), null));
                return finish(runner.judgedBy(new ApiJudge(client, many)), context);
            }
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
