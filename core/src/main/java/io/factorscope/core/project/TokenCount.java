package io.factorscope.core.project;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;
import io.factorscope.core.text.Tokenizer;

import java.nio.file.Path;
import java.util.List;

/// How many tokens a data set has for a model, BOS not counted, and how many labels and texts.
public record TokenCount(long tokens, int labels, int texts) {
    private static final int SAMPLE = 2000;

    /// Counts the tokens of a data set; of a large one, of every so many texts, scaled up by
    /// length.
    ///
    /// **Errors**: those of reading the model's configuration and tokenizer.
    public static TokenCount of(Dataset data, Path model, JobContext context)
            throws FactorscopeException {
        int labels = data.labels().size();
        try (Tokenizer tokenizer = LanguageModel.tokenizerOf(model)) {
            long tokens = tokens(data.examples(), tokenizer, context);
            return new TokenCount(tokens, labels, data.examples().size());
        }
    }

    private static long tokens(List<Example> examples, Tokenizer tokenizer, JobContext context)
            throws FactorscopeException {
        int step = Math.max(1, examples.size() / SAMPLE);
        long tokens = 0;
        long read = 0;
        for (int i = 0; i < examples.size(); i += step) {
            context.checkCancelled();
            String text = examples.get(i).text();
            tokens += tokenizer.encode(text, false).length;
            read += text.length();
        }
        return step == 1 || read == 0
                ? tokens
                : Math.round((double) tokens * characters(examples) / read);
    }

    private static long characters(List<Example> examples) {
        return examples.stream().mapToLong(example -> example.text().length()).sum();
    }
}
