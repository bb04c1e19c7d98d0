package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.PersonJudge;
import io.factorscope.core.judge.PersonQueue;
import io.factorscope.core.judge.Rating;
import io.factorscope.core.judge.RatingRequest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A person's ratings of what an experiment wrote, beside every other judge's.
///
/// A person is asked about the texts that numbers are reported on: those of the second half, at the
/// push and sign that the label classifier chose on the first, of each method's concepts and of
/// prompting. *Input*: against what the concept's firing was described as, the label where nobody
/// described it (`person score`); *output*: against the description of what it promotes with that
/// sign, where there is one (`person output score`). The queue is a file of the experiment's
/// folder, so rating can be left and taken up at any time.
public final class PersonRatings {
    /// The tracks of a person's choices begin with it.
    private static final String TRACK = "person";

    private static final String FILE = "person.jsonl";

    private final Path folder;
    private final ExperimentResult result;
    private final Map<String, String> described = new HashMap<>();

    /// A person's ratings of a result in its folder, where the descriptions are, too.
    ///
    /// **Errors**: those of [ResultFile#read].
    public PersonRatings(Path folder, ExperimentResult result) throws FactorscopeException {
        this.folder = folder;
        this.result = result;
        List<String> places = new ArrayList<>(List.of(""));
        result.spec().methods().forEach(method -> places.add(method.id() + "/"));
        for (String place : places) {
            Path file = folder.resolve(place + DescribingStep.FILE);
            if (Files.exists(file)) {
                for (Description each : ResultFile.read(file, Description.class)) {
                    String text = each.description();
                    if (text != null) {
                        described.put(DescribingStep.name(each.key(), each.sign()), text);
                    }
                }
            }
        }
    }

    /// Whether somebody has begun to rate the texts of a folder.
    public static boolean begun(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /// Whether a choice is a person's.
    static boolean isOf(Choice choice) {
        return choice.track().startsWith(TRACK);
    }

    /// Whether a measure is of a person's ratings.
    static boolean isOf(String measure) {
        return measure.startsWith(TRACK);
    }

    private static String track(Description.Track track) {
        return track == Description.Track.INPUT ? TRACK : TRACK + " output";
    }

    /// The queue with `each` texts of every concept in it; the caller closes it.
    ///
    /// **Randomness**: the order, from the experiment's seed.
    public PersonQueue open(String person, int each) throws FactorscopeException {
        PersonQueue queue = PersonQueue.open(folder.resolve(FILE), person, result.spec().seed());
        try {
            queue.add(questions(each));
        } catch (FactorscopeException e) {
            queue.close();
            throw e;
        }
        return queue;
    }

    private List<RatingRequest> questions(int each) {
        List<RatingRequest> all = new ArrayList<>();
        for (SteeringRow row : rows().values()) {
            int middle = row.sentences().size() / 2;
            int end = Math.min(row.sentences().size(), middle + each);
            for (String text : row.sentences().subList(middle, end)) {
                for (Description.Track track : Description.Track.values()) {
                    String about = about(row, track);
                    if (!about.isEmpty()) {
                        all.add(RatingRequest.concept(about, text));
                    }
                }
                all.add(RatingRequest.fluency(text));
            }
        }
        return all;
    }

    private Map<Choice, SteeringRow> rows() {
        Map<Choice, SteeringRow> rows = new LinkedHashMap<>();
        for (Choice choice : result.choices()) {
            boolean asked =
                    choice.variant() == Variant.CONCEPT || choice.variant() == Variant.PROMPTING;
            SteeringRow row = ConceptScore.row(result, choice);
            if (choice.track().equals(Choice.LABEL) && asked && row != null) {
                rows.put(choice, row);
            }
        }
        return rows;
    }

    /// The result with what a person has said so far in place of what they said before.
    public ExperimentResult with(PersonQueue queue) {
        PersonJudge judge = new PersonJudge(queue);
        List<JudgedRow> judged = new ArrayList<>(result.judged());
        judged.removeIf(row -> row.judge().equals(judge.name()));
        List<Choice> choices = new ArrayList<>(result.choices());
        choices.removeIf(PersonRatings::isOf);
        List<SummaryRow> summary = new ArrayList<>(result.summary());
        summary.removeIf(row -> isOf(row.measure()));
        List<Choice> own = new ArrayList<>();
        if (queue.done() > 0) {
            for (Description.Track track : Description.Track.values()) {
                rows().forEach((choice, row) -> {
                    if (!about(row, track).isEmpty()) {
                        JudgedRow said = said(row, track, judge);
                        judged.add(said);
                        own.add(chosen(choice, track, said.score(1)));
                    }
                });
            }
        }
        choices.addAll(own);
        summary.addAll(Summary.judged(own));
        return new ExperimentResult(
                result.spec(),
                result.model(),
                result.detection(),
                result.steering(),
                result.unsteered(),
                judged,
                choices,
                summary,
                result.seconds(),
                result.provenance());
    }

    /// What a person is asked about on a track; empty where there is nothing to ask. Without a
    /// description it is a label, or of a chosen concept what stands behind its id, which would say
    /// where the text comes from.
    private String about(SteeringRow row, Description.Track track) {
        boolean input = track == Description.Track.INPUT;
        boolean prompted = row.method() == null;
        String name = DescribingStep.name(row.key(), input ? 0 : row.sign());
        String text = prompted ? null : described.get(name);
        if (text != null || !input) {
            return text == null ? "" : text;
        }
        boolean chosen = result.spec().sources().chosen() != null;
        int id = chosen ? row.concept().indexOf(ChosenSubjects.AND) : -1;
        return id < 0 ? row.concept() : row.concept().substring(id + ChosenSubjects.AND.length());
    }

    private JudgedRow said(SteeringRow row, Description.Track track, PersonJudge judge) {
        String about = about(row, track);
        List<JudgedRow.SentenceResult> results = new ArrayList<>();
        Map<String, Rating> fluency = new HashMap<>();
        for (String text : row.sentences()) {
            Rating concept = judge.rating(RatingRequest.concept(about, text));
            Rating reads =
                    fluency.computeIfAbsent(
                            text, sentence -> judge.rating(RatingRequest.fluency(sentence)));
            results.add(JudgedRow.SentenceResult.of(concept, reads));
        }
        return new JudgedRow(
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

    private static Choice chosen(Choice by, Description.Track track, double score) {
        return new Choice(
                by.method(),
                by.variant(),
                by.concept(),
                track(track),
                by.conceptId(),
                by.target(),
                by.sign(),
                by.chosenOn(),
                score,
                by.nll());
    }
}
