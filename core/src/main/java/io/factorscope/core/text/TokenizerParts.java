package io.factorscope.core.text;

import java.util.List;

/// What a file says of its tokenizer where it has no `tokenizer.json`, as GGUF metadata does.
///
/// `model`: `gpt2` (byte-level BPE by `merges`) or `llama` (SentencePiece BPE by `scores`).
/// `splitter` names how text is split first. `types` per token: 1 normal, 2 unknown, 3 control, 4
/// user-defined, 5 unused, 6 byte. `spaceFirst`: a space is put before each text.
public record TokenizerParts(
        String model,
        String splitter,
        List<String> tokens,
        List<Integer> types,
        List<String> merges,
        List<Float> scores,
        boolean spaceFirst) {
    /// A copy that nobody can change.
    public TokenizerParts {
        tokens = List.copyOf(tokens);
        types = List.copyOf(types);
        merges = List.copyOf(merges);
        scores = List.copyOf(scores);
    }
}
