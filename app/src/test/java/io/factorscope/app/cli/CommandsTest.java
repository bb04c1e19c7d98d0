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
import java.util.List;

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
        for (String command : List.of("run", "generate", "collect", "factorize", "tour")) {
            assertTrue(out.toString().contains(command), command);
        }
    }
}
