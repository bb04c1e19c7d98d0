package io.factorscope.app.card;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.Cosines;
import io.factorscope.core.concept.Neuron;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.List;
import java.util.stream.Stream;

/// Who is like a concept: the nearest by cosine, and those with the same neurons.
public final class KinViewModel {
    private static final int NEAREST = 8;
    private static final int NEURONS = 16;

    private final Latest latest;
    private final ReadOnlyObjectWrapper<Kin> kin =
            new ReadOnlyObjectWrapper<>(new Kin(List.of(), List.of()));

    /// The nearest concepts, and the neurons of a concept in an MLP; none for one elsewhere.
    public record Kin(List<Cosines.Near> nearest, List<Neuron> neurons) {}

    /// The kin of a concept among all of its analysis.
    public KinViewModel(Session session, Analysis analysis, ConceptEntry entry) {
        latest = new Latest(session.tasks(), Lane.FILES);
        Concept concept = entry.concept();
        List<Concept> among =
                Stream.of(analysis.factors(), analysis.labels(), analysis.nodes())
                        .flatMap(List::stream)
                        .map(ConceptEntry::concept)
                        .toList();
        latest.request(
                context -> {
                    List<Cosines.Near> near = Cosines.nearest(concept, among, NEAREST, context);
                    boolean hasNeurons = concept.hook().site() == Site.MLP_POST;
                    return new Kin(
                            near,
                            hasNeurons ? Neuron.strongest(concept, among, NEURONS) : List.of());
                },
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Kin> done) {
                        kin.set(done.value());
                    }
                });
    }

    /// Lets go of what is still being worked out.
    public void cancel() {
        latest.cancel();
    }

    /// What has been found.
    public ReadOnlyObjectProperty<Kin> kinProperty() {
        return kin.getReadOnlyProperty();
    }
}
