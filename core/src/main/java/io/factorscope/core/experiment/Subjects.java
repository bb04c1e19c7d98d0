package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.text.Dataset;

import java.util.List;
import java.util.Map;

/// What an experiment compares.
///
/// `sets`: each method's concepts; `names`: what they are for, which rows call `concept`: data
/// labels, or chosen concepts with what they are about; `words`: each name in plain words, for the
/// prompting baseline; `classes`: texts by name, which the label classifier learns from.
record Subjects(
        List<ConceptSet> sets, List<String> names, Map<String, String> words, Dataset classes) {
    /// The sentences that score a set: `half` names what is collected of `texts`, among which are
    /// those of each of its concepts, in their order.
    record Scored(String half, Dataset texts, List<ConceptSentences> rows) {}

    /// Makes them, and what else is known of them; each step once.
    interface Source {
        Subjects make(JobContext context) throws FactorscopeException;

        Scored scored(ConceptSet set, JobContext context) throws FactorscopeException;

        List<Description> descriptions(List<ConceptSet> sets, JobContext context)
                throws FactorscopeException;
    }
}
