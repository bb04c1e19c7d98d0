package io.factorscope.core.experiment;

import io.factorscope.core.experiment.Describing.View;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Describes an experiment's concepts: from what fires them, and where they are steered from what
/// they promote and suppress, too.
final class DescribingStep {
    /// Where they are kept in their place.
    static final String FILE = "descriptions.json";

    private final ExperimentFolder folder;
    private final Describing describing;
    private final boolean withOutput;
    private final Map<String, Description> known = new HashMap<>();

    DescribingStep(ExperimentFolder folder, Authors authors, boolean withOutput) {
        this.folder = folder;
        this.describing = authors.describing();
        this.withOutput = withOutput;
        authors.known().forEach(one -> known.put(name(one.key(), one.sign()), one));
    }

    /// What a description is found by: its concept, and 0 for what fires it, 1 for what it
    /// promotes, -1 for what it suppresses.
    static String name(ConceptKey key, int sign) {
        return key.hook() + " " + key.id() + " " + sign;
    }

    /// The descriptions in `PLACE`'s [#FILE], made where there are none.
    List<Description> of(String place, List<ConceptContexts> contexts, JobContext context)
            throws FactorscopeException {
        Description[] rows =
                folder.keep(
                        place + FILE,
                        Description[].class,
                        () -> made(View.of(contexts, withOutput), context));
        return Arrays.asList(rows);
    }

    private Description[] made(List<View> views, JobContext context) throws FactorscopeException {
        List<View> asked = new ArrayList<>(views);
        asked.removeIf(view -> known.containsKey(name(view.concept().key(), view.sign())));
        List<Description> answers = describing.describe(asked, context);
        Map<String, Description> all = new HashMap<>(known);
        answers.forEach(one -> all.put(name(one.key(), one.sign()), one));
        return views.stream()
                .map(view -> all.get(name(view.concept().key(), view.sign())))
                .toArray(Description[]::new);
    }
}
