package io.factorscope.app.factors;

import io.factorscope.app.words.Words;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Words that rows must hold, or a regular expression that must be found in them; `problem` says in
/// a few words what is wrong with the expression, and is empty where nothing is.
public record RowFilter(String words, @Nullable Pattern pattern, String problem) {
    /// Lets everything through.
    static final RowFilter NONE = new RowFilter("", null, "");

    /// A filter from what was typed.
    static RowFilter of(String typed, boolean regex) {
        if (!regex || typed.isEmpty()) {
            return new RowFilter(typed.strip().toLowerCase(Locale.ROOT), null, "");
        }
        try {
            int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE;
            return new RowFilter("", Pattern.compile(typed, flags), "");
        } catch (PatternSyntaxException e) {
            String why = e.getDescription();
            return new RowFilter(
                    "", null, why.isEmpty() ? Words.of("factors.not-a-regular-expression") : why);
        }
    }

    /// Whether a row passes. **Errors**: cancellation, also within one slow expression.
    boolean passes(ConceptRow row, JobContext context) throws CancelledException {
        if (pattern == null) {
            return words.isEmpty() || row.words().contains(words);
        }
        try {
            return pattern.matcher(new Watched(row.words(), context)).find();
        } catch (Superseded e) {
            throw new CancelledException();
        } catch (StackOverflowError e) {
            return false; // too deep for this text: no match
        }
    }

    /// An expression can take forever on an innocent text; it looks at characters all the time.
    private record Watched(CharSequence text, JobContext context) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (context.cancelled()) {
                throw new Superseded();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class Superseded extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
