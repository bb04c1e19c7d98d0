package io.factorscope.core.steering;

import java.util.Map;
import java.util.Set;

/// Which repositories TransformerLens knows, of the families that this program runs; its name for a
/// model is the repository's.
public final class LensNames {
    private static final Map<String, String> OLD_NAMES =
            Map.of(
                    "gpt2", "gpt2",
                    "openai-community/gpt2", "gpt2",
                    "openai-community/gpt2-medium", "gpt2-medium",
                    "openai-community/gpt2-large", "gpt2-large",
                    "openai-community/gpt2-xl", "gpt2-xl",
                    "distilbert/distilgpt2", "distilgpt2");

    private static final Set<String> SAME =
            Set.of(
                    "google/gemma-2-2b",
                    "google/gemma-2-2b-it",
                    "google/gemma-2-9b",
                    "google/gemma-2-9b-it",
                    "meta-llama/Llama-3.1-8B",
                    "meta-llama/Llama-3.1-8B-Instruct",
                    "meta-llama/Llama-3.2-1B",
                    "meta-llama/Llama-3.2-1B-Instruct",
                    "meta-llama/Llama-3.2-3B",
                    "Qwen/Qwen2-0.5B",
                    "Qwen/Qwen2-1.5B",
                    "Qwen/Qwen2.5-0.5B",
                    "Qwen/Qwen2.5-1.5B");

    private LensNames() {}

    /// The name in TransformerLens of a Hub repository; empty where it is not known there.
    public static String of(String repository) {
        return SAME.contains(repository) ? repository : OLD_NAMES.getOrDefault(repository, "");
    }
}
