package io.factorscope.core.experiment;

/// Which machine wrote a description or a sentence, when, and how.
///
/// `who`: a chat model as its client names it, or `factorscope` where no model was asked; `when`:
/// an instant in ISO form; `how`: the version of the prompt, or of the rule that took its place.
public record MadeBy(String who, String when, String how) {
    /// Made now.
    public static MadeBy now(String who, String how) {
        return new MadeBy(who, java.time.Instant.now().toString(), how);
    }
}
