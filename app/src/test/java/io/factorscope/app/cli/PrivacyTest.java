package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Commands in a process of their own: nobody is contacted unasked, and a key stays where it is.
class PrivacyTest {
    private static final String KEY = "sk-planted-0815-never-to-be-seen";

    @TempDir private Path temp;

    private String path(String name) {
        return temp.resolve(name).toString();
    }

    /// Runs a class with the tests' class path; the working folder is the temporary one.
    private String child(List<String> options, String main, List<String> arguments)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dfactorscope.home=" + Home.path().toAbsolutePath());
        command.add("-Dfactorscope.config=" + path("config"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        Path log = temp.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "too slow");
        return Files.readString(log);
    }

    private static String line(String... words) {
        return String.join("|", words);
    }

    @Test
    void fromTextToSteeringAndExportsNoSocketIsOpened() throws Exception {
        String model = Home.path().resolve("core/src/test/resources/fixtures/tiny-gpt2").toString();
        Files.writeString(
                temp.resolve("few.json"),
                "{\"animals\": [\"The brown dog ran.\", \"A small bird sat.\"],"
                        + " \"food\": [\"She ate an apple.\", \"Mom made a cake.\"]}");
        String hook = "blocks.1.mlp.hook_post";
        List<String> lines =
                List.of(
                        line("model", "list"),
                        line(
                                "collect",
                                "--model",
                                model,
                                "--data",
                                "few.json",
                                "--hook",
                                hook,
                                "--out",
                                "acts"),
                        line("factorize", "--activations", "acts", "--rank", "3", "--out", "fit"),
                        line(
                                "analyze",
                                "--model",
                                model,
                                "--data",
                                "few.json",
                                "--hook",
                                hook,
                                "--rank",
                                "3",
                                "--out",
                                "mine"),
                        line("contexts", "--analysis", "mine", "--out", "c.json"),
                        line("describe", "--contexts", "c.json", "--out", "d.json"),
                        line("export", "mine", "--concept", "F1", "--out", "v.gguf"),
                        line("export", "mine", "--concept", "F1", "--out", "v.npy"),
                        line("export", "mine", "--out", "report.html"),
                        line("pack", "mine", "--out", "mine.factorscope"),
                        line("unpack", "mine.factorscope", "--out", "again"),
                        line(
                                "generate",
                                "--model",
                                model,
                                "--prompt",
                                "One day",
                                "--steer",
                                hook + "=v.npy:2",
                                "--max-new-tokens",
                                "5"));
        Files.write(temp.resolve("commands.txt"), lines);
        String said =
                child(
                        List.of(
                                "-Djava.nio.channels.spi.SelectorProvider="
                                        + WatchedCommands.Channels.class.getName()),
                        WatchedCommands.class.getName(),
                        List.of("commands.txt"));
        assertEquals(lines.size(), said.split("code 0 of", -1).length - 1, said);
        assertTrue(said.contains("opened []"), said);
        assertTrue(said.contains("caught true"), said);
    }

    @Test
    void aKeyGoesToItsServiceAndIntoNoFileAndNoLine() throws Exception {
        Files.writeString(temp.resolve(".env"), "FACTORSCOPE_API_KEY=" + KEY + "\n");
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            String text = "Description: words for colours\n+ The sky was blue.\n- He sat down.";
            Map<String, Object> message = Map.of("message", Map.of("content", text));
            String body = Json.text(Map.of("choices", List.of(message)));
            for (int i = 0; i < 3; i++) {
                server.enqueue(new MockResponse.Builder().body(body).build());
            }
            server.enqueue(new MockResponse.Builder().code(401).body("no: " + KEY).build());
            String base = server.url("/v1").toString();
            String shipped = Home.shippedAnalysis().toString();
            List<String> by =
                    List.of("--by", "compatible:tiny", "--base", base, "--answers", "kept");
            List<List<String>> commands =
                    List.of(
                            List.of(
                                    "contexts",
                                    "--analysis",
                                    shipped,
                                    "--concepts",
                                    "F3",
                                    "--out",
                                    "c.json"),
                            List.of("describe", "--contexts", "c.json", "--out", "d.json"),
                            List.of(
                                    "sentences",
                                    "--descriptions",
                                    "d.json",
                                    "--each",
                                    "1",
                                    "--out",
                                    "s.json"));
            StringBuilder said = new StringBuilder();
            for (List<String> command : commands) {
                List<String> all = new ArrayList<>(command);
                if (!command.getFirst().equals("contexts")) {
                    all.addAll(by);
                }
                said.append(child(List.of(), Main.class.getName(), all));
            }
            assertEquals("Bearer " + KEY, server.takeRequest().getHeaders().get("Authorization"));
            assertTrue(said.toString().contains("FS-CHAT-003"), said.toString());
            assertFalse(said.toString().contains(KEY), said.toString());
        }
        assertTrue(Files.exists(temp.resolve("d.json")));
        List<String> holding = new ArrayList<>();
        int looked = 0;
        try (Stream<Path> walk = Files.walk(temp)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                looked++;
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(KEY)) {
                    holding.add(temp.relativize(file).toString());
                }
            }
        }
        assertTrue(looked > 6, "only " + looked + " files were written");
        assertEquals(List.of(".env"), holding);
    }
}
