package io.factorscope.core.hook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.factorscope.core.job.FactorscopeException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A site in one layer, named as the field does: `blocks.3.mlp.hook_post`. Layers count from 0.
public record HookPoint(int layer, Site site) implements Comparable<HookPoint> {
    private static final Pattern NAME = Pattern.compile("blocks\\.(\\d{1,4})\\.(.+)");

    /// Reads a hook point's name.
    ///
    /// **Errors**: `FS-HOOK-001` for a name of another form.
    public static HookPoint parse(String name) throws FactorscopeException {
        Matcher match = NAME.matcher(name);
        if (match.matches()) {
            for (Site site : Site.values()) {
                if (site.suffix().equals(match.group(2))) {
                    return new HookPoint(Integer.parseInt(match.group(1)), site);
                }
            }
        }
        throw new FactorscopeException(
                "FS-HOOK-001",
                "Unknown hook '"
                        + name
                        + "'; expected blocks.N.mlp.hook_post, blocks.N.hook_mlp_in,"
                        + " blocks.N.hook_mlp_out or blocks.N.hook_resid_post.");
    }

    /// For JSON, where the name comes from a file of ours.
    @JsonCreator
    static HookPoint ofJson(String name) {
        try {
            return parse(name);
        } catch (FactorscopeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The full name, such as `blocks.3.mlp.hook_post`.
    @JsonValue
    public String name() {
        return "blocks." + layer + "." + site.suffix();
    }

    @Override
    public int compareTo(HookPoint other) {
        int byLayer = Integer.compare(layer, other.layer);
        return byLayer != 0 ? byLayer : site.compareTo(other.site);
    }

    @Override
    public String toString() {
        return name();
    }
}
