package io.factorscope.core.steering;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The votes that were cast, for every pair of settings; kept in one JSON file.
public record Votes(List<Counted> pairs) {
    /// No vote yet.
    public static final Votes NONE = new Votes(List.of());

    private static final String FILE = "votes.json";

    /// Two settings (whose seeds play no part) and how often each won.
    public record Counted(SteerSpec first, SteerSpec second, BlindVote.Tally tally) {
        private boolean is(SteerSpec one, SteerSpec other) {
            return first.withSeed(0).equals(one.withSeed(0))
                    && second.withSeed(0).equals(other.withSeed(0));
        }
    }

    /// A copy that nobody can change.
    @SuppressWarnings("NullAway") // JSON may lack it
    public Votes {
        pairs = pairs == null ? List.of() : List.copyOf(pairs);
    }

    /// The tally of two settings, in their order.
    public BlindVote.Tally of(SteerSpec first, SteerSpec second) {
        for (Counted pair : pairs) {
            if (pair.is(first, second)) {
                return pair.tally;
            }
            if (pair.is(second, first)) {
                BlindVote.Tally its = pair.tally;
                return new BlindVote.Tally(
                        /* first= */ its.second(), /* second= */ its.first(), its.same());
            }
        }
        return BlindVote.Tally.NONE;
    }

    /// With one more vote.
    public Votes with(BlindVote vote, BlindVote.Choice choice) {
        BlindVote.Tally tally = vote.count(of(vote.first(), vote.second()), choice);
        List<Counted> all = new ArrayList<>(pairs);
        all.removeIf(pair ->
                pair.is(vote.first(), vote.second()) || pair.is(vote.second(), vote.first()));
        all.add(new Counted(vote.first().withSeed(0), vote.second().withSeed(0), tally));
        return new Votes(all);
    }

    /// Those kept in a folder; none where there is no file.
    public static Votes load(Path folder) throws FactorscopeException {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Json.read(file, Votes.class) : NONE;
    }

    /// Keeps them in a folder.
    public void save(Path folder) throws FactorscopeException {
        Json.write(folder.resolve(FILE), this);
    }
}
