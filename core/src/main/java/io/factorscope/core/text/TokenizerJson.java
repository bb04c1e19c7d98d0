package io.factorscope.core.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.core.job.FactorscopeException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes a `tokenizer.json` from [TokenizerParts], so that one library reads every tokenizer.
///
/// **Source**: the layout of Hugging Face tokenizers; how SentencePiece scores become merges
/// follows transformers' conversion of slow Llama tokenizers.
final class TokenizerJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String LLAMA3_WORDS = words("\\p{N}{1,3}");
    private static final String QWEN2_WORDS = words("\\p{N}");
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    private final TokenizerParts parts;
    private final String source;

    private TokenizerJson(TokenizerParts parts, String source) {
        this.parts = parts;
        this.source = source;
    }

    private static String words(String digits) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
                + digits
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    /// **Errors**: `FS-TEXT-005` for a model or splitter that is not known.
    static ObjectNode of(TokenizerParts parts, String source) throws FactorscopeException {
        TokenizerJson builder = new TokenizerJson(parts, source);
        return switch (parts.model()) {
            case "gpt2" -> builder.byteLevel();
            case "llama" -> builder.sentencePiece();
            default -> throw builder.unknown("model '" + parts.model() + "'", "gpt2 or llama");
        };
    }

    private FactorscopeException unknown(String what, String expected) {
        return new FactorscopeException(
                "FS-TEXT-005",
                source
                        + " has a tokenizer "
                        + what
                        + "; expected "
                        + expected
                        + ". Use the model's Hugging Face folder instead.");
    }

    private ObjectNode byteLevel() throws FactorscopeException {
        ObjectNode json = document();
        json.set("pre_tokenizer", splitter());
        json.set("decoder", byteLevelStep(true));
        if (parts.splitter().equals("qwen2")) {
            json.set("normalizer", JSON.objectNode().put("type", "NFC"));
        }
        ObjectNode model = bpe(false);
        model.put("ignore_merges", parts.splitter().equals("llama-bpe"));
        ArrayNode merges = model.putArray("merges");
        parts.merges().forEach(merges::add);
        json.set("model", model);
        return json;
    }

    private ObjectNode splitter() throws FactorscopeException {
        return switch (parts.splitter()) {
            case "gpt-2" -> byteLevelStep(true);
            case "llama-bpe" -> sequence(split(LLAMA3_WORDS), byteLevelStep(false));
            case "qwen2" -> sequence(split(QWEN2_WORDS), byteLevelStep(false));
            case "smollm" -> {
                ObjectNode digits = JSON.objectNode().put("type", "Digits");
                yield sequence(digits.put("individual_digits", true), byteLevelStep(true));
            }
            default ->
                    throw unknown(
                            "splitter '" + parts.splitter() + "'",
                            "gpt-2, llama-bpe, qwen2 or smollm");
        };
    }

    private static ObjectNode split(String pattern) {
        ObjectNode step = JSON.objectNode().put("type", "Split");
        step.putObject("pattern").put("Regex", pattern);
        return step.put("behavior", "Isolated").put("invert", false);
    }

    private static ObjectNode byteLevelStep(boolean byRegex) {
        return JSON.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", byRegex);
    }

    private static ObjectNode sequence(ObjectNode... steps) {
        ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
        sequence.putArray("pretokenizers").addAll(List.of(steps));
        return sequence;
    }

    private ObjectNode document() {
        ObjectNode json = JSON.objectNode().put("version", "1.0");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < parts.types().size(); id++) {
            int type = parts.types().get(id);
            if (type == CONTROL || type == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", parts.tokens().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type == CONTROL);
            }
        }
        return json;
    }

    private ObjectNode bpe(boolean byteFallback) {
        ObjectNode model = JSON.objectNode().put("type", "BPE");
        model.put("byte_fallback", byteFallback).put("fuse_unk", byteFallback);
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < parts.tokens().size(); id++) {
            vocab.put(parts.tokens().get(id), id);
        }
        return model;
    }

    private ObjectNode sentencePiece() {
        ObjectNode json = document();
        ObjectNode normalizer = json.putObject("normalizer").put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        if (parts.spaceFirst()) {
            steps.addObject().put("type", "Prepend").put("prepend", "▁");
        }
        steps.add(replace(" ", "▁"));
        ObjectNode decoder = json.putObject("decoder").put("type", "Sequence");
        ArrayNode decoders = decoder.putArray("decoders");
        decoders.add(replace("▁", " "));
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (parts.spaceFirst()) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        ObjectNode model = bpe(true);
        int unknown = parts.types().indexOf(2);
        model.put("unk_token", unknown < 0 ? null : parts.tokens().get(unknown));
        ArrayNode merges = model.putArray("merges");
        mergesByScore().forEach(pair -> merges.addArray().add(pair.left).add(pair.right));
        json.set("model", model);
        return json;
    }

    private static ObjectNode replace(String from, String to) {
        ObjectNode step = JSON.objectNode().put("type", "Replace").put("content", to);
        step.putObject("pattern").put("String", from);
        return step;
    }

    private record Merge(String left, String right, float score) {}

    /// Every way to put a token together from two others, best score first.
    private List<Merge> mergesByScore() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < parts.tokens().size(); id++) {
            ids.put(parts.tokens().get(id), id);
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < Math.min(parts.tokens().size(), parts.scores().size()); id++) {
            String token = parts.tokens().get(id);
            List<Merge> ways = new ArrayList<>();
            for (int cut = 1; cut < token.length(); cut++) {
                Merge way =
                        new Merge(
                                token.substring(0, cut),
                                token.substring(cut),
                                parts.scores().get(id));
                if (ids.containsKey(way.left) && ids.containsKey(way.right)) {
                    ways.add(way);
                }
            }
            ways.sort(
                    Comparator.comparingInt((Merge way) -> ids.getOrDefault(way.left, 0))
                            .thenComparingInt(way -> ids.getOrDefault(way.right, 0)));
            merges.addAll(ways);
        }
        merges.sort(
                Comparator.comparingDouble(Merge::score)
                        .thenComparingInt(way -> way.left.length())
                        .thenComparingInt(way -> way.right.length())
                        .reversed());
        return merges;
    }
}
