package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.factorization.sae.FeatureList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

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

    @Test
    void anExperimentThatCannotRunLeavesNothing() {
        int code = run("experiment", "full", "--sae", temp.toString(), "--out", path("run"));
        assertEquals(1, code);
        assertTrue(err.toString().contains("FS-SAE-001"), err.toString());
        assertFalse(Files.exists(temp.resolve("run")));
    }
}
