package io.factorscope.core.project;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeEncoder;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The autoencoders that an analysis' features came from, read from where they were and kept open
/// as long as they are asked for.
///
/// One is at hand where its folder can be read and its decoder still says what the concept says.
///
/// **Cost**: an autoencoder's four matrices while it is open. **Threads**: the engine thread.
public final class FeatureEncoders implements AutoCloseable {
    private final TensorEngine engine;
    private final Map<String, SaeEncoder> open = new HashMap<>();

    /// None yet.
    public FeatureEncoders(TensorEngine engine) {
        this.engine = engine;
    }

    /// Each encoder at hand with those of the concepts that are its features; any other that was
    /// open is closed.
    Map<SaeEncoder, List<ConceptEntry>> of(List<ConceptEntry> concepts) {
        Map<SaeEncoder, List<ConceptEntry>> found = new LinkedHashMap<>();
        Set<String> gone = new HashSet<>(); // looked for once
        for (ConceptEntry entry : concepts) {
            SaeEncoder encoder = encoder(entry.concept(), gone);
            if (encoder != null) {
                found.computeIfAbsent(encoder, first -> new ArrayList<>()).add(entry);
            }
        }
        for (SaeEncoder encoder : List.copyOf(open.values())) {
            if (!found.containsKey(encoder)) {
                open.values().remove(encoder);
                encoder.close();
            }
        }
        return found;
    }

    private @Nullable SaeEncoder encoder(Concept concept, Set<String> gone) {
        if (!(concept.source() instanceof ConceptSource.SaeFeature feature)
                || feature.folder() == null
                || gone.contains(feature.folder())) {
            return null;
        }
        SaeEncoder encoder = open.get(feature.folder());
        if (encoder == null) {
            encoder = opened(feature.folder(), concept);
            if (encoder == null) {
                gone.add(feature.folder());
                return null;
            }
            open.put(feature.folder(), encoder);
        }
        Sae sae = encoder.sae();
        boolean same =
                sae.config().hook().equals(concept.hook())
                        && feature.index() < sae.features()
                        && Arrays.equals(sae.direction(feature.index()), concept.direction());
        return same ? encoder : null;
    }

    private @Nullable SaeEncoder opened(String folder, Concept concept) {
        try {
            return new SaeEncoder(engine, SaeFolder.read(Home.resolve(folder), concept.hook()));
        } catch (FactorscopeException e) {
            System.getLogger(FeatureEncoders.class.getName())
                    .log(System.Logger.Level.DEBUG, "features are read without their encoder", e);
            return null;
        }
    }

    @Override
    public void close() {
        open.values().forEach(SaeEncoder::close);
        open.clear();
    }
}
