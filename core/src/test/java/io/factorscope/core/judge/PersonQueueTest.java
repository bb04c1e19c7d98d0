package io.factorscope.core.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A person rates blind, leaves, and comes back.
class PersonQueueTest {
    private static final List<RatingRequest> REQUESTS =
            IntStream.range(0, 12)
                    .mapToObj(i -> RatingRequest.concept("rain", "Sentence " + i))
                    .toList();

    @TempDir private Path temp;

    private List<String> order(String name, long seed) throws Exception {
        List<String> order = new ArrayList<>();
        try (PersonQueue queue = PersonQueue.open(temp.resolve(name), "Ada", seed)) {
            queue.add(REQUESTS);
            for (var item = queue.next(); item.isPresent(); item = queue.next()) {
                order.add(item.get().request().sentence());
                queue.skip(item.get());
            }
        }
        return order;
    }

    @Test
    void theOrderIsShuffledByTheSeedAlone() throws Exception {
        List<String> first = order("a", 1);
        assertEquals(first, order("b", 1));
        assertNotEquals(first, order("c", 2));
        assertNotEquals(REQUESTS.stream().map(RatingRequest::sentence).toList(), first);
        assertEquals(12, first.stream().distinct().count());
    }

    @Test
    void ratingsSurviveAKilledProcessAndTheRestIsStillOpen() throws Exception {
        Path file = temp.resolve("queue.jsonl");
        PersonQueue.Item rated;
        try (PersonQueue queue = PersonQueue.open(file, "Ada", 3)) {
            queue.add(REQUESTS);
            rated = queue.next().orElseThrow();
            queue.rate(rated, 2);
            queue.skip(queue.next().orElseThrow());
        }
        Files.writeString(file, "{\"event\":\"rat", StandardOpenOption.APPEND);
        try (PersonQueue queue = PersonQueue.open(file, "somebody else", 99)) {
            assertEquals("Ada", queue.person());
            assertEquals(2, queue.done());
            assertEquals(12, queue.total());
            assertEquals(2, queue.score(rated.request()));
            queue.add(REQUESTS);
            assertEquals(12, queue.total());
        }
    }

    @Test
    void undoOpensTheLastAnsweredItemAgain() throws Exception {
        try (PersonQueue queue = PersonQueue.open(temp.resolve("q"), "Ada", 3)) {
            queue.add(REQUESTS);
            PersonQueue.Item first = queue.next().orElseThrow();
            queue.rate(first, 0);
            PersonQueue.Item second = queue.next().orElseThrow();
            queue.rate(second, 1);
            assertEquals(second, queue.undo().orElseThrow());
            assertEquals(second, queue.next().orElseThrow());
            assertEquals(first, queue.undo().orElseThrow());
            assertTrue(queue.undo().isEmpty());
        }
    }

    @Test
    void aPersonAsAJudgeHasWhatWasRatedAndMissesTheRest() throws Exception {
        try (PersonQueue queue = PersonQueue.open(temp.resolve("q"), "Ada", 3)) {
            PersonJudge judge = new PersonJudge(queue);
            JobContext context = JobContext.silent();
            assertTrue(judge.rate(REQUESTS, context).stream().allMatch(Rating::isMissing));
            PersonQueue.Item item = queue.next().orElseThrow();
            queue.rate(item, 1);
            queue.skip(queue.next().orElseThrow());
            List<Rating> ratings = judge.rate(REQUESTS, context);
            assertEquals(1, ratings.get(REQUESTS.indexOf(item.request())).score());
            assertEquals(11, ratings.stream().filter(Rating::isMissing).count());
            assertEquals(1, ratings.stream().filter(r -> r.reason().equals("skipped")).count());
            assertEquals("Ada (person)", ratings.getFirst().by().label());
        }
    }
}
