package io.factorscope.core.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Text to token ids and back, from a folder's `tokenizer.json`; nothing is ever cut off.
///
/// **Threads**: safe to share after loading.
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer inner;
    private final Map<Integer, String> readable;
    private final int bos;

    private Tokenizer(HuggingFaceTokenizer inner, Map<Integer, String> readable, int bos) {
        this.inner = inner;
        this.readable = readable;
        this.bos = bos;
    }

    /// Loads `tokenizer.json`; `bos` is the id to put first, or -1 for none.
    ///
    /// **Errors**: `FS-TEXT-001` when the file is not a tokenizer.
    public static Tokenizer load(Path file, int bos) throws FactorscopeException {
        JsonNode json = Json.readTree(file);
        try {
            // Without these options the library cuts every text at 512 tokens and says nothing.
            Map<String, String> options =
                    Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
            HuggingFaceTokenizer inner = HuggingFaceTokenizer.newInstance(file, options);
            return new Tokenizer(inner, readable(json), bos);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new FactorscopeException(
                    "FS-TEXT-001",
                    file
                            + " is not a tokenizer that can be read; expected a Hugging Face"
                            + " tokenizer.json. Copy it from the model's folder again.",
                    e);
        }
    }

    private static Map<Integer, String> readable(JsonNode json) {
        Map<Integer, String> tokens = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path("model").path("vocab").properties()) {
            tokens.put(entry.getValue().asInt(), ByteLevel.readable(entry.getKey()));
        }
        for (JsonNode added : json.path("added_tokens")) {
            tokens.put(added.path("id").asInt(), added.path("content").asText());
        }
        return tokens;
    }

    /// Text to ids, with BOS first unless the model has none, `bos` is false, or it is there
    /// already.
    public int[] encode(String text, boolean withBos) {
        long[] ids = inner.encode(text, false, false).getIds();
        boolean add = withBos && bos >= 0 && !(ids.length > 0 && ids[0] == bos);
        int[] out = new int[ids.length + (add ? 1 : 0)];
        int at = 0;
        if (add) {
            out[at++] = bos;
        }
        for (long id : ids) {
            out[at++] = (int) id;
        }
        return out;
    }

    /// Ids to text, without special tokens.
    public String decode(int[] ids) {
        return inner.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /// One token as people read it: its text, or `<E6 9D>` where it is part of a character.
    public String token(int id) {
        return readable.getOrDefault(id, "<" + id + ">");
    }

    /// The largest token id plus one.
    public int size() {
        return readable.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /// The id that begins a text, or -1.
    public int bos() {
        return bos;
    }

    @Override
    public void close() {
        inner.close();
    }
}
