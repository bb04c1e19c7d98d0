package io.factorscope.core.project;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.nio.file.Path;

/// Roughly what a job will take, told before it starts; "up to", since a fit may end early.
///
/// **Units**: bytes; `seconds` is negative while the machine's speed is not known.
public record Estimate(long tokens, double seconds, long memory, long disk) {
    /// One line: `1,234 tokens · up to 3 min · 1.2 GB memory · 240 MB disk`.
    public String line() {
        String time =
                seconds < 0 ? "" : (seconds < 1 ? "" : "up to ") + Amounts.time(seconds) + " · ";
        return String.format(java.util.Locale.ROOT, "%,d tokens · ", tokens)
                + time
                + Amounts.bytes(memory)
                + " memory · "
                + Amounts.bytes(disk)
                + " disk";
    }

    /// This job, then another in the same process: memory is used again, disk and time add up.
    Estimate then(Estimate other) {
        boolean known = seconds >= 0 && other.seconds >= 0;
        return new Estimate(
                Math.max(tokens, other.tokens),
                known ? seconds + other.seconds : -1,
                Math.max(memory, other.memory),
                disk + other.disk);
    }

    /// Refuses a job that cannot fit, before it does anything.
    ///
    /// **Errors**: `FS-ESTIMATE-001` memory, `FS-ESTIMATE-002` disk.
    public void check(Path where, Machine machine) throws FactorscopeException {
        long memoryLeft = machine.memory();
        if (memory > memoryLeft) {
            throw new FactorscopeException(
                    "FS-ESTIMATE-001",
                    "This needs about "
                            + Amounts.bytes(memory)
                            + " of memory, "
                            + Amounts.bytes(memoryLeft)
                            + " are free. Use less text, a smaller K or a smaller model.");
        }
        long diskLeft = diskLeft(where, machine);
        if (disk > diskLeft) {
            throw new FactorscopeException(
                    "FS-ESTIMATE-002",
                    "This needs about "
                            + Amounts.bytes(disk)
                            + " on the disk of "
                            + where
                            + ", "
                            + Amounts.bytes(diskLeft)
                            + " are free. Use less text, or make room.");
        }
    }

    /// Whether a failure is a refusal of [#check].
    public static boolean isRefusal(FactorscopeException failure) {
        return failure.code().equals("FS-ESTIMATE-001") || failure.code().equals("FS-ESTIMATE-002");
    }

    private static long diskLeft(Path where, Machine machine) {
        try {
            return machine.disk(where);
        } catch (IOException e) {
            // A disk that does not say is not a reason to refuse; writing will tell.
            return Long.MAX_VALUE;
        }
    }
}
