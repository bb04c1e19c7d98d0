package io.factorscope.core.judge;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.Locale;

/// How many questions and tokens may still be paid for.
///
/// A question takes its worst case out of the budget while it is under way, and what it really cost
/// when it is answered; one that fails costs nothing here. A question asked again because the
/// service was busy counts once. **Threads**: safe to share. **Errors**: `FS-CHAT-008` when it is
/// spent.
public final class CallBudget {
    private static final long WAIT_MILLIS = 50;

    private final long mostCalls;
    private final long mostTokens;
    private long calls;
    private long promptTokens;
    private long answerTokens;
    private long heldCalls;
    private long heldTokens;

    /// A budget of so many calls and tokens, in and out together.
    public CallBudget(long mostCalls, long mostTokens) {
        this.mostCalls = mostCalls;
        this.mostTokens = mostTokens;
    }

    /// No limit; what is spent is still counted.
    public static CallBudget unlimited() {
        return new CallBudget(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
    }

    /// What has been spent.
    public synchronized CallEstimate spent() {
        return new CallEstimate(calls, promptTokens, answerTokens);
    }

    /// One line of what has been spent.
    public synchronized String line() {
        return String.format(
                Locale.ROOT,
                "%,d calls, %,d tokens in, %,d out",
                calls,
                promptTokens,
                answerTokens);
    }

    /// Sets aside a question's worst case, waiting for those under way where only they are in the
    /// way.
    synchronized void hold(long tokens, JobContext context) throws FactorscopeException {
        try {
            while (!fits(tokens)) {
                context.checkCancelled();
                wait(WAIT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
        heldCalls++;
        heldTokens += tokens;
    }

    private boolean fits(long tokens) throws FactorscopeException {
        long used = promptTokens + answerTokens;
        if (calls + 1 > mostCalls || used + tokens > mostTokens) {
            throw spentNow();
        }
        return calls + heldCalls + 1 <= mostCalls && used + heldTokens + tokens <= mostTokens;
    }

    private FactorscopeException spentNow() {
        return new FactorscopeException(
                "FS-CHAT-008",
                "The budget is spent: "
                        + line()
                        + ", and one more question could pass it. Run the same with a larger budget"
                        + " (--max-calls, --max-tokens); what was answered is kept and costs"
                        + " nothing again.");
    }

    /// Gives back what was set aside, and counts what an answer cost.
    synchronized void settle(long tokens, CallEstimate cost) {
        heldCalls--;
        heldTokens -= tokens;
        calls += cost.calls();
        promptTokens += cost.promptTokens();
        answerTokens += cost.answerTokens();
        notifyAll();
    }
}
