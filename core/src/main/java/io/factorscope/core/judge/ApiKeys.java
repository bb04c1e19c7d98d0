package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.net.EnvFile;
import io.factorscope.core.net.Loopback;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The keys of chat services, from the environment or a file `.env`.
///
/// A key is neither printed nor stored, and goes to the host of its own service only.
public final class ApiKeys {
    private final Map<ChatService, String> keys;
    private final Map<ChatService, HttpUrl> homes;
    private final List<String> warnings;

    private ApiKeys(
            Map<ChatService, String> keys, Map<ChatService, HttpUrl> homes, List<String> warnings) {
        this.keys = keys;
        this.homes = homes;
        this.warnings = List.copyOf(warnings);
    }

    /// Reads every key that is set.
    ///
    /// **Errors**: `FS-CHAT-002` when a key holds characters that no key has.
    public static ApiKeys of(EnvFile settings) throws FactorscopeException {
        Map<ChatService, String> keys = new EnumMap<>(ChatService.class);
        Map<ChatService, HttpUrl> homes = new EnumMap<>(ChatService.class);
        for (ChatService service : ChatService.values()) {
            String key = settings.value(service.keyName());
            if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new FactorscopeException(
                        "FS-CHAT-002",
                        service.keyName()
                                + " holds blanks or characters that no key has; expected one word."
                                + " Set it again.");
            }
            if (!key.isEmpty()) {
                keys.put(service, key);
            }
            if (!service.base().isEmpty()) {
                homes.put(service, HttpUrl.get(service.base()));
            }
        }
        return new ApiKeys(keys, homes, warnings(settings));
    }

    private static List<String> warnings(EnvFile settings) {
        return settings.warnings(
                Arrays.stream(ChatService.values()).map(ChatService::keyName).toList());
    }

    /// The same keys, with a service at home elsewhere; for tests.
    ApiKeys withHome(ChatService service, HttpUrl home) {
        Map<ChatService, HttpUrl> moved = new EnumMap<>(homes);
        moved.put(service, home);
        return new ApiKeys(keys, moved, warnings);
    }

    /// What a person should know of where the keys are kept, one line each.
    public List<String> warnings() {
        return warnings;
    }

    /// Whether a service's key is set.
    public boolean has(ChatService service) {
        return keys.containsKey(service);
    }

    /// The key to send to an address, or null where none may be sent or none is needed.
    ///
    /// **Errors**: `FS-CHAT-002` when the service needs a key and none is set.
    @Nullable String keyFor(ChatAddress address) throws FactorscopeException {
        ChatService service = address.service();
        String key = keys.get(service);
        if (service == ChatService.COMPATIBLE) {
            return key;
        }
        if (key == null) {
            throw new FactorscopeException(
                    "FS-CHAT-002",
                    service.keyName()
                            + " is not set, so "
                            + address.name()
                            + " cannot be asked. Set it in the environment, or write "
                            + service.keyName()
                            + "=… into a file .env in the working folder.");
        }
        return isHome(service, address.base()) ? key : null;
    }

    private boolean isHome(ChatService service, HttpUrl url) {
        HttpUrl home = homes.get(service);
        return home != null
                && home.host().equals(url.host())
                && home.port() == url.port()
                && home.scheme().equals(url.scheme())
                && (url.isHttps() || Loopback.is(url));
    }

    /// Which keys are set; never a key itself.
    @Override
    public String toString() {
        return "keys set: " + keys.keySet();
    }
}
