package io.factorscope.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class TokenSpanTest {
    private static final String TEXT = "A naïve 🦊 in 東京, twice: 🦊🦊 end";

    @ParameterizedTest
    @ValueSource(strings = {"tiny-gpt2", "tiny-llama3", "tiny-gemma2"})
    void spansPointAtTheTextOfEachTokenAlsoBehindEmoji(String name) throws FactorscopeException {
        try (Tokenizer tokenizer = Tokenizer.load(Fixtures.path(name + "/tokenizer.json"), 0)) {
            List<TokenSpan> spans = tokenizer.spans(TEXT, true);
            int[] ids = tokenizer.encode(TEXT, true);
            assertEquals(ids.length, spans.size());
            assertEquals(new TokenSpan(0, 0, 0), spans.getFirst());
            boolean[] covered = new boolean[TEXT.length()];
            for (int i = 1; i < ids.length; i++) {
                TokenSpan span = spans.get(i);
                assertEquals(ids[i], span.id());
                String shown = tokenizer.token(ids[i]);
                String piece = TEXT.substring(span.start(), span.end());
                if (!shown.startsWith("<")) {
                    assertEquals(shown.strip(), piece.strip(), "token " + i);
                }
                assertTrue(!Character.isLowSurrogate(piece.isEmpty() ? 'x' : piece.charAt(0)));
                java.util.Arrays.fill(covered, span.start(), span.end(), true);
            }
            for (int i = 0; i < covered.length; i++) {
                assertTrue(covered[i] || TEXT.charAt(i) == ' ', "nothing covers character " + i);
            }
        }
    }
}
