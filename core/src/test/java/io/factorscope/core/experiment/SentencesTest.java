package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.experiment.SentenceWriter.About;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sentences by a chat model, and from held-out data without leaks.
class SentencesTest {
    private static final ConceptKey KEY = new ConceptKey("F8", "h", 64, 3, 8);
    private static final About RAIN = new About(KEY, "rain");

    private final JobContext context = JobContext.silent();

    private static String lines(String kind, String text, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> kind + " " + text + " number " + i + ".")
                .collect(Collectors.joining("\n"));
    }

    @Test
    void tenDistinctSentencesComeOutOfOneAnswer() throws Exception {
        String answer = lines("+", "It rains", 0, 7) + "\nAnd:\n" + lines("-", "He eats", 0, 5);
        DescriberTest.Scripted chat = new DescriberTest.Scripted(request -> answer);
        ConceptSentences row =
                new SentenceWriter(chat, 4, 5).write(List.of(RAIN), context).getFirst();
        assertEquals(5, row.activating().size());
        assertEquals("It rains number 0.", row.activating().getFirst());
        assertEquals(5, row.neutral().size());
        assertEquals("sentences/1", row.madeBy().how());
        assertEquals(1, chat.asked.size());
    }

    @Test
    void repeatedSentencesDoNotCountAndTheRestIsAskedFor() throws Exception {
        DescriberTest.Scripted chat =
                new DescriberTest.Scripted(request ->
                        request.attempt() == 0
                                ? lines("+", "It rains", 0, 3)
                                        + "\n+ it RAINS, number 1\n"
                                        + lines("-", "It rains", 0, 5)
                                : lines("+", "It pours", 0, 5)
                                        + "\n"
                                        + lines("-", "He eats", 0, 5));
        ConceptSentences row =
                new SentenceWriter(chat, 1, 5).write(List.of(RAIN), context).getFirst();
        assertEquals(2, chat.asked.size());
        Set<String> all = new HashSet<>(row.activating());
        all.addAll(row.neutral());
        assertEquals(10, all.size());
        assertEquals("It pours number 1.", row.activating().getLast());
    }

    @Test
    void aModelThatWillNotWriteLeavesWhatThereIs() throws Exception {
        DescriberTest.Scripted chat = new DescriberTest.Scripted(request -> "+ It rained a lot.");
        ConceptSentences row =
                new SentenceWriter(chat, 1, 5).write(List.of(RAIN), context).getFirst();
        assertEquals(List.of("It rained a lot."), row.activating());
        assertEquals(3, chat.asked.size());
    }

    @Test
    void stylesAreDistinctCombinationsAndTheSameForTheSameSeed() {
        List<String> drawn = Styles.DEFAULT.sample(200, 3);
        assertEquals(200, new HashSet<>(drawn).size());
        assertEquals(drawn, Styles.DEFAULT.sample(200, 3));
        assertNotEquals(drawn, Styles.DEFAULT.sample(200, 4));
        Styles few =
                new Styles(
                        List.of("plain", "formal"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("past", "present", "future"),
                        List.of());
        assertEquals(6, few.size());
        assertEquals(6, new HashSet<>(few.sample(99, 0)).size());
        assertEquals("tone: plain; tense: past", few.sample(99, 0).getFirst());
    }

    @Test
    void everyStyleIsAskedForTenAtATime() throws Exception {
        DescriberTest.Scripted chat =
                new DescriberTest.Scripted(request -> {
                    String own = Integer.toHexString(request.user().hashCode());
                    StringBuilder answer = new StringBuilder();
                    for (int i = 1; i <= 10; i++) {
                        answer.append(i + " + It rains " + own + i + "\n");
                        answer.append(i + " - He eats " + own + i + "\n");
                    }
                    return answer.toString();
                });
        List<String> styles = Styles.DEFAULT.sample(25, 1);
        StyledWriter writer = new StyledWriter(chat, 4, styles);
        List<About> two = List.of(RAIN, new About(KEY, "dogs"));
        assertEquals(6, writer.estimate(two).calls());
        List<ConceptSentences> rows = writer.write(two, context);
        assertEquals(6, chat.asked.size());
        assertEquals(25, rows.getFirst().activating().size());
        assertEquals(25, rows.getLast().neutral().size());
        assertEquals("dogs", rows.getLast().description());
        String all = chat.asked.stream().map(r -> r.user()).collect(Collectors.joining());
        styles.forEach(style -> assertTrue(all.contains(style), style));
    }

    @Test
    void aStyleWithOnlyHalfAPairIsAskedForAgainAndThenLeftOut() throws Exception {
        DescriberTest.Scripted chat =
                new DescriberTest.Scripted(request ->
                        "1 + It rains on the roof.\n1 - He eats his bread.\n2 + It pours all"
                                + " day.\n+ A line with no number.\n9 - Of no style at all.\n3 -"
                                + " It pours all day!\n3 + Drops fell on us.");
        StyledWriter writer = new StyledWriter(chat, 1, List.of("a", "b", "c"));
        ConceptSentences row = writer.write(List.of(RAIN), context).getFirst();
        assertEquals(3, chat.asked.size());
        assertEquals(List.of("It rains on the roof."), row.activating());
        assertEquals(List.of("He eats his bread."), row.neutral());
    }

    private static Dataset data() {
        List<Example> examples = new ArrayList<>();
        for (String label : List.of("rain", "dogs", "cake", "home")) {
            for (int i = 0; i < 12; i++) {
                examples.add(new Example("A sentence of " + label + " no " + i + ".", label));
            }
        }
        examples.add(new Example("a sentence of RAIN, no 3", "dogs"));
        return new Dataset("d", examples);
    }

    @Test
    void thePartsOfASplitShareNoSentenceNotEvenInOtherDress() {
        Split split = Split.of(data(), 0.5, 7);
        Set<String> fit = texts(split.fit());
        Set<String> score = texts(split.score());
        assertEquals(24, fit.size());
        assertEquals(24, score.size());
        assertTrue(fit.stream().noneMatch(score::contains));
        for (String label : split.fit().labels()) {
            long count =
                    split.fit().examples().stream().filter(e -> e.label().equals(label)).count();
            assertEquals(6, count, label);
        }
        List<Example> turned = new ArrayList<>(data().examples()).reversed();
        Split again = Split.of(new Dataset("d", turned.subList(1, turned.size())), 0.5, 7);
        assertEquals(fit, texts(again.fit()));
    }

    private static Set<String> texts(Dataset data) {
        return data.examples().stream()
                .map(example -> SentenceText.key(example.text()))
                .collect(Collectors.toSet());
    }

    @Test
    void heldOutSentencesAreOfTheLabelAgainstOthersAndNoneWasSeen() throws Exception {
        Split split = Split.of(data(), 0.5, 7);
        Set<String> seen = texts(split.fit());
        HeldOutSentences unseen =
                new HeldOutSentences(data(), text -> seen.contains(SentenceText.key(text)), 5, 1);
        ConceptSentences row = unseen.of(KEY, "rain");
        Stream.concat(row.activating().stream(), row.neutral().stream())
                .forEach(text -> assertFalse(seen.contains(SentenceText.key(text)), text));
        assertTrue(row.activating().stream().allMatch(text -> text.contains("rain")));
        assertTrue(row.neutral().stream().noneMatch(text -> text.contains("rain")));
        assertEquals(5, new HashSet<>(row.neutral()).size());
        List<String> others =
                Stream.of("dogs", "cake", "home")
                        .filter(label -> row.neutral().stream().anyMatch(t -> t.contains(label)))
                        .toList();
        assertEquals(3, others.size(), "neutral ones come from all other labels");
        assertEquals(row.activating(), unseen.of(KEY, "rain").activating());
    }

    @Test
    void dataThatWasAllSeenIsRefusedInsteadOfLeaking() {
        HeldOutSentences unseen = new HeldOutSentences(data(), text -> true, 5, 1);
        String line = Failing.with("FS-EXP-002", () -> unseen.of(KEY, "rain"));
        assertTrue(line.contains("factorscope split"), line);
    }
}
