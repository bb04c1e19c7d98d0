package io.factorscope.core.activation;

import io.factorscope.core.hook.HookPoint;

/// What to collect: activations at one hook point over a data set.
///
/// `bos`: put BOS first where the model has one; its row, and position 0 of a model without BOS
/// (`skipSink`), are never collected.
public record CollectSpec(HookPoint hook, boolean bos, boolean skipSink) {
    /// The usual: BOS first, attention sink left out.
    public static CollectSpec at(HookPoint hook) {
        return new CollectSpec(hook, true, true);
    }

    /// How many positions at the start of what the model read are left out.
    ///
    /// `bosId`: the model's BOS, or -1.
    public int skipped(int[] ids, int bosId) {
        boolean startsWithBos = bosId >= 0 && ids.length > 0 && ids[0] == bosId;
        return startsWithBos || (bosId < 0 && skipSink) ? 1 : 0;
    }
}
