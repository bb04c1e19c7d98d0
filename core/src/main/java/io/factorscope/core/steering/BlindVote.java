package io.factorscope.core.steering;

import java.util.SplittableRandom;

/// One round of a blind comparison of two settings: which of them stands on the left is drawn from
/// the seed, and told only after the vote.
///
/// **Randomness**: `seed` draws the side, and is the seed of the texts of both.
public record BlindVote(SteerSpec first, SteerSpec second, long seed) {
    /// What a person may say.
    public enum Choice {
        /// The left one is better.
        LEFT,
        /// The right one is better.
        RIGHT,
        /// Neither.
        SAME
    }

    /// Wins of the first and of the second setting, and rounds in which neither won.
    public record Tally(int first, int second, int same) {
        /// No round yet.
        public static final Tally NONE = new Tally(0, 0, 0);

        /// How many rounds count.
        public int rounds() {
            return first + second + same;
        }
    }

    /// Whether the first setting stands on the left.
    public boolean firstIsLeft() {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L).nextBoolean();
    }

    /// The setting on the left.
    public SteerSpec left() {
        return seeded(firstIsLeft() ? first : second);
    }

    /// The setting on the right.
    public SteerSpec right() {
        return seeded(firstIsLeft() ? second : first);
    }

    private SteerSpec seeded(SteerSpec spec) {
        return spec.withSeed(seed);
    }

    /// The tally after a vote.
    public Tally count(Tally before, Choice choice) {
        if (choice == Choice.SAME) {
            return new Tally(before.first, before.second, before.same + 1);
        }
        boolean firstWins = (choice == Choice.LEFT) == firstIsLeft();
        return firstWins
                ? new Tally(before.first + 1, before.second, before.same)
                : new Tally(before.first, before.second + 1, before.same);
    }
}
