package io.factorscope.app.cli;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.ApiKeys;
import io.factorscope.core.judge.CallBudget;
import io.factorscope.core.judge.CallEstimate;
import io.factorscope.core.judge.ChatAddress;
import io.factorscope.core.judge.ChatClient;
import io.factorscope.core.judge.ChatLimits;
import io.factorscope.core.judge.ChatService;
import io.factorscope.core.judge.Price;
import io.factorscope.core.judge.ServiceChat;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.Settings;
import io.factorscope.core.project.UserFolders;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;

/// Which chat model to ask and what it may cost, on all commands that ask one.
final class ChatOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec command;

    @Option(
            names = "--by",
            paramLabel = "SERVICE:MODEL",
            description =
                    "The chat model: openai:MODEL (OPENAI_API_KEY), gemini:MODEL (GOOGLE_API_KEY),"
                            + " or compatible:MODEL with --base (default: none is asked).")
    private @Nullable String by;

    @Option(
            names = "--base",
            paramLabel = "URL",
            description = "The address of a compatible server, such as http://localhost:8080/v1.")
    private @Nullable String base;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "50",
            description = "Questions under way at once (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--max-calls",
            paramLabel = "N",
            description = "Stop before more calls than this are paid for.")
    private @Nullable Long maxCalls;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Stop before more tokens, in and out, than this are paid for.")
    private @Nullable Long maxTokens;

    @Option(
            names = "--price",
            paramLabel = "IN,OUT",
            description =
                    "What a million tokens cost, in and out, in any money: the estimate and what"
                            + " was spent say it, too.")
    private @Nullable String price;

    @Option(names = "--yes", description = "Ask without a limit; the estimate is still printed.")
    private boolean yes;

    @Option(
            names = "--offline",
            description = "Use no network: only kept answers and servers on this computer.")
    private boolean offline;

    @Option(
            names = "--answers",
            paramLabel = "DIR",
            description = "Where answers are kept, for reruns (default: the user's state folder).")
    private @Nullable Path answers;

    /// What can be done with a chat model.
    @FunctionalInterface
    interface Use {
        /// Asks it.
        void with(ChatClient client, int concurrency) throws FactorscopeException;
    }

    /// What it will cost at most.
    @FunctionalInterface
    interface Cost {
        /// Estimates it.
        CallEstimate of(ChatClient client) throws FactorscopeException;
    }

    /// Whether a chat model was named; `otherwise` is taken where none was.
    boolean wanted() {
        return by != null;
    }

    /// Names a model where none was given.
    void orElse(String model) {
        by = by == null ? model : by;
    }

    /// Prints the estimate, refuses what nobody has agreed to pay for, asks, and says what it cost.
    void ask(Cost cost, Use use, JobContext context) throws FactorscopeException {
        context.checkCancelled();
        ChatAddress address = ChatAddress.parse(String.valueOf(by), base);
        ApiKeys keys = Home.apiKeys();
        PrintWriter err = command.commandLine().getErr();
        keys.warnings().forEach(err::println);
        boolean off = offline || Settings.load(UserFolders.config()).offline();
        CallBudget budget = budget();
        Path kept = answers == null ? Home.answers() : answers;
        ServiceChat.Terms terms = new ServiceChat.Terms(limits(), budget, kept, () -> off);
        try (ServiceChat client = ServiceChat.open(address, keys, terms)) {
            Price perMillion = price == null ? null : Price.parse(price);
            agree(address, cost.of(client), perMillion, err);
            try {
                use.with(client, concurrency);
            } finally {
                String paid =
                        perMillion == null ? "" : ", together " + perMillion.line(budget.spent());
                err.println("spent: " + budget.line() + paid);
                err.flush();
            }
        }
    }

    private ChatLimits limits() throws FactorscopeException {
        if (concurrency < 1) {
            throw new FactorscopeException(
                    "FS-CHAT-010", "--concurrency is " + concurrency + "; expected at least 1.");
        }
        return ChatLimits.DEFAULT.withConcurrency(concurrency);
    }

    private CallBudget budget() {
        CallBudget free = CallBudget.unlimited();
        return maxCalls == null && maxTokens == null
                ? free
                : new CallBudget(
                        maxCalls == null ? Long.MAX_VALUE / 2 : maxCalls,
                        maxTokens == null ? Long.MAX_VALUE / 2 : maxTokens);
    }

    private void agree(
            ChatAddress address, CallEstimate estimate, @Nullable Price perMillion, PrintWriter err)
            throws FactorscopeException {
        String again = estimate.calls() == 0 ? "" : "; answers that cannot be read are asked again";
        err.println(address.name() + ": " + estimate.line(perMillion) + again);
        err.flush();
        boolean paid = address.service() != ChatService.COMPATIBLE && estimate.calls() > 0;
        if (paid && !yes && maxCalls == null && maxTokens == null) {
            throw new FactorscopeException(
                    "FS-CHAT-009",
                    "This may cost money: "
                            + estimate.line(perMillion)
                            + ". Add --yes to agree, or a budget with --max-calls or"
                            + " --max-tokens.");
        }
    }
}
