package io.factorscope.app.task;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Carries values from a working thread to the window, no faster than the window can draw.
///
/// 1. A value that comes later than `gap` after the one before it is posted at once.
/// 2. One that comes sooner waits out the gap; a newer one takes its place.
/// 3. `flush` posts what still waits, so that the last value always arrives.
///
/// **Threads**: `accept` and `flush` belong to one working thread; the receiver runs where `post`
/// runs things.
public final class Relay<V> implements Consumer<V> {
    private final Consumer<V> receiver;
    private final Executor post;
    private final long gapNanos;
    private final LongSupplier clock;
    private final AtomicReference<@Nullable V> waiting = new AtomicReference<>();
    private long lastPost;
    private boolean posted;

    Relay(Consumer<V> receiver, Executor post, long gapNanos, LongSupplier clock) {
        this.receiver = receiver;
        this.post = post;
        this.gapNanos = gapNanos;
        this.clock = clock;
    }

    /// Offers a value.
    @Override
    public void accept(V value) {
        boolean alreadyPosted = waiting.getAndSet(value) != null;
        if (alreadyPosted) {
            return;
        }
        long now = clock.getAsLong();
        long wait = posted ? Math.max(0, lastPost + gapNanos - now) : 0;
        posted = true;
        lastPost = now + wait;
        if (wait == 0) {
            post.execute(this::deliver);
        } else {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, post)
                    .execute(this::deliver);
        }
    }

    /// Posts the value that still waits, if any.
    public void flush() {
        if (waiting.get() != null) {
            post.execute(this::deliver);
        }
    }

    private void deliver() {
        V value = waiting.getAndSet(null);
        if (value != null) {
            receiver.accept(value);
        }
    }
}
