package io.factorscope.core.net;

import okhttp3.HttpUrl;

import java.util.Set;

/// Addresses of this computer itself: reaching them uses no network.
public final class Loopback {
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "::1");

    private Loopback() {}

    /// Whether an address is this computer's own.
    public static boolean is(HttpUrl url) {
        return HOSTS.contains(url.host());
    }
}
