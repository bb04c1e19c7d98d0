package io.factorscope.core.experiment;

import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.CallEstimate;
import io.factorscope.core.judge.ChatBatch;
import io.factorscope.core.judge.ChatClient;
import io.factorscope.core.judge.ChatRequest;
import io.factorscope.core.judge.Prompt;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Describes concepts by asking a chat model.
///
/// From what fires a concept: its 10 strongest tokens in context. From what it promotes or
/// suppresses: the 25 strongest of those tokens; "no concept" is an answer. An answer without a
/// description is asked for again, twice, and then there is none. **Cost**: one call a view, three
/// at most.
public final class ChatDescriber implements Describing {
    private static final int CONTEXTS = 10;
    private static final int TOKENS = 25;
    private static final int AGAIN = 2;
    private static final double LOOSER = 0.5;
    private static final int ANSWER_TOKENS = 500;
    private static final Pattern ANSWER =
            Pattern.compile("(?im)^[\\s*#]*description[\\s*]*:[\\s*]*(.*)$");
    private static final Pattern NONE = Pattern.compile("(?i)no concept|none|n/a");

    private final ChatClient client;
    private final int concurrency;
    private final Prompt input = Prompt.load(ChatDescriber.class, "describe-input", 1);
    private final Prompt output = Prompt.load(ChatDescriber.class, "describe-output", 1);

    /// A describer that asks so many questions at once.
    public ChatDescriber(ChatClient client, int concurrency) {
        this.client = client;
        this.concurrency = concurrency;
    }

    @Override
    public List<Description> describe(List<View> views, JobContext context)
            throws FactorscopeException {
        return new ChatBatch(concurrency, "describing").run(views, this::describe, context);
    }

    @Override
    public CallEstimate estimate(List<View> views) {
        List<View> asked = views.stream().filter(view -> !nothing(view)).toList();
        return client.estimate(asked.stream().map(this::question).toList());
    }

    private static boolean nothing(View view) {
        ConceptContexts concept = view.concept();
        return view.sign() == 0
                ? concept.topActivations().isEmpty()
                : tokens(concept, view.sign()).isEmpty();
    }

    private static List<TokenScore> tokens(ConceptContexts concept, int sign) {
        return sign > 0 ? concept.promoted() : concept.suppressed();
    }

    private Prompt prompt(View view) {
        return view.sign() == 0 ? input : output;
    }

    private ChatRequest question(View view) {
        String shown =
                view.sign() == 0
                        ? view.concept().topActivations().stream()
                                .limit(CONTEXTS)
                                .map(ChatDescriber::line)
                                .collect(Collectors.joining("\n"))
                        : tokens(view.concept(), view.sign()).stream()
                                .limit(TOKENS)
                                .map(token -> quoted(token.token()) + number(token.value()))
                                .collect(Collectors.joining("\n"));
        return prompt(view).ask(Map.of("tokens", shown), ANSWER_TOKENS);
    }

    private static String line(ConceptContexts.TopActivation top) {
        String context = top.context().replaceAll("\\s+", " ").strip();
        return quoted(top.token()) + number(top.activation()) + " in: " + context;
    }

    private static String quoted(String token) {
        return "\"" + token.replace("\n", "\\n") + "\"";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, " (%.3g)", value);
    }

    private Description describe(View view, JobContext context) throws FactorscopeException {
        if (nothing(view)) {
            return row(view, null, "nothing to see");
        }
        ChatRequest question = question(view);
        String last = "";
        for (int attempt = 0; attempt <= AGAIN; attempt++) {
            last = client.ask(question, context).text();
            String found = found(last);
            if (view.sign() != 0 && NONE.matcher(found.replaceAll("[.\"]", "").strip()).matches()) {
                return row(view, null, "no concept");
            }
            if (!found.isEmpty()) {
                return row(view, found, "");
            }
            question = question.again().withTemperature(LOOSER);
        }
        return row(view, null, "no description in: " + last.strip());
    }

    /// What stands behind the last `Description:`.
    private static String found(String answer) {
        Matcher line = ANSWER.matcher(answer);
        String last = "";
        while (line.find()) {
            last = String.valueOf(line.group(1)).replaceAll("[*\\s]+$", "").strip();
        }
        return last;
    }

    private Description row(View view, @Nullable String description, String why) {
        MadeBy by = MadeBy.now(client.name(), prompt(view).version());
        return new Description(
                view.concept().key(), view.track(), view.sign(), description, why, by);
    }
}
