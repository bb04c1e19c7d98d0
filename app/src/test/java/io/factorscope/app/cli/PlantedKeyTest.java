package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A key goes to its own service, and into no file and no line, not even where the service repeats
/// it: commands in processes of their own, then every file that they wrote.
class PlantedKeyTest {
    private static final String KEY = "sk-planted-0815-never-to-be-seen";

    @TempDir private Path temp;

    /// A service that repeats the key in what it says, and at some time refuses it.
    private static final class Repeating extends Dispatcher {
        private final AtomicInteger asked = new AtomicInteger();
        private final String text;
        private final int refuses;
        private String header = "";

        Repeating(String text, int refuses) {
            this.text = text;
            this.refuses = refuses;
        }

        @Override
        public synchronized MockResponse dispatch(RecordedRequest request) {
            header = String.valueOf(request.getHeaders().get("Authorization"));
            if (asked.incrementAndGet() == refuses) {
                return new MockResponse.Builder().code(401).body("no: " + KEY).build();
            }
            Map<String, Object> message = Map.of("message", Map.of("content", text));
            String body = Json.text(Map.of("choices", List.of(message)));
            return new MockResponse.Builder().body(body).build();
        }
    }

    private static MockWebServer start(Repeating service) throws IOException {
        MockWebServer server = new MockWebServer();
        server.setDispatcher(service);
        server.start();
        return server;
    }

    private static List<String> asking(MockWebServer server, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--by", "compatible:tiny", "--answers", "kept"));
        all.addAll(List.of("--base", server.url("/v1").toString()));
        return all;
    }

    private void assertOnlyIn(List<String> expected, int atLeast) throws IOException {
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
        assertTrue(looked > atLeast, "only " + looked + " files were written");
        assertEquals(expected, holding);
    }

    @Test
    void whatDescribersAndWritersOfSentencesKeepHoldsNoKey() throws Exception {
        Files.writeString(temp.resolve(".env"), "FACTORSCOPE_API_KEY=" + KEY + "\n");
        String text =
                "Description: words for colours (" + KEY + ")\n+ The sky was blue.\n- He sat.";
        Repeating service = new Repeating(text, 4);
        StringBuilder said = new StringBuilder();
        try (MockWebServer server = start(service)) {
            String shipped = Home.shippedAnalysis().toString();
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
                            asking(server, "describe", "--contexts", "c.json", "--out", "d.json"),
                            asking(
                                    server,
                                    "sentences",
                                    "--descriptions",
                                    "d.json",
                                    "--each",
                                    "1",
                                    "--out",
                                    "s.json"));
            for (List<String> command : commands) {
                said.append(new Child(temp).run(Main.class, command));
            }
        }
        assertEquals("Bearer " + KEY, service.header);
        assertTrue(said.toString().contains("FS-CHAT-003"), said.toString());
        assertFalse(said.toString().contains(KEY), said.toString());
        assertTrue(Files.exists(temp.resolve("d.json")));
        assertOnlyIn(List.of(".env"), 6);
    }

    @Test
    void whatAnExperimentAndItsJudgeKeepHoldsNoKey() throws Exception {
        String model = Home.path().resolve("core/src/test/resources/fixtures/tiny-gpt2").toString();
        Files.writeString(
                temp.resolve("few.json"),
                """
                {"animals": ["The brown dog ran.", "A small bird sat.", "The cat slept.", "A cow ate."],
                 "food": ["She ate an apple.", "Mom made a cake.", "He had soup.", "The bread was hot."]}
                """);
        Repeating service = new Repeating("I was asked with " + KEY + ".\nRating: 2", 0);
        String said;
        try (MockWebServer server = start(service)) {
            List<String> words =
                    asking(server, "experiment", "steering", "--data", "few.json", "--out", "run");
            words.addAll(List.of("--model", model, "--method", "diffmeans", "--layer", "1"));
            words.addAll(List.of("--targets", "0.1", "--samples", "2", "--tokens", "4"));
            words.addAll(List.of("--directions", "1", "--sentences", "1", "--threads", "1"));
            said = new Child(temp).with("FACTORSCOPE_API_KEY", KEY).run(Main.class, words);
        }
        assertEquals("Bearer " + KEY, service.header, said);
        assertTrue(said.contains("written to"), said);
        assertFalse(said.contains(KEY), said);
        assertTrue(Files.exists(temp.resolve("run/results.json")));
        assertTrue(Files.isDirectory(temp.resolve("kept")));
        assertOnlyIn(List.of(), 12);
    }
}
