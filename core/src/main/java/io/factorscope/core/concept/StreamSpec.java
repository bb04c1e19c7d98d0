package io.factorscope.core.concept;

import io.factorscope.core.hook.HookPoint;

/// How a corpus is read through factors: at which hook point, with BOS or not, in windows of at
/// most `window` positions, and how many contexts are kept for each factor.
public record StreamSpec(HookPoint hook, boolean bos, int window, int contexts) {
    /// The usual: BOS first, 20 contexts.
    public static StreamSpec at(HookPoint hook, int window) {
        return new StreamSpec(hook, true, window, 20);
    }
}
