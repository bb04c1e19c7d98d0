package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.tensor.CacheFolder;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// Where a fit keeps its numbers: in memory up to `memoryBytes`, else in temporary files under
/// `scratch`; and, where asked, checkpoints in a folder every `checkpointSeconds`, taken up again
/// by `resume`.
///
/// Tokens are worked on in blocks of `blockBytes`; another size sums in another order, so it is the
/// same result only to rounding.
public record FitStorage(
        long memoryBytes,
        long blockBytes,
        Path scratch,
        @Nullable Path checkpoint,
        double checkpointSeconds,
        boolean resume) {
    private static final long MEMORY = 1L << 29;
    private static final long BLOCK = 1L << 26;
    private static final double MINUTE = 60;

    /// 512 MiB in memory, blocks of 64 MiB, the rest in the cache folder; no checkpoints.
    public static FitStorage usual() {
        Path scratch = CacheFolder.path().resolve("scratch");
        return new FitStorage(MEMORY, BLOCK, scratch, null, MINUTE, false);
    }

    /// The same with checkpoints in a folder, taken up again where `resume` says so.
    public FitStorage checkpoints(Path folder, double seconds, boolean resume) {
        return new FitStorage(memoryBytes, blockBytes, scratch, folder, seconds, resume);
    }

    /// The same without checkpoints.
    FitStorage withoutCheckpoints() {
        return new FitStorage(memoryBytes, blockBytes, scratch, null, checkpointSeconds, false);
    }

    /// The same with temporary files in another folder.
    public FitStorage scratchIn(Path folder) {
        return new FitStorage(
                memoryBytes, blockBytes, folder, checkpoint, checkpointSeconds, resume);
    }

    /// How `n` tokens of `width` numbers are cut; multiples of 16 keep blocks aligned.
    BlockArrays.Cut cut(int n, int width) {
        long fit = Math.max(16, blockBytes / (4L * width) / 16 * 16);
        return new BlockArrays.Cut(n, (int) Math.min(fit, Math.max(n, 1)));
    }

    /// Whether so many numbers go to a file.
    boolean mapped(long n, long width) {
        return 4 * n * width > memoryBytes;
    }

    /// Zeros for a result `[n, width]`, in memory up to an eighth of the limit.
    FloatRows result(int n, int width) throws FactorscopeException {
        return FloatRows.zeros(n, width, memoryBytes / 8, scratch);
    }
}
