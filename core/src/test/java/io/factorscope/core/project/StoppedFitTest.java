package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The files of a fit that was killed or damaged: it goes on to the same result, or is refused in
/// one line. `-Dkill.times=50` kills more often than the usual few times.
class StoppedFitTest {
    private static final int TIMES = Integer.getInteger("kill.times", 2);
    private static final int LONGEST_MILLIS = 400;
    private static final String NAME = "0123456789abcdef";

    private static LanguageModel model;

    @TempDir private Path temp;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static AnalysisSpec spec(int iterations) {
        return new AnalysisSpec(
                SmallAnalysis.HOOK,
                new FitSpec(
                        4, 0.05, UpdateRule.MU, iterations, iterations, 1, 0, Weighting.REFERENCE),
                SmallAnalysis.STREAM,
                true,
                List.of(),
                Checks.NONE);
    }

    private static AnalysisRunner runner(LanguageModel with, int iterations) {
        return new AnalysisRunner(with, SmallAnalysis.DATA, spec(iterations), i -> {}, 0);
    }

    private static UnfinishedFits.Request request(int iterations) {
        return new UnfinishedFits.Request("tiny", "", "The dog ran.", spec(iterations));
    }

    /// What is killed: fits with a checkpoint after every iteration, and saves the analysis over
    /// and over once it is there.
    static final class Fitter {
        private Fitter() {}

        /// Works in the folder `arguments[0]`.
        public static void main(String[] arguments) throws FactorscopeException {
            Path root = Path.of(arguments[0]);
            try (LanguageModel own = Fixtures.tinyGpt2();
                    UnfinishedFits.Work work =
                            new UnfinishedFits(root.resolve("unfinished"))
                                    .begin(request(FITTED), NAME)) {
                assertNotNull(work);
                System.out.println("begun");
                Analysis fitted = runner(own, FITTED).run(work.folder(), JobContext.silent());
                while (true) {
                    AnalysisStore.save(root.resolve("saved"), fitted, AnalysisState.fresh());
                }
            }
        }

        private static final int FITTED = 60;
    }

    @Test
    void aFitKilledWhileItIsSavedGoesOnToTheSameResultAndWhatItSavedOpens() throws Exception {
        Analysis straight = runner(model, Fitter.FITTED).run(JobContext.silent());
        Random random = new Random(5);
        Path saved = temp.resolve("saved");
        for (int time = 0; time < TIMES; time++) {
            kill(random.nextInt(LONGEST_MILLIS));
            UnfinishedFits all = new UnfinishedFits(temp.resolve("unfinished"));
            assertEquals(1, all.list().size());
            if (Files.exists(saved) || Files.exists(temp.resolve(".saved.old"))) {
                assertArrayEquals(
                        straight.fit().f(), AnalysisStore.open(saved).analysis().fit().f());
            }
        }
        Path work = temp.resolve("unfinished").resolve(NAME);
        Analysis resumed = runner(model, Fitter.FITTED).run(work, JobContext.silent());
        assertArrayEquals(straight.fit().f(), resumed.fit().f());
        for (int k = 0; k < 4; k++) {
            assertArrayEquals(straight.fit().activation(k), resumed.fit().activation(k));
        }
    }

    private void kill(int millis) throws IOException, InterruptedException {
        Path said = temp.resolve("said.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dfactorscope.home=" + Fixtures.HOME.toAbsolutePath(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Fitter.class.getName(),
                                temp.toString())
                        .redirectError(temp.resolve("err.txt").toFile())
                        .redirectOutput(said.toFile())
                        .start();
        while (Files.size(said) == 0 && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertTrue(process.isAlive(), Files.readString(temp.resolve("err.txt")));
        TimeUnit.MILLISECONDS.sleep(millis);
        process.destroyForcibly();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }

    @Test
    void aDamagedStoppedFitGoesOnOrIsRefused() throws Exception {
        Path root = temp.resolve("unfinished");
        Path work = stopped(root);
        UnfinishedFits all = new UnfinishedFits(root);
        assertEquals(3, all.list().getFirst().iterations());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(work)) {
            files =
                    walk.filter(file -> Files.isRegularFile(file) && !file.endsWith(".lock"))
                            .sorted()
                            .toList();
        }
        assertTrue(files.size() > 7, files.toString());
        int refused = 0;
        for (Path file : files) {
            refused +=
                    Damage.survived(
                            file,
                            400,
                            4,
                            at -> {
                                all.list();
                                goOn(work, temp.resolve("copy"));
                            });
        }
        assertTrue(refused > 9, "only " + refused);
    }

    /// The work folder of a fit that stopped after three iterations.
    private static Path stopped(Path root) throws FactorscopeException {
        try (UnfinishedFits.Work work = new UnfinishedFits(root).begin(request(6), NAME)) {
            assertNotNull(work);
            work.keep();
            AnalysisListener stops =
                    new AnalysisListener() {
                        private int heard;

                        @Override
                        public void iterated(Iteration iteration) {}

                        @Override
                        public boolean wantsFactorsSoFar() {
                            if (++heard > 3) {
                                throw new IllegalStateException("stopped");
                            }
                            return false;
                        }
                    };
            AnalysisRunner runner =
                    new AnalysisRunner(model, SmallAnalysis.DATA, spec(6), stops, 0);
            Path folder = work.folder();
            assertThrows(
                    IllegalStateException.class, () -> runner.run(folder, JobContext.silent()));
            return folder;
        }
    }

    /// On a copy: going on writes.
    private static void goOn(Path work, Path copy) throws FactorscopeException {
        try {
            AtomicFiles.deleteTree(copy);
            try (Stream<Path> walk = Files.walk(work)) {
                for (Path from : walk.toList()) {
                    Files.copy(from, copy.resolve(work.relativize(from).toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runner(model, 6).run(copy, JobContext.silent());
    }
}
