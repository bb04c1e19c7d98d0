package io.factorscope.core.project;

/// What is measured of a fit beside the fit itself: faithfulness over so many texts, and stability
/// over so many refits with the seeds that follow the fit's own. 0 leaves one out.
public record Checks(int faithfulnessTexts, int refits) {
    /// Nothing.
    public static final Checks NONE = new Checks(0, 0);
}
