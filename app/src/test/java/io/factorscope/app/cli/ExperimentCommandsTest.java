package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.UnseenSentences;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ResultHtml;
import io.factorscope.core.factorization.sae.FeatureList;
import io.factorscope.core.project.Home;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Autoencoders and experiments as a user runs them, on the embedded model.
class ExperimentCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path temp = Path.of("");

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String path(String name) {
        return temp.resolve(name).toString();
    }

    @Test
    void aTrainedAutoencoderGivesFeaturesAndIsDetected() throws Exception {
        Path texts = temp.resolve("texts.json");
        StringBuilder json = new StringBuilder("{\"rain\": [");
        for (int i = 0; i < 8; i++) {
            json.append(i == 0 ? "" : ", ").append("\"Rain fell on hill ").append(i).append(".\"");
        }
        json.append("], \"dogs\": [");
        for (int i = 0; i < 8; i++) {
            json.append(i == 0 ? "" : ", ").append("\"The dog ate bone ").append(i).append(".\"");
        }
        Files.writeString(texts, json.append("]}").toString());
        String[] training = {
            "sae-train",
            "--hook",
            "blocks.1.hook_mlp_out",
            "--data",
            texts.toString(),
            "--features",
            "32",
            "--k",
            "2",
            "--steps",
            "25",
            "--threads",
            "1",
            "--out",
            path("sae")
        };
        assertEquals(0, run(training), err.toString());
        assertTrue(out.toString().contains("32 features"), out.toString());
        String[] sampling = {
            "sae-features",
            "--sae",
            path("sae"),
            "--data",
            texts.toString(),
            "--count",
            "3",
            "--threads",
            "1",
            "--out",
            path("x_mlp_features.json")
        };
        assertEquals(0, run(sampling), err.toString());
        assertEquals(3, FeatureList.read(temp.resolve("x_mlp_features.json")).size());
        String[] detecting = {
            "experiment",
            "detection",
            "--data",
            texts.toString(),
            "--sae",
            path("sae"),
            "--method",
            "sae,diffmeans",
            "--layer",
            "1",
            "--sentences",
            "3",
            "--threads",
            "1",
            "--out",
            path("run")
        };
        assertEquals(0, run(detecting), err.toString());
        ExperimentResult result = ExperimentResult.load(temp.resolve("run"));
        assertEquals(2 * 3 * 2, result.detection().size());
        assertTrue(out.toString().contains("| diffmeans | concept |"), out.toString());
        assertTrue(Files.exists(temp.resolve("run/summary.csv")));
    }

    /// A process of its own, killed once it has steered with one direction.
    @Test
    void aKilledRunGoesOnWhereItWas() throws Exception {
        Path data = temp.resolve("few.csv");
        StringBuilder rows = new StringBuilder("prompt,label\n");
        for (int i = 0; i < 6; i++) {
            rows.append("Rain fell on hill ").append(i).append(".,rain\n");
            rows.append("The dog ate bone ").append(i).append(".,dogs\n");
            rows.append("We sang song ").append(i).append(".,music\n");
        }
        Files.writeString(data, rows);
        String model = Home.path().resolve("core/src/test/resources/fixtures/tiny-gpt2").toString();
        List<String> arguments =
                List.of(
                        ("experiment full --method diffmeans --sentences 2 --samples 2 --tokens 40"
                                        + " --directions 2 --threads 1 --model "
                                        + model
                                        + " --data "
                                        + data
                                        + " --out "
                                        + path("run"))
                                .split(" "));
        Path steering = temp.resolve("run/diffmeans/steering");
        Process child = child(arguments);
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
            while (steered(steering) == 0 && System.nanoTime() < deadline && child.isAlive()) {
                child.waitFor(2, TimeUnit.MILLISECONDS);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        int done = steered(steering);
        assertTrue(done >= 1, Files.readString(temp.resolve("log.txt")));
        assertFalse(Files.exists(temp.resolve("run/results.json")), "killed too late");
        Path kept = steering.resolve("L-rain.json");
        FileTime written = Files.getLastModifiedTime(kept);
        assertEquals(0, run(arguments.toArray(String[]::new)), err.toString());
        assertEquals(written, Files.getLastModifiedTime(kept));
        ExperimentResult result = ExperimentResult.load(temp.resolve("run"));
        assertEquals(3 * 3, result.detection().size());
        assertEquals(3 * 3 * 14 + 3 * 7, result.steering().size());
        assertFalse(Files.exists(temp.resolve("run/collected")));
    }

    private static int steered(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    private Process child(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dfactorscope.home=" + Home.path().toAbsolutePath());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.redirectOutput(temp.resolve("log.txt").toFile()).start();
    }

    @Test
    void anExperimentThatCannotRunLeavesNothing() {
        int code = run("experiment", "full", "--sae", temp.toString(), "--out", path("run"));
        assertEquals(1, code);
        assertTrue(err.toString().contains("FS-SAE-001"), err.toString());
        assertFalse(Files.exists(temp.resolve("run")));
    }

    @Test
    void aConceptWithoutAClearLabelIsLeftOutAndNamed() throws Exception {
        String[] command = {
            "experiment",
            "detection",
            "--analysis",
            Home.shippedAnalysis().toString(),
            "--concepts",
            "F1,L:weather",
            "--sentences",
            "2",
            "--directions",
            "1",
            "--data",
            UnseenSentences.in(temp).toString(),
            "--out",
            path("run")
        };
        assertEquals(0, run(command), err.toString());
        ExperimentResult result = ExperimentResult.load(temp.resolve("run"));
        assertEquals(List.of("F1"), result.leftOut());
        assertTrue(out.toString().contains("Left out: F1. "), out.toString());
        assertTrue(Files.readString(temp.resolve("run/summary.md")).contains("Left out: F1. "));
        ResultHtml.write(result, temp.resolve("run/report.html"));
        assertTrue(Files.readString(temp.resolve("run/report.html")).contains("Left out: F1. "));
    }

    @Test
    void writtenSentencesNeedSomebodyWhoWrites() {
        assertEquals(1, run("experiment", "detection", "--written", "--out", path("run")));
        assertTrue(err.toString().contains("FS-EXP-006"), err.toString());
    }
}
