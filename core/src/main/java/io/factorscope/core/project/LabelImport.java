package io.factorscope.core.project;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.factorization.FactorMatch;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Brings the names, notes and stars of one analysis to another: concepts of one kind at one hook
/// point are matched one to one by the cosine of their directions, so that the total is largest.
public final class LabelImport {
    private LabelImport() {}

    /// A concept with something said of it, and the one that it is found again in.
    public record Match(String from, String to, double cosine, String name, String note) {}

    private record Group(HookPoint hook, Class<? extends ConceptSource> kind) {}

    /// The matches of `least` or more for concepts that something is said of, in order of `from`.
    ///
    /// **Errors**: `FS-IMPORT-002` where the two have no kind of concept at one hook point of one
    /// width in common.
    public static List<Match> matches(AnalysisStore.Opened from, Analysis into, double least)
            throws FactorscopeException {
        Map<Group, List<ConceptEntry>> ours = groups(from.analysis());
        Map<Group, List<ConceptEntry>> theirs = groups(into);
        List<Match> matches = new ArrayList<>();
        boolean comparable = false;
        for (Map.Entry<Group, List<ConceptEntry>> group : ours.entrySet()) {
            List<ConceptEntry> one = group.getValue();
            List<ConceptEntry> two = theirs.getOrDefault(group.getKey(), List.of());
            if (two.isEmpty() || width(one) != width(two)) {
                continue;
            }
            comparable = true;
            FactorMatch found = FactorMatch.of(directions(one), directions(two));
            for (int i = 0; i < one.size(); i++) {
                if (found.other().get(i) >= 0 && found.cosine().get(i) >= least) {
                    String to = two.get(found.other().get(i)).id();
                    add(matches, from.state().annotations(), one.get(i), to, found.cosine().get(i));
                }
            }
        }
        if (!comparable) {
            throw new FactorscopeException(
                    "FS-IMPORT-002",
                    "Nothing can be matched: one analysis is of "
                            + from.analysis().manifest().spec().hook()
                            + ", the other of "
                            + into.manifest().spec().hook()
                            + "; expected concepts at a common hook point of one model. Choose"
                            + " another analysis.");
        }
        return matches;
    }

    private static void add(
            List<Match> matches, Annotations said, ConceptEntry entry, String to, double cosine) {
        String name = said.names().getOrDefault(entry.id(), "");
        String note = said.note(entry.id());
        if (!name.isEmpty() || !note.isEmpty() || said.starred(entry.id())) {
            matches.add(new Match(entry.id(), to, cosine, name, note));
        }
    }

    /// What has to be done to the other analysis; what a person has said there already stays,
    /// unless `over`.
    public static List<Edit> edits(
            List<Match> matches, Annotations from, Annotations into, boolean over) {
        List<Edit> edits = new ArrayList<>();
        List<String> stars = new ArrayList<>();
        for (Match match : matches) {
            if (!match.name.isEmpty() && (over || !into.names().containsKey(match.to))) {
                edits.add(new Edit.Name(match.to, match.name));
            }
            if (!match.note.isEmpty() && (over || into.note(match.to).isEmpty())) {
                edits.add(new Edit.Note(match.to, match.note));
            }
            if (from.starred(match.from) && !into.starred(match.to)) {
                stars.add(match.to);
            }
        }
        if (!stars.isEmpty()) {
            edits.add(new Edit.Stars(stars, List.of()));
        }
        return edits;
    }

    private static Map<Group, List<ConceptEntry>> groups(Analysis analysis) {
        Map<Group, List<ConceptEntry>> groups = new LinkedHashMap<>();
        List<ConceptEntry> all = new ArrayList<>(analysis.factors());
        all.addAll(analysis.labels());
        all.addAll(analysis.nodes());
        all.addAll(analysis.imported().entries());
        for (ConceptEntry entry : all) {
            Group group = new Group(entry.concept().hook(), entry.concept().source().getClass());
            groups.computeIfAbsent(group, at -> new ArrayList<>()).add(entry);
        }
        return groups;
    }

    private static int width(List<ConceptEntry> entries) {
        return entries.getFirst().concept().direction().length;
    }

    private static List<float[]> directions(List<ConceptEntry> entries) {
        return entries.stream().map(entry -> entry.concept().direction()).toList();
    }
}
