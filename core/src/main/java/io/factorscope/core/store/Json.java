package io.factorscope.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// JSON in and out, with errors that name the file and the line.
public final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /// The shared mapper; thread-safe, never reconfigured.
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /// Reads a file as a tree.
    ///
    /// **Errors**: `FS-FILE-003` missing, `FS-FILE-004` not readable, `FS-JSON-001` not JSON.
    public static JsonNode readTree(Path file) throws FactorscopeException {
        JsonNode node = read(file, JsonNode.class);
        if (node.isMissingNode()) {
            throw new FactorscopeException(
                    "FS-JSON-001", file + " is empty; expected JSON. Write the file again.");
        }
        return node;
    }

    /// Reads a file as a value of `type`.
    ///
    /// **Errors**: as [#readTree], and `FS-JSON-001` when a field is missing or has the wrong type.
    public static <T> T read(Path file, Class<T> type) throws FactorscopeException {
        try {
            T value = MAPPER.readValue(Files.readAllBytes(file), type);
            if (value == null) {
                throw new FactorscopeException(
                        "FS-JSON-001", file + " holds only null; expected a JSON object.");
            }
            String missing = Completeness.missing(value);
            if (missing != null) {
                throw lacks(file, missing);
            }
            return value;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where =
                    at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new FactorscopeException(
                    "FS-JSON-001",
                    file
                            + " is not the JSON expected: "
                            + firstLine(e.getOriginalMessage())
                                    .replaceAll(" \\(start marker at .*", "")
                            + where
                            + ". Repair or replace the file.",
                    e);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    /// A field's value, refused with `FS-JSON-001` where the file lacked it.
    public static <T> T require(Path file, String field, @Nullable T value)
            throws FactorscopeException {
        if (value == null) {
            throw lacks(file, field);
        }
        return value;
    }

    private static FactorscopeException lacks(Path file, String field) {
        return new FactorscopeException(
                "FS-JSON-001",
                file + " lacks the field '" + field + "'. Repair or replace the file.");
    }

    /// Whether a value read elsewhere has all that its records demand.
    public static boolean isWhole(Object value) {
        return Completeness.missing(value) == null;
    }

    /// Writes a value as indented JSON, atomically.
    public static void write(Path file, Object value) throws FactorscopeException {
        AtomicFiles.write(file, out -> out.write(MAPPER.writeValueAsBytes(value)));
    }

    /// A value as indented JSON text.
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not serialisable: " + value.getClass(), e);
        }
    }

    /// A value as JSON in one line.
    public static String line(Object value) {
        try {
            return MAPPER.writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not serialisable: " + value.getClass(), e);
        }
    }

    /// The one line for a file that cannot be read.
    public static FactorscopeException cannotRead(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new FactorscopeException(
                    "FS-FILE-003", file + " does not exist. Check the path.", cause);
        }
        return new FactorscopeException(
                "FS-FILE-004",
                "Cannot read "
                        + file
                        + " ("
                        + cause.getClass().getSimpleName()
                        + "). Expected a readable file; check the path and its permissions.",
                cause);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("broken");
    }
}
