package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;

import java.util.regex.Pattern;

/// The name of a repository on the Hub: `ORG/NAME`, or a bare `NAME` as some old models have.
public record HubId(String text) {
    private static final String PART = "\\w[\\w.-]{0,95}";
    private static final Pattern FORM = Pattern.compile(PART + "(/" + PART + ")?");

    /// Reads a name.
    ///
    /// **Errors**: `FS-HUB-001` for anything that is not `ORG/NAME`.
    public static HubId parse(String text) throws FactorscopeException {
        String clean = text.strip();
        if (!FORM.matcher(clean).matches() || clean.contains("..")) {
            throw new FactorscopeException(
                    "FS-HUB-001",
                    "'"
                            + clean
                            + "' is not the name of a model; expected ORG/NAME, such as"
                            + " openai-community/gpt2.");
        }
        return new HubId(clean);
    }

    @Override
    public String toString() {
        return text;
    }
}
