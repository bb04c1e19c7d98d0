package io.factorscope.core.judge;

import org.jspecify.annotations.Nullable;

/// What a judge said of one sentence: a score from 0 to 2, or none.
///
/// A missing score is null and never counts as 0. `reason`: the judge's own words, or why there is
/// no score; `by`: who judged, and with which prompts.
public record Rating(@Nullable Integer score, String reason, JudgeName by) {
    /// The best score.
    public static final int MOST = 2;

    /// Refuses scores that there are not.
    public Rating {
        if (score != null && (score < 0 || score > MOST)) {
            throw new IllegalArgumentException("no score: " + score);
        }
    }

    /// A judge that gave no score, and why.
    public static Rating missing(String why, JudgeName by) {
        return new Rating(null, why, by);
    }

    /// Whether there is no score.
    public boolean isMissing() {
        return score == null;
    }
}
