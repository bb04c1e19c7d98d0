package io.factorscope.core.model.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorscope.core.Failing;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Progress;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

import okio.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Downloads from a Hub on this computer that behaves, and from one that does not.
@SuppressWarnings("NullAway.Init") // set before each test
class ModelDownloadTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final int SIZE = 300_000;

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private FakeHub hub;
    private HubClient client;

    @TempDir private Path temp;

    @BeforeEach
    void start() throws Exception {
        hub = new FakeHub();
        client = new HubClient(hub.access("hf_secret"), (time, context) -> pauses.add(time));
    }

    @AfterEach
    void stop() {
        client.close();
        hub.close();
    }

    private Path target() {
        return temp.resolve("org/tiny");
    }

    private Path beside() {
        return temp.resolve("org/.tiny.download");
    }

    private ModelDownload download(JobContext context) throws FactorscopeException {
        HubModel model = client.look(FakeHub.ID, "main", context);
        return new ModelDownload(
                client, model, FileChoice.of(client, model, null, context), target());
    }

    private Path run() throws FactorscopeException {
        JobContext context = JobContext.silent();
        return download(context).run(context);
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static MockResponse cut(byte[] content) {
        return new MockResponse.Builder()
                .addHeader("ETag", "\"tag\"")
                .body(new Buffer().write(content))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }

    @Test
    void downloadsWhatIsNeededAndSaysWhereItCameFrom() throws Exception {
        hub.text("LICENSE", "Apache");
        hub.text("original/consolidated.00.pth", "a copy");
        hub.text("consolidated.safetensors", "a copy");
        List<Progress> seen = new ArrayList<>();
        JobContext context = new JobContext(seen::add, () -> {});
        Path folder = download(context).run(context);
        assertEquals(target(), folder);
        assertEquals(
                Set.of(
                        "config.json",
                        "tokenizer.json",
                        "README.md",
                        "LICENSE",
                        WEIGHTS,
                        Origin.FILE),
                names(folder));
        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(folder.resolve(WEIGHTS)));
        Origin origin = Origin.of(folder).orElseThrow();
        assertEquals(FakeHub.SHA, origin.sha());
        assertEquals("org/tiny", origin.id());
        assertEquals("apache-2.0", origin.licence());
        assertEquals(5, origin.files().size());
        assertTrue(
                origin.files().stream().anyMatch(file -> file.hash().startsWith("sha256:")),
                "a large file keeps its SHA-256");
        assertFalse(Files.readString(folder.resolve(Origin.FILE)).contains("hf_secret"));
        assertFalse(Files.exists(beside()));
        Progress last = seen.getLast();
        assertEquals("downloading", last.stage());
        assertEquals(last.total(), last.done());
    }

    @Test
    void whatIsThereIsNotDownloadedAgain() throws Exception {
        run();
        long before = hub.asked(FakeHub.file(WEIGHTS));
        run();
        assertEquals(before, hub.asked(FakeHub.file(WEIGHTS)));
    }

    @Test
    void aCutConnectionContinuesWhereItStopped() throws Exception {
        hub.next(FakeHub.file(WEIGHTS), cut(hub.content(WEIGHTS)));
        run();
        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(target().resolve(WEIGHTS)));
        List<RecordedRequest> asked =
                hub.requests.stream().filter(r -> r.getTarget().endsWith(WEIGHTS)).toList();
        assertEquals(2, asked.size());
        assertNull(asked.get(0).getHeaders().get("Range"));
        assertTrue(String.valueOf(asked.get(1).getHeaders().get("Range")).startsWith("bytes="));
        assertEquals("\"tag\"", asked.get(1).getHeaders().get("If-Range"));
        assertEquals(List.of(Duration.ofMillis(500)), pauses);
    }

    @Test
    void aServerWithoutRangesSendsTheFileAnew() throws Exception {
        hub.ranges = false;
        hub.next(FakeHub.file(WEIGHTS), cut(hub.content(WEIGHTS)));
        run();
        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(target().resolve(WEIGHTS)));
    }

    @Test
    void anotherRangeThanAskedForIsNotJoinedOn() throws Exception {
        byte[] content = hub.content(WEIGHTS);
        hub.next(FakeHub.file(WEIGHTS), cut(content));
        hub.next(
                FakeHub.file(WEIGHTS),
                new MockResponse.Builder()
                        .code(206)
                        .addHeader("Content-Range", "bytes 7-" + (SIZE - 1) + "/" + SIZE)
                        .body(new Buffer().write(content, 7, SIZE - 7))
                        .build());
        run();
        assertArrayEquals(content, Files.readAllBytes(target().resolve(WEIGHTS)));
    }

    @Test
    void aLostNetworkKeepsThePartAndTheNextRunContinues() throws Exception {
        hub.next(FakeHub.file(WEIGHTS), cut(hub.content(WEIGHTS)));
        for (int i = 0; i < 5; i++) {
            hub.next(FakeHub.file(WEIGHTS), FakeHub.status(503));
        }
        String line = Failing.with("FS-HUB-006", this::run);
        assertTrue(line.contains("503"), line);
        assertFalse(Files.exists(target()));
        HubFile weights = HubFileOf.sha256(WEIGHTS, hub.content(WEIGHTS));
        long kept = Files.size(FileDownload.partOf(beside(), weights));
        assertTrue(kept > 0 && kept < SIZE, "kept " + kept);
        int before = hub.requests.size();
        run();
        String range =
                hub.requests.stream()
                        .skip(before)
                        .filter(r -> r.getTarget().endsWith(WEIGHTS))
                        .map(r -> String.valueOf(r.getHeaders().get("Range")))
                        .findFirst()
                        .orElseThrow();
        assertEquals("bytes=" + kept + "-", range);
        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(target().resolve(WEIGHTS)));
    }

    @Test
    void waitsAsLongAsTheServerAsks() throws Exception {
        MockResponse busy =
                new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build();
        hub.next("/api/models/org/tiny/revision/main", busy);
        hub.next(FakeHub.file(WEIGHTS), busy);
        run();
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(7)), pauses);
    }

    @Test
    void aServerThatAsksForTooLongIsReportedInstead() {
        hub.next(
                "/api/models/org/tiny/revision/main",
                new MockResponse.Builder().code(429).addHeader("Retry-After", "3600").build());
        String line = Failing.with("FS-HUB-006", this::run);
        assertTrue(line.contains("60 min"), line);
        assertEquals(List.of(), pauses);
    }

    @Test
    void aDamagedFileIsDeletedAndSaid() {
        byte[] other = hub.content(WEIGHTS).clone();
        other[12_345] ^= 1;
        hub.lies.put(WEIGHTS, other);
        String line = Failing.with("FS-HUB-012", this::run);
        assertTrue(line.contains(WEIGHTS), line);
        assertFalse(Files.exists(target()));
        assertFalse(Files.exists(FileDownload.partOf(beside(), HubFileOf.sha256(WEIGHTS, other))));
    }

    @Test
    void aSmallFileIsCheckedToo() {
        hub.lies.put("config.json", "{\"model_type\": \"gpt3\"}".getBytes(UTF_8));
        assertTrue(Failing.with("FS-HUB-012", this::run).contains("config.json"));
    }

    @Test
    void aDiskWithoutSpaceIsSaidBeforeAnythingIsFetched() throws Exception {
        JobContext context = JobContext.silent();
        HubModel model = client.look(FakeHub.ID, "main", context);
        List<HubFile> files = FileChoice.of(client, model, null, context);
        ModelDownload full = new ModelDownload(client, model, files, target(), folder -> 5_000_000);
        String line = Failing.with("FS-HUB-011", () -> full.run(context));
        assertTrue(line.contains("needs 16 MB"), line);
        assertTrue(line.contains("5.0 MB free"), line);
        assertEquals(0, hub.asked(FakeHub.file(WEIGHTS)));
    }

    @Test
    void aFolderInUseIsNotTouched() throws Exception {
        Files.createDirectories(target());
        Files.writeString(target().resolve("mine.txt"), "mine");
        Failing.with("FS-HUB-013", this::run);
        assertEquals(Set.of("mine.txt"), names(target()));
    }

    @Test
    void theTokenIsNotSentToAnotherHost() throws Exception {
        try (MockWebServer store = new MockWebServer()) {
            List<RecordedRequest> seen = Collections.synchronizedList(new ArrayList<>());
            store.setDispatcher(
                    new Dispatcher() {
                        @Override
                        public MockResponse dispatch(RecordedRequest request) {
                            seen.add(request);
                            byte[] content = hub.content(WEIGHTS);
                            return new MockResponse.Builder()
                                    .body(new Buffer().write(content))
                                    .build();
                        }
                    });
            store.start();
            hub.redirectTo = store;
            run();
            assertEquals(1, seen.size());
            assertNull(seen.getFirst().getHeaders().get("Authorization"));
        }
        for (RecordedRequest request : hub.requests) {
            assertEquals("Bearer hf_secret", request.getHeaders().get("Authorization"));
        }
        assertArrayEquals(hub.content(WEIGHTS), Files.readAllBytes(target().resolve(WEIGHTS)));
    }

    @Test
    void cancellingEndsAtOnceAndKeepsTheParts() throws Exception {
        byte[] content = hub.content(WEIGHTS);
        MockResponse slow =
                new MockResponse.Builder()
                        .body(new Buffer().write(content))
                        .throttleBody(70_000, 20, TimeUnit.SECONDS)
                        .build();
        hub.next(FakeHub.file(WEIGHTS), slow);
        JobContext[] self = new JobContext[1];
        JobContext context =
                new JobContext(
                        progress -> {
                            if (progress.stage().equals("downloading") && progress.done() >= 60) {
                                self[0].cancel();
                            }
                        },
                        () -> {});
        self[0] = context;
        long began = System.nanoTime();
        assertThrows(CancelledException.class, () -> download(context).run(context));
        assertTrue(System.nanoTime() - began < 10_000_000_000L, "within a chunk");
        assertFalse(Files.exists(target()));
        long kept = Files.size(FileDownload.partOf(beside(), HubFileOf.sha256(WEIGHTS, content)));
        assertTrue(kept >= 60_000 && kept < SIZE, "kept " + kept);
        run();
        assertArrayEquals(content, Files.readAllBytes(target().resolve(WEIGHTS)));
    }
}
