package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// Golden values computed by PyTorch: `fixtures/tiny-*`, one random model of each family;
/// `tiny-llama3` is bfloat16 and in three files.
@ParameterizedClass
@ValueSource(strings = {"tiny-gpt2", "tiny-llama3", "tiny-gemma2", "tiny-qwen2"})
class TinyModelsParityTest {
    private static final double TOLERANCE = 2e-4;
    private static final String PROMPT = "I think that";
    private static final List<Site> GOLDEN = List.of(Site.MLP_POST, Site.MLP_OUT, Site.RESID_POST);

    private final String name;
    private LanguageModel model;
    private JsonNode cases;
    private Safetensors expected;

    TinyModelsParityTest(String name) {
        this.name = name;
    }

    @BeforeEach
    void open() throws FactorscopeException {
        model = LanguageModel.open(Fixtures.path(name), Fixtures.engine());
        cases = Json.readTree(Fixtures.path(name + "/cases.json"));
        expected = Safetensors.open(Fixtures.path(name + "/expected.safetensors"));
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static int[] ids(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
    }

    private Set<HookPoint> allHooks() {
        Set<HookPoint> hooks = new TreeSet<>();
        for (int layer = 0; layer < model.config().layers(); layer++) {
            for (Site site : GOLDEN) {
                hooks.add(new HookPoint(layer, site));
            }
        }
        return hooks;
    }

    @Test
    void idsBeginWithBosAndDecodeToTheText() {
        for (JsonNode testCase : cases.path("cases")) {
            int[] ids = model.tokenizer().encode(testCase.path("text").asText(), true);
            assertArrayEquals(ids(testCase.path("ids")), ids);
            assertEquals(testCase.path("decoded").asText(), model.tokenizer().decode(ids));
        }
    }

    @Test
    void logitsAndEveryHookAgree() throws FactorscopeException {
        for (int i = 0; i < cases.path("cases").size(); i++) {
            int[] ids = ids(cases.path("cases").get(i).path("ids"));
            LanguageModel.Run run = model.run(ids, allHooks(), List.of());
            assertClose("case" + i + ".logits", run.logits());
            for (HookPoint hook : allHooks()) {
                assertClose("case" + i + "." + hook, run.at(hook));
            }
        }
    }

    private void assertClose(String tensor, float[] ours) throws FactorscopeException {
        double difference = Fixtures.maxDifference(Fixtures.floats(expected, tensor), ours);
        assertTrue(difference <= TOLERANCE, tensor + " differs by " + difference);
    }

    @Test
    void paddedBatchGivesTheSameActivationsAsEachTextAlone() throws FactorscopeException {
        int[][] rows = new int[cases.path("cases").size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ids(cases.path("cases").get(i).path("ids"));
        }
        HookPoint hook = new HookPoint(2, Site.MLP_POST);
        List<float[]> batch = model.activations(rows, hook);
        for (int i = 0; i < rows.length; i++) {
            assertClose("case" + i + "." + hook, batch.get(i));
        }
    }

    @Test
    void cachedReadingInPiecesGivesTheSameLogits() throws FactorscopeException {
        int[] ids = ids(cases.path("cases").get(4).path("ids"));
        float[] golden = Fixtures.floats(expected, "case4.logits");
        int vocab = model.config().vocab();
        try (Decoder decoder = model.decoder(1, ids.length, List.of())) {
            int[] cuts = {0, 7, 8, 20, ids.length};
            for (int i = 1; i < cuts.length; i++) {
                float[] last =
                        decoder.read(new int[][] {Arrays.copyOfRange(ids, cuts[i - 1], cuts[i])});
                int row = cuts[i] - 1;
                float[] want = Arrays.copyOfRange(golden, row * vocab, (row + 1) * vocab);
                assertTrue(Fixtures.maxDifference(want, last) <= TOLERANCE);
            }
        }
    }

    @Test
    void steeredLogitsAndTheirKlAgree() throws FactorscopeException {
        int[] ids = ids(cases.path("cases").get(1).path("ids"));
        float[] baseline = lastRow(model.logits(ids, List.of()));
        for (JsonNode steer : cases.path("steering")) {
            HookPoint hook = HookPoint.parse(steer.path("hook").asText());
            String site = "steer." + hook.site().suffix();
            double alpha = steer.path("alpha").asDouble();
            float[] direction = Fixtures.floats(expected, site + ".direction");
            float[] logits = model.logits(ids, List.of(Intervention.steer(hook, direction, alpha)));
            assertClose(site + ".alpha" + (int) alpha + ".logits", logits);
            double kl = Distributions.kl(baseline, lastRow(logits));
            double want = steer.path("kl_last").asDouble();
            assertEquals(want, kl, 1e-3 * want);
        }
    }

    private float[] lastRow(float[] logits) {
        return Arrays.copyOfRange(logits, logits.length - model.config().vocab(), logits.length);
    }

    @Test
    void greedyContinuationsAreEqual() throws FactorscopeException {
        HookPoint hook = new HookPoint(1, Site.MLP_POST);
        float[] direction = Fixtures.floats(expected, "steer.mlp.hook_post.direction");
        int prompt = model.tokenizer().encode(PROMPT, true).length;
        for (JsonNode greedy : cases.path("greedy")) {
            List<Integer> want = Arrays.stream(ids(greedy.path("ids"))).boxed().toList();
            List<Intervention> steering =
                    greedy.path("steered").asBoolean()
                            ? List.of(Intervention.steer(hook, direction, 20))
                            : List.of();
            GenerateSpec spec =
                    new GenerateSpec(PROMPT, want.size() - prompt, Sampling.GREEDY, 0, 2, true);
            Generator generator = new Generator(model, spec, (sample, text) -> {});
            for (GenerateSpec.Sample sample : generator.run(steering, JobContext.silent())) {
                assertEquals(want, sample.ids());
            }
        }
    }

    @Test
    void anInterventionActsOnlyFromItsFirstPosition() throws FactorscopeException {
        int[] ids = ids(cases.path("cases").get(4).path("ids"));
        HookPoint hook = new HookPoint(0, Site.RESID_POST);
        float[] direction = new float[model.config().dModel()];
        direction[3] = 1;
        int vocab = model.config().vocab();
        float[] plain = model.logits(ids, List.of());
        float[] steered =
                model.logits(
                        ids, List.of(Intervention.steer(hook, direction, 50).fromPosition(10)));
        float[] before = Arrays.copyOf(plain, 10 * vocab);
        assertTrue(Fixtures.maxDifference(before, Arrays.copyOf(steered, 10 * vocab)) < 1e-5);
        assertTrue(Fixtures.maxDifference(plain, steered) > 0.1);
    }

    @Test
    void zeroSteeringAndTapsChangeNothing() throws FactorscopeException {
        int[] ids = ids(cases.path("cases").get(0).path("ids"));
        HookPoint hook = new HookPoint(1, Site.MLP_POST);
        float[] direction = new float[model.config().dMlp()];
        direction[0] = 1;
        float[] plain = model.logits(ids, List.of());
        float[] zero = model.logits(ids, List.of(Intervention.steer(hook, direction, 0)));
        assertArrayEquals(plain, zero);
        assertArrayEquals(plain, model.run(ids, allHooks(), List.of()).logits());
    }
}
