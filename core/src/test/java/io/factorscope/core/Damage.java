package io.factorscope.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Damages files at random, from fixed seeds: a damaged file is read or refused in one line, and
/// nothing else happens.
public final class Damage {
    private static final String[] WORDS = {
        "null", "-1", "99999999999999999999", "2147483647", "1e999", "NaN", "{}", "[]", "\"\"", "0"
    };
    private static final long SECONDS = 5;

    /// So many times more than in every build, by `-Dfuzz.times`.
    public static final int MORE = Integer.getInteger("fuzz.times", 1);

    private Damage() {}

    /// Reads a file.
    @FunctionalInterface
    public interface Reading {
        /// Reads `file` as the program does.
        void of(Path file) throws FactorscopeException;
    }

    /// A few bytes changed, a piece cut out, doubled or cut off, a bit flipped, a number made huge,
    /// or a word put in the place of a value; somewhere in the first `interesting` bytes.
    public static byte[] of(byte[] whole, int interesting, SplittableRandom random) {
        byte[] bytes = whole.clone();
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(Math.min(bytes.length, interesting));
        int length = random.nextInt(1, 12);
        return switch (random.nextInt(7)) {
            case 0 -> filled(bytes, at, length, () -> (byte) random.nextInt(256));
            case 1 -> replaced(bytes, at, Math.min(bytes.length, at + length), new byte[0]);
            case 2 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> filled(bytes, at, 8, () -> random.nextBoolean() ? (byte) 0xff : 0x7f);
            case 5 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            default -> otherValue(bytes, at, random);
        };
    }

    private static byte[] filled(
            byte[] bytes, int at, int length, java.util.function.Supplier<Byte> with) {
        for (int i = at; i < Math.min(bytes.length, at + length); i++) {
            bytes[i] = with.get();
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        byte[] out = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(bytes, to, out, from + with.length, bytes.length - to);
        return out;
    }

    /// Puts another value where one begins after `at`: after a colon, a comma or a bracket.
    private static byte[] otherValue(byte[] bytes, int at, SplittableRandom random) {
        int from = at;
        while (from < bytes.length && ":,[(".indexOf(bytes[from]) < 0) {
            from++;
        }
        from = Math.min(bytes.length, from + 1);
        int to = from;
        while (to < bytes.length && ",]})\n".indexOf(bytes[to]) < 0) {
            to++;
        }
        String word = WORDS[random.nextInt(WORDS.length)];
        return replaced(bytes, from, to, word.getBytes(StandardCharsets.UTF_8));
    }

    /// Damages a file `times` times, or a multiple by `-Dfuzz.times`, each time from its whole
    /// state, and reads it; puts it back. Gives how many were refused.
    public static int survived(Path file, int interesting, int times, Reading reading)
            throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        Map<String, Throwable> others = new TreeMap<>();
        for (int seed = 0; seed < times * MORE; seed++) {
            Files.write(file, of(whole, interesting, new SplittableRandom(seed)));
            long start = System.nanoTime();
            try {
                reading.of(file);
            } catch (FactorscopeException e) {
                refused++;
                assertEquals(1, String.valueOf(e.getMessage()).lines().count(), e.toString());
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                String where = e.getStackTrace().length > 0 ? " at " + e.getStackTrace()[0] : "";
                others.putIfAbsent(e + where, new AssertionError("seed " + seed, e));
            }
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            assertTrue(seconds < SECONDS, file.getFileName() + ", seed " + seed + ": slow");
        }
        Files.write(file, whole);
        others.values().forEach(Throwable::printStackTrace);
        assertEquals(Set.of(), others.keySet(), String.valueOf(file.getFileName()));
        return refused;
    }
}
