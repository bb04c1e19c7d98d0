package io.factorscope.core.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import mockwebserver3.MockResponse;

import okhttp3.HttpUrl;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// What the Hub says, and what is made of it.
@SuppressWarnings("NullAway.Init") // set before each test
class HubClientTest {
    private static final String ABOUT = "/api/models/org/tiny/revision/main";

    private final JobContext context = JobContext.silent();
    private FakeHub hub;
    private HubClient client;

    @TempDir private Path temp;

    @BeforeEach
    void start() throws Exception {
        hub = new FakeHub();
        client = new HubClient(hub.access(""), (time, job) -> {});
    }

    @AfterEach
    void stop() {
        client.close();
        hub.close();
    }

    private HubModel look() throws FactorscopeException {
        return client.look(FakeHub.ID, "main", context);
    }

    private List<String> chosen(String gguf) throws FactorscopeException {
        String name = gguf.isEmpty() ? null : gguf;
        return FileChoice.of(client, look(), name, context).stream().map(HubFile::path).toList();
    }

    @Test
    void readsEveryPageOfALongListing() throws Exception {
        hub.pageSize = 2;
        HubModel model = look();
        assertEquals(
                List.copyOf(hub.files.keySet()),
                model.files().stream().map(HubFile::path).toList());
        assertEquals(3, hub.asked("/api/models/org/tiny/tree/" + FakeHub.SHA));
        assertEquals("apache-2.0", model.licence());
    }

    @Test
    void aSlashInARevisionDoesNotBecomeAPath() throws Exception {
        assertEquals("refs/pr/1", client.look(FakeHub.ID, "refs/pr/1", context).revision());
        assertEquals(1, hub.asked("/api/models/org/tiny/revision/refs%2Fpr%2F1"));
    }

    @Test
    void unauthorisedSaysHowToSetAToken() {
        hub.next(ABOUT, FakeHub.status(401));
        String line = Failing.with("FS-HUB-002", this::look);
        assertTrue(line.contains("HF_TOKEN"), line);
    }

    @Test
    void gatedSaysWhereTheLicenceIs() {
        hub.next(
                ABOUT,
                new MockResponse.Builder()
                        .code(403)
                        .addHeader("X-Error-Code", "GatedRepo")
                        .build());
        String line = Failing.with("FS-HUB-003", this::look);
        assertTrue(line.contains("accept it first at " + hub.server.url("/org/tiny")), line);
    }

    @Test
    void aClosedRepositoryWithoutATokenIsGatedToo() {
        hub.next(
                ABOUT,
                new MockResponse.Builder()
                        .code(401)
                        .addHeader("X-Error-Code", "GatedRepo")
                        .build());
        assertTrue(Failing.with("FS-HUB-003", this::look).contains("then set HF_TOKEN"));
    }

    @Test
    void missingNamesTheModelAndTheRevision() {
        hub.next(ABOUT, FakeHub.status(404));
        String line = Failing.with("FS-HUB-004", this::look);
        assertTrue(line.contains("org/tiny with revision main"), line);
    }

    @Test
    void aServerThatIsNoHubIsSaid() {
        hub.next(ABOUT, new MockResponse.Builder().body("<html>").build());
        Failing.with("FS-HUB-007", this::look);
        hub.next(ABOUT, new MockResponse.Builder().body("{}").build());
        Failing.with("FS-HUB-007", this::look);
    }

    @Test
    void noNetworkIsOneClearLine() throws Exception {
        HubAccess nobody = HubAccess.of("http://127.0.0.1:1", Map.of(), List.of());
        try (HubClient lost = new HubClient(nobody, (time, job) -> {})) {
            String line = Failing.with("FS-HUB-005", () -> lost.look(FakeHub.ID, "main", context));
            assertTrue(line.contains("Cannot reach 127.0.0.1"), line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.sh",
                "a/../../evil",
                "/etc/evil",
                "C:evil",
                "c:/evil",
                "a\\..\\evil",
                "a//b",
                "./a",
                "nul\u0000",
                ""
            })
    void aPathThatLeavesTheFolderIsRefused(String path) {
        hub.text(path, "x");
        Failing.with("FS-HUB-008", this::look);
    }

    @Test
    void shardsAreThoseOfTheIndex() throws Exception {
        hub.files.remove("model.safetensors");
        hub.text("model-1.safetensors", "a");
        hub.text("model-2.safetensors", "b");
        hub.text("model-3.safetensors", "not in the index");
        Map<String, String> map = Map.of("a", "model-1.safetensors", "b", "model-2.safetensors");
        hub.text("model.safetensors.index.json", Json.text(Map.of("weight_map", map)));
        assertEquals(
                List.of(
                        "config.json",
                        "tokenizer.json",
                        "model.safetensors.index.json",
                        "model-1.safetensors",
                        "model-2.safetensors",
                        "README.md"),
                chosen(""));
        hub.files.remove("model-2.safetensors");
        assertTrue(Failing.with("FS-HUB-009", () -> chosen("")).contains("model-2"));
    }

    @Test
    void picklesAreRefusedAndTheReasonSaid() {
        hub.files.remove("model.safetensors");
        String line = Failing.with("FS-HUB-009", () -> chosen(""));
        assertTrue(line.contains("can run any code"), line);
    }

    @Test
    void weightsWithoutTheirTokenizerAreRefused() {
        hub.files.remove("tokenizer.json");
        assertTrue(Failing.with("FS-HUB-009", () -> chosen("")).contains("tokenizer.json"));
    }

    @Test
    void oneGgufFileIsChosenByName() throws Exception {
        hub.files.remove("model.safetensors");
        hub.files.put("tiny.Q4.gguf", FakeHub.bytes(2000));
        assertEquals(List.of("tiny.Q4.gguf", "README.md"), chosen(""));
        hub.files.put("tiny.Q8.gguf", FakeHub.bytes(4000));
        String line = Failing.with("FS-HUB-010", () -> chosen(""));
        assertTrue(line.contains("tiny.Q4.gguf (2.0 kB), tiny.Q8.gguf (4.0 kB)"), line);
        assertEquals(List.of("tiny.Q8.gguf", "README.md"), chosen("tiny.Q8.gguf"));
        Failing.with("FS-HUB-010", () -> chosen("other.gguf"));
    }

    @Test
    void theTokenComesFromTheEnvironmentThenFromAFileAndIsNeverShown() throws Exception {
        Path here = Files.createDirectories(temp.resolve("here"));
        Files.writeString(here.resolve(".env"), "# mine\nHF_TOKEN=hf_file\nOTHER=1\n");
        HubAccess file = HubAccess.of(null, Map.of(), List.of(temp.resolve("none"), here));
        HttpUrl page = HttpUrl.get(HubAccess.DEFAULT_BASE + "/x");
        assertEquals("hf_file", file.tokenFor(page));
        if (Files.getFileStore(here).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(
                    here.resolve(".env"), PosixFilePermissions.fromString("rw-r--r--"));
            String warning = HubAccess.of(null, Map.of(), List.of(here)).warnings().getFirst();
            assertTrue(warning.contains("chmod 600") && !warning.contains("hf_file"), warning);
            Files.setPosixFilePermissions(
                    here.resolve(".env"), PosixFilePermissions.fromString("rw-------"));
            assertEquals(List.of(), HubAccess.of(null, Map.of(), List.of(here)).warnings());
        }
        assertFalse(file.toString().contains("hf_file"));
        Path relative = Path.of("").toAbsolutePath().relativize(here.toAbsolutePath());
        assertEquals("hf_file", HubAccess.of(null, Map.of(), List.of(relative)).tokenFor(page));
        HubAccess both = HubAccess.of(null, Map.of("HF_TOKEN", "hf_env"), List.of(here));
        assertEquals("hf_env", both.tokenFor(page));
        assertNull(both.tokenFor(HttpUrl.get("https://cdn.example/x")));
        HubAccess plain = HubAccess.of("http://mirror.example", Map.of("HF_TOKEN", "t"), List.of());
        assertNull(plain.tokenFor(HttpUrl.get("http://mirror.example/x")), "not without TLS");
        String line =
                Failing.with(
                        "FS-HUB-002",
                        () -> HubAccess.of(null, Map.of("HF_TOKEN", "hf_a b"), List.of()));
        assertFalse(line.contains("hf_a b"));
    }

    @Test
    void namesAndAddressesAreChecked() throws Exception {
        assertEquals("gpt2", HubId.parse(" gpt2 ").text());
        for (String bad : List.of("", "a/b/c", "../b", "a/..", "a b", "a/b?x=1", "-a/b")) {
            Failing.with("FS-HUB-001", () -> HubId.parse(bad));
        }
        Failing.with("FS-HUB-001", () -> HubAccess.of("ftp://x", Map.of(), List.of()));
        HubAccess set = HubAccess.of(null, Map.of("HF_ENDPOINT", "https://m.example"), List.of());
        assertEquals("m.example", set.host());
    }
}
