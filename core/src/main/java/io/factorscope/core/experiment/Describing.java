package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.CallEstimate;

import java.util.ArrayList;
import java.util.List;

/// Says what concepts are about.
public interface Describing {
    /// One question: a concept, seen from what fires it (sign 0) or from what it promotes (1) or
    /// suppresses (-1).
    record View(ConceptContexts concept, int sign) {
        /// The three views of each concept, in order; or only the first.
        public static List<View> of(List<ConceptContexts> concepts, boolean withOutput) {
            List<View> views = new ArrayList<>();
            for (ConceptContexts concept : concepts) {
                views.add(new View(concept, 0));
                if (withOutput) {
                    views.add(new View(concept, 1));
                    views.add(new View(concept, -1));
                }
            }
            return views;
        }

        Description.Track track() {
            return sign == 0 ? Description.Track.INPUT : Description.Track.OUTPUT;
        }
    }

    /// One description for each view, in their order.
    List<Description> describe(List<View> views, JobContext context) throws FactorscopeException;

    /// What it costs at most.
    CallEstimate estimate(List<View> views);
}
