package io.factorscope.app;

import io.factorscope.core.store.Json;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okio.Buffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Hub on this computer whose one repository, `org/tiny`, holds a folder's files.
public final class FolderHub extends Dispatcher implements AutoCloseable {
    private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    private final MockWebServer server = new MockWebServer();
    private final Path folder;
    private volatile boolean slow;

    /// A Hub with the files that lie in `folder` itself.
    public FolderHub(Path folder) throws IOException {
        this.folder = folder;
        server.setDispatcher(this);
        server.start();
    }

    /// Where it is.
    public String base() {
        return server.url("/").toString();
    }

    /// Large files come so slowly that they never end.
    public void slowDown() {
        slow = true;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        try {
            if (path.equals("/api/models/org/tiny/revision/main")) {
                return json(Map.of("sha", SHA, "tags", List.of("license:mit")));
            }
            if (path.equals("/api/models/org/tiny/tree/" + SHA)) {
                return json(tree());
            }
            Path file = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
            if (path.startsWith("/org/tiny/resolve/" + SHA + "/") && Files.isRegularFile(file)) {
                return content(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MockResponse.Builder().code(404).build();
    }

    private MockResponse content(byte[] bytes) {
        MockResponse.Builder answer = new MockResponse.Builder().body(new Buffer().write(bytes));
        return slow && bytes.length > 1_000_000
                ? answer.throttleBody(300_000, 300, TimeUnit.MILLISECONDS).build()
                : answer.build();
    }

    private static MockResponse json(Object value) {
        return new MockResponse.Builder().body(Json.text(value)).build();
    }

    private List<Map<String, Object>> tree() throws IOException {
        List<Map<String, Object>> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                entries.add(
                        Map.of(
                                "type",
                                "file",
                                "path",
                                file.getFileName().toString(),
                                "size",
                                content.length,
                                "oid",
                                gitHash(content)));
            }
        }
        return entries;
    }

    private static String gitHash(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
