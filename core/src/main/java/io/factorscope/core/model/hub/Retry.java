package io.factorscope.core.model.hub;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.net.Pause;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Tries again after cut connections and busy servers, waiting longer each time.
///
/// A server's `Retry-After` is honoured up to two minutes; one that asks for more is reported
/// instead of waited for. An attempt that brought something forward starts the count anew.
final class Retry {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Pause pause;
    private final String host;

    Retry(Pause pause, String host) {
        this.pause = pause;
        this.host = host;
    }

    /// Something that may fail on its way.
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, FactorscopeException;
    }

    /// Runs until it succeeds, or has failed five times without `gained` having changed.
    ///
    /// **Errors**: `FS-HUB-005` not reachable or cut, `FS-HUB-006` busy.
    <T> T run(JobContext context, LongSupplier gained, Attempt<T> attempt)
            throws FactorscopeException, DiskException {
        int failures = 0;
        long before = gained.getAsLong();
        while (true) {
            context.checkCancelled();
            try {
                return attempt.run();
            } catch (DiskException e) {
                throw e;
            } catch (IOException e) {
                context.checkCancelled();
                long now = gained.getAsLong();
                failures = now == before ? failures + 1 : 1;
                before = now;
                if (failures >= ATTEMPTS) {
                    throw gaveUp(e);
                }
                pause.sleep(delay(failures, e), context);
            }
        }
    }

    private Duration delay(int failures, IOException why) throws FactorscopeException {
        Duration asked = why instanceof BusyException busy ? busy.after() : null;
        if (asked == null) {
            return FIRST.multipliedBy(1L << (failures - 1));
        }
        if (asked.compareTo(LONGEST) > 0) {
            throw new FactorscopeException(
                    "FS-HUB-006",
                    host
                            + " asks to wait "
                            + Amounts.time((double) asked.toSeconds())
                            + " before the next request. Run the same again then; it continues"
                            + " where it stopped.",
                    why);
        }
        return asked;
    }

    private FactorscopeException gaveUp(IOException why) {
        return switch (why) {
            case BusyException busy ->
                    new FactorscopeException(
                            "FS-HUB-006",
                            host
                                    + " answered "
                                    + busy.status()
                                    + " "
                                    + ATTEMPTS
                                    + " times in a row. Try again later; a download continues where"
                                    + " it stopped.",
                            why);
            case UnknownHostException _, ConnectException _, NoRouteToHostException _ ->
                    new FactorscopeException(
                            "FS-HUB-005",
                            "Cannot reach "
                                    + host
                                    + ". Check the network, or name another address with --base or"
                                    + " HF_ENDPOINT.",
                            why);
            default ->
                    new FactorscopeException(
                            "FS-HUB-005",
                            "The connection to "
                                    + host
                                    + " failed "
                                    + ATTEMPTS
                                    + " times ("
                                    + why.getClass().getSimpleName()
                                    + "). Check the network and run the same again; a download"
                                    + " continues where it stopped.",
                            why);
        };
    }
}
