package io.factorscope.core.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class CollectorTest {
    private static final HookPoint HOOK = new HookPoint(3, Site.MLP_POST);
    private static final Dataset DATA =
            new Dataset(
                    "few",
                    List.of(
                            new Example("The cat, it sat.", "animals"),
                            new Example("It rained and rained, all day long.", "weather, wet"),
                            new Example("\"Hi!\" said Tom.\nHe ran.", ""),
                            new Example("Dog", "animals")));
    private static LanguageModel model;

    @TempDir private Path folder;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.storyteller();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private ActivationSet collect(CollectSpec spec, Dataset data) throws FactorscopeException {
        return new Collector(model, spec)
                .collect(data, folder.resolve("collected"), JobContext.silent());
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void assertRowsOf(ActivationSet set, boolean bos) throws FactorscopeException {
        TokenTable tokens = Objects.requireNonNull(set.tokens());
        float[] row = new float[set.d()];
        int at = 0;
        for (int sample = 0; sample < DATA.examples().size(); sample++) {
            Example example = DATA.examples().get(sample);
            int[] ids = model.tokenizer().encode(example.text(), bos);
            float[] alone = model.run(ids, Set.of(HOOK), List.of()).at(HOOK);
            for (int pos = bos ? 1 : 0; pos < ids.length; pos++, at++) {
                assertEquals(sample, tokens.sample(at));
                assertEquals(pos, tokens.pos(at));
                assertEquals(ids[pos], tokens.id(at));
                assertEquals(model.tokenizer().token(ids[pos]), tokens.token(at));
                assertEquals(example.label(), tokens.label(at));
                set.row(at, row);
                float[] want = Arrays.copyOfRange(alone, pos * set.d(), (pos + 1) * set.d());
                assertTrue(Fixtures.maxDifference(want, row) < 1e-4, "row " + at);
            }
        }
        assertEquals(at, set.n());
    }

    @Test
    void everyRowIsTheModelsActivationWithoutBosAndPadding() throws FactorscopeException {
        try (ActivationSet set = collect(CollectSpec.at(HOOK), DATA)) {
            assertEquals(1024, set.d());
            assertRowsOf(set, true);
        }
    }

    @Test
    void withoutBosEveryPositionIsKept() throws FactorscopeException {
        try (ActivationSet set = collect(new CollectSpec(HOOK, false, true), DATA)) {
            assertRowsOf(set, false);
        }
    }

    @Test
    void manyTextsAreReadInSeveralBatches() throws FactorscopeException {
        List<Example> examples =
                IntStream.range(0, 70)
                        .mapToObj(i -> new Example("Sam saw a bird.".repeat(1 + i % 5), "l" + i))
                        .toList();
        try (ActivationSet set =
                collect(
                        CollectSpec.at(new HookPoint(0, Site.MLP_OUT)),
                        new Dataset("m", examples))) {
            TokenTable tokens = Objects.requireNonNull(set.tokens());
            assertEquals(69, tokens.sample(set.n() - 1));
            assertEquals("l69", tokens.label(set.n() - 1));
            assertEquals(tokens.size(), set.n());
        }
    }

    @Test
    void theFolderSaysHowItWasMade() throws FactorscopeException {
        CollectSpec spec = CollectSpec.at(HOOK);
        collect(spec, DATA).close();
        Path collected = folder.resolve("collected");
        Collector.Manifest manifest =
                Json.read(collected.resolve(Collector.MANIFEST), Collector.Manifest.class);
        assertEquals(spec, manifest.spec());
        assertEquals("storyteller", manifest.model());
        assertEquals("few", manifest.data());
        assertEquals(model.hash(), manifest.provenance().inputs().get("model"));
        try (ActivationSet again = ActivationSet.open(collected)) {
            assertEquals(manifest.rows(), again.n());
            assertEquals(manifest.width(), again.d());
            assertRowsOf(again, true);
        }
    }

    @Test
    void aTextLongerThanTheContextIsNamedAndNothingIsWritten() throws IOException {
        Dataset data =
                new Dataset(
                        "stories",
                        List.of(new Example("Short.", ""), new Example("cat ".repeat(400), "")));
        String message =
                Failing.with("FS-ACT-003", () -> collect(CollectSpec.at(HOOK), data).close());
        assertTrue(message.contains("Text 2 of stories") && message.contains("256"), message);
        assertEquals(List.of(), left());
    }

    @Test
    void aLayerThatTheModelLacksIsRefused() throws IOException {
        CollectSpec spec = CollectSpec.at(new HookPoint(6, Site.MLP_POST));
        Failing.with("FS-HOOK-002", () -> collect(spec, DATA).close());
        assertEquals(List.of(), left());
    }

    @Test
    void aDataSetWithoutTokensIsRefused() throws IOException {
        Dataset none = new Dataset("none", List.of(new Example("", "")));
        Failing.with("FS-ACT-004", () -> collect(CollectSpec.at(HOOK), none).close());
        assertEquals(List.of(), left());
    }

    @Test
    void cancellingLeavesNoFolder() throws IOException {
        JobContext[] holder = new JobContext[1];
        JobContext context = new JobContext(progress -> holder[0].cancel(), () -> {});
        holder[0] = context;
        List<Example> many =
                IntStream.range(0, 80).mapToObj(i -> new Example("A cat.", "")).toList();
        assertThrows(
                CancelledException.class,
                () ->
                        new Collector(model, CollectSpec.at(HOOK))
                                .collect(new Dataset("m", many), folder.resolve("c"), context)
                                .close());
        assertEquals(List.of(), left());
    }
}
