package io.factorscope.core.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

/// What a service's refusal means to a person, and what to do about it.
///
/// Of what the service wrote only a short line is repeated, and nothing where it refuses a key:
/// services repeat the key, or parts of it, in such answers.
final class ChatFailure {
    private static final int SHOWN = 200;

    private ChatFailure() {}

    /// Whether waiting will not help: an account's quota is used up.
    static boolean isUsedUp(String body) {
        return body.contains("insufficient_quota");
    }

    /// Whether the service's filter kept it from answering: an answer without text, not a failure.
    static boolean isFiltered(String body) {
        return body.contains("\"content_filter\"");
    }

    static FactorscopeException of(
            ChatAddress address, int status, String body, @Nullable String key) {
        String host = address.base().host();
        if (status == 401 || status == 403 || body.contains("API_KEY_INVALID")) {
            String name = address.service().keyName();
            return new FactorscopeException(
                    "FS-CHAT-003",
                    key == null
                            ? host + " wants a key. Set " + name + " to one that it accepts."
                            : host
                                    + " refused the key in "
                                    + name
                                    + ". Check that it is whole and valid, and that it may use "
                                    + address.model()
                                    + ".");
        }
        if (isUsedUp(body)) {
            return new FactorscopeException(
                    "FS-CHAT-006",
                    host
                            + " says that this account's quota is used up. Add credit or wait; what"
                            + " was answered is kept.");
        }
        String said = said(body, key);
        return new FactorscopeException(
                "FS-CHAT-004",
                host
                        + " refused a question to "
                        + address.model()
                        + " with status "
                        + status
                        + (said.isEmpty() ? "" : " ('" + said + "')")
                        + ". Check the name of the model and the address.");
    }

    private static String said(String body, @Nullable String key) {
        String message;
        try {
            JsonNode json = Json.mapper().readTree(body);
            message = json == null ? "" : json.path("error").path("message").asText("");
        } catch (JsonProcessingException e) {
            message = "";
        }
        String line = message.replaceAll("\\s+", " ").strip();
        String safe = key == null ? line : line.replace(key, "…");
        return safe.length() > SHOWN ? safe.substring(0, SHOWN) + "…" : safe;
    }
}
