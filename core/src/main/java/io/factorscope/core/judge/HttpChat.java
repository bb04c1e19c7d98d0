package io.factorscope.core.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.net.Loopback;
import io.factorscope.core.net.Pause;
import io.factorscope.core.net.RetryAfter;
import io.factorscope.core.store.Json;

import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// A chat model behind an address, asked over https (or on this computer).
///
/// The key is sent to the service's own host only; redirects are not followed at all. While the
/// network is switched off only this computer is asked.
///
/// **Threads**: safe to share; calls block. At most so many questions are under way at once,
/// whoever asks. **Errors**: `FS-OFFLINE-001`; `FS-CHAT-003` key refused, `004` question refused,
/// `005` not reachable, `006` busy or used up, `007` not a chat answer.
public final class HttpChat implements ChatClient, AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final long LARGEST_ANSWER = 8L << 20;
    private static final long LOOK_MILLIS = 50;

    private final ChatAddress address;
    private final ChatFormat format;
    private final @Nullable String key;
    private final BooleanSupplier offline;
    private final OkHttpClient http;
    private final ChatRetry retry;

    /// Whether the network is off, how it waits between tries, and the seed of those waits.
    public record Surroundings(BooleanSupplier offline, Pause pause, long seed) {
        /// Waits in real time.
        public static Surroundings real(BooleanSupplier offline) {
            return new Surroundings(offline, Pause.REAL, 0);
        }
    }

    /// A client of one model. **Errors**: `FS-CHAT-002` when the key it needs is not set.
    public HttpChat(ChatAddress address, ApiKeys keys, ChatLimits limits, Surroundings around)
            throws FactorscopeException {
        this.address = address;
        this.format = ChatFormat.of(address.service());
        this.key = keys.keyFor(address);
        this.offline = around.offline;
        String host = address.base().host();
        this.retry = new ChatRetry(around.pause, host, limits.attempts(), around.seed);
        this.http = client(limits);
    }

    private static OkHttpClient client(ChatLimits limits) {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(limits.concurrency());
        dispatcher.setMaxRequestsPerHost(limits.concurrency());
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(Duration.ofSeconds(15))
                .readTimeout(limits.timeout())
                .callTimeout(limits.timeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    @Override
    public String name() {
        return address.name();
    }

    @Override
    public ChatAnswer ask(ChatRequest request, JobContext context) throws FactorscopeException {
        if (offline.getAsBoolean() && !Loopback.is(address.base())) {
            throw new FactorscopeException(
                    "FS-OFFLINE-001",
                    "The network is switched off ('Never use the network' in Settings, or"
                            + " --offline), so "
                            + name()
                            + " cannot be asked. Switch it on, or use a model on this computer.");
        }
        return retry.run(context, () -> once(request, context));
    }

    /// What came back, read whole.
    private record Reply(int status, @Nullable String retryAfter, String body) {}

    private ChatAnswer once(ChatRequest request, JobContext context)
            throws IOException, FactorscopeException {
        Reply reply = await(http.newCall(http(request)), context);
        if (reply.status >= 200 && reply.status < 300) {
            // Answers are kept: one that repeats the key must not bring it into a file.
            return read(key == null ? reply.body : reply.body.replace(key, "…"));
        }
        boolean busy = reply.status == 429 || reply.status == 408 || reply.status >= 500;
        if (busy && !ChatFailure.isUsedUp(reply.body)) {
            Duration after = RetryAfter.parse(reply.retryAfter, Instant.now());
            throw new BusyServiceException(reply.status, after);
        }
        if (ChatFailure.isFiltered(reply.body)) {
            return new ChatAnswer("", 0, 0);
        }
        throw ChatFailure.of(address, reply.status, reply.body, key);
    }

    private Request http(ChatRequest request) {
        String body = format.body(address.model(), request).toString();
        Request.Builder asked =
                new Request.Builder()
                        .url(format.url(address))
                        .header("User-Agent", "factorscope/" + Provenance.VERSION)
                        .post(RequestBody.create(body, JSON));
        if (key != null) {
            Map.Entry<String, String> header = format.keyHeader(key);
            asked.header(header.getKey(), header.getValue());
        }
        return asked.build();
    }

    private ChatAnswer read(String body) throws UnreadableAnswerException {
        try {
            JsonNode json = Json.mapper().readTree(body);
            return format.answer(json);
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswerException("something else than JSON");
        } catch (IllegalArgumentException e) {
            throw new UnreadableAnswerException("JSON that has " + e.getMessage());
        }
    }

    /// Waits for the reply, and ends the call as soon as the job is cancelled.
    private static Reply await(Call call, JobContext context)
            throws IOException, CancelledException {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        call.enqueue(new Reader(reply));
        while (true) {
            try {
                return reply.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (context.cancelled()) {
                    call.cancel();
                    throw new CancelledException();
                }
            } catch (InterruptedException e) {
                call.cancel();
                Thread.currentThread().interrupt();
                throw new CancelledException();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io
                        ? io
                        : new IOException("unexpected", e.getCause());
            }
        }
    }

    private record Reader(CompletableFuture<Reply> reply) implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {
            reply.completeExceptionally(e);
        }

        @Override
        public void onResponse(Call call, Response response) {
            try (response) {
                String body = response.peekBody(LARGEST_ANSWER).string();
                reply.complete(new Reply(response.code(), response.header("Retry-After"), body));
            } catch (IOException | RuntimeException e) {
                reply.completeExceptionally(e);
            }
        }
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /// The model's name and whether a key is sent; never the key itself.
    @Override
    public String toString() {
        return name() + (key == null ? " without a key" : " with a key");
    }
}
