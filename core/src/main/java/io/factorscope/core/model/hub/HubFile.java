package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/// A file of a repository: its path there, its size, and the hash that its content must have.
///
/// Large files have a SHA-256; small ones Git's own SHA-1 of `blob SIZE\0` and the content.
public record HubFile(String path, long size, HashKind kind, String hash) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    /// Which hash the Hub gives for a file.
    public enum HashKind {
        /// Of the content, for files in large-file storage.
        SHA256,
        /// Of Git's blob, for all others.
        GIT_SHA1
    }

    /// A file as a listing names it.
    ///
    /// **Errors**: `FS-HUB-008` when the path would lead out of the model's folder, `FS-HUB-007`
    /// when size or hash are missing.
    static HubFile checked(String path, long size, HashKind kind, String hash)
            throws FactorscopeException {
        if (!staysInside(path)) {
            throw new FactorscopeException(
                    "FS-HUB-008",
                    "The repository lists a file named '"
                            + visible(path)
                            + "', which would be written outside the model's folder. Nothing was"
                            + " downloaded; do not trust this repository.");
        }
        int length = kind == HashKind.SHA256 ? 64 : 40;
        if (size < 0 || hash.length() != length || !HEX.matcher(hash).matches()) {
            throw new FactorscopeException(
                    "FS-HUB-007",
                    "The listing gives no size or hash for "
                            + visible(path)
                            + "; expected both. Check that --base is a Hub.");
        }
        return new HubFile(path, size, kind, hash);
    }

    private static boolean staysInside(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || DRIVE.matcher(path).matches()) {
            return false;
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static String visible(String path) {
        return path.replaceAll("\\p{Cntrl}", "?");
    }

    /// The path's last part.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Whether it lies in the repository's root.
    boolean atRoot() {
        return path.indexOf('/') < 0;
    }

    /// A digest that has seen what comes before the content.
    MessageDigest newDigest() {
        try {
            if (kind == HashKind.SHA256) {
                return MessageDigest.getInstance("SHA-256");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256 and SHA-1", e);
        }
    }
}
