package io.factorscope.core.model.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.net.Pause;
import io.factorscope.core.net.RetryAfter;
import io.factorscope.core.store.Json;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks the Hub: what a repository holds, and the bytes of its files.
///
/// **Threads**: safe to share; calls block. **Errors**: `FS-HUB-002` a token is needed,
/// `FS-HUB-003` a licence must be accepted, `FS-HUB-004` no such model or revision, `FS-HUB-005` no
/// network, `FS-HUB-006` busy or refusing, `FS-HUB-007` an answer that is not a Hub's.
public final class HubClient implements AutoCloseable {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final int MOST_PAGES = 1000;
    private static final long LARGEST_ANSWER = 64L << 20;

    private final HubAccess access;
    private final OkHttpClient http;
    private final Retry retry;

    /// A client that waits in real time.
    public HubClient(HubAccess access) {
        this(access, Pause.REAL);
    }

    /// A client that waits as told.
    public HubClient(HubAccess access, Pause pause) {
        this.access = access;
        this.retry = new Retry(pause, access.host());
        this.http =
                new OkHttpClient.Builder()
                        .connectTimeout(Duration.ofSeconds(15))
                        .readTimeout(Duration.ofSeconds(30))
                        .build();
    }

    /// Where it asks.
    public HubAccess access() {
        return access;
    }

    Retry retry() {
        return retry;
    }

    /// What a repository holds at a revision (a branch, a tag or a commit).
    public HubModel look(HubId id, String revision, JobContext context)
            throws FactorscopeException {
        context.progress("asking " + access.host(), 0, 0, "");
        HttpUrl.Builder about = api(id).addPathSegment("revision").addPathSegment(revision);
        Answer answer = json(about.build(), id, revision, context);
        String sha = answer.json().path("sha").asText("");
        if (!sha.matches("[0-9a-f]{7,64}")) {
            throw notAHub("no commit of " + id);
        }
        JsonNode gated = answer.json().path("gated");
        boolean closed = gated.isTextual() || gated.asBoolean(false);
        List<HubFile> files = files(id, sha, context);
        return new HubModel(id, revision, sha, closed, licence(answer.json()), files);
    }

    private List<HubFile> files(HubId id, String sha, JobContext context)
            throws FactorscopeException {
        HttpUrl first =
                api(id).addPathSegment("tree")
                        .addPathSegment(sha)
                        .addQueryParameter("recursive", "true")
                        .build();
        List<HubFile> files = new ArrayList<>();
        HttpUrl url = first;
        for (int page = 0; url != null && page < MOST_PAGES; page++) {
            Answer answer = json(url, id, sha, context);
            for (JsonNode entry : answer.json()) {
                if (entry.path("type").asText().equals("file")) {
                    files.add(file(entry));
                }
            }
            // Only the question is taken from the link: a mirror's links may name another host.
            String next = answer.nextQuery();
            url = next == null ? null : first.newBuilder().encodedQuery(next).build();
        }
        return files;
    }

    private static HubFile file(JsonNode entry) throws FactorscopeException {
        JsonNode large = entry.path("lfs");
        String path = entry.path("path").asText("");
        if (large.path("oid").isTextual()) {
            long size = large.path("size").asLong(entry.path("size").asLong(-1));
            return HubFile.checked(path, size, HubFile.HashKind.SHA256, large.path("oid").asText());
        }
        return HubFile.checked(
                path,
                entry.path("size").asLong(-1),
                HubFile.HashKind.GIT_SHA1,
                entry.path("oid").asText(""));
    }

    private static String licence(JsonNode about) {
        JsonNode stated = about.path("cardData").path("license");
        JsonNode first = stated.isArray() ? stated.path(0) : stated;
        if (first.isTextual()) {
            return first.asText();
        }
        for (JsonNode tag : about.path("tags")) {
            if (tag.asText().startsWith("license:")) {
                return tag.asText().substring("license:".length());
            }
        }
        return "";
    }

    private HttpUrl.Builder api(HubId id) {
        return access.under().addPathSegments("api/models").addPathSegments(id.text());
    }

    /// The text of a small file, whole.
    String text(HubModel model, HubFile file, JobContext context) throws FactorscopeException {
        return body(address(model, file), model.id(), model.sha(), context).text();
    }

    /// Where a file's bytes are.
    HttpUrl address(HubModel model, HubFile file) {
        return access.under()
                .addPathSegments(model.id().text())
                .addPathSegment("resolve")
                .addPathSegment(model.sha())
                .addPathSegments(file.path())
                .build();
    }

    private record Answer(JsonNode json, @Nullable String nextQuery) {}

    private record Body(String text, @Nullable String link) {}

    private Answer json(HttpUrl url, HubId id, String revision, JobContext context)
            throws FactorscopeException {
        Body body = body(url, id, revision, context);
        try {
            JsonNode json = Json.mapper().readTree(body.text());
            return new Answer(json, nextQuery(url, body.link()));
        } catch (JsonProcessingException e) {
            throw notAHub("something else than JSON");
        }
    }

    private static @Nullable String nextQuery(HttpUrl url, @Nullable String link) {
        Matcher next = NEXT.matcher(link == null ? "" : link);
        HttpUrl resolved = next.find() ? url.resolve(next.group(1)) : null;
        return resolved == null ? null : resolved.encodedQuery();
    }

    private Body body(HttpUrl url, HubId id, String revision, JobContext context)
            throws FactorscopeException {
        try {
            return retry.run(
                    context,
                    () -> 0,
                    () -> {
                        try (Response response = http.newCall(request(url).build()).execute()) {
                            check(response, id, revision);
                            String text = response.peekBody(LARGEST_ANSWER).string();
                            return new Body(text, response.header("Link"));
                        }
                    });
        } catch (DiskException e) {
            throw new IllegalStateException("no file is written here", e);
        }
    }

    /// A request with what it needs and no more.
    Request.Builder request(HttpUrl url) {
        Request.Builder request =
                new Request.Builder()
                        .url(url)
                        .header("User-Agent", "factorscope/" + Provenance.VERSION);
        String token = access.tokenFor(url);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /// Sends a request; redirects to other hosts go there without the token.
    Response send(Request request) throws IOException {
        return http.newCall(request).execute();
    }

    /// Throws unless the answer is a success.
    void check(Response response, HubId id, String revision)
            throws BusyException, FactorscopeException {
        int status = response.code();
        if (response.isSuccessful()) {
            return;
        }
        if (status == 429 || status >= 500 || status == 408) {
            throw new BusyException(
                    status, RetryAfter.parse(response.header("Retry-After"), Instant.now()));
        }
        throw HubFailure.of(response, access, id, revision);
    }

    private FactorscopeException notAHub(String found) {
        return new FactorscopeException(
                "FS-HUB-007",
                access.host()
                        + " answered with "
                        + found
                        + "; expected a Hub's answer. Check --base or HF_ENDPOINT.");
    }

    /// Ends every call that is under way, so that blocked readers return at once.
    void cancelCalls() {
        http.dispatcher().cancelAll();
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
