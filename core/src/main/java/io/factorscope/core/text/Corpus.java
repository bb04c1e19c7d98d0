package io.factorscope.core.text;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Text files of any size, read piece by piece in the order of their names.
///
/// A piece is at most 32 KiB, cut where a text ends if it can be, else at an empty line, a line, a
/// word; texts of one file are divided by `<|endoftext|>`. What is not UTF-8 is read as U+FFFD.
///
/// **Threads**: safe to share.
public final class Corpus {
    private static final int PIECE = 1 << 15;
    private static final String DIVIDER = "<|endoftext|>";
    private static final List<String> CUTS = List.of(DIVIDER, "\n\n", "\n", " ");

    private final Path root;
    private final List<Path> files;
    private final List<Long> sizes;

    private Corpus(Path root, List<Path> files, List<Long> sizes) {
        this.root = root;
        this.files = files;
        this.sizes = sizes;
    }

    /// Where reading goes on: the file by its number, and the byte in it.
    public record Place(int file, long offset) {
        /// The beginning of a corpus.
        public static final Place START = new Place(0, 0);
    }

    /// A few texts, the file they are from, and where the next piece begins.
    public record Piece(String file, List<String> texts, Place next) {
        /// A copy that nobody can change.
        public Piece {
            texts = List.copyOf(texts);
        }
    }

    /// All `.txt` files of a folder and the folders in it, or one file.
    ///
    /// **Errors**: `FS-CORPUS-001` when there is none; file errors.
    public static Corpus of(Path place) throws FactorscopeException {
        List<Path> files;
        List<Long> sizes = new ArrayList<>();
        try {
            if (Files.isDirectory(place)) {
                try (Stream<Path> walk = Files.walk(place)) {
                    files =
                            walk.filter(path -> path.toString().endsWith(".txt"))
                                    .filter(Files::isRegularFile)
                                    .sorted()
                                    .toList();
                }
            } else {
                files = List.of(place);
            }
            for (Path file : files) {
                sizes.add(Files.size(file));
            }
        } catch (IOException e) {
            throw Json.cannotRead(place, e);
        }
        if (files.isEmpty()) {
            throw new FactorscopeException(
                    "FS-CORPUS-001",
                    place + " holds no .txt files; expected text files in it. Name another place.");
        }
        return new Corpus(place, files, sizes);
    }

    /// The bytes of all files.
    public long bytes() {
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    /// How many bytes lie before a place.
    public long before(Place place) {
        long whole = sizes.stream().limit(place.file).mapToLong(Long::longValue).sum();
        return whole + place.offset;
    }

    /// What it consists of: each file's name and size.
    public List<String> contents() {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            out.add(name(i) + " " + sizes.get(i));
        }
        return out;
    }

    private String name(int file) {
        Path path = files.get(file);
        return path.equals(root)
                ? String.valueOf(path.getFileName())
                : root.relativize(path).toString().replace('\\', '/');
    }

    /// The piece that begins at a place, or null at the end.
    ///
    /// **Errors**: file errors.
    public @Nullable Piece read(Place from) throws FactorscopeException {
        Place at = from;
        while (at.file < files.size() && at.offset >= sizes.get(at.file)) {
            at = new Place(at.file + 1, 0);
        }
        if (at.file == files.size()) {
            return null;
        }
        byte[] bytes = bytes(files.get(at.file), at.offset);
        boolean last = at.offset + bytes.length >= sizes.get(at.file);
        int end = last ? bytes.length : cut(bytes);
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        List<String> texts =
                Arrays.stream(text.replace("\r", "").replace("\uFEFF", "").split(DIVIDER_PATTERN))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList();
        return new Piece(name(at.file), texts, new Place(at.file, at.offset + Math.max(1, end)));
    }

    private static final String DIVIDER_PATTERN = java.util.regex.Pattern.quote(DIVIDER);

    private static byte[] bytes(Path file, long offset) throws FactorscopeException {
        ByteBuffer into = ByteBuffer.allocate(PIECE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int count = 0;
            while (count >= 0 && into.hasRemaining()) {
                count = channel.read(into, offset + into.position());
            }
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    /// Where the piece ends: after the last of the best kind of cut, never inside a character.
    private static int cut(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String kind : CUTS) {
            int found = latin.lastIndexOf(kind);
            if (found > 0) {
                return found + kind.length();
            }
        }
        int end = bytes.length;
        while (end > 1 && (bytes[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        return end > 1 && bytes[end - 1] < 0 ? end - 1 : end;
    }
}
