package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Every command as typed, on the embedded model.
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path temp;

    private int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private String path(String name) {
        return temp.resolve(name).toString();
    }

    @Test
    void runWritesTokensLogitsAndHooks() throws Exception {
        int code = run("run", "--text", "The dog ran.", "--out", path("r"), "--device", "cpu");
        assertEquals(0, code, err.toString());
        JsonNode tokens = Json.readTree(temp.resolve("r/tokens.json"));
        int n = tokens.path("ids").size();
        assertEquals(n, tokens.path("tokens").size());
        assertEquals(0, tokens.path("ids").get(0).asInt(), "BOS first");
        assertArrayEquals(new int[] {n, 4096}, Npy.read(temp.resolve("r/logits.npy")).shape());
        NpyArray post = Npy.read(temp.resolve("r/blocks.5.mlp.hook_post.npy"));
        assertArrayEquals(new int[] {n, 1024}, post.shape());
        assertTrue(Files.exists(temp.resolve("r/blocks.0.hook_resid_post.npy")));
    }

    @Test
    void generateIsTheSameForTheSameSeedAndSteeringChangesIt() throws Exception {
        float[] direction = new float[256];
        direction[7] = 1;
        Npy.write(temp.resolve("v.npy"), direction, 256);
        String[] plain = {
            "generate", "--prompt", "Once", "--max-new-tokens", "8", "--seed", "3", "--json"
        };
        assertEquals(0, run(plain), err.toString());
        String first = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run(plain));
        assertEquals(first, out.toString());
        JsonNode json = Json.mapper().readTree(first);
        assertTrue(json.path("samples").get(0).path("text").asText().startsWith("Once"));
        assertTrue(json.path("samples").get(0).path("ids").size() > 2);
        out.getBuffer().setLength(0);
        String steer = "blocks.2.hook_resid_post=" + path("v.npy") + ":60";
        String[] steered = java.util.Arrays.copyOf(plain, plain.length + 2);
        steered[plain.length] = "--steer";
        steered[plain.length + 1] = steer;
        assertEquals(0, run(steered), err.toString());
        assertFalse(first.equals(out.toString()));
    }

    @Test
    void collectThenFactorizeWritesWhatNumPyReads() throws Exception {
        Path data = temp.resolve("d.txt");
        Files.writeString(data, "The dog ran home.\nShe ate a cake.\nIt rained all day.\n");
        String hook = "blocks.1.mlp.hook_post";
        assertEquals(
                0,
                run("collect", "--data", data.toString(), "--hook", hook, "--out", path("c")),
                err.toString());
        NpyArray activations = Npy.read(temp.resolve("c/activations.npy"), 2);
        List<String> rows = Files.readAllLines(temp.resolve("c/tokens.csv"));
        assertEquals("sample,pos,id,token,label", rows.getFirst());
        assertEquals(activations.size(0), rows.size() - 1);
        int code =
                run(
                        "factorize",
                        "--activations",
                        path("c"),
                        "--rank",
                        "3",
                        "--sparsity",
                        "0.05",
                        "--weight-by-frequency",
                        "0.5",
                        "--out",
                        path("f"));
        assertEquals(0, code, err.toString());
        assertArrayEquals(new int[] {1024, 3}, Npy.read(temp.resolve("f/F.npy")).shape());
        int n = activations.size(0);
        assertArrayEquals(new int[] {n, 3}, Npy.read(temp.resolve("f/G.npy")).shape());
        String header = Files.readAllLines(temp.resolve("f/history.csv")).getFirst();
        assertEquals("iteration,loss,relative,seconds,dead,duplicates", header);
    }

    @Test
    void aFitIsMeasuredStreamedThroughAndStacked() throws Exception {
        Path data = temp.resolve("d.txt");
        Files.writeString(data, "The dog ran home.\nShe ate a cake.\nIt rained all day.\n");
        for (String layer : List.of("1", "4")) {
            String hook = "blocks." + layer + ".mlp.hook_post";
            String[] collect = {
                "collect", "--data", data.toString(), "--hook", hook, "--out", path("c" + layer)
            };
            assertEquals(0, run(collect), err.toString());
        }
        String both = path("c1") + "," + path("c4");
        for (String of : List.of(path("c1"), both)) {
            String out = of.equals(both) ? path("both") : path("f");
            String[] fit = {"factorize", "--activations", of, "--rank", "3", "--out", out};
            assertEquals(0, run(fit), err.toString());
        }
        NpyArray second = Npy.read(temp.resolve("both/F.blocks.4.mlp.hook_post.npy"));
        assertArrayEquals(new int[] {1024, 3}, second.shape());
        String[] where = {"--fit", path("f"), "--hook", "blocks.1.mlp.hook_post"};
        List<String> measure = new ArrayList<>(List.of("faithfulness", "--data"));
        measure.addAll(List.of(data.toString(), "--factors", "0,2", "--out", path("m.json")));
        measure.addAll(List.of(where));
        assertEquals(0, run(measure.toArray(String[]::new)), err.toString());
        JsonNode found = Json.readTree(temp.resolve("m.json")).path("faithfulness");
        assertEquals(2, found.path("factors").get(1).path("factor").asInt());
        assertTrue(found.path("baseline").asDouble() > 0);
        List<String> stream = new ArrayList<>(List.of("stream", "--corpus", data.toString()));
        stream.addAll(List.of("--out", path("s")));
        stream.addAll(List.of(where));
        assertEquals(0, run(stream.toArray(String[]::new)), err.toString());
        JsonNode report = Json.readTree(temp.resolve("s/stream.json"));
        assertEquals(3, report.path("factors").size());
        assertTrue(report.path("factors").get(0).path("top_activations").size() > 0);
    }

    private void writeNoise(String name, int n, int d) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Npy.write(temp.resolve(name), values, n, d);
    }

    @Test
    void factorizeGoesOnFromItsCheckpointToTheSameBytes() throws Exception {
        writeNoise("a.npy", 90, 20);
        List<String> fit =
                List.of(
                        "factorize",
                        "--activations",
                        path("a.npy"),
                        "--rank",
                        "4",
                        "--init",
                        "svd");
        List<String> whole = new ArrayList<>(fit);
        whole.addAll(List.of("--sparsity", "0.2", "--out", path("whole")));
        assertEquals(0, run(whole.toArray(String[]::new)), err.toString());
        List<String> kept = new ArrayList<>(fit);
        kept.addAll(List.of("--sparsity", "0.2", "--checkpoint", path("c")));
        kept.addAll(List.of("--checkpoint-seconds", "0", "--resume", "--out", path("resumed")));
        for (int twice = 0; twice < 2; twice++) {
            assertEquals(0, run(kept.toArray(String[]::new)), err.toString());
            for (String file : List.of("F.npy", "G.npy")) {
                assertArrayEquals(
                        Files.readAllBytes(temp.resolve("whole").resolve(file)),
                        Files.readAllBytes(temp.resolve("resumed").resolve(file)));
            }
        }
    }

    @Test
    void treeAndStabilityWriteWhatNumPyReads() throws Exception {
        writeNoise("a.npy", 90, 20);
        String[] tree = {
            "tree",
            "--activations",
            path("a.npy"),
            "--ranks",
            "8,4,2",
            "--sparsity",
            "0.2",
            "--iterations",
            "10",
            "--fine-tune",
            "5",
            "--out",
            path("t")
        };
        assertEquals(0, run(tree), err.toString());
        assertArrayEquals(new int[] {90, 8}, Npy.read(temp.resolve("t/W1.npy")).shape());
        assertArrayEquals(new int[] {8, 4}, Npy.read(temp.resolve("t/W2.npy")).shape());
        assertArrayEquals(new int[] {2, 20}, Npy.read(temp.resolve("t/H3.npy")).shape());
        assertEquals(14, Json.readTree(temp.resolve("t/tree.json")).path("nodes").size());
        tree[4] = "4,8";
        assertEquals(1, run(tree));
        assertTrue(err.toString().contains("FS-TREE-001"), err.toString());
        String[] stability = {
            "stability",
            "--activations",
            path("a.npy"),
            "--rank",
            "4",
            "--sparsity",
            "0.2",
            "--iterations",
            "10",
            "--refits",
            "2",
            "--other-ranks",
            "3",
            "--out",
            path("s")
        };
        assertEquals(0, run(stability), err.toString());
        assertArrayEquals(new int[] {4, 3}, Npy.read(temp.resolve("s/matched.npy")).shape());
        stability[3] = "--init";
        stability[4] = "x.npy";
        assertEquals(2, run(stability));
    }

    @Test
    void sweepFitsEveryCombinationAndASecondRunOnlyReads() throws Exception {
        Path data = temp.resolve("d.txt");
        Files.writeString(data, "The dog ran home.\nShe ate a cake.\nIt rained all day.\n");
        String[] sweep = {
            "sweep", "--data", data.toString(), "--hooks",
            "blocks.1.mlp.hook_post,blocks.3.hook_resid_post", "--ranks", "2,3,4", "--iterations",
            "5", "--out", path("w")
        };
        assertEquals(0, run(sweep), err.toString());
        List<String> table = Files.readAllLines(temp.resolve("w/sweep.csv"));
        assertEquals(7, table.size());
        Files.delete(data);
        assertEquals(0, run(sweep), err.toString());
        assertEquals(table, Files.readAllLines(temp.resolve("w/sweep.csv")));
        assertTrue(out.toString().contains("6 fits written"), out.toString());
    }

    @Test
    void failuresAreOneLineAndExitCodeOne() {
        int code = run("generate", "--prompt", "x", "--model", path("none"));
        assertEquals(1, code);
        assertEquals(1, err.toString().strip().lines().count());
        assertTrue(err.toString().startsWith("FS-MODEL-001"), err.toString());
        assertFalse(Files.exists(temp.resolve("none")));
    }

    @Test
    void aFailedCollectionLeavesNothingBehind() throws Exception {
        Files.writeString(temp.resolve("d.txt"), "happy ".repeat(500));
        int code =
                run(
                        "collect",
                        "--data",
                        path("d.txt"),
                        "--hook",
                        "blocks.1.hook_mlp_out",
                        "--out",
                        path("c"));
        assertEquals(1, code);
        assertTrue(err.toString().contains("FS-ACT-003"), err.toString());
        try (var files = Files.list(temp)) {
            assertEquals(List.of(temp.resolve("d.txt")), files.toList());
        }
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertEquals(2, run("run", "--text", "x"));
        assertEquals(2, run("dance"));
    }

    @Test
    void helpListsTheCommands() {
        assertEquals(0, run("help"));
        for (String command :
                List.of(
                        "run",
                        "generate",
                        "collect",
                        "factorize",
                        "tree",
                        "sweep",
                        "stability",
                        "faithfulness",
                        "stream",
                        "tour")) {
            assertTrue(out.toString().contains(command), command);
        }
    }
}
