package io.factorscope.core.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.CacheFolder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
        return of(Json.readTree(file), file.toString(), bos);
    }

    /// Makes one from what `source` says of it.
    ///
    /// **Errors**: `FS-TEXT-001` when it makes no tokenizer, `FS-TEXT-005` for an unknown kind.
    public static Tokenizer of(TokenizerParts parts, String source, int bos)
            throws FactorscopeException {
        return of(TokenizerJson.of(parts, source), source, bos);
    }

    private static Tokenizer of(JsonNode json, String source, int bos) throws FactorscopeException {
        try {
            // Without these options the library cuts every text at 512 tokens and says nothing.
            Map<String, String> options =
                    Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");
            byte[] bytes = Json.mapper().writeValueAsBytes(json);
            CacheFolder.prepare();
            HuggingFaceTokenizer inner =
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), options);
            return new Tokenizer(inner, readable(json), bos);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new FactorscopeException(
                    "FS-TEXT-001",
                    source
                            + " is not a tokenizer that can be read; expected a Hugging Face"
                            + " tokenizer.json. Copy it from the model's folder again.",
                    e);
        }
    }

    private static Map<Integer, String> readable(JsonNode json) {
        boolean byteLevel = json.path("decoder").path("type").asText().equals("ByteLevel");
        Map<Integer, String> tokens = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path("model").path("vocab").properties()) {
            String token = entry.getKey();
            tokens.put(
                    entry.getValue().asInt(),
                    byteLevel ? ByteLevel.readable(token) : sentencePiece(token));
        }
        for (JsonNode added : json.path("added_tokens")) {
            tokens.put(added.path("id").asInt(), added.path("content").asText());
        }
        return tokens;
    }

    /// `▁the` is " the", `<0xE6>` the byte E6.
    private static String sentencePiece(String token) {
        return token.matches("<0x[0-9A-F]{2}>")
                ? "<" + token.substring(3)
                : token.replace('▁', ' ');
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

    /// The tokens of a text with their places in it, with BOS as [#encode].
    public List<TokenSpan> spans(String text, boolean withBos) {
        Encoding encoding = inner.encode(text, false, false);
        long[] ids = encoding.getIds();
        CharSpan[] places = encoding.getCharTokenSpans();
        List<TokenSpan> spans = new ArrayList<>();
        if (withBos && bos >= 0 && !(ids.length > 0 && ids[0] == bos)) {
            spans.add(new TokenSpan(bos, 0, 0));
        }
        // The library counts code points; Java counts UTF-16 units.
        int units = 0;
        int points = 0;
        for (int i = 0; i < ids.length; i++) {
            CharSpan place = places[i];
            if (place == null) {
                spans.add(new TokenSpan((int) ids[i], units, units));
                continue;
            }
            units = text.offsetByCodePoints(units, place.getStart() - points);
            points = place.getStart();
            int end = text.offsetByCodePoints(units, place.getEnd() - points);
            spans.add(new TokenSpan((int) ids[i], units, end));
        }
        return spans;
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
