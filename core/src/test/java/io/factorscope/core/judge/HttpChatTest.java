package io.factorscope.core.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.Failing;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.net.EnvFile;
import io.factorscope.core.net.Pause;
import io.factorscope.core.store.Json;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

import okhttp3.HttpUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is asked of each service, and what becomes of its good and bad answers.
class HttpChatTest {
    private static final ChatRequest QUESTION = ChatRequest.of("Be brief.", "How are you?", 50);

    private final JobContext context = JobContext.silent();

    private static JsonNode body(RecordedRequest request) throws Exception {
        return Json.mapper().readTree(Objects.requireNonNull(request.getBody()).utf8());
    }

    @Test
    void openAiIsAskedInItsOwnWords() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                HttpChat chat = fake.client()) {
            assertEquals(new ChatAnswer("Fine.\nRating: 2", 30, 5), chat.ask(QUESTION, context));
            RecordedRequest request = fake.requests.getFirst();
            assertEquals("/v1/chat/completions", request.getUrl().encodedPath());
            assertEquals("Bearer " + FakeChat.KEY, request.getHeaders().get("Authorization"));
            JsonNode body = body(request);
            assertEquals("tiny", body.path("model").asText());
            assertEquals("system", body.path("messages").path(0).path("role").asText());
            assertEquals("How are you?", body.path("messages").path(1).path("content").asText());
            assertEquals(50, body.path("max_completion_tokens").asInt());
            assertEquals(0, body.path("temperature").asDouble(-1));
        }
    }

    @Test
    void geminiIsAskedInItsOwnWordsAndItsKeyIsNotInTheAddress() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.GEMINI);
                HttpChat chat = fake.client()) {
            assertEquals(new ChatAnswer("Fine.\nRating: 2", 30, 5), chat.ask(QUESTION, context));
            RecordedRequest request = fake.requests.getFirst();
            assertEquals("/v1/models/tiny:generateContent", request.getUrl().encodedPath());
            assertNull(request.getUrl().query());
            assertEquals(FakeChat.KEY, request.getHeaders().get("x-goog-api-key"));
            JsonNode body = body(request);
            JsonNode asked = body.path("contents").path(0).path("parts").path(0);
            assertEquals("How are you?", asked.path("text").asText());
            assertEquals(50, body.path("generationConfig").path("maxOutputTokens").asInt());
        }
    }

    @Test
    void aCompatibleServerGetsNeitherOpenAisKeyNorItsNewerNames() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.COMPATIBLE)) {
            ApiKeys keys = ApiKeys.of(new EnvFile(Map.of("OPENAI_API_KEY", "sk-x"), List.of()));
            ChatAddress address =
                    ChatAddress.parse("compatible:tiny", fake.server.url("/v1").toString());
            try (HttpChat chat =
                    new HttpChat(
                            address,
                            keys,
                            ChatLimits.DEFAULT,
                            HttpChat.Surroundings.real(() -> true))) {
                chat.ask(QUESTION, context);
            }
            RecordedRequest request = fake.requests.getFirst();
            assertNull(request.getHeaders().get("Authorization"));
            assertEquals(50, body(request).path("max_tokens").asInt());
        }
    }

    @ParameterizedTest
    @EnumSource(ChatService.class)
    void aBusyServiceIsAskedAgainAfterTheTimeItSays(ChatService service) throws Exception {
        try (FakeChat fake = new FakeChat(service);
                HttpChat chat = fake.client()) {
            fake.next(new MockResponse.Builder().code(429).addHeader("Retry-After", "9").build());
            String then =
                    ZonedDateTime.now(ZoneOffset.UTC)
                            .plusSeconds(40)
                            .format(DateTimeFormatter.RFC_1123_DATE_TIME);
            fake.next(new MockResponse.Builder().code(503).addHeader("Retry-After", then).build());
            fake.next(FakeChat.status(500));
            assertEquals("Fine.\nRating: 2", chat.ask(QUESTION, context).text());
            assertEquals(Duration.ofSeconds(9), fake.waits.get(0));
            long second = fake.waits.get(1).toSeconds();
            assertTrue(second >= 30 && second <= 40, () -> "waited " + second);
            long third = fake.waits.get(2).toMillis();
            assertTrue(third >= 1000 && third <= 2000, () -> "waited " + third);
            assertEquals(4, fake.requests.size());
        }
    }

    @Test
    void waitsGrowAndAreTheSameForTheSameSeed() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI)) {
            for (int run = 0; run < 2; run++) {
                try (HttpChat chat = fake.client()) {
                    for (int i = 0; i < 4; i++) {
                        fake.next(FakeChat.status(502));
                    }
                    String line = Failing.with("FS-CHAT-006", () -> chat.ask(QUESTION, context));
                    assertTrue(line.contains("502 4 times in a row"), line);
                }
            }
            List<Duration> waits = List.copyOf(fake.waits);
            assertEquals(waits.subList(0, 3), waits.subList(3, 6));
            for (int i = 0; i < 3; i++) {
                long longest = 500L << i;
                long waited = waits.get(i).toMillis();
                assertTrue(waited >= longest / 2 && waited <= longest, waits::toString);
            }
        }
    }

    @Test
    void aServiceThatAsksToWaitTooLongIsReportedAtOnce() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                HttpChat chat = fake.client()) {
            fake.next(
                    new MockResponse.Builder().code(429).addHeader("Retry-After", "7200").build());
            String line = Failing.with("FS-CHAT-006", () -> chat.ask(QUESTION, context));
            assertTrue(line.contains("2.0 h"), line);
            assertEquals(List.of(), fake.waits);
        }
    }

    @Test
    void anAccountWithoutCreditIsNotAskedAgain() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                HttpChat chat = fake.client()) {
            String body = "{\"error\": {\"code\": \"insufficient_quota\"}}";
            fake.next(new MockResponse.Builder().code(429).body(body).build());
            String line = Failing.with("FS-CHAT-006", () -> chat.ask(QUESTION, context));
            assertTrue(line.contains("quota"), line);
            assertEquals(1, fake.requests.size());
        }
    }

    @ParameterizedTest
    @EnumSource(ChatService.class)
    void timeOutsCutBodiesAndDroppedConnectionsAreTriedAgain(ChatService service) throws Exception {
        try (FakeChat fake = new FakeChat(service);
                HttpChat chat = fake.client(new ChatLimits(2, Duration.ofMillis(400), 5))) {
            fake.next(
                    new MockResponse.Builder()
                            .headersDelay(2, java.util.concurrent.TimeUnit.SECONDS)
                            .build());
            fake.next(
                    new MockResponse.Builder()
                            .body(fake.json("A long answer. ".repeat(500)))
                            .onResponseBody(new SocketEffect.CloseSocket())
                            .build());
            fake.next(new MockResponse.Builder().body("{\"choices\": [{\"mess").build());
            assertEquals("Fine.\nRating: 2", chat.ask(QUESTION, context).text());
            assertEquals(4, fake.requests.size());
        }
    }

    @ParameterizedTest
    @EnumSource(ChatService.class)
    void whatIsNoChatAnswerIsSaid(ChatService service) throws Exception {
        try (FakeChat fake = new FakeChat(service);
                HttpChat chat = fake.client(new ChatLimits(1, Duration.ofSeconds(20), 2))) {
            fake.next(new MockResponse.Builder().body("<html>").build());
            fake.next(new MockResponse.Builder().body("{\"hello\": 1}").build());
            String line = Failing.with("FS-CHAT-007", () -> chat.ask(QUESTION, context));
            assertTrue(line.contains("JSON that has no c"), line);
        }
    }

    @ParameterizedTest
    @EnumSource(ChatService.class)
    void aRefusedKeyIsNamedButNeverShown(ChatService service) throws Exception {
        try (FakeChat fake = new FakeChat(service);
                HttpChat chat = fake.client()) {
            String body =
                    service == ChatService.GEMINI
                            ? "{\"error\": {\"details\": [{\"reason\": \"API_KEY_INVALID\"}]}}"
                            : "{\"error\": {\"message\": \"Incorrect key: " + FakeChat.KEY + "\"}}";
            int status = service == ChatService.GEMINI ? 400 : 401;
            fake.next(new MockResponse.Builder().code(status).body(body).build());
            String line = Failing.with("FS-CHAT-003", () -> chat.ask(QUESTION, context));
            assertTrue(line.contains(service.keyName()), line);
            assertFalse(line.contains(FakeChat.KEY), line);
            assertEquals(1, fake.requests.size());
        }
    }

    @Test
    void anUnknownModelIsSaidWithTheServicesOwnWordsButWithoutTheKey() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                HttpChat chat = fake.client()) {
            String body =
                    "{\"error\": {\"message\": \"No model\\ntiny for " + FakeChat.KEY + "\"}}";
            fake.next(new MockResponse.Builder().code(404).body(body).build());
            String line = Failing.with("FS-CHAT-004", () -> chat.ask(QUESTION, context));
            assertTrue(line.contains("'No model tiny for …'"), line);
        }
    }

    @Test
    void aFilteredAnswerIsAnAnswerWithoutText() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.GEMINI);
                HttpChat chat = fake.client()) {
            String body = "{\"promptFeedback\": {\"blockReason\": \"SAFETY\"}}";
            fake.next(new MockResponse.Builder().body(body).build());
            assertEquals("", chat.ask(QUESTION, context).text());
        }
    }

    @Test
    void redirectsAreNotFollowedSoTheKeyGoesNowhereElse() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                MockWebServer elsewhere = new MockWebServer();
                HttpChat chat = fake.client()) {
            elsewhere.start();
            String there = elsewhere.url("/v1/chat/completions").toString();
            fake.next(new MockResponse.Builder().code(308).addHeader("Location", there).build());
            Failing.with("FS-CHAT-004", () -> chat.ask(QUESTION, context));
            assertEquals(0, elsewhere.getRequestCount());
        }
    }

    @Test
    void aKeyStaysHomeWhenTheAddressIsNotItsOwn() throws Exception {
        ApiKeys keys = ApiKeys.of(new EnvFile(Map.of("OPENAI_API_KEY", "sk-x"), List.of()));
        ChatAddress own = ChatAddress.parse("openai:gpt-4o-mini", null);
        assertEquals("sk-x", keys.keyFor(own));
        HttpUrl other = HttpUrl.get("https://api.openai.com.example/v1/");
        assertNull(keys.keyFor(new ChatAddress(ChatService.OPENAI, other, "m")));
        HttpUrl plain = HttpUrl.get("http://api.openai.com/v1/");
        assertNull(keys.keyFor(new ChatAddress(ChatService.OPENAI, plain, "m")));
    }

    @Test
    void offlineAsksThisComputerOnlyAndNamesTheSwitch() throws Exception {
        ApiKeys keys = ApiKeys.of(new EnvFile(Map.of("GOOGLE_API_KEY", "g-x"), List.of()));
        try (HttpChat chat =
                new HttpChat(
                        ChatAddress.parse("gemini:any", null),
                        keys,
                        ChatLimits.DEFAULT,
                        HttpChat.Surroundings.real(() -> true))) {
            String line = Failing.with("FS-OFFLINE-001", () -> chat.ask(QUESTION, context));
            assertTrue(line.contains("Never use the network"), line);
        }
    }

    @Test
    void cancellingEndsACallUnderWayAtOnce() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                HttpChat chat = fake.client()) {
            fake.next(
                    new MockResponse.Builder()
                            .onResponseStart(SocketEffect.Stall.INSTANCE)
                            .build());
            Thread.ofVirtual()
                    .start(() -> {
                        while (fake.requests.isEmpty()) {
                            Thread.onSpinWait();
                        }
                        context.cancel();
                    });
            assertThrows(CancelledException.class, () -> chat.ask(QUESTION, context));
        }
    }

    @Test
    void noMoreCallsAreUnderWayThanAllowedWhoeverAsks() throws Exception {
        try (FakeChat fake = new FakeChat(ChatService.OPENAI);
                HttpChat chat = fake.client(new ChatLimits(3, Duration.ofSeconds(20), 1))) {
            fake.takes = Duration.ofMillis(30);
            List<Integer> items = java.util.stream.IntStream.range(0, 24).boxed().toList();
            List<String> answers =
                    new ChatBatch(24, "asking")
                            .run(items, (item, job) -> chat.ask(QUESTION, job).text(), context);
            assertEquals(24, answers.size());
            assertTrue(fake.most.get() <= 3, () -> fake.most + " at once");
            assertTrue(fake.most.get() > 1, "never two at once");
        }
    }

    @Test
    void addressesThatWouldLeakAreRefused() {
        Failing.with("FS-CHAT-001", () -> ChatAddress.parse("gpt-4o", null));
        Failing.with("FS-CHAT-001", () -> ChatAddress.parse("openai:", null));
        Failing.with("FS-CHAT-001", () -> ChatAddress.parse("compatible:m", null));
        Failing.with("FS-CHAT-001", () -> ChatAddress.parse("openai:m", "https://x.example"));
        Failing.with("FS-CHAT-001", () -> ChatAddress.parse("compatible:m", "http://x.example"));
        Failing.with("FS-CHAT-001", () -> ChatAddress.parse("compatible:m", "ftp://localhost"));
    }

    @Test
    void aMissingKeyIsSaidBeforeAnythingIsAsked() throws Exception {
        ApiKeys none = ApiKeys.of(new EnvFile(Map.of(), List.of()));
        ChatAddress address = ChatAddress.parse("openai:m", null);
        HttpChat.Surroundings around = new HttpChat.Surroundings(() -> false, Pause.REAL, 0);
        String line =
                Failing.with(
                        "FS-CHAT-002",
                        () -> new HttpChat(address, none, ChatLimits.DEFAULT, around));
        assertTrue(line.contains("OPENAI_API_KEY"), line);
    }
}
