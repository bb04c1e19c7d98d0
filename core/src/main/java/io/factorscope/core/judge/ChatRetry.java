package io.factorscope.core.judge;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.net.Pause;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.SplittableRandom;

/// Asks again after busy answers, cut connections and time-outs, waiting longer each time.
///
/// The n-th wait is half to all of 0.5 s · 2ⁿ⁻¹, drawn by the seed, so that many callers do not
/// come back at the same moment; a server's `Retry-After` is obeyed up to two minutes. A batch in
/// which another call has failed for good asks no more. **Threads**: safe to share.
final class ChatRetry {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Pause pause;
    private final String host;
    private final int attempts;
    private final SplittableRandom random;

    ChatRetry(Pause pause, String host, int attempts, long seed) {
        this.pause = pause;
        this.host = host;
        this.attempts = attempts;
        this.random = new SplittableRandom(seed);
    }

    /// Something that may fail on its way.
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException, FactorscopeException;
    }

    /// Runs until it succeeds or has failed too often.
    <T> T run(JobContext context, Attempt<T> attempt) throws FactorscopeException {
        for (int failures = 1; ; failures++) {
            context.checkCancelled();
            try {
                return attempt.run();
            } catch (IOException e) {
                context.checkCancelled();
                if (failures >= attempts || context.stopRequested()) {
                    throw gaveUp(e, failures);
                }
                pause.sleep(delay(failures, e), context);
            }
        }
    }

    private Duration delay(int failures, IOException why) throws FactorscopeException {
        Duration asked = why instanceof BusyServiceException busy ? busy.after() : null;
        if (asked != null && asked.compareTo(LONGEST) > 0) {
            throw new FactorscopeException(
                    "FS-CHAT-006",
                    host
                            + " asks to wait "
                            + Amounts.time((double) asked.toSeconds())
                            + " before the next question. Run the same again then; what was"
                            + " answered is kept.",
                    why);
        }
        Duration longest = FIRST.multipliedBy(1L << (failures - 1));
        Duration drawn = Duration.ofMillis((long) (longest.toMillis() * (0.5 + 0.5 * next())));
        return asked != null && asked.compareTo(drawn) > 0 ? asked : drawn;
    }

    private synchronized double next() {
        return random.nextDouble();
    }

    private FactorscopeException gaveUp(IOException why, int failures) {
        String again = " Run the same again later; what was answered is kept.";
        return switch (why) {
            case BusyServiceException busy ->
                    new FactorscopeException(
                            "FS-CHAT-006",
                            host
                                    + " answered "
                                    + busy.status()
                                    + " "
                                    + failures
                                    + " times in a row."
                                    + again,
                            why);
            case UnreadableAnswerException unreadable ->
                    new FactorscopeException(
                            "FS-CHAT-007",
                            host
                                    + " answered with "
                                    + unreadable.getMessage()
                                    + "; expected a chat answer. Check the address and the model.",
                            why);
            case UnknownHostException _, ConnectException _, NoRouteToHostException _ ->
                    new FactorscopeException(
                            "FS-CHAT-005",
                            "Cannot reach " + host + ". Check the network and the address." + again,
                            why);
            default ->
                    new FactorscopeException(
                            "FS-CHAT-005",
                            "The connection to "
                                    + host
                                    + " failed "
                                    + failures
                                    + " times ("
                                    + why.getClass().getSimpleName()
                                    + ")."
                                    + again,
                            why);
        };
    }
}
