package io.factorscope.core.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A prompt of ours, with a version that is stored with every answer to it.
///
/// It lies beside its class as `NAME-VERSION.txt`: the system message, a line `---`, and the user
/// message with places such as `{sentence}`. A changed text is a new version; the old file stays.
public final class Prompt {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");
    private static final String BETWEEN = "\n---\n";

    private final String version;
    private final String system;
    private final String user;

    private Prompt(String version, String system, String user) {
        this.version = version;
        this.system = system;
        this.user = user;
    }

    /// The prompt of a name and version that lies beside a class.
    public static Prompt load(Class<?> beside, String name, int version) {
        String file = name + "-" + version + ".txt";
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no prompt " + file);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String lines = text.replace("\r\n", "\n").strip();
            int at = lines.indexOf(BETWEEN);
            if (at < 0) {
                throw new IllegalStateException("no line --- in " + file);
            }
            return new Prompt(
                    name + "/" + version,
                    lines.substring(0, at).strip(),
                    lines.substring(at + BETWEEN.length()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Name and version, such as `rate-concept/1`.
    public String version() {
        return version;
    }

    /// The question with its places filled in, for an answer of at most so many tokens.
    ///
    /// What is filled in cannot close the tags around it, nor bring places of its own.
    public ChatRequest ask(Map<String, String> values, int maxTokens) {
        return ChatRequest.of(system, fill(user, values), maxTokens);
    }

    /// The user message with its places filled in.
    public String text(Map<String, String> values) {
        return fill(user, values);
    }

    private static String fill(String text, Map<String, String> values) {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException("nothing for " + place.group());
            }
            place.appendReplacement(filled, Matcher.quoteReplacement(value.replace("</", "< /")));
        }
        return place.appendTail(filled).toString();
    }
}
