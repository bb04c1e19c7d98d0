package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.List;

/// A person as a judge: what they have not rated yet is put into their queue and is missing until
/// they have; the same call made again has the rest.
public final class PersonJudge implements Judge {
    /// What the person is told, and in which words; see the rating screen.
    static final String INSTRUCTIONS = "person/1";

    private final PersonQueue queue;

    /// The judge behind a queue, which the caller closes.
    public PersonJudge(PersonQueue queue) {
        this.queue = queue;
    }

    @Override
    public JudgeName name() {
        return new JudgeName(JudgeName.Kind.PERSON, queue.person(), INSTRUCTIONS);
    }

    @Override
    public List<Rating> rate(List<RatingRequest> requests, JobContext context)
            throws FactorscopeException {
        context.checkCancelled();
        queue.add(requests);
        return requests.stream().map(this::rating).toList();
    }

    /// What they have said of something so far, without asking it.
    public Rating rating(RatingRequest request) {
        Integer score = queue.score(request);
        if (score != null) {
            return new Rating(score, "", name());
        }
        return Rating.missing(queue.skipped(request) ? "skipped" : "not rated yet", name());
    }
}
