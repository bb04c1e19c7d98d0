package io.factorscope.core.text;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads data sets: JSON as a list of {prompt, label} or as label → prompts, CSV with
/// `prompt,label`, or plain text with one prompt a line.
public final class DatasetReader {
    private static final String SHAPES =
            "expected a JSON list of {\"prompt\", \"label\"}, a JSON object of label to prompts, a"
                    + " CSV file with the columns prompt,label, or text with one prompt a line";

    private DatasetReader() {}

    /// Reads a file by its ending (`.json`, `.csv`, anything else is plain text).
    ///
    /// **Errors**: `FS-DATA-001` another shape, `FS-DATA-002` nothing in it.
    public static Dataset read(Path file) throws FactorscopeException {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        List<Example> examples =
                lower.endsWith(".json")
                        ? ofJson(file, Json.readTree(file))
                        : lower.endsWith(".csv") ? ofCsv(file, text(file)) : ofLines(text(file));
        if (examples.isEmpty()) {
            throw new FactorscopeException(
                    "FS-DATA-002", file + " holds no text; " + SHAPES + ". Add some sentences.");
        }
        int dot = name.lastIndexOf('.');
        return new Dataset(dot > 0 ? name.substring(0, dot) : name, examples);
    }

    /// A data set from pasted text, one prompt a line.
    ///
    /// **Errors**: `FS-DATA-002` when there is no text.
    public static Dataset ofText(String name, String text) throws FactorscopeException {
        List<Example> examples = ofLines(text);
        if (examples.isEmpty()) {
            throw new FactorscopeException(
                    "FS-DATA-002", "There is no text; type or paste one sentence a line.");
        }
        return new Dataset(name, examples);
    }

    private static String text(Path file) throws FactorscopeException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new FactorscopeException(
                    "FS-DATA-001", file + " is not UTF-8 text; save it as UTF-8.", e);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private static List<Example> ofJson(Path file, JsonNode json) throws FactorscopeException {
        List<Example> examples = new ArrayList<>();
        if (json.isArray()) {
            for (JsonNode item : json) {
                if (!item.path("prompt").isTextual()) {
                    throw wrongShape(file, "item " + examples.size() + " has no text in prompt");
                }
                add(examples, item.path("prompt").asText(), item.path("label").asText(""));
            }
        } else if (json.isObject()) {
            for (Map.Entry<String, JsonNode> field : json.properties()) {
                if (!field.getValue().isArray()) {
                    throw wrongShape(file, "'" + field.getKey() + "' is not a list of prompts");
                }
                for (JsonNode prompt : field.getValue()) {
                    if (!prompt.isTextual()) {
                        throw wrongShape(file, "'" + field.getKey() + "' holds what is no text");
                    }
                    add(examples, prompt.asText(), field.getKey());
                }
            }
        } else {
            throw wrongShape(file, "it is neither a list nor an object");
        }
        return examples;
    }

    private static void add(List<Example> examples, String prompt, String label) {
        if (!prompt.isBlank()) {
            examples.add(new Example(prompt, label.strip()));
        }
    }

    private static List<Example> ofLines(String text) {
        return (text.startsWith("\uFEFF") ? text.substring(1) : text)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> new Example(line, ""))
                .toList();
    }

    private static List<Example> ofCsv(Path file, String text) throws FactorscopeException {
        List<List<String>> rows = Csv.parse(text);
        List<String> header = rows.isEmpty() ? List.of() : rows.get(0);
        int prompt = header.indexOf("prompt");
        int label = header.indexOf("label");
        if (prompt < 0) {
            throw wrongShape(file, "its first line is " + header + ", without a column 'prompt'");
        }
        List<Example> examples = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() <= Math.max(prompt, label)) {
                throw wrongShape(
                        file,
                        "row " + (examples.size() + 2) + " has " + row.size() + " fields, too few");
            }
            add(examples, row.get(prompt), label < 0 ? "" : row.get(label));
        }
        return examples;
    }

    private static FactorscopeException wrongShape(Path file, String what) {
        return new FactorscopeException("FS-DATA-001", file + ": " + what + "; " + SHAPES + ".");
    }
}
