package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Generator;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.steering.Blend;
import io.factorscope.core.steering.Place;
import io.factorscope.core.steering.Steering;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Collects, fits, steers, saves, opens and closes in one process for `-Dfactorscope.soak` minutes;
/// what it holds at the end is what it held after a sixth of the time.
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "factorscope.soak", matches = "\\d+")
class SoakTest {
    private static final double GROWTH = 0.05;
    private static final int HEAP_MIB = 128;

    @TempDir private Path temp;

    /// The process that is watched; its whole heap is touched at the start, so that what its
    /// anonymous memory grows by is native.
    static final class Soak {
        private static final HookPoint HOOK = new HookPoint(3, Site.MLP_POST);
        private final Dataset data;
        private final Path folder;

        private Soak(Path folder) throws FactorscopeException {
            this.folder = folder;
            Dataset all = DatasetReader.read(Home.data("story_concepts.json"));
            this.data = new Dataset("soak", all.examples().subList(0, 200));
        }

        /// One cycle after the other until `arguments[1]` minutes have gone.
        public static void main(String[] arguments) throws Exception {
            Soak soak = new Soak(Path.of(arguments[0]));
            long begin = System.nanoTime();
            double minutes = 0;
            for (int cycle = 1; minutes < Integer.parseInt(arguments[1]); cycle++) {
                soak.cycle(cycle);
                minutes = (System.nanoTime() - begin) / 60e9;
                System.out.println(Sample.now(cycle, minutes).line());
            }
        }

        private void cycle(int seed) throws FactorscopeException, IOException {
            FitSpec fit =
                    new FitSpec(
                            32, 0.02, UpdateRule.HALS, 40, 20, seed, 4, new Weighting(1, true, 1));
            String before;
            try (LanguageModel model = Fixtures.storyteller()) {
                AnalysisSpec spec =
                        new AnalysisSpec(
                                HOOK,
                                fit,
                                AnalysisSpec.defaultLabelHook(model.config()),
                                true,
                                List.of(),
                                new Checks(4, 1));
                Analysis plain =
                        new AnalysisRunner(model, data, spec, iteration -> {})
                                .run(JobContext.silent());
                TreeGrower grower = new TreeGrower(model, iteration -> {});
                Analysis grown = grower.grow(plain, List.of(8), JobContext.silent());
                before = steered(model, grown);
                AnalysisStore.save(folder, grown, AnalysisState.fresh());
            }
            Analysis opened = AnalysisStore.open(folder).analysis();
            try (LanguageModel model = Fixtures.storyteller();
                    FeatureEncoders encoders = new FeatureEncoders(model.engine())) {
                assertEquals(before, steered(model, opened));
                TextReading.of(
                        model,
                        encoders,
                        opened,
                        opened.concepts(),
                        data.examples().getFirst().text(),
                        JobContext.silent());
            }
            AtomicFiles.deleteTree(folder);
        }

        private static String steered(LanguageModel model, Analysis analysis)
                throws FactorscopeException {
            ConceptEntry factor = analysis.factors().getFirst();
            Blend blend = Blend.of(factor.concept());
            double alpha = 0.3 * analysis.norm(factor);
            List<Intervention> push = Steering.of(blend, alpha, Place.USUAL).interventions(5);
            GenerateSpec spec = new GenerateSpec("One day", 60, Sampling.GREEDY, 1, 2, true);
            return new Generator(model, spec, (sample, text) -> {})
                    .run(push, JobContext.silent())
                    .getFirst()
                    .text();
        }
    }

    /// What the process holds after a cycle, MiB, once the allocator has given back what is free
    /// (it keeps up to a hundred MiB of that); `heap` is what the heap holds after a collection.
    private record Sample(int cycle, double minutes, double anonymous, double heap) {
        static Sample now(int cycle, double minutes) throws IOException {
            System.gc();
            double heap =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("RssAnon:")) {
                    double kib = Double.parseDouble(line.replaceAll("\\D", ""));
                    return new Sample(cycle, minutes, kib / 1024, heap);
                }
            }
            throw new IOException("no RssAnon in /proc/self/status");
        }

        String line() {
            return String.format(Locale.ROOT, "%d,%.2f,%.1f,%.1f", cycle, minutes, anonymous, heap);
        }

        static Sample read(String line) {
            String[] cells = line.split(",", -1);
            return new Sample(
                    Integer.parseInt(cells[0]),
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[2]),
                    Double.parseDouble(cells[3]));
        }
    }

    @Test
    void whatAProcessHoldsDoesNotGrowWithWhatItHasDone() throws Exception {
        int minutes = Integer.getInteger("factorscope.soak");
        Path table = Fixtures.HOME.resolve("core/target/soak.csv");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms" + HEAP_MIB + "m",
                                "-Xmx" + HEAP_MIB + "m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dfactorscope.home=" + Fixtures.HOME.toAbsolutePath(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Soak.class.getName(),
                                temp.resolve("kept").toString(),
                                Integer.toString(minutes))
                        .redirectError(temp.resolve("err.txt").toFile())
                        .redirectOutput(table.toFile())
                        .start();
        boolean ended = process.waitFor(minutes * 2L + 5, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(ended, "still running");
        assertEquals(0, process.exitValue(), Files.readString(temp.resolve("err.txt")));
        List<Sample> samples = Files.readAllLines(table).stream().map(Sample::read).toList();
        List<Sample> later =
                samples.stream().filter(sample -> sample.minutes >= minutes / 6.0).toList();
        assertFalse(later.isEmpty());
        Sample first = later.getFirst();
        Sample last = later.getLast();
        // The heap is there from the start and would hide what the rest grows by.
        assertGrowth("native memory", first.anonymous - HEAP_MIB, last.anonymous - HEAP_MIB);
        assertGrowth("the heap", first.heap, last.heap);
    }

    private static void assertGrowth(String what, double first, double last) {
        assertTrue(
                last <= first * (1 + GROWTH),
                String.format(Locale.ROOT, "%s grew from %.1f to %.1f MiB", what, first, last));
    }
}
