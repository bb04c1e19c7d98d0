package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.net.EnvFile;
import io.factorscope.core.net.Pause;
import io.factorscope.core.store.Json;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A chat service on this computer that answers as its kind does, with the faults a test asks for.
final class FakeChat extends Dispatcher implements AutoCloseable {
    static final String KEY = "sk-planted-4711-do-not-show";

    final MockWebServer server = new MockWebServer();
    final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger now = new AtomicInteger();
    private final Deque<MockResponse> faults = new ArrayDeque<>();
    private final ChatService service;
    Function<RecordedRequest, String> answer = request -> "Fine.\nRating: 2";
    Duration takes = Duration.ZERO;

    FakeChat(ChatService service) throws IOException {
        this.service = service;
        server.setDispatcher(this);
        server.start();
    }

    HttpUrl base() {
        return server.url("/v1/");
    }

    ApiKeys keys() throws FactorscopeException {
        EnvFile set = new EnvFile(Map.of(service.keyName(), KEY), List.of());
        return ApiKeys.of(set).withHome(service, base());
    }

    HttpChat client(ChatLimits limits) throws FactorscopeException {
        Pause noted = (time, context) -> waits.add(time);
        HttpChat.Surroundings around = new HttpChat.Surroundings(() -> false, noted, 7);
        return new HttpChat(new ChatAddress(service, base(), "tiny"), keys(), limits, around);
    }

    HttpChat client() throws FactorscopeException {
        return client(new ChatLimits(8, Duration.ofSeconds(20), 4));
    }

    /// The next request gets this answer.
    synchronized void next(MockResponse fault) {
        faults.add(fault);
    }

    static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    /// A success in the service's own shape.
    MockResponse says(String text) {
        return new MockResponse.Builder().body(json(text)).build();
    }

    String json(String text) {
        Object whole =
                service == ChatService.GEMINI
                        ? Map.of(
                                "candidates",
                                List.of(
                                        Map.of(
                                                "content",
                                                Map.of("parts", List.of(Map.of("text", text))))),
                                "usageMetadata",
                                Map.of("promptTokenCount", 30, "candidatesTokenCount", 5))
                        : Map.of(
                                "choices",
                                List.of(Map.of("message", Map.of("content", text))),
                                "usage",
                                Map.of("prompt_tokens", 30, "completion_tokens", 5));
        return Json.text(whole);
    }

    private synchronized @Nullable MockResponse fault() {
        return faults.poll();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        requests.add(request);
        MockResponse fault = fault();
        if (fault != null) {
            return fault;
        }
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        Thread.sleep(takes);
        now.decrementAndGet();
        return says(answer.apply(request));
    }

    @Override
    public void close() {
        server.close();
    }
}
