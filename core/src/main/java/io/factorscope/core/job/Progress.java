package io.factorscope.core.job;

/// How far a job is: `done` of `total` units of a stage; a total of 0 means unknown.
public record Progress(String stage, long done, long total, String unit) {
    /// The share done in `[0, 1]`, or -1 where the total is unknown.
    public double fraction() {
        return total <= 0 ? -1 : Math.min(1, (double) done / total);
    }

    /// One line for people: `collecting 120 of 960 sentences`.
    public String describe() {
        if (total <= 0) {
            return stage;
        }
        return stage + " " + done + " of " + total + " " + unit;
    }
}
