package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okio.Buffer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A Hub with one repository, on this computer: its API, its files, ranges, and the faults a test
/// asks for.
final class FakeHub extends Dispatcher implements AutoCloseable {
    static final String SHA = "0123456789abcdef0123456789abcdef01234567";
    static final HubId ID = new HubId("org/tiny");

    final MockWebServer server = new MockWebServer();
    final Map<String, byte[]> files = new LinkedHashMap<>();
    final Map<String, byte[]> lies = new ConcurrentHashMap<>();
    final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Deque<MockResponse>> faults = new ConcurrentHashMap<>();
    int pageSize = 1000;
    boolean ranges = true;
    @Nullable MockWebServer redirectTo;

    FakeHub() throws IOException {
        server.setDispatcher(this);
        server.start();
        text("config.json", "{\"model_type\": \"gpt2\"}");
        text("tokenizer.json", "{}");
        text("README.md", "# Tiny");
        text("pytorch_model.bin", "a pickle");
        files.put("model.safetensors", bytes(300_000));
    }

    static byte[] bytes(int size) {
        byte[] content = new byte[size];
        new java.util.SplittableRandom(size).nextBytes(content);
        return content;
    }

    void text(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /// The true content of a file.
    byte[] content(String path) {
        return java.util.Objects.requireNonNull(files.get(path));
    }

    /// The next request for a path (without its query) gets this answer.
    void next(String path, MockResponse answer) {
        faults.computeIfAbsent(path, key -> new ArrayDeque<>()).add(answer);
    }

    static String file(String path) {
        return "/org/tiny/resolve/" + SHA + "/" + path;
    }

    static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    HubAccess access(String token) throws FactorscopeException {
        Map<String, String> environment = token.isEmpty() ? Map.of() : Map.of("HF_TOKEN", token);
        return HubAccess.of(server.url("/").toString(), environment, List.<Path>of());
    }

    long asked(String path) {
        return requests.stream().filter(r -> r.getUrl().encodedPath().equals(path)).count();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        requests.add(request);
        String path = request.getUrl().encodedPath();
        Deque<MockResponse> waiting = faults.get(path);
        MockResponse fault;
        synchronized (this) {
            fault = waiting == null ? null : waiting.poll();
        }
        if (fault != null) {
            return fault;
        }
        String api = "/api/models/org/tiny/";
        if (path.startsWith(api + "revision/")) {
            Map<String, Object> about =
                    Map.of(
                            "sha",
                            SHA,
                            "gated",
                            false,
                            "tags",
                            List.of("gpt2", "license:apache-2.0"));
            return answer(Json.text(about));
        }
        if (path.equals(api + "tree/" + SHA)) {
            return tree(request);
        }
        byte[] content = files.get(path.replace("/org/tiny/resolve/" + SHA + "/", ""));
        return content == null ? status(404) : content(request, content);
    }

    private static MockResponse answer(String json) {
        return new MockResponse.Builder().body(json).build();
    }

    private MockResponse tree(RecordedRequest request) {
        String cursor = request.getUrl().queryParameter("cursor");
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        List<Map<String, Object>> entries = new ArrayList<>();
        entries.add(Map.of("type", "directory", "path", "original", "oid", SHA, "size", 0));
        files.keySet().stream()
                .skip(from)
                .limit(pageSize)
                .forEach(path -> entries.add(entry(path)));
        MockResponse.Builder page = new MockResponse.Builder().body(Json.text(entries));
        if (from + pageSize < files.size()) {
            String next = "/api/elsewhere?recursive=true&cursor=" + (from + pageSize);
            page.addHeader("Link", "<https://another.example" + next + ">; rel=\"next\"");
        }
        return page.build();
    }

    private Map<String, Object> entry(String path) {
        byte[] lie = lies.get(path);
        byte[] content = lie == null ? content(path) : lie;
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", "file");
        entry.put("path", path);
        entry.put("size", content.length);
        entry.put("oid", gitHash(content));
        if (content.length > 1000) {
            String sha256 = HexFormat.of().formatHex(digest("SHA-256").digest(content));
            entry.put("lfs", Map.of("oid", sha256, "size", content.length));
        }
        return entry;
    }

    private static String gitHash(byte[] content) {
        MessageDigest digest = digest("SHA-1");
        digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    MockResponse content(RecordedRequest request, byte[] content) {
        if (redirectTo != null && content.length > 1000) {
            String there = redirectTo.url(request.getUrl().encodedPath()).toString();
            return new MockResponse.Builder().code(302).addHeader("Location", there).build();
        }
        String range = request.getHeaders().get("Range");
        MockResponse.Builder answer = new MockResponse.Builder().addHeader("ETag", "\"tag\"");
        if (range == null || !ranges) {
            return answer.body(new Buffer().write(content)).build();
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        String served = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        return answer.code(206)
                .addHeader("Content-Range", served)
                .body(new Buffer().write(content, from, content.length - from))
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
