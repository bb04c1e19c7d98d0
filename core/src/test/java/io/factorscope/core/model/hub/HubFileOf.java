package io.factorscope.core.model.hub;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Files as a listing would name them.
final class HubFileOf {
    private HubFileOf() {}

    static HubFile sha256(String path, byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String hex = HexFormat.of().formatHex(hash);
            return new HubFile(path, content.length, HubFile.HashKind.SHA256, hex);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
