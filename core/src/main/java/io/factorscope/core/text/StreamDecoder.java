package io.factorscope.core.text;

import java.util.Arrays;

/// Turns a growing list of ids into text piece by piece, holding back halves of characters.
public final class StreamDecoder {
    private final Tokenizer tokenizer;
    private int[] ids = new int[64];
    private int count;
    private int shown;

    /// A decoder that has seen nothing yet.
    public StreamDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// Takes the next token and returns the text that it completes, perhaps none.
    public String add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        String text = tokenizer.decode(Arrays.copyOf(ids, count));
        if (text.endsWith("\uFFFD") || text.length() <= shown) {
            return "";
        }
        String fresh = text.substring(shown);
        shown = text.length();
        return fresh;
    }
}
