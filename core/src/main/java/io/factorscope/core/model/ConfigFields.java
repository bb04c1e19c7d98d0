package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Typed, bounded access to a configuration's fields, so that absurd sizes are refused before
/// anything is allocated.
///
/// **Errors**: `FS-MODEL-003` for a missing, mistyped or absurd value, naming field and file.
final class ConfigFields {
    private static final int LARGEST = 1 << 24;

    private final Path file;
    private final JsonNode json;

    ConfigFields(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /// A nested object, or null where there is none.
    @Nullable ConfigFields child(String name) {
        return json.path(name).isObject() ? new ConfigFields(file, json.path(name)) : null;
    }

    /// A whole number from 1 to 2²⁴.
    int size(String name) throws FactorscopeException {
        return size(name, 0);
    }

    /// How many layers; more than any model has would only be found missing one by one.
    int layers(String name) throws FactorscopeException {
        int layers = size(name);
        if (layers > 4096) {
            throw bad(name + " is " + layers + ", more than 4096");
        }
        return layers;
    }

    /// The same, or `otherwise` where the field is missing or null; 0 makes it required.
    int size(String name, int otherwise) throws FactorscopeException {
        if (!has(name) && otherwise > 0) {
            return otherwise;
        }
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.asInt() < 1
                || value.asInt() > LARGEST) {
            throw bad(name + " is " + (value.isMissingNode() ? "missing" : value));
        }
        return value.asInt();
    }

    /// A finite number above 0, or `otherwise`.
    double positive(String name, double otherwise) throws FactorscopeException {
        if (!has(name)) {
            return otherwise;
        }
        double value = json.path(name).isNumber() ? json.path(name).asDouble() : -1;
        if (!(value > 0) || Double.isInfinite(value)) {
            throw bad(name + " is " + json.path(name) + ", expected a number above 0");
        }
        return value;
    }

    /// Any whole number that fits, or `otherwise`.
    int number(String name, int otherwise) {
        JsonNode value = json.path(name);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.asInt() : otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        return json.path(name).asBoolean(otherwise);
    }

    String text(String name, String otherwise) {
        return has(name) ? json.path(name).asText() : otherwise;
    }

    List<String> texts(String name) {
        List<String> out = new ArrayList<>();
        json.path(name).forEach(node -> out.add(node.asText()));
        return out;
    }

    /// A token id below vocab_size, or -1 where there is none.
    int token(String name) throws FactorscopeException {
        List<Integer> ids = tokens(name);
        return ids.isEmpty() ? -1 : ids.getFirst();
    }

    /// One token id or a list of them.
    List<Integer> tokens(String name) throws FactorscopeException {
        JsonNode value = json.path(name);
        List<Integer> ids = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(id -> ids.add(id.asInt(-1)));
        } else if (!value.isMissingNode() && !value.isNull()) {
            ids.add(value.asInt(-1));
        }
        ids.removeIf(id -> id == -1);
        for (int id : ids) {
            if (id < 0 || id >= json.path("vocab_size").asInt()) {
                throw bad(name + " is " + id + ", not below vocab_size");
            }
        }
        return ids;
    }

    FactorscopeException bad(String what) {
        return new FactorscopeException(
                "FS-MODEL-003",
                file
                        + ": "
                        + what
                        + "; expected whole numbers between 1 and "
                        + LARGEST
                        + ". Copy the model's config.json again.");
    }
}
