package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An analysis that was interrupted goes on where it was.
class UnfinishedFitsTest {
    private static final int ITERATIONS = 9;
    private static final int CRASH = 6;

    private static LanguageModel model;
    private static Dataset data;

    @TempDir private Path temp;

    @BeforeAll
    static void open() throws Exception {
        model = Fixtures.storyteller();
        data =
                DatasetReader.ofText(
                        "two lines",
                        "The dog ran to the park. The cat slept.\nIt was a sunny day.");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static AnalysisSpec spec(int rank) {
        return new AnalysisSpec(
                new HookPoint(3, Site.MLP_POST),
                new FitSpec(rank, 0.05, UpdateRule.HALS, ITERATIONS, 20, 1, 3, Weighting.REFERENCE),
                AnalysisSpec.defaultLabelHook(model.config()),
                true,
                List.of(),
                Checks.NONE);
    }

    private static UnfinishedFits.Request request(int rank) {
        return new UnfinishedFits.Request("", "", "text", spec(rank));
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Watched implements AnalysisListener {
        private final int crash;
        private final List<Integer> heard = new ArrayList<>();
        private int done;

        Watched(int crash) {
            this.crash = crash;
        }

        @Override
        public void iterated(Iteration iteration) {
            heard.add(iteration.number());
        }

        @Override
        public boolean wantsFactorsSoFar() {
            done++;
            if (done == crash) {
                throw new Crash();
            }
            return false;
        }
    }

    private AnalysisRunner runner(AnalysisListener listener) {
        return new AnalysisRunner(model, data, spec(4), listener, 0);
    }

    @Test
    void aFitThatCrashedGoesOnToTheSameResult() throws Exception {
        Analysis straight = runner(iteration -> {}).run(JobContext.silent());
        Path work = temp.resolve("work");
        Watched first = new Watched(CRASH);
        assertThrows(Crash.class, () -> runner(first).run(work, JobContext.silent()));
        AnalysisRunner again = runner(iteration -> {});
        assertEquals(runner(first).fingerprint(), again.fingerprint());
        Watched second = new Watched(0);
        Analysis resumed =
                new AnalysisRunner(model, data, spec(4), second, 0).run(work, JobContext.silent());
        // The old iterations are told again, for the loss curve.
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9), second.heard);
        assertEquals(ITERATIONS - (CRASH - 1), second.done, "only what was not yet done");
        for (int k = 0; k < 4; k++) {
            assertArrayEquals(straight.fit().direction(k), resumed.fit().direction(k));
            assertArrayEquals(straight.fit().activation(k), resumed.fit().activation(k));
        }
    }

    @Test
    void aFitWhoseActivationsWereClearedCollectsThemAgainAndGoesOn() throws Exception {
        Analysis straight = runner(iteration -> {}).run(JobContext.silent());
        Path work = temp.resolve("work");
        Watched first = new Watched(CRASH);
        assertThrows(Crash.class, () -> runner(first).run(work, JobContext.silent()));
        AtomicFiles.deleteTree(work.resolve("factors"));
        Watched second = new Watched(0);
        Analysis resumed = runner(second).run(work, JobContext.silent());
        assertEquals(ITERATIONS - (CRASH - 1), second.done, "only what was not yet done");
        assertArrayEquals(straight.fit().f(), resumed.fit().f());
    }

    @Test
    void anotherTextOrRankIsAnotherAnalysis() throws Exception {
        String one = runner(iteration -> {}).fingerprint();
        assertNotEquals(
                one, new AnalysisRunner(model, data, spec(5), iteration -> {}).fingerprint());
        Dataset other = DatasetReader.ofText("two lines", "Something else.");
        assertNotEquals(
                one, new AnalysisRunner(model, other, spec(4), iteration -> {}).fingerprint());
    }

    @Test
    void workThatEndsLeavesNothingAndWorkThatIsKeptIsListed() throws Exception {
        UnfinishedFits all = new UnfinishedFits(temp.resolve("unfinished"));
        assertEquals(List.of(), all.list());
        String name = runner(iteration -> {}).fingerprint();
        UnfinishedFits.Work work = all.begin(request(4), name);
        assertNotNull(work);
        assertNull(all.begin(request(4), name), "it is under way already");
        assertEquals(List.of(), all.list(), "what runs is not unfinished");
        work.keep();
        work.close();
        assertEquals(request(4), all.list().getFirst().request());
        assertEquals(0, all.list().getFirst().iterations());
        UnfinishedFits.Work again = all.begin(request(4), name);
        assertNotNull(again);
        again.close();
        assertEquals(List.of(), all.list());
        assertFalse(Files.exists(work.folder()));
    }

    @Test
    void aFolderThatHoldsNoRequestIsLeftOut() throws Exception {
        Path root = temp.resolve("unfinished");
        Files.createDirectories(root.resolve("strange"));
        Files.createDirectories(root.resolve("broken"));
        Files.writeString(root.resolve("broken/request.json"), "{");
        assertEquals(List.of(), new UnfinishedFits(root).list());
    }

    @Test
    void oneIsDiscardedWithItsFiles() throws Exception {
        UnfinishedFits all = new UnfinishedFits(temp);
        try (UnfinishedFits.Work work = all.begin(request(4), "0123456789abcdef0")) {
            assertNotNull(work);
            work.keep();
        }
        UnfinishedFits.Item item = all.list().getFirst();
        all.discard(item);
        assertFalse(Files.exists(item.folder()));
    }
}
