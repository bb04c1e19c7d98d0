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
/// prompting. Their scores are the measure `person score`. The queue is a file of the experiment's
/// folder, so rating can be left and taken up at any time.
public final class PersonRatings {
    /// The track of a person's choices.
    static final String TRACK = "person";

    private static final String FILE = "person.jsonl";

    private PersonRatings() {}

    /// Whether somebody has begun to rate the texts of a folder.
    public static boolean begun(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /// The queue of a folder with `each` texts of every concept in it; the caller closes it.
    ///
    /// **Randomness**: the order, from the experiment's seed.
    public static PersonQueue open(Path folder, ExperimentResult result, String person, int each)
            throws FactorscopeException {
        PersonQueue queue = PersonQueue.open(folder.resolve(FILE), person, result.spec().seed());
        try {
            queue.add(questions(result, each));
        } catch (FactorscopeException e) {
            queue.close();
            throw e;
        }
        return queue;
    }

    private static List<RatingRequest> questions(ExperimentResult result, int each) {
        List<RatingRequest> all = new ArrayList<>();
        for (SteeringRow row : rows(result).values()) {
            int middle = row.sentences().size() / 2;
            int end = Math.min(row.sentences().size(), middle + each);
            for (String text : row.sentences().subList(middle, end)) {
                all.add(RatingRequest.concept(about(result, row), text));
                all.add(RatingRequest.fluency(text));
            }
        }
        return all;
    }

    private static Map<Choice, SteeringRow> rows(ExperimentResult result) {
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
    public static ExperimentResult with(ExperimentResult result, PersonQueue queue) {
        PersonJudge judge = new PersonJudge(queue);
        List<JudgedRow> judged = new ArrayList<>(result.judged());
        judged.removeIf(row -> row.judge().equals(judge.name()));
        List<Choice> choices = new ArrayList<>(result.choices());
        choices.removeIf(choice -> choice.track().equals(TRACK));
        List<SummaryRow> summary = new ArrayList<>(result.summary());
        summary.removeIf(row -> row.measure().equals(TRACK + " score"));
        List<Choice> own = new ArrayList<>();
        if (queue.done() > 0) {
            rows(result)
                    .forEach((choice, row) -> {
                        JudgedRow said = said(row, about(result, row), judge);
                        judged.add(said);
                        own.add(chosen(choice, said.score(1)));
                    });
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

    /// What a person is asked about: a label, or of a chosen concept its description without its
    /// id, which would say where the text comes from.
    private static String about(ExperimentResult result, SteeringRow row) {
        boolean chosen = result.spec().sources().chosen() != null;
        int id = chosen ? row.concept().indexOf(ChosenSubjects.AND) : -1;
        return id < 0 ? row.concept() : row.concept().substring(id + ChosenSubjects.AND.length());
    }

    private static JudgedRow said(SteeringRow row, String about, PersonJudge judge) {
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
                Description.Track.INPUT,
                about,
                row.target(),
                row.sign(),
                results,
                judge.name());
    }

    private static Choice chosen(Choice by, double score) {
        return new Choice(
                by.method(),
                by.variant(),
                by.concept(),
                TRACK,
                by.conceptId(),
                by.target(),
                by.sign(),
                by.chosenOn(),
                score,
                by.nll());
    }
}
