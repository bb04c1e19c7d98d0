package io.factorscope.core.judge;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Journal;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a person has been asked to rate, blind, and what they have said so far.
///
/// An item shows a concept and a sentence and nothing of where the sentence comes from; the same
/// question from several sources is asked once. The order is shuffled by the seed and stays the
/// same when items are added. Every answer is on disk when its call returns, so a queue can be left
/// at any moment and opened again.
///
/// **Randomness**: the seed, kept with the queue. **Threads**: one at a time.
public final class PersonQueue implements AutoCloseable {
    private final Journal<Event> journal;
    private final TreeMap<String, RatingRequest> items = new TreeMap<>();
    private final Map<String, Event> answers = new HashMap<>();
    private final Deque<String> history = new ArrayDeque<>();
    private Begun begun;

    /// A line of the file.
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Begun.class, name = "begun"),
        @JsonSubTypes.Type(value = Asked.class, name = "asked"),
        @JsonSubTypes.Type(value = Rated.class, name = "rated"),
        @JsonSubTypes.Type(value = Skipped.class, name = "skipped"),
        @JsonSubTypes.Type(value = Undone.class, name = "undone")
    })
    sealed interface Event {}

    /// The queue is a person's, shuffled by a seed.
    record Begun(String person, long seed) implements Event {}

    /// Something is to be rated.
    record Asked(RatingRequest item) implements Event {}

    /// An item has a score.
    record Rated(String item, int score) implements Event {}

    /// The person cannot say.
    record Skipped(String item) implements Event {}

    /// An item is open again.
    record Undone(String item) implements Event {}

    /// One open question; `id` is how to answer it.
    public record Item(String id, RatingRequest request) {}

    private PersonQueue(Journal<Event> journal, Begun begun) {
        this.journal = journal;
        this.begun = begun;
    }

    /// Opens a queue, or begins one for a person; one that is there keeps its person and seed.
    ///
    /// **Errors**: `FS-FILE-001`, `FS-FILE-004`.
    public static PersonQueue open(Path file, String person, long seed)
            throws FactorscopeException {
        Journal<Event> journal = Journal.open(file, Event.class);
        PersonQueue queue = new PersonQueue(journal, new Begun(person, seed));
        if (journal.found().isEmpty()) {
            try {
                journal.append(List.of(queue.begun));
            } catch (FactorscopeException e) {
                journal.close();
                throw e;
            }
        }
        journal.found().forEach(queue::apply);
        return queue;
    }

    private void apply(Event event) {
        switch (event) {
            case Begun first -> begun = first;
            case Asked asked -> items.put(place(asked.item), asked.item);
            case Rated rated -> answered(rated.item, rated);
            case Skipped skipped -> answered(skipped.item, skipped);
            case Undone undone -> {
                answers.remove(undone.item);
                history.remove(undone.item);
            }
        }
    }

    private void answered(String id, Event answer) {
        answers.put(id, answer);
        history.remove(id);
        history.addLast(id);
    }

    /// An item's id, which is also its place in the shuffled order.
    private String place(RatingRequest request) {
        String content = request.criterion() + "\n" + request.concept() + "\n" + request.sentence();
        return Hashes.sha256(begun.seed + "\n" + content);
    }

    private void write(Event event) throws FactorscopeException {
        journal.append(List.of(event));
        apply(event);
    }

    /// Adds what is not in the queue yet.
    public void add(List<RatingRequest> requests) throws FactorscopeException {
        List<Asked> fresh =
                requests.stream()
                        .distinct()
                        .filter(request -> !items.containsKey(place(request)))
                        .map(Asked::new)
                        .toList();
        journal.append(fresh);
        fresh.forEach(this::apply);
    }

    /// The next open item, or none when all are answered.
    public Optional<Item> next() {
        return items.entrySet().stream()
                .filter(item -> !answers.containsKey(item.getKey()))
                .findFirst()
                .map(item -> new Item(item.getKey(), item.getValue()));
    }

    /// Gives an item a score from 0 to 2, in place of any before.
    public void rate(Item item, int score) throws FactorscopeException {
        if (score < 0 || score > Rating.MOST) {
            throw new IllegalArgumentException("no score: " + score);
        }
        write(new Rated(known(item), score));
    }

    /// Leaves an item without a score.
    public void skip(Item item) throws FactorscopeException {
        write(new Skipped(known(item)));
    }

    /// Opens the item that was answered last again, and returns it.
    public Optional<Item> undo() throws FactorscopeException {
        String last = history.peekLast();
        RatingRequest request = last == null ? null : items.get(last);
        if (last == null || request == null) {
            return Optional.empty();
        }
        write(new Undone(last));
        return Optional.of(new Item(last, request));
    }

    private String known(Item item) {
        if (!items.containsKey(item.id)) {
            throw new IllegalArgumentException("not in this queue: " + item);
        }
        return item.id;
    }

    /// Whose queue it is.
    public String person() {
        return begun.person;
    }

    /// How many items have been answered or skipped.
    public int done() {
        return answers.size();
    }

    /// How many items there are.
    public int total() {
        return items.size();
    }

    /// The score of a request; null while there is none.
    @Nullable Integer score(RatingRequest request) {
        return answers.get(place(request)) instanceof Rated rated ? rated.score : null;
    }

    /// Whether the person could not say.
    boolean skipped(RatingRequest request) {
        return answers.get(place(request)) instanceof Skipped;
    }

    @Override
    public void close() throws FactorscopeException {
        journal.close();
    }
}
