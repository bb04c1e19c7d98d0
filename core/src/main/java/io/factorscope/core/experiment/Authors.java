package io.factorscope.core.experiment;

import io.factorscope.core.judge.ChatClient;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Who puts an experiment's concepts into words.
///
/// `known`: descriptions that are taken as they are; `describing`: makes the others; `sentences`:
/// writes or finds those that score concepts, null where held-out ones of the labelled data do.
public record Authors(
        Describing describing, List<Description> known, @Nullable SentenceSource sentences) {
    /// Tokens describe, held-out sentences score: nobody is asked.
    public static final Authors NOBODY = new Authors(new TokenDescriber(), List.of(), null);

    /// With a chat model, `many` questions at once: it writes the sentences where the experiment
    /// says so, and describes concepts where `describes`; `heldOut` are the sentences that it does
    /// not write.
    public static Authors of(
            ChatClient client,
            int many,
            boolean describes,
            ExperimentSpec spec,
            @Nullable SentenceSource heldOut) {
        Describing describer = describes ? new ChatDescriber(client, many) : new TokenDescriber();
        SentenceSource sentences =
                spec.sources().written()
                        ? new SentenceWriter(client, many, spec.sentences())
                        : heldOut;
        return new Authors(describer, List.of(), sentences);
    }

    /// A copy that nobody can change.
    public Authors {
        known = List.copyOf(known);
    }

    /// The same with descriptions that are taken as they are.
    public Authors knowing(List<Description> descriptions) {
        return new Authors(describing, descriptions, sentences);
    }
}
