package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.List;

/// Where sentences that should and should not fire concepts come from.
@FunctionalInterface
public interface SentenceSource {
    /// One row for each concept that it has sentences for, in their order.
    List<ConceptSentences> write(List<SentenceWriter.About> concepts, JobContext context)
            throws FactorscopeException;
}
