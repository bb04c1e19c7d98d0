package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.net.Loopback;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A chat model: its service, the address it is asked at, and its name there.
///
/// Plain http is refused but to this computer itself.
public record ChatAddress(ChatService service, HttpUrl base, String model) {
    /// Reads `openai:MODEL`, `gemini:MODEL` or, with a base address, `compatible:MODEL`.
    ///
    /// **Errors**: `FS-CHAT-001` when it is none of them, or the address does not fit.
    public static ChatAddress parse(String text, @Nullable String base)
            throws FactorscopeException {
        int colon = text.indexOf(':');
        String prefix = text.substring(0, Math.max(0, colon));
        String model = text.substring(colon + 1).strip();
        ChatService service =
                Arrays.stream(ChatService.values())
                        .filter(one -> one.prefix().equals(prefix))
                        .findFirst()
                        .orElseThrow(() -> unknown(text));
        if (model.isEmpty()) {
            throw unknown(text);
        }
        boolean named = base != null && !base.isBlank();
        if (service == ChatService.COMPATIBLE && !named) {
            throw new FactorscopeException(
                    "FS-CHAT-001",
                    text + " needs the server's address, such as --base http://localhost:8080/v1.");
        }
        if (service != ChatService.COMPATIBLE && named) {
            throw new FactorscopeException(
                    "FS-CHAT-001",
                    "A base address goes with compatible:MODEL only, so that the key of "
                            + service.prefix()
                            + " never leaves for another host. Leave --base out.");
        }
        String address = named ? String.valueOf(base).strip() : service.base();
        return new ChatAddress(service, url(address), model);
    }

    private static HttpUrl url(String address) throws FactorscopeException {
        HttpUrl url = HttpUrl.parse(address.endsWith("/") ? address : address + "/");
        if (url == null || !url.username().isEmpty() || url.query() != null) {
            throw new FactorscopeException(
                    "FS-CHAT-001",
                    "The base address is no address; expected one such as"
                            + " http://localhost:8080/v1.");
        }
        if (!url.isHttps() && !Loopback.is(url)) {
            throw new FactorscopeException(
                    "FS-CHAT-001",
                    "Plain http is for servers on this computer only (localhost); found "
                            + url.host()
                            + ". Use https, or a tunnel to localhost.");
        }
        return url;
    }

    private static FactorscopeException unknown(String text) {
        return new FactorscopeException(
                "FS-CHAT-001",
                "'"
                        + text
                        + "' is no chat model; expected openai:MODEL, gemini:MODEL or"
                        + " compatible:MODEL, such as openai:gpt-4o-mini.");
    }

    /// As stored with results: `openai:gpt-4o-mini`; a compatible server's with its address.
    public String name() {
        String name = service.prefix() + ":" + model;
        return service == ChatService.COMPATIBLE ? name + "@" + base : name;
    }
}
