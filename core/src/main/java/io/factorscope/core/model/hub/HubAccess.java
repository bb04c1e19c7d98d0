package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.net.EnvFile;
import io.factorscope.core.net.Loopback;

import okhttp3.HttpUrl;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where the Hub is and, for models that need one, the access token.
///
/// The token is neither printed nor stored, and only goes to the base address itself, over https or
/// to this computer.
public final class HubAccess {
    /// The Hub, unless said otherwise.
    public static final String DEFAULT_BASE = "https://huggingface.co";

    private static final String BASE_NAME = "HF_ENDPOINT";
    private static final String TOKEN_NAME = "HF_TOKEN";

    private final HttpUrl base;
    private final @Nullable String token;
    private final List<String> warnings;

    private HubAccess(HttpUrl base, @Nullable String token, List<String> warnings) {
        this.base = base;
        this.token = token;
        this.warnings = List.copyOf(warnings);
    }

    /// Takes the base address from `base`, else from `HF_ENDPOINT`, else the default; the token
    /// from `HF_TOKEN`. Both are looked for in `environment`, then in a file `.env` in each of
    /// `folders`.
    ///
    /// **Errors**: `FS-HUB-001` when the base is not an address, `FS-HUB-002` when the token holds
    /// characters that no token has.
    public static HubAccess of(
            @Nullable String base, Map<String, String> environment, List<Path> folders)
            throws FactorscopeException {
        EnvFile settings = new EnvFile(environment, folders);
        String chosen = base == null ? settings.value(BASE_NAME) : base.strip();
        String address = chosen.isEmpty() ? DEFAULT_BASE : chosen;
        HttpUrl url = HttpUrl.parse(address.endsWith("/") ? address : address + "/");
        if (url == null || !url.username().isEmpty() || url.query() != null) {
            throw new FactorscopeException(
                    "FS-HUB-001",
                    "The base address is no address; expected one such as " + DEFAULT_BASE + ".");
        }
        String token = settings.value(TOKEN_NAME);
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new FactorscopeException(
                    "FS-HUB-002",
                    "HF_TOKEN holds blanks or characters that no token has; expected one word, such"
                            + " as hf_…. Set it again.");
        }
        return new HubAccess(
                url, token.isEmpty() ? null : token, settings.warnings(List.of(TOKEN_NAME)));
    }

    /// What a person should know of where the token is kept, one line each.
    public List<String> warnings() {
        return warnings;
    }

    /// Whether there is a token.
    public boolean hasToken() {
        return token != null;
    }

    /// The host, as shown in messages.
    public String host() {
        return base.host();
    }

    /// The base address, as kept with a download.
    String base() {
        String text = base.toString();
        return text.substring(0, text.length() - 1);
    }

    /// An address under the base.
    HttpUrl.Builder under() {
        return base.newBuilder();
    }

    /// The page of a model, where its licence can be accepted.
    public String page(HubId id) {
        return base + id.text();
    }

    /// The token where it may be sent to this address, else null.
    @Nullable String tokenFor(HttpUrl url) {
        boolean same =
                url.host().equals(base.host())
                        && url.port() == base.port()
                        && url.scheme().equals(base.scheme());
        return same && (url.isHttps() || Loopback.is(url)) ? token : null;
    }

    /// The address and whether there is a token; never the token itself.
    @Override
    public String toString() {
        return base() + (hasToken() ? " with a token" : " without a token");
    }
}
