package io.factorscope.core.judge;

/// One sentence to be rated by one criterion.
///
/// `concept`: a description or a word, empty for [Criterion#FLUENCY]; `sentence`: as the model
/// wrote it.
public record RatingRequest(Criterion criterion, String concept, String sentence) {
    /// Does the concept show in the sentence?
    public static RatingRequest concept(String concept, String sentence) {
        return new RatingRequest(Criterion.CONCEPT, concept, sentence);
    }

    /// Does the sentence read well?
    public static RatingRequest fluency(String sentence) {
        return new RatingRequest(Criterion.FLUENCY, "", sentence);
    }
}
