package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.Judge;
import io.factorscope.core.judge.Rating;
import io.factorscope.core.judge.RatingRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Has a judge rate steered sentences, one file for each concept of a track: what is in a file is
/// never asked again.
///
/// *input*: against what the concept's firing was described as, whatever the sign; *output*:
/// against the description of what it promotes with that sign, where there is one. A random
/// direction is judged as the concept that it stands beside; prompting against the words that it
/// was prompted with, on the input track alone.
final class JudgingStep {
    private static final int NAME = 80;

    private final ExperimentFolder folder;
    private final Judge judge;
    private final Subjects subjects;
    private final Map<String, String> described = new HashMap<>();
    private final Map<RatingRequest, Rating> known = new HashMap<>();

    /// `descriptions`: of the subjects' concepts; those without words are left out.
    JudgingStep(
            ExperimentFolder folder,
            Judge judge,
            Subjects subjects,
            List<Description> descriptions) {
        this.folder = folder;
        this.judge = judge;
        this.subjects = subjects;
        Map<String, String> byKey = new HashMap<>();
        for (Description each : descriptions) {
            String text = each.description();
            if (text != null) {
                byKey.put(DescribingStep.name(each.key(), each.sign()), text);
            }
        }
        for (ConceptSet set : subjects.sets()) {
            for (int i = 0; i < set.concepts().size(); i++) {
                String owner = owner(set.method(), set.matched().get(i).label());
                for (int sign = -1; sign <= 1; sign++) {
                    String text = byKey.get(DescribingStep.name(set.key(i), sign));
                    if (text != null) {
                        described.put(owner + sign, text);
                    }
                }
            }
        }
    }

    private Rating said(RatingRequest request) {
        return Objects.requireNonNull(known.get(request));
    }

    private static String owner(@Nullable Method method, String name) {
        return (method == null ? "" : method.id()) + "\n" + name + "\n";
    }

    /// How many questions about a concept an experiment with so many labels asks at most.
    static long conceptQuestions(ExperimentSpec spec, int labels) {
        return texts(spec, 2, labels);
    }

    /// How many about fluency: a text is asked about once.
    static long fluencyQuestions(ExperimentSpec spec, int labels) {
        return texts(spec, 1, labels);
    }

    private static long texts(ExperimentSpec spec, int tracks, int labels) {
        if (!spec.steering()) {
            return 0;
        }
        SteeringSettings settings = spec.settings();
        long steered = 3L * spec.concepts(labels) * 2 * tracks;
        return (steered + spec.names(labels)) * settings.targets().size() * settings.samples();
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
                                + file(row)
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

    private static String file(SteeringRow row) {
        String name = (row.variant().id() + "-" + row.concept()).replaceAll("[^A-Za-z0-9.-]+", "-");
        return name.substring(0, Math.min(NAME, name.length()));
    }

    /// What a row is judged against; empty where there is nothing.
    private String description(SteeringRow row, Description.Track track) {
        boolean input = track == Description.Track.INPUT;
        if (row.method() == null) {
            return input ? subjects.words().getOrDefault(row.concept(), "") : "";
        }
        String owner = owner(row.method(), row.concept());
        return described.getOrDefault(owner + (input ? 0 : row.sign()), "");
    }

    private JudgedRow[] judged(List<SteeringRow> rows, Description.Track track, JobContext context)
            throws FactorscopeException {
        Set<RatingRequest> asked = new LinkedHashSet<>();
        for (SteeringRow row : rows) {
            for (String sentence : row.sentences()) {
                asked.add(RatingRequest.concept(description(row, track), sentence));
                asked.add(RatingRequest.fluency(sentence));
            }
        }
        asked.removeAll(known.keySet());
        List<RatingRequest> requests = List.copyOf(asked);
        List<Rating> ratings = judge.rate(requests, context);
        for (int i = 0; i < ratings.size(); i++) {
            known.put(requests.get(i), ratings.get(i));
        }
        JudgedRow[] out = new JudgedRow[rows.size()];
        for (int i = 0; i < out.length; i++) {
            SteeringRow row = rows.get(i);
            String about = description(row, track);
            List<JudgedRow.SentenceResult> results = new ArrayList<>();
            for (String sentence : row.sentences()) {
                Rating concept = said(RatingRequest.concept(about, sentence));
                Rating fluency = said(RatingRequest.fluency(sentence));
                results.add(JudgedRow.SentenceResult.of(concept, fluency));
            }
            out[i] =
                    new JudgedRow(
                            row.key(),
                            row.method(),
                            row.variant(),
                            row.concept(),
                            track,
                            about,
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
