package io.factorscope.core.text;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// GPT-2's byte alphabet: every byte is a printable character, so that a vocabulary is plain text.
final class ByteLevel {
    private static final int[] BYTE_OF_CHAR = new int[512];

    static {
        java.util.Arrays.fill(BYTE_OF_CHAR, -1);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
            BYTE_OF_CHAR[printable ? b : next++] = b;
        }
    }

    private ByteLevel() {}

    /// The bytes that a vocabulary entry stands for, or null where it is not in the byte alphabet.
    static byte @Nullable [] bytes(String token) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(token.length());
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c >= BYTE_OF_CHAR.length || BYTE_OF_CHAR[c] < 0) {
                return null;
            }
            out.write(BYTE_OF_CHAR[c]);
        }
        return out.toByteArray();
    }

    /// A token as people read it: the text, or its bytes in hex where it splits a character.
    static String readable(String token) {
        byte[] bytes = bytes(token);
        if (bytes == null) {
            return token;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "<" + HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes) + ">";
        }
    }
}
