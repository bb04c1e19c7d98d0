package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A model loaded here as a judge: how likely it finds each of the ratings 0, 1 and 2 after the
/// question. Weaker than the other judges, and marked so.
///
/// What the model would say anyway is taken off first: each rating's log-likelihood after the same
/// question about no text at all. A sentence too long for the model has no rating.
///
/// **Cost**: one forward pass a request. **Threads**: the engine thread. **Source**: contextual
/// calibration, Zhao et al. 2021, in its additive form.
public final class LocalJudge implements Judge {
    private static final List<String> ANSWERS = List.of("0", "1", "2");
    private static final String NOTHING = "N/A";

    private final LanguageModel model;
    private final Prompt concept = Prompt.load(LocalJudge.class, "local-concept", 1);
    private final Prompt fluency = Prompt.load(LocalJudge.class, "local-fluency", 1);
    private final Map<String, List<Double>> anyway = new HashMap<>();

    /// A judge that asks an open model, which the caller closes.
    public LocalJudge(LanguageModel model) {
        this.model = model;
    }

    @Override
    public JudgeName name() {
        return named(concept.version() + " " + fluency.version());
    }

    private JudgeName named(String prompts) {
        return new JudgeName(JudgeName.Kind.LOCAL, model.name(), prompts);
    }

    @Override
    public List<Rating> rate(List<RatingRequest> requests, JobContext context)
            throws FactorscopeException {
        List<Rating> ratings = new ArrayList<>();
        for (RatingRequest request : requests) {
            ratings.add(rate(request));
            context.progress("rating", ratings.size(), requests.size(), "sentences");
            context.checkpoint();
        }
        return ratings;
    }

    private Rating rate(RatingRequest request) throws FactorscopeException {
        Prompt prompt = request.criterion() == Criterion.CONCEPT ? concept : fluency;
        JudgeName by = named(prompt.version());
        List<Double> found;
        try {
            found = likelihoods(prompt, request.concept(), request.sentence());
        } catch (FactorscopeException e) {
            if (e.code().equals("FS-TEXT-002")) {
                return Rating.missing(String.valueOf(e.getMessage()), by);
            }
            throw e;
        }
        List<Double> before = anyway(prompt, request.concept());
        double[] gain = new double[ANSWERS.size()];
        int best = 0;
        for (int i = 0; i < gain.length; i++) {
            gain[i] = found.get(i) - before.get(i);
            best = gain[i] > gain[best] ? i : best;
        }
        String reason =
                String.format(
                        Locale.ROOT,
                        "log-likelihood over no text, nats: 0 %+.3f, 1 %+.3f, 2 %+.3f",
                        gain[0],
                        gain[1],
                        gain[2]);
        return new Rating(best, reason, by);
    }

    private List<Double> anyway(Prompt prompt, String about) throws FactorscopeException {
        String key = prompt.version() + "\n" + about;
        List<Double> known = anyway.get(key);
        if (known == null) {
            known = likelihoods(prompt, about, NOTHING);
            anyway.put(key, known);
        }
        return known;
    }

    /// The log-likelihood of each rating after the question, nats.
    private List<Double> likelihoods(Prompt prompt, String about, String sentence)
            throws FactorscopeException {
        String question = prompt.text(Map.of("concept", about, "sentence", sentence));
        int[][] rows = new int[ANSWERS.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = model.encode(question + " " + ANSWERS.get(i), true);
        }
        int shared = shared(rows);
        boolean single = Arrays.stream(rows).allMatch(row -> row.length == shared + 1);
        return single ? afterQuestion(rows, shared) : ofSeveralTokens(rows, shared);
    }

    /// Each rating is one token: one pass over the question says all.
    private List<Double> afterQuestion(int[][] rows, int shared) throws FactorscopeException {
        int[][] question = {Arrays.copyOf(rows[0], shared)};
        float[] logits = model.nextLogits(question, List.of())[0];
        double most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        List<Double> found = new ArrayList<>();
        for (int[] row : rows) {
            found.add(logits[row[shared]] - most - Math.log(sum));
        }
        return found;
    }

    private List<Double> ofSeveralTokens(int[][] rows, int shared) throws FactorscopeException {
        float[][] surprise = model.surprise(rows, List.of());
        List<Double> found = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            double sum = 0;
            for (int at = shared - 1; at < surprise[i].length; at++) {
                sum -= surprise[i][at]; // surprise[at] is of token at + 1
            }
            found.add(sum);
        }
        return found;
    }

    /// How many tokens all rows begin with; the rest is the rating.
    private int shared(int[][] rows) throws FactorscopeException {
        int shared = 0;
        while (allHave(rows, shared)) {
            shared++;
        }
        for (int[] row : rows) {
            if (row.length <= shared) {
                throw new FactorscopeException(
                        "FS-JUDGE-001",
                        model.name()
                                + " cannot tell 0, 1 and 2 apart in writing, so it cannot judge."
                                + " Choose another model or judge.");
            }
        }
        return Math.max(1, shared);
    }

    private static boolean allHave(int[][] rows, int at) {
        for (int[] row : rows) {
            if (at >= row.length || row[at] != rows[0][at]) {
                return false;
            }
        }
        return true;
    }
}
