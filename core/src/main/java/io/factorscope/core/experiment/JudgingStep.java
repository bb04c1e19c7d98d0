package io.factorscope.core.experiment;

import io.factorscope.core.concept.AutomaticLabel;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.Judge;
import io.factorscope.core.judge.Rating;
import io.factorscope.core.judge.RatingRequest;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Has a judge rate steered sentences, one file for each concept of a track: what is in a file is
/// never asked again.
///
/// *input*: against the concept's name, whatever the sign; *output*: against the description of
/// what the direction promotes with that sign, where there is one.
final class JudgingStep {
    private final ExperimentFolder folder;
    private final Judge judge;
    private final Map<String, String> outputs = new HashMap<>();

    /// `outputs`: descriptions of the output track; those without a concept are left out.
    JudgingStep(ExperimentFolder folder, Judge judge, List<Description> outputs) {
        this.folder = folder;
        this.judge = judge;
        for (Description each : outputs) {
            String text = each.description();
            if (each.track() == Description.Track.OUTPUT && text != null) {
                this.outputs.put(name(each.key(), each.sign()), text);
            }
        }
    }

    /// As many questions as an experiment with so many labels asks at most, of the usual length.
    static List<RatingRequest> asked(ExperimentSpec spec, int labels) {
        SteeringSettings settings = spec.settings();
        int methods = spec.methods().size();
        int targets = settings.targets().size();
        int input = labels * (3 * methods * 2 * targets + targets);
        int output = labels * methods * 2 * targets;
        int texts = Math.multiplyExact(input + output, settings.samples());
        String text = "word ".repeat(settings.tokens());
        List<RatingRequest> all = new ArrayList<>();
        all.addAll(Collections.nCopies(texts, RatingRequest.fluency(text)));
        all.addAll(Collections.nCopies(texts, RatingRequest.concept("some concept", text)));
        return all;
    }

    /// The tokens that each concept promotes and suppresses, in words.
    static List<Description> words(LanguageModel model, List<ConceptSet> sets) {
        MadeBy by = MadeBy.now("factorscope", AutomaticLabel.VERSION);
        List<Description> all = new ArrayList<>();
        for (ConceptSet set : sets) {
            for (int i = 0; i < set.concepts().size(); i++) {
                Projection projection = Projection.of(model, set.concepts().get(i));
                ConceptKey key = set.key(i);
                all.add(words(key, 1, projection.promoted(), by));
                all.add(words(key, -1, projection.suppressed(), by));
            }
        }
        return all;
    }

    private static Description words(ConceptKey key, int sign, List<TokenScore> tokens, MadeBy by) {
        String words = AutomaticLabel.words(tokens);
        return new Description(
                key,
                Description.Track.OUTPUT,
                sign,
                words.isEmpty() ? null : words,
                words.isEmpty() ? "no words" : "",
                by);
    }

    private static String name(ConceptKey key, int sign) {
        return key.hook() + " " + key.id() + " " + sign;
    }

    /// The judged rows of a track.
    List<JudgedRow> rows(List<SteeringRow> steering, Description.Track track, JobContext context)
            throws FactorscopeException {
        Map<String, List<SteeringRow>> files = new LinkedHashMap<>();
        for (SteeringRow row : steering) {
            if (row.written() && !description(row, track).isEmpty()) {
                Method method = row.method();
                String owner = method == null ? "prompting" : method.id();
                String place =
                        owner
                                + "/judged-"
                                + (track == Description.Track.INPUT ? "input" : "output")
                                + "/"
                                + (row.variant().id() + "-" + row.concept())
                                        .replaceAll("[^A-Za-z0-9.-]+", "-")
                                + ".json";
                files.computeIfAbsent(place, key -> new ArrayList<>()).add(row);
            }
        }
        List<JudgedRow> all = new ArrayList<>();
        int done = 0;
        for (Map.Entry<String, List<SteeringRow>> file : files.entrySet()) {
            context.progress("judging", done++, files.size(), "concepts");
            JudgedRow[] rows =
                    folder.keep(
                            file.getKey(),
                            JudgedRow[].class,
                            () -> judged(file.getValue(), track, context));
            all.addAll(Arrays.asList(rows));
        }
        return all;
    }

    /// What a row is judged against; empty where there is nothing.
    private String description(SteeringRow row, Description.Track track) {
        return track == Description.Track.INPUT
                ? row.concept()
                : outputs.getOrDefault(name(row.key(), row.sign()), "");
    }

    private JudgedRow[] judged(List<SteeringRow> rows, Description.Track track, JobContext context)
            throws FactorscopeException {
        List<RatingRequest> requests = new ArrayList<>();
        for (SteeringRow row : rows) {
            for (String sentence : row.sentences()) {
                requests.add(RatingRequest.concept(description(row, track), sentence));
                requests.add(RatingRequest.fluency(sentence));
            }
        }
        List<Rating> ratings = judge.rate(requests, context);
        JudgedRow[] out = new JudgedRow[rows.size()];
        int at = 0;
        for (int i = 0; i < out.length; i++) {
            SteeringRow row = rows.get(i);
            List<JudgedRow.SentenceResult> results = new ArrayList<>();
            for (int n = 0; n < row.sentences().size(); n++) {
                results.add(JudgedRow.SentenceResult.of(ratings.get(at), ratings.get(at + 1)));
                at += 2;
            }
            out[i] =
                    new JudgedRow(
                            row.key(),
                            row.method(),
                            row.variant(),
                            row.concept(),
                            track,
                            description(row, track),
                            row.target(),
                            row.sign(),
                            results,
                            judge.name());
        }
        return out;
    }

    /// The best push and sign of each concept by the judge, chosen on one half of the sentences and
    /// reported on the other.
    static List<Choice> choices(
            List<JudgedRow> judged, List<SteeringRow> steering, List<SteeringRow> unsteered) {
        Map<String, List<JudgedRow>> concepts = new LinkedHashMap<>();
        for (JudgedRow row : judged) {
            String owner = row.method() + " " + row.variant() + " " + row.concept();
            concepts.computeIfAbsent(owner + row.track(), key -> new ArrayList<>()).add(row);
        }
        List<Choice> choices = new ArrayList<>();
        for (List<JudgedRow> rows : concepts.values()) {
            JudgedRow best = null;
            for (JudgedRow row : rows) {
                boolean rated = !Double.isNaN(row.score(0));
                if (rated && (best == null || row.score(0) > best.score(0))) {
                    best = row;
                }
            }
            if (best != null) {
                choices.add(choice(best, steering, unsteered));
            }
        }
        return choices;
    }

    private static Choice choice(
            JudgedRow best, List<SteeringRow> steering, List<SteeringRow> unsteered) {
        double nll = Double.NaN;
        for (SteeringRow row : steering) {
            boolean same = row.key().equals(best.key()) && row.concept().equals(best.concept());
            same &= Objects.equals(row.method(), best.method()) && row.sign() == best.sign();
            if (same && row.variant() == best.variant() && row.target() == best.target()) {
                nll = Choice.second(row.surprise());
            }
        }
        double before = Choice.second(unsteered.getFirst().surprise());
        return new Choice(
                best.method(),
                best.variant(),
                best.concept(),
                best.track() == Description.Track.INPUT ? "input" : "output",
                best.key().id(),
                best.target(),
                best.sign(),
                best.score(0),
                best.score(1),
                nll - before);
    }
}
