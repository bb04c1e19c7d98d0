package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.activation.Collector;
import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Hashes;
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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// An analysis keeps no activations, and what needs them gets the same ones again, also on another
/// machine.
class ActivationsAgainTest {
    @TempDir private static Path once;

    @TempDir private Path temp;

    private static LanguageModel model;
    private static Analysis received;

    @BeforeAll
    static void sendAndReceive() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
        Path saved = SmallAnalysis.save(once.resolve("saved"), SmallAnalysis.of(model, 3));
        Path file = once.resolve("sent.factorscope");
        AnalysisArchive.pack(saved, AnalysisStore.open(saved).state(), file);
        AnalysisArchive.unpack(file, once.resolve("elsewhere/mine"));
        received = AnalysisStore.open(once.resolve("elsewhere/mine")).analysis();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private ActivationSet again(HookPoint hook, String name) throws FactorscopeException {
        return new ActivationsAgain(received, model)
                .collect(hook, null, temp.resolve(name), JobContext.silent());
    }

    @Test
    void whatIsSentHoldsNoActivationsAndCollectingGivesTheSameBytes()
            throws FactorscopeException, IOException {
        try (Stream<Path> files = Files.walk(once.resolve("elsewhere"))) {
            assertFalse(files.anyMatch(file -> file.endsWith(ActivationSet.ACTIVATIONS)));
        }
        for (HookPoint hook : List.of(SmallAnalysis.HOOK, SmallAnalysis.STREAM)) {
            Collector collector = new Collector(model, CollectSpec.at(hook));
            Path first = temp.resolve("first-" + hook.name());
            try (ActivationSet before =
                            collector.collect(SmallAnalysis.DATA, first, JobContext.silent());
                    ActivationSet after = again(hook, "again-" + hook.name())) {
                assertEquals(before.sha256(), after.sha256());
                assertTrue(received.tokens().sameTokens(Objects.requireNonNull(after.tokens())));
            }
        }
    }

    @Test
    void aFitOfThemIsTheFitThatWasSent() throws FactorscopeException {
        assertTrue(received.manifest().modelFolder().startsWith("home:"), "found in any home");
        assertEquals(
                Hashes.sha256(Json.line(SmallAnalysis.DATA.examples())),
                received.manifest().provenance().inputs().get("data"));
        Factorization want = received.fit();
        try (ActivationSet set = again(SmallAnalysis.HOOK, "again")) {
            Factorization got =
                    new SemiNmf(model.engine(), want.manifest().spec(), iteration -> {})
                            .run(set, null, JobContext.silent());
            assertArrayEquals(want.f(), got.f());
            for (int k = 0; k < want.rank(); k++) {
                assertArrayEquals(want.activation(k), got.activation(k));
            }
        }
    }

    @Test
    void theTextsThemselvesAreTakenOnlyWhereTheyAreTheSame() throws FactorscopeException {
        ActivationsAgain again = new ActivationsAgain(received, model);
        HookPoint hook = SmallAnalysis.HOOK;
        Path folder = temp.resolve("texts");
        try (ActivationSet set =
                again.collect(hook, SmallAnalysis.DATA, folder, JobContext.silent())) {
            assertEquals(received.tokens().size(), set.n());
        }
        Dataset other = new Dataset("few", List.of(new Example("Something else.", "")));
        Failing.with(
                "FS-PROJECT-006",
                () -> again.collect(hook, other, temp.resolve("x"), JobContext.silent()));
        assertFalse(Files.exists(temp.resolve("x")));
    }

    @Test
    void anotherModelIsRefused() throws FactorscopeException {
        try (LanguageModel other = Fixtures.storyteller()) {
            Failing.with("FS-PROJECT-005", () -> new ActivationsAgain(received, other));
        }
    }

    @Test
    void withoutBosTheFirstTokensAreMissedRatherThanGuessed() throws FactorscopeException {
        TokenTable tokens = new TokenTable.Builder().add(0, 1, 7, "a", "").build();
        assertArrayEquals(new int[] {5, 7}, tokens.textIds(0, 1, 5));
        Failing.with("FS-ACT-005", () -> tokens.textIds(0, 1, -1));
    }
}
