package io.factorscope.core.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.net.EnvFile;

import mockwebserver3.MockResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Ratings by a chat model: nothing lost, nothing paid for twice, no key anywhere.
@SuppressWarnings("NullAway.Init") // set before each test
class ApiJudgeTest {
    private final JobContext context = JobContext.silent();
    private FakeChat fake;
    private HttpChat http;

    @TempDir private Path temp;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeChat(ChatService.OPENAI);
        http = fake.client();
    }

    @AfterEach
    void stop() {
        http.close();
        fake.close();
    }

    private ApiJudge judge(ChatClient client) {
        return new ApiJudge(client, 8);
    }

    private static List<RatingRequest> requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> RatingRequest.concept("rain", "It rained " + i + " times."))
                .toList();
    }

    @Test
    void ratesEachSentenceInOrderAndSaysWhoAndHow() throws Exception {
        fake.answer =
                request -> {
                    String asked = Objects.requireNonNull(request.getBody()).utf8();
                    return "Because.\nRating: " + (asked.contains("rained 1 times") ? 1 : 2);
                };
        List<Rating> ratings = judge(http).rate(requests(3), context);
        assertEquals(List.of(2, 1, 2), ratings.stream().map(Rating::score).toList());
        Rating first = ratings.getFirst();
        assertEquals("Because.", first.reason());
        assertEquals(
                new JudgeName(JudgeName.Kind.API, "openai:tiny", "rate-concept/1"), first.by());
        Rating fluency =
                judge(http).rate(List.of(RatingRequest.fluency("It rains.")), context).getFirst();
        assertEquals("rate-fluency/1", fluency.by().prompts());
    }

    @Test
    void anAnswerWithoutARatingIsAskedForAgain() throws Exception {
        fake.next(fake.says("I cannot say. Rating: 3"));
        fake.next(fake.says(""));
        assertEquals(2, judge(http).rate(requests(1), context).getFirst().score());
        assertEquals(3, fake.requests.size());
    }

    @Test
    void aJudgeThatNeverRatesIsMissingAndNotZero() throws Exception {
        fake.answer = request -> "I would rather not.";
        Rating rating = judge(http).rate(requests(1), context).getFirst();
        assertTrue(rating.isMissing());
        assertNull(rating.score());
        assertTrue(rating.reason().contains("I would rather not."), rating.reason());
        assertEquals(3, fake.requests.size());
    }

    @Test
    void aRerunCostsNothing() throws Exception {
        ChatClient kept = new CachedChat(http, temp);
        List<RatingRequest> requests = requests(12);
        ApiJudge judge = judge(kept);
        assertEquals(12, judge.estimate(requests).calls());
        List<Rating> first = judge.rate(requests, context);
        assertEquals(12, fake.requests.size());
        assertEquals(CallEstimate.NONE, judge.estimate(requests));
        CallBudget nothing = new CallBudget(0, 0);
        ApiJudge again = judge(new CachedChat(new BudgetedChat(http, nothing), temp));
        assertEquals(first, again.rate(requests, context));
        assertEquals(12, fake.requests.size());
    }

    @Test
    void ratinglessAnswersAreKeptBySoManyAttempts() throws Exception {
        ChatClient kept = new CachedChat(http, temp);
        fake.next(fake.says("Hm."));
        assertEquals(2, judge(kept).rate(requests(1), context).getFirst().score());
        assertEquals(2, judge(kept).rate(requests(1), context).getFirst().score());
        assertEquals(2, fake.requests.size());
    }

    @Test
    void theSameQuestionAtTheSameTimeIsAskedOnce() throws Exception {
        fake.takes = Duration.ofMillis(30);
        ChatClient kept = new CachedChat(http, temp);
        List<RatingRequest> same = java.util.Collections.nCopies(6, requests(1).getFirst());
        assertEquals(6, judge(kept).rate(same, context).size());
        assertEquals(1, fake.requests.size());
    }

    @Test
    void aBrokenKeptAnswerIsAskedForAgain() throws Exception {
        judge(new CachedChat(http, temp)).rate(requests(1), context);
        try (Stream<Path> files = Files.walk(temp)) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.writeString(file, "{\"text\": \"Rat");
        }
        judge(new CachedChat(http, temp)).rate(requests(1), context);
        assertEquals(2, fake.requests.size());
    }

    @Test
    void aSpentBudgetStopsCleanlyAndWhatWasAnsweredIsKept() throws Exception {
        CallBudget budget = new CallBudget(5, 1_000_000);
        ApiJudge judge = judge(new CachedChat(new BudgetedChat(http, budget), temp));
        String line = Failing.with("FS-CHAT-008", () -> judge.rate(requests(9), context));
        assertTrue(line.contains("5 calls, 150 tokens in, 25 out"), line);
        assertEquals(5, fake.requests.size());
        assertEquals(new CallEstimate(5, 150, 25), budget.spent());
        List<Rating> all =
                judge(new CachedChat(new BudgetedChat(http, new CallBudget(4, 1_000_000)), temp))
                        .rate(requests(9), context);
        assertEquals(9, all.size());
        assertEquals(9, fake.requests.size());
    }

    @Test
    void tokensAreCountedByTheirWorstCaseBeforeACall() {
        CallBudget budget = new CallBudget(100, 200);
        ApiJudge judge = judge(new BudgetedChat(http, budget));
        Failing.with("FS-CHAT-008", () -> judge.rate(requests(1), context));
        assertEquals(0, fake.requests.size());
    }

    @Test
    void whenOneCallFailsForGoodTheOthersAnswersAreKept() throws Exception {
        ChatClient kept = new CachedChat(http, temp);
        fake.answer = request -> "Yes. Rating: 1";
        fake.takes = Duration.ofMillis(20);
        List<RatingRequest> requests = requests(8);
        fake.next(FakeChat.status(404));
        Failing.with("FS-CHAT-004", () -> judge(kept).rate(requests, context));
        int asked = fake.requests.size();
        assertEquals(8, judge(kept).rate(requests, context).size());
        assertEquals(asked + 8 - (asked - 1), fake.requests.size());
    }

    @Test
    void cancellingABatchEndsIt() throws Exception {
        fake.takes = Duration.ofMillis(100);
        JobContext cancelling = new JobContext(progress -> cancel(progress.done()), () -> {});
        running = cancelling;
        assertThrows(CancelledException.class, () -> judge(http).rate(requests(200), cancelling));
        assertTrue(fake.requests.size() < 100, () -> fake.requests.size() + " calls");
    }

    private JobContext running = context;

    private void cancel(long done) {
        if (done > 3) {
            running.cancel();
        }
    }

    @Test
    void noKeyIsInAnyFileOrLogOrMessage() throws Exception {
        List<String> logged = new ArrayList<>();
        Handler handler = new Listening(logged);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.setLevel(Level.ALL);
        root.addHandler(handler);
        try {
            ChatClient kept = new CachedChat(http, temp);
            fake.next(new MockResponse.Builder().code(500).body(FakeChat.KEY).build());
            judge(kept).rate(requests(4), context);
            String echo = "{\"error\": {\"message\": \"no " + FakeChat.KEY + "\"}}";
            fake.next(new MockResponse.Builder().code(400).body(echo).build());
            List<RatingRequest> other = List.of(RatingRequest.fluency("x"));
            logged.add(Failing.with("FS-CHAT-004", () -> judge(kept).rate(other, context)));
            logged.add(http + " " + fake.keys() + " " + kept.name());
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
        }
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains(FakeChat.KEY), file::toString);
                assertFalse(file.toString().contains(FakeChat.KEY));
                logged.add("a file");
            }
        }
        assertTrue(logged.contains("a file"));
        logged.forEach(line -> assertFalse(line.contains(FakeChat.KEY), line));
    }

    private static final class Listening extends Handler {
        private final List<String> lines;

        Listening(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void publish(LogRecord record) {
            Throwable thrown = record.getThrown();
            lines.add(record.getMessage() + " " + thrown + " " + record.getLoggerName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void keysComeFromTheEnvironmentOrAFileAndAnOpenFileIsWarnedOf() throws Exception {
        Path file = temp.resolve(".env");
        Files.writeString(file, "OPENAI_API_KEY=sk-file\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        ApiKeys open = ApiKeys.of(new EnvFile(Map.of(), List.of(temp)));
        assertTrue(open.has(ChatService.OPENAI));
        assertFalse(open.has(ChatService.GEMINI));
        assertEquals(1, open.warnings().size());
        assertTrue(open.warnings().getFirst().contains("chmod 600"));
        assertFalse(open.toString().contains("sk-file"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        EnvFile both = new EnvFile(Map.of("OPENAI_API_KEY", "sk-env"), List.of(temp));
        ApiKeys closed = ApiKeys.of(both);
        assertEquals(List.of(), closed.warnings());
        assertEquals("sk-env", closed.keyFor(ChatAddress.parse("openai:m", null)));
        EnvFile broken = new EnvFile(Map.of("GOOGLE_API_KEY", "a b"), List.of());
        assertFalse(Failing.with("FS-CHAT-002", () -> ApiKeys.of(broken)).contains("a b"));
    }
}
