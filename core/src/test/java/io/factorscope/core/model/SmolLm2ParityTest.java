package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/// A real model of 135 million parameters, against values computed by PyTorch.
///
/// The model is too large to be kept with the tests: `-Dfactorscope.smollm2=FOLDER` names a folder
/// with `SmolLM2-135M-Instruct.Q4_1.gguf`, `cases.json` and `expected.safetensors`.
@EnabledIfSystemProperty(named = "factorscope.smollm2", matches = ".+")
class SmolLm2ParityTest {
    private static final double TOLERANCE = 2e-3;
    private final Path folder = Path.of(System.getProperty("factorscope.smollm2", ""));

    private LanguageModel open(Precision precision) throws FactorscopeException {
        Path file = folder.resolve("SmolLM2-135M-Instruct.Q4_1.gguf");
        return LanguageModel.open(file, Fixtures.engine(), precision);
    }

    private static int[] ids(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }

    @Test
    void idsLogitsHooksAndContinuationsAreTheReferences() throws FactorscopeException {
        JsonNode cases = Json.readTree(folder.resolve("cases.json")).path("cases");
        Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
        try (LanguageModel model = open(Precision.FLOAT32)) {
            for (int i = 0; i < cases.size(); i++) {
                check(model, cases.get(i), expected, "case" + i + ".");
            }
        }
    }

    private static void check(
            LanguageModel model, JsonNode golden, Safetensors expected, String prefix)
            throws FactorscopeException {
        String text = golden.path("text").asText();
        int[] ids = ids(golden.path("ids"));
        assertArrayEquals(ids, model.encode(text, true));
        Set<HookPoint> hooks = new HashSet<>();
        for (String name : expected.names()) {
            if (name.startsWith(prefix) && name.contains("blocks")) {
                hooks.add(HookPoint.parse(name.substring(prefix.length())));
            }
        }
        assertEquals(6, hooks.size());
        LanguageModel.Run run = model.run(ids, hooks, List.of());
        int vocab = model.config().vocab();
        float[] logits = run.logits();
        float[] last = Arrays.copyOfRange(logits, logits.length - vocab, logits.length);
        double off = Fixtures.maxDifference(expected.floats(prefix + "last_logits"), last);
        assertTrue(off < TOLERANCE, "logits differ by " + off);
        for (HookPoint hook : hooks) {
            float[] want = expected.floats(prefix + hook);
            double scale = Fixtures.maxDifference(want, new float[want.length]);
            double difference = Fixtures.maxDifference(want, run.at(hook));
            assertTrue(difference < TOLERANCE * scale, hook + " differs by " + difference);
        }
        List<Integer> greedy = Arrays.stream(ids(golden.path("greedy_ids"))).boxed().toList();
        int steps = greedy.size() - ids.length;
        GenerateSpec spec = new GenerateSpec(text, steps, Sampling.GREEDY, 0, 1, true);
        Generator generator = new Generator(model, spec, (sample, piece) -> {});
        GenerateSpec.Sample sample = generator.run(List.of(), JobContext.silent()).getFirst();
        assertEquals(greedy, sample.ids());
        assertEquals(golden.path("greedy_text").asText(), sample.continuation());
    }

    @Test
    void bfloat16StaysWithinAFewPercent() throws FactorscopeException {
        JsonNode golden = Json.readTree(folder.resolve("cases.json")).path("cases").get(1);
        float[] want =
                Safetensors.open(folder.resolve("expected.safetensors"))
                        .floats("case1.last_logits");
        try (LanguageModel model = open(Precision.BFLOAT16)) {
            float[] ours = model.nextLogits(new int[][] {ids(golden.path("ids"))}, List.of())[0];
            double kl = Distributions.kl(want, ours);
            assertTrue(kl < 0.02, "KL " + kl);
        }
    }
}
