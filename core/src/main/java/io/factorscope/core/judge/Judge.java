package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.List;

/// Rates sentences from 0 to 2.
///
/// A judge that gives no score is asked again before its rating counts as missing. **Threads**: one
/// call at a time; a call may ask many things at once. A local judge belongs to the engine thread.
/// **Errors**: `FS-CHAT-…` when a service refuses or the budget is spent; what was answered until
/// then is kept, so the same call made again goes on from there.
public interface Judge {
    /// Who judges.
    JudgeName name();

    /// One rating for each request, in their order; all requests at once, so that a service can be
    /// asked many at a time.
    List<Rating> rate(List<RatingRequest> requests, JobContext context) throws FactorscopeException;

    /// How much asking this will cost at most; nothing for a local model or a person.
    default CallEstimate estimate(List<RatingRequest> requests) {
        return CallEstimate.NONE;
    }
}
