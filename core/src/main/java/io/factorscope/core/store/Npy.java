package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NumPy `.npy` files: reads float32 and float64 in C or Fortran order, writes float32 in C order.
public final class Npy {
    private static final Pattern HEADER =
            Pattern.compile(
                    "'descr'\\s*:\\s*'([^']*)'.*'fortran_order'\\s*:\\s*(True|False).*'shape'\\s*:\\s*\\(([^)]*)\\)",
                    Pattern.DOTALL);
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;

    private Npy() {}

    private record Header(
            String type, boolean fortran, List<Integer> shape, long dataStart, long count) {
        int width() {
            return type.endsWith("8") ? 8 : 4;
        }
    }

    /// Reads a whole array as row-major float32.
    ///
    /// **Errors**: `FS-NPY-001` not an .npy file, `FS-NPY-002` another type than float32 or
    /// float64, `FS-NPY-003` cut short or too large, each naming the file.
    public static NpyArray read(Path file) throws FactorscopeException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = readHeader(file, channel);
            if (header.count > Integer.MAX_VALUE - 16) {
                throw new FactorscopeException(
                        "FS-NPY-003",
                        file + " has more than 2^31 numbers, too many to read at once.");
            }
            float[] stored = readValues(channel, header);
            int[] shape = header.shape.stream().mapToInt(Integer::intValue).toArray();
            return new NpyArray(shape, header.fortran ? toRowMajor(stored, shape) : stored);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    /// Reads an array and insists on its number of axes.
    ///
    /// **Errors**: as [#read], and `FS-NPY-004` for another number of axes.
    public static NpyArray read(Path file, int rank) throws FactorscopeException {
        NpyArray array = read(file);
        checkRank(file, array.shape(), rank);
        return array;
    }

    private static void checkRank(Path file, int[] shape, int rank) throws FactorscopeException {
        if (shape.length != rank) {
            throw new FactorscopeException(
                    "FS-NPY-004",
                    file
                            + " has shape "
                            + Arrays.toString(shape)
                            + "; expected "
                            + rank
                            + " axes. Reshape it before saving.");
        }
    }

    /// The shape of an array with `rank` axes, from its header alone.
    ///
    /// **Errors**: as [#read(Path, int)].
    public static int[] shape(Path file, int rank) throws FactorscopeException {
        int[] shape = header(file).shape.stream().mapToInt(Integer::intValue).toArray();
        checkRank(file, shape, rank);
        return shape;
    }

    /// Whether the numbers lie in the file as row-major little-endian float32, fit for mapping.
    public static boolean isMappable(Path file) throws FactorscopeException {
        Header header = header(file);
        return header.type.equals("<f4") && !header.fortran;
    }

    /// Where the numbers begin, in bytes.
    public static long dataStart(Path file) throws FactorscopeException {
        return header(file).dataStart;
    }

    private static Header header(Path file) throws FactorscopeException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHeader(file, channel);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private static Header readHeader(Path file, FileChannel channel)
            throws IOException, FactorscopeException {
        ByteBuffer start = readFully(channel, 0, (int) Math.min(12, channel.size()));
        if (start.limit() < 10 || !Arrays.equals(Arrays.copyOf(start.array(), 6), MAGIC)) {
            throw new FactorscopeException(
                    "FS-NPY-001",
                    file + " is not an .npy file; expected one written by numpy.save.");
        }
        boolean version1 = start.get(6) == 1;
        if (!version1 && start.limit() < 12) {
            throw cutShort(file);
        }
        long length = version1 ? start.getShort(8) & 0xffff : start.getInt(8) & 0xffffffffL;
        long headerStart = version1 ? 10 : 12;
        if (length > MAX_HEADER || headerStart + length > channel.size()) {
            throw cutShort(file);
        }
        String text =
                new String(
                        readFully(channel, headerStart, (int) length).array(),
                        StandardCharsets.ISO_8859_1);
        return parseHeader(file, text, headerStart + length, channel.size());
    }

    private static Header parseHeader(Path file, String text, long dataStart, long fileSize)
            throws FactorscopeException {
        Matcher match = HEADER.matcher(text);
        if (!match.find()) {
            throw new FactorscopeException(
                    "FS-NPY-001", file + " has a broken .npy header; save it again.");
        }
        String type = match.group(1);
        if (!type.matches("[<>]f[48]")) {
            throw new FactorscopeException(
                    "FS-NPY-002",
                    file
                            + " holds numbers of type "
                            + type
                            + "; expected float32 or float64. Convert with astype('float32').");
        }
        List<Integer> shape = parseShape(file, match.group(3));
        long count = 1;
        for (int axis : shape) {
            count = Math.multiplyExact(count, (long) axis);
            if (count > fileSize) {
                throw cutShort(file);
            }
        }
        Header header = new Header(type, match.group(2).equals("True"), shape, dataStart, count);
        if (dataStart + count * header.width() > fileSize) {
            throw cutShort(file);
        }
        return header;
    }

    private static List<Integer> parseShape(Path file, String text) throws FactorscopeException {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(axis -> !axis.isEmpty())
                    .map(Npy::axis)
                    .toList();
        } catch (NumberFormatException e) {
            throw new FactorscopeException(
                    "FS-NPY-001", file + " has a shape that is not numbers: (" + text + ").", e);
        }
    }

    private static int axis(String text) {
        int axis = Integer.parseInt(text);
        if (axis < 0) {
            throw new NumberFormatException(text);
        }
        return axis;
    }

    private static FactorscopeException cutShort(Path file) {
        return new FactorscopeException(
                "FS-NPY-003",
                file + " is shorter than its header says; it was cut off. Save or copy it again.");
    }

    private static float[] readValues(FileChannel channel, Header header) throws IOException {
        ByteOrder order =
                header.type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        float[] values = new float[(int) header.count];
        int chunk = 1 << 20;
        for (int from = 0; from < values.length; from += chunk) {
            int count = Math.min(chunk, values.length - from);
            long at = header.dataStart + (long) from * header.width();
            ByteBuffer bytes = readFully(channel, at, count * header.width()).order(order);
            if (header.width() == 4) {
                bytes.asFloatBuffer().get(values, from, count);
            } else {
                for (int i = 0; i < count; i++) {
                    values[from + i] = (float) bytes.getDouble(8 * i);
                }
            }
        }
        return values;
    }

    private static ByteBuffer readFully(FileChannel channel, long at, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("unexpected end of file");
            }
        }
        return buffer.flip();
    }

    private static float[] toRowMajor(float[] fortran, int[] shape) {
        float[] out = new float[fortran.length];
        int[] index = new int[shape.length];
        for (int i = 0; i < out.length; i++) {
            long at = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                at = at * shape[axis] + index[axis];
            }
            out[i] = fortran[(int) at];
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                if (++index[axis] < shape[axis]) {
                    break;
                }
                index[axis] = 0;
            }
        }
        return out;
    }

    /// Writes `values` (row-major) with the given shape, atomically.
    public static void write(Path file, float[] values, int... shape) throws FactorscopeException {
        AtomicFiles.write(
                file,
                out -> {
                    out.write(header(shape));
                    writeValues(out, values);
                });
    }

    /// The header of a C-order float32 array, padded so that data starts at a multiple of 64.
    public static byte[] header(int... shape) {
        String axes =
                Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String dict =
                "{'descr': '<f4', 'fortran_order': False, 'shape': ("
                        + axes
                        + (shape.length == 1 ? ",)" : ")")
                        + ", }";
        int unpadded = MAGIC.length + 4 + dict.length() + 1;
        String padded = dict + " ".repeat((64 - unpadded % 64) % 64) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(MAGIC.length + 4 + padded.length())
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    /// Appends numbers as little-endian float32.
    public static void writeValues(OutputStream out, float[] values) throws IOException {
        int chunk = 1 << 14;
        ByteBuffer bytes = ByteBuffer.allocate(4 * chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += chunk) {
            int count = Math.min(chunk, values.length - from);
            bytes.asFloatBuffer().put(values, from, count);
            out.write(bytes.array(), 0, 4 * count);
        }
    }
}
