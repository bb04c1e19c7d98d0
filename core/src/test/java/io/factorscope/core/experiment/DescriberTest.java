package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.experiment.ConceptContexts.TopActivation;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.ChatAnswer;
import io.factorscope.core.judge.ChatClient;
import io.factorscope.core.judge.ChatRequest;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Descriptions by a chat model, and by the tokens themselves.
class DescriberTest {
    private static final ConceptKey KEY = new ConceptKey("F8", "blocks.3.mlp.hook_post", 64, 3, 8);

    private final JobContext context = JobContext.silent();

    /// A chat model that answers at once.
    static final class Scripted implements ChatClient {
        final List<ChatRequest> asked = Collections.synchronizedList(new ArrayList<>());
        private final Function<ChatRequest, String> script;

        Scripted(Function<ChatRequest, String> script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "scripted:one";
        }

        @Override
        public ChatAnswer ask(ChatRequest request, JobContext context) {
            asked.add(request);
            return new ChatAnswer(script.apply(request), 0, 0);
        }
    }

    private static List<TokenScore> tokens(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TokenScore(" " + prefix + i + ".", count - i))
                .toList();
    }

    private static ConceptContexts contexts() {
        List<TopActivation> top =
                IntStream.range(0, 25)
                        .mapToObj(i ->
                                new TopActivation(" dog" + i + ".", 9 - i / 5.0, "The dog" + i))
                        .toList();
        return new ConceptContexts(
                KEY,
                top,
                tokens("dog", 8),
                List.of(new TokenScore("animals", 0.6)),
                tokens("up", 75),
                tokens("down", 75));
    }

    @Test
    void eachViewIsShownItsOwnTokensAndNoMore() throws Exception {
        Scripted chat = new Scripted(request -> "They are dogs.\nDescription: words for dogs");
        List<Describing.View> views = Describing.View.of(List.of(contexts()), true);
        List<Description> found = new ChatDescriber(chat, 1).describe(views, context);
        String input = chat.asked.get(0).user();
        assertTrue(input.contains("\" dog9.\" (7.20) in: The dog9"), input);
        assertFalse(input.contains("dog10"), "ten contexts");
        String up = chat.asked.get(1).user();
        assertTrue(up.contains("\" up24.\""), up);
        assertFalse(up.contains("up25") || up.contains("down"), "25 promoted tokens");
        assertTrue(chat.asked.get(2).user().contains("down24"));
        assertEquals(List.of(0, 1, -1), found.stream().map(Description::sign).toList());
        Description first = found.getFirst();
        assertEquals("words for dogs", first.description());
        assertEquals("scripted:one", first.madeBy().who());
        assertEquals("describe-input/1", first.madeBy().how());
        assertEquals("describe-output/1", found.get(1).madeBy().how());
        assertFalse(first.madeBy().when().isEmpty());
    }

    @Test
    void noConceptIsAnAnswerForWhatIsPromotedOnly() throws Exception {
        Scripted chat = new Scripted(request -> "Noise.\n**Description:** \"No concept.\"");
        List<Describing.View> views = Describing.View.of(List.of(contexts()), true);
        List<Description> found = new ChatDescriber(chat, 1).describe(views, context);
        assertNull(found.get(1).description());
        assertEquals("no concept", found.get(2).why());
        assertEquals("\"No concept.\"", found.get(0).description());
        assertEquals(3, chat.asked.size());
    }

    @Test
    void anAnswerWithoutADescriptionIsAskedForThreeTimesAndThenMissing() throws Exception {
        Scripted chat = new Scripted(request -> "I wonder.");
        List<Describing.View> views = Describing.View.of(List.of(contexts()), false);
        Description found = new ChatDescriber(chat, 1).describe(views, context).getFirst();
        assertNull(found.description());
        assertTrue(found.why().contains("I wonder."), found.why());
        List<Integer> attempts = chat.asked.stream().map(ChatRequest::attempt).toList();
        assertEquals(List.of(0, 1, 2), attempts);
    }

    @Test
    void whatNeverFiresIsNotPaidFor() throws Exception {
        ConceptContexts dead =
                new ConceptContexts(KEY, List.of(), List.of(), List.of(), List.of(), List.of());
        Scripted chat = new Scripted(request -> "Description: x");
        List<Describing.View> views = Describing.View.of(List.of(dead, contexts()), true);
        ChatDescriber describer = new ChatDescriber(chat, 2);
        assertEquals(3, describer.estimate(views).calls());
        describer.describe(views, context);
        assertEquals(3, chat.asked.size());
    }

    @Test
    void withNoModelTheTokensAndTheLabelSpeak() throws Exception {
        List<Describing.View> views = Describing.View.of(List.of(contexts()), true);
        List<Description> found = new TokenDescriber().describe(views, context);
        assertEquals("animals: dog0., dog1., dog2.", found.get(0).description());
        assertEquals("up0., up1., up2.", found.get(1).description());
        assertEquals("down0., down1., down2.", found.get(2).description());
        assertEquals("factorscope", found.get(0).madeBy().who());
        assertEquals("tokens/1", found.get(0).madeBy().how());
    }
}
