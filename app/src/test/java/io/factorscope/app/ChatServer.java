package io.factorscope.app;

import io.factorscope.core.store.Json;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// A chat service on this computer.
public final class ChatServer implements AutoCloseable {
    /// What it says to a question, which is the n-th.
    @FunctionalInterface
    public interface Answers {
        /// The words of the answer.
        String to(String question, int n);
    }

    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger asked = new AtomicInteger();

    /// A service that runs.
    public ChatServer(Answers answers) throws IOException {
        answer(answers);
        server.start();
    }

    /// What it says from now on.
    public void answer(Answers answers) {
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        String question = Objects.requireNonNull(request.getBody()).utf8();
                        String text = answers.to(question, asked.incrementAndGet());
                        Map<String, Object> message = Map.of("message", Map.of("content", text));
                        return new MockResponse.Builder()
                                .body(Json.text(Map.of("choices", List.of(message))))
                                .build();
                    }
                });
    }

    /// Answers every kind of question as a chat model would.
    public static String everything(String question, int n) {
        return question.contains("Rating: N")
                ? "It shows a little.\nRating: 1"
                : """
                Reason.
                Description: small things no. N
                + The sky was blue today, friend N.
                - He sat down to eat with guest N.
                """
                        .replace("N", "" + n);
    }

    /// Where it is.
    public String base() {
        return server.url("/v1").toString();
    }

    /// How many questions it has answered.
    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        server.close();
    }
}
