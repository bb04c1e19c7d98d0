package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;

/// Which concept a row of a result file is about.
///
/// `id`: unique within its source, such as `F8`; `hook`: where it acts; `k`: how many concepts its
/// source has; `layer`: the hook point's; `row`: which of the `k` it is, from 0, or -1 where they
/// are not numbered.
public record ConceptKey(
        String id,
        String hook,
        @JsonProperty("K") int k,
        int layer,
        @JsonProperty("h_row") int row) {
    /// The key of one of `k` concepts.
    public static ConceptKey of(Concept concept, int k) {
        int row =
                switch (concept.source()) {
                    case ConceptSource.Factor factor -> factor.index();
                    case ConceptSource.TreeNode node -> node.index();
                    case ConceptSource.SaeFeature feature -> feature.index();
                    default -> -1;
                };
        int layer = concept.hook().layer();
        return new ConceptKey(concept.id(), concept.hook().toString(), k, layer, row);
    }
}
