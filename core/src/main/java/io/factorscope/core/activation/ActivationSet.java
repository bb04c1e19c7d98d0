package io.factorscope.core.activation;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Npy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A layer's activations, one row a token, memory-mapped from `activations.npy`; or several layers'
/// of the same tokens side by side.
///
/// **Shapes**: `[n, d]` float32. **Threads**: safe to share until closed.
public final class ActivationSet implements AutoCloseable {
    /// The file of activations in a collected folder.
    public static final String ACTIVATIONS = "activations.npy";

    /// The file that says what each row is.
    public static final String TOKENS = "tokens.csv";

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final List<Block> blocks;
    private final String origin;
    private volatile @Nullable String hash;
    private final int n;
    private final @Nullable TokenTable tokens;
    private final List<StackPart> parts;

    /// Some columns of the rows: a mapped matrix, and what its numbers are multiplied by.
    private record Block(Arena arena, MemorySegment data, int width, double scale) {
        void row(int row, float[] into, int at) {
            MemorySegment.copy(data, FLOAT, 4L * row * width, into, at, width);
            if (scale != 1) {
                for (int i = at; i < at + width; i++) {
                    into[i] = (float) (into[i] * scale);
                }
            }
        }
    }

    private ActivationSet(
            List<Block> blocks,
            String origin,
            int n,
            @Nullable TokenTable tokens,
            List<StackPart> parts) {
        this.blocks = blocks;
        this.origin = origin;
        this.n = n;
        this.tokens = tokens;
        this.parts = parts;
    }

    private ActivationSet(Arena arena, MemorySegment data, String origin, int n, int d) {
        this(List.of(new Block(arena, data, d, 1)), origin, n, null, List.of());
    }

    /// Puts sets of the same tokens side by side, each scaled as its part says; closing the result
    /// closes them.
    static ActivationSet sideBySide(List<ActivationSet> sets, List<StackPart> parts) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            Block only = sets.get(i).blocks.getFirst();
            blocks.add(new Block(only.arena, only.data, only.width, parts.get(i).scale()));
        }
        ActivationSet first = sets.getFirst();
        String origin = String.join(", ", sets.stream().map(ActivationSet::origin).toList());
        return new ActivationSet(blocks, origin, first.n, first.tokens, parts);
    }

    /// Opens a collected folder, or an `.npy` file `[n, d]` without tokens.
    ///
    /// **Errors**: those of [Npy#read], `FS-ACT-002` when rows and tokens disagree.
    public static ActivationSet open(Path path) throws FactorscopeException {
        if (!Files.isDirectory(path)) {
            return ofArray(path);
        }
        ActivationSet set = ofArray(path.resolve(ACTIVATIONS));
        TokenTable tokens = TokenTable.read(path.resolve(TOKENS));
        if (tokens.size() != set.n) {
            set.close();
            throw new FactorscopeException(
                    "FS-ACT-002",
                    path
                            + " has "
                            + set.n
                            + " rows of activations and "
                            + tokens.size()
                            + " tokens; expected as many. Collect again.");
        }
        return new ActivationSet(set.blocks, path.toString(), set.n, tokens, List.of());
    }

    @SuppressWarnings("MustBeClosedChecker") // the arena lives as long as the set, which closes it
    private static ActivationSet ofArray(Path file) throws FactorscopeException {
        int[] shape = Npy.shape(file, 2);
        if (!Npy.isMappable(file)) {
            return ofValues(Npy.read(file, 2).values(), shape[0], shape[1]);
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = 4L * shape[0] * shape[1];
            MemorySegment data =
                    channel.map(FileChannel.MapMode.READ_ONLY, Npy.dataStart(file), bytes, arena);
            return new ActivationSet(arena, data, file.toString(), shape[0], shape[1]);
        } catch (IOException e) {
            arena.close();
            throw io.factorscope.core.store.Json.cannotRead(file, e);
        }
    }

    /// A set held in memory, row-major; used where a file is in another order or type.
    @SuppressWarnings("MustBeClosedChecker") // the arena lives as long as the set, which closes it
    public static ActivationSet ofValues(float[] values, int n, int d) {
        Arena arena = Arena.ofShared();
        MemorySegment data = arena.allocate(4L * n * d, 8);
        for (int row = 0; row < n; row++) {
            for (int i = 0; i < d; i++) {
                data.set(FLOAT, 4 * ((long) row * d + i), values[row * d + i]);
            }
        }
        return new ActivationSet(arena, data, "the activations", n, d);
    }

    /// The file or folder it came from, for messages.
    public String origin() {
        return origin;
    }

    /// How many rows (tokens) there are.
    public int n() {
        return n;
    }

    /// How wide a row is.
    public int d() {
        return blocks.stream().mapToInt(Block::width).sum();
    }

    /// What is side by side in a row; empty where it is all of one hook point.
    public List<StackPart> parts() {
        return parts;
    }

    /// What the rows are, where that is known.
    public @Nullable TokenTable tokens() {
        return tokens;
    }

    /// Copies one row into `into [d]`.
    public void row(int row, float[] into) {
        int at = 0;
        for (Block block : blocks) {
            block.row(row, into, at);
            at += block.width;
        }
    }

    /// SHA-256 of the numbers, row by row, of each part; read for it once.
    public String sha256() {
        String known = hash;
        if (known == null) {
            List<String> each = blocks.stream().map(b -> Hashes.sha256(b.data)).toList();
            known = each.size() == 1 ? each.getFirst() : Hashes.sha256(each + " " + parts);
            hash = known;
        }
        return known;
    }

    @Override
    public void close() {
        blocks.forEach(block -> block.arena.close());
    }
}
