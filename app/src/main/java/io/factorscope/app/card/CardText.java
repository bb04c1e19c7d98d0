package io.factorscope.app.card;

import io.factorscope.app.control.Numbers;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.Context;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.store.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A card as text and as JSON, for the clipboard.
final class CardText {
    private static final int SHOWN = 12;

    private CardText() {}

    /// One line of where a concept came from.
    record Fact(String name, String value) {}

    /// Where it came from: model, hook, data, how it was fitted and weighted, when and where.
    static List<Fact> origin(Analysis analysis, ConceptEntry entry) {
        Analysis.Manifest manifest = analysis.manifest();
        FitSpec fit = analysis.fit().manifest().spec();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("source", entry.concept().source().describe()));
        facts.add(new Fact("hook", entry.concept().hook().name()));
        String hash = manifest.provenance().inputs().getOrDefault("model", "");
        facts.add(
                new Fact(
                        "model",
                        manifest.model()
                                + (hash.length() < 12 ? "" : ", " + hash.substring(0, 12))));
        facts.add(
                new Fact(
                        "data",
                        String.format(
                                Words.of("card.tokens"),
                                manifest.data(),
                                analysis.tokens().size())));
        facts.add(
                new Fact(
                        "fit",
                        String.format(
                                Words.of("card.k-of-neurons-best-of"),
                                fit.rank(),
                                Numbers.percent(fit.sparsity()),
                                fit.rule().name().toLowerCase(java.util.Locale.ROOT),
                                fit.factorsPerToken() == 0
                                        ? Words.of("card.all-factors-a-token")
                                        : Words.format(
                                                "card.factors-a-token", fit.factorsPerToken()),
                                analysis.fit().history().size(),
                                analysis.fit().manifest().bestIteration())));
        facts.add(new Fact("weighting", weighting(fit.weighting())));
        facts.add(
                new Fact(
                        "made",
                        String.format(
                                Words.of("card.version-seed"),
                                manifest.provenance()
                                        .created()
                                        .replaceAll("T(\\d\\d:\\d\\d).*", " $1"),
                                manifest.provenance().version(),
                                manifest.provenance().device(),
                                manifest.provenance().seed())));
        return facts;
    }

    private static String weighting(Weighting weighting) {
        if (weighting.equals(Weighting.REFERENCE)) {
            return Words.of("card.none-the-reference");
        }
        List<String> words = new ArrayList<>();
        if (weighting.frequencyExponent() != 0) {
            words.add(Words.format("card.frequency", Numbers.axis(weighting.frequencyExponent())));
        }
        if (weighting.unitNorm()) {
            words.add(Words.of("card.unit-norm"));
        }
        if (weighting.skipFirst() > 0) {
            words.add(Words.format("card.first-positions-left-out", weighting.skipFirst()));
        }
        return String.join(", ", words);
    }

    /// An example: its value as a share of the maximum, and its text with the token in brackets.
    static String line(Context context, ConceptEntry entry) {
        double maximum = entry.evidence().maximum();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < context.tokens().size(); i++) {
            String token = context.tokens().get(i).token();
            text.append(i == context.center() ? "[" + token + "]" : token);
        }
        String share = Numbers.plain(maximum == 0 ? 0 : context.value() / maximum);
        return share + "\t" + text.toString().replaceAll("[\r\n]+", " ").strip();
    }

    static String tokens(List<TokenScore> scores) {
        return scores.stream()
                .map(score -> score.token() + "\t" + score.value())
                .collect(Collectors.joining("\n"));
    }

    /// The card for a letter or a note.
    static String text(Analysis analysis, ConceptEntry entry, String name, String note) {
        List<String> lines = new ArrayList<>();
        lines.add(entry.id() + "  " + name);
        lines.add(
                Words.format("card.fires-on-of-tokens", Numbers.percent(entry.evidence().fires())));
        lines.add("");
        entry.evidence().contexts().stream()
                .limit(SHOWN)
                .forEach(context -> lines.add(line(context, entry)));
        lines.add("");
        lines.add(Words.format("card.promotes", brief(entry.projection().promoted())));
        lines.add(Words.format("card.suppresses", brief(entry.projection().suppressed())));
        if (!note.isEmpty()) {
            lines.add(Words.format("card.note", note));
        }
        lines.add("");
        origin(analysis, entry).forEach(fact -> lines.add(fact.name + ": " + fact.value));
        return String.join("\n", lines) + "\n";
    }

    private static String brief(List<TokenScore> scores) {
        return scores.stream()
                .limit(SHOWN)
                .map(score -> score.token().strip() + " " + Numbers.signed(score.value()))
                .collect(Collectors.joining(", "));
    }

    /// Everything on the card, the direction left out.
    static String json(Analysis analysis, ConceptEntry entry, String name, String note) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("id", entry.id());
        card.put("name", name);
        card.put("note", note);
        card.put("evidence", entry.evidence());
        card.put("projection", entry.projection());
        Map<String, String> origin = new LinkedHashMap<>();
        origin(analysis, entry).forEach(fact -> origin.put(fact.name, fact.value));
        card.put("origin", origin);
        return Json.text(card);
    }

    /// The direction, with its hook point, as JSON.
    static String direction(ConceptEntry entry) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", entry.id());
        out.put("hook", entry.concept().hook().name());
        out.put("direction", entry.concept().direction());
        return Json.text(out);
    }
}
