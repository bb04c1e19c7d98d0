package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of files, texts and mapped data, for provenance.
public final class Hashes {
    private static final long CHUNK = 1L << 24;

    private Hashes() {}

    /// The SHA-256 of a file in lower-case hex.
    public static String sha256(Path file) throws FactorscopeException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The SHA-256 of a text's UTF-8 bytes in lower-case hex.
    public static String sha256(String text) {
        return HexFormat.of().formatHex(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The SHA-256 of mapped bytes in lower-case hex.
    public static String sha256(MemorySegment data) {
        MessageDigest digest = newDigest();
        for (long at = 0; at < data.byteSize(); at += CHUNK) {
            long count = Math.min(CHUNK, data.byteSize() - at);
            digest.update(data.asSlice(at, count).asByteBuffer());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
