package io.factorscope.app.evaluate;

import io.factorscope.app.control.Numbers;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ConceptScore;
import io.factorscope.core.experiment.DetectionRow;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.JudgedRow;
import io.factorscope.core.experiment.SteeringRow;
import io.factorscope.core.experiment.SummaryRow;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The sentences behind one number, in groups.
public record Behind(String title, List<Group> groups) {
    /// Nothing chosen.
    static final Behind NOTHING = new Behind("", List.of());

    /// Sentences of one kind.
    public record Group(String name, List<Sentence> sentences) {}

    /// A sentence, the numbers that are its own, and what a judge said of it, a line each.
    public record Sentence(String text, String numbers, List<String> said) {}

    static Behind of(ExperimentResult result, SummaryRow line, ConceptScore score) {
        String name = ResultViewModel.name(score.method(), score.variant());
        String title =
                score.concept().startsWith(score.id() + " ")
                        ? Words.format("evaluate.behind-chosen", score.concept(), name)
                        : Words.format("evaluate.behind-title", score.concept(), name, score.id());
        return line.section().equals(SummaryRow.DETECTION)
                ? new Behind(title, detected(result, line, score))
                : new Behind(title, steered(result, line, score));
    }

    private static List<Group> detected(
            ExperimentResult result, SummaryRow line, ConceptScore score) {
        for (DetectionRow row : result.detection()) {
            boolean mine = row.method() == score.method() && row.variant() == score.variant();
            if (mine && row.concept().equals(score.concept())) {
                boolean own = line.measure().equals("encoder AUROC");
                DetectionRow.Encoder encoder = own ? row.encoder() : null;
                List<Double> fires = encoder == null ? row.scores() : encoder.scores();
                List<Double> others = encoder == null ? row.randomScores() : encoder.randomScores();
                return List.of(
                        new Group(
                                Words.of("evaluate.should-fire"), scored(row.activating(), fires)),
                        new Group(Words.of("evaluate.should-not"), scored(row.neutral(), others)));
            }
        }
        return List.of();
    }

    private static List<Sentence> scored(List<String> texts, List<Double> scores) {
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            sentences.add(new Sentence(texts.get(i), Numbers.plain(scores.get(i)), List.of()));
        }
        return sentences;
    }

    private static List<Group> steered(
            ExperimentResult result, SummaryRow line, ConceptScore score) {
        SteeringRow row = score.row(result);
        if (row == null) {
            return List.of(new Group(Words.of("evaluate.all-broke-down"), List.of()));
        }
        JudgedRow judged = score.judged(result, line.measure());
        int middle = row.sentences().size() / 2;
        List<Group> groups = new ArrayList<>();
        String sign = row.sign() < 0 ? "−" : "+";
        String push = Words.format("evaluate.written-at", sign, row.target());
        groups.add(new Group(push + Words.of("evaluate.reported"), part(row, judged, middle, -1)));
        groups.add(new Group(Words.of("evaluate.chosen-on"), part(row, judged, 0, middle)));
        result.unsteered().stream()
                .filter(other -> other.concept().equals(score.concept()))
                .findFirst()
                .ifPresent(other ->
                        groups.add(
                                new Group(
                                        Words.of("evaluate.unsteered"), part(other, null, 0, -1))));
        return groups;
    }

    private static List<Sentence> part(
            SteeringRow row, @Nullable JudgedRow judged, int from, int to) {
        List<Sentence> sentences = new ArrayList<>();
        int end = to < 0 ? row.sentences().size() : to;
        for (int i = from; i < end; i++) {
            String numbers =
                    Words.format(
                            "evaluate.text-numbers",
                            100 * row.probabilities().get(i),
                            row.surprise().get(i));
            List<String> said = judged == null ? List.of() : said(judged, judged.results().get(i));
            sentences.add(new Sentence(row.sentences().get(i).strip(), numbers, said));
        }
        return sentences;
    }

    private static List<String> said(JudgedRow row, JudgedRow.SentenceResult result) {
        return List.of(
                Words.format(
                        "evaluate.judge-said",
                        row.judge().label(),
                        row.description(),
                        score(result.concept()),
                        result.conceptReason()),
                Words.format(
                        "evaluate.fluency-said",
                        score(result.fluency()),
                        result.fluencyReason(),
                        row.judge().prompts()));
    }

    private static String score(@Nullable Integer score) {
        return score == null ? Words.of("evaluate.no-rating") : score + " / 2";
    }
}
