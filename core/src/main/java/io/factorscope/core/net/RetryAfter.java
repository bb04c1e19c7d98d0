package io.factorscope.core.net;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The `Retry-After` header: seconds, or a date.
public final class RetryAfter {
    private RetryAfter() {}

    /// How long a server asks to wait from `now` on; null where it does not say so in a way that
    /// can be read. **Source**: RFC 9110, section 10.2.3.
    public static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        try {
            if (header.strip().matches("\\d{1,9}")) {
                return Duration.ofSeconds(Long.parseLong(header.strip()));
            }
            Instant then =
                    ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Duration wait = Duration.between(now, then);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
